"""Raw bars, what ex-dates do, suspensions, calendars, and when each was fetched. Index bars stand under their codes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Column, Date, Index, Integer, LargeBinary, Table, Text

from bot.domain.securities import Market
from bot.store.tables.base import metadata
from bot.store.types import Document, Fixed, Identity, Instant, Word

# A row a symbol and year (store/blocks.py): the bars of all A shares since 2016 are 13 million, in 55,000 rows.
bar_years = Table(
    "bar_years",
    metadata,
    Column("symbol", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Date, nullable=False),
    Column("sources", Document[tuple[str, ...]](tuple[str, ...]), nullable=False),
    Column("figures", LargeBinary, nullable=False),
    Column("rest", LargeBinary, nullable=False),
)

# Only ever added to. A figure of a bar, or of the ex-date on that session (ratio, split, cash).
bar_corrections = Table(
    "bar_corrections",
    metadata,
    Column("correction_id", Identity, primary_key=True),
    Column("symbol", Text, nullable=False),
    Column("session", Date, nullable=False),
    Column("field", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("source", Text, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Index("ix_bar_corrections_symbol", "symbol", "session"),
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
    Column("reference", Fixed(9)),
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

# What administrators are to hear once: ``key`` names the cause. Told in the order in which it was found.
findings = Table(
    "findings",
    metadata,
    Column("finding_id", Identity, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("args", Document[dict[str, str | int]](dict[str, str | int]), nullable=False),
    Column("found_at", Instant, nullable=False),
    Column("told_at", Instant),
)
