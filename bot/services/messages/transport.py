"""The port through which messages leave: what is sent, and everything that can become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bot.services.views import View


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one chat. ``repeat`` marks one that may have arrived before (可能重复).

    ``payload`` is the view as it was stored: what has the same is rendered once. Empty for a message to one chat alone.
    ``thread_id`` is the topic of a group that it goes to.
    ``number`` is that of a message that can say why it came.
    """

    chat_id: int
    view: View
    language: str
    silent: bool = False
    repeat: bool = False
    payload: str = ""
    thread_id: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Later:
    """Telegram asks to wait (429): this chat, or all of them where several were asked at once."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class NotSent:
    """It did not leave, or the server failed at it; it may be tried again.

    ``doubtful`` where a failing server (5xx) may have delivered it all the same, so that the next try says so.
    """

    error: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Barred:
    """The bot may not write there for now: muted, its topic closed, a channel without the right to post."""

    error: str


@dataclass(frozen=True, slots=True)
class TopicGone:
    """The topic of the group is deleted; the group is there."""

    error: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The chat is out of reach: blocked, deactivated, not found."""

    error: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup with another id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Telegram will never take this message."""

    error: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The answer was lost: it may have arrived."""

    error: str


Outcome = Sent | Later | NotSent | Barred | TopicGone | Gone | Moved | Rejected | Uncertain


class Transport(Protocol):
    """Renders a view in a language and sends it."""

    async def send(self, message: Outgoing) -> Outcome:
        """Send one message; never raises for what Telegram answers."""
        ...
