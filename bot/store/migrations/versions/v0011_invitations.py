"""People come by invitation, and who is forgotten is named no more in what is only ever added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WRITTEN = {
    "report_trail": ("entry_id", "report_id", "state", "at"),
    "corrections": ("correction_id", "report_id", "step", "undoes", "pick_id", "field", "before", "after", "at"),
}


def upgrade() -> None:
    """Add the tables; of a trail and a correction it may be forgotten who made it, and nothing else changes."""
    op.create_table(
        "invitations",
        sa.Column("invitation_id", _ID, primary_key=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("invited_by", sa.BigInteger()),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_by", sa.BigInteger()),
        sa.Column("used_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "signing_keys",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, columns in _WRITTEN.items():
        written = ", ".join(f'"{column}"' for column in columns)
        if postgresql:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            refuse = "FOR EACH ROW %s EXECUTE FUNCTION refuse_change()"
            op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse % ''}")
            op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {written} ON {table} {refuse % ''}")
            forgotten = refuse % 'WHEN (NEW."by" IS NOT NULL)'
            op.execute(f'CREATE TRIGGER {table}_same_person BEFORE UPDATE OF "by" ON {table} {forgotten}')
            continue
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        op.execute(f"DROP TRIGGER {table}_no_update")
        op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {written} ON {table} {refuse}")
        op.execute(
            f'CREATE TRIGGER {table}_same_person BEFORE UPDATE OF "by" ON {table} WHEN NEW."by" IS NOT NULL {refuse}'
        )


def downgrade() -> None:
    """Drop them; nothing of what was added changes any more."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in _WRITTEN:
        of_table = f" ON {table}" if postgresql else ""
        op.execute(f"DROP TRIGGER {table}_same_person{of_table}")
        op.execute(f"DROP TRIGGER {table}_no_update{of_table}")
        if postgresql:
            op.execute(f"DROP TRIGGER {table}_no_delete ON {table}")
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    op.drop_table("signing_keys")
    op.drop_table("invitations")
