"""What there is to know of a kind of rule: what it looks at, what it counts in, and which way it crosses."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum


class Place(IntEnum):
    """Where a value lies: beyond the threshold upwards or downwards, or neither."""

    DOWN = -1
    QUIET = 0
    UP = 1


class Looks(StrEnum):
    """Where a kind's figure comes from: one quote, closes, a price against a report's target, what came since a report.

    The last two are no figures: what a pick's score passes, and what reports say.
    """

    QUOTE = "quote"
    CLOSES = "closes"
    EXCESS = "excess"
    RETURN = "return"
    TARGETS = "targets"
    SCORES = "scores"
    REPORTS = "reports"


class Unit(StrEnum):
    """What a figure or a threshold is counted in."""

    PRICE = "price"
    FRACTION = "fraction"
    EXCESS = "excess"  # a fraction that is shown with its sign
    SESSIONS = "sessions"
    TIMES = "times"
    DAYS = "days"
    NOTHING = "nothing"  # it has no threshold: something is so (1) or not (0)


class Tried(StrEnum):
    """How far daily bars can say when a rule would have told: as it would have, what stood at the close, or not at all."""

    WHOLLY = "wholly"
    AT_CLOSES = "at_closes"
    NOT = "not"


class Side(StrEnum):
    """Which way a figure crosses its threshold. The threshold itself counts as beyond, but for the two that pass."""

    ABOVE = "above"
    BELOW = "below"
    EITHER = "either"
    PASSES = "passes"
    UNDERCUTS = "undercuts"
    FALLS = "falls"

    def place(self, value: Decimal, threshold: Decimal) -> Place:
        """Where ``value`` lies against ``threshold``."""
        match self:
            case Side.ABOVE:
                return Place.UP if value >= threshold else Place.QUIET
            case Side.BELOW:
                return Place.DOWN if value <= threshold else Place.QUIET
            case Side.PASSES:
                return Place.UP if value > threshold else Place.QUIET
            case Side.UNDERCUTS:
                return Place.DOWN if value < threshold else Place.QUIET
            case Side.FALLS:
                return Place.DOWN if value <= -threshold else Place.QUIET
            case Side.EITHER:
                return Place.QUIET if abs(value) < threshold else Place.UP if value > 0 else Place.DOWN


@dataclass(frozen=True, slots=True)
class Kind:
    """What there is to know of a kind of rule.

    ``words`` is a pattern of what a typed line calls it, ``bounds`` what may stand before its number there (a sign for
    above, one for below, none), ``unit`` counts the threshold, which lies in ``[least, most]``, ``shows`` the figure.
    ``choices`` are offered where nothing better is known. ``anew`` is where each session begins; None: where the last
    one ended. ``mainland`` kinds are of what only the mainland's exchanges have.
    """

    words: str
    bounds: tuple[str, ...]
    unit: Unit
    shows: Unit
    looks_at: Looks
    side: Side
    least: Decimal
    most: Decimal
    choices: tuple[Decimal, ...] = ()
    anew: Place | None = None
    of_report: bool = False
    tried: Tried = Tried.WHOLLY
    mainland: bool = False

    def allows(self, threshold: Decimal) -> bool:
        """Whether a rule with this threshold makes sense."""
        whole = self.unit not in (Unit.SESSIONS, Unit.DAYS) or threshold == int(threshold)
        return whole and self.least <= threshold <= self.most
