"""A breaker opens after failures or a ban, lets one attempt through after its pause, and pauses longer each time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.market.breaker import Breaker, BreakerRules, Position

NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
RULES = BreakerRules(failures=3, pause=timedelta(minutes=5), ban=timedelta(hours=1), longest=timedelta(hours=6))


def minutes(breaker: Breaker, now: datetime = NOW) -> float | None:
    return None if breaker.until is None else (breaker.until - now).total_seconds() / 60


def test_the_third_failure_opens_it_and_the_first_after_the_pause_opens_it_for_twice_as_long() -> None:
    breaker, pauses = Breaker(), []
    for _ in range(3):
        breaker = breaker.failed(NOW, RULES, ban=False)
        pauses.append(minutes(breaker))
    assert pauses == [None, None, 5]
    assert breaker.position(NOW) is Position.OPEN
    later = NOW + timedelta(minutes=5)
    assert breaker.position(later) is Position.TRIAL
    assert minutes(breaker.failed(later, RULES, ban=False), later) == 10


def test_a_ban_opens_it_at_once() -> None:
    assert minutes(Breaker().failed(NOW, RULES, ban=True)) == 60


@pytest.mark.parametrize(("openings", "wait"), [(0, 60), (1, 120), (2, 240), (3, 360), (60, 360)])
def test_no_pause_is_longer_than_the_longest(openings: int, wait: int) -> None:
    assert minutes(Breaker(openings=openings, until=NOW).failed(NOW, RULES, ban=True)) == wait


@given(some.lists(some.booleans(), min_size=1, max_size=200))
def test_whatever_fails_it_never_waits_longer_than_allowed_and_counts_each(bans: list[bool]) -> None:
    breaker = Breaker()
    for ban in bans:
        breaker = breaker.failed(NOW, RULES, ban=ban)
    assert breaker.failures == len(bans)
    assert breaker.until is None or timedelta(0) < breaker.until - NOW <= RULES.longest
