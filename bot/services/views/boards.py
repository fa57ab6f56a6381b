"""Scoreboards, and the stocks on which houses disagree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.boards import Grouping, Origin, Standing
from bot.domain.ratings import Side
from bot.domain.scoring.results import PickScore
from bot.services.views.pieces import SecurityRef, Source


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One group. ``label`` is a name, or a code of sides and kinds, and empty where the reports name no analyst or industry.

    ``rank`` is None where too few have settled.

    ``standing`` is of settled episodes alone, None without one; ``open`` have not settled, of which ``on_track`` would
    be met today.
    """

    label: str
    rank: int | None
    standing: Standing | None
    open: int
    on_track: int


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """A page of groups, best first by the low end of the interval.

    ``of`` is the broker within which ratings are compared. ``settled`` and ``open`` count the episodes of this
    ``origin``, ``other`` the settled ones of the other origin, ``hidden`` those that this viewer may not see. ``universe``
    is how many shares stood in for a base rate. ``samples`` hold one score of each basis and benchmark.
    """

    grouping: Grouping
    origin: Origin
    of: str
    lines: tuple[BoardLine, ...]
    page: int
    pages: int
    groups: int
    settled: int
    open: int
    other: int
    hidden: int
    universe: int
    samples: tuple[PickScore, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Party:
    """A house's rating in a disagreement, with its figures to date or at its settlement."""

    house: str
    side: Side
    since: date
    score: PickScore


@dataclass(frozen=True, slots=True)
class DissentLine:
    """A stock on which houses disagreed; ``opposite``: bullish against bearish."""

    security: SecurityRef
    opposite: bool
    parties: tuple[Party, ...]

    @property
    def right(self) -> tuple[Side, ...] | None:
        """The sides whose ratings were all met, once every rating has a verdict; None before.

        Ratings of different days have entries of their own, so that several sides may be right, or none.
        """
        verdicts = [(party.side, party.score.verdict) for party in self.parties]
        if any(verdict is None for _, verdict in verdicts):
            return None
        wrong = {side for side, verdict in verdicts if verdict is not None and not verdict.met}
        return tuple(side for side in Side if side not in wrong and any(side is each for each, _ in verdicts))


@dataclass(frozen=True, slots=True)
class DissentList:
    """The stocks on which houses disagreed, the newest disagreement first, one page."""

    lines: tuple[DissentLine, ...]
    page: int
    pages: int
    stocks: int
    source: Source


BoardViews = Scoreboard | DissentList
