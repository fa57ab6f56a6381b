"""Two reports without a broker or a title that could be read are not the same report."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NAME = "uq_reports_headline"
_COLUMNS = ["broker", "title", "published"]


def upgrade() -> None:
    """Compare headlines that were read alone."""
    _replace(sa.text("state <> 'discarded' AND broker <> '' AND title <> ''"))


def downgrade() -> None:
    """Compare all; fails where two unread ones stand side by side."""
    _replace(sa.text("state <> 'discarded'"))


def _replace(where: sa.TextClause) -> None:
    op.drop_index(_NAME, "reports")
    op.create_index(_NAME, "reports", _COLUMNS, unique=True, sqlite_where=where, postgresql_where=where)
