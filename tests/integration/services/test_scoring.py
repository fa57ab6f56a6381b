"""Scoring the sample report on a recorded year: every figure by an independent reckoning, each verdict recorded once."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import date
from math import prod
from pathlib import Path

import pytest

from bot.domain.reports import PickKind
from bot.domain.scoring.results import Phase
from bot.domain.securities import Market
from bot.services.access.people import Viewer
from bot.services.scores.scoring import Scored
from tests.integration.services.house import House
from tests.integration.services.parts import DictMarket, pick, report

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SANDBOX = Path(__file__).parents[3] / "bot" / "sandbox"
ENTRY, SETTLED = date(2024, 12, 26), date(2025, 12, 26)


def rows(name: str) -> Iterator[dict[str, str]]:
    data = (SANDBOX / "recorded" / name).read_bytes()
    text = gzip.decompress(data) if name.endswith(".gz") else data
    yield from csv.DictReader(text.decode().splitlines())


def last_on_or_before(closes: dict[date, float], day: date) -> float:
    return closes[max(session for session in closes if session <= day)]


async def test_each_pick_has_the_figures_that_its_files_give_by_hand(recorded: House) -> None:
    scored = await recorded.scoring.score(SETTLED)
    assert len(scored) == 49
    closes: dict[str, dict[date, float]] = {}
    for row in rows("bars_raw.csv.gz"):
        closes.setdefault(row["symbol"], {})[date.fromisoformat(row["date"])] = float(row["close"])
    for row in rows("index.csv"):
        if row["primary"] == "1":
            closes.setdefault(row["index_code"], {})[date.fromisoformat(row["date"])] = float(row["close"])
    events: dict[str, list[tuple[date, float]]] = {}
    for row in rows("factors.csv"):
        events.setdefault(row["symbol"], []).append((date.fromisoformat(row["ex_date"]), float(row["event_ratio"])))
    mainland = [each.score for each in scored if each.given.market is Market.A]
    assert len(mainland) == 47
    for score in mainland:
        symbol = score.symbol
        if symbol not in closes:
            assert (score.total_return, score.verdict) == (None, None)
            assert "no_price_data" in score.flags
            continue
        own = closes[symbol]
        ratio = prod(ratio for day, ratio in events.get(symbol, ()) if ENTRY < day <= SETTLED)
        total = last_on_or_before(own, SETTLED) / last_on_or_before(own, ENTRY) * ratio - 1
        index = closes["H00300"]
        assert score.total_return == pytest.approx(total, abs=1e-9), symbol
        assert score.excess == pytest.approx(total - (index[SETTLED] / index[ENTRY] - 1), abs=1e-9), symbol
        assert (score.entry.session, score.as_of, score.phase) == (ENTRY, SETTLED, Phase.SETTLED)
        assert (score.verdict is not None) == (score.kind is PickKind.RECOMMENDED)
        assert score.benchmark == "H00300"


async def test_other_markets_have_their_own_entry_and_say_where_there_is_no_index(recorded: House) -> None:
    by_symbol = {each.score.symbol: each.score for each in await recorded.scoring.score(SETTLED)}
    hong_kong, new_york = by_symbol["09698.HK"], by_symbol["VNET.US"]
    assert (hong_kong.entry.session, hong_kong.benchmark) == (date(2024, 12, 24), "HSI")
    assert hong_kong.excess is not None
    assert "price_basis" in hong_kong.flags or hong_kong.return_basis == "price"
    assert (new_york.entry.session, new_york.excess, new_york.benchmark_return) == (date(2024, 12, 24), None, None)
    assert "no_benchmark_data" in new_york.flags


async def test_before_the_report_and_before_the_settlement_nothing_is_decided(recorded: House) -> None:
    for day, phase in (
        (date(2024, 12, 25), Phase.PENDING),
        (date(2025, 6, 25), Phase.MATURING),
        (date(2025, 6, 26), Phase.IN_WINDOW),
        (date(2025, 12, 25), Phase.IN_WINDOW),
    ):
        scored = [each for each in await recorded.scoring.score(day) if each.score.symbol == "300308.SZ"]
        assert {each.score.phase for each in scored} == {phase}, day
        assert all((each.score.excess is None) == (phase is Phase.PENDING) for each in scored)


async def test_a_score_of_an_earlier_day_does_not_know_later_prices(house: House, market: DictMarket) -> None:
    await house.confirmed(report())
    market.close("300308.SZ", "2025-01-06", 110)
    market.close("300308.SZ", "2025-01-07", 500)
    house.clock.set("2025-01-07T20:30")
    await house.tracking.follow_up(1)
    (monday,) = await house.scoring.score(date(2025, 1, 6))
    assert monday.score.excess == pytest.approx(0.1)
    assert monday.score.as_of == date(2025, 1, 6)


async def test_the_late_total_return_index_holds_the_figures_back_a_session(house: House, market: DictMarket) -> None:
    await house.confirmed(report())
    market.close("300308.SZ", "2025-01-07", 110)
    late = market.bars["H00300"].pop(date(2025, 1, 7))
    house.clock.set("2025-01-07T15:35")
    await house.tracking.follow_up(1)
    (afternoon,) = await house.scoring.score(date(2025, 1, 7))
    assert (afternoon.score.as_of, afternoon.score.excess) == (date(2025, 1, 6), 0)
    market.bars["H00300"][date(2025, 1, 7)] = late
    house.clock.set("2025-01-07T20:30")
    await house.tracking.follow_up(1)
    (evening,) = await house.scoring.score(date(2025, 1, 7))
    assert evening.score.as_of == date(2025, 1, 7)
    assert evening.score.excess == pytest.approx(0.1)


async def test_scores_can_be_asked_for_one_report_one_market_or_some_stocks(house: House, owner: Viewer) -> None:
    first = await house.confirmed(report(pick(), pick("09698.HK")))
    await house.confirmed(report(pick("300502.SZ"), title="another"))
    day = date(2025, 1, 6)

    def symbols(scored: list[Scored]) -> list[str]:
        return [each.score.symbol for each in scored]

    assert symbols(await house.scoring.score(day)) == ["300308.SZ", "09698.HK", "300502.SZ"]
    assert symbols(await house.scoring.score(day, report_id=first)) == ["300308.SZ", "09698.HK"]
    assert symbols(await house.scoring.score(day, symbols=["300502.SZ"])) == ["300502.SZ"]
    await house.drafts.retract(first, owner)
    assert symbols(await house.scoring.score(day)) == ["300502.SZ"]
