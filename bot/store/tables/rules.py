"""Rules of subscribers' own, what is remembered of each, and what became of them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text

from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_targets import Scope
from bot.domain.rules import Frequency, RuleEvent
from bot.store.tables.base import metadata
from bot.store.types import Fixed, Identity, Instant, Word

# A rule that was deleted keeps its row, for its history's sake. One about several securities has no symbol of its own.
rules = Table(
    "rules",
    metadata,
    Column("rule_id", Identity, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("symbol", Text, nullable=False),
    Column("kind", Word(RuleKind), nullable=False),
    Column("threshold", Fixed(9), nullable=False),
    Column("based_on", Date, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("report_id", Identity, ForeignKey("reports.report_id")),
    Column("frequency", Word(Frequency), nullable=False),
    Column("cooldown", Integer, nullable=False),
    Column("snoozed_until", Instant),
    Column("expires_at", Instant),
    Column("note", Text, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("deleted_at", Instant),
    Column("scope", Word(Scope), nullable=False, server_default="stock"),
    Column("ref", Text, nullable=False, server_default=""),
    Index("ix_rules_chat_id", "chat_id"),
    Index("ix_rules_symbol", "symbol"),
)

# By security, and where a figure counts from a report by report; 0 is none.
rule_states = Table(
    "rule_states",
    metadata,
    Column("rule_id", Identity, ForeignKey("rules.rule_id"), primary_key=True, autoincrement=False),
    Column("symbol", Text, primary_key=True),
    Column("report_id", Identity, primary_key=True, autoincrement=False),
    Column("place", Integer),
    Column("session", Date),
    Column("up_at", Instant),
    Column("up_session", Date),
    Column("down_at", Instant),
    Column("down_session", Date),
    Column("doubted", Date),
    Column("spent", Boolean, nullable=False),
)

# Only ever added to.
rule_history = Table(
    "rule_history",
    metadata,
    Column("entry_id", Identity, primary_key=True),
    Column("rule_id", Identity, ForeignKey("rules.rule_id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("event", Word(RuleEvent), nullable=False),
    Column("reason", Text, nullable=False),
    Column("value", Fixed(9)),
    Column("threshold", Fixed(9)),
    Column("symbol", Text, nullable=False, server_default=""),
    Column("before", Text, nullable=False, server_default=""),
    Column("after", Text, nullable=False, server_default=""),
    Index("ix_rule_history_rule_id", "rule_id", "entry_id"),
)

# When rules were last looked at in session, by market.
rule_looks = Table(
    "rule_looks",
    metadata,
    Column("market", Text, primary_key=True),
    Column("at", Instant, nullable=False),
)
