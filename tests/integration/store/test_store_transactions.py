"""What a transaction promises: all or nothing, one writer after the other, readers beside them."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from bot.store import Store, StoreBusy, UnknownRecord


async def test_a_transaction_that_fails_half_way_leaves_nothing(store: Store, now: datetime) -> None:
    async def fail_at_the_end() -> None:
        async with store.transaction() as tx:
            await tx.follows.add(7, "stock", "300308.SZ", now)
            await tx.events.once(7, "band:1", now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_at_the_end()
    async with store.transaction() as tx:
        assert await tx.follows.all() == []
        assert await tx.events.once(7, "band:1", now)


async def test_a_cancelled_transaction_leaves_nothing_and_frees_the_database(store: Store, now: datetime) -> None:
    reached = asyncio.Event()

    async def hang() -> None:
        async with store.transaction() as tx:
            await tx.events.once(7, "band:1", now)
            reached.set()
            await asyncio.sleep(3600)

    hanging = asyncio.create_task(hang())
    await reached.wait()
    hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging
    async with store.transaction() as tx:
        assert await tx.events.once(7, "band:1", now)


async def test_a_process_killed_in_a_transaction_leaves_nothing(database_url: str, store: Store, now: datetime) -> None:
    program = (
        "import asyncio, os, signal\n"
        "from datetime import datetime, UTC\n"
        "from bot.store import Store\n"
        "async def main():\n"
        f"    async with Store({database_url!r}).transaction() as tx:\n"
        "        await tx.events.once(7, 'band:1', datetime.now(UTC))\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())\n"
    )
    killed = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", program], check=False)
    assert killed.returncode == -9
    async with store.transaction() as tx:
        assert await tx.events.once(7, "band:1", now)


async def test_writers_that_read_first_do_not_overwrite_each_other(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        await tx.inbox.put(1, "{}", now)

    async def attempt() -> int:
        async with store.transaction() as tx:
            await tx.inbox.pending()
            return await tx.inbox.attempt(1)

    assert sorted(await asyncio.gather(*(attempt() for _ in range(20)))) == list(range(1, 21))


async def test_two_stores_on_one_database_write_in_turn(database_url: str, store: Store, now: datetime) -> None:
    other = Store(database_url)

    async def write(target: Store, first: int) -> None:
        for number in range(first, first + 20):
            async with target.transaction() as tx:
                await tx.inbox.pending()
                await tx.inbox.put(number, "{}", now + timedelta(seconds=number))

    await asyncio.gather(write(store, 0), write(other, 100))
    await other.close()
    async with store.snapshot() as tx:
        found = [update.update_id for update in await tx.inbox.pending()]
    assert found == [*range(20), *range(100, 120)]


async def test_a_snapshot_sees_one_state_while_others_write(store: Store, now: datetime) -> None:
    async with store.snapshot() as reading:
        assert await reading.follows.all() == []
        async with store.transaction() as tx:
            await tx.follows.add(7, "everything", "", now)
        assert await reading.follows.all() == []
    async with store.snapshot() as reading:
        assert len(await reading.follows.all()) == 1


async def test_a_snapshot_cannot_write_and_does_not_spoil_its_connection(store: Store, now: datetime) -> None:
    for _ in range(6):  # more often than there are connections to spoil
        with pytest.raises(DBAPIError):
            async with store.snapshot() as tx:
                await tx.events.once(7, "band:1", now)
    async with store.transaction() as tx:
        assert await tx.events.once(7, "band:1", now)


async def test_a_missing_row_is_said_by_name(store: Store, now: datetime) -> None:
    with pytest.raises(UnknownRecord, match="update 5"):
        async with store.transaction() as tx:
            await tx.inbox.done(5, at=now)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_sqlite_keeps_foreign_keys_and_a_write_ahead_log(database_url: str, store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        await tx.events.once(7, "band:1", now)
    file = make_url(database_url).database
    assert file is not None
    with sqlite3.connect(file) as plain:
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    plain.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_writer_outside_that_never_ends_is_reported(
    database_url: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.engine.BUSY_MILLISECONDS", 50)
    file = make_url(database_url).database
    assert file is not None
    outside = sqlite3.connect(file, isolation_level=None)
    outside.execute("BEGIN IMMEDIATE")
    store = Store(database_url)
    with pytest.raises(StoreBusy):
        async with store.transaction() as tx:
            await tx.events.once(7, "band:1", now)
    outside.execute("COMMIT")
    outside.close()
    async with store.transaction() as tx:
        assert await tx.events.once(7, "band:1", now)
    await store.close()
