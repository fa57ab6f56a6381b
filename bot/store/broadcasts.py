"""What administrators write to many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from bot.store.repository import Repository
from bot.store.tables.administration import broadcasts


@dataclass(frozen=True, slots=True)
class StoredBroadcast:
    """A text as Telegram's HTML (``text_en`` for who reads English, None: one for all), for an audience.

    Confirmed at an instant, by which it was put in line for so many ``recipients``; stopped at another.
    """

    broadcast_id: int
    written_by: int | None
    audience: str
    text: str
    text_en: str | None
    recipients: int
    created_at: datetime
    confirmed_at: datetime | None
    stopped_at: datetime | None
    ended_at: datetime | None


class Broadcasts(Repository):
    """``tx.broadcasts``."""

    __slots__ = ()

    async def add(self, by: int, audience: str, text: str, text_en: str | None, at: datetime) -> int:
        """Keep a text that nobody has confirmed yet; its id."""
        values: dict[str, Any] = {"written_by": by, "audience": audience, "text": text, "text_en": text_en}
        new = insert(broadcasts).values(values | {"recipients": 0, "created_at": at})
        return int((await self._connection.execute(new.returning(broadcasts.c.broadcast_id))).scalar_one())

    async def get(self, broadcast_id: int) -> StoredBroadcast | None:
        """One of them."""
        rows = await self._connection.execute(select(broadcasts).where(broadcasts.c.broadcast_id == broadcast_id))
        row = rows.mappings().one_or_none()
        return StoredBroadcast(**row) if row else None

    async def page(self, limit: int, offset: int) -> list[StoredBroadcast]:
        """The newest first."""
        query = select(broadcasts).order_by(broadcasts.c.broadcast_id.desc()).limit(limit).offset(offset)
        return [StoredBroadcast(**row) for row in (await self._connection.execute(query)).mappings()]

    async def count(self) -> int:
        """How many `page` has on all its pages."""
        return int((await self._connection.execute(select(func.count()).select_from(broadcasts))).scalar_one())

    async def set_audience(self, broadcast_id: int, audience: str) -> bool:
        """Say who is to get it; False where it was confirmed already."""
        return await self._while_open(broadcast_id, audience=audience)

    async def confirm(self, broadcast_id: int, recipients: int, at: datetime) -> bool:
        """It is in line; False where it was before."""
        return await self._while_open(broadcast_id, recipients=recipients, confirmed_at=at)

    async def stop(self, broadcast_id: int, at: datetime) -> None:
        """The rest of it is not to be sent any more."""
        going = (broadcasts.c.broadcast_id == broadcast_id) & broadcasts.c.stopped_at.is_(None)
        await self._change(update(broadcasts).where(going).values(stopped_at=at))

    async def _while_open(self, broadcast_id: int, **values: object) -> bool:
        same = (broadcasts.c.broadcast_id == broadcast_id) & broadcasts.c.confirmed_at.is_(None)
        return await self._change(update(broadcasts).where(same).values(**values)) == 1
