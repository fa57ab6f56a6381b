"""The coverage of a stock over time: which house held which rating from when to when, and how each stretch ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.consensus import Consensus
from bot.domain.episodes import Closing, Opening
from bot.domain.ratings import Side
from bot.domain.scoring.results import PickScore
from bot.services.views.pieces import ConflictLine, ReportHead, SecurityRef, Source


@dataclass(frozen=True, slots=True)
class EpisodeLine:
    """One episode: ``head`` is of the report that opened it, ``reports`` counts all of them.

    ``closed`` is an early close on ``closed_on``, when it stood as ``at_close`` says. ``score`` is to date, and at the
    settlement once that has come, closed early or not.
    """

    house: str
    head: ReportHead
    opened: Opening
    reports: int
    side: Side | None
    score: PickScore
    settles: date | None
    backfilled: bool
    closed: Closing | None = None
    closed_on: date | None = None
    at_close: PickScore | None = None


@dataclass(frozen=True, slots=True)
class StockTimeline:
    """The episodes of a stock, newest first, one page; ``turns`` are the newest changes of the consensus, oldest first."""

    security: SecurityRef
    lines: tuple[EpisodeLine, ...]
    turns: tuple[Consensus, ...]
    conflicts: tuple[ConflictLine, ...]
    hidden: int
    page: int
    pages: int
    episodes: int
    source: Source
