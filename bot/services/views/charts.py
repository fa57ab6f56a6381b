"""What stands above a message as a picture: plain figures and words, from which alone it is drawn.

A chart is made with codes; rendering puts words in their place before it is drawn, since the drawing process has no
texts. Excesses and shares are fractions. Charts are equal when they would look the same, which is how they are cached.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.domain.boards import Grouping, Origin
from bot.domain.scoring.results import ReturnBasis
from bot.services.views.pieces import SecurityRef, Source


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
class ChartLine:
    """One line of a chart: what it is of (a pick kind, ``industry``, or empty for the report), a value a session."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class BasketChart:
    """Mean excess of the baskets session by session; 0 at the entry."""

    sessions: tuple[date, ...]
    lines: tuple[ChartLine, ...]
    window_opens: date | None
    settles: date | None
    report: str
    source: Source


@dataclass(frozen=True, slots=True)
class ChartMark:
    """How many things of one kind were told on a session."""

    session: date
    count: int


@dataclass(frozen=True, slots=True)
class ChartLane:
    """The marks of one kind of news (a value of `AlertKind`), and how many there are in all."""

    label: str
    marks: tuple[ChartMark, ...]


@dataclass(frozen=True, slots=True)
class ReplayChart:
    """The mean excess of a report's picks session by session, and under it what was told when, a lane a kind."""

    sessions: tuple[date, ...]
    excess: tuple[float | None, ...]
    lanes: tuple[ChartLane, ...]
    window_opens: date | None
    settles: date | None
    report: str
    source: Source


@dataclass(frozen=True, slots=True)
class ChartDot:
    """A pick on a report's chart; ``met`` is None without a verdict, ``own`` its total return where no index judges it."""

    symbol: str
    name: str
    segment: str
    excess: float | None
    own: float | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class ReportChart:
    """The picks of a report, the best first, with the bands of its scale; ``report`` names broker and date."""

    report_id: int
    title: str
    report: str
    dots: tuple[ChartDot, ...]
    bands: tuple[ChartBand, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A group: met share of the ``judged`` among its ``settled`` episodes, the ends of its 95 % interval, the base rate.

    ``rank`` is None where there are too few of them.
    """

    label: str
    rank: int | None
    settled: int
    judged: int
    share: float | None
    low: float | None
    high: float | None
    base: float | None


@dataclass(frozen=True, slots=True)
class BoardChart:
    """The groups of a scoreboard, the best first, ``left_out`` of them not shown.

    ``grouping``, ``origin``, ``settled`` and ``open`` as in `Scoreboard`. Rendering writes ``title`` and ``note``.
    """

    grouping: Grouping
    origin: Origin
    rows: tuple[BoardRow, ...]
    left_out: int
    settled: int
    open: int
    source: Source
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """A rating word of one broker with one band, since brokers change their scales, and what came about.

    ``excesses`` at the settlement, the lowest first; ``met`` of ``judged`` verdicts.
    """

    label: str
    low: float | None
    high: float | None
    met: int
    judged: int
    excesses: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class CalibrationChart:
    """What each of a broker's rating words promised and what came about at the settlement, the highest promise first.

    Rendering writes ``title`` and ``note``.
    """

    house: str
    origin: Origin
    rows: tuple[CalibrationRow, ...]
    settled: int
    open: int
    source: Source
    title: str = ""
    note: str = ""


Chart: TypeAlias = StockChart | BasketChart | ReplayChart | ReportChart | BoardChart | CalibrationChart
