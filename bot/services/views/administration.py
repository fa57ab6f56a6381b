"""What administrators look at: what failed, and how the jobs run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FailureLine:
    """A place in the program that failed ``count`` times; ``source`` is the part that logged it."""

    reference: str
    source: str
    summary: str
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class FailureList:
    """What failed, as of ``at``, the newest first, one page."""

    at: datetime
    lines: tuple[FailureLine, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class FailureFile:
    """All that is known of one failure, as a text file."""

    name: str
    reference: str
    content: str


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job: when it last began, finished and failed (None is never), and when it runs next (None: not any more).

    It failed ``in_a_row`` times since it last finished, ``failures`` times in all. ``by_hand`` where running it at any
    time does no harm.
    """

    job: str
    begun: datetime | None
    finished: datetime | None
    failed: datetime | None
    following: datetime | None
    failures: int
    in_a_row: int
    reference: str
    running: bool
    by_hand: bool


@dataclass(frozen=True, slots=True)
class JobList:
    """The jobs as of ``at``, one page."""

    at: datetime
    lines: tuple[JobLine, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class JobCard:
    """One of them as of ``at``; ``asked`` where it is to be confirmed that it runs now."""

    at: datetime
    line: JobLine
    asked: bool = False


AdministrationViews = FailureFile | FailureList | JobCard | JobList
