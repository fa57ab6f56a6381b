"""Each chat stands in line under its most urgent message, so that a claim costs what it claims."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_INDICES = {
    "ix_outbox_given_up": ("outbox", ["id"], "state IN ('dead', 'uncertain')"),
    "ix_outbox_chats_line": ("outbox_chats", ["next_priority", "next_id"], "next_id IS NOT NULL AND next_at IS NULL"),
    "ix_outbox_chats_next_at": ("outbox_chats", ["next_at"], "next_at IS NOT NULL"),
}


def upgrade() -> None:
    """Add the columns; each chat with anything open is looked at once, which puts it in order."""
    op.add_column("outbox_chats", sa.Column("next_id", sa.BigInteger()))
    op.add_column("outbox_chats", sa.Column("next_priority", sa.Integer()))
    op.add_column("outbox_chats", sa.Column("next_at", sa.DateTime(timezone=True)))
    for name, (table, columns, where) in _INDICES.items():
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_index("ix_outbox_finished_at", "outbox", ["finished_at", "state"])
    for column, first in (("next_id", "min(o.id)"), ("next_priority", "min(o.priority)")):
        op.execute(
            f"UPDATE outbox_chats SET {column} = (SELECT {first} FROM outbox o "  # noqa: S608 - the names stand above
            "WHERE o.chat_id = outbox_chats.chat_id AND o.state IN ('waiting', 'sending'))"
        )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_outbox_finished_at", "outbox")
    for name, (table, _, _) in _INDICES.items():
        op.drop_index(name, table)
    for column in ("next_at", "next_priority", "next_id"):
        op.drop_column("outbox_chats", column)
