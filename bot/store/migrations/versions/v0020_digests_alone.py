"""Digests are chosen in their own table alone, at times of the chat's zone."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_ANY_DAY = date(2026, 1, 5)
_USERS = sa.table("users", sa.column("user_id"), sa.column("digest_at", sa.Time()), sa.column("digested", sa.Date()))
_CHATS = sa.table("outbox_chats", sa.column("chat_id"), sa.column("zone"))
_DIGESTS = sa.table(
    "digests", sa.column("chat_id"), sa.column("slot"), sa.column("at", sa.Time()), sa.column("dealt", sa.Date())
)


def upgrade() -> None:
    """Take over what users have chosen since; times were Shanghai's and become those of the zone of the quiet hours."""
    connection = op.get_bind()
    op.execute("DELETE FROM digests WHERE slot = 'close'")
    query = sa.select(_USERS, _CHATS.c.zone).select_from(_USERS.outerjoin(_CHATS, _CHATS.c.chat_id == _USERS.c.user_id))
    rows = [
        {"chat_id": row.user_id, "slot": "close", "at": _in_zone(row.digest_at, row.zone), "dealt": row.digested}
        for row in connection.execute(query)
    ]
    if rows:
        connection.execute(_DIGESTS.insert(), rows)
    op.drop_column("users", "digested")
    op.drop_column("users", "digest_at")


def downgrade() -> None:
    """Give the close digest's time back to the users, as it stands."""
    op.add_column("users", sa.Column("digest_at", sa.Time()))
    op.add_column("users", sa.Column("digested", sa.Date()))
    mine = "FROM digests WHERE digests.chat_id = users.user_id AND digests.slot = 'close'"
    op.execute(f"UPDATE users SET digest_at = (SELECT at {mine}), digested = (SELECT dealt {mine})")  # noqa: S608 - words of our own


def _in_zone(at: time | None, zone: str | None) -> time | None:
    if at is None or zone is None:
        return at
    return datetime.combine(_ANY_DAY, at, _SHANGHAI).astimezone(ZoneInfo(zone)).time()
