"""A message may arrive without a sound, and in a topic of a group."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what waits sounds as before and goes to no topic."""
    op.add_column("outbox", sa.Column("silent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("outbox", sa.Column("thread_id", sa.BigInteger()))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("outbox", "thread_id")
    op.drop_column("outbox", "silent")
