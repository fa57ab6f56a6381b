"""``bot run`` by another clock than the machine's: ``python -m tests.tools.other_time``.

``OTHER_TIME_BEGINS`` is the instant at its start and ``OTHER_TIME_PACE`` how many seconds go by in one; the file
``OTHER_TIME_SET_BY``, where there is one, holds the seconds by which the clock has been set since.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

from apscheduler.executors import base as executors
from apscheduler.schedulers import base as schedulers
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.app import ensure_schema
from bot.running import run_bot
from bot.settings import load_settings

COMMAND = ("tests.tools.other_time",)


def other_time(begins: datetime, *, pace: float = 1.0, set_by: Path | None = None) -> dict[str, str]:
    """What to put into the environment of a process whose clock shows ``begins`` at its start."""
    named = {"OTHER_TIME_SET_BY": str(set_by)} if set_by else {}
    root = str(Path(__file__).parents[2])
    return {"OTHER_TIME_BEGINS": begins.isoformat(), "OTHER_TIME_PACE": str(pace), "PYTHONPATH": root} | named


class OtherClock:
    """A `bot.clock.Clock` that goes at a pace of its own, and can be set."""

    def __init__(self, begins: datetime, pace: float, set_by: Path | None) -> None:
        self._begins = begins.astimezone(UTC)
        self._pace = pace
        self._set_by = set_by
        self._started = time.monotonic()

    def now(self) -> datetime:
        """See `Clock.now`."""
        seconds = self.monotonic()
        if self._set_by is not None and self._set_by.exists():
            seconds += float(self._set_by.read_text() or 0)
        return self._begins + timedelta(seconds=seconds)

    def monotonic(self) -> float:
        """See `Clock.monotonic`."""
        return (time.monotonic() - self._started) * self._pace

    async def sleep(self, seconds: float) -> None:
        """See `Clock.sleep`."""
        await asyncio.sleep(seconds / self._pace)


def keep_scheduler_to(now: Callable[[], datetime], pace: float) -> None:
    """Have APScheduler, which asks the machine, go by this time."""

    class Shown(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(now().timestamp(), tz)

    schedulers.datetime = executors.datetime = Shown
    start = AsyncIOScheduler._start_timer

    def sooner(self: AsyncIOScheduler, wait: float | None) -> None:
        start(self, None if wait is None else wait / pace)

    AsyncIOScheduler._start_timer = sooner


def main() -> None:
    """Run until killed."""
    named = os.environ.get("OTHER_TIME_SET_BY")
    pace = float(os.environ["OTHER_TIME_PACE"])
    clock = OtherClock(datetime.fromisoformat(os.environ["OTHER_TIME_BEGINS"]), pace, Path(named) if named else None)
    keep_scheduler_to(clock.now, pace)
    settings = load_settings()
    asyncio.run(ensure_schema(settings))
    asyncio.run(run_bot(settings, clock))


if __name__ == "__main__":
    main()
