"""Messages on their way out: written with the event they tell of, sent at least as often as nobody can rule out.

A message is claimed for the time of a lease (it waits on, with a lease), and begun just before it leaves. When its
claimer dies, the lease ends and the message can be claimed again. If it had been begun it then carries ``uncertain``,
because it may have been delivered; if that happens a second time it ends as uncertain and is not repeated any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    FromClause,
    ScalarSelect,
    Subquery,
    and_,
    case,
    delete,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.messages import Claimed, Letter, MessageState, OutboxMessage
from bot.store.repository import Repository
from bot.store.tables.delivery import outbox, outbox_chats

_WAITING = outbox.c.state == MessageState.WAITING
_SENDING = outbox.c.state == MessageState.SENDING
_GIVEN_UP = outbox.c.state.in_((MessageState.DEAD, MessageState.UNCERTAIN))
_LETTER = (
    outbox.c.id,
    outbox.c.chat_id,
    outbox.c.kind,
    outbox.c.state,
    outbox.c.attempts,
    outbox.c.uncertain,
    outbox.c.error,
    outbox.c.created_at,
    outbox.c.finished_at,
)
_CLAIMED = (
    outbox.c.id,
    outbox.c.chat_id,
    outbox.c.kind,
    outbox.c.payload,
    outbox.c.dedupe_key,
    outbox.c.priority,
    outbox.c.attempts,
    outbox.c.uncertain,
    outbox.c.created_at,
    outbox.c.tried_at,
    outbox.c.lease_until,
    outbox.c.silent,
    outbox.c.thread_id,
    func.coalesce(outbox.c.because, ""),
)
# A clock that was set back leaves instants behind that nobody meant; no wait and no lease is as long as this.
LONGEST_WAIT = timedelta(days=1, hours=1)
TWICE_LOST = "the bot ended while this was leaving, twice"


class Outbox(Repository):
    """``tx.outbox``. ``filled`` says whether this transaction put something in line."""

    __slots__ = ("filled",)

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection)
        self.filled = False

    async def add(self, message: OutboxMessage, *, at: datetime) -> bool:
        """Put a message in line; False when one with the same ``dedupe_key`` was put there before."""
        added = await self._insert_new(
            outbox,
            {
                "chat_id": message.chat_id,
                "kind": message.kind,
                "payload": message.payload,
                "dedupe_key": message.dedupe_key,
                "priority": message.priority,
                "not_before": message.not_before,
                "silent": message.silent,
                "thread_id": self._topic(message),
                "state": MessageState.WAITING,
                "attempts": 0,
                "uncertain": False,
                "created_at": at,
                "because": message.because or None,
            },
        )
        if added:
            await self._insert_new(outbox_chats, {"chat_id": message.chat_id})
            self.filled = True
        return added

    @staticmethod
    def _topic(message: OutboxMessage) -> int | ScalarSelect[int | None] | None:
        """The topic that the message names, else the one that its group has chosen."""
        if message.thread_id is not None or message.chat_id > 0:
            return message.thread_id
        return select(outbox_chats.c.thread_id).where(outbox_chats.c.chat_id == message.chat_id).scalar_subquery()

    async def claim(self, limit: int, now: datetime, lease: timedelta) -> list[Claimed]:
        """Take up to ``limit`` messages that are due, most urgent first, at most one a chat; nothing has begun yet.

        A chat with a message under way, or paused, yields none. Commit before sending, so that others see the claim.
        """
        await self._give_up_twice_lost(now)
        chats = await self._lock_chats(limit, now)
        # Read after the lock, not with it: a claimer that let go of the chat a moment ago has its message under way.
        first = _first_due(now, outbox.c.chat_id.in_(chats))
        ids = (await self._connection.execute(select(first.c.id).where(first.c.place == 1))).scalars().all()
        taken = (
            update(outbox)
            .where(outbox.c.id.in_(ids))
            .values(state=MessageState.WAITING, lease_until=now + lease, uncertain=or_(outbox.c.uncertain, _SENDING))
        )
        rows = await self._connection.execute(taken.returning(*_CLAIMED))
        return sorted((Claimed(*row) for row in rows), key=lambda message: (message.priority, message.id))

    async def begin(self, message: Claimed, now: datetime) -> bool:
        """The message leaves now: from here on it may arrive. False when the claim is over, and somebody else's."""
        begun = {
            "state": MessageState.SENDING,
            "attempts": outbox.c.attempts + 1,
            "tried_at": func.coalesce(outbox.c.tried_at, now),
        }
        ours = and_(outbox.c.id == message.id, outbox.c.lease_until == message.lease_until, _WAITING)
        return await self._change(update(outbox).where(ours).values(begun)) == 1

    async def extend(self, id: int, until: datetime) -> None:  # noqa: A002 - the record's word
        """Sending takes longer than the lease."""
        await self._change(update(outbox).where(outbox.c.id == id, _SENDING).values(lease_until=until))

    async def release(self, claimed: Sequence[Claimed]) -> None:
        """What was claimed and not begun may be claimed by others."""
        leases = {message.lease_until for message in claimed}
        ours = and_(outbox.c.id.in_([each.id for each in claimed]), outbox.c.lease_until.in_(leases), _WAITING)
        await self._change(update(outbox).where(ours).values(lease_until=None))

    async def sent(self, id: int, message_id: int | None, at: datetime) -> None:  # noqa: A002 - the record's word
        """The message was delivered, under Telegram's ``message_id``. Holds even when the lease had ended."""
        await self._finish(id, MessageState.SENT, at, message_id=message_id)

    async def retry(self, id: int, at: datetime, error: str, *, uncertain: bool = False) -> None:  # noqa: A002 - the record's word
        """The attempt failed; the message may be claimed again from ``at`` on.

        ``uncertain`` says that it may have been delivered all the same, which the message then carries.
        """
        again = {"state": MessageState.WAITING, "not_before": at, "lease_until": None, "error": error}
        again |= {"uncertain": True} if uncertain else {}
        await self._change(update(outbox).where(outbox.c.id == id, _SENDING).values(again))

    async def dead(self, id: int, error: str, at: datetime) -> None:  # noqa: A002 - the record's word
        """The message can never be delivered."""
        await self._finish(id, MessageState.DEAD, at, error=error)

    async def uncertain(self, id: int, error: str, at: datetime) -> None:  # noqa: A002 - the record's word
        """The message may have been delivered, and is not to be repeated."""
        await self._finish(id, MessageState.UNCERTAIN, at, error=error)

    async def postpone_chat(self, chat_id: int, until: datetime) -> None:
        """Claim nothing for the chat before ``until``, messages added later included."""
        await self._upsert(outbox_chats, [{"chat_id": chat_id, "paused_until": until}])

    async def cancel_chat(self, chat_id: int, at: datetime) -> int:
        """Nothing that waits or is in flight for the chat is to be sent any more; how many messages."""
        cancelled = {"state": MessageState.CANCELLED, "lease_until": None, "finished_at": at}
        return await self._change(update(outbox).where(outbox.c.chat_id == chat_id, _open()).values(cancelled))

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup with a new id: what is not sent yet goes there, the message in flight again."""
        kept = await self._connection.execute(select(outbox_chats).where(outbox_chats.c.chat_id == old))
        await self._insert_new(outbox_chats, dict(kept.mappings().first() or {}) | {"chat_id": new})
        moved = {"chat_id": new, "state": MessageState.WAITING, "lease_until": None}
        await self._change(update(outbox).where(outbox.c.chat_id == old, _open()).values(moved))

    async def counts(self) -> dict[MessageState, int]:
        """How many messages stand in each state; every state is in it."""
        rows = await self._connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
        return dict.fromkeys(MessageState, 0) | dict(iter(rows))

    async def oldest_waiting(self) -> datetime | None:
        """When the oldest message that still waits was put in line; quiet hours and retries wait too."""
        query = select(func.min(outbox.c.created_at)).where(_WAITING)
        oldest: datetime | None = (await self._connection.execute(query)).scalar_one()
        return oldest

    async def next_due(self, now: datetime) -> datetime | None:
        """The instant, ``now`` or later, at which there is something to claim as things stand; None for an empty line."""
        per_chat = (
            select(
                outbox.c.chat_id,
                func.min(case((_WAITING, func.coalesce(outbox.c.not_before, outbox.c.created_at)))).label("waiting"),
                func.max(outbox.c.lease_until).label("flight"),
            )
            .where(_open())
            .group_by(outbox.c.chat_id)
            .subquery()
        )
        due = func.coalesce(per_chat.c.flight, per_chat.c.waiting)
        paused = outbox_chats.c.paused_until
        query = select(func.min(case((paused > due, paused), else_=due))).select_from(
            per_chat.join(outbox_chats, outbox_chats.c.chat_id == per_chat.c.chat_id)
        )
        earliest: datetime | None = (await self._connection.execute(query)).scalar_one()
        return None if earliest is None else max(earliest, now)

    async def due_by_chat(self, now: datetime) -> tuple[int, int, int]:
        """How many are due or leaving, the most of them for one person, and the most for one group."""
        due = or_(_SENDING, and_(_WAITING, _reached(outbox.c.not_before, now)))
        lines = select(outbox.c.chat_id, func.count().label("n")).where(due).group_by(outbox.c.chat_id).subquery()
        person = func.max(case((lines.c.chat_id > 0, lines.c.n), else_=0))
        group = func.max(case((lines.c.chat_id < 0, lines.c.n), else_=0))
        row = (await self._connection.execute(select(func.sum(lines.c.n), person, group))).one()
        return int(row[0] or 0), int(row[1] or 0), int(row[2] or 0)

    async def retried(self) -> int:
        """How many wait for another try."""
        query = select(func.count()).where(_WAITING, outbox.c.attempts > 0)
        count: int = (await self._connection.execute(query)).scalar_one()
        return count

    async def letters(self, states: Sequence[MessageState], first: int, limit: int) -> list[Letter]:
        """Up to ``limit`` messages in these states from the ``first`` on, which counts from 0; the newest first."""
        query = select(*_LETTER).where(outbox.c.state.in_(states)).order_by(outbox.c.id.desc())
        return [Letter(*row) for row in await self._connection.execute(query.offset(first).limit(limit))]

    async def resend(self, id: int, at: datetime) -> bool:  # noqa: A002 - the record's word
        """Put a message that was given up in line again, as if it were new; False where there is none such."""
        again = {"state": MessageState.WAITING, "attempts": 0, "not_before": at, "tried_at": None, "finished_at": None}
        return await self._change(update(outbox).where(outbox.c.id == id, _GIVEN_UP).values(again)) == 1

    async def drop(self, id: int, at: datetime) -> bool:  # noqa: A002 - the record's word
        """A message that was given up is looked after; False where there is none such."""
        dropped = {"state": MessageState.CANCELLED, "finished_at": at}
        return await self._change(update(outbox).where(outbox.c.id == id, _GIVEN_UP).values(dropped)) == 1

    async def prune(self, before: datetime) -> int:
        """Forget messages finished before an instant (their dedupe keys are free again); how many."""
        return await self._change(delete(outbox).where(outbox.c.finished_at < before))

    async def _give_up_twice_lost(self, now: datetime) -> None:
        """A message that was leaving when its sender died, the second time: it is not repeated once more."""
        lost = and_(_SENDING, outbox.c.uncertain, not_(_leased(outbox, now)))
        ended = {"state": MessageState.UNCERTAIN, "lease_until": None, "finished_at": now, "error": TWICE_LOST}
        await self._change(update(outbox).where(lost).values(ended))

    async def _lock_chats(self, limit: int, now: datetime) -> list[int]:
        """The chats of the most urgent due messages; on PostgreSQL locked, those that others lock left out."""
        first = _first_due(now)
        free = _reached(outbox_chats.c.paused_until, now)
        query = (
            select(outbox_chats.c.chat_id)
            .join(first, first.c.chat_id == outbox_chats.c.chat_id)
            .where(first.c.place == 1, free)
            .order_by(first.c.priority, first.c.id)
            .limit(limit)
            .with_for_update(of=outbox_chats, skip_locked=True)
        )
        return list((await self._connection.execute(query)).scalars())

    async def _finish(
        self,
        id: int,  # noqa: A002 - the record's word
        state: MessageState,
        at: datetime,
        *,
        message_id: int | None = None,
        error: str | None = None,
    ) -> None:
        values = {"state": state, "lease_until": None, "finished_at": at, "message_id": message_id, "error": error}
        still = outbox.c.id == id if state is MessageState.SENT else and_(outbox.c.id == id, _open())
        await self._change(update(outbox).where(still).values(values))


def _open() -> ColumnElement[bool]:
    return or_(_WAITING, _SENDING)


def _leased(row: FromClause, now: datetime) -> ColumnElement[bool]:
    """Under way: claimed by somebody whose lease has not ended."""
    lease = row.c.lease_until
    open_ = row.c.state.in_((MessageState.WAITING, MessageState.SENDING))
    return and_(open_, lease.is_not(None), lease > now, lease <= now + LONGEST_WAIT)


def _reached(instant: ColumnElement[datetime], now: datetime) -> ColumnElement[bool]:
    return or_(instant.is_(None), instant <= now, instant > now + LONGEST_WAIT)


def _first_due(now: datetime, *where: ColumnElement[bool]) -> Subquery:
    """Due messages of chats with none under way, with their place in the chat's line, from 1."""
    due = and_(or_(and_(_WAITING, _reached(outbox.c.not_before, now)), _SENDING), not_(_leased(outbox, now)))
    flying = outbox.alias()
    in_flight = select(flying.c.chat_id).where(_leased(flying, now))
    order = (outbox.c.priority, outbox.c.id)
    place = func.row_number().over(partition_by=outbox.c.chat_id, order_by=order)
    return (
        select(outbox.c.id, outbox.c.chat_id, outbox.c.priority, place.label("place"))
        .where(due, not_(outbox.c.chat_id.in_(in_flight)), *where)
        .subquery()
    )
