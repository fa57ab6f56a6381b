"""Telegram's updates, written down before they are confirmed to it, so that a stop loses none."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from bot.store.errors import UnknownRecord
from bot.store.messages import InboxUpdate
from bot.store.repository import Repository
from bot.store.tables.delivery import inbox


class Inbox(Repository):
    """``tx.inbox``."""

    __slots__ = ()

    async def put(self, update_id: int, payload: str, at: datetime) -> bool:
        """Write an update down; False when it is known already."""
        values = {"update_id": update_id, "payload": payload, "received_at": at, "attempts": 0}
        return await self._insert_new(inbox, values)

    async def attempt(self, update_id: int) -> int:
        """Note that its handling begins; for which time, from 1.

        Raises:
            UnknownRecord: the update was never put.
        """
        begun = update(inbox).where(inbox.c.update_id == update_id).values(attempts=inbox.c.attempts + 1)
        attempts = (await self._connection.execute(begun.returning(inbox.c.attempts))).scalar_one_or_none()
        if attempts is None:
            raise UnknownRecord(f"There is no update {update_id}.")
        return int(attempts)

    async def done(self, update_id: int, at: datetime) -> None:
        """The update was handled; it is not pending any more."""
        await self._finish(update_id, None, at)

    async def failed(self, update_id: int, error: str, at: datetime) -> None:
        """The update is given up; it is not pending any more, and the reason is kept."""
        await self._finish(update_id, error, at)

    async def pending(self) -> list[InboxUpdate]:
        """The updates that were not handled yet, in the order of their arrival."""
        columns = (inbox.c.update_id, inbox.c.payload, inbox.c.attempts)
        waiting = select(*columns).where(inbox.c.finished_at.is_(None))
        # Telegram may begin its ids anew after a quiet week, so the time of arrival comes first.
        rows = await self._connection.execute(waiting.order_by(inbox.c.received_at, inbox.c.update_id))
        return [InboxUpdate(**row) for row in rows.mappings()]

    async def prune(self, before: datetime) -> int:
        """Forget updates finished before an instant; how many."""
        return await self._change(delete(inbox).where(inbox.c.finished_at < before))

    async def _finish(self, update_id: int, error: str | None, at: datetime) -> None:
        finished = update(inbox).where(inbox.c.update_id == update_id).values(finished_at=at, error=error)
        if not await self._change(finished):
            raise UnknownRecord(f"There is no update {update_id}.")
