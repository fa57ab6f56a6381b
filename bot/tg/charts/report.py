"""The picks of a report on one scale of excess return, a row each, the best first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

from bot.services.views.charts import ChartDot, ReportChart
from bot.tg.charts import rows
from bot.tg.charts.canvas import Canvas
from bot.tg.charts.lettering import MARGIN, SHEET, fit, width_of, wrap
from bot.tg.charts.over_time import source_line
from bot.tg.charts.rows import Scale
from bot.tg.charts.style import LABEL, SMALL, ChartStyle, percent
from bot.tg.charts.words import word

_ROW = 45.0
_LEFT, _RIGHT = 300.0, 1000.0
_MOST = 50  # rows: a phone shows no more of them at once
_TITLE = 21.0
_LINE = 56.0


@dataclass(frozen=True, slots=True)
class _Drawing:
    chart: ReportChart
    canvas: Canvas
    scale: Scale
    top: float
    bottom: float

    def word(self, key: str, **args: object) -> str:
        return word(self.canvas.style, key, **args)


def compose(chart: ReportChart, style: ChartStyle) -> Canvas:
    """See `bot.tg.charts.draw`.

    Raises:
        ValueError: the report has no pick.
    """
    if not chart.dots:
        raise ValueError("a chart of a report without a pick")
    ordered = sorted(chart.dots, key=lambda dot: (dot.excess is None, -(dot.excess or 0.0), dot.symbol))
    best, worst, left_out = ordered, list[ChartDot](), len(ordered) - _MOST
    if left_out > 0:
        best, worst = ordered[: _MOST // 2], ordered[-_MOST // 2 :]
    known = {dot.symbol: dot.excess for dot in ordered if dot.excess is not None}  # each once, as in the basket
    heads = wrap(chart.title, _TITLE, SHEET - 2 * MARGIN, 2)
    top = 300.0 + _LINE * (len(heads) - 1)
    shown = len(best) + len(worst) + bool(worst)
    bottom = top + _ROW * shown + 12
    scale = rows.scale_of([*known.values()], _LEFT, _RIGHT)
    on = _Drawing(chart, Canvas(bottom + 166, style), scale, top, bottom)
    _header(on, heads, [*known.values()])
    rows.bands_behind(on.canvas, scale, chart.bands, top - 8, bottom)
    rows.grid(on.canvas, scale, top - 8, bottom)
    y = top + 6 + _ROW / 2
    several = Counter(dot.symbol for dot in ordered)
    for dot in best:
        _row(on, dot, y, several=several[dot.symbol] > 1)
        y += _ROW
    if worst:
        on.canvas.text(MARGIN, y, on.word("left_out", count=left_out), size=SMALL, colour=on.canvas.colours.soft)
        y += _ROW
    for dot in worst:
        _row(on, dot, y, several=several[dot.symbol] > 1)
        y += _ROW
    _footer(on)
    return on.canvas


def _header(on: _Drawing, heads: Sequence[str], known: Sequence[float]) -> None:
    canvas, y = on.canvas, 62.0
    for line in heads:
        canvas.text(MARGIN, y, line, size=_TITLE, bold=True)
        y += _LINE
    facts = [on.chart.report, on.word("picks", count=len(on.chart.dots))]
    if known:
        facts += [on.word("mean", value=percent(fmean(known))), on.word("median", value=percent(median(known)))]
    canvas.text(
        MARGIN, y + 6, fit(" · ".join(filter(None, facts)), LABEL, SHEET - 2 * MARGIN), colour=canvas.colours.soft
    )
    counts = Counter(rows.outcome(dot.met) for dot in on.chart.dots)
    entries = [(which, f"{on.word(which)} {counts[which]}") for which in ("met", "missed", "open")]
    rows.legend(canvas, MARGIN, y + 66, entries)


def _row(on: _Drawing, dot: ChartDot, y: float, *, several: bool) -> None:
    canvas, colours = on.canvas, on.canvas.colours
    _name(on, dot, y, several=several)
    if dot.excess is None:
        known = on.word("no_prices")
        if dot.own is not None:
            known = f"{on.word('no_benchmark')} · {on.word('return')} {percent(dot.own)}"
        canvas.text(_LEFT + 14, y, fit(known, SMALL, _RIGHT - _LEFT - 24), size=SMALL, colour=colours.soft, halo=True)
        canvas.text(SHEET - MARGIN, y, "–", colour=colours.soft, align="right")
        return
    colour = colours.of(round(dot.excess, 3))
    x = on.scale.x(dot.excess)
    canvas.line([(on.scale.x(0), y), (x, y)], color=colour, linewidth=1.8, alpha=0.55, zorder=4)
    rows.outcome_mark(canvas, x, y, rows.outcome(dot.met), colour)
    canvas.text(SHEET - MARGIN, y, percent(dot.excess), colour=colour, align="right")


def _name(on: _Drawing, dot: ChartDot, y: float, *, several: bool) -> None:
    """The name; with its segment where the report picks the stock in several."""
    canvas, room = on.canvas, _LEFT - MARGIN - 16
    beside = dot.segment if several else ""
    name = fit(dot.name, LABEL, room * (0.62 if beside else 1))
    canvas.text(MARGIN, y, name)
    left = MARGIN + width_of(name, LABEL) + 10
    if beside:
        canvas.text(left, y, fit(beside, SMALL, _LEFT - 10 - left), size=SMALL, colour=canvas.colours.soft)


def _footer(on: _Drawing) -> None:
    canvas = on.canvas
    scale = on.word("axis") + (f" · {on.word('stretched')}" if on.scale.stretched else "")
    canvas.text((_LEFT + _RIGHT) / 2, on.bottom + 66, scale, size=SMALL, colour=canvas.colours.soft, align="center")
    source_line(canvas, on.chart.source, on.chart.source.as_of, on.word("card_basis"))
