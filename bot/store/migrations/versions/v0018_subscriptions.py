"""What is followed has options, and can be anything that a report names; a message can say why it came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)
_CARRY_OVER = """
INSERT INTO subscriptions (chat_id, kind, ref, since, topics, loudness, paused, digest_slots)
SELECT chat_id, kind, ref, since, 'bands,day_change,horizon,reports,verdicts', 'on', false, 'close,morning,weekly'
FROM follows ORDER BY since, chat_id, kind, ref
"""


def upgrade() -> None:
    """Carry what is followed over, loud and with all of its topics; read what reports name out of their documents."""
    op.create_table(
        "subscriptions",
        sa.Column("follow_id", _ID, primary_key=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("loudness", sa.Text(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("muted_until", _INSTANT),
        sa.Column("digest_slots", sa.Text(), nullable=False),
        sa.Column("ended_at", _INSTANT),
        sa.UniqueConstraint("chat_id", "kind", "ref", name="uq_subscriptions_target"),
    )
    op.execute(_CARRY_OVER)
    op.drop_table("follows")
    op.create_index("ix_subscriptions_target", "subscriptions", ["kind", "ref"])
    op.add_column("outbox", sa.Column("because", sa.Text()))
    op.add_column("reports", sa.Column("industry", sa.Text()))
    op.create_index("ix_reports_industry", "reports", ["industry"])
    op.add_column("picks", sa.Column("segment", sa.Text()))
    op.create_table(
        "report_analysts",
        sa.Column("report_id", _ID, sa.ForeignKey("reports.report_id"), primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text(), primary_key=True),
    )
    op.create_index("ix_report_analysts_name", "report_analysts", ["name"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("UPDATE reports SET industry = document::json ->> 'industry'")
        op.execute("UPDATE picks SET segment = document::json ->> 'segment'")
        op.execute(
            "INSERT INTO report_analysts SELECT DISTINCT report_id, signed ->> 'name' FROM reports, "
            "json_array_elements(document::json -> 'analysts') AS signed WHERE signed ->> 'role' = 'analyst'"
        )
        return
    op.execute("UPDATE reports SET industry = json_extract(document, '$.industry')")
    op.execute("UPDATE picks SET segment = json_extract(document, '$.segment')")
    op.execute(
        "INSERT INTO report_analysts SELECT DISTINCT report_id, json_extract(signed.value, '$.name') FROM reports, "
        "json_each(reports.document, '$.analysts') AS signed WHERE json_extract(signed.value, '$.role') = 'analyst'"
    )


def downgrade() -> None:
    """Keep what could be followed before, without its options."""
    op.drop_table("report_analysts")
    op.drop_column("picks", "segment")
    op.drop_index("ix_reports_industry", "reports")
    op.drop_column("reports", "industry")
    op.drop_column("outbox", "because")
    op.create_table(
        "follows",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "kind", "ref", name="pk_follows"),
        sa.CheckConstraint("kind IN ('report', 'stock', 'everything')", name="ck_follows_kind"),
    )
    op.create_index("ix_follows_target", "follows", ["kind", "ref"])
    op.execute(
        "INSERT INTO follows SELECT chat_id, kind, ref, since FROM subscriptions "
        "WHERE ended_at IS NULL AND kind IN ('report', 'stock', 'everything')"
    )
    op.drop_table("subscriptions")
