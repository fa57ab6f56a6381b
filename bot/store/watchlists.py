"""Named lists of securities, each with its members in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from bot.domain.watchlists import Watchlist
from bot.store.repository import Repository
from bot.store.tables.watchlists import watchlist_members, watchlists

_THERE = watchlists.c.deleted_at.is_(None)


class Watchlists(Repository):
    """``tx.watchlists``; a list that was deleted is only seen by `restore`."""

    __slots__ = ()

    async def of(self, chat_id: int) -> list[Watchlist]:
        """The lists of a chat, in its order."""
        return await self._select(watchlists.c.chat_id == chat_id)

    async def get(self, list_id: int) -> Watchlist | None:
        """The list, if it is there."""
        return next(iter(await self._select(watchlists.c.list_id == list_id)), None)

    async def shared(self, token: str) -> Watchlist | None:
        """The list that a link opens."""
        return next(iter(await self._select(watchlists.c.token == token)), None)

    async def members(self, list_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
        """The symbols of these lists, each in its order; what was deleted is left out."""
        found: dict[int, tuple[str, ...]] = {}
        for portion in self._portions(sorted(list_ids)):
            found |= {each.list_id: each.symbols for each in await self._select(watchlists.c.list_id.in_(portion))}
        return found

    async def joined(self, list_ids: Collection[int]) -> dict[int, dict[str, datetime]]:
        """As `members`, with the instant at which each came into the list."""
        found: dict[int, dict[str, datetime]] = {}
        for portion in self._portions(sorted(list_ids)):
            query = select(watchlist_members.c.list_id, watchlist_members.c.symbol, watchlist_members.c.added_at)
            there = query.join(watchlists).where(_THERE, watchlists.c.list_id.in_(portion))
            for list_id, symbol, added_at in await self._connection.execute(there):
                found.setdefault(list_id, {})[symbol] = added_at
        return found

    async def add(self, chat_id: int, name: str, symbols: Sequence[str], at: datetime) -> int:
        """A new list behind the others of the chat; its id."""
        last = select(func.coalesce(func.max(watchlists.c.place), 0)).where(watchlists.c.chat_id == chat_id)
        place = int((await self._connection.execute(last)).scalar_one()) + 1
        values = {"chat_id": chat_id, "name": name, "place": place, "made_at": at}
        added = await self._connection.execute(insert(watchlists).values(values).returning(watchlists.c.list_id))
        list_id = int(added.scalar_one())
        await self.write(list_id, symbols, at)
        return list_id

    async def write(self, list_id: int, symbols: Sequence[str], at: datetime) -> None:
        """Give a list these members in this order; who was in it before keeps since when."""
        of_it = select(watchlist_members.c.symbol).where(watchlist_members.c.list_id == list_id)
        if gone := set((await self._connection.execute(of_it)).scalars()) - set(symbols):
            those = watchlist_members.c.symbol.in_(gone)
            await self._change(delete(watchlist_members).where(watchlist_members.c.list_id == list_id, those))
        values = [
            {"list_id": list_id, "symbol": symbol, "place": place, "added_at": at}
            for place, symbol in enumerate(symbols)
        ]
        await self._upsert(watchlist_members, values, keep=["added_at"])

    async def order(self, list_ids: Sequence[int]) -> None:
        """Put the lists of a chat into this order."""
        for place, list_id in enumerate(list_ids, 1):
            await self._change(update(watchlists).where(watchlists.c.list_id == list_id).values(place=place))

    async def rename(self, list_id: int, name: str) -> None:
        """Give a list another name."""
        await self._change(update(watchlists).where(watchlists.c.list_id == list_id).values(name=name))

    async def share(self, list_id: int, token: str | None) -> None:
        """Let a link open the list, or none any more."""
        await self._change(update(watchlists).where(watchlists.c.list_id == list_id).values(token=token))

    async def delete(self, list_id: int, at: datetime) -> None:
        """Take a list away, from whoever holds its link too; `restore` brings it back."""
        await self._change(
            update(watchlists).where(watchlists.c.list_id == list_id, _THERE).values(deleted_at=at, token=None)
        )

    async def restore(self, list_id: int, chat_id: int) -> bool:
        """Bring a deleted list of the chat back; False where there is none to bring."""
        mine = (watchlists.c.list_id == list_id) & (watchlists.c.chat_id == chat_id) & ~_THERE
        return await self._change(update(watchlists).where(mine).values(deleted_at=None)) == 1

    async def drop_deleted(self, chat_id: int, before: datetime) -> None:
        """Let go for good of what the chat deleted earlier than that."""
        await self._change(delete(watchlists).where(watchlists.c.chat_id == chat_id, watchlists.c.deleted_at < before))

    async def move_chat(self, old: int, new: int) -> None:
        """A group has a new id: its lists go with it."""
        await self._change(update(watchlists).where(watchlists.c.chat_id == old).values(chat_id=new))

    async def lock(self, chat_id: int) -> None:
        """Let nobody else change the lists of this chat until the transaction ends: orders are read, then written."""
        if self._postgresql:
            mine = select(watchlists.c.list_id).where(watchlists.c.chat_id == chat_id)
            await self._connection.execute(mine.order_by(watchlists.c.list_id).with_for_update())

    async def _select(self, *where: ColumnElement[bool]) -> list[Watchlist]:
        query = select(watchlists).where(_THERE, *where).order_by(watchlists.c.place, watchlists.c.list_id)
        lists = [dict(row) for row in (await self._connection.execute(query)).mappings()]
        symbols: dict[int, list[str]] = {each["list_id"]: [] for each in lists}
        members = select(watchlist_members.c.list_id, watchlist_members.c.symbol).where(
            watchlist_members.c.list_id.in_(list(symbols))
        )
        ordered = members.order_by(watchlist_members.c.list_id, watchlist_members.c.place, watchlist_members.c.symbol)
        for list_id, symbol in await self._connection.execute(ordered):
            symbols[list_id].append(symbol)
        return [
            Watchlist(
                each["list_id"],
                each["chat_id"],
                each["name"],
                tuple(symbols[each["list_id"]]),
                each["made_at"],
                each["token"],
            )
            for each in lists
        ]
