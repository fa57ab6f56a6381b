"""The rating compared with what came about: which band a pick is held to, and where it lies (METHODOLOGY 5)."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, nextafter

import numpy as np

from bot.domain.ratings import WITHOUT_OPINION, Band, Basis, RatingScale, Side
from bot.domain.reports import PickKind
from bot.domain.scoring.arrays import Floats, Ints
from bot.domain.scoring.inputs import PickInput
from bot.domain.scoring.results import Position

POSITIONS = (Position.BELOW, Position.WITHIN, Position.ABOVE)


@dataclass(frozen=True, slots=True)
class Target:
    """What a pick is held to: its band ``[low, high)``, and ``[met_low, met_high)`` in which its rating is met.

    Open ends are infinite. ``floor`` says that it is the floor of the lowest bullish band, for want of a rating.
    """

    low: float
    high: float
    met_low: float
    met_high: float
    floor: bool = False


def target_of(pick: PickInput) -> Target | None:
    """The target that decides a pick's verdict: by its rating first, its kind second; None without a verdict."""
    scale = pick.scale
    if scale is None or scale.months is None or scale.basis in (Basis.INDUSTRY, Basis.COVERAGE):
        return None
    if pick.rating in WITHOUT_OPINION:
        return None
    band = scale.band(pick.rating) if pick.rating else None
    if band is not None and band.has_numbers:
        return _band_target(band)
    if pick.kind is not PickKind.RECOMMENDED or is_unknown(pick.rating, scale):
        return None
    floor = scale.floor()
    return None if floor is None else Target(floor, inf, floor, inf, floor=True)


def is_unknown(rating: str | None, scale: RatingScale | None) -> bool:
    """Whether the scale has no band for a rating that says something: it may be bearish, so nothing is assumed."""
    return bool(rating) and rating not in WITHOUT_OPINION and (scale is None or scale.band(str(rating)) is None)


def _band_target(band: Band) -> Target:
    low = -inf if band.low is None else band.low
    high = inf if band.high is None else band.high
    met_low = -inf if band.side is Side.BEARISH else low
    met_high = inf if band.side is Side.BULLISH else high
    return Target(low, high, met_low, met_high)


def meeting_point(edge: float) -> float:
    """The least float that, rounded to 9 decimals (half even), is at or above ``edge``.

    So that millions of figures meet a band exactly as `Band.__contains__` has it, without rounding each of them.
    """
    if edge in (-inf, inf):
        return edge
    below, reached = edge - 1e-8, edge + 1e-8
    while nextafter(below, inf) < reached:
        middle = below + (reached - below) / 2
        if round(middle, 9) >= edge:
            reached = middle
        else:
            below = middle
    return reached


def meeting_points(edges: Floats) -> Floats:
    """`meeting_point` of each edge; NaN stays NaN."""
    points = [edge if np.isnan(edge) else meeting_point(float(edge)) for edge in edges.flat]
    return np.array(points, dtype=np.float64).reshape(edges.shape)


def positions(measured: Floats, low: Floats, high: Floats) -> Ints:
    """Indices into POSITIONS; ``low`` and ``high`` are meeting points."""
    return (measured >= low).astype(np.int64) + (measured >= high)


def implied_labels(scale: RatingScale, measured: Floats) -> Ints:
    """The index of the first printed band that holds each figure; -1 where the bands leave a gap."""
    found = np.full(len(measured), -1)
    for index in reversed(range(len(scale.bands))):
        band = scale.bands[index]
        if band.has_numbers:
            low = -inf if band.low is None else meeting_point(band.low)
            high = inf if band.high is None else meeting_point(band.high)
            found[(measured >= low) & (measured < high)] = index
    return found
