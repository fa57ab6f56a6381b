"""When something is worth a message: bands crossed with hysteresis, and the events of a horizon."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.ratings import Band, RatingScale
from bot.domain.scoring.results import Phase, PickScore


@dataclass(frozen=True, slots=True)
class BandMemory:
    """The band a pick was last said to be in, and for how many closes in a row it has been clearly out of it.

    ``as_of`` is the last close looked at, so that looking twice at one close counts once.
    """

    as_of: date | None = None
    band: str | None = None
    closes_outside: int = 0


@dataclass(frozen=True, slots=True)
class Crossing:
    """A pick that left a band for another."""

    before: str
    after: str


def follow_band(
    memory: BandMemory, scale: RatingScale, excess: float, as_of: date, *, margin: float, closes: int
) -> tuple[BandMemory, Crossing | None]:
    """What a new close does to the band that a pick is said to be in.

    A band is left when the excess lies at least ``margin`` beyond its edge on ``closes`` closes in a row: an excess
    that trembles at an edge would otherwise be a message a day.
    """
    if memory.as_of is not None and as_of <= memory.as_of:
        return memory, None
    implied = scale.implied(excess)
    known = scale.band(memory.band) if memory.band else None
    if known is None:
        return BandMemory(as_of, implied), None
    if not _clearly_outside(known, excess, margin):
        return BandMemory(as_of, known.label), None
    outside = memory.closes_outside + 1
    if outside < closes or implied is None:
        return replace(memory, as_of=as_of, closes_outside=outside), None
    return BandMemory(as_of, implied), Crossing(known.label, implied)


def _clearly_outside(band: Band, excess: float, margin: float) -> bool:
    """Rounded as in a band (METHODOLOGY 5): 0.05 + 0.01 is 0.060000000000000005 in floating point."""
    below = band.low is not None and round(band.low - excess, 9) > margin
    return below or (band.high is not None and round(excess - band.high, 9) >= margin)


class Milestone(StrEnum):
    """The events of a horizon that are announced, once each."""

    WINDOW_OPENS = "window_opens"
    SETTLES_SOON = "settles_soon"
    SETTLED = "settled"


def milestones(score: PickScore, *, since: date, soon: timedelta) -> list[tuple[Milestone, date]]:
    """The milestones that ``score`` has passed, with their days; what lay before ``since`` is no news.

    A pick whose settlement has come announces the settlement alone.
    """
    if score.as_of is None or score.settles is None:
        return []
    if score.phase is Phase.SETTLED:
        return [(Milestone.SETTLED, score.settles)] if score.settles >= since else []
    passed = []
    if score.window_opens is not None and score.phase is Phase.IN_WINDOW and score.window_opens >= since:
        passed.append((Milestone.WINDOW_OPENS, score.window_opens))
    soon_day = score.settles - soon
    if soon_day <= score.as_of and soon_day >= since:
        passed.append((Milestone.SETTLES_SOON, soon_day))
    return passed
