"""Free places for labels: not over a line, not over another label, not off the plot."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence

from bot.tg.charts.canvas import Box

_CLEAR = 6.0


class Room:
    """What is taken on a plot."""

    def __init__(self, plot: Box) -> None:
        self._plot = plot
        self._taken: list[Box] = []
        self._lines: list[Sequence[tuple[float, float]]] = []

    def avoid_line(self, points: Sequence[tuple[float, float]]) -> None:
        """Keep labels off a line; not-a-number is a gap in it."""
        self._lines.append(points)

    def take(self, box: Box) -> None:
        """Keep labels off a place."""
        self._taken.append(box)

    def first(self, spots: Iterable[Box]) -> Box | None:
        """The first place that is free."""
        return next((spot for spot in spots if self._free(spot)), None)

    def _free(self, box: Box) -> bool:
        inside = (
            self._plot.left <= box.left
            and box.right <= self._plot.right
            and self._plot.top <= box.top
            and box.bottom <= self._plot.bottom
        )
        return (
            inside
            and not any(box.meets(other) for other in self._taken)
            and not any(_crosses(points, box) for points in self._lines)
        )


def _crosses(points: Sequence[tuple[float, float]], box: Box) -> bool:
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if math.isnan(y0) or math.isnan(y1) or x1 < box.left - _CLEAR or x0 > box.right + _CLEAR:
            continue
        if max(y0, y1) >= box.top - _CLEAR and min(y0, y1) <= box.bottom + _CLEAR:
            return True
    return any(
        box.left - _CLEAR <= x <= box.right + _CLEAR and box.top - _CLEAR <= y <= box.bottom + _CLEAR for x, y in points
    )
