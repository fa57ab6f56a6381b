"""The zone in which a chat reads its times."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.domain.sessions import zone_named
from bot.services.access.people import Viewer
from bot.store.store import Transaction


async def zone_of(tx: Transaction, viewer: Viewer) -> ZoneInfo:
    """The zone that the viewer's chat has chosen, or Shanghai's."""
    return zone_named((await tx.holding.hours([viewer.chat_id]))[viewer.chat_id].zone)
