"""The special cases of METHODOLOGY 7 on recorded real prices, from the source through the store to the figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.names import Found
from bot.domain.quotes import Adjustment
from bot.domain.scoring.results import PickScore
from bot.domain.securities import Market, market_of
from bot.market.recorded import RecordedMarket, RecordedQuotes
from bot.services.names.reference import Reference
from bot.store import Store
from tests.integration.services.house import House, build
from tests.integration.services.parts import SetClock, pick, report

RECORDED = Path(__file__).parents[3].parent / "shared" / "data"

pytestmark = pytest.mark.skipif(not RECORDED.exists(), reason="the recorded market is not beside this checkout")
sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def real(store: Store, clock: SetClock, reference: Reference, tmp_path: Path) -> House:
    market = RecordedMarket(RECORDED, clock)
    return build(store, clock, market, RecordedQuotes(market, clock), reference, tmp_path)


async def scored(house: House, symbol: str, published: str, as_of: str) -> PickScore:
    """The figures of one pick, its prices fetched three days after the day asked for."""
    own = replace(pick(), symbol=symbol, market=market_of(symbol))
    number = await house.confirmed(report(own, title=symbol + published, published=date.fromisoformat(published)))
    house.clock.set("2026-05-20T09:00")
    await house.tracking.follow_up(number)
    (found,) = await house.scoring.score(date.fromisoformat(as_of), report_id=number)
    return found.score


@sqlite
async def test_688041_suspended_for_eleven_sessions_carries_its_last_close_and_is_traded_when_it_opens(
    real: House,
) -> None:
    score = await scored(real, "688041.SH", "2025-05-30", "2025-06-06")
    assert (score.entry.session, score.entry.price) == (date(2025, 5, 30), Decimal("136.13"))
    assert score.total_return == 0
    assert "suspended_at_entry:5" in score.flags
    assert any(flag.startswith("suspended_now") for flag in score.flags)
    later = await scored(real, "688041.SH", "2025-05-29", "2025-06-10")
    assert (later.tradable.session, later.tradable.price) == (date(2025, 6, 10), Decimal("148.0"))
    assert "waited_for_trading:6" in later.tradable.flags


@sqlite
async def test_the_transfer_of_300627_on_2025_06_20_is_in_the_return(real: House) -> None:
    score = await scored(real, "300627.SZ", "2025-06-19", "2025-06-20")
    assert score.entry.price == Decimal("45.82")
    assert score.total_return == pytest.approx(32.33 / 45.82 * 1.415446 - 1, abs=1e-9)
    async with real.store.snapshot() as tx:
        ((found,),) = (await tx.prices.adjustments(["300627.SZ"])).values()
    assert (found.ratio, found.reference) == (Decimal("1.415446"), Decimal("32.37"))


@sqlite
async def test_the_ratio_of_300308_on_2024_06_06_is_the_exchanges_and_announced_terms_are_said_to_differ(
    real: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    score = await scored(real, "300308.SZ", "2024-06-05", "2024-06-06")
    assert score.entry.price == Decimal("166.96")
    async with real.store.snapshot() as tx:
        found = (await tx.prices.adjustments(["300308.SZ"]))["300308.SZ"]
        told = await tx.findings.untold()
    assert (found[0].ratio, found[0].reference) == (Decimal("1.39552"), Decimal("119.64"))
    assert told == []
    terms = Adjustment(date(2024, 6, 6), Decimal("1.4"), source="terms", reference=Decimal("119.64"))

    async def announced(*_: object) -> tuple[Adjustment, ...]:
        return (terms, *found[1:])

    monkeypatch.setattr(RecordedMarket, "adjustments", announced)
    await real.tracking.refresh(Market.A, date(2026, 5, 20))
    async with real.store.snapshot() as tx:
        again = (await tx.prices.adjustments(["300308.SZ"]))["300308.SZ"]
        (finding,) = [each for each in await tx.findings.untold() if each.kind == "ratio_differs"]
    assert round(again[0].ratio, 5) == Decimal("1.39552")
    assert (finding.args["by"], finding.args["cause"]) == ("+0.32%", "treasury")


@sqlite
async def test_on_the_holiday_of_2024_12_26_a_hong_kong_pick_begins_two_days_before(real: House) -> None:
    score = await scored(real, "09698.HK", "2024-12-26", "2024-12-27")
    assert score.entry.session == date(2024, 12, 24)
    assert score.as_of == date(2024, 12, 27)


@pytest.mark.parametrize(
    ("printed", "on", "symbol"),
    [
        ("博创科技", "2024-12-26", "300548.SZ"),  # 长芯博创 since 2025
        ("长芯博创", "2026-01-05", "300548.SZ"),
        ("830799.BJ", "2024-12-26", "920799.BJ"),  # Beijing's codes of 2025
        ("海通证券", "2024-12-26", "600837.SH"),  # delisted in 2025
    ],
)
def test_a_former_name_an_old_code_and_a_delisted_share_are_found(
    printed: str, on: str, symbol: str, reference: Reference
) -> None:
    found = reference.names.resolve(printed, date.fromisoformat(on))
    assert isinstance(found, Found)
    assert found.security.symbol == symbol
