"""The digests of a chat, and what it has chosen of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.domain.digests import Block
from bot.domain.following import DigestSlot, Topic
from bot.domain.ratings import RatingChange
from bot.domain.reports import PickKind
from bot.domain.scoring.results import PickScore
from bot.services.views.charts import ReportChart
from bot.services.views.news import AlertLine
from bot.services.views.pieces import ReportHead, SecurityRef, Source


@dataclass(frozen=True, slots=True)
class Announced:
    """When a digest that is shown before its time will be sent, in a zone (IANA)."""

    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class RatedPick:
    """What a new report says of a security."""

    security: SecurityRef
    kind: PickKind
    rating: str | None
    change: RatingChange | None


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report that has been confirmed since the last digest: the first of its picks, and how many securities they are of."""

    head: ReportHead
    picks: tuple[RatedPick, ...]
    securities: int


@dataclass(frozen=True, slots=True)
class MorningDigest:
    """What the session of ``day`` brings: what settles and opens its window on it or before its week ends.

    ``ratings`` are of reports confirmed since ``since``; ``suspended`` did not trade on the session before.
    """

    day: date
    since: datetime
    settles: tuple[AlertLine, ...]
    opens: tuple[AlertLine, ...]
    ratings: tuple[NewReport, ...]
    suspended: tuple[SecurityRef, ...]
    source: Source
    announced: Announced | None = None


@dataclass(frozen=True, slots=True)
class Mover:
    """A security's newest coverage, and by how much its excess has changed over the sessions of a digest."""

    score: PickScore
    change: float


@dataclass(frozen=True, slots=True)
class AlertCount:
    """How many alerts of a topic a chat was sent."""

    topic: Topic
    count: int


@dataclass(frozen=True, slots=True)
class Digest:
    """The close digest: the sessions it covers, movers by excess, events, and what comes next.

    ``moved_up`` and ``moved_down`` are by the change of the excess over these sessions, ``best`` and ``worst`` by the
    excess to date, where there was no session before. ``bands`` are ratings deserved at the end and at the beginning.
    """

    sessions: tuple[date, ...]
    best: tuple[PickScore, ...]
    worst: tuple[PickScore, ...]
    events: tuple[AlertLine, ...]
    upcoming: tuple[AlertLine, ...]
    securities: int
    open: int
    mean_excess: float | None
    source: Source
    moved_up: tuple[Mover, ...] = ()
    moved_down: tuple[Mover, ...] = ()
    bands: tuple[AlertLine, ...] = ()
    alerts: tuple[AlertCount, ...] = ()
    chart: ReportChart | None = None


@dataclass(frozen=True, slots=True)
class BoardChange:
    """A house's settled, forward episodes now and before the week: how many were judged, and how many of them were met.

    ``names`` are those under which its reports were printed.
    """

    house: str
    names: frozenset[str]
    judged: int
    met: int
    judged_before: int
    met_before: int


@dataclass(frozen=True, slots=True)
class BasketChange:
    """The equal-weight basket of a report's securities: mean excess, and its change over the week."""

    head: ReportHead
    securities: int
    mean: float
    change: float | None


@dataclass(frozen=True, slots=True)
class WeeklyDigest:
    """The week of ``sessions``: verdicts, what they did to the scoreboard, movers, baskets; what comes until ``until``."""

    sessions: tuple[date, ...]
    until: date
    verdicts: tuple[AlertLine, ...]
    board: tuple[BoardChange, ...]
    moved_up: tuple[Mover, ...]
    moved_down: tuple[Mover, ...]
    baskets: tuple[BasketChange, ...]
    upcoming: tuple[AlertLine, ...]
    securities: int
    open: int
    mean_excess: float | None
    mean_change: float | None
    source: Source
    chart: ReportChart | None = None


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One of the three digests as a chat has set it; ``next_at`` is when it comes next, if anything is to be said."""

    slot: DigestSlot
    at: time | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class DigestMenu:
    """The three digests of a chat, in its ``zone`` (IANA); ``chat_id`` is 0 for the chat itself, else a channel."""

    lines: tuple[DigestLine, ...]
    zone: str
    chat_id: int = 0


@dataclass(frozen=True, slots=True)
class DigestCard:
    """One digest with all its choices; in ``zone`` the figures of a session are complete at ``earliest``."""

    line: DigestLine
    blocks: frozenset[Block]
    zone: str
    earliest: time
    chat_id: int = 0


@dataclass(frozen=True, slots=True)
class ZoneChoices:
    """The zones to choose from; ``typed`` is what was typed where it is none."""

    zone: str
    typed: str = ""
    near: tuple[str, ...] = ()
    chat_id: int = 0


DigestViews = Digest | DigestCard | DigestMenu | MorningDigest | WeeklyDigest | ZoneChoices
