"""Broadcasts: a text of an owner to many, shown as it will be read before anything is sent, and stopped on a tap."""

from __future__ import annotations

import re

from bot.clock import Clock
from bot.services.access.people import Refused, Viewer
from bot.services.messages.codec import dump_view
from bot.services.messages.pacing import Rates
from bot.services.paging import place
from bot.services.views.broadcasts import Announcement, Audience, BroadcastCard, BroadcastLine, BroadcastList
from bot.store.broadcasts import StoredBroadcast
from bot.store.messages import MessageState, OutboxMessage
from bot.store.records import Role
from bot.store.store import Store, Transaction

PAGE = 5
PRIORITY = 8  # behind all that concerns the reader's own stocks
_TAG = re.compile(r"<(/?)([a-z-]+)[^>]*>")
_BETWEEN = re.compile(r"\n\s*(?:<[^>]*>)*-{3,}(?:<[^>]*>)*\s*\n")
_OPEN = (MessageState.WAITING, MessageState.SENDING)
_FAILED = (MessageState.DEAD, MessageState.UNCERTAIN)


class Broadcasts:
    """For owners alone."""

    def __init__(self, store: Store, clock: Clock, rates: Rates) -> None:
        self._store = store
        self._clock = clock
        self._rates = rates

    async def write(self, markup: str, viewer: Viewer) -> tuple[Announcement, BroadcastCard]:
        """Keep a text (Telegram's HTML) and show it; a line ``---`` parts the Chinese from the English.

        Raises:
            Refused: the viewer is no owner.
        """
        _require_owner(viewer)
        text, *rest = _BETWEEN.split(whole_lines(markup.strip()), maxsplit=1)
        english = rest[0].strip() if rest else ""
        async with self._store.transaction() as tx:
            number = await tx.broadcasts.add(
                viewer.user_id, Audience.ALL, text.strip(), english or None, self._clock.now()
            )
        return Announcement(text.strip(), english), await self.card(number, viewer)

    async def page(self, viewer: Viewer, page: int = 0) -> BroadcastList:
        """All of them, the newest first.

        Raises:
            Refused: the viewer is no owner.
        """
        _require_owner(viewer)
        async with self._store.snapshot() as tx:
            total = await tx.broadcasts.count()
            page, pages = place(page, total, PAGE)
            lines = [await self._line(tx, each) for each in await tx.broadcasts.page(PAGE, page * PAGE)]
        return BroadcastList(tuple(lines), page, pages, total)

    async def card(self, number: int, viewer: Viewer) -> BroadcastCard:
        """One of them, as it stands.

        Raises:
            Refused: the viewer is no owner, or there is no such broadcast.
        """
        _require_owner(viewer)
        async with self._store.snapshot() as tx:
            return BroadcastCard(await self._line(tx, await _known(tx, number)))

    async def text(self, number: int, viewer: Viewer) -> Announcement:
        """It as it is read.

        Raises:
            Refused: as `card`.
        """
        _require_owner(viewer)
        async with self._store.snapshot() as tx:
            return _announcement(await _known(tx, number))

    async def choose(self, number: int, audience: Audience, viewer: Viewer) -> BroadcastCard:
        """Say who is to get it; what is in line already keeps its audience.

        Raises:
            Refused: as `card`.
        """
        _require_owner(viewer)
        async with self._store.transaction() as tx:
            await _known(tx, number)
            await tx.broadcasts.set_audience(number, audience)
        return await self.card(number, viewer)

    async def send(self, number: int, viewer: Viewer) -> BroadcastCard:
        """Put it in line for everybody; tapped twice, or by two owners, it is sent once.

        Raises:
            Refused: as `card`.
        """
        _require_owner(viewer)
        now = self._clock.now()
        async with self._store.transaction() as tx:
            found = await _known(tx, number)
            chats = await _chats(tx, Audience(found.audience))
            if await tx.broadcasts.confirm(number, len(chats), now):
                payload = dump_view(_announcement(found))
                letters = (
                    OutboxMessage(chat, "broadcast", payload, f"{_prefix(number)}{chat}", PRIORITY) for chat in chats
                )
                await tx.outbox.add_all(letters, at=now)
        return await self.card(number, viewer)

    async def stop(self, number: int, viewer: Viewer) -> BroadcastCard:
        """Send the rest of it to nobody.

        Raises:
            Refused: as `card`.
        """
        _require_owner(viewer)
        async with self._store.transaction() as tx:
            if (await _known(tx, number)).confirmed_at is not None:
                await tx.broadcasts.stop(number, self._clock.now())
                await tx.outbox.cancel(_prefix(number), self._clock.now())
        return await self.card(number, viewer)

    async def _line(self, tx: Transaction, found: StoredBroadcast) -> BroadcastLine:
        audience = Audience(found.audience)
        states = await tx.outbox.progress(_prefix(found.broadcast_id)) if found.confirmed_at else {}
        waiting = sum(states.get(state, 0) for state in _OPEN)
        recipients = found.recipients if found.confirmed_at else len(await _chats(tx, audience))
        before = (await tx.outbox.due_by_chat(self._clock.now()))[0]
        left = max(before, waiting) if found.confirmed_at else before + recipients
        return BroadcastLine(
            found.broadcast_id,
            audience,
            found.created_at,
            found.confirmed_at,
            found.stopped_at,
            recipients,
            states.get(MessageState.SENT, 0) + states.get(MessageState.FOLDED, 0),
            waiting,
            sum(states.get(state, 0) for state in _FAILED),
            left / self._rates.total if waiting or not found.confirmed_at else 0.0,
            found.text_en is not None,
        )


def whole_lines(markup: str) -> str:
    """The same, each line with its own opening and closing tags: it may be parted at any of them."""
    lines, standing = [], list[str]()
    for line in markup.split("\n"):
        before = "".join(standing)
        for tag in _TAG.finditer(line):
            if not tag[1]:
                standing.append(tag[0])
            elif standing:
                standing.pop()
        after = "".join(f"</{_TAG.match(tag)[2]}>" for tag in reversed(standing))  # type: ignore[index] # tags match
        lines.append(f"{before}{line}{after}" if line.strip() else line)
    return "\n".join(lines)


def _announcement(found: StoredBroadcast) -> Announcement:
    return Announcement(found.text, found.text_en or "")


def _prefix(number: int) -> str:
    return f"broadcast:{number}:"


async def _known(tx: Transaction, number: int) -> StoredBroadcast:
    found = await tx.broadcasts.get(number)
    if found is None:
        raise Refused("old_button")
    return found


async def _chats(tx: Transaction, audience: Audience) -> list[int]:
    """Who is active and has access; groups have negative ids."""
    wanted = {Audience.ALL: (True, False), Audience.PEOPLE: (True,), Audience.GROUPS: (False,)}[audience]
    users = await tx.users.all_active()
    return [each.user_id for each in users if each.role is not Role.REMOVED and (each.user_id > 0) in wanted]


def _require_owner(viewer: Viewer) -> None:
    if not viewer.owns:
        raise Refused("only_owners")
