"""From which day on a symbol's bars were ever asked for: an older report needs older ones, and a young listing has none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the day; where it is not known the bars are asked for once more."""
    op.add_column("bar_fetches", sa.Column("since", sa.Date()))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("bar_fetches", "since")
