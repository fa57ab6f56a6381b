"""Named lists of securities: which there are, one as a table, and what is asked and answered while they are changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.domain.scoring.results import PickScore
from bot.services.views.pieces import SecurityRef, Source


@dataclass(frozen=True, slots=True)
class ListHead:
    """A list by its name, with how many securities are in it."""

    list_id: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class ListOverview:
    """The lists of a chat, in its order."""

    lists: tuple[ListHead, ...]


@dataclass(frozen=True, slots=True)
class WatchRow:
    """A security with its price, the day's ``change`` as a fraction and the figures of its newest coverage.

    ``live`` is a price in session, otherwise it is the close of ``session``; what is not known is None.
    """

    security: SecurityRef
    price: Decimal | None
    change: Decimal | None
    session: date | None
    live: bool
    score: PickScore | None


@dataclass(frozen=True, slots=True)
class WatchTable:
    """A page of a list; ``source`` is that of closes and figures, ``live`` that of prices in session, if there are any.

    ``token`` is that of the link by which somebody else's list was opened; empty for one's own.
    """

    head: ListHead
    rows: tuple[WatchRow, ...]
    page: int
    pages: int
    source: Source
    live: Source | None = None
    token: str = ""


@dataclass(frozen=True, slots=True)
class ListEditor:
    """A page of a list whose members can be moved and taken out; ``removed`` was just taken out at ``place``."""

    head: ListHead
    members: tuple[SecurityRef, ...]
    page: int
    pages: int
    removed: SecurityRef | None = None
    place: int = 0


@dataclass(frozen=True, slots=True)
class ListPicker:
    """The lists of a chat, to choose into which a security goes; ``within`` are those that hold it."""

    security: SecurityRef
    lists: tuple[ListHead, ...]
    within: frozenset[int]


class ListWord(StrEnum):
    """What is asked about a list."""

    NAME = "name"
    RENAME = "rename"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """A question whose answer is typed (or sent as a file, for members); ``head`` is None for a new list."""

    word: ListWord
    head: ListHead | None = None


@dataclass(frozen=True, slots=True)
class ListDeleted:
    """A list is gone, and can be brought back."""

    list_id: int
    name: str


@dataclass(frozen=True, slots=True)
class ListLink:
    """The link that opens a list to everybody with access; ``start`` is the start parameter."""

    head: ListHead
    start: str
    username: str


@dataclass(frozen=True, slots=True)
class UnclearEntry:
    """Something in an imported text that several securities answer to, or one that is written a little differently."""

    typed: str
    candidates: tuple[SecurityRef, ...]


@dataclass(frozen=True, slots=True)
class ListImport:
    """What an imported text was understood to be; ``known`` were in the list before, ``dropped`` found no place in it."""

    head: ListHead
    taken: tuple[SecurityRef, ...]
    known: int
    unclear: tuple[UnclearEntry, ...]
    unknown: tuple[str, ...]
    dropped: int = 0


class ListForm(StrEnum):
    """In what form a list is handed out."""

    TEXT = "txt"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list as a file: its name, and its content as text."""

    head: ListHead
    name: str
    content: str


ListViews = (
    ListDeleted | ListEditor | ListFile | ListImport | ListLink | ListOverview | ListPicker | ListQuestion | WatchTable
)
