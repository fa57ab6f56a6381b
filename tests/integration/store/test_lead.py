"""One process at a time leads; who loses the lead stops at once, and another takes it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from bot.store import Store
from bot.store.errors import AlreadyRunning
from bot.store.lead import Lead

CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = 1885954924 "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class Working:
    """Work that goes on until it is stopped."""

    def __init__(self) -> None:
        self.going = False
        self.times = 0

    async def __call__(self) -> None:
        self.times += 1
        self.going = True
        try:
            await asyncio.Event().wait()
        finally:
            self.going = False


async def until(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - a server lets go of a lock
            await asyncio.sleep(0.02)


async def ended(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_of_two_one_leads_and_the_other_takes_over_when_it_is_cut_off(database_url: str, store: Store) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("on SQLite there is no other")
    leads = [Lead(database_url) for _ in range(2)]
    works = [Working() for _ in leads]
    tasks = [asyncio.create_task(lead.follow(work)) for lead, work in zip(leads, works, strict=True)]
    await until(lambda: any(work.going for work in works))
    assert [work.going for work in works] == [lead.held for lead in leads]
    async with store.transaction() as tx:
        await tx.outbox._connection.exec_driver_sql(CUT)
    await until(lambda: sum(work.times for work in works) == 2)
    await until(lambda: sum(work.going for work in works) == 1)
    first = next(number for number, work in enumerate(works) if work.going)
    other = (first + 1) % 2
    await ended(tasks[first])
    await until(lambda: works[other].going)  # who leads no more lets go at once
    assert not works[first].going
    await ended(tasks[other])
    assert not any(lead.held for lead in leads)


async def test_a_second_process_on_one_file_says_so(database_url: str) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("on a server several can run")
    work, other = Working(), Working()
    first = asyncio.create_task(Lead(database_url).follow(work))
    await until(lambda: work.going)
    with pytest.raises(AlreadyRunning, match=r"Another bot runs on .*pickwatch\.db: stop it, or move to PostgreSQL"):
        await Lead(database_url).follow(other)
    assert work.going
    await ended(first)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(Lead(database_url).follow(other), timedelta(seconds=0.2).total_seconds())
    assert other.times == 1


async def test_what_ends_the_work_is_raised_and_the_lead_given_up(database_url: str) -> None:
    async def broken() -> None:
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            await Lead(database_url).follow(broken)
