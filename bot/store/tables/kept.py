"""Figures that are kept as long as what they were reckoned from stands."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Float, ForeignKey, Index, Table, Text

from bot.store.tables.base import metadata
from bot.store.types import Identity

# A row is taken away in the transaction that changes a price, an ex-date, a suspension or a session it depends on:
# of ``symbol`` or of its indices, on or before ``until`` (9999-12-31 while the pick is open).
kept_scores = Table(
    "kept_scores",
    metadata,
    Column("pick_id", Identity, ForeignKey("picks.pick_id"), primary_key=True, autoincrement=False),
    Column("symbol", Text, nullable=False),
    Column("benchmark", Text),
    Column("total_benchmark", Text),
    Column("setup", Text, nullable=False),
    Column("given", Text, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("worked", Date),
    Column("excess", Float(53)),
    Column("phase", Text, nullable=False),
    Column("opens", Date),
    Column("settles", Date),
    Column("figures", Text, nullable=False),
    Index("ix_kept_scores_symbol", "symbol", "until"),
    Index("ix_kept_scores_benchmark", "benchmark", "until"),
    Index("ix_kept_scores_total_benchmark", "total_benchmark", "until"),
)

# Numbers that count up when something changes, so that who has read can tell whether it still stands.
marks = Table("marks", metadata, Column("name", Text, primary_key=True), Column("number", BigInteger, nullable=False))
