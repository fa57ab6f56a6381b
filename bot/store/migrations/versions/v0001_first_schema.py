"""The first schema: people, research, market, delivery."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)
_NOT_DISCARDED = sa.text("state <> 'discarded'")
_OPEN = sa.text("state IN ('waiting', 'sending')")
_TABLES = (
    *("job_runs", "inbox", "outbox_chats", "outbox"),
    *("bar_fetches", "calendars", "suspensions", "adjustments", "bars"),
    *("verdicts", "pick_states", "uploads", "unresolved", "picks", "report_trail", "reports"),
    *("events", "follows", "users"),
)


def upgrade() -> None:
    """Create everything."""
    _create_people()
    _create_reports()
    _create_uploads()
    _create_scores()
    _create_prices()
    _create_outbox()
    _create_inbox_and_jobs()


def downgrade() -> None:
    """Remove everything."""
    for name in _TABLES:
        op.drop_table(name)


def _create_people() -> None:
    op.create_table(
        "users",
        sa.Column("user_id", sa.BigInteger, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("language", sa.Text),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("qualified", sa.Boolean),
        sa.Column("digest_at", sa.Time),
        sa.Column("day_change", sa.BigInteger),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("digested", sa.Date),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_users"),
    )
    op.create_table(
        "follows",
        sa.Column("chat_id", sa.BigInteger, autoincrement=False),
        sa.Column("kind", sa.Text),
        sa.Column("ref", sa.Text),
        sa.Column("since", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "kind", "ref", name="pk_follows"),
        sa.CheckConstraint("kind IN ('report', 'stock', 'everything')", name="ck_follows_kind"),
    )
    op.create_index("ix_follows_target", "follows", ["kind", "ref"])
    op.create_table(
        "events",
        sa.Column("chat_id", sa.BigInteger, autoincrement=False),
        sa.Column("cause", sa.Text),
        sa.Column("at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "cause", name="pk_events"),
    )
    op.create_index("ix_events_at", "events", ["at"])


def _create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("report_id", _ID),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("broker", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("published", sa.Date),
        sa.Column("risk_level", sa.Text),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("uploaded_by", sa.BigInteger),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("confirmed_by", sa.BigInteger),
        sa.Column("confirmed_at", _INSTANT),
        sa.PrimaryKeyConstraint("report_id", name="pk_reports"),
    )
    op.create_index(
        "uq_reports_file",
        "reports",
        ["sha256"],
        unique=True,
        sqlite_where=_NOT_DISCARDED,
        postgresql_where=_NOT_DISCARDED,
    )
    op.create_index(
        "uq_reports_headline",
        "reports",
        ["broker", "title", "published"],
        unique=True,
        sqlite_where=_NOT_DISCARDED,
        postgresql_where=_NOT_DISCARDED,
    )
    op.create_index("ix_reports_shelf", "reports", ["state", "published", "report_id"])
    op.create_table(
        "report_trail",
        sa.Column("entry_id", _ID),
        sa.Column("report_id", _ID, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("by", sa.BigInteger),
        sa.Column("at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_report_trail"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.report_id"], name="fk_report_trail_report_id"),
    )
    op.create_index("ix_report_trail_report_id", "report_trail", ["report_id"])
    op.create_table(
        "picks",
        sa.Column("pick_id", _ID),
        sa.Column("report_id", _ID, nullable=False),
        sa.Column("symbol", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("dropped", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("pick_id", name="pk_picks"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.report_id"], name="fk_picks_report_id"),
    )
    op.create_index("ix_picks_report_id", "picks", ["report_id"])
    op.create_index("ix_picks_symbol", "picks", ["symbol"])
    op.create_table(
        "unresolved",
        sa.Column("unresolved_id", _ID),
        sa.Column("report_id", _ID, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("pick_id", _ID),
        sa.Column("resolved_by", sa.BigInteger),
        sa.Column("resolved_at", _INSTANT),
        sa.PrimaryKeyConstraint("unresolved_id", name="pk_unresolved"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.report_id"], name="fk_unresolved_report_id"),
        sa.ForeignKeyConstraint(["pick_id"], ["picks.pick_id"], name="fk_unresolved_pick_id"),
    )
    op.create_index("ix_unresolved_report_id", "unresolved", ["report_id"])


def _create_uploads() -> None:
    op.create_table(
        "uploads",
        sa.Column("upload_id", _ID),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("report_id", _ID),
        sa.Column("error", sa.Text),
        sa.PrimaryKeyConstraint("upload_id", name="pk_uploads"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.report_id"], name="fk_uploads_report_id"),
    )
    op.create_index("ix_uploads_state", "uploads", ["state"])


def _create_scores() -> None:
    op.create_table(
        "pick_states",
        sa.Column("pick_id", _ID, autoincrement=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("excess", sa.Float(53)),
        sa.Column("band", sa.Text),
        sa.Column("candidate", sa.Text),
        sa.Column("candidate_closes", sa.Integer, nullable=False),
        sa.Column("phase", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("pick_id", name="pk_pick_states"),
        sa.ForeignKeyConstraint(["pick_id"], ["picks.pick_id"], name="fk_pick_states_pick_id"),
    )
    op.create_table(
        "verdicts",
        sa.Column("pick_id", _ID, autoincrement=False),
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("settled_on", sa.Date, nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("program_version", sa.Text, nullable=False),
        sa.Column("inputs", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("pick_id", "number", name="pk_verdicts"),
        sa.ForeignKeyConstraint(["pick_id"], ["picks.pick_id"], name="fk_verdicts_pick_id"),
    )


def _create_prices() -> None:
    op.create_table(
        "bars",
        sa.Column("symbol", sa.Text),
        sa.Column("session", sa.Date),
        sa.Column("close", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.BigInteger) for name in ("open", "high", "low", "volume", "amount")),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("fetched_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("symbol", "session", name="pk_bars"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "adjustments",
        sa.Column("symbol", sa.Text),
        sa.Column("ex_date", sa.Date),
        sa.Column("ratio", sa.BigInteger, nullable=False),
        sa.Column("split", sa.BigInteger),
        sa.Column("cash", sa.BigInteger),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("fetched_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("symbol", "ex_date", name="pk_adjustments"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "suspensions",
        sa.Column("symbol", sa.Text),
        sa.Column("session", sa.Date),
        sa.Column("fetched_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("symbol", "session", name="pk_suspensions"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "calendars",
        sa.Column("market", sa.Text),
        sa.Column("known_until", sa.Date, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("fetched_at", _INSTANT, nullable=False),
        sa.Column("sessions", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("market", name="pk_calendars"),
    )
    op.create_table(
        "bar_fetches",
        sa.Column("symbol", sa.Text),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("fetched_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("symbol", name="pk_bar_fetches"),
    )


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _ID),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("dedupe_key", sa.Text, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("not_before", _INSTANT),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lease_until", _INSTANT),
        sa.Column("uncertain", sa.Boolean, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("error", sa.Text),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("finished_at", _INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("dedupe_key", name="uq_outbox_dedupe_key"),
    )
    op.create_index(
        "ix_outbox_open", "outbox", ["chat_id", "priority", "id"], sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_table(
        "outbox_chats",
        sa.Column("chat_id", sa.BigInteger, autoincrement=False),
        sa.Column("paused_until", _INSTANT),
        sa.PrimaryKeyConstraint("chat_id", name="pk_outbox_chats"),
    )


def _create_inbox_and_jobs() -> None:
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger, autoincrement=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("finished_at", _INSTANT),
        sa.Column("error", sa.Text),
        sa.PrimaryKeyConstraint("update_id", name="pk_inbox"),
    )
    op.create_index("ix_inbox_finished_at", "inbox", ["finished_at"])
    op.create_table(
        "job_runs",
        sa.Column("job", sa.Text),
        sa.Column("session", sa.Date),
        sa.Column("slot", sa.Text),
        sa.Column("begun_at", _INSTANT, nullable=False),
        sa.Column("finished_at", _INSTANT),
        sa.PrimaryKeyConstraint("job", "session", "slot", name="pk_job_runs"),
    )
