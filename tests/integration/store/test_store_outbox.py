"""The outbox: one message a chat in flight, most urgent first, nothing lost and nothing doubled unsaid."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.store import Store
from bot.store.messages import Claimed, MessageState, OutboxMessage

LEASE = timedelta(seconds=60)
SECOND = timedelta(seconds=1)
MESSAGE = OutboxMessage(chat_id=7, kind="alert", payload="{}", dedupe_key="")


async def test_a_message_is_put_in_line_once(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        assert await tx.outbox.add(replace(MESSAGE, dedupe_key="digest:2024-12-26:7"), at=now)
        assert not await tx.outbox.add(replace(MESSAGE, dedupe_key="digest:2024-12-26:7"), at=now)
    claimed = await _claim(store, now)
    assert [(one.kind, one.payload, one.dedupe_key, one.attempts, one.uncertain) for one in claimed] == [
        ("alert", "{}", "digest:2024-12-26:7", 0, False)
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
    assert (again.attempts, again.uncertain) == (1, True)
    async with store.transaction() as tx:
        await tx.outbox.uncertain(again.id, "ReadTimeout", now + LEASE)
    assert await _claim(store, now + 3 * LEASE) == []
    assert await _counts(store) == {MessageState.UNCERTAIN: 1}


async def test_a_claimer_that_dies_before_it_begins_leaves_no_doubt(store: Store, now: datetime) -> None:
    await _add(store, now, a=(7, 5))
    async with store.transaction() as tx:
        (first,) = await tx.outbox.claim(10, now, LEASE)
    assert await _claim(store, now + LEASE - SECOND) == []
    (again,) = await _claim(store, now + LEASE)
    assert (again.attempts, again.uncertain) == (0, False)
    async with store.transaction() as tx:  # the first was only slow
        assert not await tx.outbox.begin(first, now + LEASE)


async def test_what_was_leaving_at_two_ends_is_uncertain_and_not_repeated_again(store: Store, now: datetime) -> None:
    await _add(store, now, a=(7, 5))
    for times in range(2):
        assert len(await _claim(store, now + times * LEASE)) == 1
    assert await _claim(store, now + 2 * LEASE) == []
    assert await _counts(store) == {MessageState.UNCERTAIN: 1}


async def test_what_is_claimed_and_given_back_can_be_claimed_at_once(store: Store, now: datetime) -> None:
    await _add(store, now, a=(7, 5), b=(8, 5))
    async with store.transaction() as tx:
        claimed = await tx.outbox.claim(10, now, LEASE)
        assert await tx.outbox.begin(claimed[0], now)
        await tx.outbox.release(claimed)
    assert [one.dedupe_key for one in await _claim(store, now)] == ["b"]


async def test_a_clock_that_is_set_back_a_week_holds_nothing_up(store: Store, now: datetime) -> None:
    await _add(store, now, a=(7, 5), b=(8, 5), c=(9, 5))
    async with store.transaction() as tx:
        claimed = await tx.outbox.claim(3, now, LEASE)
        assert await tx.outbox.begin(claimed[0], now)
        assert await tx.outbox.begin(claimed[1], now)
        await tx.outbox.retry(claimed[1].id, now + SECOND, "ConnectError")
        await tx.outbox.postpone_chat(9, now + SECOND, now)
    again = await _claim(store, now - timedelta(days=7))
    assert [(one.dedupe_key, one.uncertain) for one in again] == [("a", True), ("b", False), ("c", False)]


async def test_a_failed_attempt_is_repeated_at_its_time_and_not_called_uncertain(store: Store, now: datetime) -> None:
    await _add(store, now, a=(7, 5))
    (first,) = await _claim(store, now)
    async with store.transaction() as tx:
        await tx.outbox.retry(first.id, now + SECOND, "ConnectError")
    assert await _claim(store, now) == []
    (again,) = await _claim(store, now + SECOND)
    assert (again.attempts, again.uncertain) == (1, False)


async def test_an_attempt_whose_answer_was_lost_makes_the_next_one_uncertain(store: Store, now: datetime) -> None:
    await _add(store, now, a=(7, 5))
    (first,) = await _claim(store, now)
    async with store.transaction() as tx:
        await tx.outbox.retry(first.id, now + SECOND, "ReadTimeout", uncertain=True)
    assert await _claim(store, now) == []
    (again,) = await _claim(store, now + SECOND)
    assert (again.attempts, again.uncertain) == (1, True)
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
        await tx.outbox.postpone_chat(7, now + SECOND, now)
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


async def test_a_group_that_moves_takes_along_what_was_told_and_asked(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        await tx.events.once_each(-7, ["a", "b"], now)
        await tx.events.once(-1007, "b", now)
        await tx.questions.ask(-7, "pick:3", now)
        await tx.events.move_chat(-7, -1007)
        await tx.questions.move_chat(-7, -1007)
        await tx.questions.move_chat(-8, -1008)
        assert await tx.events.once_each(-1007, ["a", "b", "c"], now) == {"c"}
        assert await tx.questions.asked(-1007, now) == "pick:3"
        assert await tx.questions.asked(-7, now) is None


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
        await tx.outbox.postpone_chat(7, now + 2 * LEASE, now)
        assert await tx.outbox.next_due(now) == now + 2 * LEASE
        assert await tx.outbox.counts() == dict.fromkeys(MessageState, 0) | {
            MessageState.WAITING: 1,
            MessageState.SENDING: 1,
        }


async def test_what_was_given_up_is_found_sent_again_and_dropped(store: Store, now: datetime) -> None:
    await _add(store, now, a=(7, 5), b=(8, 5), c=(9, 5))
    a, b, c = await _claim(store, now)
    given_up = (MessageState.DEAD, MessageState.UNCERTAIN)
    async with store.transaction() as tx:
        await tx.outbox.dead(a.id, "message is too long", now)
        await tx.outbox.uncertain(b.id, "ReadTimeout", now)
        await tx.outbox.sent(c.id, 1001, now)
        assert [(each.chat_id, each.error) for each in await tx.outbox.letters(given_up, 0, 9)] == [
            (8, "ReadTimeout"),
            (7, "message is too long"),
        ]
        assert [each.chat_id for each in await tx.outbox.letters(given_up, 1, 9)] == [7]
        assert await tx.outbox.resend(a.id, now)
        assert await tx.outbox.drop(b.id, now)
        assert not await tx.outbox.resend(c.id, now)
        assert not await tx.outbox.drop(a.id, now)
        assert await tx.outbox.retried() == 0
    assert [(one.dedupe_key, one.attempts) for one in await _claim(store, now)] == [("a", 0)]
    assert await _counts(store) == {MessageState.SENDING: 1, MessageState.SENT: 1, MessageState.CANCELLED: 1}


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
    """Claim and begin, as a sender does just before a message leaves."""
    async with store.transaction() as tx:
        claimed = await tx.outbox.claim(limit, now, LEASE)
        for message in claimed:
            assert await tx.outbox.begin(message, now)
    return claimed


async def _counts(store: Store) -> dict[MessageState, int]:
    async with store.snapshot() as tx:
        return {state: count for state, count in (await tx.outbox.counts()).items() if count}
