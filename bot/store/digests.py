"""What each chat wants of its digests, and how far they have come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from sqlalchemy import RowMapping, and_, delete, select, update

from bot.domain.digests import USUAL, Block, DigestChoice
from bot.domain.following import DigestSlot
from bot.store.messages import DigestTime
from bot.store.repository import Repository
from bot.store.tables.delivery import outbox_chats
from bot.store.tables.people import digests, users

_ON = and_(digests.c.at.is_not(None), users.c.active)
_MINE = digests.join(users, users.c.user_id == digests.c.chat_id).outerjoin(
    outbox_chats, outbox_chats.c.chat_id == digests.c.chat_id
)
_TIME = (digests.c.slot, digests.c.at, outbox_chats.c.zone, digests.c.dealt)


class Digests(Repository):
    """``tx.digests``; a chat that has chosen nothing gets none."""

    __slots__ = ()

    async def begin(self, chat_id: int, times: Mapping[DigestSlot, time | None]) -> None:
        """What a new chat gets; one that has chosen already keeps what it has."""
        for slot, at in times.items():
            await self._insert_new(digests, {"chat_id": chat_id, "slot": slot, "at": at})

    async def of(self, chat_id: int) -> dict[DigestSlot, DigestChoice]:
        """The choices of a chat, all three of them."""
        rows = await self._connection.execute(select(digests).where(digests.c.chat_id == chat_id))
        chosen = {choice.slot: choice for choice in map(_choice, rows.mappings())}
        return {slot: chosen.get(slot) or DigestChoice(chat_id, slot, None, USUAL[slot]) for slot in DigestSlot}

    async def save(self, choice: DigestChoice) -> None:
        """Overwrite a choice; the usual blocks are kept as such, so that they may become others."""
        blocks = None if choice.blocks == USUAL[choice.slot] else ",".join(sorted(choice.blocks))
        row = {"chat_id": choice.chat_id, "slot": choice.slot, "at": choice.at, "blocks": blocks}
        await self._upsert(digests, [row | {"dealt": choice.dealt, "dealt_at": choice.dealt_at}])

    async def times(self) -> list[DigestTime]:
        """The times at which any chat that can be written to wants a digest, and how far those have come: each once."""
        rows = await self._connection.execute(select(*_TIME).distinct().select_from(_MINE).where(_ON))
        return [DigestTime(DigestSlot(row.slot), row.at, row.zone, row.dealt) for row in rows]

    async def at(self, time_: DigestTime) -> list[DigestChoice]:
        """The choices of the chats of one such time."""
        same = [
            column.is_(None) if value is None else column == value
            for column, value in zip(_TIME, (time_.slot, time_.at, time_.zone, time_.dealt), strict=True)
        ]
        rows = await self._connection.execute(select(digests).select_from(_MINE).where(_ON, *same))
        return [_choice(row) for row in rows.mappings()]

    async def deal(self, slot: DigestSlot, chat_ids: Sequence[int], session: date, now: datetime) -> None:
        """Note that the digest of a session is made for these chats, or that there was nothing to say in it."""
        for some in self._portions(chat_ids):
            these = and_(digests.c.slot == slot, digests.c.chat_id.in_(some))
            await self._change(update(digests).where(these).values(dealt=session, dealt_at=now))

    async def remove_all(self, chat_id: int) -> None:
        """The chat gets no digest any more."""
        await self._change(delete(digests).where(digests.c.chat_id == chat_id))

    async def move_chat(self, old: int, new: int) -> None:
        """A group has a new id: its digests go with it, unless the new one has some."""
        there = select(digests.c.slot).where(digests.c.chat_id == new).scalar_subquery()
        moved = update(digests).where(digests.c.chat_id == old, digests.c.slot.not_in(there))
        await self._change(moved.values(chat_id=new))
        await self.remove_all(old)


def _choice(row: RowMapping) -> DigestChoice:
    slot = DigestSlot(row["slot"])
    words = row["blocks"]
    known = {block.value for block in Block}
    blocks = USUAL[slot] if words is None else frozenset(Block(word) for word in words.split(",") if word in known)
    return DigestChoice(row["chat_id"], slot, row["at"], blocks, row["dealt"], row["dealt_at"])
