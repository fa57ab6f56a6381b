"""Cards of reports and stocks, and watchlists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bot.domain.ratings import Band, Basis, RatingChange
from bot.domain.reports import PickKind
from bot.domain.scoring.results import PickScore
from bot.services.views.charts import StockChart
from bot.services.views.pieces import ConflictLine, ReportHead, SecurityRef, Source, Target


@dataclass(frozen=True, slots=True)
class Tally:
    """How a report's picks stand in all: settled ones by their verdicts, open ones by whether they are in band today."""

    settled: int
    met: int
    open: int
    on_track: int

    @classmethod
    def of(cls, scores: Iterable[PickScore]) -> Tally:
        """Count the picks that get a verdict; picks with figures alone are in none of the numbers."""
        scores = tuple(scores)
        verdicts = [score.verdict for score in scores if score.verdict]
        needs = [score.needs.excess for score in scores if score.needs and not score.verdict]
        met = sum(verdict.met for verdict in verdicts)
        return cls(len(verdicts), met, len(needs), sum(excess <= 0 for excess in needs))


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A confirmed report with the score of each pick, sorted by excess, one page.

    ``conflicts`` are for editors: where the report contradicts another of its broker and day.
    """

    head: ReportHead
    scores: tuple[PickScore, ...]
    page: int
    pages: int
    picks: int
    securities: int
    following: bool
    source: Source
    tally: Tally | None = None
    may_retract: bool = False
    conflicts: tuple[ConflictLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list, with how many picks it has; its figures stand on its own card, with their basis."""

    head: ReportHead
    picks: int


@dataclass(frozen=True, slots=True)
class ReportList:
    """The confirmed reports, newest first, one page."""

    reports: tuple[ReportLine, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One report's pick of the stock: what was said, and how it has gone.

    ``promise`` is the rating's band (for a recommendation without a rating: from the floor it is measured against),
    ``months`` the horizon and ``basis`` what the band is measured in; ``band`` is shown as it stands without a promise.
    """

    head: ReportHead
    kind: PickKind
    rating: str | None
    rating_change: RatingChange | None
    segment: str | None
    target_price: Decimal | None
    currency: str | None
    band: str | None
    score: PickScore
    promise: Band | None = None
    months: tuple[int, int] | None = None
    basis: Basis = Basis.EXCESS


@dataclass(frozen=True, slots=True)
class CoverageCard:
    """Who covers a stock, and how it has gone, one page of ``picks`` in all; the chart is of the newest coverage."""

    security: SecurityRef
    lines: tuple[CoverageLine, ...]
    hidden: int
    following: bool
    chart: StockChart | None
    source: Source
    page: int = 0
    pages: int = 1
    others: int = 0

    @property
    def picks(self) -> int:
        """How many there are on all pages."""
        return len(self.lines) + self.others


@dataclass(frozen=True, slots=True)
class Watchlist:
    """What somebody follows, a line a security with its best known figures, one page."""

    targets: tuple[Target, ...]
    scores: tuple[PickScore, ...]
    page: int
    pages: int
    securities: int
    source: Source


CardViews = ReportCard | ReportList | CoverageCard | Watchlist
