"""What is believed: closes that two looks agree on, ratios by reference prices, corrections that everybody hears of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.quotes import Adjustment, Bar, Quote
from bot.domain.reports import Benchmark
from bot.domain.scoring.results import Flag
from bot.domain.securities import Market
from bot.domain.sessions import Contradiction
from bot.market.mergers import Merger
from bot.market.ports import SourceUnavailable
from bot.services.names.reference import Reference
from bot.services.operation.routine import Routine
from bot.services.views.findings import FindingLine, Findings
from bot.store import Store
from bot.store.records import Role, User
from tests.integration.services.house import OWNER, House, refreshed
from tests.integration.services.parts import HOLIDAYS, DictMarket, pick, report, shanghai, waiting, weekdays

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

STOCK, OTHER = "300308.SZ", "300502.SZ"
MONDAY, TUESDAY = date(2025, 1, 6), date(2025, 1, 7)


def quoted(market: DictMarket, symbol: str, price: str, at: str, previous: str = "100") -> None:
    market.prices[symbol] = Quote(symbol, Decimal(price), Decimal(previous), shanghai(at), "tencent")


async def stored(store: Store, symbol: str = STOCK, day: date = TUESDAY) -> Bar | None:
    async with store.snapshot() as tx:
        found = (await tx.prices.bars([symbol], day, day))[symbol]
    return found[0] if found else None


async def an_owner(store: Store) -> None:
    async with store.transaction() as tx:
        made = shanghai("2024-12-01T09:00")
        await tx.users.save(User(OWNER, "o", "zh", Role.OWNER, None, None, True, made))


async def heard(store: Store, routine: Routine) -> list[FindingLine]:
    """What the owner reads the next morning."""
    await routine.look_over(shanghai("2025-01-08T08:20"))
    return [line for view in await waiting(store, chat_id=OWNER) if isinstance(view, Findings) for line in view.lines]


async def test_closes_come_from_one_batch_of_quotes_and_the_evenings_bars_confirm_them(
    house: House, market: DictMarket, store: Store
) -> None:
    await house.confirmed(report(pick(), pick(OTHER)))
    await refreshed(house, "2025-01-06T15:35", "2025-01-06T20:30")
    for symbol in (STOCK, OTHER):
        quoted(market, symbol, "100", "2025-01-07T15:00:03")
    market.asked.clear()
    await refreshed(house, "2025-01-07T15:35")
    assert [asked for asked in market.asked if STOCK in asked or OTHER in asked] == [f"quotes {STOCK},{OTHER}"]
    first = await stored(store)
    assert first is not None
    assert (first.close, first.reference, first.preliminary) == (Decimal(100), Decimal(100), True)
    (one, _) = await house.scoring.score(TUESDAY)
    assert Flag.PRELIMINARY_CLOSE in one.score.flags
    await refreshed(house, "2025-01-07T20:30")
    second = await stored(store)
    assert second is not None
    assert not second.preliminary
    assert [flag for each in await house.scoring.score(TUESDAY) for flag in each.score.flags] == []


async def test_in_hong_kong_closes_come_with_their_ex_dates_not_from_quotes(house: House, market: DictMarket) -> None:
    market.flat("09698.HK", 20)
    market.flat("HSI", 20000)
    await house.confirmed(report(pick("09698.HK")))
    for text in ("2025-01-06T16:30", "2025-01-07T16:30"):
        house.clock.set(text)
        quoted(market, "09698.HK", "19", f"{text[:10]}T16:08:00", previous="20")
        market.asked.clear()
        await house.routine.refresh(Market.HK, "close", shanghai(text))
        assert {"bars 09698.HK", "adjustments 09698.HK"} <= set(market.asked)


async def test_a_price_from_before_the_close_is_no_close(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report())
    await refreshed(house, "2025-01-06T15:35", "2025-01-06T20:30")
    quoted(market, STOCK, "123", "2025-01-07T14:59:57")
    await refreshed(house, "2025-01-07T15:35")  # so it is asked for alone
    found = await stored(store)
    assert found is not None
    assert found.close == 100


async def test_without_quotes_a_few_are_asked_for_one_by_one_and_many_wait_for_the_evening(
    house: House, market: DictMarket, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.confirmed(report(pick(), pick(OTHER)))
    await refreshed(house, "2025-01-06T15:35", "2025-01-06T20:30")
    market.failing["quotes"] = SourceUnavailable("no answer")
    monkeypatch.setattr("bot.services.prices.tracking.LEFT_OUT", 1)
    market.asked.clear()
    await refreshed(house, "2025-01-07T15:35")
    assert not [asked for asked in market.asked if asked.startswith("bars")]
    monkeypatch.setattr("bot.services.prices.tracking.LEFT_OUT", 2)
    market.asked.clear()
    await refreshed(house, "2025-01-08T15:35")
    assert len([asked for asked in market.asked if asked.startswith("bars")]) == 2


async def test_two_looks_that_disagree_are_said_once_and_stay_preliminary(
    house: House, market: DictMarket, store: Store
) -> None:
    await an_owner(store)
    await house.confirmed(report())
    await refreshed(house, "2025-01-06T15:35", "2025-01-06T20:30")
    quoted(market, STOCK, "100.02", "2025-01-07T15:00:03")
    await refreshed(house, "2025-01-07T15:35", "2025-01-07T20:30")
    found = await stored(store)
    assert found is not None
    assert (found.close, found.preliminary) == (Decimal(100), True)
    (line,) = await heard(store, house.routine)
    assert (line.kind, line.name) == ("close_disputed", "中际旭创")
    assert (line.args["before"], line.args["after"]) == ("100.02", "100")
    assert await heard(store, house.routine) == []


async def test_the_reference_price_of_a_quote_makes_the_ratio_before_any_source_names_the_ex_date(
    house: House, market: DictMarket, store: Store
) -> None:
    await an_owner(store)
    await house.confirmed(report())
    await refreshed(house, "2025-01-06T15:35", "2025-01-06T20:30")
    quoted(market, STOCK, "80", "2025-01-07T15:00:03", previous="80")  # one new share for four
    market.close(STOCK, TUESDAY, 80)
    await refreshed(house, "2025-01-07T15:35")
    (scored,) = await house.scoring.score(TUESDAY)
    assert scored.score.total_return == pytest.approx(0)
    market.events[STOCK] = [Adjustment(TUESDAY, Decimal("1.26"), source="sina")]
    await refreshed(house, "2025-01-07T20:30")
    (scored,) = await house.scoring.score(TUESDAY)
    assert scored.score.total_return == pytest.approx(0)  # 1.26 is no quotient of 100 and 80
    (line,) = await heard(store, house.routine)
    assert (line.kind, line.args["ratio"], line.args["claimed"]) == ("ratio_differs", "1.250000", "1.260000")
    assert (line.args["by"], line.args["source"], line.args["cause"]) == ("+0.80%", "sina", "treasury")


async def test_more_digits_of_a_ratio_are_no_correction(house: House, market: DictMarket, store: Store) -> None:
    await an_owner(store)
    await house.confirmed(report())
    await refreshed(house, "2025-01-06T15:35", "2025-01-06T20:30")
    quoted(market, STOCK, "70.67", "2025-01-07T15:00:03", previous="70.67")
    market.close(STOCK, TUESDAY, "70.67")
    await refreshed(house, "2025-01-07T15:35")
    market.events[STOCK] = [Adjustment(TUESDAY, Decimal("1.41502"), source="sina")]  # 100 / 1.41502 = 70.6704
    await refreshed(house, "2025-01-07T20:30")
    async with store.snapshot() as tx:
        ((found,),) = (await tx.prices.adjustments([STOCK])).values()
    assert (found.ratio, found.reference, found.source) == (Decimal("1.41502"), Decimal("70.67"), "sina")
    assert await heard(store, house.routine) == []


async def test_figures_over_an_ex_date_without_reference_price_are_provisional(
    house: House, market: DictMarket
) -> None:
    await house.confirmed(report())
    market.events[STOCK] = [Adjustment(MONDAY, Decimal("1.0012345"), source="sina")]
    await refreshed(house, "2025-01-06T15:35", "2025-01-06T20:30")
    (scored,) = await house.scoring.score(MONDAY)
    assert Flag.REFERENCE_MISSING in scored.score.flags
    market.events[STOCK] = [Adjustment(MONDAY, Decimal("1.25"), source="sina")]
    await refreshed(house, "2025-01-07T15:35", "2025-01-07T20:30")
    (scored,) = await house.scoring.score(TUESDAY)
    assert scored.score.flags == ()


async def test_a_bar_that_changes_later_corrects_the_verdict_and_is_told(
    house: House, market: DictMarket, store: Store
) -> None:
    await an_owner(store)
    ann = await house.subscriber()
    await house.confirmed(report())
    market.close(STOCK, "2025-12-26", 110)
    await refreshed(house, "2025-12-25T20:30", "2025-12-26T15:35", "2025-12-26T20:30")
    await waiting(store)
    market.close(STOCK, "2025-12-26", 101)
    await refreshed(house, "2025-12-29T15:35", "2025-12-29T20:30")
    told = [line.kind for view in await waiting(store, chat_id=ann.chat_id) for line in getattr(view, "lines", ())]
    assert "verdict_corrected" in told
    (line,) = [each for each in await heard(store, house.routine) if each.args.get("field") == "close"]
    assert line.kind == "corrected"
    assert (line.args["before"], line.args["after"], line.args["day"]) == ("110", "101", "2025-12-26")


async def test_the_end_of_a_calendar_is_said_thirty_fourteen_and_seven_days_before_once_each(
    house: House, market: DictMarket, store: Store
) -> None:
    await an_owner(store)
    for other in (Market.HK, Market.US):
        market.calendars[other] = weekdays(other, date(2024, 11, 1), date(2026, 12, 31), HOLIDAYS)
    said = []
    for day in ("11-30", "12-01", "12-02", "12-16", "12-17", "12-18", "12-24", "12-31"):
        house.clock.set(f"2025-{day}T08:20")
        said += [(day, line.kind, line.args["n"]) for line in await heard(store, house.routine)]
    assert said == [
        ("12-01", "calendar_ends", 30),
        ("12-17", "calendar_ends", 14),
        ("12-24", "calendar_ends", 7),
    ]


async def test_sources_that_contradict_one_another_are_said_once(
    house: House, market: DictMarket, store: Store
) -> None:
    await an_owner(store)
    market.contradictions[Market.A] = [Contradiction(MONDAY, True, "config", "exchange_calendars")]
    (line,) = await heard(store, house.routine)
    assert (line.kind, line.args["source"], line.args["day"]) == ("calendar_contradicted", "config", "2025-01-06")
    assert await heard(store, house.routine) == []


async def test_after_days_of_downtime_administrators_read_what_was_caught_up(
    house: House, market: DictMarket, store: Store
) -> None:
    await an_owner(store)
    await house.confirmed(report())
    await refreshed(house, "2025-01-06T15:35", "2025-01-06T20:30")
    market.asked.clear()
    house.clock.set("2025-01-10T22:00")
    await house.routine.catch_up()
    assert market.asked.index("calendar A") < market.asked.index(f"bars {STOCK}")
    (view,) = [each for each in await waiting(store, chat_id=OWNER) if isinstance(each, Findings)]
    (line,) = view.lines
    assert (line.kind, line.args["since"], line.args["until"], line.args["sessions"]) == (
        "caught_up",
        "2025-01-07",
        "2025-01-09",
        3,
    )
    assert line.args["bars"] == 12  # four sessions of a stock and two indices
    await house.routine.catch_up()
    assert await waiting(store, chat_id=OWNER) == []


async def test_a_merged_security_is_followed_into_its_successor(
    house: House, market: DictMarket, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    merger = Merger(OTHER, Decimal("0.5"), date(2025, 3, 3))
    monkeypatch.setattr(reference, "mergers", {STOCK: merger})
    await house.confirmed(report())
    for day in [each for each in market.bars[STOCK] if each >= date(2025, 3, 3)]:
        del market.bars[STOCK][day]
    for day in market.calendars[Market.A].between(date(2025, 3, 3), date(2025, 12, 31)):
        market.close(OTHER, day, 220)
    await refreshed(house, "2025-03-04T15:35", "2025-03-04T20:30", "2025-03-05T15:35", "2025-03-05T20:30")
    (scored,) = await house.scoring.score(date(2025, 3, 5))
    assert scored.score.total_return == pytest.approx(0.1)  # 0.5 shares at 220 for one at 100
    assert Flag.MERGED in scored.score.flags


async def test_of_two_printed_benchmarks_the_one_of_the_first_scoring_goes_on_judging(
    house: House, market: DictMarket, store: Store
) -> None:
    market.flat("VNET.US", 10)
    market.flat("IXIC", 1000)
    given = report(pick("VNET.US"))
    printed = (Benchmark("SPX", "标普500"), Benchmark("IXIC", "纳斯达克综指"))
    number = await house.confirmed(replace(given, benchmarks={Market.US: printed}))
    house.clock.set("2025-01-07T09:00")
    await house.tracking.follow_up(number)
    (first,) = await house.ledger.settle(MONDAY)
    assert first.score.benchmark == "IXIC"
    market.flat("SPX", 5000)  # its data comes later, and it is printed first
    await house.tracking.follow_up(number)
    (second,) = await house.ledger.settle(MONDAY)
    assert second.score.benchmark == "IXIC"
