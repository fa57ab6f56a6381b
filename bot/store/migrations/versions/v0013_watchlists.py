"""A chat keeps named lists of securities."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "watchlists",
        sa.Column("list_id", _ID, primary_key=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text()),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_watchlists_chat_id", "watchlists", ["chat_id"])
    op.create_index("ix_watchlists_token", "watchlists", ["token"], unique=True)
    op.create_table(
        "watchlist_members",
        sa.Column("list_id", _ID, sa.ForeignKey("watchlists.list_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("symbol", sa.Text(), primary_key=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_watchlist_members_symbol", "watchlist_members", ["symbol"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("watchlist_members")
    op.drop_table("watchlists")
