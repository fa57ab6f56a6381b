"""What scoring says of one pick. Returns and excesses are fractions, unrounded; sessions are dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.domain.reports import PickKind


class ReturnBasis(StrEnum):
    """Like for like (total against total, price against price), or the terminals' convention (METHODOLOGY 2)."""

    TOTAL = "total"
    PRICE = "price"
    CONVENTION = "convention"


class EntryBasis(StrEnum):
    """The last close of the report's day, or the first open a reader could have had (METHODOLOGY 3)."""

    PUBLISHED = "published"
    TRADABLE = "tradable"


class Phase(StrEnum):
    """Where a pick stands on its way to the settlement (METHODOLOGY 4)."""

    PENDING = "pending"
    MATURING = "maturing"
    IN_WINDOW = "in_window"
    SETTLED = "settled"


class Position(StrEnum):
    """Where the excess return lies against the band of the rating."""

    ABOVE = "above"
    WITHIN = "within"
    BELOW = "below"


class Flag(StrEnum):
    """What a reader must know about a figure.

    With a count of sessions after a colon: ``suspended_at_entry``, ``suspended_at_settlement``, ``suspended_now``
    (before the settlement), ``waited_for_trading``, ``missing_bars`` (no bar and no known suspension), ``behind`` (the
    close used is so much older than the one asked for, since a value of the index or a bar is not there).
    ``preliminary_close``: no second look has confirmed the close used, or that of the entry; a verdict waits for it.
    ``reference_missing``: the exchange's reference price of an ex-date is still missing, so its ratio is the source's.
    ``no_price_return``: the split of an ex-date is unknown. ``unknown_rating``: the scale has no band of that name.
    ``between_bands``, ``several_bands``: as printed they leave a gap where the figure lies, or overlap there (then the
    first one printed is the implied rating).
    """

    NO_BENCHMARK_DATA = "no_benchmark_data"
    NO_PRICE_DATA = "no_price_data"
    NO_OPEN = "no_open"
    SUSPENDED_AT_ENTRY = "suspended_at_entry"
    SUSPENDED_AT_SETTLEMENT = "suspended_at_settlement"
    WAITED_FOR_TRADING = "waited_for_trading"
    SEALED_AT_LIMIT = "sealed_at_limit"
    DELISTED = "delisted"
    MERGED = "merged"
    NOT_LISTED_YET = "not_listed_yet"
    PROVISIONAL = "provisional"
    SCALE_FROM_CONFIG = "scale_from_config"
    NO_HORIZON = "no_horizon"
    MEASURED_AGAINST_FLOOR = "measured_against_floor"
    PRICE_BASIS = "price_basis"
    MISSING_BARS = "missing_bars"
    SUSPENDED_NOW = "suspended_now"
    NO_PRICE_RETURN = "no_price_return"
    UNKNOWN_RATING = "unknown_rating"
    BETWEEN_BANDS = "between_bands"
    SEVERAL_BANDS = "several_bands"
    BEHIND = "behind"
    PRELIMINARY_CLOSE = "preliminary_close"
    REFERENCE_MISSING = "reference_missing"


@dataclass(frozen=True, slots=True)
class Entry:
    """Where the count begins: the session and the raw price of it, None while it has none."""

    basis: EntryBasis
    session: date | None
    price: Decimal | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rating compared with what came about, taken at the settlement."""

    position: Position
    met: bool
    settled_on: date


@dataclass(frozen=True, slots=True)
class Window:
    """The path through the horizon window so far: shown beside a verdict, never instead of it."""

    first_month_excess: float | None
    mean: float | None
    share_in_band: float | None
    best: float | None
    worst: float | None


@dataclass(frozen=True, slots=True)
class Needs:
    """What a pick still needs for its rating to be met, and how many sessions are left for it.

    ``excess`` is the distance to the range in which the rating is met, as a fraction: what a bullish pick has still to
    gain, a bearish one to lose, a neutral one to move back towards its band. Zero or less is in hand, and is then the
    distance to the nearest edge. On an absolute scale it is own return. ``sessions`` run from the close used to the
    settlement; None where that lies beyond the known calendar.
    """

    excess: float
    sessions: int | None


@dataclass(frozen=True, slots=True)
class Tradable:
    """The figures from the first open that a reader could have had."""

    session: date | None
    price: Decimal | None
    total_return: float | None
    benchmark_return: float | None
    excess: float | None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PickScore:
    """The figures of one pick as of one session (DESIGN 3, ``score --json``).

    ``flags`` hold values of `Flag`, a count after a colon where one belongs to it (``suspended_at_entry:3``).
    ``benchmark`` is the code of the index used; with no data for it the last three figures are None.
    ``window_opens`` and ``settles`` are sessions; beyond the known calendar (flag ``provisional``) they are the bare
    dates, not rolled to a session. ``convention_excess`` is total return minus the price index's, ``convention_verdict``
    what the terminals' convention would say of it; beside a verdict alone.
    """

    symbol: str
    name: str
    segment: str | None
    kind: PickKind
    rating: str | None
    entry: Entry
    as_of: date | None
    return_basis: ReturnBasis
    total_return: float | None
    benchmark_return: float | None
    excess: float | None
    benchmark: str | None
    phase: Phase
    implied_rating: str | None
    verdict: Verdict | None
    window: Window
    tradable: Tradable
    flags: tuple[str, ...]
    window_opens: date | None = None
    settles: date | None = None
    needs: Needs | None = None
    convention_excess: float | None = None
    convention_verdict: Verdict | None = None

    @property
    def other_by_convention(self) -> Verdict | None:
        """The verdict by the terminals' convention where it is another one, to be shown beside the verdict (METHODOLOGY 2)."""
        return self.convention_verdict if self.convention_verdict != self.verdict else None


@dataclass(frozen=True, slots=True)
class Path:
    """Levels as multiples of the entry (1.0 on it), one a session from the entry to the score's session.

    None stands for a session without a bar or without an index value; ``index`` is all None without a benchmark.
    """

    sessions: tuple[date, ...]
    stock: tuple[float | None, ...]
    index: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """The farthest a share went up or down on a session: a fraction of the reference price, and the raw price there."""

    symbol: str
    session: date
    change: float
    price: Decimal
