"""Baskets over time: the mean excess of a report, of its pick kinds, and of its industry's index."""

from __future__ import annotations

from typing import Any

from bot.services.views.charts import BasketChart
from bot.tg.charts import over_time
from bot.tg.charts.canvas import Box, Canvas
from bot.tg.charts.lettering import SHEET
from bot.tg.charts.over_time import Ending
from bot.tg.charts.placing import Room
from bot.tg.charts.plane import excess_marks, excess_plane, last_of
from bot.tg.charts.style import ChartStyle
from bot.tg.charts.words import word

_HEIGHT = 956.0
_LEFT = 140.0
# the lines beside the report's, told apart by dashes and marks where colours are not seen
_LOOKS: tuple[tuple[Any, str], ...] = (
    ((0, (5, 1.6)), "^"),
    ((0, (1.2, 1.2)), "s"),
    ((0, (6, 1.3, 1.2, 1.3)), "D"),
    ((0, (2.6, 1.1)), "v"),
    ((0, (9, 2)), "P"),
)


def compose(chart: BasketChart, style: ChartStyle) -> Canvas:
    """See `bot.tg.charts.draw`.

    Raises:
        ValueError: no session has a figure.
    """
    canvas = Canvas(_HEIGHT, style)
    drawn = [line for line in chart.lines if any(value is not None for value in line.values)]
    plot = Box(_LEFT, 226, SHEET, _HEIGHT - 172)
    plane = excess_plane(chart.sessions, {line.label: line.values for line in drawn}, chart.settles, plot)
    others = canvas.colours.others
    looks = [(canvas.colours.line, 3.0, "solid", "o")]
    looks += [(others[place % len(others)], 2.0, *_LOOKS[place % len(_LOOKS)]) for place in range(len(drawn) - 1)]
    endings = [Ending(line.values, line.label, *look) for line, look in zip(drawn, looks, strict=True)]
    hero = last_of(drawn[0].values)
    over_time.header(canvas, word(style, "baskets"), "", chart.report, hero, word(style, "mean_excess"))
    over_time.value_axis(canvas, plane, excess_marks(plane), 0.0)
    over_time.date_axis(canvas, plane)
    over_time.strip(canvas, plane, word(style, "since", date=plane.first), chart.window_opens, chart.settles)
    over_time.lines(canvas, plane, endings)
    over_time.end_labels(canvas, plane, endings, Room(plane.plot), 0.0)
    newest = chart.source.as_of or chart.sessions[-1]
    over_time.source_line(canvas, chart.source, newest, word(style, "basket_basis"))
    return canvas
