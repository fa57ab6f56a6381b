"""Users, what their chats follow, and what they were told before."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Table, Text, Time, UniqueConstraint

from bot.domain.following import DigestSlot, Loudness, TargetKind, Topic
from bot.store.records import Role
from bot.store.tables.base import metadata
from bot.store.types import Fixed, Identity, Instant, Word, Words

users = Table(
    "users",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("language", Text),
    Column("role", Word(Role), nullable=False),
    Column("qualified", Boolean),
    Column("day_change", Fixed(9)),
    Column("active", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("dark", Boolean),
    Column("red_up", Boolean),
)

# What has ended stays for a while, so that it can be taken up again with all that was chosen.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("follow_id", Identity, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("kind", Word(TargetKind), nullable=False),
    Column("ref", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("topics", Words(Topic), nullable=False),
    Column("loudness", Word(Loudness), nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("muted_until", Instant),
    Column("digest_slots", Words(DigestSlot), nullable=False),
    Column("ended_at", Instant),
    UniqueConstraint("chat_id", "kind", "ref", name="uq_subscriptions_target"),
    Index("ix_subscriptions_target", "kind", "ref"),
)

# One row a chat and kind of digest; ``at`` is a time of the chat's zone, none for never, ``blocks`` none for the usual ones.
digests = Table(
    "digests",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("slot", Text, primary_key=True),
    Column("at", Time),
    Column("blocks", Text),
    Column("dealt", Date),
    Column("dealt_at", Instant),
)

# Who has made the bot an administrator of a channel, and whether it may write there.
channels = Table(
    "channels",
    metadata,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("added_by", BigInteger),
    Column("may_post", Boolean, nullable=False),
    Column("added_at", Instant, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("cause", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    Index("ix_events_at", "at"),
)

# Used once; the row stays, so that a second use is known for one.
invitations = Table(
    "invitations",
    metadata,
    Column("invitation_id", Identity, primary_key=True),
    Column("role", Word(Role), nullable=False),
    Column("invited_by", BigInteger),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_by", BigInteger),
    Column("used_at", Instant),
)

signing_keys = Table(
    "signing_keys",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
