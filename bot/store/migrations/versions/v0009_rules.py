"""Subscribers have alert rules of their own; what became of each is only ever added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables, and refuse UPDATE and DELETE of the history."""
    op.create_table(
        "rules",
        sa.Column("rule_id", _ID, primary_key=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("threshold", sa.BigInteger(), nullable=False),
        sa.Column("based_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report_id", _ID, sa.ForeignKey("reports.report_id")),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("cooldown", sa.Integer(), nullable=False),
        sa.Column("snoozed_until", sa.DateTime(timezone=True)),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_rules_chat_id", "rules", ["chat_id"])
    op.create_index("ix_rules_symbol", "rules", ["symbol"])
    op.create_table(
        "rule_states",
        sa.Column("rule_id", _ID, sa.ForeignKey("rules.rule_id"), primary_key=True, autoincrement=False),
        sa.Column("place", sa.Integer()),
        sa.Column("session", sa.Date()),
        sa.Column("up_at", sa.DateTime(timezone=True)),
        sa.Column("up_session", sa.Date()),
        sa.Column("down_at", sa.DateTime(timezone=True)),
        sa.Column("down_session", sa.Date()),
        sa.Column("doubted", sa.Date()),
        sa.Column("spent", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "rule_history",
        sa.Column("entry_id", _ID, primary_key=True),
        sa.Column("rule_id", _ID, sa.ForeignKey("rules.rule_id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger()),
        sa.Column("threshold", sa.BigInteger()),
    )
    op.create_index("ix_rule_history_rule_id", "rule_history", ["rule_id", "entry_id"])
    op.create_table(
        "rule_looks",
        sa.Column("market", sa.Text(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER rule_history_append_only BEFORE UPDATE OR DELETE ON rule_history "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER rule_history_no_{change.lower()} BEFORE {change} ON rule_history "
            "BEGIN SELECT RAISE(ABORT, 'rule_history is append-only'); END"
        )


def downgrade() -> None:
    """Drop them."""
    for table in ("rule_looks", "rule_history", "rule_states", "rules"):
        op.drop_table(table)
