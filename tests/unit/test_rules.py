"""Rules of a subscriber's own: told on the edge, once, and never from a doubtful figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quotes import Adjustment
from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_traits import Place
from bot.domain.rules import (
    Fired,
    Frequency,
    Held,
    Observation,
    Reason,
    Rule,
    RuleEntry,
    RuleEvent,
    RuleState,
    step,
    worth_showing,
)

MADE = datetime(2025, 1, 6, 1, 0, tzinfo=UTC)
DAY = date(2025, 1, 6)
EVERY = Rule(1, 5, "300308.SZ", RuleKind.PRICE_ABOVE, Decimal(120), DAY, MADE, frequency=Frequency.EVERY)
NO_COOLDOWN = replace(EVERY, cooldown=timedelta())


def run(
    rule: Rule,
    *values: float,
    doubt: Reason | None = None,
    start: RuleState | None = None,
    day: int = 0,
    minutes: int = 1,
) -> tuple[RuleState, list[str]]:
    """The outcomes of figures a minute apart: fired, the reason it was held for, or nothing."""
    state, said = start or RuleState(), []
    for minute, value in enumerate(values):
        at = MADE + timedelta(days=day, minutes=minute * minutes)
        seen = Observation(Decimal(str(value)), rule.threshold, DAY + timedelta(day), at, doubt)
        state, outcome = step(rule, state, seen)
        match outcome:
            case Fired():
                said.append("fired")
            case Held(reason):
                said.append(reason)
            case None:
                said.append("")
    return state, said


def test_a_rule_tells_on_the_edge_and_not_while_the_price_stays_there() -> None:
    assert run(NO_COOLDOWN, 119, 120, 121, 119.99, 120)[1] == ["", "fired", "", "", "fired"]


def test_what_is_beyond_the_threshold_when_the_rule_is_made_is_no_news() -> None:
    assert run(NO_COOLDOWN, 125, 126, 119, 125)[1] == ["", "", "", "fired"]


def test_a_price_below_counts_the_threshold_itself() -> None:
    below = replace(NO_COOLDOWN, kind=RuleKind.PRICE_BELOW)
    assert run(below, 121, 120, 119, 121, 119)[1] == ["", "fired", "", "", "fired"]


def test_a_rule_for_once_is_silent_afterwards() -> None:
    once = replace(NO_COOLDOWN, frequency=Frequency.ONCE)
    state, said = run(once, 119, 121, 119, 121)
    assert said == ["", "fired", "", ""]
    assert state.spent


def test_a_rule_for_once_a_session_tells_again_the_next_day() -> None:
    daily = replace(NO_COOLDOWN, frequency=Frequency.SESSION)
    state, said = run(daily, 119, 121, 119, 121)
    assert said == ["", "fired", "", Reason.SAME_SESSION]
    assert run(daily, 119, 121, start=state, day=1)[1] == ["", "fired"]


def test_the_cooldown_counts_from_the_last_telling_and_not_from_the_last_look() -> None:
    said = run(EVERY, 119, 121, 119, 121, 119, 121, minutes=10)[1]
    assert said == ["", "fired", "", Reason.COOLDOWN, "", "fired"]


def test_a_day_change_is_told_in_each_direction_and_begins_anew_each_session() -> None:
    change = replace(EVERY, kind=RuleKind.DAY_CHANGE, threshold=Decimal("0.05"), frequency=Frequency.SESSION)
    state, said = run(change, 0.01, 0.05, 0.06, -0.05, 0.05)
    assert said == ["", "fired", "", "fired", Reason.SAME_SESSION]
    assert run(change, 0.06, start=state, day=1)[1] == ["fired"]


@pytest.mark.parametrize("doubt", [Reason.STALE, Reason.PRELIMINARY, Reason.DISPUTED])
def test_a_doubtful_figure_moves_nothing_and_is_noted_once_a_session(doubt: Reason) -> None:
    state, _ = run(EVERY, 119)
    doubted, said = run(EVERY, 121, 122, doubt=doubt, start=state)
    assert said == [doubt, ""]
    assert doubted.place is Place.QUIET
    assert run(EVERY, 122, start=doubted)[1] == ["fired"]


def test_a_paused_or_snoozed_rule_holds_its_crossing_and_is_armed_by_the_next() -> None:
    paused = replace(NO_COOLDOWN, paused=True)
    state, said = run(paused, 119, 121)
    assert said == ["", Reason.PAUSED]
    assert run(NO_COOLDOWN, 121, 119, 121, start=state)[1] == ["", "", "fired"]
    snoozed = replace(NO_COOLDOWN, snoozed_until=MADE + timedelta(minutes=2))
    assert run(snoozed, 119, 121, 119, 121)[1] == ["", Reason.SNOOZED, "", "fired"]


def test_a_rule_that_has_expired_tells_nothing() -> None:
    assert run(replace(EVERY, expires_at=MADE + timedelta(minutes=1)), 119, 121)[1] == ["", ""]


def test_a_threshold_in_prices_is_carried_over_ex_dates_and_one_in_fractions_is_not() -> None:
    rule = replace(EVERY, threshold=Decimal(140), based_on=DAY)
    split = Adjustment(date(2025, 5, 20), Decimal("1.3955"))
    assert rule.carried([split], date(2025, 5, 19)) == 140
    assert rule.carried([split], date(2025, 5, 20)) == Decimal("100.32")
    assert replace(rule, based_on=split.ex_date).carried([split], date(2025, 5, 21)) == 140
    assert replace(rule, kind=RuleKind.DAY_CHANGE, threshold=Decimal("0.05")).carried(
        [split], split.ex_date
    ) == Decimal("0.05")


class PlainModel:
    """The same in as many words: a list of all tellings, and the last side the price was on."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.side: int | None = None
        self.told: list[tuple[int, date, datetime]] = []

    def look(self, seen: Observation) -> bool:
        if self.rule.kind is RuleKind.PRICE_BELOW:
            side = -1 if seen.value <= 120 else 0
        else:
            side = 1 if seen.value >= 120 else 0
        before, self.side = self.side, side
        if before is None or side in (before, 0):
            return False
        if self.rule.frequency is Frequency.ONCE and self.told:
            return False
        if self.rule.frequency is Frequency.SESSION and any(day == seen.session for _, day, _ in self.told):
            return False
        if any(seen.at - at < self.rule.cooldown for _, _, at in self.told):
            return False
        self.told.append((side, seen.session, seen.at))
        return True


@given(
    kind=st.sampled_from([RuleKind.PRICE_ABOVE, RuleKind.PRICE_BELOW]),
    frequency=st.sampled_from(Frequency),
    cooldown=st.sampled_from([0, 5, 30, 2000]),
    path=st.lists(st.tuples(st.integers(-3, 3), st.integers(1, 400)), max_size=60),
    start=st.integers(115, 125),
)
def test_over_any_price_path_the_engine_tells_what_a_plain_model_tells(
    kind: RuleKind, frequency: Frequency, cooldown: int, path: list[tuple[int, int]], start: int
) -> None:
    rule = replace(EVERY, kind=kind, frequency=frequency, cooldown=timedelta(minutes=cooldown))
    model, state, price, at = PlainModel(rule), RuleState(), start, MADE
    for change, minutes in path:
        price, at = price + change, at + timedelta(minutes=minutes)
        seen = Observation(Decimal(price), rule.threshold, at.date(), at)
        state, outcome = step(rule, state, seen)
        assert isinstance(outcome, Fired) == model.look(seen)


def entry(event: RuleEvent, value: int, reason: Reason | None = None, symbol: str = "") -> RuleEntry:
    return RuleEntry(1, MADE, event, reason, Decimal(value), Decimal(5), symbol)


def test_a_history_does_not_say_twice_what_waited_and_was_told() -> None:
    fired, doubted = entry(RuleEvent.FIRED, 8), entry(RuleEvent.HELD, 8, Reason.PRELIMINARY)
    assert worth_showing([fired, doubted]) == [fired]
    assert worth_showing([fired, doubted, entry(RuleEvent.HELD, 8, Reason.SINGLE)]) == [fired]


@pytest.mark.parametrize(
    "newest_first",
    [
        [entry(RuleEvent.HELD, 8, Reason.PRELIMINARY)],  # still waiting
        [entry(RuleEvent.FIRED, 9), entry(RuleEvent.HELD, 8, Reason.PRELIMINARY)],  # the close was another one
        [entry(RuleEvent.FIRED, 8), entry(RuleEvent.HELD, 8, Reason.COOLDOWN)],  # no doubt about the figure
        [entry(RuleEvent.FIRED, 8, symbol="A"), entry(RuleEvent.HELD, 8, Reason.PRELIMINARY, symbol="B")],
        [entry(RuleEvent.PAUSED, 8), entry(RuleEvent.HELD, 8, Reason.DISPUTED), entry(RuleEvent.FIRED, 8)],
    ],
)
def test_what_a_history_says_once_it_goes_on_saying(newest_first: list[RuleEntry]) -> None:
    assert worth_showing(newest_first) == newest_first
