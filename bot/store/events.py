"""What happened to whom: an alert fires once for its cause, restarts or not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from bot.store.repository import Repository
from bot.store.tables.people import events


class Events(Repository):
    """``tx.events``."""

    __slots__ = ()

    async def once(self, chat_id: int, cause: str, at: datetime) -> bool:
        """Note that ``cause`` came about for the chat; False when it did before."""
        return bool(await self.once_each(chat_id, [cause], at))

    async def once_each(self, chat_id: int, causes: Iterable[str], at: datetime) -> set[str]:
        """As `once` for many causes in one statement; those that did not come about before."""
        rows = [{"chat_id": chat_id, "cause": cause, "at": at} for cause in dict.fromkeys(causes)]
        if not rows:
            return set()
        new = self._insert(events).on_conflict_do_nothing().returning(events.c.cause)
        return set((await self._connection.execute(new, rows)).scalars())

    async def told(self, cause: str) -> set[int]:
        """The chats for which ``cause`` came about."""
        return set((await self._connection.execute(select(events.c.chat_id).where(events.c.cause == cause))).scalars())

    async def counts(self, since: datetime) -> dict[int, Counter[str]]:
        """How much came about for each chat since an instant, by the word before the first colon of the cause."""
        counts: dict[int, Counter[str]] = defaultdict(Counter)
        rows = await self._connection.execute(select(events.c.chat_id, events.c.cause).where(events.c.at >= since))
        for chat_id, cause in rows:
            counts[chat_id][cause.partition(":")[0]] += 1
        return counts

    async def move_chat(self, old: int, new: int) -> None:
        """A group has a new id: what has come about for it is not told again."""
        known = select(events.c.cause).where(events.c.chat_id == new).scalar_subquery()
        told = update(events).where(events.c.chat_id == old, events.c.cause.not_in(known))
        await self._change(told.values(chat_id=new))
