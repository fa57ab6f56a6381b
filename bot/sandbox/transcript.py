"""What a person sees: messages as they stand, and what happens to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.sandbox.entities import Entity


@dataclass(frozen=True, slots=True)
class Button:
    """A button; ``data`` of an inline one that calls back, ``url`` of a link, neither for a reply keyboard."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document or picture in a message."""

    name: str
    data: bytes
    mime: str | None


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message in a chat as it stands; ``text`` is the caption where there is an attachment; ``date`` in UTC.

    ``changed`` is the instant of the last edit, or else of sending; ``thread_id`` the topic of a forum.
    """

    message_id: int
    chat_id: int
    date: datetime
    from_bot: bool
    sender: str
    text: str
    entities: tuple[Entity, ...]
    html: str
    keyboard: tuple[tuple[Button, ...], ...]
    photo: bytes | None
    document: Attachment | None
    picture_name: str | None
    album: str | None
    reply_to: int | None
    edited: bool
    changed: datetime
    silent: bool
    thread_id: int | None = None


class EventKind(StrEnum):
    """What happened."""

    SENT = "sent"
    EDITED = "edited"
    DELETED = "deleted"
    PRESSED = "pressed"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class TranscriptEvent:
    """One thing that happened to ``message``; ``note`` is the button pressed or the answer shown to who pressed it."""

    kind: EventKind
    message: SentMessage
    note: str = ""


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the bot answered to a press."""

    query_id: str
    text: str
    alert: bool
    url: str | None


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One result of an inline query."""

    result_id: str
    kind: str
    title: str
    description: str
    text: str
    html: str
    keyboard: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What the bot answered to an inline query; ``start`` is what its button says to the bot."""

    query_id: str
    results: tuple[InlineResult, ...]
    next_offset: str
    cache_time: int
    personal: bool
    button: str | None
    start: str | None = None
