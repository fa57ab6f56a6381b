"""What is held back of the outbox: quiet hours of chats, and messages that become one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.line import OPEN, Line
from bot.store.messages import ChatHours, Claimed, MessageState, Waiting
from bot.store.repository import Repository
from bot.store.tables.delivery import outbox, outbox_chats

_WAITING = outbox.c.state == MessageState.WAITING
_HOURS = (
    outbox_chats.c.chat_id,
    outbox_chats.c.quiet_from,
    outbox_chats.c.quiet_until,
    outbox_chats.c.zone,
    outbox_chats.c.held_until,
)

_UNTRIED = (
    outbox.c.id,
    outbox.c.payload,
    outbox.c.priority,
    outbox.c.created_at,
    outbox.c.silent,
    outbox.c.thread_id,
    func.coalesce(outbox.c.because, ""),
)


class Holding(Repository):
    """``tx.holding``."""

    __slots__ = ("_line",)

    def __init__(self, connection: AsyncConnection, line: Line) -> None:
        super().__init__(connection)
        self._line = line

    async def hours(self, chat_ids: Sequence[int]) -> dict[int, ChatHours]:
        """The quiet hours of these chats; one that has never been written to has none."""
        rows = await self._connection.execute(select(*_HOURS).where(outbox_chats.c.chat_id.in_(chat_ids)))
        known = {row.chat_id: ChatHours(*row) for row in rows}
        return {chat: known.get(chat) or ChatHours(chat, None, None, None, None) for chat in chat_ids}

    async def with_hours(self) -> list[ChatHours]:
        """The chats that have quiet hours."""
        rows = await self._connection.execute(select(*_HOURS).where(outbox_chats.c.quiet_from.is_not(None)))
        return [ChatHours(*row) for row in rows]

    async def set_hours(self, chat_id: int, start: time | None, end: time | None, zone: str, now: datetime) -> None:
        """Be quiet from now on in these hours; what was held is due, and held again where the new hours say so."""
        chat: dict[str, object] = {"chat_id": chat_id, "quiet_from": start, "quiet_until": end, "zone": zone}
        held = (await self.hours([chat_id]))[chat_id].held_until
        if held is not None:
            await self._change(
                update(outbox)
                .where(outbox.c.chat_id == chat_id, OPEN, _WAITING, outbox.c.not_before == held)
                .values(not_before=now)
            )
            self._line.changed([chat_id], now)
            chat["held_until"] = now
        await self._upsert(outbox_chats, [chat])

    async def move_chat(self, old: int, new: int) -> None:
        """A group has a new id: its quiet hours go with it."""
        hours = (await self.hours([old]))[old]
        if hours.quiet_from is not None and (await self.hours([new]))[new].quiet_from is None:
            own = {"quiet_from": hours.quiet_from, "quiet_until": hours.quiet_until, "zone": hours.zone}
            await self._upsert(outbox_chats, [{"chat_id": new, **own}])

    async def hold(self, message: Claimed, until: datetime, now: datetime, *, besides: Sequence[str]) -> None:
        """Give the message back, to wait with all others of its chat that were not tried, except of some kinds."""
        waiting = and_(
            outbox.c.chat_id == message.chat_id,
            OPEN,
            _WAITING,
            outbox.c.attempts == 0,
            outbox.c.kind.not_in(besides),
            or_(outbox.c.lease_until.is_(None), outbox.c.id == message.id),
        )
        await self._change(update(outbox).where(waiting).values(not_before=until, lease_until=None))
        self._line.changed([message.chat_id], now)
        chat = update(outbox_chats).where(outbox_chats.c.chat_id == message.chat_id)
        await self._change(chat.values(held_until=until))

    async def count(self, now: datetime) -> int:
        """How many messages wait for the end of quiet hours, or of a burst."""
        same = and_(outbox_chats.c.chat_id == outbox.c.chat_id, outbox_chats.c.held_until == outbox.c.not_before)
        query = select(func.count()).select_from(outbox.join(outbox_chats, same))
        held: int = (
            await self._connection.execute(query.where(OPEN, _WAITING, outbox.c.not_before > now))
        ).scalar_one()
        return held

    async def let_go(self, chat_id: int) -> None:
        """Nothing is held for the chat any more."""
        await self._change(update(outbox_chats).where(outbox_chats.c.chat_id == chat_id).values(held_until=None))

    async def untried(self, chat_id: int, now: datetime, *, besides: Sequence[str]) -> list[Waiting]:
        """What is due for the chat and was not tried yet, in order, except of some kinds."""
        query = select(*_UNTRIED).where(outbox.c.chat_id == chat_id, _untried(now, besides)).order_by(outbox.c.id)
        return [Waiting(*row) for row in await self._connection.execute(query)]

    async def lengths(self, chat_ids: Sequence[int], now: datetime, *, besides: Sequence[str]) -> dict[int, int]:
        """How many messages `untried` has for each of these chats; a chat without any is left out."""
        chosen = (outbox.c.chat_id.in_(chat_ids), _untried(now, besides))
        query = select(outbox.c.chat_id, func.count()).where(*chosen).group_by(outbox.c.chat_id)
        return dict(iter(await self._connection.execute(query)))

    async def fold(self, ids: Sequence[int], at: datetime) -> None:
        """These are told within another message."""
        folded = {"state": MessageState.FOLDED, "lease_until": None, "finished_at": at}
        await self._change(update(outbox).where(outbox.c.id.in_(ids), _WAITING).values(folded))

    async def payload(self, dedupe_key: str) -> str | None:
        """The view of a message by its key; None where it is not kept any more."""
        found: str | None = (
            await self._connection.execute(select(outbox.c.payload).where(outbox.c.dedupe_key == dedupe_key))
        ).scalar_one_or_none()
        return found


def _untried(now: datetime, besides: Sequence[str]) -> ColumnElement[bool]:
    due = or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now)
    return and_(OPEN, _WAITING, outbox.c.attempts == 0, outbox.c.kind.not_in(besides), due)
