"""Tracking: what is fetched, from which day on, what a failing source spoils and what it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.quotes import Adjustment, Suspension
from bot.domain.securities import Market
from bot.domain.sessions import UnknownSession
from bot.market.ports import NoData, SourceChanged, SourceUnavailable
from bot.services.prices.sessions import TOGETHER
from bot.store import Store
from tests.integration.services.house import House
from tests.integration.services.parts import HOLIDAYS, DictMarket, pick, report, weekdays

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TWO = (pick(), pick("300502.SZ"))
DAY = date(2025, 1, 10)


@pytest.fixture
async def house(house: House) -> House:
    house.clock.set("2025-01-10T15:35")
    return house


async def bars(store: Store, code: str) -> dict[date, Decimal]:
    async with store.snapshot() as tx:
        found = await tx.prices.bars([code], date(2024, 1, 1), date(2026, 1, 1))
    return {bar.session: bar.close for bar in found[code]}


async def test_a_refresh_fetches_the_picks_and_the_indices_that_judge_them(
    house: House, market: DictMarket, store: Store
) -> None:
    await house.confirmed(report(*TWO))
    refreshed = await house.tracking.refresh(Market.A, DAY)
    assert refreshed.failed == {}
    assert refreshed.complete
    assert sorted(set(market.asked)) == [
        "adjustments 300308.SZ",
        "adjustments 300502.SZ",
        "bars 300308.SZ",
        "bars 300502.SZ",
        "calendar A",
        "index 000300",
        "index H00300",
        "suspensions",
    ]
    found = await bars(store, "300308.SZ")
    assert (min(found), max(found)) == (date(2024, 11, 26), DAY)  # 30 days before the report


async def test_nothing_is_fetched_twice_and_a_second_refresh_finds_nothing_new(
    house: House, market: DictMarket
) -> None:
    await house.confirmed(report(*TWO))
    first = await house.tracking.refresh(Market.A, DAY)
    assert len(market.asked) == len(set(market.asked))
    assert first.changed > 100
    again = await house.tracking.refresh(Market.A, DAY)
    assert again.changed == 0


async def test_corrections_of_the_last_days_are_found(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report())
    await house.tracking.refresh(Market.A, DAY)
    market.close("300308.SZ", "2025-01-06", 99)
    market.close("300308.SZ", "2024-12-02", 1)  # what is older than ten days is not asked for again
    market.events["300308.SZ"] = [Adjustment(date(2025, 1, 6), Decimal("1.01"))]
    assert (await house.tracking.refresh(Market.A, DAY, corrections=False)).changed == 1  # the ex-date alone
    assert (await house.tracking.refresh(Market.A, DAY)).changed == 1
    found = await bars(store, "300308.SZ")
    assert (found[date(2025, 1, 6)], found[date(2024, 12, 2)]) == (Decimal(99), Decimal(100))


async def test_an_older_report_of_a_known_stock_brings_the_older_bars(
    house: House, market: DictMarket, store: Store
) -> None:
    house.clock.set("2025-06-10T15:35")
    await house.confirmed(report(title="a newer one", published=date(2025, 6, 9)))
    await house.tracking.refresh(Market.A, date(2025, 6, 10))
    assert min(await bars(store, "000300")) == date(2025, 5, 12)
    await house.confirmed(report(title="an older one", published=date(2025, 1, 6)))
    await house.tracking.refresh(Market.A, date(2025, 6, 10))
    assert min(await bars(store, "300308.SZ")) == min(await bars(store, "H00300")) == date(2024, 12, 9)
    assert [each.score.excess for each in await house.scoring.score(date(2025, 6, 10))] == [0, 0]


async def test_a_young_listing_without_older_bars_is_not_asked_for_them_each_time(
    house: House, market: DictMarket
) -> None:
    market.bars["300308.SZ"] = {day: bar for day, bar in market.bars["300308.SZ"].items() if day >= date(2025, 1, 6)}
    spans: list[tuple[date, date]] = []
    fetch = market.daily_bars

    async def noted(symbol: str, since: date, until: date) -> object:
        spans.append((since, until))
        return await fetch(symbol, since, until)

    market.daily_bars = noted  # type: ignore[method-assign, assignment] # a fake that notes what it is asked
    await house.confirmed(report())
    for _ in range(2):
        await house.tracking.refresh(Market.A, DAY)
    assert spans == [(date(2024, 11, 26), DAY), (date(2025, 1, 4), DAY)]


async def test_a_source_that_fails_for_one_security_keeps_no_other_from_being_refreshed(
    house: House, market: DictMarket, store: Store
) -> None:
    await house.confirmed(report(*TWO))
    market.failing["bars 300308.SZ"] = SourceUnavailable("no answer")
    refreshed = await house.tracking.refresh(Market.A, DAY)
    assert refreshed.failed == {"300308.SZ": "no answer"}
    assert refreshed.complete
    assert await bars(store, "300308.SZ") == {}
    assert max(await bars(store, "300502.SZ")) == DAY
    del market.failing["bars 300308.SZ"]
    assert (await house.tracking.refresh(Market.A, DAY)).failed == {}
    assert max(await bars(store, "300308.SZ")) == DAY


async def test_a_bar_is_not_stored_without_its_ex_dates(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report())
    market.failing["adjustments 300308.SZ"] = SourceChanged("another table")
    assert (await house.tracking.refresh(Market.A, DAY)).failed == {"300308.SZ": "another table"}
    assert await bars(store, "300308.SZ") == {}


async def test_where_nobody_keeps_ex_dates_there_is_no_return(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report())
    market.failing["adjustments 300308.SZ"] = NoData("no record of ex-dates")
    refreshed = await house.tracking.refresh(Market.A, DAY)
    assert refreshed.failed == {"300308.SZ": "no record of ex-dates"}
    assert refreshed.complete
    assert await bars(store, "300308.SZ") == {}


async def test_a_refresh_without_most_of_its_answers_is_not_complete(house: House, market: DictMarket) -> None:
    await house.confirmed(report(*TWO))
    market.failing["bars"] = SourceUnavailable("no network")
    market.failing["index H00300"] = SourceUnavailable("no network")
    assert not (await house.tracking.refresh(Market.A, DAY)).complete
    market.failing = dict.fromkeys(("bars", "index"), NoData("not recorded"))
    refreshed = await house.tracking.refresh(Market.A, DAY)
    assert len(refreshed.failed) == 4
    assert refreshed.complete  # asking again would not help


async def test_suspensions_that_cannot_be_had_spoil_nothing(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report())
    market.halted = [Suspension("300308.SZ", DAY), Suspension("300502.SZ", DAY)]
    market.failing["suspensions"] = SourceUnavailable("no answer")
    assert (await house.tracking.refresh(Market.A, DAY)).complete
    del market.failing["suspensions"]
    await house.tracking.refresh(Market.A, DAY)
    async with store.snapshot() as tx:
        assert await tx.prices.suspensions(["300308.SZ"]) == {"300308.SZ": {DAY}}


async def test_each_market_is_refreshed_by_itself_and_a_report_in_one_go(house: House, market: DictMarket) -> None:
    market.flat("09698.HK", 20)
    market.flat("HSI", 20000)
    number = await house.confirmed(report(pick(), pick("09698.HK")))
    await house.confirmed(report(pick("300502.SZ"), title="another"))
    await house.tracking.refresh(Market.HK, DAY)
    assert [asked for asked in market.asked if asked.startswith("bars")] == ["bars 09698.HK"]
    market.asked.clear()
    await house.tracking.follow_up(number)
    assert {asked for asked in market.asked if asked.startswith("bars")} == {"bars 300308.SZ", "bars 09698.HK"}


async def test_a_market_that_cannot_be_asked_does_not_keep_the_others_from_being_followed_up(
    house: House, market: DictMarket, store: Store
) -> None:
    market.flat("09698.HK", 20)
    market.flat("HSI", 20000)
    number = await house.confirmed(report(pick(), pick("09698.HK")))
    market.failing["calendar A"] = SourceUnavailable("no answer")
    await house.tracking.follow_up(number)
    assert max(await bars(store, "09698.HK")) == date(2025, 1, 9)  # Hong Kong is open until four


async def test_the_known_calendar_serves_while_its_source_fails(house: House, market: DictMarket) -> None:
    known = await house.tracking.calendar(Market.A)
    house.clock.set("2025-12-29T15:35")  # the calendar ends in two days
    market.failing["calendar"] = SourceUnavailable("no answer")
    assert await house.tracking.calendar(Market.A) == known
    await house.confirmed(report())
    assert (await house.tracking.refresh(Market.A, date(2025, 12, 29))).complete


async def test_without_any_calendar_the_failure_is_the_sources(house: House, market: DictMarket) -> None:
    market.failing["calendar"] = SourceUnavailable("no answer")
    with pytest.raises(SourceUnavailable, match="no answer"):
        await house.tracking.calendar(Market.A)


async def test_a_calendar_that_ends_soon_is_asked_for_anew_but_not_at_each_look(
    house: House, market: DictMarket
) -> None:
    await house.tracking.calendar(Market.A)
    for _ in range(5):
        await house.tracking.calendar(Market.A)
    assert market.asked.count("calendar A") == 1
    house.clock.set("2025-12-29T10:00")
    for _ in range(5):
        await house.tracking.calendar(Market.A)
    assert market.asked.count("calendar A") == 2
    market.calendars[Market.A] = weekdays(Market.A, date(2024, 11, 1), date(2026, 12, 31), HOLIDAYS)
    house.clock.set("2025-12-29T22:01")
    assert (await house.tracking.calendar(Market.A)).known_until == date(2026, 12, 31)


async def test_past_the_end_of_the_calendar_the_last_known_session_is_the_last(house: House) -> None:
    house.clock.set("2026-01-05T16:00")
    assert await house.tracking.last_session(Market.A) == date(2025, 12, 31)
    assert await house.tracking.last_session(Market.A, date(2025, 6, 1)) == date(2025, 5, 30)
    with pytest.raises(UnknownSession):
        await house.tracking.last_session(Market.A, date(2020, 1, 1))


async def test_a_session_counts_from_its_close_in_its_own_zone(house: House) -> None:
    for at, expected in (
        ("2025-01-10T14:59", (date(2025, 1, 9), date(2025, 1, 9))),
        ("2025-01-10T15:00", (DAY, date(2025, 1, 9))),
        ("2025-01-12T12:00", (DAY, DAY)),
    ):
        house.clock.set(at)
        assert (await house.tracking.last_session(Market.A), await house.tracking.last_session(Market.US)) == expected


async def test_beijings_shares_are_refreshed_with_shanghais_on_a_calendar_of_their_own(
    house: House, market: DictMarket
) -> None:
    market.flat("920799.BJ", 20)
    market.flat("899050", 1000)
    market.close("920799.BJ", DAY, 21)
    await house.confirmed(report(replace(pick(), symbol="920799.BJ", market=Market.BSE)))
    assert (await house.tracking.refresh(Market.A, DAY)).failed == {}
    (scored,) = await house.scoring.score(DAY, markets=TOGETHER[Market.A])
    assert (scored.score.benchmark, scored.score.as_of) == ("899050", DAY)
    assert scored.score.excess == pytest.approx(0.05)


async def test_without_picks_nobody_is_asked(house: House, market: DictMarket) -> None:
    assert (await house.tracking.refresh(Market.A, DAY)).changed == 0
    assert market.asked == []
