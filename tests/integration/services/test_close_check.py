"""The printed close: agreed with, doubted, or said not to be checked, and another security that fits is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.bars import Look
from bot.domain.confidence import Reason, Sign
from bot.domain.quotes import Bar
from bot.domain.reports import Pick, PickKind, Report
from bot.domain.securities import market_of
from bot.market.ports import SourceUnavailable
from bot.services.reports.closes import CloseCheck
from bot.store.records import StoredReport
from tests.integration.services.house import House
from tests.integration.services.parts import PUBLISHED, DictMarket, pick, report

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
CERTAIN = (Reason(Sign.CODE_AGREES, 0.98, "300308.SZ"),)


@pytest.fixture
def market(market: DictMarket) -> DictMarket:
    """中际旭创 closes at 120.50 on the day of the report (a Thursday) and at 118.20 the day before."""
    market.close("300308.SZ", "2024-12-25", "118.20")
    market.close("300308.SZ", PUBLISHED, "120.50")
    return market


@pytest.fixture
def check(house: House, market: DictMarket) -> CloseCheck:
    return CloseCheck(house.store, market, house.reference, house.clock)


def printed(close: str | None, on: date | None = None, kind: PickKind = PickKind.SUBJECT) -> Report:
    subject = replace(pick(kind=kind), reasons=CERTAIN, confidence=0.98, close_on=on)
    return report(replace(subject, close=None if close is None else Decimal(close)))


async def stored(house: House, symbol: str, *bars: Bar) -> None:
    async with house.store.transaction() as tx:
        await tx.prices.save_deliveries({symbol: bars}, Look("dictionary", house.clock.now()))


@SQLITE
@pytest.mark.parametrize(
    ("close", "on"),
    [
        ("120.50", None),
        ("118.20", None),  # printed before the market opened
        ("120.5", PUBLISHED),
        ("118.2", date(2024, 12, 25)),
        (None, None),
    ],
)
async def test_a_close_of_its_day_changes_nothing(check: CloseCheck, close: str | None, on: date | None) -> None:
    given = printed(close, on)
    assert await check.checked(given) == given


@BOTH
async def test_another_close_lowers_the_confidence_and_says_both(check: CloseCheck, house: House) -> None:
    await stored(house, "300308.SZ", Bar(PUBLISHED, Decimal("120.50")))
    checked = await check.checked(printed("99.00"))
    (doubted,) = checked.picks
    assert doubted.reasons == (*CERTAIN, Reason(Sign.CLOSE_DIFFERS, 0.5, "99.00 / 120.50, 2024-12-26"))
    assert doubted.confidence == 0.49
    assert checked.warnings == ("close_differs: 中际旭创 99.00 / 120.50, 2024-12-26",)


@SQLITE
async def test_the_printed_day_counts_alone(check: CloseCheck) -> None:
    checked = await check.checked(printed("118.20", PUBLISHED))
    assert checked.warnings == ("close_differs: 中际旭创 118.20 / 120.50, 2024-12-26",)


@SQLITE
async def test_a_suspended_security_keeps_its_last_close(check: CloseCheck, market: DictMarket) -> None:
    for day in (24, 25, 26):
        del market.bars["300308.SZ"][date(2024, 12, day)]
    market.close("300308.SZ", "2024-12-23", "111.10")
    market.close("300308.SZ", "2024-12-27", "100")
    given = replace(printed("111.10", date(2024, 12, 25)), published=date(2024, 12, 26))
    assert await check.checked(given) == given


@SQLITE
async def test_before_the_bar_of_the_day_is_there_nothing_is_doubted(check: CloseCheck, house: House) -> None:
    house.clock.set("2024-12-26T14:00")
    given = printed("120.50")
    assert (await check.checked(given)).picks == given.picks
    assert (await check.checked(given)).warnings == ("close_not_checked: 中际旭创 120.50",)
    morning = printed("118.20")
    assert await check.checked(morning) == morning


@SQLITE
async def test_without_a_bar_it_is_not_checked_and_a_silent_source_is_left_alone(
    check: CloseCheck, house: House, market: DictMarket
) -> None:
    market.failing["bars"] = SourceUnavailable("no network")
    for _ in range(3):
        checked = await check.checked(printed("120.50"))
        assert checked.warnings == ("close_not_checked: 中际旭创 120.50",)
        assert checked.picks == printed("120.50").picks
    assert market.asked.count("bars 300308.SZ") == 1
    market.failing.clear()
    await house.clock.sleep(301)
    assert (await check.checked(printed("120.50"))).warnings == ()


@SQLITE
async def test_an_unknown_symbol_does_not_silence_the_source(check: CloseCheck, market: DictMarket) -> None:
    del market.bars["300308.SZ"]
    unknown = await check.checked(printed("120.50"))
    assert unknown.warnings == ("close_not_checked: 中际旭创 120.50",)
    other = replace(printed("100.00").picks[0], symbol="300502.SZ", name="新易盛")
    assert (await check.checked(report(other))).warnings == ()


@SQLITE
async def test_of_a_table_only_stored_bars_are_compared(check: CloseCheck, house: House, market: DictMarket) -> None:
    table = printed("99.00", kind=PickKind.BENEFICIARY)
    assert (await check.checked(table)).warnings == ("close_not_checked: 中际旭创 99.00",)
    assert market.asked == []
    await stored(house, "300308.SZ", Bar(PUBLISHED, Decimal("120.50")))
    assert (await check.checked(table)).warnings == ("close_differs: 中际旭创 99.00 / 120.50, 2024-12-26",)


@SQLITE
async def test_the_twin_listing_whose_price_it_is_is_named(check: CloseCheck, market: DictMarket) -> None:
    market.flat("000063.SZ", 40)  # 中兴通讯 in Shenzhen, and in Hong Kong
    market.close("00763.HK", PUBLISHED, "24.35")
    zte = Pick(
        **{name: getattr(pick(), name) for name in ("segment", "rating", "rating_change", "evidence")},
        name="中兴通讯",
        listed_name="中兴通讯",
        symbol="000063.SZ",
        market=market_of("000063.SZ"),
        kind=PickKind.SUBJECT,
        target_price=None,
        currency=None,
        confidence=0.9,
        close=Decimal("24.35"),
    )
    checked = await check.checked(report(zte))
    assert checked.warnings == (
        "close_differs: 中兴通讯 24.35 / 40.00, 2024-12-26",
        "close_fits: 中兴通讯 00763",
    )
    assert checked.picks[0].confidence == 0.45


@BOTH
async def test_what_was_checked_is_what_the_draft_holds(house: House, check: CloseCheck) -> None:
    checked = await check.checked(printed("99.00"))
    async with house.store.transaction() as tx:
        draft: StoredReport = await tx.reports.add(checked, sha256="a", uploaded_by=1, at=house.clock.now())
    assert (draft.picks[0].pick, draft.report.warnings) == (checked.picks[0], checked.warnings)
