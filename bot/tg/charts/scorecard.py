"""The picks of a report on one scale of excess return, a row each, the best first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from bot.domain.scoring.results import PickScore
from bot.services.views import ChartBand, Source
from bot.tg.charts.canvas import SHEET, Canvas, fit, width_of, wrap
from bot.tg.charts.style import WORDS, ChartStyle, band_range, band_tints, percent

_ROW = 44.0
_TEXT = 12.5
_SMALL = 11.0
_LEFT, _RIGHT = 300.0, 1000.0
_MOST_LINEAR = 1.2
_KNEE = 0.25
_TICKS = (0.0, 0.05, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0)
_TICK_APART = 62.0


@dataclass(frozen=True, slots=True)
class _Axis:
    """Excess from ``low`` to ``high``; where they lie far apart the ends are compressed by the inverse hyperbolic sine."""

    low: float
    high: float

    @property
    def stretched(self) -> bool:
        return max(-self.low, self.high) > _MOST_LINEAR

    def x(self, excess: float) -> float:
        at = self._at(min(max(excess, self.low), self.high))
        return _LEFT + (at - self._at(self.low)) / (self._at(self.high) - self._at(self.low)) * (_RIGHT - _LEFT)

    def _at(self, excess: float) -> float:
        return math.asinh(excess / _KNEE) if self.stretched else excess

    def ticks(self) -> list[float]:
        """Round values, those nearest to zero first, with room for their labels."""
        chosen: list[float] = []
        for size in _TICKS:
            for tick in dict.fromkeys((-size, size)):
                inside = self.low <= tick <= self.high
                if inside and all(abs(self.x(tick) - self.x(other)) >= _TICK_APART for other in chosen):
                    chosen.append(tick)
        return chosen


@dataclass(frozen=True, slots=True)
class _Drawing:
    scores: tuple[PickScore, ...]
    bands: tuple[ChartBand, ...]
    style: ChartStyle
    canvas: Canvas
    axis: _Axis
    top: float
    word: Callable[..., str]

    @property
    def bottom(self) -> float:
        return self.top + _ROW * len(self.scores) + 12


def draw(
    title: str,
    scores: Sequence[PickScore],
    *,
    subtitle: str,
    bands: Sequence[ChartBand],
    source: Source,
    style: ChartStyle,
) -> bytes:
    """See `bot.tg.charts.draw_report`."""
    if not scores:
        raise ValueError("a scorecard without a score")
    ordered = sorted(scores, key=lambda score: (score.excess is None, -(score.excess or 0.0), score.symbol))
    known = [score.excess for score in ordered if score.excess is not None]
    heads = wrap(title, 19, SHEET - 96, 2)
    top = 286.0 + 54 * (len(heads) - 1)

    def word(key: str, **args: object) -> str:
        return WORDS[style.language][key].format(**args)

    on = _Drawing(
        tuple(ordered),
        tuple(bands),
        style,
        Canvas(top + _ROW * len(ordered) + 160, style),
        _Axis(min([*known, -0.12]) * 1.06, max([*known, 0.28]) * 1.06),
        top,
        word,
    )
    _header(on, heads, subtitle, known)
    _ground(on)
    for place, score in enumerate(on.scores):
        _row(on, score, on.top + 6 + _ROW * (place + 0.5))
    _footer(on, source)
    return on.canvas.png()


def _header(on: _Drawing, heads: Sequence[str], subtitle: str, known: Sequence[float]) -> None:
    canvas, y = on.canvas, 60.0
    for line in heads:
        canvas.text(48, y, line, size=19, bold=True)
        y += 54
    facts = [subtitle, on.word("picks", count=len(on.scores))]
    if known:
        facts += [on.word("mean", value=percent(fmean(known))), on.word("median", value=percent(median(known)))]
    canvas.text(48, y + 4, fit(" · ".join(filter(None, facts)), 13, SHEET - 96), size=13, colour=canvas.colours.soft)
    y, x = y + 58, 60.0
    counts = Counter(_outcome(score) for score in on.scores)
    for outcome in ("met", "missed", "open"):
        _mark(on, x, y, outcome, canvas.colours.ink)
        label = f"{on.word(outcome)} {counts[outcome]}"
        canvas.text(x + 24, y, label, size=_TEXT)
        x += 24 + width_of(label, _TEXT) + 48


def _ground(on: _Drawing) -> None:
    """Bands, their words over them, and the scale."""
    canvas, axis, colours = on.canvas, on.axis, on.canvas.colours
    high = on.top - 8
    end = _LEFT
    for band, tint in sorted(
        zip(on.bands, band_tints(on.bands, colours), strict=True),
        key=lambda pair: -math.inf if pair[0].low is None else pair[0].low,
    ):
        if not band_range(band):
            continue
        left = _LEFT if band.low is None else axis.x(band.low)
        right = _RIGHT if band.high is None else axis.x(band.high)
        if right <= left:
            continue
        canvas.area([(left, high), (right, high), (right, on.bottom), (left, on.bottom)], tint)
        wide, middle = width_of(band.label, _TEXT), (left + right) / 2
        if middle - wide / 2 >= end:
            canvas.text(middle, high - 22, band.label, size=_TEXT, colour=colours.soft, align="center")
            end = middle + wide / 2 + 8
    for tick in axis.ticks():
        x = axis.x(tick)
        zero = tick == 0
        canvas.line(
            [(x, high), (x, on.bottom)],
            color=colours.soft if zero else colours.faint,
            linewidth=1.2 if zero else 0.8,
            zorder=2,
        )
        canvas.text(x, on.bottom + 26, percent(tick, 0), size=_SMALL, colour=colours.soft, align="center")


def _row(on: _Drawing, score: PickScore, y: float) -> None:
    canvas, colours = on.canvas, on.canvas.colours
    _name(on, score, y)
    if score.excess is None:
        own = score.total_return
        known = (
            on.word("no_prices") if own is None else f"{on.word('no_benchmark')} · {on.word('return')} {percent(own)}"
        )
        note = fit(known, _SMALL, _RIGHT - _LEFT - 24)
        canvas.text(_LEFT + 14, y, note, size=_SMALL, colour=colours.soft, halo=True)
        canvas.text(SHEET - 48, y, "–", size=_TEXT, colour=colours.soft, align="right")
        return
    colour = colours.of(round(score.excess, 3))
    x = on.axis.x(score.excess)
    canvas.line([(on.axis.x(0), y), (x, y)], color=colour, linewidth=1.6, alpha=0.55, zorder=4)
    _mark(on, x, y, _outcome(score), colour)
    canvas.text(SHEET - 48, y, percent(score.excess), size=_TEXT, colour=colour, align="right")


def _name(on: _Drawing, score: PickScore, y: float) -> None:
    """The name; with its segment where the report picks the stock in several."""
    canvas, room = on.canvas, _LEFT - 48 - 16
    several = sum(other.symbol == score.symbol for other in on.scores) > 1
    name = fit(score.name, _TEXT, room * (0.62 if several and score.segment else 1))
    canvas.text(48, y, name, size=_TEXT)
    if several and score.segment:
        left = 48 + width_of(name, _TEXT) + 10
        segment = fit(score.segment, _SMALL - 1, _LEFT - 12 - left)
        canvas.text(left, y, segment, size=_SMALL - 1, colour=canvas.colours.soft)


def _outcome(score: PickScore) -> str:
    return "open" if score.verdict is None else "met" if score.verdict.met else "missed"


def _mark(on: _Drawing, x: float, y: float, outcome: str, colour: str) -> None:
    """Full for met, a cross for not met, hollow for no verdict: told apart without colour."""
    paper = on.canvas.colours.paper
    if outcome == "missed":
        on.canvas.line([(x, y)], color=paper, marker="X", markersize=11.5, markeredgewidth=0, zorder=5)
        on.canvas.line([(x, y)], color=colour, marker="X", markersize=9.5, markeredgewidth=0, zorder=6)
        return
    face, edge = (colour, paper) if outcome == "met" else (paper, colour)
    on.canvas.line(
        [(x, y)],
        color=face,
        marker="o",
        markersize=10.5 if outcome == "met" else 8.5,
        markeredgecolor=edge,
        markeredgewidth=1.0 if outcome == "met" else 1.8,
        zorder=6,
    )


def _footer(on: _Drawing, source: Source) -> None:
    canvas = on.canvas
    scale = on.word("axis") + (f" · {on.word('stretched')}" if on.axis.stretched else "")
    canvas.text((_LEFT + _RIGHT) / 2, on.bottom + 62, scale, size=_SMALL, colour=canvas.colours.soft, align="center")
    facts = [on.word("as_of", date=source.as_of)] if source.as_of else []
    tail = " · ".join([*facts, on.word("card_basis")])
    name = fit(on.word("source", name=source.name), _SMALL, SHEET - 96 - width_of(" · " + tail, _SMALL))
    canvas.text(48, canvas.height - 40, f"{name} · {tail}", size=_SMALL, colour=canvas.colours.soft)
