"""Time as a parameter: everything that asks "what time is it" or waits takes a clock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Protocol

LOOK_SECONDS = 10.0
JUMP = timedelta(minutes=1)  # what keeps a clock right moves it by less


class Clock(Protocol):
    """A source of time that can be simulated."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back, for pacing and time limits."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait for ``seconds`` of this clock."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some fixed moment."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait for real seconds."""
        await asyncio.sleep(seconds)


async def jumps(clock: Clock) -> AsyncIterator[timedelta]:
    """By how much a clock was set, within seconds of each time; a machine that slept has been set forward."""
    before = clock.now() - timedelta(seconds=clock.monotonic())
    while True:
        await clock.sleep(LOOK_SECONDS)
        now = clock.now() - timedelta(seconds=clock.monotonic())
        if abs(now - before) >= JUMP:
            yield now - before
        before = now
