"""What the bot has asked in a chat and waits to be told: at most one question a chat."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from bot.store.repository import Repository
from bot.store.tables.corrections import questions


class Questions(Repository):
    """``tx.questions``."""

    __slots__ = ()

    async def ask(self, chat_id: int, about: str, at: datetime) -> None:
        """Wait for an answer; what was asked before in this chat is not waited for any more."""
        await self._upsert(questions, [{"chat_id": chat_id, "about": about, "asked_at": at}])

    async def asked(self, chat_id: int, since: datetime) -> str | None:
        """What the chat was asked since then and has not answered."""
        query = select(questions.c.about).where(questions.c.chat_id == chat_id, questions.c.asked_at >= since)
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def forget(self, chat_id: int) -> bool:
        """Wait no more; whether anything was waited for."""
        return await self._change(delete(questions).where(questions.c.chat_id == chat_id)) > 0

    async def move_chat(self, old: int, new: int) -> None:
        """A group has a new id: what it was asked is answered from there."""
        asked = (await self._connection.execute(select(questions).where(questions.c.chat_id == old))).mappings().first()
        if asked is not None:
            await self._insert_new(questions, dict(asked) | {"chat_id": new})
            await self.forget(old)
