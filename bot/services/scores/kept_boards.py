"""Boards of a large store: reckoned in a process of their own, kept, and shown as they stand while they are renewed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from bot.clock import Clock, SystemClock
from bot.domain.boards import Grouping, Origin
from bot.domain.scoring.results import ReturnBasis
from bot.extraction.brokers import Broker, load_brokers
from bot.market.benchmarks import load_benchmarks
from bot.services.access.people import Viewer
from bot.services.names.reference import Reference
from bot.services.paging import page_of
from bot.services.scores.base_rates import BaseRates
from bot.services.scores.scoreboards import PAGE, BoardKey, Scoreboards
from bot.services.scores.scoring import Scoring
from bot.services.views.boards import Scoreboard
from bot.services.views.pieces import Notice
from bot.store.store import Store
from bot.workers import Runner, WorkerDied, WorkerTimeout

_log = logging.getLogger(__name__)

LARGE = 5_000  # picks that count; fewer are counted while somebody waits


@dataclass(frozen=True, slots=True)
class Place:
    """Where another process finds what boards are counted from."""

    url: str
    config_dir: Path
    securities: Path
    basis: ReturnBasis


@dataclass(frozen=True, slots=True)
class _Kept:
    """Boards by whether the viewer is qualified, as of a day and a number of changes."""

    day: date
    mark: int
    boards: dict[bool, dict[BoardKey, Scoreboard]]


class KeptBoards(Scoreboards):
    """As `Scoreboards`; out of a large store a page is one of a board that was counted before.

    It is counted anew after every change of prices or picks, from the first question on that finds it changed; who asks
    meanwhile sees the board before, under its own date.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what a board needs, and where it is counted
        self,
        store: Store,
        scoring: Scoring,
        base_rates: BaseRates,
        reference: Reference,
        clock: Clock,
        brokers: Sequence[Broker],
        runner: Runner,
        place: Place,
        process: Runner,
        *,
        large: int = LARGE,
    ) -> None:
        """``process`` counts what it finds at ``place``; ``large`` is how many picks are counted while one waits."""
        super().__init__(store, scoring, base_rates, reference, clock, brokers, runner)
        self._place, self._process, self._large = place, process, large
        self._kept: _Kept | None = None
        self._renewing: asyncio.Task[_Kept | None] | None = None
        self._sized: tuple[int, int] | None = None

    async def board(
        self,
        grouping: Grouping,
        viewer: Viewer,
        origin: Origin = Origin.FORWARD,
        page: int = 0,
        of: str = "",
        *,
        size: int = PAGE,
    ) -> Scoreboard | Notice:
        """See `Scoreboards.board`."""
        mark, large = await self._state()
        if not large:
            return await super().board(grouping, viewer, origin, page, of, size=size)
        kept = self._kept
        if kept is None or (kept.day, kept.mark) != (self._today(), mark):
            renewing = self._renew(mark)
            kept = kept or await asyncio.shield(renewing)
        if kept is None:  # the process failed, which the log tells
            return Notice("internal_error")
        whole = kept.boards[viewer.qualified is True].get((grouping, origin, of))
        if whole is None:
            return Notice("board_empty")
        lines, page, pages = page_of(whole.lines, page, size)
        return replace(whole, lines=tuple(lines), page=page, pages=pages)

    async def _state(self) -> tuple[int, bool]:
        """How often prices or picks were changed, and whether there are many."""
        async with self._store.snapshot() as tx:
            mark = await tx.kept.mark()
            if self._sized is None or self._sized[0] != mark:
                self._sized = mark, await tx.reports.count_picks(self._large + 1)
        return mark, self._sized[1] > self._large

    def _renew(self, mark: int) -> asyncio.Task[_Kept | None]:
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.create_task(self._renewed(mark))
        return self._renewing

    async def _renewed(self, mark: int) -> _Kept | None:
        now = self._clock.now()
        try:
            boards = await self._process.run(boards_of, self._place, now)
        except (WorkerTimeout, WorkerDied) as error:
            _log.error("the scoreboards could not be counted: %s", error)
            return self._kept
        self._kept = _Kept(self._today(), mark, boards)
        return self._kept


class _Stopped(SystemClock):
    """A clock of one instant."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now


def boards_of(place: Place, now: datetime) -> dict[bool, dict[BoardKey, Scoreboard]]:
    """Runs in a process of its own, which reads the store itself: there are too many episodes to hand over."""
    return asyncio.run(_boards_of(place, now))


async def _boards_of(place: Place, now: datetime) -> dict[bool, dict[BoardKey, Scoreboard]]:
    reference = Reference(place.config_dir, place.securities)
    store = Store(place.url)
    try:
        scoring = Scoring(store, reference, load_benchmarks(place.config_dir), place.basis)
        brokers = load_brokers(place.config_dir / "brokers.toml")
        boards = Scoreboards(store, scoring, BaseRates(store, reference), reference, _Stopped(now), brokers)
        return {qualified: await boards.boards(Viewer(0, 0, "", "", None, qualified)) for qualified in (False, True)}
    finally:
        await store.close()
