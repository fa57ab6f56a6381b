"""What administrators write to many: as it is read, and as they steer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Audience(StrEnum):
    """Who gets it: everybody with access, people alone, or groups and channels alone."""

    ALL = "all"
    PEOPLE = "people"
    GROUPS = "groups"


@dataclass(frozen=True, slots=True)
class Announcement:
    """A text from the administrators as Telegram's HTML, each line whole by itself; ``english`` is "" where one is for all."""

    markup: str
    english: str = ""


@dataclass(frozen=True, slots=True)
class BroadcastLine:
    """A broadcast as it stands: how many it was or would be put in line for, and what became of those messages.

    ``ends_in`` are the seconds after which the last will have left, at the pace of the settings.
    """

    number: int
    audience: Audience
    written: datetime
    confirmed: datetime | None
    stopped: datetime | None
    recipients: int
    sent: int
    waiting: int
    failed: int
    ends_in: float
    two_languages: bool


@dataclass(frozen=True, slots=True)
class BroadcastCard:
    """One of them."""

    line: BroadcastLine


@dataclass(frozen=True, slots=True)
class BroadcastList:
    """The broadcasts, the newest first, one page; with how to write one."""

    lines: tuple[BroadcastLine, ...]
    page: int
    pages: int
    total: int


BroadcastViews = Announcement | BroadcastCard | BroadcastList
