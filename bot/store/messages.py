"""What the store knows of messages: those that wait to leave, and updates that came. Instants are aware, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from bot.domain.following import DigestSlot


class MessageState(StrEnum):
    """Where a message stands; `SENT`, `DEAD`, `UNCERTAIN` (perhaps delivered, not repeated), `CANCELLED`, `FOLDED` are final.

    A folded message is told within another one.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message to be sent. The lowest ``priority`` goes first; ``not_before`` None is at once.

    A ``silent`` one makes no sound; ``thread_id`` is the topic of a group that it goes to, by default the one it has chosen.
    ``because`` says what brought it, as `bot.services.messages.because` writes it.
    """

    chat_id: int
    kind: str
    payload: str
    dedupe_key: str
    priority: int = 5
    not_before: datetime | None = None
    silent: bool = False
    thread_id: int | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that its claimer alone may send until the lease ends.

    ``attempts`` counts those before, the first of them at ``tried_at``; ``uncertain`` says that one of them may have
    been delivered.
    """

    id: int
    chat_id: int
    kind: str
    payload: str
    dedupe_key: str
    priority: int
    attempts: int
    uncertain: bool
    created_at: datetime
    tried_at: datetime | None
    lease_until: datetime
    silent: bool
    thread_id: int | None
    because: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that is due and was not tried yet."""

    id: int
    payload: str
    priority: int
    created_at: datetime
    silent: bool
    thread_id: int | None
    because: str


@dataclass(frozen=True, slots=True)
class ChatHours:
    """When a chat is not to be disturbed, times of its ``zone``; ``held_until`` while something waits for their end."""

    chat_id: int
    quiet_from: time | None
    quiet_until: time | None
    zone: str | None
    held_until: datetime | None


@dataclass(frozen=True, slots=True)
class DigestTime:
    """A time of a zone (None is Shanghai) at which chats want a digest, of those whose last was of the session ``dealt``."""

    slot: DigestSlot
    at: time
    zone: str | None
    dealt: date | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as an administrator looks at it; ``finished_at`` is None while it is still to be sent."""

    id: int
    chat_id: int
    kind: str
    state: MessageState
    attempts: int
    uncertain: bool
    error: str | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class InboxUpdate:
    """An update that was received and not handled yet; ``attempts`` counts how often its handling began after a restart."""

    update_id: int
    payload: str
    attempts: int
