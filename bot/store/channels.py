"""Channels that the bot is an administrator of, or was, and who looks after each."""

from __future__ import annotations

from sqlalchemy import delete, select

from bot.store.records import Channel
from bot.store.repository import Repository
from bot.store.tables.people import channels


class Channels(Repository):
    """``tx.channels``; what a channel has chosen is kept where that of every chat is."""

    __slots__ = ()

    async def save(self, channel: Channel) -> None:
        """Insert or overwrite; the day it was first added stays."""
        row = {
            "channel_id": channel.channel_id,
            "added_by": channel.added_by,
            "may_post": channel.may_post,
            "added_at": channel.added_at,
        }
        await self._upsert(channels, [row], keep=["added_at"])

    async def get(self, channel_id: int) -> Channel | None:
        """The channel, if it is known."""
        rows = await self._connection.execute(select(channels).where(channels.c.channel_id == channel_id))
        row = rows.mappings().one_or_none()
        return Channel(**row) if row else None

    async def of(self, added_by: int | None) -> list[Channel]:
        """The channels that a person has added, or all of them, who came first first."""
        query = select(channels).order_by(channels.c.added_at, channels.c.channel_id)
        query = query if added_by is None else query.where(channels.c.added_by == added_by)
        return [Channel(**row) for row in (await self._connection.execute(query)).mappings()]

    async def remove(self, channel_id: int) -> None:
        """Nobody looks after it any more."""
        await self._change(delete(channels).where(channels.c.channel_id == channel_id))
