"""Failures, runs of jobs and broadcasts are kept, for administrators to look at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "failures",
        sa.Column("reference", sa.Text(), primary_key=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        _instant("first_at", nullable=False),
        _instant("last_at", nullable=False),
    )
    op.create_index("ix_failures_last_at", "failures", ["last_at"])
    op.create_table(
        "job_log",
        sa.Column("job", sa.Text(), primary_key=True),
        _instant("begun_at", nullable=False),
        _instant("finished_at"),
        _instant("failed_at"),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("in_a_row", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text()),
    )
    op.create_table(
        "broadcasts",
        sa.Column("broadcast_id", _ID, primary_key=True),
        sa.Column("written_by", sa.BigInteger()),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text()),
        sa.Column("recipients", sa.Integer(), nullable=False),
        _instant("created_at", nullable=False),
        _instant("confirmed_at"),
        _instant("stopped_at"),
        _instant("ended_at"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("broadcasts", "job_log", "failures"):
        op.drop_table(table)
