"""Shelf and securities are answered by their indices alone: the rows are long, for the documents in them."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_WIDER = {
    "ix_reports_shelf": ("reports", ["state", "published", "report_id", "risk_level", "title", "broker"], 3),
    "ix_picks_symbol": ("picks", ["symbol", "report_id", "dropped", "absent"], 1),
}


def upgrade() -> None:
    """Make them anew, with more columns."""
    for name, (table, columns, _) in _WIDER.items():
        op.drop_index(name, table)
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Make them anew as they were."""
    for name, (table, columns, before) in _WIDER.items():
        op.drop_index(name, table)
        op.create_index(name, table, columns[:before])
