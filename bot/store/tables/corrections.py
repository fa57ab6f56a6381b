"""What people changed in what was read of reports, and what the bot has asked and waits to be told."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, Text

from bot.store.records import Field
from bot.store.tables.base import metadata
from bot.store.types import Identity, Instant, Word

# Only ever added to: a correction that is taken back is a further entry.
corrections = Table(
    "corrections",
    metadata,
    Column("correction_id", Identity, primary_key=True),
    Column("report_id", Identity, ForeignKey("reports.report_id"), nullable=False, index=True),
    Column("step", Integer, nullable=False),
    Column("undoes", Integer),
    Column("pick_id", Identity, ForeignKey("picks.pick_id")),
    Column("field", Word(Field), nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("by", BigInteger),
    Column("at", Instant, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("about", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
)
