"""What an administrator sees of the messages on their way, and of those that were given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A message that was given up at ``at``; ``uncertain`` where it may have arrived, ``error`` are the last words."""

    number: int
    chat_id: int
    kind: str
    uncertain: bool
    attempts: int
    at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class QueueView:
    """How the line stands at ``at``, with a page (from 0) of what was given up, the newest first.

    ``waiting`` holds those that are ``held`` (quiet hours, bursts) and ``retried``; the ``oldest`` is the age of one of
    them in seconds. ``ends_in`` are the seconds after which what is due will have left, at the pace of the settings.
    ``sent``, ``uncertain`` and ``dead`` count what is kept, three months.
    """

    at: datetime
    waiting: int
    oldest: float | None
    held: int
    retried: int
    ends_in: float
    sent: int
    uncertain: int
    dead: int
    letters: tuple[LetterLine, ...]
    page: int
    pages: int
