"""A replay: a report's mean excess over time, and under it what would have been told when, a lane a kind."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from bot.services.views.charts import ChartLane, ReplayChart
from bot.tg.charts import over_time
from bot.tg.charts.canvas import Box, Canvas
from bot.tg.charts.lettering import SHEET, fit
from bot.tg.charts.over_time import Ending
from bot.tg.charts.placing import Room
from bot.tg.charts.plane import Plane, excess_marks, excess_plane, last_of
from bot.tg.charts.style import LABEL, ChartStyle
from bot.tg.charts.words import word

_LEFT = 196.0
_TOP, _PLOT_HIGH = 226.0, 400.0
_LANE = 58.0
_BAR = 40.0
_SHORTEST = 8.0
_BAR_APART = 9.0
_RIGHT = 168.0  # room for what the lanes come to


def compose(chart: ReplayChart, style: ChartStyle) -> Canvas:
    """See `bot.tg.charts.draw`.

    Raises:
        ValueError: no session has a figure.
    """
    bottom = _TOP + _PLOT_HIGH
    foot = bottom + 22 + _LANE * len(chart.lanes)
    canvas = Canvas(foot + 172, style)
    name = word(style, "mean_excess")
    plane = excess_plane(chart.sessions, {name: chart.excess}, chart.settles, Box(_LEFT, _TOP, SHEET, bottom))
    if plane.plot.right > SHEET - _RIGHT:
        plane = replace(plane, plot=replace(plane.plot, right=SHEET - _RIGHT))
    whole = replace(plane, plot=replace(plane.plot, bottom=foot))  # dates and the window reach under the lanes
    endings = [Ending(chart.excess, name, canvas.colours.line, 2.6)]
    over_time.header(canvas, word(style, "replay"), "", chart.report, last_of(chart.excess), name)
    over_time.value_axis(canvas, plane, excess_marks(plane, 5), 0.0)
    over_time.date_axis(canvas, whole)
    over_time.strip(canvas, whole, word(style, "since", date=plane.first), chart.window_opens, chart.settles)
    over_time.lines(canvas, plane, endings)
    over_time.end_labels(canvas, plane, endings, Room(plane.plot), 0.0)
    for place, lane in enumerate(chart.lanes):
        _lane(canvas, plane, lane, bottom + 18 + _LANE * (place + 1))
    newest = chart.source.as_of or chart.sessions[-1]
    over_time.source_line(canvas, chart.source, newest, word(style, "replay_basis"))
    return canvas


def _lane(canvas: Canvas, plane: Plane, lane: ChartLane, floor: float) -> None:
    """Bars, the taller the more was told, of as many days each as keep them apart."""
    colours, plot = canvas.colours, plane.plot
    canvas.line([(plot.left, floor), (plot.right, floor)], color=colours.faint, linewidth=0.8, zorder=3)
    days = math.ceil(_BAR_APART * (plane.last - plane.first).days / (plot.right - plot.left))
    told = Counter[int]()
    for mark in lane.marks:
        told[(mark.session - plane.first).days // days] += mark.count
    for stretch, count in told.items():
        x = min(plane.x(plane.first + timedelta(days=stretch * days + days // 2)), plot.right - 3)
        high = max(_BAR * count / max(told.values()), _SHORTEST)
        canvas.line([(x, floor), (x, floor - high)], color=colours.ink, linewidth=2.4, solid_capstyle="butt", zorder=4)
    middle = floor - _LANE / 2 + 6
    canvas.text(plot.left - 16, middle, fit(lane.label, LABEL, plot.left - 40), align="right")
    total = word(canvas.style, "told", count=sum(told.values()))
    canvas.text(SHEET - 28, middle, total, colour=colours.soft, align="right")
