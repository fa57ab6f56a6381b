"""What is told unasked: alerts, and files that could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.ratings import RatingChange
from bot.domain.reports import PickKind
from bot.domain.scoring.results import PickScore
from bot.services.views.pieces import Notice, ReportHead, SecurityRef, Source


class AlertKind(StrEnum):
    """What can be told. The last five only rules of one's own tell of."""

    BAND_CROSSED = "band_crossed"
    WINDOW_OPENS = "window_opens"
    SETTLES_SOON = "settles_soon"
    SETTLED = "settled"
    VERDICT_CORRECTED = "verdict_corrected"
    DAY_CHANGE = "day_change"
    REPORT_RETRACTED = "report_retracted"
    NEW_REPORT = "new_report"
    SETTLES = "settles"
    RATING_CHANGED = "rating_changed"
    TARGET_CHANGED = "target_changed"
    DISSENT = "dissent"
    CONSENSUS = "consensus"


@dataclass(frozen=True, slots=True)
class NewPick:
    """What a new report says of a security that the reader follows."""

    security: SecurityRef
    kind: PickKind
    rating: str | None
    change: RatingChange | None


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One thing that happened to one pick.

    ``before`` and ``after`` are rating words (band crossed, rating changed, dissent: the others' and the new one), met,
    missed and none (verdict corrected, with the ``reason`` of the ledger), prices (target changed, ``before`` as it was
    printed and in ``reason`` as ex-dates have carried it), counts of houses by side (consensus: ``3-1-0``), or empty.
    Of a new report ``picks`` are the first that bring it in, ``more`` how many others do.
    """

    kind: AlertKind
    security: SecurityRef
    report: ReportHead | None
    score: PickScore | None
    before: str = ""
    after: str = ""
    change: float | None = None
    price: Decimal | None = None
    time: datetime | None = None
    source: str = ""
    reason: str = ""
    picks: tuple[NewPick, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Alerts:
    """What happened at one evaluation to what one chat follows, one message."""

    session: date
    lines: tuple[AlertLine, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file by its name, with the sentence that says why it is no report."""

    name: str
    why: Notice


@dataclass(frozen=True, slots=True)
class RefusedFiles:
    """Files of the watched folder that could not be read: the first of them by name, and how many there are."""

    files: tuple[RefusedFile, ...]
    total: int


NewsViews = Alerts | RefusedFiles
