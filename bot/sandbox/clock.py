"""Simulated time: services, pacing, quiet hours and the sandbox's own limits wait on one clock that a driver moves."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

TURNS = 25  # passes of the event loop at each step; a request and its answer over loopback take eight to twelve


class TimePassed(Exception):
    """The condition that was waited for did not come true within the limit of simulated time."""


class SimulatedClock:
    """A `bot.clock.Clock` whose time stands still until a driver advances it.

    Advancing goes from one sleeper's due time to the next, in order, and lets the woken run before it goes on. Loopback
    connections within the process make progress by passes of the event loop alone; database threads and child processes
    need real time: ``pause`` is the number of real seconds granted at each step, and `hold` stops time outright while
    work is under way.
    """

    def __init__(self, start: datetime, *, pause: float = 0.0) -> None:
        if start.tzinfo is None:
            raise ValueError("a simulated clock starts at an aware instant")
        self._start = self._now = start.astimezone(UTC)
        self._pause = pause
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = count()
        self._held = 0
        self._free = asyncio.Event()
        self._free.set()

    def now(self) -> datetime:
        """The simulated instant, aware, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Simulated seconds since the start."""
        return (self._now - self._start).total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Wait until ``seconds`` of simulated time have passed; with nothing to wait for, let others run once."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        # A clock counts microseconds: what is shorter would never fall due.
        due = self._now + max(timedelta(seconds=seconds), timedelta(microseconds=1))
        heapq.heappush(self._sleepers, (due, next(self._order), woken))
        await woken

    @property
    def next_due(self) -> datetime | None:
        """When the next sleeper wakes; None while nobody sleeps."""
        while self._sleepers and self._sleepers[0][2].done():  # cancelled while asleep
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else None

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep time still for the duration of the block; an advance under way waits, in real time."""
        self._held += 1
        self._free.clear()
        try:
            yield
        finally:
            self._held -= 1
            if not self._held:
                self._free.set()

    async def settle(self) -> None:
        """Let everything run that can run without time passing: the woken, loopback connections, holders."""
        for _ in range(TURNS):
            await asyncio.sleep(0)
        if self._pause:
            await asyncio.sleep(self._pause)
        await self._free.wait()

    async def advance(self, seconds: float) -> None:
        """Move ``seconds`` forward; see `advance_to`."""
        await self.advance_to(self._now + timedelta(seconds=seconds))

    async def advance_to(self, instant: datetime) -> None:
        """Move forward to ``instant``, waking each sleeper at its own time and in order.

        One driver at a time. An instant in the past only lets the ready ones run.
        """
        await self.settle()
        while (due := self.next_due) is not None and due <= instant:
            self._now = max(self._now, due)
            self._wake()
            await self.settle()
        self._now = max(self._now, instant.astimezone(UTC))

    async def jump_to(self, instant: datetime) -> None:
        """Be at ``instant`` at once, as after a suspended machine: who is overdue by then wakes there, once, in order.

        For long stretches over which somebody sleeps in short steps, where `advance_to` would wake him at each.
        """
        await self.settle()
        self._now = max(self._now, instant.astimezone(UTC))
        self._wake()
        await self.settle()

    async def advance_until(self, condition: Callable[[], bool], *, step: float = 1.0, limit: float = 3600.0) -> None:
        """Move forward by the next sleeper, at most ``step`` seconds at a time, until ``condition`` holds.

        Raises:
            TimePassed: ``limit`` seconds went by without it.
        """
        end = self._now + timedelta(seconds=limit)
        await self.settle()
        while not condition():
            if self._now >= end:
                raise TimePassed(f"not within {limit:g} simulated seconds")
            target = min(end, self._now + timedelta(seconds=step))
            await self.advance_to(min(self.next_due or target, target))
            await self.settle()

    def _wake(self) -> None:
        while (due := self.next_due) is not None and due <= self._now:
            woken = heapq.heappop(self._sleepers)[2]
            woken.set_result(None)
