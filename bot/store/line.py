"""The line of chats: which of them to look at next. What a claim costs is what it claims, however much lies waiting.

Each chat that has open messages stands in line under the most urgent of them (``next_priority``, ``next_id``), either at
once (``next_at`` is NULL) or from an instant on. A chat that changes is put in order at the end of the transaction, all
of them by number: two transactions that wait for each other's chats would wait for ever. Being looked at for nothing
does no harm, being looked at too late would.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    Update,
    and_,
    case,
    exists,
    func,
    literal_column,
    not_,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.looking import LONGEST_WAIT
from bot.store.messages import MessageState
from bot.store.repository import Repository
from bot.store.tables.delivery import outbox, outbox_chats

PROMOTED = 1_000  # chats at once whose time has come: at the end of a night there may be very many

# As the indices say it, word for word: with values that are handed over apart neither database knows that one serves.
OPEN = outbox.c.state.in_([literal_column(f"'{state}'") for state in (MessageState.WAITING, MessageState.SENDING)])
_IN_LINE = and_(outbox_chats.c.next_id.is_not(None), outbox_chats.c.next_at.is_(None))


def reached(instant: ColumnElement[datetime], now: datetime) -> ColumnElement[bool]:
    """Whether an instant has come, or was never meant."""
    return or_(instant.is_(None), instant <= now, instant > now + LONGEST_WAIT)


class Line(Repository):
    """``tx.line``, for the other repositories of delivery."""

    __slots__ = ("_changed", "_now")

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection)
        self._changed: set[int] = set()
        self._now: datetime | None = None

    def changed(self, chats: Iterable[int], at: datetime | None = None) -> None:
        """These have other messages than before, or others that may leave; they are put in order with `settle`.

        Where nobody has said what time it is (``at``), they are looked at at once.
        """
        self._changed.update(chats)
        self._now = max(filter(None, (self._now, at)), default=None)

    async def settle(self) -> None:
        """Put in order what changed; the store does so before it commits."""
        while self._changed:
            chats = sorted(self._changed)[:10_000]
            self._changed.difference_update(chats)
            known = await self._connection.execute(_locked(chats))
            if missing := sorted(set(chats) - set(known.scalars())):
                insert = self._insert(outbox_chats).on_conflict_do_nothing()
                await self._connection.execute(insert, [{"chat_id": chat} for chat in missing])
                await self._connection.execute(_locked(missing))
            # a statement of its own, after the lock: it sees what those who held the chats before have written
            await self._change(_put_in_order(chats, self._now))

    async def first(self, limit: int, now: datetime) -> dict[int, datetime | None]:
        """The chats to look at now, most urgent first, with the end of their pause.

        On PostgreSQL they are locked until the transaction ends, and those that others lock are left out.
        """
        await self._promote(now)
        query = (
            select(outbox_chats.c.chat_id, outbox_chats.c.paused_until)
            .where(_IN_LINE)
            .order_by(outbox_chats.c.next_priority, outbox_chats.c.next_id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return {row.chat_id: row.paused_until for row in await self._connection.execute(query)}

    async def look_again(self, chats: Mapping[int, datetime | None]) -> None:
        """Look at these no more before an instant; None where nothing waits there."""
        for at in set(chats.values()):
            values = {"next_at": at} if at is not None else {"next_at": None, "next_id": None, "next_priority": None}
            same = [chat for chat, instant in chats.items() if instant == at]
            await self._change(update(outbox_chats).where(outbox_chats.c.chat_id.in_(same)).values(values))

    async def next_look(self) -> tuple[bool, datetime | None]:
        """Whether a chat is to be looked at at once, and the earliest instant at which another one is."""
        at_once = select(exists(select(outbox_chats.c.chat_id).where(_IN_LINE)))
        earliest = select(func.min(outbox_chats.c.next_at))
        instant: datetime | None = (await self._connection.execute(earliest)).scalar_one()
        return bool((await self._connection.execute(at_once)).scalar_one()), instant

    async def _promote(self, now: datetime) -> None:
        come = or_(outbox_chats.c.next_at <= now, outbox_chats.c.next_at > now + LONGEST_WAIT)
        some = select(outbox_chats.c.chat_id).where(come).limit(PROMOTED).with_for_update(skip_locked=True)
        await self._change(update(outbox_chats).where(outbox_chats.c.chat_id.in_(some)).values(next_at=None))


def _locked(chats: Collection[int]) -> Select[tuple[int]]:
    rows = select(outbox_chats.c.chat_id).where(outbox_chats.c.chat_id.in_(chats))
    return rows.order_by(outbox_chats.c.chat_id).with_for_update()


def _put_in_order(chats: Collection[int], now: datetime | None) -> Update:
    own = and_(outbox.c.chat_id == outbox_chats.c.chat_id, OPEN)
    head = select(outbox.c.id).where(own).order_by(outbox.c.priority, outbox.c.id).limit(1)
    next_at = null() if now is None else _next_at(own, now)
    return (
        update(outbox_chats)
        .where(outbox_chats.c.chat_id.in_(chats))
        .values(
            next_id=head.scalar_subquery(),
            next_priority=head.with_only_columns(outbox.c.priority).scalar_subquery(),
            next_at=next_at,
        )
    )


def _next_at(own: ColumnElement[bool], now: datetime) -> ColumnElement[datetime]:
    """When to look at a chat with these messages; NULL is at once, and stands too for one that has none."""
    may_leave = and_(own, outbox.c.lease_until.is_(None), reached(outbox.c.not_before, now))
    instant = func.min(func.coalesce(outbox.c.lease_until, outbox.c.not_before))
    return case(
        (not_(exists().where(own)), None),
        (not_(reached(outbox_chats.c.paused_until, now)), outbox_chats.c.paused_until),
        (exists().where(may_leave), None),
        else_=select(instant).where(own).scalar_subquery(),
    )
