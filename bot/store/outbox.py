"""Messages on their way out: written with the event they tell of, sent at least as often as nobody can rule out.

A message is claimed for the time of a lease (it waits on, with a lease), and begun just before it leaves. When its
claimer dies, the lease ends and the message can be claimed again. If it had been begun it then carries ``uncertain``,
because it may have been delivered; if that happens a second time it ends as uncertain and is not repeated any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Update, and_, bindparam, case, delete, func, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.line import OPEN, Line, reached
from bot.store.looking import OpenMessage, look
from bot.store.messages import Claimed, Letter, MessageState, OutboxMessage
from bot.store.repository import Repository
from bot.store.tables.delivery import outbox, outbox_chats
from bot.store.types import Instant

_WAITING = outbox.c.state == MessageState.WAITING
_SENDING = outbox.c.state == MessageState.SENDING
_GIVEN_UP = (MessageState.DEAD, MessageState.UNCERTAIN)
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
_OPEN_ROW = (
    outbox.c.id,
    outbox.c.chat_id,
    outbox.c.state,
    outbox.c.uncertain,
    outbox.c.not_before,
    outbox.c.lease_until,
)
_BEGIN = (
    update(outbox)
    .where(
        outbox.c.id.in_(bindparam("ids", expanding=True)),
        outbox.c.lease_until.in_(bindparam("leases", expanding=True)),
        _WAITING,
    )
    .values(
        state=MessageState.SENDING,
        attempts=outbox.c.attempts + 1,
        tried_at=func.coalesce(outbox.c.tried_at, bindparam("at", type_=Instant)),
    )
    .returning(outbox.c.id)
)
_OPEN_OF = (
    select(*_OPEN_ROW)
    .where(outbox.c.chat_id.in_(bindparam("chats", expanding=True)), OPEN)
    .order_by(outbox.c.chat_id, outbox.c.priority, outbox.c.id)
)
_TAKE = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(state=MessageState.WAITING, lease_until=bindparam("until"), uncertain=or_(outbox.c.uncertain, _SENDING))
    .returning(*_CLAIMED)
)
_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("of"))
    .values(
        state=MessageState.SENT,
        lease_until=None,
        finished_at=bindparam("at"),
        message_id=bindparam("number"),
        error=None,
    )
)
INSTANT = timedelta(microseconds=1)
ROUNDS = 4  # chats that turn out to have nothing to send are left, and others looked at, so many times
TWICE_LOST = "the bot ended while this was leaving, twice"


class Outbox(Repository):
    """``tx.outbox``. ``filled`` says whether this transaction put something in line."""

    __slots__ = ("_line", "filled")

    def __init__(self, connection: AsyncConnection, line: Line) -> None:
        super().__init__(connection)
        self._line = line
        self.filled = False

    async def add(self, message: OutboxMessage, *, at: datetime) -> bool:
        """Put a message in line; False when one with the same ``dedupe_key`` was put there before."""
        topics = await self._topics([message])
        added = await self._insert_new(outbox, _row(message, at, topics))
        if added:
            self._line.changed([message.chat_id], at)
            self.filled = True
        return added

    async def add_all(self, messages: Iterable[OutboxMessage], *, at: datetime) -> int:
        """Put many messages in line, as `add` does with one; how many were not there before."""
        insert = self._insert(outbox).on_conflict_do_nothing().returning(outbox.c.chat_id)
        added = 0
        for portion in self._portions(messages):
            topics = await self._topics(portion)
            new = await self._connection.execute(insert, [_row(message, at, topics) for message in portion])
            chats = new.scalars().all()
            self._line.changed(chats, at)
            added += len(chats)
        self.filled = self.filled or added > 0
        return added

    async def _topics(self, messages: Sequence[OutboxMessage]) -> dict[int, int | None]:
        """The topics that groups have chosen, for messages that name none."""
        groups = {each.chat_id for each in messages if each.chat_id < 0 and each.thread_id is None}
        query = select(outbox_chats.c.chat_id, outbox_chats.c.thread_id).where(outbox_chats.c.chat_id.in_(groups))
        return {row.chat_id: row.thread_id for row in await self._connection.execute(query)} if groups else {}

    async def claim(self, limit: int, now: datetime, lease: timedelta) -> list[Claimed]:
        """Take up to ``limit`` messages that are due, most urgent first, at most one a chat; nothing has begun yet.

        A chat with a message under way, or paused, yields none. Commit before sending, so that others see the claim.
        """
        await self._line.settle()
        ids: list[int] = []
        for _ in range(ROUNDS):
            chats = await self._line.first(limit - len(ids), now)
            ids += await self._heads(chats, now, now + lease)
            if not chats or len(ids) > limit // 2:
                break
        rows = await self._connection.execute(_TAKE, {"ids": ids, "until": now + lease}) if ids else ()
        return sorted((Claimed(*row) for row in rows), key=lambda message: (message.priority, message.id))

    async def begin(self, message: Claimed, now: datetime) -> bool:
        """The message leaves now: from here on it may arrive. False when the claim is over, and somebody else's."""
        return message.id in await self.begin_all([message], now)

    async def begin_all(self, messages: Sequence[Claimed], now: datetime) -> set[int]:
        """As `begin` for several at once; the ids of those that leave."""
        ids, leases = [each.id for each in messages], list({each.lease_until for each in messages})
        begun = await self._connection.execute(_BEGIN, {"ids": ids, "leases": leases, "at": now})
        return set(begun.scalars())

    async def take_back(self, id: int) -> None:  # noqa: A002 - the record's word
        """The message has begun and, for certain, not left: it is as if it had never begun, and others may claim it."""
        never = {"state": MessageState.WAITING, "attempts": outbox.c.attempts - 1, "lease_until": None}
        await self._changed(update(outbox).where(outbox.c.id == id, _SENDING).values(never))

    async def extend(self, id: int, until: datetime) -> None:  # noqa: A002 - the record's word
        """Sending takes longer than the lease."""
        await self._change(update(outbox).where(outbox.c.id == id, _SENDING).values(lease_until=until))

    async def release(self, claimed: Sequence[Claimed]) -> None:
        """What was claimed and not begun may be claimed by others."""
        leases = {message.lease_until for message in claimed}
        ours = and_(outbox.c.id.in_([each.id for each in claimed]), outbox.c.lease_until.in_(leases), _WAITING)
        await self._changed(update(outbox).where(ours).values(lease_until=None))

    async def sent(self, id: int, message_id: int | None, at: datetime) -> None:  # noqa: A002 - the record's word
        """The message was delivered, under Telegram's ``message_id``. Holds even when the lease had ended."""
        await self._finish(id, MessageState.SENT, at, message_id=message_id)

    async def sent_all(self, messages: Sequence[tuple[Claimed, int | None]], at: datetime) -> None:
        """As `sent` for several at once, each with its ``message_id``."""
        rows = [{"of": message.id, "number": number, "at": at} for message, number in messages]
        await self._connection.execute(_SENT, rows)
        self._line.changed((message.chat_id for message, _ in messages), at)

    async def retry(self, id: int, at: datetime, error: str, *, uncertain: bool = False) -> None:  # noqa: A002 - the record's word
        """The attempt failed; the message may be claimed again from ``at`` on.

        ``uncertain`` says that it may have been delivered all the same, which the message then carries.
        """
        again = {"state": MessageState.WAITING, "not_before": at, "lease_until": None, "error": error}
        again |= {"uncertain": True} if uncertain else {}
        await self._changed(update(outbox).where(outbox.c.id == id, _SENDING).values(again), at - INSTANT)

    async def dead(self, id: int, error: str, at: datetime) -> None:  # noqa: A002 - the record's word
        """The message can never be delivered."""
        await self._finish(id, MessageState.DEAD, at, error=error)

    async def uncertain(self, id: int, error: str, at: datetime) -> None:  # noqa: A002 - the record's word
        """The message may have been delivered, and is not to be repeated."""
        await self._finish(id, MessageState.UNCERTAIN, at, error=error)

    async def postpone_chat(self, chat_id: int, until: datetime, now: datetime) -> None:
        """Claim nothing for the chat before ``until``, messages added later included."""
        await self._upsert(outbox_chats, [{"chat_id": chat_id, "paused_until": until}])
        self._line.changed([chat_id], min(now, until))

    async def cancel_chat(self, chat_id: int, at: datetime) -> int:
        """Nothing that waits or is in flight for the chat is to be sent any more; how many messages."""
        cancelled = {"state": MessageState.CANCELLED, "lease_until": None, "finished_at": at}
        return await self._changed(update(outbox).where(outbox.c.chat_id == chat_id, OPEN).values(cancelled), at)

    async def cancel(self, prefix: str, at: datetime) -> int:
        """As `cancel_chat` for what has not begun of the messages whose ``dedupe_key`` begins so; how many."""
        cancelled = {"state": MessageState.CANCELLED, "lease_until": None, "finished_at": at}
        waiting = update(outbox).where(_begins(prefix), OPEN, _WAITING)
        return await self._changed(waiting.values(cancelled), at)

    async def progress(self, prefix: str) -> dict[MessageState, int]:
        """How many of the messages whose ``dedupe_key`` begins so stand in each state; every state is in it."""
        query = select(outbox.c.state, func.count()).where(_begins(prefix)).group_by(outbox.c.state)
        return dict.fromkeys(MessageState, 0) | dict(iter(await self._connection.execute(query)))

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup with a new id: what is not sent yet goes there, the message in flight again."""
        kept = await self._connection.execute(select(outbox_chats).where(outbox_chats.c.chat_id == old))
        await self._insert_new(outbox_chats, dict(kept.mappings().first() or {}) | {"chat_id": new})
        moved = {"chat_id": new, "state": MessageState.WAITING, "lease_until": None}
        await self._change(update(outbox).where(outbox.c.chat_id == old, OPEN).values(moved))
        self._line.changed([old, new])

    async def counts(self) -> dict[MessageState, int]:
        """How many messages stand in each state; every state is in it."""
        rows = await self._connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
        return dict.fromkeys(MessageState, 0) | dict(iter(rows))

    async def oldest_waiting(self) -> datetime | None:
        """When the oldest message that still waits was put in line; quiet hours and retries wait too."""
        query = select(func.min(outbox.c.created_at)).where(OPEN, _WAITING)
        oldest: datetime | None = (await self._connection.execute(query)).scalar_one()
        return oldest

    async def next_due(self, now: datetime) -> datetime | None:
        """The instant, ``now`` or later, at which there is something to claim as things stand; None for an empty line."""
        await self._line.settle()
        at_once, earliest = await self._line.next_look()
        return now if at_once else earliest and max(earliest, now)

    async def due_by_chat(self, now: datetime) -> tuple[int, int, int]:
        """How many are due or leaving, the most of them for one person, and the most for one group."""
        due = and_(OPEN, or_(_SENDING, reached(outbox.c.not_before, now)))
        lines = select(outbox.c.chat_id, func.count().label("n")).where(due).group_by(outbox.c.chat_id).subquery()
        person = func.max(case((lines.c.chat_id > 0, lines.c.n), else_=0))
        group = func.max(case((lines.c.chat_id < 0, lines.c.n), else_=0))
        row = (await self._connection.execute(select(func.sum(lines.c.n), person, group))).one()
        return int(row[0] or 0), int(row[1] or 0), int(row[2] or 0)

    async def sent_since(self, at: datetime) -> int:
        """How many were delivered since an instant."""
        query = select(func.count()).where(outbox.c.finished_at >= at, outbox.c.state == MessageState.SENT)
        count: int = (await self._connection.execute(query)).scalar_one()
        return count

    async def busy_since(self, now: datetime) -> datetime | None:
        """When the message was put in line that has been due the longest, and not been tried; None where none is."""
        due = and_(OPEN, outbox.c.attempts == 0, reached(outbox.c.not_before, now))
        query = select(func.min(func.coalesce(outbox.c.not_before, outbox.c.created_at))).where(due)
        since: datetime | None = (await self._connection.execute(query)).scalar_one()
        return since

    async def retried(self) -> int:
        """How many wait for another try."""
        query = select(func.count()).where(OPEN, _WAITING, outbox.c.attempts > 0)
        count: int = (await self._connection.execute(query)).scalar_one()
        return count

    async def letters(self, states: Sequence[MessageState], first: int, limit: int) -> list[Letter]:
        """Up to ``limit`` messages in these states from the ``first`` on, which counts from 0; the newest first."""
        chosen = outbox.c.state.in_([literal_column(f"'{state}'") for state in states])  # as the index says it
        query = select(*_LETTER).where(chosen).order_by(outbox.c.id.desc())
        return [Letter(*row) for row in await self._connection.execute(query.offset(first).limit(limit))]

    async def resend(self, id: int, at: datetime) -> bool:  # noqa: A002 - the record's word
        """Put a message that was given up in line again, as if it were new; False where there is none such."""
        again = {"state": MessageState.WAITING, "attempts": 0, "not_before": at, "tried_at": None, "finished_at": None}
        return (
            await self._changed(
                update(outbox).where(outbox.c.id == id, outbox.c.state.in_(_GIVEN_UP)).values(again), at
            )
            == 1
        )

    async def drop(self, id: int, at: datetime) -> bool:  # noqa: A002 - the record's word
        """A message that was given up is looked after; False where there is none such."""
        dropped = {"state": MessageState.CANCELLED, "finished_at": at}
        return (
            await self._change(update(outbox).where(outbox.c.id == id, outbox.c.state.in_(_GIVEN_UP)).values(dropped))
            == 1
        )

    async def kept(self, id: int, chat_id: int) -> tuple[str, str] | None:  # noqa: A002 - the record's word
        """What a message of the chat says, and what brought it; None where it is not kept any more."""
        query = select(outbox.c.payload, func.coalesce(outbox.c.because, ""))
        row = (await self._connection.execute(query.where(outbox.c.id == id, outbox.c.chat_id == chat_id))).first()
        return (row[0], row[1]) if row else None

    async def prune(self, before: datetime) -> int:
        """Forget messages finished before an instant (their dedupe keys are free again); how many."""
        return await self._change(delete(outbox).where(outbox.c.finished_at < before))

    async def _heads(self, chats: Mapping[int, datetime | None], now: datetime, until: datetime) -> list[int]:
        """The message of each chat that may leave; the chats are looked at again ``until`` then, or as they stand."""
        rows = await self._connection.execute(_OPEN_OF, {"chats": list(chats)})
        open_: dict[int, list[OpenMessage]] = {chat: [] for chat in chats}
        for row in rows:
            open_[row.chat_id].append(OpenMessage(*row))
        found = {chat: look(open_[chat], paused, now) for chat, paused in chats.items()}
        await self._line.look_again({chat: until if each.head else each.again for chat, each in found.items()})
        lost = [id_ for each in found.values() for id_ in each.twice_lost]
        ended = {"state": MessageState.UNCERTAIN, "lease_until": None, "finished_at": now, "error": TWICE_LOST}
        if lost:
            await self._change(update(outbox).where(outbox.c.id.in_(lost)).values(ended))
        return [each.head for each in found.values() if each.head]

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
        still = outbox.c.id == id if state is MessageState.SENT else and_(outbox.c.id == id, OPEN)
        await self._changed(update(outbox).where(still).values(values), at)

    async def _changed(self, change: Update, at: datetime | None = None) -> int:
        """Carry out what may give a chat something else to send; how many messages it touched."""
        chats = (await self._connection.execute(change.returning(outbox.c.chat_id))).scalars().all()
        self._line.changed(chats, at)
        return len(chats)


def _begins(prefix: str) -> ColumnElement[bool]:
    """A range, which the index of keys serves in any collation; keys are ASCII."""
    return and_(outbox.c.dedupe_key >= prefix, outbox.c.dedupe_key < prefix + "\x7f")


def _row(message: OutboxMessage, at: datetime, topics: Mapping[int, int | None]) -> dict[str, Any]:
    return {
        "chat_id": message.chat_id,
        "kind": message.kind,
        "payload": message.payload,
        "dedupe_key": message.dedupe_key,
        "priority": message.priority,
        "not_before": message.not_before,
        "silent": message.silent,
        "thread_id": topics.get(message.chat_id) if message.thread_id is None else message.thread_id,
        "because": message.because or None,
        "state": MessageState.WAITING,
        "attempts": 0,
        "uncertain": False,
        "created_at": at,
    }
