"""Scoreboards: how the settled episodes of brokers, analysts, industries, sides and kinds have come out."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from bot.clock import Clock
from bot.domain.boards import Grouping, Origin, Outcome, Standing
from bot.domain.consensus import dissents, side_of
from bot.domain.sessions import SHANGHAI
from bot.extraction.brokers import Broker
from bot.services.access.people import Viewer
from bot.services.names.reference import Reference
from bot.services.paging import page_of
from bot.services.research.charting import MOST_ROWS, board_chart, calibration_chart
from bot.services.research.heads import may_see
from bot.services.scores.base_rates import BaseRates
from bot.services.scores.board_changes import board_changes
from bot.services.scores.counting import (
    Counted,
    is_over,
    labels_of,
    open_ones,
    outcomes_of,
    ranked,
    samples_of,
    standings_of,
)
from bot.services.scores.episodes import told
from bot.services.scores.scoring import Scoring, newest_close
from bot.services.views.boards import DissentLine, DissentList, Party, Scoreboard
from bot.services.views.charts import BoardChart, CalibrationChart
from bot.services.views.digests import BoardChange
from bot.services.views.pieces import Notice, Source
from bot.store.store import Store
from bot.workers import Runner

BoardKey: TypeAlias = tuple[Grouping, Origin, str]  # the last is the broker within which ratings are compared
PAGE = 6


class Scoreboards:
    """Counts episodes; each once, at its own settlement, forward and backfilled apart (METHODOLOGY 6)."""

    def __init__(
        self,
        store: Store,
        scoring: Scoring,
        base_rates: BaseRates,
        reference: Reference,
        clock: Clock,
        brokers: Sequence[Broker],
        runner: Runner | None = None,
    ) -> None:
        """With a ``runner`` the arithmetic, and numpy with it, stays out of this process; without one it has a thread."""
        self._store = store
        self._scoring = scoring
        self._base_rates = base_rates
        self._reference = reference
        self._clock = clock
        self._brokers = brokers
        self._runner = runner

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
        """A page of a scoreboard. Ratings are compared within one broker, ``of``; elsewhere it is empty.

        Episodes without a verdict count in the board of kinds alone, with figures and no share.
        """
        counted, hidden, source = await self._count(viewer)
        if not counted and not hidden:
            return Notice("board_empty")
        return await self._board((counted, hidden, source), grouping, origin, page, of, size)

    async def boards(self, viewer: Viewer) -> dict[BoardKey, Scoreboard]:
        """Every board there is, whole; what they count is read and scored once."""
        counted, hidden, source = await self._count(viewer)
        if not counted and not hidden:
            return {}
        by_house: dict[str, list[Counted]] = defaultdict(list)
        for each in counted:
            by_house[each.episode.house].append(each)
        found: dict[BoardKey, Scoreboard] = {}
        for origin in Origin:
            for grouping in Grouping:
                if grouping is not Grouping.RATING:
                    of_all = counted, hidden, source
                    found[grouping, origin, ""] = await self._board(of_all, grouping, origin, 0, "", len(counted) + 1)
            for house, own in by_house.items():
                key = Grouping.RATING, origin, house
                found[key] = await self._board((own, hidden, source), *key[:2], 0, house, len(own) + 1)
        return found

    async def _board(
        self,
        counts: tuple[Sequence[Counted], int, Source],
        grouping: Grouping,
        origin: Origin,
        page: int,
        of: str,
        size: int,
    ) -> Scoreboard:
        counted, hidden, source = counts
        within = [each for each in counted if labels_of(each, grouping) and of in ("", each.episode.house)]
        here = [each for each in within if each.episode.backfilled == (origin is Origin.BACKFILLED)]
        settled = [each for each in here if each.settled or (grouping is Grouping.KIND and is_over(each))]
        running = [each for each in here if each.open]
        labels = list(dict.fromkeys(label for each in (*settled, *running) for label in labels_of(each, grouping)))
        rates, universe = await self._base_rates.of([each.scored for each in settled])
        numbers = {label: number for number, label in enumerate(labels)}
        outcomes = [
            outcome
            for each, rate in zip(settled, rates, strict=True)
            for outcome in outcomes_of(
                each, [numbers[label] for label in labels_of(each, grouping)], rate.share if rate else None
            )
        ]
        lines = ranked(labels, await self._standings(outcomes, len(labels)), open_ones(running, grouping))
        shown, page, pages = page_of(lines, page, size)
        return Scoreboard(
            grouping=grouping,
            origin=origin,
            of=of,
            lines=tuple(shown),
            page=page,
            pages=pages,
            groups=len(lines),
            settled=len(settled),
            open=len(running),
            other=sum(each.settled for each in within) - sum(each.settled for each in here),
            hidden=hidden,
            universe=universe,
            samples=samples_of(settled or running),
            source=replace(source, as_of=newest_close(each.score for each in (settled or running)) or source.as_of),
        )

    async def chart(
        self, grouping: Grouping, viewer: Viewer, origin: Origin = Origin.FORWARD, of: str = ""
    ) -> BoardChart | CalibrationChart | Notice:
        """A scoreboard as a picture; of one broker's ratings, what they promised and what came about."""
        if grouping is not Grouping.RATING:
            board = await self.board(grouping, viewer, origin, size=MOST_ROWS)
            if isinstance(board, Notice):
                return board
            return board_chart(board) if board.settled else Notice("chart_without_figures")
        counted, _, source = await self._count(viewer)
        backfilled = origin is Origin.BACKFILLED
        here = [each for each in counted if each.episode.house == of and each.episode.backfilled == backfilled]
        chart = calibration_chart(
            of, origin, [each.scored for each in here if each.settled], sum(each.open for each in here), source
        )
        return chart if chart.rows else Notice("chart_without_figures")

    async def dissent(self, viewer: Viewer, page: int = 0) -> DissentList | Notice:
        """The stocks on which houses disagreed, and how each of the ratings has come out."""
        today = self._today()
        async with self._store.snapshot() as tx:
            found = await told(tx, self._brokers)
        visible = [
            each
            for each in found.timeline.as_of(today).episodes
            if may_see(found.picks[each.first.pick_id].report, qualified=viewer.qualified)
        ]
        disagreed = dissents(visible, today)
        if not disagreed:
            return Notice("no_dissent")
        shown, page, pages = page_of(disagreed, page, PAGE)
        parties = [each for one in shown for each in one.episodes]
        scored, prices = await self._scoring.score_picks([found.picks[each.first.pick_id] for each in parties], today)
        scores = {each.pick.pick_id: each.score for each in scored}
        return DissentList(
            lines=tuple(
                DissentLine(
                    self._reference.ref(one.symbol),
                    one.opposite,
                    tuple(
                        Party(each.house, side, each.since, scores[each.first.pick_id])
                        for each in one.episodes
                        if (side := side_of(each)) is not None
                    ),
                )
                for one in shown
            ),
            page=page,
            pages=pages,
            stocks=len(disagreed),
            source=prices.source,
        )

    async def changes(self, since: date, until: date, viewer: Viewer) -> tuple[BoardChange, ...]:
        """The houses with a forward verdict after ``since`` and until ``until``, and what it did to their shares."""
        counted, _, _ = await self._count(viewer)
        forward = (each for each in counted if not each.episode.backfilled)
        judged = [
            (each.episode.house, each.scored.pick.report.broker, each.score.verdict)
            for each in forward
            if each.score.verdict is not None
        ]
        return board_changes(judged, since, until)

    async def _count(self, viewer: Viewer) -> tuple[list[Counted], int, Source]:
        """The episodes that the viewer may see with their figures as of today, and how many others there are."""
        today = self._today()
        async with self._store.snapshot() as tx:
            found = await told(tx, self._brokers)
        episodes = found.timeline.as_of(today).episodes
        picks = [found.picks[each.first.pick_id] for each in episodes]
        visible = [
            (episode, pick)
            for episode, pick in zip(episodes, picks, strict=True)
            if may_see(pick.report, qualified=viewer.qualified)
        ]
        scored, prices = await self._scoring.score_picks([pick for _, pick in visible], today)
        counted = [Counted(episode, each) for (episode, _), each in zip(visible, scored, strict=True)]
        return counted, len(episodes) - len(visible), prices.source

    async def _standings(self, outcomes: Sequence[Outcome], groups: int) -> list[Standing | None]:
        run = asyncio.to_thread if self._runner is None else self._runner.run
        return await run(standings_of, outcomes, groups)

    def _today(self) -> date:
        return self._clock.now().astimezone(SHANGHAI).date()
