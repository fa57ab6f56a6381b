"""What administrators look at: failures, runs of jobs, and what they write to many."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from bot.store.tables.base import metadata
from bot.store.types import Identity, Instant

# One row for each place where something failed, whatever the number of times; no row names a person.
failures = Table(
    "failures",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Index("ix_failures_last_at", "last_at"),
)

job_log = Table(
    "job_log",
    metadata,
    Column("job", Text, primary_key=True),
    Column("begun_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("failed_at", Instant),
    Column("failures", Integer, nullable=False),
    Column("in_a_row", Integer, nullable=False),
    Column("reference", Text),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("broadcast_id", Identity, primary_key=True),
    Column("written_by", BigInteger),
    Column("audience", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_en", Text),
    Column("recipients", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
    Column("stopped_at", Instant),
    Column("ended_at", Instant),
)
