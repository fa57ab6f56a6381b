"""What rules tell of quotes in session beyond the price: moves within minutes, limits, volume, gaps; and of no auction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.quotes import Adjustment, Bar, Quote
from bot.domain.rule_kinds import RuleKind
from bot.domain.rules import Rule
from bot.domain.securities import Market
from bot.domain.sessions import SHANGHAI
from bot.market.recorded import RecordedMarket, RecordedQuotes
from bot.services.access.people import Refused, Viewer
from bot.services.names.reference import Reference
from bot.services.views.rules import RuleAlert, RuleDraft, RuleTelling
from bot.store import Store
from tests.integration.services.conftest import SANDBOX
from tests.integration.services.house import House, build, refreshed
from tests.integration.services.parts import DictMarket, SetClock, pick, report, shanghai, waiting
from tests.integration.services.preparing import Preparations

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STOCK = "300308.SZ"
FRIDAY = "2025-01-10T"
BEFORE, TODAY = date(2025, 1, 9), date(2025, 1, 10)


@pytest.fixture
async def ann(house: House, market: DictMarket, tmp_path: Path, preparations: Preparations) -> Viewer:
    """A subscriber on the eve, with a week of bars of 240,000 shares each; prices stand at 100."""
    for day in (2, 3, 6, 7, 8, 9):
        bar = market.bars[STOCK][date(2025, 1, day)]
        market.bars[STOCK][bar.session] = replace(bar, high=Decimal(101), low=Decimal(99), volume=Decimal(240_000))
    return await preparations.make(house, tmp_path / "pickwatch.db", _ann)


async def _ann(house: House) -> Viewer:
    await house.confirmed(report())
    viewer = await house.subscriber(day_change=None)
    await refreshed(house, "2025-01-09T15:35", "2025-01-09T20:30")
    await waiting(house.store)
    return viewer


async def look(house: House, market: DictMarket, time: str, price: str, **more: str | None) -> list[RuleTelling]:
    """A look at a quote of this price at a time of that Friday; ``at`` is the quote's own time where it is another."""
    at = f"{FRIDAY}{time}"
    house.clock.set(at)
    own = shanghai(f"{FRIDAY}{more.pop('at', None) or time}")
    figures = {name: None if text is None else Decimal(text) for name, text in more.items()}
    previous = figures.pop("previous", None) or Decimal(100)
    market.prices[STOCK] = Quote(STOCK, Decimal(price), previous, own, "tencent", **figures)
    await house.routine.quotes(shanghai(at))
    views = [view for view in await waiting(house.store) if isinstance(view, RuleAlert)]
    return [line for view in views for line in view.lines]


async def test_a_move_within_minutes_says_from_which_price_at_which_time(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    await house.rules.make(STOCK, RuleKind.MOVE_3, Decimal("0.02"), ann)
    for time, price in (("09:31", "100"), ("09:32", "99"), ("09:33", "100.5")):
        assert await look(house, market, time, price) == []
    (line,) = await look(house, market, "09:35", "101")  # 2.02 % above the 99 of three minutes before
    assert line.value == Decimal("0.020202020")
    assert line.grounds is not None
    assert (line.grounds.level, line.grounds.level_at) == (Decimal(99), shanghai("2025-01-10T09:32"))
    assert await look(house, market, "09:36", "101.1") == []  # the 99 is four minutes old


async def test_a_move_does_not_reach_over_lunch(house: House, market: DictMarket, ann: Viewer) -> None:
    await house.rules.make(STOCK, RuleKind.MOVE_5, Decimal("0.02"), ann)
    assert await look(house, market, "11:29", "100") == []
    assert await look(house, market, "13:01", "105") == []
    (line,) = await look(house, market, "13:03", "102")
    assert line.value < 0


async def test_limits_are_touched_sealed_and_opened_by_the_quotes_own_prices(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    kinds = (RuleKind.LIMIT_UP, RuleKind.SEALED_UP, RuleKind.OPENED_UP)
    for kind in kinds:
        await house.rules.make(STOCK, kind, Decimal(1), ann)
    limits = {"limit_up": "120", "limit_down": "80", "low": "100"}
    assert await look(house, market, "09:31", "110", high="112", bid="110", ask="110.01", **limits) == []
    (line,) = await look(house, market, "09:32", "119", high="120", bid="119", ask="119.5", **limits)
    assert (line.rule.kind, line.grounds and line.grounds.level) == (RuleKind.LIMIT_UP, Decimal(120))
    (line,) = await look(house, market, "09:33", "120", high="120", bid="120", ask="0", **limits)
    assert line.rule.kind is RuleKind.SEALED_UP
    assert await look(house, market, "09:34", "120", high="120", bid="120", ask="0", **limits) == []
    (line,) = await look(house, market, "10:40", "118.5", high="120", bid="118.5", ask="118.6", **limits)
    assert (line.rule.kind, line.grounds and line.grounds.price) == (RuleKind.OPENED_UP, Decimal("118.5"))


async def test_without_limits_in_the_quote_the_table_serves_and_says_so(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    await house.rules.make(STOCK, RuleKind.LIMIT_DOWN, Decimal(1), ann)
    assert await look(house, market, "09:31", "80.01", low="80.01", high="100") == []
    (line,) = await look(house, market, "09:32", "80", low="80", high="100")
    assert line.grounds is not None
    assert (line.grounds.level, line.grounds.share) == (Decimal("80.00"), Decimal("0.20"))


async def test_without_a_book_nothing_is_said_to_be_sealed(house: House, market: DictMarket, ann: Viewer) -> None:
    await house.rules.make(STOCK, RuleKind.SEALED_UP, Decimal(1), ann)
    assert await look(house, market, "09:31", "110", high="110", low="100") == []
    assert await look(house, market, "09:32", "120", high="120", low="100") == []


async def test_the_closing_auctions_book_opens_no_limit(house: House, market: DictMarket, ann: Viewer) -> None:
    await house.rules.make(STOCK, RuleKind.OPENED_UP, Decimal(1), ann)
    assert await look(house, market, "14:56", "120", limit_up="120", limit_down="80", bid="120", ask="0") == []
    assert await look(house, market, "14:58", "120", limit_up="120", limit_down="80", bid="119", ask="119") == []


async def test_a_quote_of_the_opening_auction_tells_nothing(house: House, market: DictMarket, ann: Viewer) -> None:
    await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(105), ann)
    assert await look(house, market, "09:25", "110", at="09:24:59") == []
    for at in ("09:24:59", "09:25:03", "09:29:58"):
        assert await look(house, market, "09:30:05", "110", at=at) == []
    assert len(await look(house, market, "09:31", "110")) == 1


async def test_a_volume_ratio_is_per_minute_of_trading(house: House, market: DictMarket, ann: Viewer) -> None:
    await house.rules.make(STOCK, RuleKind.VOLUME_RATIO, Decimal(3), ann)
    assert await look(house, market, "09:33", "100", volume="90000") == []  # the auction's volume is no ratio yet
    assert await look(house, market, "10:30", "100", volume="179000") == []  # 2.98 times 1000 a minute
    (line,) = await look(house, market, "13:30", "100", volume="450000")
    assert line.value == Decimal("3.00")
    assert line.grounds is not None
    assert (line.grounds.minutes, line.grounds.volume, line.grounds.mean) == (150, Decimal(3000), Decimal(1000))


async def test_a_gap_is_against_the_last_range_over_the_ex_date(house: House, market: DictMarket, ann: Viewer) -> None:
    await house.rules.make(STOCK, RuleKind.GAP, Decimal("0.02"), ann)
    market.events[STOCK] = [Adjustment(TODAY, Decimal("1.25"))]
    # 101 and 99 are 80.80 and 79.20 on the basis of a reference price of 80
    (line,) = await look(house, market, "09:31", "82", open="82.50", high="82.60", low="82", previous="80")
    assert line.grounds is not None
    assert (line.grounds.price, line.grounds.level) == (Decimal("82.50"), Decimal("80.80"))
    assert line.value == round(Decimal("82.50") / Decimal("80.80") - 1, 9)
    assert await look(house, market, "09:32", "84", open="82.50", high="84", low="82", previous="80") == []


async def test_what_a_price_did_between_two_looks_is_told(house: House, market: DictMarket, ann: Viewer) -> None:
    await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(105), ann)
    assert await look(house, market, "09:31", "101", high="102", low="100") == []
    (line,) = await look(house, market, "09:32", "103", high="105.5", low="100")
    assert (line.value, line.touched, line.since) == (Decimal("105.5"), True, shanghai("2025-01-10T09:31"))
    assert line.grounds is not None
    assert line.grounds.price == Decimal(103)
    assert await look(house, market, "09:33", "103", high="105.5", low="100") == []


async def test_a_late_start_tells_what_the_day_has_seen_since_the_opening(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    await house.rules.make(STOCK, RuleKind.PRICE_BELOW, Decimal(95), ann)
    (line,) = await look(house, market, "14:00", "99", high="101", low="94")
    assert (line.value, line.touched, line.since) == (Decimal(94), True, shanghai("2025-01-10T09:30"))


async def test_a_restart_in_between_does_not_tell_again_what_was_told(
    house: House, market: DictMarket, ann: Viewer, clock: SetClock, reference: Reference, tmp_path: Path
) -> None:
    await house.rules.make(STOCK, RuleKind.PRICE_BELOW, Decimal(95), ann)
    assert len(await look(house, market, "10:00", "94", high="101", low="94")) == 1
    again = build(house.store, clock, market, market, reference, tmp_path)
    assert await look(again, market, "10:30", "99", high="101", low="94") == []


async def test_a_rule_made_meanwhile_is_not_told_what_was_before(house: House, market: DictMarket, ann: Viewer) -> None:
    assert await look(house, market, "10:00", "99", high="107", low="99") == []
    await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(105), ann)
    assert await look(house, market, "10:01", "99", high="107", low="99") == []


async def test_a_rule_without_a_threshold_is_tried_and_made_in_three_taps(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    bar = market.bars[STOCK][BEFORE]
    market.bars[STOCK][BEFORE] = replace(bar, close=Decimal(120), high=Decimal(120), volume=Decimal(1))
    await refreshed(house, "2025-01-10T15:35", "2025-01-10T20:30")
    draft = await house.rules.thresholds(STOCK, RuleKind.LIMIT_UP, ann)
    assert isinstance(draft, RuleDraft)
    assert draft.trial is not None
    assert draft.trial.fired == ((BEFORE, Decimal(120)),)
    move = await house.rules.tried(STOCK, RuleKind.MOVE_3, Decimal("0.02"), ann)
    assert move.trial is None


async def test_a_gap_that_nobody_saw_is_told_at_the_close(house: House, market: DictMarket, ann: Viewer) -> None:
    await house.rules.make(STOCK, RuleKind.GAP, Decimal("0.02"), ann)
    market.bars[STOCK][TODAY] = Bar(TODAY, Decimal(100), Decimal(104), Decimal(105), Decimal(99), Decimal(240_000))
    await refreshed(house, "2025-01-10T15:35", "2025-01-10T20:30")
    (alert,) = [view for view in await waiting(house.store) if isinstance(view, RuleAlert)]
    assert alert.lines[0].value == round(Decimal(104) / 101 - 1, 9)


async def test_what_has_no_limits_gets_no_rule_about_them(house: House, ann: Viewer) -> None:
    with pytest.raises(Refused):
        await house.rules.make("09698.HK", RuleKind.LIMIT_UP, Decimal(1), ann)


async def test_a_stale_quote_tells_nothing_of_any_kind(house: House, market: DictMarket, ann: Viewer) -> None:
    for kind in (RuleKind.LIMIT_UP, RuleKind.GAP):
        await house.rules.make(STOCK, kind, kind.about.least, ann)
    at = (shanghai("2025-01-10T10:30") - timedelta(minutes=6)).strftime("%H:%M")
    figures = {"open": "110", "high": "120", "low": "110", "limit_up": "120", "limit_down": "80"}
    assert await look(house, market, "10:30", "120", at=at, **figures) == []


@dataclass(frozen=True, slots=True)
class Morning:
    """A morning that the demonstration plays, and when it tells of what."""

    symbol: str
    eve: date
    session: date
    told: tuple[tuple[str, RuleKind], ...]


UP = Morning(
    "000063.SZ",
    date(2025, 9, 30),
    date(2025, 10, 9),
    (
        ("09:35", RuleKind.VOLUME_RATIO),
        ("09:39", RuleKind.MOVE_3),
        ("09:46", RuleKind.LIMIT_UP),
        ("09:46", RuleKind.SEALED_UP),
        ("09:57", RuleKind.OPENED_UP),
    ),
)
DOWN = Morning(
    "600590.SH",
    date(2025, 4, 8),
    date(2025, 4, 9),
    (
        ("09:31", RuleKind.LIMIT_DOWN),
        ("09:31", RuleKind.SEALED_DOWN),
        ("09:37", RuleKind.OPENED_DOWN),
        ("09:38", RuleKind.MOVE_5),
        ("09:49", RuleKind.MOVE_5),  # and down again
    ),
)


@pytest.mark.parametrize("morning", [UP, DOWN], ids=["up", "down"])
async def test_the_played_mornings_show_each_kind_of_a_session(
    store: Store, clock: SetClock, reference: Reference, tmp_path: Path, morning: Morning
) -> None:
    market = RecordedMarket(SANDBOX / "recorded", clock)
    house = build(store, clock, market, RecordedQuotes(market, clock), reference, tmp_path)
    await house.confirmed(report(replace(pick(), symbol=morning.symbol, name=morning.symbol)))
    ann = await house.subscriber(day_change=None)
    clock.set(f"{morning.eve}T20:30")
    await house.tracking.refresh(Market.A, morning.eve)
    for kind in dict.fromkeys(kind for _, kind in morning.told):
        threshold = kind.about.choices[1 if kind.has_threshold else 0]
        rule = Rule(0, ann.chat_id, morning.symbol, kind, threshold, morning.eve, clock.now())
        async with store.transaction() as tx:
            await tx.rules.add(rule)
    for minute in range(31, 31 + 40):
        at = f"{morning.session}T{9 + minute // 60:02}:{minute % 60:02}:05"
        clock.set(at)
        await house.routine.quotes(shanghai(at))
    alerts = [view for view in await waiting(store) if isinstance(view, RuleAlert)]
    told = [(f"{line.at.astimezone(SHANGHAI):%H:%M}", line.rule.kind) for view in alerts for line in view.lines]
    assert tuple(told) == morning.told
    assert {line.source for view in alerts for line in view.lines} == {"played"}
