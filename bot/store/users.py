"""People known to the bot."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict

from sqlalchemy import delete, func, select, update

from bot.store.records import Role, User
from bot.store.repository import Repository
from bot.store.tables.people import users


class Users(Repository):
    """``tx.users``."""

    __slots__ = ()

    async def get(self, user_id: int) -> User | None:
        """The user, if he is known."""
        rows = await self._connection.execute(select(users).where(users.c.user_id == user_id))
        row = rows.mappings().one_or_none()
        return User(**row) if row else None

    async def languages(self, user_ids: Collection[int]) -> dict[int, str | None]:
        """The languages of those of these that are known."""
        query = select(users.c.user_id, users.c.language).where(users.c.user_id.in_(user_ids))
        return {row.user_id: row.language for row in await self._connection.execute(query)}

    async def save(self, user: User) -> None:
        """Insert or overwrite the user; ``created_at`` stays as it was first written."""
        await self._upsert(users, [asdict(user)], keep=["created_at"])

    async def all_active(self) -> list[User]:
        """All users that can be written to, by id."""
        rows = await self._connection.execute(select(users).where(users.c.active).order_by(users.c.user_id))
        return [User(**row) for row in rows.mappings()]

    async def active(self, user_ids: Collection[int]) -> list[User]:
        """Those of these that can be written to, by id."""
        found: list[User] = []
        for portion in self._portions(sorted(user_ids)):
            query = select(users).where(users.c.active, users.c.user_id.in_(portion)).order_by(users.c.user_id)
            found += [User(**row) for row in (await self._connection.execute(query)).mappings()]
        return found

    async def page(self, limit: int, offset: int = 0) -> list[User]:
        """Who has access, or had as an owner, who came first first."""
        query = select(users).where(users.c.role != Role.REMOVED).order_by(users.c.created_at, users.c.user_id)
        rows = await self._connection.execute(query.limit(limit).offset(offset))
        return [User(**row) for row in rows.mappings()]

    async def count(self) -> int:
        """How many `page` has on all its pages."""
        query = select(func.count()).select_from(users).where(users.c.role != Role.REMOVED)
        return int((await self._connection.execute(query)).scalar_one())

    async def move_chat(self, old: int, new: int) -> None:
        """A group has a new id: what it has set goes with it, unless the new one has set something already."""
        group = await self.get(old)
        if group is None:
            return
        if await self.get(new) is None:
            await self._change(update(users).where(users.c.user_id == old).values(user_id=new))
        else:
            await self._change(delete(users).where(users.c.user_id == old))

    async def set_active(self, user_id: int, active: bool) -> None:  # noqa: FBT001 - the verb says what the flag is
        """Whether the user can be written to; an unknown user is left unknown."""
        await self._connection.execute(update(users).where(users.c.user_id == user_id).values(active=active))
