"""How charts look is chosen by each chat: their ground, and which colour a gain has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; none means as the settings say."""
    op.add_column("users", sa.Column("dark", sa.Boolean()))
    op.add_column("users", sa.Column("red_up", sa.Boolean()))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("users", "red_up")
    op.drop_column("users", "dark")
