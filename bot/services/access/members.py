"""Members: who has access, and what owners decide about them."""

from __future__ import annotations

from dataclasses import replace

from bot.clock import Clock
from bot.domain.sessions import SHANGHAI
from bot.services.access.people import People, Refused, Viewer
from bot.services.paging import place
from bot.services.views.members import MemberCard, MemberLine, MemberList
from bot.store.records import Role, User
from bot.store.store import Store, Transaction

PAGE = 8


class Members:
    """For owners alone; owners themselves are named by the settings and nowhere else."""

    def __init__(self, store: Store, people: People, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    async def page(self, viewer: Viewer, page: int = 0) -> MemberList:
        """Everybody with access.

        Raises:
            Refused: the viewer is no owner.
        """
        _require_owner(viewer)
        async with self._store.snapshot() as tx:
            total = await tx.users.count()
            page, pages = place(page, total, PAGE)
            users = await tx.users.page(PAGE, page * PAGE)
        return MemberList(tuple(map(self._line, users)), page, pages, total)

    async def card(self, user_id: int, viewer: Viewer, asked: Role | None = None) -> MemberCard:
        """One of them, perhaps with the question whether he is really to get another role.

        Raises:
            Refused: the viewer is no owner, there is no such member, or the settings say what he is.
        """
        _require_owner(viewer)
        async with self._store.snapshot() as tx:
            line = self._line(await _known(tx, user_id))
        if asked is not None:
            _require_changeable(line, asked)
        return MemberCard(line, asked)

    async def change(self, user_id: int, role: Role, viewer: Viewer) -> MemberCard | MemberList:
        """Give a member another role; `Role.REMOVED` takes the access away, with all that he follows.

        Raises:
            Refused: as `card`.
        """
        _require_owner(viewer)
        async with self._store.transaction() as tx:
            user = await _known(tx, user_id)
            _require_changeable(self._line(user), role)
            if role is Role.REMOVED:
                await self._remove(tx, user)
            else:
                user = replace(user, role=role)
                await tx.users.save(user)
        return await self.page(viewer) if role is Role.REMOVED else MemberCard(self._line(user))

    async def _remove(self, tx: Transaction, user: User) -> None:
        """Keep the id alone, so that he cannot come back by himself where everybody may come in."""
        now = self._clock.now()
        barred = replace(user, name="", role=Role.REMOVED, active=False, qualified=None, day_change=None)
        await tx.users.save(barred)
        await tx.follows.remove_all(user.user_id)
        await tx.digests.remove_all(user.user_id)
        await tx.questions.forget(user.user_id)
        await tx.outbox.cancel_chat(user.user_id, now)
        for rule, _ in await tx.rules.of(user.user_id):
            await tx.rules.delete(rule.rule_id, now)

    def _line(self, user: User) -> MemberLine:
        fixed = self._people.is_owner(user.user_id)
        role = Role.OWNER if fixed else user.role
        since = user.created_at.astimezone(SHANGHAI).date()
        return MemberLine(user.user_id, user.name, role, since, user.active, fixed)


async def _known(tx: Transaction, user_id: int) -> User:
    user = await tx.users.get(user_id)
    if user is None or user.role is Role.REMOVED:
        raise Refused("member_gone")
    return user


def _require_owner(viewer: Viewer) -> None:
    if not viewer.owns:
        raise Refused("only_owners")


def _require_changeable(line: MemberLine, role: Role) -> None:
    if line.fixed or role is Role.OWNER:
        raise Refused("owners_by_settings")
    if line.user_id < 0 and role is not Role.REMOVED:  # a group reads, and does nothing else
        raise Refused("member_gone")
