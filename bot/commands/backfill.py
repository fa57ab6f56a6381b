"""``bot backfill``: load what all picks need; begin again where a stop came."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date

from bot.commands.console import opened, out, say, shown_progress
from bot.market.budget import cost_of
from bot.services.prices.backfill import Load
from bot.services.prices.fetching import Progress
from bot.services.prices.sessions import TOGETHER
from bot.settings import Settings

MINUTE = 60


async def backfill(since: date | None) -> bool:
    """Print what is to be loaded and what it costs, load it, and sum up; whether something could not be had."""
    async with opened() as (settings, services):
        loads = await services.tracking.missing(since)
        if not loads:
            out("backfill   nothing is missing")
            return False
        out(f"backfill   {len(loads)} codes to load, from {min(each.since for each in loads)}{_cost(settings, loads)}")
        with shown_progress() as progress:
            loaded = await services.tracking.load(loads, _with_time_left(progress))
        for code, reason in loaded.failed.items():
            say(f"{code}: {reason}")
        out(
            f"backfill   {loaded.changed} bars and ex-dates new or changed, {len(loaded.corrections)} corrections, "
            f"{len(loaded.failed)} of {len(loads)} codes failed"
        )
        if loaded.corrections:  # what was published may not hold any more
            for market in TOGETHER:
                await services.ledger.settle(await services.tracking.last_session(market), markets=TOGETHER[market])
    return bool(loaded.failed)


def _cost(settings: Settings, loads: Sequence[Load]) -> str:
    if settings.market.source != "akshare":
        return ""
    cost = cost_of(each.code for each in loads)
    return f": about {cost.requests} requests, {max(1, round(cost.seconds / MINUTE))} minutes at the sources' pace"


def _with_time_left(progress: Progress) -> Progress:
    """The time left, by what has been done so far."""
    begun = time.monotonic()

    def told(code: str, done: int, total: int) -> None:
        if done:
            left = (time.monotonic() - begun) / done * (total - done)
            code = f"{code}, {max(1, round(left / MINUTE))} min left"
        progress(code, done, total)

    return told
