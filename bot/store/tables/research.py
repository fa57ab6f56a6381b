"""Uploads, reports with their picks, and what scoring remembers of each pick."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    func,
    text,
)

from bot.domain.reports import Pick, Report, ReportKind, Unresolved
from bot.store.records import ReportState, UploadState
from bot.store.tables.base import metadata
from bot.store.types import Document, Identity, Instant, Word

# A discarded draft may be ingested again; a retracted report may not: it comes back by its own number, trail and all.
_NOT_DISCARDED = text("state <> 'discarded'")
_NO = text("false")

reports = Table(
    "reports",
    metadata,
    Column("report_id", Identity, primary_key=True),
    Column("state", Word(ReportState), nullable=False),
    Column("sha256", Text, nullable=False),
    Column("broker", Text, nullable=False),
    Column("kind", Word(ReportKind), nullable=False),
    Column("title", Text, nullable=False),
    Column("published", Date),
    Column("risk_level", Text),
    Column("document", Document[Report](Report), nullable=False),
    Column("uploaded_by", BigInteger),
    Column("created_at", Instant, nullable=False),
    Column("confirmed_by", BigInteger),
    Column("confirmed_at", Instant),
    Column("text_sha256", Text, index=True),
    Column("dates", Document[tuple[date, ...]](tuple[date, ...])),
    Column("apart", Boolean, nullable=False, server_default=_NO),
    Column("merged_into", Identity),
    Column("industry", Text, index=True),
    Index("uq_reports_file", "sha256", unique=True, sqlite_where=_NOT_DISCARDED, postgresql_where=_NOT_DISCARDED),
    # The same report comes through several feeds, as several files: a person says whether they are one.
    Index("ix_reports_headline", "broker", "title", "published"),
    # All that the shelf shows and searches, so that no page and no search touches the documents.
    Index("ix_reports_shelf", "state", "published", "report_id", "risk_level", "title", "broker"),
)


def confirmed() -> ColumnElement[bool]:
    """That a report is confirmed, where it was found by its picks.

    Written so that no index answers it: nearly all reports are confirmed, and SQLite, which counts nothing, would go
    through all of them and look for the picks of each.
    """
    return func.coalesce(reports.c.state, ReportState.DRAFT.value) == ReportState.CONFIRMED.value


report_trail = Table(
    "report_trail",
    metadata,
    Column("entry_id", Identity, primary_key=True),
    Column("report_id", Identity, ForeignKey("reports.report_id"), nullable=False, index=True),
    Column("state", Word(ReportState), nullable=False),
    Column("by", BigInteger),
    Column("at", Instant, nullable=False),
)

picks = Table(
    "picks",
    metadata,
    Column("pick_id", Identity, primary_key=True),
    Column("report_id", Identity, ForeignKey("reports.report_id"), nullable=False, index=True),
    Column("symbol", Text, nullable=False),
    Column("document", Document[Pick](Pick), nullable=False),
    Column("dropped", Boolean, nullable=False),
    # An addition that was taken back: its row stays, since corrections name it, and nobody sees it.
    Column("absent", Boolean, nullable=False, server_default=_NO),
    Column("changed_at", Instant),
    Column("segment", Text),
    Index("ix_picks_symbol", "symbol", "report_id", "dropped", "absent"),
)

# Who signs a report and answers for it, to be found by name.
report_analysts = Table(
    "report_analysts",
    metadata,
    Column("report_id", Identity, ForeignKey("reports.report_id"), primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True, index=True),
)

unresolved = Table(
    "unresolved",
    metadata,
    Column("unresolved_id", Identity, primary_key=True),
    Column("report_id", Identity, ForeignKey("reports.report_id"), nullable=False, index=True),
    Column("document", Document[Unresolved](Unresolved), nullable=False),
    Column("pick_id", Identity, ForeignKey("picks.pick_id")),
    Column("resolved_by", BigInteger),
    Column("resolved_at", Instant),
)

uploads = Table(
    "uploads",
    metadata,
    Column("upload_id", Identity, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("state", Word(UploadState), nullable=False, index=True),
    Column("report_id", Identity, ForeignKey("reports.report_id")),
    Column("error", Text),
)

pick_states = Table(
    "pick_states",
    metadata,
    Column("pick_id", Identity, ForeignKey("picks.pick_id"), primary_key=True, autoincrement=False),
    Column("as_of", Date, nullable=False),
    Column("excess", Float(53)),
    Column("band", Text),
    Column("candidate", Text),
    Column("candidate_closes", Integer, nullable=False),
    Column("phase", Text, nullable=False),
)

# Of several indices that a report prints for one market, the one by which its pick was first scored goes on judging it.
pick_benchmarks = Table(
    "pick_benchmarks",
    metadata,
    Column("pick_id", Identity, ForeignKey("picks.pick_id"), primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    Column("chosen_at", Instant, nullable=False),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("pick_id", Identity, ForeignKey("picks.pick_id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("settled_on", Date, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("program_version", Text, nullable=False),
    Column("inputs", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("corrects", Integer),
    Column("reason", Text),
)
