"""What happened to whom: an alert fires once for its cause, restarts or not."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from bot.store.repository import Repository
from bot.store.tables.people import events


class Events(Repository):
    """``tx.events``."""

    __slots__ = ()

    async def once(self, chat_id: int, cause: str, at: datetime) -> bool:
        """Note that ``cause`` came about for the chat; False when it did before."""
        return await self._insert_new(events, {"chat_id": chat_id, "cause": cause, "at": at})

    async def prune(self, before: datetime) -> int:
        """Forget what happened before an instant (those causes could fire again); how many."""
        return await self._change(delete(events).where(events.c.at < before))
