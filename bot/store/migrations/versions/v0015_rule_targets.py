"""A rule may be about several securities: its states are kept by security and report."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEPT = ("rule_id", "place", "session", "up_at", "up_session", "down_at", "down_session", "doubted", "spent")


def upgrade() -> None:
    """Add what a rule is about and which security an entry names, and make the states anew by security."""
    op.add_column("rules", sa.Column("scope", sa.Text(), nullable=False, server_default="stock"))
    op.add_column("rules", sa.Column("ref", sa.Text(), nullable=False, server_default=""))
    for name in ("symbol", "before", "after"):
        op.add_column("rule_history", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    _make_anew(
        (sa.Column("symbol", sa.Text(), primary_key=True), sa.Column("report_id", _ID, primary_key=True)),
        ("rules.symbol", "coalesce(rules.report_id, 0)"),
    )


def downgrade() -> None:
    """Take them away; of a rule about several securities nothing is remembered."""
    op.execute("DELETE FROM rule_states WHERE rule_id IN (SELECT rule_id FROM rules WHERE scope <> 'stock')")
    _make_anew((), ())
    for name in ("after", "before", "symbol"):
        op.drop_column("rule_history", name)
    for name in ("ref", "scope"):
        op.drop_column("rules", name)


def _make_anew(columns: tuple[sa.Column[object], ...], values: tuple[str, ...]) -> None:
    """Put the states into a table of these further key columns."""
    op.create_table(
        "rule_states_anew",
        sa.Column("rule_id", _ID, sa.ForeignKey("rules.rule_id"), primary_key=True, autoincrement=False),
        *columns,
        sa.Column("place", sa.Integer()),
        sa.Column("session", sa.Date()),
        sa.Column("up_at", sa.DateTime(timezone=True)),
        sa.Column("up_session", sa.Date()),
        sa.Column("down_at", sa.DateTime(timezone=True)),
        sa.Column("down_session", sa.Date()),
        sa.Column("doubted", sa.Date()),
        sa.Column("spent", sa.Boolean(), nullable=False),
    )
    names = ", ".join((*_KEPT, *(column.name for column in columns)))
    kept = ", ".join((*(f"rule_states.{name}" for name in _KEPT), *values))
    op.execute(
        f"INSERT INTO rule_states_anew ({names}) SELECT {kept} FROM rule_states "  # noqa: S608 - names of our own
        "JOIN rules ON rules.rule_id = rule_states.rule_id"
    )
    op.drop_table("rule_states")
    op.rename_table("rule_states_anew", "rule_states")
