"""A circuit breaker: who fails again and again, or says that we are banned, is left alone for a growing while."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

MOST_DOUBLINGS = 16


class Position(StrEnum):
    """Where a breaker stands: ``closed`` lets all through, ``trial`` one attempt, ``open`` none."""

    CLOSED = "closed"
    TRIAL = "trial"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class BreakerRules:
    """When a breaker opens: after ``failures`` in a row for ``pause``, at a ban at once for ``ban``.

    Each further opening without a success in between doubles the pause, up to ``longest``.
    """

    failures: int = 3
    pause: timedelta = timedelta(minutes=5)
    ban: timedelta = timedelta(hours=1)
    longest: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Breaker:
    """The state of one breaker; instants are aware. A success makes it new."""

    failures: int = 0  # in a row
    openings: int = 0  # without a success in between
    until: datetime | None = None

    def position(self, now: datetime) -> Position:
        """Where it stands at ``now``."""
        if self.until is None:
            return Position.CLOSED
        return Position.OPEN if now < self.until else Position.TRIAL

    def failed(self, now: datetime, rules: BreakerRules, *, ban: bool) -> Breaker:
        """The breaker after a failure; a failed trial opens it again at once."""
        failed = replace(self, failures=self.failures + 1)
        if not (ban or self.until is not None or failed.failures >= rules.failures):
            return failed
        pause = min((rules.ban if ban else rules.pause) * 2 ** min(self.openings, MOST_DOUBLINGS), rules.longest)
        return replace(failed, openings=self.openings + 1, until=now + pause)
