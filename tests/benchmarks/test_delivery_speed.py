"""Broadcasts: how near pacing comes to the rate of the settings, and that Telegram has nothing to object to."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import UTC, datetime

from bot.sandbox.clock import SimulatedClock
from bot.sandbox.errors import ApiError
from bot.sandbox.limits import Limiter
from bot.sandbox.limits import Rates as Limits
from bot.services.messages.pacing import Pacer, Rates
from bot.services.messages.sending import SENDERS

CHATS = 10_000
GROUPS = 500
START = datetime(2024, 12, 26, 12, 45, tzinfo=UTC)


def test_ten_thousand_chats_are_told_at_the_rate_of_the_settings_without_a_429() -> None:
    clock, rates = SimulatedClock(START), Rates()
    pacer, limiter = Pacer(clock, rates), Limiter(clock, Limits())
    line = deque([*range(1, CHATS - GROUPS + 1), *range(-GROUPS, 0)])
    refused: list[int] = []

    async def work() -> None:
        while line:
            chat = line.popleft()
            await pacer.push(chat)
            try:
                limiter.take(chat)
            except ApiError:
                refused.append(chat)

    async def broadcast() -> float:
        workers = asyncio.gather(*(work() for _ in range(SENDERS)))
        await clock.advance_until(workers.done, step=1.0, limit=1000)
        await workers
        return clock.monotonic()

    reached = CHATS / asyncio.run(broadcast()) / rates.total
    print(f"{reached:.1%} of {rates.total:g} messages a second, {len(refused)} refused")  # noqa: T201 - the measure
    assert reached >= 0.95
    assert refused == []
