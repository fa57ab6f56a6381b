"""Named lists of securities, and who is in them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from bot.store.tables.base import metadata
from bot.store.types import Identity, Instant

# A list that was deleted keeps its row and its members for a while, so that the deletion can be undone.
watchlists = Table(
    "watchlists",
    metadata,
    Column("list_id", Identity, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("token", Text),
    Column("made_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    Index("ix_watchlists_token", "token", unique=True),
)

watchlist_members = Table(
    "watchlist_members",
    metadata,
    Column("list_id", Identity, ForeignKey("watchlists.list_id", ondelete="CASCADE"), primary_key=True),
    Column("symbol", Text, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("added_at", Instant, nullable=False),
    Index("ix_watchlist_members_symbol", "symbol"),
)
