"""What administrators are to hear once, in the order in which it was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from bot.store.records import Finding
from bot.store.repository import Repository
from bot.store.tables.market import findings


class Findings(Repository):
    """``tx.findings``."""

    __slots__ = ()

    async def note(self, new: Sequence[Finding], at: datetime) -> None:
        """Note what has not been noted under its key before."""
        rows = [{"key": each.key, "kind": each.kind, "args": each.args, "found_at": at} for each in new]
        if rows:
            await self._connection.execute(self._insert(findings).on_conflict_do_nothing(index_elements=["key"]), rows)

    async def untold(self) -> list[Finding]:
        """What nobody was told yet."""
        query = select(findings.c.key, findings.c.kind, findings.c.args).where(findings.c.told_at.is_(None))
        return [Finding(*row) for row in await self._connection.execute(query.order_by(findings.c.finding_id))]

    async def told(self, keys: Sequence[str], at: datetime) -> None:
        """These have been put into messages."""
        for portion in self._portions(keys):
            await self._connection.execute(update(findings).where(findings.c.key.in_(portion)).values(told_at=at))
