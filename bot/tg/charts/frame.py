"""The plane of a stock's chart: the stock, its benchmark, and the scale's bands around that."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.services.views.charts import ChartBand, StockChart
from bot.tg.charts.canvas import Box
from bot.tg.charts.plane import Line, Plane, last_of, right_edge, span

_LEFT = 124.0


@dataclass(frozen=True, slots=True)
class Frame(Plane):
    """The plane of a stock and its benchmark, as multiples of the entry."""

    stock: Line
    index: Line

    def edge(self, benchmark: float, end: float | None, *, low: bool) -> float:
        """A band's end beside the benchmark; an open one is the plane's."""
        return (self.low if low else self.high) if end is None else self.clip(benchmark + end)

    @property
    def total_return(self) -> float:
        """The stock's return to its last value."""
        return last_of(self.stock) - 1

    @property
    def excess(self) -> float | None:
        """Stock less benchmark on the last session that has both."""
        pairs = zip(reversed(self.stock), reversed(self.index), strict=True)
        return next((own - other for own, other in pairs if own is not None and other is not None), None)

    def stretches(self) -> Iterator[list[tuple[date, float]]]:
        """The benchmark's unbroken runs, the last carried level to the end of the plane."""
        run: list[tuple[date, float]] = []
        for day, value in zip(self.sessions, self.index, strict=True):
            if value is not None:
                run.append((day, value))
            elif run:
                yield run
                run = []
        if run:
            yield [*run, (self.last, run[-1][1])] if run[-1][0] < self.last else run

    def spots(self, band: ChartBand, wide: float, high: float) -> Iterator[Box]:
        """Places for a label inside a band, from the right to the left."""
        right = self.plot.right - 10
        while right - wide > self.plot.left + 10:
            under = [
                value
                for run in self.stretches()
                for day, value in _dense(run)
                if right - wide - 4 <= self.x(day) <= right + 4
            ]
            if under:
                floor = self.y(max(self.edge(value, band.low, low=True) for value in under)) - 4
                ceiling = self.y(min(self.edge(value, band.high, low=False) for value in under)) + 4
                if floor - ceiling >= high:
                    middle, upper, lower = (floor + ceiling - high) / 2, ceiling + 6, floor - high - 6
                    tops = (lower, middle, upper) if band.high is None else (middle, upper, lower)
                    if band.low is None:
                        tops = (upper, middle, lower)
                    for top in tops:
                        yield Box(right - wide, top, right, top + high)
            right -= 16


def frame_of(chart: StockChart, *, top: float, bottom: float) -> Frame:
    """The plane that holds the chart's lines, its finite band ends, and the days until the settlement.

    Raises:
        ValueError: the chart holds no value of the stock.
    """
    values = [value for value in (*chart.stock, *chart.index) if value is not None]
    if not any(value is not None for value in chart.stock):
        raise ValueError(f"{chart.security.symbol}: nothing to draw")
    first, last = span(chart.sessions, chart.settles)
    bases = [value for value in chart.index if value is not None]
    edges = [end for band in chart.bands for end in (band.low, band.high) if end is not None]
    if bases:
        values += [base + edge for base in (min(bases), max(bases)) for edge in edges]
    low, high = min(*values, 0.97), max(*values, 1.03)
    room = (high - low) * 0.09
    low = max(low - room, 0.0) if min(values) >= 0 else low - room
    plot = Box(_LEFT, top, right_edge(first, chart.sessions[-1], last, (chart.security.name, chart.benchmark)), bottom)
    return Frame(plot, first, last, low, high + room, chart.sessions, chart.stock, chart.index)


def _dense(run: list[tuple[date, float]]) -> Iterator[tuple[date, float]]:
    """The run with the long level stretch at its end filled, so that a label finds it."""
    for (day, value), (following, _) in itertools.pairwise(run):
        yield day, value
        gap = (following - day).days
        for step in range(7, gap, 7):
            yield day + timedelta(days=step), value
    yield run[-1]
