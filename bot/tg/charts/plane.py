"""The plane of a chart over time: which days and values it spans, and where they lie on the sheet."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.tg.charts.canvas import Box
from bot.tg.charts.lettering import SHEET, width_of
from bot.tg.charts.style import LABEL
from bot.tg.charts.ticks import value_ticks

Line = tuple[float | None, ...]
_LEAST_BESIDE, _MOST_BESIDE = 200.0, 300.0  # room beside the ends of lines
_NEAR_THE_END = 0.78
_MOST_AHEAD = 8  # times what has passed


@dataclass(frozen=True, slots=True)
class Plane:
    """Days from ``first`` to ``last`` and values from ``low`` to ``high``, on ``plot``; lines have a value a session."""

    plot: Box
    first: date
    last: date
    low: float
    high: float
    sessions: tuple[date, ...]

    def x(self, day: date) -> float:
        """Where a day lies."""
        share = (day - self.first).days / (self.last - self.first).days
        return self.plot.left + share * (self.plot.right - self.plot.left)

    def y(self, value: float) -> float:
        """Where a value lies."""
        return self.plot.bottom - (value - self.low) / (self.high - self.low) * (self.plot.bottom - self.plot.top)

    def clip(self, value: float) -> float:
        """The value, kept on the plane."""
        return min(max(value, self.low), self.high)

    def path(self, line: Line) -> list[tuple[float, float]]:
        """The line's points, not-a-number where a value is missing."""
        return [
            (self.x(day), math.nan if value is None else self.y(value))
            for day, value in zip(self.sessions, line, strict=True)
        ]

    def lonely(self, line: Line) -> list[tuple[float, float]]:
        """Points with gaps on both sides, which a line would not show."""
        padded = (None, *line, None)
        return [
            (self.x(day), self.y(value))
            for place, (day, value) in enumerate(zip(self.sessions, line, strict=True))
            if value is not None and padded[place] is None and padded[place + 2] is None
        ]

    def end(self, line: Line) -> tuple[float, float]:
        """The point of the last value."""
        return next(
            (self.x(day), self.y(value))
            for day, value in zip(reversed(self.sessions), reversed(line), strict=True)
            if value is not None
        )


def last_of(line: Line) -> float:
    """The last value of a line that has one."""
    return next(value for value in reversed(line) if value is not None)


def window_ends(plane: Plane, opens: date | None, settles: date | None) -> list[float]:
    """Where the horizon window opens and where it settles, both on the plane; none where they are not."""
    if settles is None or not plane.first <= settles <= plane.last:
        return []
    start = [] if opens is None else [plane.x(max(opens, plane.first))]
    return [*start, plane.x(settles)]


def span(sessions: Sequence[date], settles: date | None) -> tuple[date, date]:
    """The days of a plane: until the settlement, unless the lines would be no more than a stroke at its left edge."""
    first, newest = sessions[0], sessions[-1]
    far = first + max((newest - first) * _MOST_AHEAD, timedelta(days=14))
    return first, max(newest, min(settles or newest, far), first + timedelta(days=7))


def right_edge(first: date, newest: date, last: date, names: Sequence[str]) -> float:
    """Where the plot ends, so that the names of lines that end near its end find room beside it."""
    if (newest - first).days / (last - first).days <= _NEAR_THE_END:
        return SHEET - 56
    return SHEET - min(max(_LEAST_BESIDE, *(width_of(name, LABEL) + 58 for name in names)), _MOST_BESIDE)


def excess_plane(sessions: tuple[date, ...], lines: Mapping[str, Line], settles: date | None, plot: Box) -> Plane:
    """A plane around 0 that holds these lines of excess by name; its right edge makes room for the names.

    Raises:
        ValueError: there is no value.
    """
    values = [value for line in lines.values() for value in line if value is not None]
    if not values:
        raise ValueError("nothing to draw: no session has a figure")
    first, last = span(sessions, settles)
    low, high = min(*values, -0.03), max(*values, 0.03)
    room = (high - low) * 0.09
    right = right_edge(first, _newest(sessions, lines.values()), last, [*lines])
    return Plane(Box(plot.left, plot.top, right, plot.bottom), first, last, low - room, high + room, sessions)


def _newest(sessions: Sequence[date], lines: Iterable[Line]) -> date:
    """The last session on which any of the lines has a value."""
    columns = zip(reversed(sessions), zip(*(reversed(line) for line in lines), strict=True), strict=True)
    return next(session for session, values in columns if any(value is not None for value in values))


def excess_marks(plane: Plane, most: int = 7) -> list[tuple[float, str]]:
    """Round excesses with their labels, 0 among them."""
    ticks = value_ticks(plane.low * 100, plane.high * 100, most)
    return [(tick / 100, f"{tick:+g}%".replace("-", "−") if tick else "0") for tick in ticks]
