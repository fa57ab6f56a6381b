"""Each file that comes asks whether its content was sent before."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NAME = "ix_uploads_sha256"


def upgrade() -> None:
    """Find uploads by their content."""
    op.create_index(_NAME, "uploads", ["sha256"])


def downgrade() -> None:
    """Look through all of them."""
    op.drop_index(_NAME, "uploads")
