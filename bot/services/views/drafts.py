"""A report as its editors see it, before and after it is confirmed. Evidence stands here alone: it is for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from bot.domain.confidence import Reason
from bot.domain.ratings import ScaleSource
from bot.domain.reports import Evidence, IndustryRating, PickKind, ReportKind
from bot.services.views.pieces import SecurityRef

LOW = 0.8  # below this a pick is looked at first
ITEMS_A_PAGE = 12


@dataclass(frozen=True, slots=True)
class DraftHead:
    """The facts of a report; without a date it cannot be confirmed."""

    broker: str
    kind: ReportKind
    title: str
    published: date | None
    industry: str | None
    industry_rating: IndustryRating | None
    risk_level: str | None


@dataclass(frozen=True, slots=True)
class DraftScale:
    """The bands in a line of figures, where they were read, and the horizon in months."""

    text: str
    source: ScaleSource
    months: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class DraftPick:
    """A pick as it stands; ``dropped`` ones are shown struck out."""

    pick_id: int
    security: SecurityRef
    printed_name: str
    segment: str | None
    kind: PickKind
    rating: str | None
    evidence: Evidence
    confidence: float = 1.0
    reasons: tuple[Reason, ...] = ()
    target_price: Decimal | None = None
    currency: str | None = None
    dropped: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether a person should look before it counts."""
        return self.confidence < LOW and not self.dropped


@dataclass(frozen=True, slots=True)
class DraftName:
    """A printed name without a certain security, with what it may be, likeliest first."""

    unresolved_id: int
    name: str
    segment: str | None
    kind: PickKind
    evidence: Evidence
    candidates: tuple[SecurityRef, ...]
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftTwin:
    """Another report with the same headline or the same words.

    ``new`` counts the picks it lacks, ``differing`` those that both have and rate otherwise; ``may_take`` says whether
    it can take this one up (a retracted one cannot).
    """

    report_id: int
    title: str
    same_words: bool
    confirmed: bool
    new: int
    differing: int
    may_take: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One correction: of which field, of what (a security's name, or empty for the report), from what to what.

    ``before`` and ``after`` are printed words, values of `PickKind`, ISO dates, symbols or numbers of reports, and None
    where there is nothing; ``field`` is a value of `bot.store.records.Field`.
    """

    field: str
    about: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class DraftStep:
    """What one tap changed, by whom (empty: on the command line) and when; ``undone`` where it was taken back."""

    step: int
    changes: tuple[Change, ...]
    who: str
    at: datetime
    undone: bool = False


@dataclass(frozen=True, slots=True)
class DraftCard:
    """What was read from an upload, one page of it.

    ``items`` holds everything in the order of looking: names without a security, doubtful picks with the least
    certain first, then the rest as printed. ``pages`` are those of the document; ``undo`` is what can be taken back.
    """

    draft_id: int
    confirmed: bool
    head: DraftHead
    pages: int
    scale: DraftScale | None
    items: tuple[DraftPick | DraftName, ...]
    warnings: tuple[str, ...]
    page: int = 0
    twin: DraftTwin | None = None
    undo: DraftStep | None = None

    @property
    def kept(self) -> tuple[DraftPick, ...]:
        """The picks that count once it is confirmed."""
        return tuple(each for each in self.items if isinstance(each, DraftPick) and not each.dropped)

    @property
    def names(self) -> tuple[DraftName, ...]:
        """What waits for a person to say which security it is."""
        return tuple(each for each in self.items if isinstance(each, DraftName))

    @property
    def first(self) -> int:
        """How many items, from the first, are to be looked at before the others."""
        return sum(isinstance(each, DraftName) or each.doubtful for each in self.items)

    def on(self, position: int) -> DraftCard:
        """The same card, opened at the page on which an item stands."""
        return replace(self, page=position // ITEMS_A_PAGE)

    def next_doubt(self) -> int | None:
        """The position of the first item that a person should look at; None where none is left."""
        doubts = (place for place, each in enumerate(self.items) if isinstance(each, DraftName) or each.doubtful)
        return next(doubts, None)


@dataclass(frozen=True, slots=True)
class DraftItemCard:
    """One pick or name opened: its evidence, its reasons, and what can be changed about it.

    ``position`` counts from 0 in the draft's items; ``ratings`` are the words to choose from, ``near`` the securities.
    """

    draft: DraftCard
    position: int
    ratings: tuple[str, ...] = ()
    near: tuple[SecurityRef, ...] = ()


@dataclass(frozen=True, slots=True)
class StockQuestion:
    """Which security is meant: one of the ``choices``, or what is typed next.

    Of the pick ``pick_id``, of the waiting name ``unresolved_id``, or of one to be added. ``typed`` is what several
    answer to.
    """

    draft_id: int
    title: str
    printed: str
    choices: tuple[SecurityRef, ...]
    pick_id: int | None = None
    unresolved_id: int | None = None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class KindQuestion:
    """As what a security that is to be added was named."""

    draft_id: int
    title: str
    security: SecurityRef


@dataclass(frozen=True, slots=True)
class DateQuestion:
    """Of which day a report is: one of the ``choices``, or what is typed next."""

    draft_id: int
    title: str
    published: date | None
    choices: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class BrokerQuestion:
    """Whose report it is: typed next, or one of the ``choices`` that come near what was typed."""

    draft_id: int
    title: str
    broker: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CorrectionHistory:
    """What people changed in a report, newest first, one page."""

    draft_id: int
    title: str
    steps: tuple[DraftStep, ...]
    page: int
    pages: int


DraftViews = (
    DraftCard | DraftItemCard | StockQuestion | KindQuestion | DateQuestion | BrokerQuestion | CorrectionHistory
)
