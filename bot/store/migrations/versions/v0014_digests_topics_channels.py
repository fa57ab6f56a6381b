"""A chat has three digests of its own, a group a topic to push to, and a channel somebody who looks after it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the column; the evening digest of each user becomes his close digest."""
    op.create_table(
        "digests",
        sa.Column("chat_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("slot", sa.Text(), primary_key=True),
        sa.Column("at", sa.Time()),
        sa.Column("blocks", sa.Text()),
        sa.Column("dealt", sa.Date()),
        sa.Column("dealt_at", sa.DateTime(timezone=True)),
    )
    op.execute("INSERT INTO digests (chat_id, slot, at, dealt) SELECT user_id, 'close', digest_at, digested FROM users")
    op.create_table(
        "channels",
        sa.Column("channel_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("added_by", sa.BigInteger()),
        sa.Column("may_post", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("outbox_chats", sa.Column("thread_id", sa.BigInteger()))


def downgrade() -> None:
    """Drop them: everything is pushed to the group itself."""
    op.drop_column("outbox_chats", "thread_id")
    op.drop_table("channels")
    op.drop_table("digests")
