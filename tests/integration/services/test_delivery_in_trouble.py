"""Delivery while its database is locked, cut or full, and while the clock jumps: nothing ends it and nothing is lost."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.sandbox.clock import SimulatedClock
from bot.services.messages.delivery import Delivery
from bot.services.messages.pacing import Pacer, Rates
from bot.services.messages.sending import DeliveryRules
from bot.services.messages.transport import Outcome, Outgoing, Sent
from bot.store import Store, StoreAway, StoreBusy
from bot.store import engine as engine_module
from bot.store.messages import MessageState
from tests.integration.services.house import House
from tests.integration.services.parts import KeepingTransport
from tests.integration.services.test_delivery import numbers, pumped, put, states


def file_of(url: str) -> Path:
    database = make_url(url).database
    if not url.startswith("sqlite") or database is None:
        pytest.skip("a file is locked and filled, a server is not")
    return Path(database)


class Locking:
    """Locks the database while a message is on its way, and lets go when it is told to."""

    def __init__(self, file: Path) -> None:
        self.got: list[Outgoing] = []
        self._file = file
        self.lock: sqlite3.Connection | None = None

    async def send(self, message: Outgoing) -> Outcome:
        self.got.append(message)
        if self.lock is None:
            self.lock = sqlite3.connect(self._file, isolation_level=None)
            self.lock.execute("BEGIN IMMEDIATE")
        return Sent(len(self.got))


async def test_what_was_sent_is_written_down_when_the_lock_of_another_program_ends(
    house: House, store: Store, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = file_of(database_url)
    monkeypatch.setattr(engine_module, "BUSY_MILLISECONDS", 50)
    impatient, transport = Store(database_url), Locking(file)
    clock = SimulatedClock(house.clock.now())
    await put(house, 1)
    delivery = Delivery(impatient, transport, Pacer(clock, Rates()), clock, "zh")
    pump = asyncio.create_task(delivery.pump())
    for _ in range(30):  # seconds of the simulated clock
        await clock.advance(1)
        await asyncio.sleep(0.02)
    assert not pump.done()
    assert transport.lock is not None
    transport.lock.close()
    while not pump.done():
        await clock.advance(1)
        await asyncio.sleep(0.02)
    assert await pump == 1
    assert await states(store) == {MessageState.SENT: 1}
    assert [each.repeat for each in transport.got] == [False]
    await impatient.close()


async def test_a_full_disk_stops_nothing_but_the_message_and_all_goes_on_when_there_is_room(
    house: House, store: Store, database_url: str
) -> None:
    file_of(database_url)
    transport = KeepingTransport()
    await put(house, 1)
    async with store.transaction() as tx:
        connection = tx.outbox._connection
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
    async with store.transaction() as tx:
        await tx.outbox._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreAway, match="full"):
        await put(house, *range(2, 600))
    async with store.transaction() as tx:
        await tx.outbox._connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    await put(house, 2)
    assert await pumped(house.delivery(transport)) == 2
    assert numbers(transport) == [(7, 1, False), (7, 2, False)]


async def cut_in_the_middle(store: Store, other: Store) -> None:
    async with store.transaction() as tx:
        async with other.transaction() as knife:
            await knife.outbox._connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        await tx.outbox.counts()


async def test_a_cut_connection_is_no_reason_to_end(house: House, store: Store, database_url: str) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("a file has no connection that could be cut")
    transport = KeepingTransport()
    await put(house, 1)
    other = Store(database_url)
    with pytest.raises(StoreAway):
        await cut_in_the_middle(store, other)
    await other.close()
    assert await pumped(house.delivery(transport)) == 1
    assert await states(store) == {MessageState.SENT: 1}


@pytest.mark.parametrize("jump", [timedelta(days=30), timedelta(days=-30), timedelta(hours=-1)])
async def test_a_clock_that_jumps_neither_loses_nor_holds_up_nor_doubles(
    house: House, store: Store, jump: timedelta
) -> None:
    transport = KeepingTransport()
    delivery = house.delivery(transport, rules=DeliveryRules())
    await put(house, 1, 2)
    await put(house, 3, chat_id=8)
    await delivery.pump()
    house.clock.set((house.clock.now() + timedelta(hours=8) + jump).replace(tzinfo=None).isoformat())
    await pumped(delivery)
    assert sorted(numbers(transport)) == [(7, 1, False), (7, 2, False), (8, 3, False)]
    assert await states(store) == {MessageState.SENT: 3}


def test_a_store_that_is_away_is_treated_like_a_busy_one() -> None:
    assert issubclass(StoreAway, StoreBusy)
