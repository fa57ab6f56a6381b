"""Invitations, each for one person, and the key that signs them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select, update

from bot.store.records import Invitation, Role
from bot.store.repository import Repository
from bot.store.tables.people import invitations, signing_keys


class Invitations(Repository):
    """``tx.invitations``."""

    __slots__ = ()

    async def add(self, role: Role, by: int, at: datetime, expires_at: datetime) -> int:
        """A new invitation; its id."""
        values = {"role": role, "invited_by": by, "made_at": at, "expires_at": expires_at}
        added = await self._connection.execute(
            insert(invitations).values(values).returning(invitations.c.invitation_id)
        )
        return int(added.scalar_one())

    async def get(self, invitation_id: int) -> Invitation | None:
        """The invitation, if there is one with that id."""
        query = select(invitations).where(invitations.c.invitation_id == invitation_id)
        row = (await self._connection.execute(query)).mappings().one_or_none()
        return Invitation(**row) if row else None

    async def use(self, invitation_id: int, by: int, at: datetime) -> bool:
        """Note who came by it; False where somebody was faster."""
        unused = (invitations.c.invitation_id == invitation_id) & invitations.c.used_at.is_(None)
        return await self._change(update(invitations).where(unused).values(used_by=by, used_at=at)) == 1

    async def key(self, name: str, new: str) -> str:
        """The signing key of that name; ``new`` becomes it where there is none."""
        await self._insert_new(signing_keys, {"name": name, "value": new})
        query = select(signing_keys.c.value).where(signing_keys.c.name == name)
        return str((await self._connection.execute(query)).scalar_one())
