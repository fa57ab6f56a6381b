"""Rating scales: what a broker's words promise, as bands of excess return."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# Words that take a rating back, or say that there is none; they hold no band (METHODOLOGY 5).
WITHOUT_OPINION = frozenset({"未评级", "无评级", "暂停评级", "未有评级", "无投资评级", "不评级"})


class Subject(StrEnum):
    """What a scale rates."""

    STOCK = "stock"
    INDUSTRY = "industry"


class Basis(StrEnum):
    """What a band is measured in: excess over a market index, the own return, or excess over an industry or coverage."""

    EXCESS = "excess"
    ABSOLUTE = "absolute"
    INDUSTRY = "industry"
    COVERAGE = "coverage"


class ScaleSource(StrEnum):
    """Where a scale was read: on the report's own definition page, or in the broker's file in config/."""

    REPORT = "report"
    CONFIG = "config"


class Side(StrEnum):
    """Which way a rating points; it comes from the band, never from the word (METHODOLOGY 5)."""

    BULLISH = "bullish"
    NEUTRAL = "neutral"
    BEARISH = "bearish"


class RatingChange(StrEnum):
    """What a report did to the rating before it."""

    INITIATED = "initiated"
    MAINTAINED = "maintained"
    UPGRADED = "upgraded"
    DOWNGRADED = "downgraded"


@dataclass(frozen=True, slots=True)
class Band:
    """A half-open interval ``[low, high)`` of excess return, as fractions; None is an open end."""

    label: str
    low: float | None
    high: float | None

    @property
    def has_numbers(self) -> bool:
        """False for words without numbers (看好, 无评级), which hold nothing."""
        return self.low is not None or self.high is not None

    def __contains__(self, excess: float) -> bool:
        """Whether ``excess`` lies in the band; rounded first, since 12/10 - 1 < 0.2 in floating point (METHODOLOGY 5)."""
        excess = round(excess, 9)
        return (
            self.has_numbers and (self.low is None or self.low <= excess) and (self.high is None or excess < self.high)
        )

    @property
    def side(self) -> Side | None:
        """Bullish where low >= 0, bearish where high <= 0, neutral where 0 lies inside; None without numbers."""
        if not self.has_numbers:
            return None
        if self.low is not None and self.low >= 0:
            return Side.BULLISH
        if self.high is not None and self.high <= 0:
            return Side.BEARISH
        return Side.NEUTRAL


@dataclass(frozen=True, slots=True)
class RatingScale:
    """The bands of one subject of one broker, in printed order.

    ``months`` is the horizon ``(first, last)`` and None where none is printed.
    """

    subject: Subject
    basis: Basis
    months: tuple[int, int] | None
    source: ScaleSource
    bands: tuple[Band, ...]

    def band(self, label: str) -> Band | None:
        """The band of a rating word."""
        return next((band for band in self.bands if band.label == label), None)

    def implied(self, excess: float) -> str | None:
        """The label that ``excess`` would have deserved; None where the printed bands leave a gap."""
        return next(iter(self.holding(excess)), None)

    def holding(self, excess: float) -> tuple[str, ...]:
        """The labels of all bands that hold ``excess``, in printed order: one, unless the bands leave a gap or overlap."""
        return tuple(band.label for band in self.bands if excess in band)

    def floor(self) -> float | None:
        """The low end of the lowest bullish band, against which a pick without a rating of its own is measured."""
        lows = [band.low for band in self.bands if band.side is Side.BULLISH and band.low is not None]
        return min(lows, default=None)
