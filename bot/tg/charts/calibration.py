"""Calibration: what each rating word of one broker promised, and where the excess lay at the settlements."""

from __future__ import annotations

from statistics import median, quantiles

from bot.domain.boards import ENOUGH
from bot.services.views.charts import CalibrationChart, CalibrationRow, ChartBand
from bot.tg.charts import rows
from bot.tg.charts.canvas import Canvas
from bot.tg.charts.lettering import MARGIN, SHEET, fit, width_of
from bot.tg.charts.over_time import source_line
from bot.tg.charts.rows import Scale
from bot.tg.charts.style import LABEL, SMALL, ChartStyle, band_range, band_tints, percent
from bot.tg.charts.words import word

_ROW = 132.0
_LEFT, _RIGHT = 350.0, 980.0
_SWARM = 40  # episodes; more of them are a smear, and the quantiles say it better
_LAYERS = (0, -1, 1, -2, 2)
_APART = 15.0


def compose(chart: CalibrationChart, style: ChartStyle) -> Canvas:
    """See `bot.tg.charts.draw`.

    Raises:
        ValueError: there is no rating.
    """
    if not chart.rows:
        raise ValueError("a chart of a broker without a rating")
    canvas, top, bottom = rows.sheet(chart.title, chart.note, style, _ROW * len(chart.rows))
    edges = [edge for row in chart.rows for edge in (row.low, row.high) if edge is not None]
    scale = rows.scale_of([*(each for row in chart.rows for each in row.excesses), *edges], _LEFT, _RIGHT)
    _legend(canvas, top - 48)
    bands = [ChartBand(row.label, row.low, row.high) for row in chart.rows]
    for place, (row, tint) in enumerate(zip(chart.rows, band_tints(bands, canvas.colours), strict=True)):
        _row(canvas, scale, row, tint, top + _ROW * (place + 0.5))
    rows.grid(canvas, scale, top, bottom)
    axis = word(style, "came_about") + (f" · {word(style, 'stretched')}" if scale.stretched else "")
    canvas.text((_LEFT + _RIGHT) / 2, bottom + 66, axis, size=SMALL, colour=canvas.colours.soft, align="center")
    source_line(canvas, chart.source, chart.source.as_of, word(style, "board_basis"))
    return canvas


def _legend(canvas: Canvas, y: float) -> None:
    style, colours, x = canvas.style, canvas.colours, MARGIN
    corners = [(x, y - 15), (x + 46, y - 15), (x + 46, y + 15), (x, y + 15)]
    canvas.area(corners, colours.neutral)
    canvas.line([*corners, corners[0]], color=colours.soft, linewidth=1.0, linestyle=(0, (3, 2)))
    x = _said(canvas, x + 60, y, word(style, "promise"))
    canvas.line([(x, y), (x + 56, y)], color=colours.line, linewidth=7, alpha=0.4, solid_capstyle="butt")
    canvas.line([(x + 28, y - 16), (x + 28, y + 16)], color=colours.ink, linewidth=2.6, solid_capstyle="butt")
    x = _said(canvas, x + 70, y, f"{word(style, 'middle_half')}, {word(style, 'half')}")
    _dot(canvas, x + 8, y, colours.line)
    end = _said(canvas, x + 26, y, word(style, "one"))
    note = word(style, "median_met")
    if end + width_of(note, SMALL) <= SHEET - MARGIN:
        canvas.text(SHEET - MARGIN, y, note, size=SMALL, colour=colours.soft, align="right")


def _said(canvas: Canvas, x: float, y: float, label: str) -> float:
    """Write a label of the legend; where the next entry begins."""
    canvas.text(x, y, label)
    return x + width_of(label, LABEL) + 40


def _row(canvas: Canvas, scale: Scale, row: CalibrationRow, tint: str, y: float) -> None:
    colours, style, half = canvas.colours, canvas.style, _ROW / 2 - 7
    few = row.judged < ENOUGH
    ink = colours.soft if few else colours.ink
    canvas.text(MARGIN, y - 22, fit(row.label, LABEL, _LEFT - 20 - MARGIN), colour=ink)
    printed = band_range(ChartBand(row.label, row.low, row.high)) or word(style, "no_promise")
    canvas.text(MARGIN, y + 20, fit(printed, SMALL, _LEFT - 24 - MARGIN), size=SMALL, colour=colours.soft)
    if row.low is not None or row.high is not None:
        left = scale.left if row.low is None else scale.x(row.low)
        right = scale.right if row.high is None else scale.x(row.high)
        corners = [(left, y - half), (right, y - half), (right, y + half), (left, y + half)]
        canvas.area(corners, tint)
        canvas.line([*corners, corners[0]], color=colours.soft, linewidth=1.0, linestyle=(0, (3, 2)), zorder=3)
    if not row.excesses:
        canvas.text(_LEFT + 18, y, word(style, "none_settled"), colour=colours.soft, halo=True)
        return
    _spread(canvas, scale, row.excesses, y, colours.soft if few else colours.line)
    canvas.text(SHEET - MARGIN, y - 22, percent(median(row.excesses)), colour=ink, align="right")
    count = word(style, "count", met=row.met, judged=row.judged) if row.judged else "–"
    canvas.text(SHEET - MARGIN, y + 20, word(style, "too_few") if few else count, colour=colours.soft, align="right")


def _spread(canvas: Canvas, scale: Scale, excesses: tuple[float, ...], y: float, colour: str) -> None:
    """Every episode as a dot where there are few of them; the middle half and the median in any case."""
    if len(excesses) > 1:
        low, _, high = quantiles(excesses, n=4, method="inclusive")
        canvas.line(
            [(scale.x(low), y), (scale.x(high), y)],
            color=colour,
            linewidth=9,
            alpha=0.4,
            solid_capstyle="butt",
            zorder=4,
        )
    if len(excesses) <= _SWARM:
        taken: list[tuple[float, int]] = []
        for excess in excesses:
            x = scale.x(excess)
            layer = next((each for each in _LAYERS if all(x - to >= _APART for to, at in taken if at == each)), 0)
            taken.append((x, layer))
            _dot(canvas, x, y + layer * _APART, colour)
    else:
        ends = quantiles(excesses, n=10, method="inclusive")
        canvas.line([(scale.x(ends[0]), y), (scale.x(ends[-1]), y)], color=colour, linewidth=2, zorder=4)
    x = scale.x(median(excesses))
    canvas.line([(x, y - 34), (x, y + 34)], color=canvas.colours.ink, linewidth=2.6, solid_capstyle="butt", zorder=7)


def _dot(canvas: Canvas, x: float, y: float, colour: str) -> None:
    canvas.line(
        [(x, y)],
        color=colour,
        marker="o",
        markersize=6.5,
        markeredgecolor=canvas.colours.paper,
        markeredgewidth=0.8,
        zorder=6,
    )
