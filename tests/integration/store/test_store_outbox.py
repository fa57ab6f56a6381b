"""The outbox: one message a chat in flight, most urgent first, nothing lost and nothing doubled unsaid."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.store import Store
from bot.store.records import Claimed, MessageState, OutboxMessage

LEASE = timedelta(seconds=60)
SECOND = timedelta(seconds=1)
MESSAGE = OutboxMessage(chat_id=7, kind="alert", payload="{}", dedupe_key="")


async def test_a_message_is_put_in_line_once(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        assert await tx.outbox.add(replace(MESSAGE, dedupe_key="digest:2024-12-26:7"), at=now)
        assert not await tx.outbox.add(replace(MESSAGE, dedupe_key="digest:2024-12-26:7"), at=now)
    claimed = await _claim(store, now)
    assert [(one.kind, one.payload, one.dedupe_key, one.attempts, one.uncertain) for one in claimed] == [
        ("alert", "{}", "digest:2024-12-26:7", 1, False)
    ]
    assert claimed[0].created_at == now


async def test_a_message_rolled_back_with_its_event_is_not_sent(store: Store, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError):
        await _add_and_fail(store, now)
    assert await _claim(store, now) == []


async def test_urgent_messages_go_first_and_a_chat_gets_one_at_a_time(store: Store, now: datetime) -> None:
    await _add(store, now, a=(7, 5), b=(7, 1), c=(8, 3), d=(9, 0))
    assert [one.dedupe_key for one in await _claim(store, now, limit=2)] == ["d", "b"]
    assert [one.dedupe_key for one in await _claim(store, now)] == ["c"]
    assert await _claim(store, now) == []


async def test_the_next_message_of_a_chat_follows_when_the_first_is_sent(store: Store, now: datetime) -> None:
    await _add(store, now, a=(7, 5), b=(7, 5))
    (first,) = await _claim(store, now)
    async with store.transaction() as tx:
        await tx.outbox.sent(first.id, 1001, now)
    (second,) = await _claim(store, now)
    assert (first.dedupe_key, second.dedupe_key) == ("a", "b")


async def test_messages_wait_for_their_time(store: Store, now: datetime) -> None:
    later = now + SECOND
    async with store.transaction() as tx:
        await tx.outbox.add(replace(MESSAGE, dedupe_key="quiet", not_before=later), at=now)
        assert await tx.outbox.next_due(now) == later
    assert await _claim(store, now) == []
    assert len(await _claim(store, later)) == 1


async def test_a_claimer_that_dies_leaves_an_uncertain_message(store: Store, now: datetime) -> None:
    await _add(store, now, a=(7, 5))
    await _claim(store, now)
    assert await _claim(store, now + LEASE - SECOND) == []
    (again,) = await _claim(store, now + LEASE)
    assert (again.attempts, again.uncertain) == (2, True)
    async with store.transaction() as tx:
        await tx.outbox.uncertain(again.id, "ReadTimeout", now + LEASE)
    assert await _claim(store, now + 3 * LEASE) == []
    assert await _counts(store) == {MessageState.UNCERTAIN: 1}


async def test_a_failed_attempt_is_repeated_at_its_time_and_not_called_uncertain(store: Store, now: datetime) -> None:
    await _add(store, now, a=(7, 5))
    (first,) = await _claim(store, now)
    async with store.transaction() as tx:
        await tx.outbox.retry(first.id, now + SECOND, "ConnectError")
    assert await _claim(store, now) == []
    (again,) = await _claim(store, now + SECOND)
    assert (again.attempts, again.uncertain) == (2, False)


async def test_an_attempt_whose_answer_was_lost_makes_the_next_one_uncertain(store: Store, now: datetime) -> None:
    await _add(store, now, a=(7, 5))
    (first,) = await _claim(store, now)
    async with store.transaction() as tx:
        await tx.outbox.retry(first.id, now + SECOND, "ReadTimeout", uncertain=True)
    assert await _claim(store, now) == []
    (again,) = await _claim(store, now + SECOND)
    assert (again.attempts, again.uncertain) == (2, True)
    async with store.transaction() as tx:
        await tx.outbox.retry(again.id, now + SECOND, "ConnectError")
    (third,) = await _claim(store, now + SECOND)
    assert third.uncertain


async def test_a_late_report_of_success_holds_and_a_late_failure_does_not(store: Store, now: datetime) -> None:
    await _add(store, now, a=(7, 5))
    (first,) = await _claim(store, now)
    async with store.transaction() as tx:
        await tx.outbox.sent(first.id, 1001, now)
        await tx.outbox.retry(first.id, now, "late")
        await tx.outbox.dead(first.id, "late", now)
    assert await _counts(store) == {MessageState.SENT: 1}


async def test_a_paused_chat_yields_nothing_that_is_added_later_either(store: Store, now: datetime) -> None:
    await _add(store, now, a=(7, 5))
    async with store.transaction() as tx:
        await tx.outbox.postpone_chat(7, now + SECOND)
    await _add(store, now, b=(7, 0), c=(8, 5))
    assert [one.dedupe_key for one in await _claim(store, now)] == ["c"]
    assert [one.dedupe_key for one in await _claim(store, now + SECOND)] == ["b"]


async def test_what_a_chat_no_longer_takes_is_cancelled(store: Store, now: datetime) -> None:
    await _add(store, now, a=(7, 0), b=(7, 5), c=(8, 5))
    (first, _) = await _claim(store, now)
    async with store.transaction() as tx:
        await tx.outbox.dead(first.id, "Forbidden", now)
        assert await tx.outbox.cancel_chat(7, now) == 1
    assert await _claim(store, now + 2 * SECOND) == []
    assert await _counts(store) == {MessageState.DEAD: 1, MessageState.CANCELLED: 1, MessageState.SENDING: 1}


async def test_a_group_that_moves_takes_its_messages_along(store: Store, now: datetime) -> None:
    await _add(store, now, a=(-7, 0), b=(-7, 5))
    await _claim(store, now)
    async with store.transaction() as tx:
        await tx.outbox.move_chat(-7, -1007)
    (first,) = await _claim(store, now)
    assert (first.chat_id, first.dedupe_key, first.uncertain) == (-1007, "a", False)


async def test_two_claimers_never_get_the_same_message_nor_the_same_chat(
    database_url: str, store: Store, now: datetime
) -> None:
    async with store.transaction() as tx:
        for number in range(120):
            message = replace(MESSAGE, chat_id=number % 30, dedupe_key=str(number), priority=number % 3)
            await tx.outbox.add(message, at=now)
    other = Store(database_url)
    taken: list[Claimed] = []
    flying: set[int] = set()

    async def work(source: Store) -> None:
        while claimed := await _claim(source, now, limit=5):
            chats = {one.chat_id for one in claimed}
            assert not flying & chats
            flying.update(chats)
            taken.extend(claimed)
            await asyncio.sleep(0)
            flying.difference_update(chats)
            async with source.transaction() as tx:
                for one in claimed:
                    await tx.outbox.sent(one.id, None, now)

    while len(taken) < 120:
        await asyncio.gather(*(work(source) for source in (store, other, store, other)))
    await other.close()
    assert sorted(int(one.dedupe_key) for one in taken) == list(range(120))


async def test_the_line_tells_how_it_stands(store: Store, now: datetime) -> None:
    async with store.snapshot() as tx:
        assert await tx.outbox.next_due(now) is None
        assert await tx.outbox.oldest_waiting() is None
    await _add(store, now, a=(7, 0), b=(7, 5))
    async with store.transaction() as tx:
        assert await tx.outbox.next_due(now + SECOND) == now + SECOND
        assert await tx.outbox.oldest_waiting() == now
    await _claim(store, now)
    async with store.transaction() as tx:  # the second waits for the first, and for nothing else
        assert await tx.outbox.next_due(now) == now + LEASE
        await tx.outbox.postpone_chat(7, now + 2 * LEASE)
        assert await tx.outbox.next_due(now) == now + 2 * LEASE
        assert await tx.outbox.counts() == dict.fromkeys(MessageState, 0) | {
            MessageState.WAITING: 1,
            MessageState.SENDING: 1,
        }


async def test_finished_messages_are_forgotten_after_a_while(store: Store, now: datetime) -> None:
    await _add(store, now, a=(7, 0), b=(7, 5))
    (first,) = await _claim(store, now)
    async with store.transaction() as tx:
        await tx.outbox.sent(first.id, 1001, now)
        assert await tx.outbox.prune(now) == 0
        assert await tx.outbox.prune(now + SECOND) == 1
    assert await _counts(store) == {MessageState.WAITING: 1}


async def _add(store: Store, now: datetime, **messages: tuple[int, int]) -> None:
    """Put messages in line, each given as ``dedupe_key=(chat_id, priority)``."""
    async with store.transaction() as tx:
        for key, (chat_id, priority) in messages.items():
            await tx.outbox.add(replace(MESSAGE, chat_id=chat_id, priority=priority, dedupe_key=key), at=now)


async def _add_and_fail(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        await tx.outbox.add(MESSAGE, at=now)
        raise ZeroDivisionError


async def _claim(store: Store, now: datetime, limit: int = 10) -> list[Claimed]:
    async with store.transaction() as tx:
        return await tx.outbox.claim(limit, now, LEASE)


async def _counts(store: Store) -> dict[MessageState, int]:
    async with store.snapshot() as tx:
        return {state: count for state, count in (await tx.outbox.counts()).items() if count}
