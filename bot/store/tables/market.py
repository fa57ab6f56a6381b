"""Raw bars, what ex-dates do, suspensions, calendars, and when each was fetched. Index bars stand under their codes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Column, Date, Table, Text

from bot.domain.securities import Market
from bot.store.tables.base import metadata
from bot.store.types import Document, Fixed, Instant, Word

bars = Table(
    "bars",
    metadata,
    Column("symbol", Text, primary_key=True),
    Column("session", Date, primary_key=True),
    Column("close", Fixed(9), nullable=False),
    Column("open", Fixed(9)),
    Column("high", Fixed(9)),
    Column("low", Fixed(9)),
    Column("volume", Fixed(4)),
    Column("amount", Fixed(4)),
    Column("source", Text, nullable=False),
    Column("fetched_at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

adjustments = Table(
    "adjustments",
    metadata,
    Column("symbol", Text, primary_key=True),
    Column("ex_date", Date, primary_key=True),
    Column("ratio", Fixed(12), nullable=False),
    Column("split", Fixed(12)),
    Column("cash", Fixed(9)),
    Column("source", Text, nullable=False),
    Column("fetched_at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

suspensions = Table(
    "suspensions",
    metadata,
    Column("symbol", Text, primary_key=True),
    Column("session", Date, primary_key=True),
    Column("fetched_at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

calendars = Table(
    "calendars",
    metadata,
    Column("market", Word(Market), primary_key=True),
    Column("known_until", Date, nullable=False),
    Column("source", Text, nullable=False),
    Column("fetched_at", Instant, nullable=False),
    Column("sessions", Document[tuple[date, ...]](tuple[date, ...]), nullable=False),
)

# Stands apart from the bars: a fetch that brought nothing new is news of its own.
bar_fetches = Table(
    "bar_fetches",
    metadata,
    Column("symbol", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("fetched_at", Instant, nullable=False),
    Column("since", Date),
)
