"""The line of chats: which of them to look at next. What a claim costs is what it claims, however much lies waiting.

Each chat that has open messages stands in line under the most urgent of them (``next_priority``, ``next_id``), either at
once (``next_at`` is NULL) or from an instant on. A chat that changes is put in order at the end of the transaction, all
of them by number: two transactions that wait for each other's chats would wait for ever. Being looked at for nothing
does no harm, being looked at too late would.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.looking import LONGEST_WAIT
from bot.store.messages import MessageState
from bot.store.repository import Repository
from bot.store.tables.delivery import outbox, outbox_chats
from bot.store.types import Instant

PROMOTED = 1_000  # chats at once whose time has come: at the end of a night there may be very many

# As the indices say it, word for word: with values that are handed over apart neither database knows that one serves.
OPEN = outbox.c.state.in_([literal_column(f"'{state}'") for state in (MessageState.WAITING, MessageState.SENDING)])
_IN_LINE = and_(outbox_chats.c.next_id.is_not(None), outbox_chats.c.next_at.is_(None))


def reached(
    instant: ColumnElement[datetime],
    now: datetime | BindParameter[datetime],
    far: datetime | BindParameter[datetime] | None = None,
) -> ColumnElement[bool]:
    """Whether an instant has come, or was never meant; ``far`` is `LONGEST_WAIT` from now."""
    far = now + LONGEST_WAIT if isinstance(now, datetime) else far
    return or_(instant.is_(None), instant <= now, instant > far)


# Statements of each claim and each commit are made once: making them takes as long as carrying them out.
_CHATS = outbox_chats.c.chat_id.in_(bindparam("chats", expanding=True))
_LOCKED = select(outbox_chats.c.chat_id).where(_CHATS).order_by(outbox_chats.c.chat_id).with_for_update()
_OWN = and_(outbox.c.chat_id == outbox_chats.c.chat_id, OPEN)
_HEAD = select(outbox.c.id).where(_OWN).order_by(outbox.c.priority, outbox.c.id).limit(1)
_NOW, _FAR = bindparam("now", type_=Instant), bindparam("far", type_=Instant)
_MAY_LEAVE = and_(_OWN, outbox.c.lease_until.is_(None), reached(outbox.c.not_before, _NOW, _FAR))
_EARLIEST = select(func.min(func.coalesce(outbox.c.lease_until, outbox.c.not_before))).where(_OWN)
_PLACED = (outbox_chats.c.next_id, outbox_chats.c.next_at)
_AT_ONCE = (
    update(outbox_chats)
    .where(_CHATS)
    .returning(*_PLACED)
    .values(
        next_id=_HEAD.scalar_subquery(),
        next_priority=_HEAD.with_only_columns(outbox.c.priority).scalar_subquery(),
        next_at=None,
    )
)
_IN_ORDER = _AT_ONCE.values(
    next_at=case(
        (not_(exists().where(_OWN)), None),
        (not_(reached(outbox_chats.c.paused_until, _NOW, _FAR)), outbox_chats.c.paused_until),
        (exists().where(_MAY_LEAVE), None),
        else_=_EARLIEST.scalar_subquery(),
    )
)
_COME = or_(outbox_chats.c.next_at <= _NOW, outbox_chats.c.next_at > _FAR)
_SOME_COME = select(outbox_chats.c.chat_id).where(_COME).limit(PROMOTED).with_for_update(skip_locked=True)
_PROMOTE = update(outbox_chats).where(outbox_chats.c.chat_id.in_(_SOME_COME)).values(next_at=None)
_FIRST = (
    select(outbox_chats.c.chat_id, outbox_chats.c.paused_until)
    .where(_IN_LINE)
    .order_by(outbox_chats.c.next_priority, outbox_chats.c.next_id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_NEXT_LOOK = select(
    exists(select(outbox_chats.c.chat_id).where(_IN_LINE)).label("at_once"),
    select(func.min(outbox_chats.c.next_at)).scalar_subquery().label("earliest"),
)
_LOOK_AT = update(outbox_chats).where(_CHATS).values(next_at=bindparam("at"))
_NOTHING = update(outbox_chats).where(_CHATS).values(next_at=None, next_id=None, next_priority=None)


class Line(Repository):
    """``tx.line``, for the other repositories of delivery. ``ready`` says whether a chat that changed may be written to."""

    __slots__ = ("_changed", "_now", "ready")

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection)
        self._changed: set[int] = set()
        self._now: datetime | None = None
        self.ready = False

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
            if await self._put_in_order(chats) < len(chats):
                insert = self._insert(outbox_chats).on_conflict_do_nothing()
                await self._connection.execute(insert, [{"chat_id": chat} for chat in chats])
                await self._put_in_order(chats)

    async def _put_in_order(self, chats: list[int]) -> int:
        """How many of these chats are known; those are in order now."""
        if self._postgresql:
            await self._connection.execute(_LOCKED, {"chats": chats})
        # a statement of its own, after the lock: it sees what those who held the chats before have written
        if self._now is None:
            placed = (await self._connection.execute(_AT_ONCE, {"chats": chats})).all()
        else:
            instants = {"now": self._now, "far": self._now + LONGEST_WAIT}
            placed = (await self._connection.execute(_IN_ORDER, {"chats": chats} | instants)).all()
        self.ready = self.ready or any(each.next_id is not None and each.next_at is None for each in placed)
        return len(placed)

    async def first(self, limit: int, now: datetime) -> dict[int, datetime | None]:
        """The chats to look at now, most urgent first, with the end of their pause.

        On PostgreSQL they are locked until the transaction ends, and those that others lock are left out.
        """
        await self._connection.execute(_PROMOTE, {"now": now, "far": now + LONGEST_WAIT})
        rows = await self._connection.execute(_FIRST, {"limit": limit})
        return {row.chat_id: row.paused_until for row in rows}

    async def look_again(self, chats: Mapping[int, datetime | None]) -> None:
        """Look at these no more before an instant; None where nothing waits there."""
        for at in set(chats.values()):
            same = [chat for chat, instant in chats.items() if instant == at]
            if at is None:
                await self._connection.execute(_NOTHING, {"chats": same})
            else:
                await self._connection.execute(_LOOK_AT, {"chats": same, "at": at})

    async def next_look(self) -> tuple[bool, datetime | None]:
        """Whether a chat is to be looked at at once, and the earliest instant at which another one is."""
        row = (await self._connection.execute(_NEXT_LOOK)).one()
        return bool(row.at_once), row.earliest
