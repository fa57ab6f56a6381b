"""Groups: chats of several, kept among the users under their own, negative id, with a subscriber's rights and no more.

What is known of a person in the group (his role, his class) counts for nothing there: everybody reads it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.services.access.people import People, Refused, Viewer
from bot.services.views.people import Welcome
from bot.services.views.pieces import Notice
from bot.store.records import Role
from bot.store.store import Store, Transaction


class Groups:
    """Who has let the bot in where, and what it may show there."""

    def __init__(self, store: Store, people: People) -> None:
        self._store = store
        self._people = people

    async def added(self, chat_id: int, title: str, by: Viewer) -> tuple[Viewer, Welcome]:
        """Somebody has added the bot to a group; who has no access himself cannot give it to others.

        Raises:
            Refused: he has none.
        """
        if by.role is None:
            raise Refused("group_not_admitted", id=by.user_id)
        group = Viewer(chat_id, chat_id, title, by.language, None)
        async with self._store.transaction() as tx:
            known = await tx.users.get(chat_id)
            if known is not None and known.role is Role.REMOVED and not by.owns:
                raise Refused("group_not_admitted", id=by.user_id)
            viewer = _public(await self._people.admit(tx, group, Role.SUBSCRIBER))
        return viewer, self.welcome(viewer)

    async def visited(self, chat_id: int, title: str) -> Viewer | None:
        """The group in which something was asked; None where the bot was never let in."""
        async with self._store.snapshot() as tx:
            known = await tx.users.get(chat_id)
        if known is None or known.role is Role.REMOVED:
            return None
        return _public(await self._people.arrive(chat_id, title, None, chat_id))

    async def moved(self, old: int, new: int) -> None:
        """The group has become a supergroup: everything that is kept of it goes with it."""
        async with self._store.transaction() as tx:
            await move_chat(tx, old, new)

    @staticmethod
    def welcome(viewer: Viewer) -> Welcome:
        """What the bot says of itself in a group."""
        return Welcome(viewer.user_id, viewer.name, allowed=True, editor=False, group=True)

    @staticmethod
    def refusal(refused: Refused) -> Notice:
        """A refusal in words for a group."""
        if refused.notice.key == "hidden_report":
            return Notice("hidden_in_group", refused.notice.args)
        return refused.notice


async def move_chat(tx: Transaction, old: int, new: int) -> None:
    """Move all that is kept of a chat to its new id; done twice it changes nothing more."""
    await tx.users.move_chat(old, new)
    await tx.holding.move_chat(old, new)
    await tx.topics.move_chat(old, new)
    await tx.outbox.move_chat(old, new)
    await tx.follows.move_chat(old, new)
    await tx.digests.move_chat(old, new)
    await tx.events.move_chat(old, new)
    await tx.questions.move_chat(old, new)
    await tx.rules.move_chat(old, new)
    await tx.watchlists.move_chat(old, new)


def _public(viewer: Viewer) -> Viewer:
    """A group is never asked for its class: R4 and above is shown once an owner has said so (DESIGN 2)."""
    return replace(viewer, qualified=viewer.qualified is True)
