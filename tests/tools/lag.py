"""How long the event loop was kept from its work."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

STEP = 0.002  # seconds


@dataclass
class Lag:
    """Seconds by which the loop came late to a timer: the worst, and how often it was more than 50 ms.

    ``busy`` is the longest stretch of the loop's own work, in seconds of its processor's time: what is left of ``worst``
    where nobody else has the machine.
    """

    worst: float = 0.0
    over: int = 0
    busy: float = 0.0

    def reset(self) -> None:
        """Begin anew."""
        self.worst, self.over, self.busy = 0.0, 0, 0.0


@asynccontextmanager
async def measured_lag() -> AsyncIterator[Lag]:
    """Measure while the block runs."""
    lag = Lag()

    async def watch() -> None:
        while True:
            began, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(STEP)
            late = time.perf_counter() - began - STEP
            lag.worst = max(lag.worst, late)
            lag.busy = max(lag.busy, time.thread_time() - worked)
            lag.over += late > 0.05

    watching = asyncio.create_task(watch())
    try:
        yield lag
    finally:
        watching.cancel()
