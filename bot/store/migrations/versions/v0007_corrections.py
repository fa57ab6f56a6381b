"""What editors correct is kept, can be taken back, and two files may hold one report until a person says so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_HEADLINE = ["broker", "title", "published"]
_READ = sa.text("state <> 'discarded' AND broker <> '' AND title <> ''")


def upgrade() -> None:
    """Add the tables and columns; a headline may stand twice."""
    op.create_table(
        "corrections",
        sa.Column("correction_id", _ID, primary_key=True),
        sa.Column("report_id", _ID, sa.ForeignKey("reports.report_id"), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("undoes", sa.Integer()),
        sa.Column("pick_id", _ID, sa.ForeignKey("picks.pick_id")),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("by", sa.BigInteger()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_corrections_report_id", "corrections", ["report_id"])
    op.create_table(
        "questions",
        sa.Column("chat_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("picks", sa.Column("absent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("picks", sa.Column("changed_at", sa.DateTime(timezone=True)))
    op.add_column("reports", sa.Column("text_sha256", sa.Text()))
    op.add_column("reports", sa.Column("dates", sa.Text()))
    op.add_column("reports", sa.Column("apart", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("reports", sa.Column("merged_into", _ID))
    op.create_index("ix_reports_text_sha256", "reports", ["text_sha256"])
    op.drop_index("uq_reports_headline", "reports")
    op.create_index("ix_reports_headline", "reports", _HEADLINE)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER corrections_append_only BEFORE UPDATE OR DELETE ON corrections "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER corrections_no_{change.lower()} BEFORE {change} ON corrections "
            "BEGIN SELECT RAISE(ABORT, 'corrections is append-only'); END"
        )


def downgrade() -> None:
    """Drop them; fails where two reports share a headline."""
    op.drop_index("ix_reports_headline", "reports")
    op.create_index(
        "uq_reports_headline", "reports", _HEADLINE, unique=True, sqlite_where=_READ, postgresql_where=_READ
    )
    op.drop_index("ix_reports_text_sha256", "reports")
    for column in ("merged_into", "apart", "dates", "text_sha256"):
        op.drop_column("reports", column)
    for column in ("changed_at", "absent"):
        op.drop_column("picks", column)
    op.drop_table("questions")
    op.drop_table("corrections")
