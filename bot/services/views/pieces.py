"""What views are made of: references, heads of reports, sources, single sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.following import TargetKind
from bot.domain.reports import IndustryRating, ReportKind


@dataclass(frozen=True, slots=True)
class Target:
    """Something followed; ``ref`` as in `bot.domain.following.Subscription`."""

    kind: TargetKind
    ref: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence: a message key of the locales with its arguments (numbers and plain text, escaped on rendering)."""

    key: str
    args: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SecurityRef:
    """A security as it is shown: today's name, with the symbol."""

    symbol: str
    name: str


@dataclass(frozen=True, slots=True)
class SecurityChoices:
    """Several securities answer to what was typed; a tap runs ``then`` (coverage, subscribe, unsubscribe) with one."""

    query: str
    choices: tuple[SecurityRef, ...]
    then: str


@dataclass(frozen=True, slots=True)
class ReportHead:
    """The facts of a report that everybody may see."""

    report_id: int
    broker: str
    kind: ReportKind
    title: str
    published: date
    industry: str | None
    industry_rating: IndustryRating | None
    risk_level: str | None
    retracted: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from and when they were true: stands under every card."""

    name: str
    as_of: date | None
    fetched: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """Ratings of one broker on one security and day that contradict one another; they count once an editor has decided."""

    security: SecurityRef
    house: str
    on: date
    ratings: tuple[str, ...]
    reports: tuple[int, ...]


PieceViews = Notice | SecurityChoices
