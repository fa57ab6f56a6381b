"""Health: whether the bot does what it is there for, for whoever watches over it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.clock import Clock
from bot.services.messages.queue import Queue
from bot.services.operation.job_watch import JobWatch
from bot.store.errors import StoreBusy

DATABASE_SECONDS = 5.0
POLL_SECONDS = 180.0  # a poll takes ten; after trouble PTB waits up to thirty before it tries again
STUCK_SECONDS = 600.0
FAILED_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class HealthReport:
    """``sick`` names what is wrong, nothing where all is well. Ages in seconds; ``polled`` None where nobody polls.

    ``stuck`` is how long nothing has left the queue although something was due.
    """

    sick: tuple[str, ...]
    database: float | None
    polled: float | None
    waiting: int
    oldest: float | None
    stuck: float
    failing_jobs: tuple[str, ...]


class Health:
    """Looks at the parts; what it remembers is how the queue stood when it last looked."""

    def __init__(self, queue: Queue, jobs: JobWatch, clock: Clock) -> None:
        self._queue = queue
        self._jobs = jobs
        self._clock = clock
        self._sent: int | None = None
        self._since = clock.monotonic()

    async def look(self, polled: float | None, *, leads: bool) -> HealthReport:
        """How it is. A process that does not lead neither polls nor sends, and is well with its database."""
        began = self._clock.monotonic()
        try:
            async with asyncio.timeout(DATABASE_SECONDS):
                view, jobs = await self._queue.look(), await self._jobs.lines()
        except (StoreBusy, TimeoutError):
            return HealthReport(("database",), None, polled, 0, None, 0.0, ())
        now = self._clock.monotonic()
        if not leads or view.sent != self._sent or view.waiting <= view.held + view.retried:
            self._sent, self._since = view.sent, now
        stuck = now - self._since
        failing = tuple(each.job for each in jobs if each.in_a_row >= FAILED_IN_A_ROW)
        signs = {
            "poll": polled is not None and polled > POLL_SECONDS,
            "queue": stuck > STUCK_SECONDS,
            "jobs": bool(failing),
        }
        sick = tuple(name for name, wrong in signs.items() if wrong)
        return HealthReport(sick, now - began, polled, view.waiting, view.oldest, stuck, failing)
