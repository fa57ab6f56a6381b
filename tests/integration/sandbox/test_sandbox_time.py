"""One clock for the pacing of a sender and for the limits of the server it sends to, over real connections."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from telegram import Bot as PtbBot

from bot.sandbox.clock import SimulatedClock
from bot.sandbox.server import Sandbox

if TYPE_CHECKING:
    from aiogram import Bot

pytestmark = pytest.mark.xdist_group("second client")

READER = 1001


async def paced(bot: Bot | PtbBot, clock: SimulatedClock, messages: int) -> None:
    for number in range(messages):
        await bot.send_message(READER, str(number))
        await clock.sleep(1)


async def test_a_sender_paced_by_the_clock_meets_no_limit(
    sandbox: Sandbox, aiogram: Bot, clock: SimulatedClock
) -> None:
    sender = asyncio.create_task(paced(aiogram, clock, 60))
    await clock.advance_until(sender.done, step=3600, limit=3 * 3600)
    await sender
    sent = [message.date for message in sandbox.transcript(READER)]
    assert len(sent) == 60
    assert min(later - earlier for earlier, later in pairwise(sent)) >= timedelta(seconds=1)


async def test_requests_finish_before_time_goes_on_where_real_time_is_granted(sandbox: Sandbox) -> None:
    clock = SimulatedClock(sandbox.state.clock.now(), pause=0.005)
    async with await Sandbox.start(clock=clock) as own, PtbBot(own.token, base_url=f"{own.url}/bot") as bot:
        own.add_user(READER, "李雷", started=True)
        start = clock.now()
        sender = asyncio.create_task(paced(bot, clock, 10))
        await clock.advance_until(sender.done, step=3600, limit=3 * 3600)
        await sender
        sent = [(message.date - start).total_seconds() for message in own.transcript(READER)]
    assert sent == list(range(10))
