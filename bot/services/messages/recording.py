"""What becomes of a message, written down: it is sent, waits for another try, or is given up."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.services.access.groups import move_chat
from bot.services.messages.codec import dump_view
from bot.services.messages.transport import (
    Barred,
    Gone,
    Later,
    Moved,
    NotSent,
    Outcome,
    Rejected,
    Sent,
    TopicGone,
    Uncertain,
)
from bot.services.views.pieces import Notice
from bot.store.messages import Claimed, OutboxMessage
from bot.store.store import Transaction

_log = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(minutes=15)
LONGEST_DOUBLING = 10  # 2**10 s is beyond the longest wait, 2**50 s beyond what a timedelta holds
LONGEST_FLOOD = timedelta(days=1)
AFTER_A_LOST_ANSWER = timedelta(seconds=10)
WHILE_BARRED = timedelta(hours=1)
PRIORITY_TOPIC = 1
SLACK = timedelta(seconds=1)


class Recording:
    """Knows what follows from each outcome; a message is given up ``give_up`` after it was first tried."""

    def __init__(self, clock: Clock, give_up: timedelta) -> None:
        self._clock = clock
        self._give_up = give_up

    async def record(self, tx: Transaction, message: Claimed, outcome: Outcome) -> None:
        """Write down the outcome of one attempt."""
        now = self._clock.now()
        match outcome:
            case Sent(message_id):
                await tx.outbox.sent(message.id, message_id, now)
            case Later(wait):
                until = now + min(wait, LONGEST_FLOOD) + SLACK
                await self._again(tx, message, until, "429")
                await tx.outbox.postpone_chat(message.chat_id, until, now)
            case NotSent(error, doubtful):
                wait = min(timedelta(seconds=2 ** min(message.attempts + 1, LONGEST_DOUBLING)), LONGEST_WAIT)
                await self._again(tx, message, now + wait, error, uncertain=doubtful)
            case Barred(error):
                await self._again(tx, message, now + WHILE_BARRED, error)
                await tx.outbox.postpone_chat(message.chat_id, now + WHILE_BARRED, now)
            case TopicGone(error) if message.thread_id is not None:
                await self._leave_topic(tx, message, message.thread_id, error)
            case Gone(error):
                await self._part(tx, message, error)
            case Moved(chat_id):
                await self._follow(tx, message, chat_id)
            case Rejected(error) | TopicGone(error):
                _log.error("message %s was rejected: %s", message.id, error)
                await tx.outbox.dead(message.id, error, now)
            case Uncertain(error) if message.uncertain:
                _log.warning("message %s may have arrived, the second time too: %s", message.id, error)
                await tx.outbox.uncertain(message.id, error, now)
            case Uncertain(error):
                _log.warning("message %s may have arrived; it is repeated once, marked: %s", message.id, error)
                await tx.outbox.retry(message.id, now + AFTER_A_LOST_ANSWER, error, uncertain=True)

    async def _again(
        self, tx: Transaction, message: Claimed, at: datetime, error: str, *, uncertain: bool = False
    ) -> None:
        now = self._clock.now()
        if now - (message.tried_at or now) >= self._give_up:
            _log.error("message %s is given up after %s: %s", message.id, self._give_up, error)
            await tx.outbox.dead(message.id, error, now)
        else:
            await tx.outbox.retry(message.id, at, error, uncertain=uncertain)

    async def _leave_topic(self, tx: Transaction, message: Claimed, thread_id: int, error: str) -> None:
        """Push to the group itself from now on, and say so once, before anything else."""
        now = self._clock.now()
        await tx.outbox.retry(message.id, now, error)
        await tx.topics.leave(message.chat_id, thread_id)
        told = OutboxMessage(
            message.chat_id,
            "notice",
            dump_view(Notice("topic_gone")),
            f"topic-gone:{message.chat_id}:{thread_id}",
            PRIORITY_TOPIC,
        )
        await tx.outbox.add(told, at=now)

    async def _part(self, tx: Transaction, message: Claimed, error: str) -> None:
        _log.info("chat %s is out of reach: %s", message.chat_id, error)
        await tx.outbox.dead(message.id, error, self._clock.now())
        await tx.outbox.cancel_chat(message.chat_id, self._clock.now())
        await tx.users.set_active(message.chat_id, False)  # noqa: FBT003 - the verb says what the flag is

    async def _follow(self, tx: Transaction, message: Claimed, chat_id: int) -> None:
        """The group lives on under another id: everything that is kept of it goes with it."""
        await tx.outbox.retry(message.id, self._clock.now(), f"moved to {chat_id}")
        await move_chat(tx, message.chat_id, chat_id)
