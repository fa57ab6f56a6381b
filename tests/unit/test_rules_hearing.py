"""What happens is told by rules that wait for it: against a plain model, whatever comes when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_traits import Place
from bot.domain.rules import Fired, Frequency, Held, Observation, Reason, Rule, RuleState, hear

MADE = datetime(2025, 1, 6, 1, 0, tzinfo=UTC)
RULE = Rule(1, 5, "300308.SZ", RuleKind.RATING_CHANGED, Decimal(1), date(2025, 1, 6), MADE)


def expected(rule: Rule, told: list[tuple[datetime, Place]], at: datetime, place: Place) -> Reason | str | None:
    """The same in as many words, from the list of all that was told."""
    if rule.frequency is Frequency.ONCE and told:
        return None
    if rule.paused:
        return Reason.PAUSED
    if rule.snoozed_until is not None and at < rule.snoozed_until:
        return Reason.SNOOZED
    mine = [when for when, way in told if way is place]
    if rule.frequency is Frequency.SESSION and any(when.date() == at.date() for when in mine[-1:]):
        return Reason.SAME_SESSION
    return Reason.COOLDOWN if mine and at - mine[-1] < rule.cooldown else "fired"


@given(
    frequency=st.sampled_from(Frequency),
    cooldown=st.sampled_from([0, 30, 2000]),
    snoozed=st.sampled_from([None, 500]),
    paused=st.booleans(),
    events=st.lists(st.tuples(st.integers(1, 900), st.sampled_from([Place.UP, Place.DOWN])), max_size=40),
)
def test_over_any_run_of_events_a_rule_tells_what_a_plain_model_tells(
    *, frequency: Frequency, cooldown: int, snoozed: int | None, paused: bool, events: list[tuple[int, Place]]
) -> None:
    until = None if snoozed is None else MADE + timedelta(minutes=snoozed)
    rule = replace(RULE, frequency=frequency, cooldown=timedelta(minutes=cooldown), snoozed_until=until, paused=paused)
    state, at = RuleState(), MADE
    told: list[tuple[datetime, Place]] = []
    for minutes, place in events:
        at += timedelta(minutes=minutes)
        said = expected(rule, told, at, place)
        state, outcome = hear(rule, state, Observation(Decimal(1), Decimal(1), at.date(), at), place)
        got = "fired" if isinstance(outcome, Fired) else outcome.reason if isinstance(outcome, Held) else None
        assert got == said
        if isinstance(outcome, Fired):
            told.append((at, place))
