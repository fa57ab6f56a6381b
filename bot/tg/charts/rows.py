"""What charts of rows have in common: a scale from left to right, the bands behind it, the marks of outcomes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.services.views.charts import ChartBand
from bot.tg.charts.canvas import Canvas
from bot.tg.charts.lettering import MARGIN, SHEET, fit, width_of, wrap
from bot.tg.charts.style import LABEL, SMALL, ChartStyle, band_range, band_tints, percent
from bot.tg.charts.ticks import value_ticks

_MOST_LINEAR = 1.2
_KNEE = 0.25
_TICKS = (0.0, 0.05, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0)
_TICK_APART = 92.0
_NOTE_HIGH = 40.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Excess from ``low`` to ``high``; where they lie far apart the ends are compressed by the inverse hyperbolic sine."""

    low: float
    high: float
    left: float
    right: float

    @property
    def stretched(self) -> bool:
        """Whether the ends are compressed."""
        return max(-self.low, self.high) > _MOST_LINEAR

    def x(self, excess: float) -> float:
        """Where a value lies, kept on the scale."""
        at = self._at(min(max(excess, self.low), self.high))
        share = (at - self._at(self.low)) / (self._at(self.high) - self._at(self.low))
        return self.left + share * (self.right - self.left)

    def _at(self, excess: float) -> float:
        return math.asinh(excess / _KNEE) if self.stretched else excess

    def ticks(self) -> list[float]:
        """Round values; on a compressed scale those nearest to zero first, with room for their labels."""
        if not self.stretched:
            return [*value_ticks(self.low, self.high, 7)]
        chosen: list[float] = []
        for size in _TICKS:
            for tick in dict.fromkeys((-size, size)):
                inside = self.low <= tick <= self.high
                if inside and all(abs(self.x(tick) - self.x(other)) >= _TICK_APART for other in chosen):
                    chosen.append(tick)
        return chosen


def sheet(title: str, note: str, style: ChartStyle, high: float) -> tuple[Canvas, float, float]:
    """A sheet with its title and note, and where the rows, which take ``high``, begin and end on it."""
    notes = wrap(note, LABEL, SHEET - 2 * MARGIN, 2)
    top = 232.0 + _NOTE_HIGH * (len(notes) - 1)
    canvas = Canvas(top + high + 166, style)
    canvas.text(MARGIN, 66, fit(title, 23, SHEET - 2 * MARGIN), size=23, bold=True)
    for place, line in enumerate(notes):
        canvas.text(MARGIN, 124 + _NOTE_HIGH * place, line, colour=canvas.colours.soft)
    return canvas, top, top + high


def scale_of(excesses: Sequence[float], left: float, right: float) -> Scale:
    """A scale that holds these, and the bands of common rating scales."""
    return Scale(min([*excesses, -0.12]) * 1.06, max([*excesses, 0.28]) * 1.06, left, right)


def bands_behind(canvas: Canvas, scale: Scale, bands: Sequence[ChartBand], top: float, bottom: float) -> None:
    """The bands as areas, their words over them, a level higher where they would meet."""
    ends = [scale.left, scale.left]
    for band, tint in sorted(
        zip(bands, band_tints(bands, canvas.colours), strict=True),
        key=lambda pair: -math.inf if pair[0].low is None else pair[0].low,
    ):
        if not band_range(band):
            continue
        left = scale.left if band.low is None else scale.x(band.low)
        right = scale.right if band.high is None else scale.x(band.high)
        if right <= left:
            continue
        canvas.area([(left, top), (right, top), (right, bottom), (left, bottom)], tint)
        for edge in (band.low, band.high):
            if edge is not None:
                canvas.line(
                    [(scale.x(edge), top), (scale.x(edge), bottom)],
                    color=canvas.colours.soft,
                    linewidth=0.7,
                    alpha=0.45,
                )
        wide, middle = width_of(band.label, LABEL), (left + right) / 2
        level = next((level for level, end in enumerate(ends) if middle - wide / 2 >= end), None)
        if level is not None and middle + wide / 2 <= scale.right + 40:
            canvas.text(middle, top - 24 - 36 * level, band.label, colour=canvas.colours.soft, align="center")
            ends[level] = middle + wide / 2 + 10


def grid(canvas: Canvas, scale: Scale, top: float, bottom: float) -> None:
    """Lines at round excesses, their labels under the rows."""
    colours = canvas.colours
    for tick in scale.ticks():
        x, zero = scale.x(tick), tick == 0
        canvas.line(
            [(x, top), (x, bottom)],
            color=colours.soft if zero else colours.faint,
            linewidth=1.2 if zero else 0.8,
            zorder=2,
        )
        canvas.text(x, bottom + 28, percent(tick, 0), size=SMALL, colour=colours.soft, align="center")


def outcome(met: bool | None) -> str:  # noqa: FBT001 - a verdict, or none
    """The word for a verdict, as charts call it."""
    return "open" if met is None else "met" if met else "missed"


def outcome_mark(canvas: Canvas, x: float, y: float, which: str, colour: str) -> None:
    """Full for met, a cross for not met, hollow for no verdict: told apart without colour."""
    paper = canvas.colours.paper
    if which == "missed":
        canvas.line([(x, y)], color=paper, marker="X", markersize=11.5, markeredgewidth=0, zorder=5)
        canvas.line([(x, y)], color=colour, marker="X", markersize=9.5, markeredgewidth=0, zorder=6)
        return
    face, edge = (colour, paper) if which == "met" else (paper, colour)
    canvas.line(
        [(x, y)],
        color=face,
        marker="o",
        markersize=10.5 if which == "met" else 8.5,
        markeredgecolor=edge,
        markeredgewidth=1.0 if which == "met" else 1.8,
        zorder=6,
    )


def legend(canvas: Canvas, left: float, y: float, entries: Sequence[tuple[str, str]]) -> None:
    """The marks with their words, one after the other."""
    x = left + 12
    for which, label in entries:
        outcome_mark(canvas, x, y, which, canvas.colours.ink)
        shown = fit(label, LABEL, 360)
        canvas.text(x + 24, y, shown)
        x += 24 + width_of(shown, LABEL) + 48
