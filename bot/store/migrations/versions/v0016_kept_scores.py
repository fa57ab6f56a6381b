"""The newest figures of each pick are kept, with what makes them old."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables; nothing is kept yet, so everything is reckoned once more."""
    op.create_table(
        "kept_scores",
        sa.Column("pick_id", _ID, sa.ForeignKey("picks.pick_id"), primary_key=True, autoincrement=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("benchmark", sa.Text()),
        sa.Column("total_benchmark", sa.Text()),
        sa.Column("setup", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("worked", sa.Date()),
        sa.Column("excess", sa.Float(53)),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("opens", sa.Date()),
        sa.Column("settles", sa.Date()),
        sa.Column("figures", sa.Text(), nullable=False),
    )
    op.create_index("ix_kept_scores_symbol", "kept_scores", ["symbol", "until"])
    op.create_index("ix_kept_scores_benchmark", "kept_scores", ["benchmark", "until"])
    op.create_index("ix_kept_scores_total_benchmark", "kept_scores", ["total_benchmark", "until"])
    op.create_table(
        "marks",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    """Drop them: figures are reckoned whenever they are asked for."""
    op.drop_table("marks")
    op.drop_table("kept_scores")
