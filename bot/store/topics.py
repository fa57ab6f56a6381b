"""To which topic of a group is pushed; a group without one is written to itself."""

from __future__ import annotations

from sqlalchemy import select, update

from bot.store.messages import MessageState
from bot.store.repository import Repository
from bot.store.tables.delivery import outbox, outbox_chats

_OPEN = outbox.c.state.in_((MessageState.WAITING, MessageState.SENDING))


class Topics(Repository):
    """``tx.topics``."""

    __slots__ = ()

    async def of(self, chat_id: int) -> int | None:
        """The topic of a group; None where it is the group itself."""
        query = select(outbox_chats.c.thread_id).where(outbox_chats.c.chat_id == chat_id)
        topic: int | None = (await self._connection.execute(query)).scalar_one_or_none()
        return topic

    async def choose(self, chat_id: int, thread_id: int | None) -> None:
        """Push there from now on, and what waits too."""
        await self._upsert(outbox_chats, [{"chat_id": chat_id, "thread_id": thread_id}])
        await self._change(update(outbox).where(outbox.c.chat_id == chat_id, _OPEN).values(thread_id=thread_id))

    async def leave(self, chat_id: int, thread_id: int) -> None:
        """This topic is no more: what goes there goes to the group itself, or where it has chosen since."""
        gone = (outbox_chats.c.chat_id == chat_id) & (outbox_chats.c.thread_id == thread_id)
        await self._change(update(outbox_chats).where(gone).values(thread_id=None))
        there = (outbox.c.chat_id == chat_id) & (outbox.c.thread_id == thread_id) & _OPEN
        await self._change(update(outbox).where(there).values(thread_id=await self.of(chat_id)))

    async def move_chat(self, old: int, new: int) -> None:
        """A group has a new id: its topic goes with it, unless the new one has chosen already."""
        topic = await self.of(old)
        if topic is not None and await self.of(new) is None:
            await self.choose(new, topic)
