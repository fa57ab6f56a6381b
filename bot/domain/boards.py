"""Scoreboards: what is counted, by what, and what a group of episodes comes to (METHODOLOGY 6). Arithmetic: scoring/tallies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ENOUGH = 10  # settled episodes; below it "样本不足" and no rank
UNIVERSE = 300  # securities; below it there is no base rate


class Grouping(StrEnum):
    """By what a scoreboard groups. Rating words compare within one broker only; across brokers their sides do."""

    BROKER = "broker"
    ANALYST = "analyst"
    INDUSTRY = "industry"
    SIDE = "side"
    KIND = "kind"
    RATING = "rating"


class Origin(StrEnum):
    """Whether an episode's report was ingested when it was new or afterwards; the two are never added up."""

    FORWARD = "forward"
    BACKFILLED = "backfilled"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A settled episode as it counts in one group; one that two analysts sign counts in the groups of both.

    ``met`` is None without a verdict, ``excess`` where no index judged it. ``month`` numbers the month in which it opened. ``base`` is the share of the
    universe that met the same band over the same sessions, None where there is none.
    """

    group: int
    met: bool | None
    excess: float | None
    symbol: str
    month: int
    base: float | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a group's settled episodes come to; fractions. ``judged`` of them have a verdict, ``met`` were met.

    ``low`` and ``high`` are the ends of the 95 % Wilson interval of the met share. ``stocks`` and ``months`` are the
    effective numbers of episodes, were those on one stock, or opened in one month, one and the same bet.
    ``base_rate`` is the mean base rate of the ``based`` episodes that have one, ``lift`` their met share over it.
    """

    settled: int
    judged: int
    met: int
    low: float | None
    high: float | None
    mean: float | None
    median: float | None
    stocks: float
    months: float
    based: int
    base_rate: float | None
    lift: float | None

    @property
    def share(self) -> float | None:
        """The met share; None without a verdict."""
        return self.met / self.judged if self.judged else None

    @property
    def enough(self) -> bool:
        """Whether there are enough of them to be ranked."""
        return (self.judged or self.settled) >= ENOUGH


@dataclass(frozen=True, slots=True)
class BaseQuestion:
    """Which share of the universe would have been met: same sessions, same index, same band ``[low, high)``.

    ``by_price``: price returns against a price index. ``absolute``: the own return counts. Open ends are infinite.
    """

    entry: date
    settlement: date
    benchmark: str
    by_price: bool
    absolute: bool
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class BaseRate:
    """The answer: ``share`` is None where fewer than 300 securities stood in."""

    share: float | None
    securities: int
