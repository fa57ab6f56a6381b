"""What a person is shown, before any formatting: frozen dataclasses that tg/render turns into text.

A view carries figures with their basis, source and time; it never carries a report's prose, except a draft's evidence
for the one who uploaded it (DESIGN 2). ``page`` and ``segment`` count from 0, ``pages`` says how many there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

from bot.domain.ratings import Band, Basis, RatingChange
from bot.domain.reports import Evidence, IndustryRating, PickKind, ReportKind
from bot.domain.scoring.results import PickScore, ReturnBasis


class TargetKind(StrEnum):
    """What can be followed."""

    REPORT = "report"
    STOCK = "stock"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Target:
    """Something followed; ``ref`` is a report id, a symbol, or empty."""

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
class DraftPick:
    """A pick that waits for confirmation; ``dropped`` ones are shown struck out."""

    pick_id: int
    security: SecurityRef
    printed_name: str
    kind: PickKind
    rating: str | None
    evidence: Evidence
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class DraftUnresolved:
    """A printed name without a certain security, with what it may be."""

    unresolved_id: int
    name: str
    kind: PickKind
    candidates: tuple[SecurityRef, ...]


@dataclass(frozen=True, slots=True)
class DraftSegment:
    """The picks of one segment of a draft, in printed order."""

    name: str | None
    picks: tuple[DraftPick, ...]
    unresolved: tuple[DraftUnresolved, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftCard:
    """What was read from an upload, for the editor who confirms it; ``pages`` are those of the document."""

    draft_id: int
    head: ReportHead
    pages: int
    scale: str | None
    segments: tuple[DraftSegment, ...]
    securities: int
    unresolved: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftSegmentCard:
    """One segment of a draft, opened to drop picks and to resolve names; ``segment`` and ``page`` count from 0."""

    draft: DraftCard
    segment: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from and when they were true: stands under every card."""

    name: str
    as_of: date | None
    fetched: datetime | None = None


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
    """A confirmed report with the score of each pick, sorted by excess, one page."""

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


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list: how many picks, how they stand on average."""

    head: ReportHead
    picks: int
    mean_excess: float | None


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
class ChartBand:
    """A band of the rating scale on a chart, as excess fractions."""

    label: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class StockChart:
    """Stock and benchmark as multiples of the entry (1.0 on it), with the scale's bands around the benchmark.

    ``stock`` and ``index`` are as long as ``sessions``; a missing value is None. ``benchmark`` and the source's name are
    codes, which rendering puts into words.
    """

    security: SecurityRef
    benchmark: str
    sessions: tuple[date, ...]
    stock: tuple[float | None, ...]
    index: tuple[float | None, ...]
    bands: tuple[ChartBand, ...]
    window_opens: date | None
    settles: date | None
    source: Source
    report: str = ""
    basis: ReturnBasis = ReturnBasis.TOTAL


@dataclass(frozen=True, slots=True)
class CoverageCard:
    """Who covers a stock, and how it has gone; the chart is of the newest coverage."""

    security: SecurityRef
    lines: tuple[CoverageLine, ...]
    hidden: int
    following: bool
    chart: StockChart | None
    source: Source


@dataclass(frozen=True, slots=True)
class Watchlist:
    """What somebody follows, a line a security with its best known figures, one page."""

    targets: tuple[Target, ...]
    scores: tuple[PickScore, ...]
    page: int
    pages: int
    securities: int
    source: Source


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """What somebody follows, to choose what to stop following."""

    targets: tuple[Target, ...]


class AlertKind(StrEnum):
    """What can be told unasked (the first alerts; rules of one's own come later)."""

    BAND_CROSSED = "band_crossed"
    WINDOW_OPENS = "window_opens"
    SETTLES_SOON = "settles_soon"
    SETTLED = "settled"
    DAY_CHANGE = "day_change"
    REPORT_RETRACTED = "report_retracted"
    NEW_REPORT = "new_report"


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One thing that happened to one pick. ``before`` and ``after`` are rating words (band crossed) or empty."""

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


@dataclass(frozen=True, slots=True)
class Alerts:
    """What happened at one evaluation to what one chat follows, one message."""

    session: date
    lines: tuple[AlertLine, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Digest:
    """The evening digest of one chat: the sessions it covers, movers by excess, events, and what comes next."""

    sessions: tuple[date, ...]
    best: tuple[PickScore, ...]
    worst: tuple[PickScore, ...]
    events: tuple[AlertLine, ...]
    upcoming: tuple[AlertLine, ...]
    securities: int
    mean_excess: float | None
    source: Source


@dataclass(frozen=True, slots=True)
class SettingsView:
    """A user's own settings. ``digest_at`` is Shanghai time, None is off; ``day_change`` a fraction, None is off."""

    language: str
    digest_at: time | None
    day_change: float | None
    qualified: bool | None


@dataclass(frozen=True, slots=True)
class Welcome:
    """The answer to /start: what the bot is, for somebody with or without access."""

    user_id: int
    name: str
    allowed: bool
    editor: bool


@dataclass(frozen=True, slots=True)
class SuitabilityQuestion:
    """Asked once before anything of risk level R4 or above is shown; ``then`` is what was asked for, as a deep link."""

    risk_level: str
    then: str


@dataclass(frozen=True, slots=True)
class Help:
    """The answer to /help: the commands of a subscriber or an editor."""

    editor: bool


@dataclass(frozen=True, slots=True)
class Privacy:
    """The answer to /privacy: what is stored, and how to have it removed."""


View = (
    Notice
    | SecurityChoices
    | DraftCard
    | DraftSegmentCard
    | ReportCard
    | ReportList
    | CoverageCard
    | StockChart
    | Watchlist
    | Subscriptions
    | Alerts
    | Digest
    | SettingsView
    | Welcome
    | SuitabilityQuestion
    | Help
    | Privacy
)
