"""A correction in the ledger of verdicts says which entry it corrects and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; entries that correct nothing have neither."""
    op.add_column("verdicts", sa.Column("corrects", sa.Integer()))
    op.add_column("verdicts", sa.Column("reason", sa.Text()))


def downgrade() -> None:
    """Forget both."""
    op.drop_column("verdicts", "reason")
    op.drop_column("verdicts", "corrects")
