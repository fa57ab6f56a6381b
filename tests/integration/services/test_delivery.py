"""Delivery: every outcome of a message, two pumps at once, a stop in the middle, an answer that was lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.clock import SystemClock
from bot.domain.following import TargetKind
from bot.sandbox.clock import SimulatedClock
from bot.services.messages.codec import dump_view
from bot.services.messages.delivery import POLL_SECONDS, Delivery
from bot.services.messages.pacing import Pacer, Rates
from bot.services.messages.sending import DeliveryRules
from bot.services.messages.transport import (
    Barred,
    Gone,
    Later,
    Moved,
    NotSent,
    Outcome,
    Outgoing,
    Rejected,
    Sent,
    Uncertain,
)
from bot.services.views.pieces import Notice, Target
from bot.store import Store, StoreBusy, Transaction
from bot.store.messages import MessageState, OutboxMessage
from tests.integration.services.house import House
from tests.integration.services.parts import KeepingTransport


@pytest.fixture
def transport() -> KeepingTransport:
    return KeepingTransport()


@pytest.fixture
def delivery(house: House, transport: KeepingTransport) -> Delivery:
    return house.delivery(transport)


async def put(house: House, *numbers: int, chat_id: int = 7, priority: int = 5) -> None:
    """Put numbered messages to a chat in line."""
    async with house.store.transaction() as tx:
        for number in numbers:
            view = Notice("nothing_covers", {"number": number})
            key = f"{chat_id}:{number}"
            await tx.outbox.add(OutboxMessage(chat_id, "trial", dump_view(view), key, priority), at=house.clock.now())


async def pumped(delivery: Delivery) -> int:
    """Pump until nothing is due any more; how many messages were claimed."""
    count = 0
    while claimed := await delivery.pump():
        count += claimed
    return count


async def states(store: Store) -> dict[MessageState, int]:
    async with store.snapshot() as tx:
        return {state: count for state, count in (await tx.outbox.counts()).items() if count}


def numbers(transport: KeepingTransport) -> list[tuple[int, object, bool]]:
    """Chat, number and mark of what was given to Telegram."""
    return [(got.chat_id, got.view.args["number"], got.repeat) for got in transport.got if isinstance(got.view, Notice)]


async def test_messages_leave_in_order_in_the_language_of_each(
    house: House, delivery: Delivery, transport: KeepingTransport, store: Store
) -> None:
    viewer = await house.subscriber(7)
    await house.people.set_language(viewer, "en")
    await put(house, 1, 2)
    await put(house, 3, chat_id=8)
    await put(house, 4, chat_id=7, priority=1)
    assert await pumped(delivery) == 4
    assert [n for chat, n, _ in numbers(transport) if chat == 7] == [4, 1, 2]
    assert {got.chat_id: got.language for got in transport.got} == {7: "en", 8: "zh"}
    assert await states(store) == {MessageState.SENT: 4}


@pytest.mark.parametrize(
    ("outcome", "after"),
    [
        (Sent(5), MessageState.SENT),
        (Later(timedelta(seconds=30)), MessageState.WAITING),
        (NotSent("connection refused"), MessageState.WAITING),
        (NotSent("Bad Gateway", doubtful=True), MessageState.WAITING),
        (Barred("Bad Request: TOPIC_CLOSED"), MessageState.WAITING),
        (Gone("Forbidden: bot was blocked by the user"), MessageState.DEAD),
        (Rejected("Bad Request: message is too long"), MessageState.DEAD),
        (Uncertain("ReadTimeout"), MessageState.WAITING),
    ],
)
async def test_each_outcome_is_recorded(
    house: House, delivery: Delivery, transport: KeepingTransport, store: Store, outcome: Outcome, after: MessageState
) -> None:
    await put(house, 1)
    transport.answers = [outcome]
    await delivery.pump()
    assert await states(store) == {after: 1}


async def test_a_chat_that_was_asked_to_wait_waits_and_others_do_not(
    house: House, delivery: Delivery, transport: KeepingTransport
) -> None:
    await put(house, 1, 2)
    transport.answers = [Later(timedelta(seconds=30))]
    await delivery.pump()
    await put(house, 3, chat_id=8)
    assert await pumped(delivery) == 1
    await house.clock.sleep(29.9)
    assert await pumped(delivery) == 0
    await house.clock.sleep(1.1)
    assert await pumped(delivery) == 2
    assert numbers(transport) == [(7, 1, False), (8, 3, False), (7, 1, False), (7, 2, False)]


async def test_two_chats_that_are_asked_to_wait_mean_all_of_them(
    house: House, transport: KeepingTransport, store: Store
) -> None:
    for chat_id in range(1, 13):
        await put(house, 1, chat_id=chat_id)
    transport.answers = [Later(timedelta(seconds=30))] * 2
    began = house.clock.now()
    delivery = house.delivery(transport, Rates())
    await pumped(delivery)
    assert (house.clock.now() - began).total_seconds() >= 31
    await house.clock.sleep(60)
    await pumped(delivery)
    assert await states(store) == {MessageState.SENT: 12}


async def test_a_broken_connection_is_tried_again_ever_more_slowly_and_given_up_in_the_end(
    house: House, transport: KeepingTransport, store: Store
) -> None:
    delivery = house.delivery(transport, rules=DeliveryRules(give_up=timedelta(hours=2)))
    await put(house, 1)
    await house.clock.sleep(3 * 3600)  # the bot was not running: a message ages from its first try on
    transport.answers = [NotSent("no route")] * 50
    waits = []
    while not (await states(store)).get(MessageState.DEAD):
        await delivery.pump()
        began = house.clock.now()
        async with store.snapshot() as tx:
            due = await tx.outbox.next_due(began)
        if due is not None:
            waits.append(round((due - began).total_seconds()))
            await house.clock.sleep((due - began).total_seconds())
    assert waits[:10] == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900]
    assert set(waits[10:]) == {900}
    assert 2 * 3600 <= sum(waits) < 2.3 * 3600
    assert not any(repeat for *_, repeat in numbers(transport))


async def test_a_chat_in_which_the_bot_may_not_write_is_asked_again_each_hour(
    house: House, delivery: Delivery, transport: KeepingTransport, store: Store
) -> None:
    await put(house, 1, 2)
    transport.answers = [Barred("TOPIC_CLOSED")] * 3
    for _ in range(4):
        await pumped(delivery)
        await house.clock.sleep(3599)
        assert not await pumped(delivery) or len(transport.got) > 3
        await house.clock.sleep(1)
    assert numbers(transport) == [(7, 1, False)] * 4 + [(7, 2, False)]
    assert await states(store) == {MessageState.SENT: 2}


async def test_a_failing_server_is_asked_until_it_works_and_each_repeat_says_so(
    house: House, delivery: Delivery, transport: KeepingTransport, store: Store
) -> None:
    await put(house, 1)
    transport.answers = [NotSent("Bad Gateway", doubtful=True)] * 3
    for _ in range(4):
        await delivery.pump()
        await house.clock.sleep(60)
    assert [repeat for *_, repeat in numbers(transport)] == [False, True, True, True]
    assert await states(store) == {MessageState.SENT: 1}


async def test_a_lost_answer_is_repeated_once_marked_and_then_left_uncertain(
    house: House, delivery: Delivery, transport: KeepingTransport, store: Store
) -> None:
    await put(house, 1)
    transport.answers = [Uncertain("ReadTimeout"), Uncertain("ReadTimeout")]
    await delivery.pump()
    assert await pumped(delivery) == 0
    await house.clock.sleep(60)
    await delivery.pump()
    assert numbers(transport) == [(7, 1, False), (7, 1, True)]
    assert await states(store) == {MessageState.UNCERTAIN: 1}
    await house.clock.sleep(3600)
    assert await pumped(delivery) == 0


async def test_a_lost_answer_whose_repeat_arrives_is_sent(
    house: House, delivery: Delivery, transport: KeepingTransport, store: Store
) -> None:
    await put(house, 1)
    transport.answers = [Uncertain("ReadTimeout"), NotSent("no route"), Sent(9)]
    for _ in range(3):
        await delivery.pump()
        await house.clock.sleep(60)
    assert [repeat for *_, repeat in numbers(transport)] == [False, True, True]
    assert await states(store) == {MessageState.SENT: 1}


async def test_a_stop_between_sending_and_recording_sends_once_more_marked(
    house: House, transport: KeepingTransport, store: Store
) -> None:
    await put(house, 1)
    hanging = Hanging(transport)
    pump = asyncio.create_task(house.delivery(hanging, rules=DeliveryRules(farewell=timedelta())).pump())
    await hanging.taken.wait()
    pump.cancel()
    with pytest.raises(asyncio.CancelledError):
        await pump
    restarted = house.delivery(transport)
    assert await pumped(restarted) == 0
    await house.clock.sleep(DeliveryRules().lease.total_seconds())
    assert await pumped(restarted) == 1
    assert numbers(transport) == [(7, 1, False), (7, 1, True)]
    assert await states(store) == {MessageState.SENT: 1}


async def test_who_stops_waits_for_the_answer_to_what_has_left_and_gives_the_rest_back(
    house: House, transport: KeepingTransport, store: Store
) -> None:
    for chat_id in range(1, 41):
        await put(house, 1, chat_id=chat_id)
    slow = Slow(transport)
    running = asyncio.create_task(house.delivery(slow).run())
    await slow.taken.wait()
    running.cancel()
    await asyncio.sleep(0.05)
    slow.answer.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert 0 < len(transport.got) < 40
    assert await states(store) == {MessageState.SENT: len(transport.got), MessageState.WAITING: 40 - len(transport.got)}
    await pumped(house.delivery(transport))
    assert sorted(numbers(transport)) == [(chat_id, 1, False) for chat_id in range(1, 41)]


async def test_a_blocked_chat_is_left_alone_until_it_comes_back(
    house: House, delivery: Delivery, transport: KeepingTransport, store: Store
) -> None:
    viewer = await house.subscriber(7)
    await put(house, 1, 2, 3)
    transport.answers = [Gone("Forbidden")]
    assert await pumped(delivery) == 1
    assert await states(store) == {MessageState.DEAD: 1, MessageState.CANCELLED: 2}
    async with store.snapshot() as tx:
        assert await tx.users.all_active() == []
    await house.people.arrive(7, viewer.name, "zh", 7)
    async with store.snapshot() as tx:
        assert [user.user_id for user in await tx.users.all_active()] == [7]


async def test_a_group_that_moved_is_followed_to_its_new_id(
    house: House, delivery: Delivery, transport: KeepingTransport, store: Store
) -> None:
    await house.subscriber(-7, follows=Target(TargetKind.STOCK, "300308.SZ"))
    await put(house, 1, 2, chat_id=-7)
    transport.answers = [Moved(-1007)]
    assert await pumped(delivery) == 3
    assert [(chat, number) for chat, number, _ in numbers(transport)] == [(-7, 1), (-1007, 1), (-1007, 2)]
    async with store.snapshot() as tx:
        assert [follow.chat_id for follow in await tx.follows.all()] == [-1007]


async def test_a_message_of_another_version_is_dead_and_the_next_goes_out(
    house: House, delivery: Delivery, transport: KeepingTransport, store: Store
) -> None:
    async with store.transaction() as tx:
        for number, payload in enumerate(("Horoscope {}", 'Notice {"key": 5}', "not even that")):
            await tx.outbox.add(OutboxMessage(7, "old", payload, f"old:{number}"), at=house.clock.now())
    await put(house, 1)
    assert await pumped(delivery) == 4
    assert await states(store) == {MessageState.DEAD: 3, MessageState.SENT: 1}


async def test_a_message_that_cannot_be_made_waits_and_stops_no_other(
    house: House, delivery: Delivery, transport: KeepingTransport, store: Store
) -> None:
    await put(house, 1, 2)
    await put(house, 3, chat_id=8, priority=9)
    transport.answers = [KeyError("no such text")]
    assert await pumped(delivery) == 3
    assert await states(store) == {MessageState.SENT: 2, MessageState.WAITING: 1}
    await house.clock.sleep(3)
    assert await pumped(delivery) == 1
    assert await states(store) == {MessageState.SENT: 3}


class Hanging:
    """Takes a message and never answers."""

    def __init__(self, keeping: KeepingTransport) -> None:
        self._keeping = keeping
        self.taken = asyncio.Event()

    async def send(self, message: Outgoing) -> Outcome:
        await self._keeping.send(message)
        self.taken.set()
        return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return] # it never comes


class Slow:
    """Answers when it is told to."""

    def __init__(self, keeping: KeepingTransport) -> None:
        self._keeping = keeping
        self.taken = asyncio.Event()
        self.answer = asyncio.Event()

    async def send(self, message: Outgoing) -> Outcome:
        self.taken.set()
        await self.answer.wait()
        return await self._keeping.send(message)


class Yielding(KeepingTransport):
    """Lets everybody else run before it answers."""

    async def send(self, message: Outgoing) -> Outcome:
        await asyncio.sleep(0.001)
        return await super().send(message)


async def test_two_pumps_never_send_one_message_twice(house: House, store: Store, database_url: str) -> None:
    for chat_id in range(1, 13):
        await put(house, 1, 2, 3, chat_id=chat_id)
    transport = Yielding()
    other = Store(database_url)
    pacer = Pacer(house.clock, Rates(1000, 0.001, 0.001))
    pumps = [Delivery(each, transport, pacer, house.clock, "zh") for each in (store, other)]

    async def work(delivery: Delivery) -> None:
        idle = 0
        while idle < 3:
            idle = 0 if await delivery.pump() else idle + 1
            await asyncio.sleep(0.001)

    while len(transport.got) < 36:
        await asyncio.gather(*(work(pump) for pump in pumps))
    await other.close()
    assert sorted(numbers(transport)) == [(chat, number, False) for chat in range(1, 13) for number in (1, 2, 3)]
    for chat in range(1, 13):
        assert [number for to, number, _ in numbers(transport) if to == chat] == [1, 2, 3]


async def test_while_it_runs_it_delivers_what_is_put_in_line_and_ends_without_a_trace(
    house: House, database_url: str
) -> None:
    transport, other = Yielding(), Store(database_url)
    clock = SimulatedClock(house.clock.now())
    before = asyncio.all_tasks()
    running = asyncio.create_task(Delivery(house.store, transport, Pacer(clock, Rates()), clock, "zh").run())
    await put(house, 1)
    await until(lambda: len(transport.got) == 1)  # no time has passed: it was told
    async with other.transaction() as tx:  # another process tells nobody
        message = OutboxMessage(8, "trial", dump_view(Notice("nothing_covers", {"number": 2})), "other")
        await tx.outbox.add(message, at=clock.now())
    await other.close()
    await until(lambda: clock.next_due is not None)  # it sleeps
    await clock.advance(POLL_SECONDS)
    await until(lambda: len(transport.got) == 2)
    assert numbers(transport) == [(7, 1, False), (8, 2, False)]
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(1000):
        if holds():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not come about")


class BusyAtFirst(Store):
    """A database to which somebody else writes for too long, once."""

    busy = True

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        if self.busy:
            self.busy = False
            raise StoreBusy("Another program has been writing to the database for too long.")
        async with super().transaction() as tx:
            yield tx


async def test_a_busy_database_does_not_end_delivery(house: House, database_url: str) -> None:
    transport, store, clock = Yielding(), BusyAtFirst(database_url), SimulatedClock(house.clock.now())
    await put(house, 1)
    running = asyncio.create_task(Delivery(store, transport, Pacer(clock, Rates()), clock, "zh").run())
    await until(lambda: not store.busy)
    while not transport.got and not running.done() and clock.monotonic() < 60:
        await clock.advance(1)
        await asyncio.sleep(0.01)
    assert numbers(transport) == [(7, 1, False)]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await store.close()


async def test_a_chat_gets_no_more_than_one_push_a_second(house: House, transport: KeepingTransport) -> None:
    await put(house, *range(5))
    began = house.clock.now()
    await pumped(house.delivery(transport, Rates()))
    assert (house.clock.now() - began).total_seconds() == pytest.approx(4, abs=0.01)


async def test_several_messages_of_a_chat_follow_one_another_at_its_pace(house: House) -> None:
    transport, clock = Yielding(), SimulatedClock(house.clock.now())
    running = asyncio.create_task(Delivery(house.store, transport, Pacer(clock, Rates()), clock, "zh").run())
    await put(house, 1, 2, 3)
    for sent in (1, 2, 3):
        await until(lambda sent=sent: len(transport.got) == sent)  # type: ignore[misc] # bound now
        await until(lambda: clock.next_due is not None)
        assert clock.monotonic() < POLL_SECONDS / 2  # nobody waited for the next look at the line
        if sent < 3:
            while len(transport.got) == sent:
                await clock.advance(0.1)
                await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert numbers(transport) == [(7, 1, False), (7, 2, False), (7, 3, False)]


class Slowly(KeepingTransport):
    """Takes a moment for each, so that others are under way."""

    async def send(self, message: Outgoing) -> Outcome:
        await asyncio.sleep(0.01)
        return await super().send(message)


class Counting(Store):
    """Counts what is written."""

    writes = 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        self.writes += 1
        async with super().transaction() as tx:
            yield tx


async def test_messages_are_begun_and_written_down_together(house: House, database_url: str) -> None:
    """48 messages: two claims of 24 and one in vain, their two beginnings, and results with whatever comes next."""
    transport, store = Slowly(), Counting(database_url)
    for chat_id in range(1, 49):
        await put(house, 1, chat_id=chat_id)
    pacer = Pacer(SystemClock(), Rates(1e6, 1e-6, 1e-6))
    running = asyncio.create_task(Delivery(store, transport, pacer, SystemClock(), "zh").run())
    await until(lambda: len(transport.got) == 48)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await states(store) == {MessageState.SENT: 48}
    assert store.writes <= 24  # one for each message and each of its three steps would be 144
    await store.close()
