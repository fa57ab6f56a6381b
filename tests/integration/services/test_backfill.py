"""Backfill: code by code, kept at once, going on where a stop came; and what a day of three hundred securities costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.domain.scoring.results import Flag
from bot.domain.securities import Market
from bot.market.benchmarks import load_benchmarks
from bot.market.budget import Cost, cost_of
from bot.market.ports import SourceUnavailable
from bot.services.prices.backfill import Backfill
from bot.store import Store
from tests.integration.services.house import CONFIG, House, refreshed
from tests.integration.services.parts import DictMarket, SetClock, pick, report

sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

STOCK, OTHER = "300308.SZ", "300502.SZ"


@pytest.fixture
def backfill(store: Store, market: DictMarket, clock: SetClock) -> Backfill:
    return Backfill(store, market, load_benchmarks(CONFIG), clock, history=timedelta(days=30))


@sqlite
async def test_a_stop_loses_one_code_at_most_and_the_next_run_goes_on(
    house: House, backfill: Backfill, market: DictMarket, clock: SetClock
) -> None:
    await house.confirmed(report(pick(), pick(OTHER)))
    clock.set("2025-01-07T20:00")
    loads = await backfill.missing()
    assert [each.code for each in loads] == ["000300", "H00300", STOCK, OTHER]

    def stopped(code: str, _done: int, _total: int) -> None:
        if code == OTHER:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await backfill.load(loads, stopped)
    assert [each.code for each in await backfill.missing()] == [OTHER]
    market.failing[f"bars {OTHER}"] = SourceUnavailable("no answer")
    loaded = await backfill.load(await backfill.missing())
    assert loaded.failed == {OTHER: "no answer"}
    market.failing = {}
    loaded = await backfill.load(await backfill.missing())
    assert (loaded.changed, loaded.failed) == (30, {})
    assert await backfill.missing() == []


@sqlite
async def test_another_session_and_an_earlier_day_are_missing_again(
    house: House, backfill: Backfill, clock: SetClock
) -> None:
    await house.confirmed(report())
    clock.set("2025-01-07T20:00")
    await backfill.load(await backfill.missing())
    clock.set("2025-01-08T20:00")
    assert {(each.since, each.until) for each in await backfill.missing()} == {(date(2025, 1, 1), date(2025, 1, 8))}
    await backfill.load(await backfill.missing())
    loads = await backfill.missing(date(2024, 11, 4))
    assert {each.since for each in loads} == {date(2024, 11, 4)}
    await backfill.load(loads)
    assert await backfill.missing(date(2024, 11, 4)) == []


@sqlite
async def test_a_correction_in_the_past_is_found_when_the_past_is_loaded_anew(
    house: House, backfill: Backfill, market: DictMarket, clock: SetClock
) -> None:
    await house.confirmed(report())
    clock.set("2025-01-07T20:00")
    await backfill.load(await backfill.missing())
    clock.set("2025-03-07T20:00")
    market.close(STOCK, "2024-12-02", 99)
    loaded = await backfill.load(await backfill.missing(date(2024, 11, 20)))
    (close,) = [each for each in loaded.corrections if each.field == "close"]
    assert (close.session, close.before, close.after) == (date(2024, 12, 2), Decimal(100), Decimal(99))


def test_the_estimate_counts_requests_and_the_pace_of_their_hosts() -> None:
    assert cost_of(["300308.SZ"]) == Cost(3, 12.0)
    assert cost_of(["300308.SZ", "09698.HK", "H00300"]) == Cost(6, 22.0)


@sqlite
async def test_a_day_of_three_hundred_securities_is_one_batch_and_two_questions_each(
    house: House, market: DictMarket
) -> None:
    symbols = [f"{603000 + number}.SH" for number in range(300)]
    for symbol in symbols:
        market.flat(symbol, 10, date(2025, 1, 7))
    await house.confirmed(report(*(replace(pick(), symbol=symbol) for symbol in symbols)))
    await refreshed(house, "2025-01-06T15:35", "2025-01-06T20:30")
    market.close_with_quotes(symbols, date(2025, 1, 7), "10")
    market.asked.clear()
    await refreshed(house, "2025-01-07T15:35")
    at_close = len(market.asked)
    await refreshed(house, "2025-01-07T20:30")
    assert at_close <= 10
    assert len(market.asked) <= 650
    assert len([asked for asked in market.asked if asked.startswith("bars")]) == 300
    scored = await house.scoring.score(date(2025, 1, 7), markets=[Market.A])
    assert not any(Flag.PRELIMINARY_CLOSE in each.score.flags for each in scored)
