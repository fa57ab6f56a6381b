"""Thresholds of rules in order, by security and kind, so that a look at the quotes costs what it crosses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_traits import Place, Side
from bot.domain.scoring.arrays import Bools, Floats, Ints

# The lanes of a security: its rules of one kind, by threshold.
LANES = tuple(kind for kind in RuleKind if kind.on_quotes)
LANE_OF = {kind: number for number, kind in enumerate(LANES)}
_BELOW = np.array([kind.about.side is Side.BELOW for kind in LANES])
_EITHER = np.array([kind.about.side is Side.EITHER for kind in LANES])
_FALLS = np.array([kind.about.side is Side.FALLS for kind in LANES])
_SIGNS = np.where(_FALLS, -1.0, 1.0)  # a fall is kept as what it is a rise of
NEVER_LOOKED = -2  # as a place: it differs from every other


@dataclass(frozen=True, slots=True)
class RuleColumns:
    """Rules as columns: ids, the security's number, the lane's number, the threshold carried to today, the last place."""

    ids: Sequence[int]
    rows: Sequence[int]
    lanes: Sequence[int]
    thresholds: Sequence[float]
    places: Sequence[int]


class Thresholds:
    """Which rules may have come to another place since the last look; 17 bytes a rule and 24 a lane.

    Securities with a number beyond those it was made with have no rule here.
    """

    def __init__(self, columns: RuleColumns, securities: int) -> None:
        lane = np.asarray(columns.rows, np.int64) * len(LANES) + np.asarray(columns.lanes, np.int64)
        thresholds = np.asarray(columns.thresholds, np.float64)
        order = np.lexsort((thresholds, lane))
        self._thresholds = thresholds[order]
        self._ids = np.asarray(columns.ids, np.int64)[order]
        self._places = np.asarray(columns.places, np.int8)[order]
        self._starts: Ints = np.searchsorted(lane[order], np.arange(securities * len(LANES) + 1))
        self._last = np.full(securities * len(LANES), np.nan)

    @property
    def nbytes(self) -> int:
        """What all of it takes."""
        own = (self._thresholds, self._ids, self._places, self._starts, self._last)
        return sum(each.nbytes for each in own)

    def crossed(self, rows: Ints, figures: Floats) -> Ints:
        """The ids of the rules of these securities that may have changed their place with these figures.

        Args:
            rows: The securities' numbers.
            figures: By security and lane; NaN where a figure is not known, which leaves the rules of its lane alone.
        """
        lanes, values = self._known(rows, figures)
        last = self._last[lanes]
        new = np.isnan(last)
        found = [self._by_place(lanes[new], values[new])] if new.any() else []
        lanes, values, last = lanes[~new], values[~new], last[~new]
        moved = last != values
        return np.concatenate([*found, self._between(lanes[moved], last[moved], values[moved])])

    def accept(self, rows: Ints, figures: Floats) -> None:
        """These figures were dealt with: the next look counts from them."""
        lanes, values = self._known(rows, figures)
        self._last[lanes] = values

    def filled(self, rows: Ints) -> Bools:
        """By security and lane whether there is a rule: only there a figure is needed."""
        lanes = rows[:, None] * len(LANES) + np.arange(len(LANES))
        inside = np.minimum(lanes, len(self._last) - 1)
        found: Bools = (self._starts[inside] < self._starts[inside + 1]) & (lanes < len(self._last))
        return found

    def _known(self, rows: Ints, figures: Floats) -> tuple[Ints, Floats]:
        """The lanes that hold rules and have a figure, with it; falls turned about."""
        known = self.filled(rows) & ~np.isnan(figures)
        lanes = rows[:, None] * len(LANES) + np.arange(len(LANES))
        return lanes[known], (figures * _SIGNS)[known]

    def _between(self, lanes: Ints, last: Floats, values: Floats) -> Ints:
        kind = lanes % len(LANES)
        left, either = _BELOW[kind], _EITHER[kind]
        one = self._place_in(lanes, np.where(either, np.abs(last), last), left)
        other = self._place_in(lanes, np.where(either, np.abs(values), values), left)
        first, end = np.minimum(one, other), np.maximum(one, other)
        # from +6 % to -6 % every threshold below both was left on one side and passed on the other
        first = np.where(either & (np.sign(last) != np.sign(values)), self._starts[lanes], first)
        return self._ids[_ranges(first, end)]

    def _place_in(self, lanes: Ints, values: Floats, left: Bools) -> Ints:
        """Where in its lane each value stands: one binary search for all lanes at once."""
        low, high = self._starts[lanes], self._starts[lanes + 1]
        while (open_ := low < high).any():
            middle = (low + high) // 2
            at = self._thresholds[np.minimum(middle, len(self._thresholds) - 1)]
            further = open_ & np.where(left, at < values, at <= values)
            low = np.where(further, middle + 1, low)
            high = np.where(open_ & ~further, middle, high)
        return low

    def _by_place(self, lanes: Ints, values: Floats) -> Ints:
        """The first look: every rule of these lanes against the place that was remembered."""
        first, end = self._starts[lanes], self._starts[lanes + 1]
        entries = _ranges(first, end)
        value, kind = np.repeat(values, end - first), np.repeat(lanes % len(LANES), end - first)
        threshold = self._thresholds[entries]
        below, either = _BELOW[kind], _EITHER[kind]
        up = ~below & (value >= threshold)
        down = np.where(below, value <= threshold, either & (value <= -threshold))
        beyond = np.where(_FALLS[kind], Place.DOWN.value, Place.UP.value)
        now = np.where(up, beyond, np.where(down, Place.DOWN.value, Place.QUIET.value))
        found: Ints = self._ids[entries[now != self._places[entries]]]
        return found


def _ranges(first: Ints, end: Ints) -> Ints:
    """All numbers of the half-open ranges, one range after the other."""
    lengths = end - first
    total = int(lengths.sum())
    skipped: Ints = np.repeat(first - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    return np.arange(total) + skipped
