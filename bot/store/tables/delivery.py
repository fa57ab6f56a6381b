"""Messages on their way out, updates on their way in, and which jobs have run."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, Table, Text, Time, text

from bot.store.messages import MessageState
from bot.store.tables.base import metadata
from bot.store.types import Identity, Instant, Word

_NO = text("false")
_OPEN = text("state IN ('waiting', 'sending')")
_GIVEN_UP = text("state IN ('dead', 'uncertain')")
_IN_LINE = text("next_id IS NOT NULL AND next_at IS NULL")
_LATER = text("next_at IS NOT NULL")

outbox = Table(
    "outbox",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("dedupe_key", Text, nullable=False, unique=True),
    Column("priority", Integer, nullable=False),
    Column("not_before", Instant),
    Column("state", Word(MessageState), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_until", Instant),
    Column("uncertain", Boolean, nullable=False),
    Column("message_id", BigInteger),
    Column("error", Text),
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("tried_at", Instant),
    Column("silent", Boolean, nullable=False, server_default=_NO),
    Column("thread_id", BigInteger),
    # What it came of, as `bot.services.messages.because` writes it: what stands behind the button that says why.
    Column("because", Text),
    Index("ix_outbox_open", "chat_id", "priority", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_outbox_given_up", "id", sqlite_where=_GIVEN_UP, postgresql_where=_GIVEN_UP),
    Index("ix_outbox_finished_at", "finished_at", "state"),
)

# One row a chat: what a claimer locks, so that two never write to one chat at once, how long Telegram said to wait,
# the hours (of its zone) in which it is not to be disturbed, the topic to which is pushed, and its place in the line of
# chats (see bot/store/line.py).
outbox_chats = Table(
    "outbox_chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("paused_until", Instant),
    Column("held_until", Instant),
    Column("quiet_from", Time),
    Column("quiet_until", Time),
    Column("zone", Text),
    Column("thread_id", BigInteger),
    Column("next_id", BigInteger),
    Column("next_priority", Integer),
    Column("next_at", Instant),
    Index("ix_outbox_chats_line", "next_priority", "next_id", sqlite_where=_IN_LINE, postgresql_where=_IN_LINE),
    Index("ix_outbox_chats_next_at", "next_at", sqlite_where=_LATER, postgresql_where=_LATER),
)

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("payload", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("finished_at", Instant),
    Column("error", Text),
    Index("ix_inbox_finished_at", "finished_at"),
)

job_runs = Table(
    "job_runs",
    metadata,
    Column("job", Text, primary_key=True),
    Column("session", Date, primary_key=True),
    Column("slot", Text, primary_key=True),
    Column("begun_at", Instant, nullable=False),
    Column("finished_at", Instant),
)
