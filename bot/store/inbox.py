"""Telegram's updates, written down before they are confirmed to it, so that a stop loses none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        return update_id in await self.put_all({update_id: payload}, at)

    async def put_all(self, payloads: Mapping[int, str], at: datetime) -> set[int]:
        """Write updates down, by id; those that were not known before."""
        rows = [
            {"update_id": each, "payload": text, "received_at": at, "attempts": 0} for each, text in payloads.items()
        ]
        if not rows:
            return set()
        new = self._insert(inbox).values(rows).on_conflict_do_nothing().returning(inbox.c.update_id)
        return set((await self._connection.execute(new)).scalars())

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

    async def done(self, *update_ids: int, at: datetime) -> None:
        """The updates were handled; they are not pending any more."""
        await self._finish(update_ids, None, at)

    async def failed(self, update_id: int, error: str, at: datetime) -> None:
        """The update is given up; it is not pending any more, and the reason is kept."""
        await self._finish([update_id], error, at)

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

    async def _finish(self, update_ids: Sequence[int], error: str | None, at: datetime) -> None:
        finished = update(inbox).where(inbox.c.update_id.in_(update_ids)).values(finished_at=at, error=error)
        if not await self._change(finished):  # one that is gone must not keep the others from being noted
            raise UnknownRecord(f"There is no update {', '.join(map(str, update_ids))}.")
