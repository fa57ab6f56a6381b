"""Named lists: made, filled, put in order, shared and let go by a chat, apart from what it follows."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.clock import Clock
from bot.domain.watchlists import (
    MOST_LISTS,
    MOST_MEMBERS,
    Move,
    Watchlist,
    free_name,
    joined,
    list_name,
    moved,
    placed,
    same_name,
)
from bot.services.access.people import Refused, Viewer
from bot.services.lists.tables import ListTables
from bot.services.names.reference import Reference
from bot.services.paging import page_of
from bot.services.views.lists import (
    ListDeleted,
    ListEditor,
    ListHead,
    ListLink,
    ListOverview,
    ListPicker,
    ListQuestion,
    ListWord,
    WatchTable,
)
from bot.services.views.pieces import Notice, SecurityRef
from bot.store.store import Store, Transaction

EDITED = 8  # members on a page of the editor, each a row of buttons
KEPT_DELETED = timedelta(days=7)
TOKEN_BYTES = 16


class Lists:
    """Everything that is done with the lists of a chat; what is not of this chat is unknown to it."""

    def __init__(self, store: Store, tables: ListTables, reference: Reference, clock: Clock) -> None:
        self._store = store
        self._tables = tables
        self._reference = reference
        self._clock = clock

    async def of_chat(self, viewer: Viewer) -> tuple[ListHead, ...]:
        """The lists of the chat, in its order."""
        async with self._store.snapshot() as tx:
            return tuple(_head(each) for each in await tx.watchlists.of(viewer.chat_id))

    async def members_of(self, viewer: Viewer, list_id: int) -> Watchlist:
        """A list of the chat.

        Raises:
            Refused: it has none with that id.
        """
        async with self._store.snapshot() as tx:
            return await _own(tx, list_id, viewer)

    async def named(self, viewer: Viewer, name: str) -> Watchlist | None:
        """The list of the chat that bears a name."""
        async with self._store.snapshot() as tx:
            return _named(await tx.watchlists.of(viewer.chat_id), name)

    async def overview(self, viewer: Viewer) -> ListOverview:
        """Which lists there are."""
        return ListOverview(await self.of_chat(viewer))

    async def show(self, viewer: Viewer, list_id: int, page: int = 0) -> WatchTable:
        """A list as a table.

        Raises:
            Refused: as `members_of`.
        """
        return await self._table(await self.members_of(viewer, list_id), viewer, page)

    async def make(self, viewer: Viewer, typed: str, symbols: Sequence[str] = ()) -> WatchTable:
        """A new list under that name, or with a number behind it where there is one of that name.

        Raises:
            Refused: nothing of the name can be shown, or there are too many lists.
        """
        async with self._store.transaction() as tx:
            list_id = await self._make(tx, viewer, typed, symbols)
        return await self.show(viewer, list_id)

    async def rename(self, viewer: Viewer, list_id: int, typed: str) -> WatchTable:
        """Give a list another name.

        Raises:
            Refused: as `members_of`; nothing of the name can be shown, or another list bears it.
        """
        name = _given_name(typed)
        async with self._store.transaction() as tx:
            await tx.watchlists.lock(viewer.chat_id)
            await _own(tx, list_id, viewer)
            bearer = _named(await tx.watchlists.of(viewer.chat_id), name)
            if bearer is not None and bearer.list_id != list_id:
                raise Refused("list_name_taken", name=name)
            await tx.watchlists.rename(list_id, name)
        return await self.show(viewer, list_id)

    async def delete(self, viewer: Viewer, list_id: int) -> ListDeleted:
        """Take a list away; `restore` brings it back within a week."""
        now = self._clock.now()
        async with self._store.transaction() as tx:
            own = await _own(tx, list_id, viewer)
            await tx.watchlists.delete(list_id, now)
            await tx.watchlists.drop_deleted(viewer.chat_id, now - KEPT_DELETED)
        return ListDeleted(list_id, own.name)

    async def restore(self, viewer: Viewer, list_id: int) -> WatchTable:
        """Bring a deleted list back; one that is there already is shown."""
        async with self._store.transaction() as tx:
            await tx.watchlists.restore(list_id, viewer.chat_id)
        return await self.show(viewer, list_id)

    async def picker(self, viewer: Viewer, symbol: str) -> ListPicker | Notice:
        """Into which list a security is to go."""
        self._require_known(symbol)
        async with self._store.snapshot() as tx:
            return self._picker(await tx.watchlists.of(viewer.chat_id), symbol)

    async def toggle(self, viewer: Viewer, list_id: int, symbol: str) -> ListPicker:
        """Put a security into a list, or take it out; a list of 0 is the chat's first, made for it under ``main``.

        Raises:
            Refused: there is no such list or security, or the list is full.
        """
        self._require_known(symbol)
        async with self._store.transaction() as tx:
            own = await _locked(tx, list_id, viewer)
            within = symbol in own.symbols
            symbols = [each for each in own.symbols if each != symbol] if within else _longer(own, [symbol])
            await tx.watchlists.write(list_id, symbols, self._clock.now())
            return self._picker(await tx.watchlists.of(viewer.chat_id), symbol)

    async def start(self, viewer: Viewer, name: str, symbol: str) -> ListPicker:
        """A first list with this security in it; who has lists already only chooses."""
        self._require_known(symbol)
        async with self._store.transaction() as tx:
            if not await tx.watchlists.of(viewer.chat_id):
                await self._make(tx, viewer, name, [symbol])
            return self._picker(await tx.watchlists.of(viewer.chat_id), symbol)

    async def add(self, viewer: Viewer, list_id: int, symbol: str) -> Notice:
        """Put a security into a list.

        Raises:
            Refused: as `toggle`.
        """
        self._require_known(symbol)
        async with self._store.transaction() as tx:
            own = await _locked(tx, list_id, viewer)
            await tx.watchlists.write(list_id, _longer(own, [symbol]), self._clock.now())
        security = self._reference.ref(symbol)
        return Notice("list_added", {"stock": security.name, "name": own.name})

    async def fill(self, viewer: Viewer, list_id: int, symbols: Sequence[str]) -> tuple[ListHead, int, int]:
        """Put several in, behind those that are there: the list now, how many were in it, and for how many there was no room."""
        async with self._store.transaction() as tx:
            own = await _locked(tx, list_id, viewer)
            longer = joined(own.symbols, symbols)
            await tx.watchlists.write(list_id, longer, self._clock.now())
        known = len(set(symbols) & set(own.symbols))
        dropped = len(set(symbols) - set(longer))
        return ListHead(list_id, own.name, len(longer)), known, dropped

    async def editor(self, viewer: Viewer, list_id: int, page: int = 0) -> ListEditor:
        """The members with what can be done to them."""
        return self._editor(await self.members_of(viewer, list_id), page)

    async def remove(self, viewer: Viewer, list_id: int, symbol: str, page: int = 0) -> ListEditor:
        """Take a security out, and say how to put it back."""
        place = 0

        def without(symbols: Sequence[str]) -> Sequence[str]:
            nonlocal place
            place = symbols.index(symbol) if symbol in symbols else 0
            return [each for each in symbols if each != symbol]

        now = await self._reordered(viewer, list_id, without)
        return self._editor(now, page, self._reference.ref(symbol), place)

    async def put_back(self, viewer: Viewer, list_id: int, symbol: str, place: int) -> ListEditor:
        """Undo a removal."""
        self._require_known(symbol)
        now = await self._reordered(viewer, list_id, lambda symbols: placed(symbols, symbol, place))
        return self._editor(now, place // EDITED)

    async def move(self, viewer: Viewer, list_id: int, symbol: str, to: Move) -> ListEditor:
        """Move a member, and show the page on which it stands now."""
        now = await self._reordered(viewer, list_id, lambda symbols: moved(symbols, symbol, to))
        return self._editor(now, now.symbols.index(symbol) // EDITED if symbol in now.symbols else 0)

    async def move_list(self, viewer: Viewer, list_id: int, to: Move) -> ListOverview:
        """Move a list among the others."""
        async with self._store.transaction() as tx:
            await _locked(tx, list_id, viewer)
            ids = [str(each.list_id) for each in await tx.watchlists.of(viewer.chat_id)]
            await tx.watchlists.order([int(each) for each in moved(ids, str(list_id), to)])
        return await self.overview(viewer)

    async def question(self, viewer: Viewer, word: ListWord, list_id: int | None = None) -> ListQuestion:
        """What is to be typed."""
        return ListQuestion(word, _head(await self.members_of(viewer, list_id)) if list_id else None)

    async def share(self, viewer: Viewer, list_id: int, username: str) -> ListLink:
        """The link that opens a list to everybody who may use the bot; nobody can guess it."""
        async with self._store.transaction() as tx:
            own = await _locked(tx, list_id, viewer)
            token = own.token or secrets.token_urlsafe(TOKEN_BYTES)
            await tx.watchlists.share(list_id, token)
        return ListLink(_head(own), f"w_{token}", username)

    async def unshare(self, viewer: Viewer, list_id: int) -> Notice:
        """Let the link open nothing any more; the next one will be another."""
        async with self._store.transaction() as tx:
            own = await _locked(tx, list_id, viewer)
            await tx.watchlists.share(list_id, None)
        return Notice("list_unshared", {"name": own.name})

    async def opened(self, viewer: Viewer, token: str, page: int = 0) -> WatchTable:
        """Somebody's list by its link; coverage as the viewer himself may see it.

        Raises:
            Refused: the link opens nothing (any more).
        """
        shared = await self._shared(token)
        return await self._table(shared, viewer, page, "" if shared.chat_id == viewer.chat_id else token)

    async def copy(self, viewer: Viewer, token: str) -> WatchTable:
        """Make an own list of a shared one, as it is now.

        Raises:
            Refused: as `opened` and `make`.
        """
        shared = await self._shared(token)
        return await self.make(viewer, shared.name, shared.symbols)

    async def _shared(self, token: str) -> Watchlist:
        async with self._store.snapshot() as tx:
            shared = await tx.watchlists.shared(token)
        if shared is None:
            raise Refused("list_link_gone")
        return shared

    async def _make(self, tx: Transaction, viewer: Viewer, typed: str, symbols: Sequence[str]) -> int:
        name = _given_name(typed)
        await tx.watchlists.lock(viewer.chat_id)
        there = await tx.watchlists.of(viewer.chat_id)
        if len(there) >= MOST_LISTS:
            raise Refused("lists_too_many", most=MOST_LISTS)
        name = free_name(name, [each.name for each in there])
        return await tx.watchlists.add(viewer.chat_id, name, joined((), symbols), self._clock.now())

    async def _reordered(
        self, viewer: Viewer, list_id: int, change: Callable[[Sequence[str]], Sequence[str]]
    ) -> Watchlist:
        async with self._store.transaction() as tx:
            own = await _locked(tx, list_id, viewer)
            await tx.watchlists.write(list_id, change(own.symbols)[:MOST_MEMBERS], self._clock.now())
            return await _own(tx, list_id, viewer)

    async def _table(self, own: Watchlist, viewer: Viewer, page: int, token: str = "") -> WatchTable:
        return await self._tables.table(_head(own), own.symbols, qualified=viewer.qualified, page=page, token=token)

    def _editor(self, own: Watchlist, page: int, removed: SecurityRef | None = None, place: int = 0) -> ListEditor:
        shown, page, pages = page_of(own.symbols, page, EDITED)
        return ListEditor(_head(own), tuple(map(self._reference.ref, shown)), page, pages, removed, place)

    def _picker(self, lists: Sequence[Watchlist], symbol: str) -> ListPicker:
        within = frozenset(each.list_id for each in lists if symbol in each.symbols)
        return ListPicker(self._reference.ref(symbol), tuple(map(_head, lists)), within)

    def _require_known(self, symbol: str) -> None:
        if self._reference.names.by_symbol(symbol) is None:
            raise Refused("stock_unknown", query=symbol)


def _head(own: Watchlist) -> ListHead:
    return ListHead(own.list_id, own.name, len(own.symbols))


def _given_name(typed: str) -> str:
    name = list_name(typed)
    if not name:
        raise Refused("list_name_empty")
    return name


def _named(lists: Sequence[Watchlist], name: str) -> Watchlist | None:
    return next((each for each in lists if same_name(each.name, name)), None)


def _longer(own: Watchlist, symbols: Sequence[str]) -> tuple[str, ...]:
    longer = joined(own.symbols, symbols)
    if not set(symbols) <= set(longer):
        raise Refused("list_full", most=MOST_MEMBERS)
    return longer


async def _own(tx: Transaction, list_id: int, viewer: Viewer) -> Watchlist:
    own = await tx.watchlists.get(list_id)
    if own is None or own.chat_id != viewer.chat_id:
        raise Refused("list_unknown")
    return own


async def _locked(tx: Transaction, list_id: int, viewer: Viewer) -> Watchlist:
    """As `_own`; nobody else changes it until the transaction ends."""
    await tx.watchlists.lock(viewer.chat_id)
    return await _own(tx, list_id, viewer)
