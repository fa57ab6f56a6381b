"""Which chats follow what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from bot.store.records import Follow
from bot.store.repository import Repository
from bot.store.tables.people import follows


class Follows(Repository):
    """``tx.follows``; kinds and refs as in `Follow`."""

    __slots__ = ()

    async def add(self, chat_id: int, kind: str, ref: str, at: datetime) -> bool:
        """Follow; False when the chat did already."""
        return await self._insert_new(follows, {"chat_id": chat_id, "kind": str(kind), "ref": ref, "since": at})

    async def remove(self, chat_id: int, kind: str, ref: str) -> bool:
        """Follow no longer; False when the chat did not."""
        same = (follows.c.chat_id == chat_id) & (follows.c.kind == str(kind)) & (follows.c.ref == ref)
        return await self._change(delete(follows).where(same)) == 1

    async def remove_all(self, chat_id: int) -> int:
        """The chat follows nothing any more; how much it was."""
        return await self._change(delete(follows).where(follows.c.chat_id == chat_id))

    async def of(self, chat_id: int) -> list[Follow]:
        """What a chat follows, in the order in which it began to."""
        return await self._select(follows.c.chat_id == chat_id)

    async def all(self) -> list[Follow]:
        """Everything that anybody follows, oldest first."""
        return await self._select()

    async def followers(self, kind: str, ref: str) -> list[int]:
        """The chats that follow exactly this, those that follow longest first."""
        return [follow.chat_id for follow in await self._select(follows.c.kind == str(kind), follows.c.ref == ref)]

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup with a new id: what it followed goes with it."""
        for follow in await self.of(old):
            await self.add(new, follow.kind, follow.ref, follow.since)
        await self.remove_all(old)

    async def _select(self, *where: ColumnElement[bool]) -> list[Follow]:
        order = (follows.c.since, follows.c.chat_id, follows.c.kind, follows.c.ref)
        rows = await self._connection.execute(select(follows).where(*where).order_by(*order))
        return [Follow(**row) for row in rows.mappings()]
