"""A chat has quiet hours, and a message that cannot leave is given up some time after it was first tried."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; no chat is quiet yet."""
    op.add_column("outbox", sa.Column("tried_at", sa.DateTime(timezone=True)))
    op.add_column("outbox_chats", sa.Column("held_until", sa.DateTime(timezone=True)))
    op.add_column("outbox_chats", sa.Column("quiet_from", sa.Time()))
    op.add_column("outbox_chats", sa.Column("quiet_until", sa.Time()))
    op.add_column("outbox_chats", sa.Column("zone", sa.Text()))


def downgrade() -> None:
    """Drop them: nothing is held any more."""
    for column in ("zone", "quiet_until", "quiet_from", "held_until"):
        op.drop_column("outbox_chats", column)
    op.drop_column("outbox", "tried_at")
