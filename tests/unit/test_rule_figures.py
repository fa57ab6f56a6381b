"""What kinds of rules look at in a quote, and the rule engine beside a plain model over random paths of quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.price_limits import Limits
from bot.domain.quotes import Adjustment, Bar, Quote
from bot.domain.rule_bars import figures_of_day, reference_of
from bot.domain.rule_figures import MINUTES, Today, gap, grounds_of, minute_volume, value_of
from bot.domain.rule_kinds import KINDS, RuleKind
from bot.domain.rule_traits import Looks, Place, Tried
from bot.domain.rules import Fired, Frequency, Observation, Rule, RuleState, step
from bot.domain.securities import Market
from bot.domain.sessions import SHANGHAI, continuous_since, minutes_a_session, traded_minutes

DAY = date(2025, 1, 6)
OPENING = datetime(2025, 1, 6, 1, 30, tzinfo=UTC)
STOCK = "300308.SZ"
LIMITS = Limits(Decimal(120), Decimal(80), Decimal("0.2"))
TODAY = Today(DAY, LIMITS, Decimal(1000), Decimal(105), Decimal(95))
STATES = tuple(kind for kind in RuleKind if not kind.has_threshold and kind.on_quotes)


def quote(price: float | str, minute: float = 30, **more: str) -> Quote:
    figures = {name: Decimal(text) for name, text in more.items()}
    at = OPENING + timedelta(minutes=minute)
    return Quote(STOCK, Decimal(str(price)), Decimal(100), at, "tencent", **figures)


@pytest.mark.parametrize(
    ("kind", "now", "value"),
    [
        (RuleKind.LIMIT_UP, quote(119, high="120", low="100"), 1),
        (RuleKind.LIMIT_UP, quote("119.99", high="119.99", low="100"), 0),
        (RuleKind.LIMIT_DOWN, quote(81, high="100", low="80"), 1),
        (RuleKind.LIMIT_DOWN, quote(80), 1),
        (RuleKind.SEALED_UP, quote(120, bid="120", ask="0"), 1),
        (RuleKind.SEALED_UP, quote(120, bid="119.99", ask="120"), 0),
        (RuleKind.SEALED_UP, quote(119, bid="119", ask="0"), 0),
        (RuleKind.SEALED_UP, quote(120), None),
        (RuleKind.OPENED_UP, quote(120, bid="120", ask="0"), 0),
        (RuleKind.OPENED_UP, quote(120, bid="119.99", ask="120"), 1),
        (RuleKind.SEALED_DOWN, quote(80, bid="0", ask="80"), 1),
        (RuleKind.OPENED_DOWN, quote(81, bid="81", ask="82"), 1),
        (RuleKind.GAP, quote(100, open="105"), 0),
        (RuleKind.GAP, quote(100, open="107.1"), Decimal("0.02")),
        (RuleKind.GAP, quote(100, open="93.1"), Decimal("-0.02")),
        (RuleKind.GAP, quote(100), None),
        (RuleKind.VOLUME_RATIO, quote(100, volume="60000"), Decimal("2.00")),
        (RuleKind.VOLUME_RATIO, quote(100, 4.9, volume="60000"), None),
        (RuleKind.VOLUME_RATIO, quote(100), None),
    ],
)
def test_a_quote_tells_a_figure_or_nothing(kind: RuleKind, now: Quote, value: Decimal | int | None) -> None:
    assert value_of(kind, now, TODAY) == (None if value is None else Decimal(value))


def test_a_quotes_own_limits_come_before_the_tables() -> None:
    own = quote(110, high="110", low="100", limit_up="110", limit_down="90")
    assert value_of(RuleKind.LIMIT_UP, own, TODAY) == 1
    grounds = grounds_of(RuleKind.LIMIT_UP, own, TODAY)
    assert grounds is not None
    assert (grounds.level, grounds.share) == (Decimal(110), None)
    assert value_of(RuleKind.LIMIT_UP, own, replace(TODAY, limits=None)) == 1
    assert value_of(RuleKind.LIMIT_UP, quote(110), Today(DAY)) is None


def test_a_price_of_no_other_all_day_is_unbroken() -> None:
    board = quote(120, open="120", high="120", low="120", bid="120", ask="0")
    grounds = grounds_of(RuleKind.SEALED_UP, board, TODAY)
    assert grounds is not None
    assert grounds.unbroken


def test_a_price_outside_the_days_range_is_no_beginning_of_a_move() -> None:
    wrong, right = quote(200, 28), quote(100, 29)
    assert value_of(RuleKind.MOVE_3, quote(101, 30, high="103", low="99"), TODAY, [wrong, right]) == Decimal("0.01")


def test_minutes_are_counted_without_lunch_and_a_sessions_length_is_its_markets() -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(f"2025-01-06T{text}").replace(tzinfo=SHANGHAI)

    counted = [traded_minutes(Market.A, at(text)) for text in ("09:26", "09:31:05", "11:45", "13:01", "15:00", "15:20")]
    assert counted == [0, 1, 120, 121, 240, 240]
    assert [minutes_a_session(market) for market in (Market.A, Market.HK, Market.US)] == [240, 330, 390]
    parts = [continuous_since(Market.A, at(text)) for text in ("09:25", "09:30", "11:30", "14:56:59", "14:57")]
    assert parts == [None, at("09:30"), None, at("13:00"), None]


def bars(*rows: tuple[float, ...]) -> list[Bar]:
    """Open, high, low, close and perhaps volume, a session each."""
    found = []
    for number, row in enumerate(rows):
        opened, high, low, close, volume = (Decimal(str(each)) for each in (*row, 0)[:5])
        found.append(Bar(DAY + timedelta(number), close, opened, high, low, volume))
    return found


def test_a_bar_tells_gaps_limits_and_the_whole_days_ratio() -> None:
    two = bars((100, 105, 95, 100), (107.1, 120, 100, 118))
    assert figures_of_day(RuleKind.GAP, STOCK, two, (), None)[0][0] == Decimal("0.02")
    split = [Adjustment(two[1].session, Decimal("1.25"))]
    assert reference_of(two, split) == 80
    assert figures_of_day(RuleKind.GAP, STOCK, two, split, None)[0][0] == Decimal("0.275")
    assert figures_of_day(RuleKind.LIMIT_UP, STOCK, two, (), LIMITS)[0][0] == 1
    assert figures_of_day(RuleKind.SEALED_UP, STOCK, two, (), LIMITS) == []
    assert [value for value, _ in figures_of_day(RuleKind.OPENED_UP, STOCK, two, (), LIMITS, trying=True)] == [0, 1]
    assert figures_of_day(RuleKind.MOVE_3, STOCK, two, (), LIMITS, trying=True) == []
    week = bars(*[(100, 101, 99, 100, 240_000)] * 5, (100, 101, 99, 100, 720_000))
    assert minute_volume(week[:5], STOCK) == 1000
    assert figures_of_day(RuleKind.VOLUME_RATIO, STOCK, week, (), None)[0][0] == 3
    assert figures_of_day(RuleKind.VOLUME_RATIO, STOCK, week[1:], (), None) == []


def test_a_gap_needs_the_range_of_the_session_before() -> None:
    assert gap(Decimal(100), None, None) is None


def test_every_kind_is_described_and_says_how_far_it_can_be_tried() -> None:
    assert set(KINDS) == set(RuleKind)
    assert {kind for kind in RuleKind if kind.about.tried is Tried.NOT} >= set(MINUTES)
    assert all(about.least <= each <= about.most for about in KINDS.values() for each in about.choices)


# hypothesis: paths of (minutes since the look before, price in whole yuan, whether the other side of the book is empty)
PATHS = st.lists(st.tuples(st.integers(1, 4), st.integers(78, 122), st.booleans()), min_size=1, max_size=40)


def seen(path: Sequence[tuple[int, int, bool]]) -> list[Quote]:
    """The path as quotes of one morning, with the day's range as it grows."""
    found: list[Quote] = []
    minute, high, low = 0, 0, 1000
    for gone, price, empty in path:
        minute, high, low = minute + gone, max(high, price), min(low, price)
        if minute >= 120:
            break
        ask, bid = ("0", str(price)) if empty and price >= 100 else (str(price + 1), "0" if empty else str(price))
        found.append(quote(price, minute, high=str(high), low=str(low), bid=bid, ask=ask))
    return found


@given(PATHS, st.sampled_from([kind for kind, about in KINDS.items() if about.looks_at is Looks.QUOTE]))
def test_the_engine_tells_what_a_plain_model_tells(path: list[tuple[int, int, bool]], kind: RuleKind) -> None:
    threshold = Decimal(1) if not kind.has_threshold else Decimal(105) if kind.in_prices else Decimal("0.03")
    made = OPENING - timedelta(days=1)
    rule = Rule(1, 5, STOCK, kind, threshold, DAY, made, frequency=Frequency.EVERY, cooldown=timedelta())
    state, told = RuleState(), []
    quotes = seen(path)
    for number, now in enumerate(quotes):
        value = value_of(kind, now, TODAY, quotes[max(0, number - 6) : number])
        if value is not None:
            state, outcome = step(rule, state, Observation(value, threshold, DAY, now.time))
            told += [now.time] if isinstance(outcome, Fired) else []
    assert told == plainly(kind, quotes)


def plainly(kind: RuleKind, quotes: Sequence[Quote]) -> list[datetime]:
    """When something began to be so, in as many words, without rules and states."""
    told, before = [], "at first" if kind.in_prices else "open" if kind in STATES and "opened" in kind else "no"
    for number, now in enumerate(quotes):
        said = said_of(kind, now, quotes[:number])
        if said is not None:
            if said not in ("no", before) and before != "at first":
                told.append(now.time)
            before = said
    return told


def said_of(kind: RuleKind, now: Quote, earlier: Sequence[Quote]) -> str | None:
    price = int(now.price)
    highest, lowest = max(int(each.price) for each in (*earlier, now)), min(int(each.price) for each in (*earlier, now))
    sealed_up, sealed_down = price >= 120 and now.ask == 0, price <= 80 and now.bid == 0
    match kind:
        case RuleKind.PRICE_ABOVE:
            return "up" if price >= 105 else "no"
        case RuleKind.PRICE_BELOW:
            return "down" if price <= 105 else "no"
        case RuleKind.DAY_CHANGE:
            return "up" if price >= 103 else "down" if price <= 97 else "no"
        case RuleKind.DAY_RISE:
            return "up" if price >= 103 else "no"
        case RuleKind.DAY_FALL:
            return "down" if price <= 97 else "no"
        case RuleKind.LIMIT_UP:
            return "yes" if highest >= 120 else "no"
        case RuleKind.LIMIT_DOWN:
            return "yes" if lowest <= 80 else "no"
        case RuleKind.SEALED_UP | RuleKind.SEALED_DOWN:
            return "yes" if (sealed_up if kind is RuleKind.SEALED_UP else sealed_down) else "no"
        case RuleKind.OPENED_UP | RuleKind.OPENED_DOWN:
            return "no" if (sealed_up if kind is RuleKind.OPENED_UP else sealed_down) else "open"
        case RuleKind.MOVE_3 | RuleKind.MOVE_5:
            near = [each for each in earlier if now.time - each.time <= MINUTES[kind]]
            moves = [Fraction(price, int(each.price)) - 1 for each in near]
            if not moves:
                return None
            best = max(moves, key=abs)
            return "no" if abs(best) < Fraction(3, 100) else "up" if best > 0 else "down"
        case _:
            return None


def test_the_sides_of_a_threshold_are_told_apart() -> None:
    assert [RuleKind.GAP.about.side.place(Decimal(each), Decimal(2)) for each in (-2, -1, 2)] == [
        Place.DOWN,
        Place.QUIET,
        Place.UP,
    ]
