"""A scoreboard: the share of settled episodes that were met, with its interval and the base rate, a row a group."""

from __future__ import annotations

from bot.services.views.charts import BoardChart, BoardRow
from bot.tg.charts import rows
from bot.tg.charts.canvas import Canvas
from bot.tg.charts.lettering import MARGIN, SHEET, fit, width_of
from bot.tg.charts.over_time import mark, source_line
from bot.tg.charts.style import LABEL, SMALL, ChartStyle
from bot.tg.charts.words import word

_ROW = 66.0
_LEFT, _RIGHT = 372.0, 890.0
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def compose(chart: BoardChart, style: ChartStyle) -> Canvas:
    """See `bot.tg.charts.draw`.

    Raises:
        ValueError: there is no group.
    """
    if not chart.rows:
        raise ValueError("a chart of a scoreboard without a group")
    canvas, top, bottom = rows.sheet(chart.title, chart.note, style, _ROW * len(chart.rows) + 10)
    _legend(canvas, top - 48, based=any(row.base is not None for row in chart.rows))
    _grid(canvas, top, bottom)
    for place, row in enumerate(chart.rows):
        _row(canvas, row, top + 5 + _ROW * (place + 0.5))
    source_line(canvas, chart.source, chart.source.as_of, word(style, "board_basis"))
    return canvas


def _x(share: float) -> float:
    return _LEFT + share * (_RIGHT - _LEFT)


def _legend(canvas: Canvas, y: float, *, based: bool) -> None:
    colours, left = canvas.colours, MARGIN
    canvas.line([(left, y), (left + 68, y)], color=colours.line, linewidth=4.5, alpha=0.45, solid_capstyle="butt")
    mark(canvas, [(left + 34, y)], "o", colours.line)
    label = word(canvas.style, "share")
    canvas.text(left + 84, y, label)
    canvas.text(SHEET - MARGIN, y, word(canvas.style, "met_judged"), size=SMALL, colour=colours.soft, align="right")
    if based:
        left += 84 + width_of(label, LABEL) + 56
        _base(canvas, left, y)
        canvas.text(left + 24, y, word(canvas.style, "base_rate"))


def _grid(canvas: Canvas, top: float, bottom: float) -> None:
    colours = canvas.colours
    for tick in _TICKS:
        x = _x(tick)
        canvas.line([(x, top), (x, bottom)], color=colours.faint, linewidth=0.9, zorder=2)
        canvas.text(x, bottom + 28, f"{tick:.0%}", size=SMALL, colour=colours.soft, align="center")
    axis = word(canvas.style, "board_axis")
    canvas.text((_LEFT + _RIGHT) / 2, bottom + 66, axis, size=SMALL, colour=colours.soft, align="center")


def _row(canvas: Canvas, row: BoardRow, y: float) -> None:
    colours, style = canvas.colours, canvas.style
    ink = colours.soft if row.rank is None else colours.ink
    rank = "" if row.rank is None else f"{row.rank}."
    canvas.text(MARGIN, y, rank, colour=ink)
    left = MARGIN + 54
    canvas.text(left, y, fit(row.label, LABEL, _LEFT - 24 - left), colour=ink)
    met = round((row.share or 0.0) * row.judged)
    count = word(style, "count", met=met, judged=row.judged) if row.judged else str(row.settled)
    canvas.text(SHEET - MARGIN, y, count, colour=colours.soft, align="right")
    if row.rank is None or row.share is None or row.low is None or row.high is None:
        unjudged = row.settled > 0 and not row.judged
        canvas.text(_LEFT + 18, y, word(style, "unjudged" if unjudged else "too_few"), colour=colours.soft, halo=True)
        return
    canvas.line(
        [(_x(row.low), y), (_x(row.high), y)],
        color=colours.line,
        linewidth=4.5,
        alpha=0.45,
        solid_capstyle="butt",
        zorder=4,
    )
    for end in (row.low, row.high):
        canvas.line([(_x(end), y - 11), (_x(end), y + 11)], color=colours.line, linewidth=1.6, zorder=4)
    if row.base is not None:
        _base(canvas, _x(row.base), y)
    mark(canvas, [(_x(row.share), y)], "o", colours.line)
    canvas.text(_RIGHT + 112, y, f"{row.share:.0%}", align="right")


def _base(canvas: Canvas, x: float, y: float) -> None:
    """A tall stroke: what any share picked blindly would have come to."""
    canvas.line([(x, y - 24), (x, y + 24)], color=canvas.colours.paper, linewidth=5, solid_capstyle="butt", zorder=5)
    canvas.line([(x, y - 24), (x, y + 24)], color=canvas.colours.ink, linewidth=2.4, solid_capstyle="butt", zorder=5)
