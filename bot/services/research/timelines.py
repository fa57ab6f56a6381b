"""Timelines: the coverage of a stock by house, as episodes with what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.clock import Clock
from bot.domain.consensus import side_of, turns
from bot.domain.episodes import Conflict, Episode
from bot.domain.scoring.results import PickScore
from bot.domain.sessions import SHANGHAI
from bot.extraction.brokers import Broker
from bot.services.access.people import Viewer
from bot.services.names.reference import Reference
from bot.services.paging import page_of
from bot.services.research.heads import conflict_line, head_of_pick, may_see
from bot.services.scores.episodes import Told, told
from bot.services.scores.scoring import Scoring
from bot.services.views.episodes import EpisodeLine, StockTimeline
from bot.services.views.pieces import Notice, Source
from bot.store.store import Store

PAGE = 6
TURNS = 6


class Timelines:
    """Who held which rating of a stock, from when to when."""

    def __init__(
        self, store: Store, scoring: Scoring, reference: Reference, clock: Clock, brokers: Sequence[Broker]
    ) -> None:
        self._store = store
        self._scoring = scoring
        self._reference = reference
        self._clock = clock
        self._brokers = brokers

    async def of_stock(self, symbol: str, viewer: Viewer, page: int = 0) -> StockTimeline | Notice:
        """The episodes of a stock, newest first, without those that restricted reports opened for who may not see them."""
        today = self._clock.now().astimezone(SHANGHAI).date()
        async with self._store.snapshot() as tx:
            found = await told(tx, self._brokers, symbol=symbol)
        security = self._reference.ref(symbol)
        timeline = found.timeline.as_of(today)
        if not timeline.episodes and not timeline.conflicts:
            return Notice("nothing_covers", {"name": security.name, "symbol": symbol})
        visible = [each for each in timeline.episodes if _visible(each, found, viewer)]
        shown, page, pages = page_of(visible[::-1], page, PAGE)
        scores, source = await self._scores(shown, found, today)
        at_close = await self._at_close(shown, found)
        return StockTimeline(
            security=security,
            lines=tuple(
                _line(each, found, score, early) for each, score, early in zip(shown, scores, at_close, strict=True)
            ),
            turns=turns(visible, today)[-TURNS:],
            conflicts=tuple(
                conflict_line(each, self._reference) for each in timeline.conflicts if _may_read(each, found, viewer)
            ),
            hidden=len(timeline.episodes) - len(visible),
            page=page,
            pages=pages,
            episodes=len(visible),
            source=source,
        )

    async def _scores(self, shown: Sequence[Episode], found: Told, as_of: date) -> tuple[list[PickScore], Source]:
        scored, prices = await self._scoring.score_picks([found.picks[each.first.pick_id] for each in shown], as_of)
        return [each.score for each in scored], prices.source

    async def _at_close(self, shown: Sequence[Episode], found: Told) -> list[PickScore | None]:
        """How each that closed early stood on that day."""
        stood: list[PickScore | None] = []
        for each in shown:
            scores = await self._scores([each], found, each.early.on) if each.early else None
            stood.append(scores[0][0] if scores else None)
        return stood


def _line(episode: Episode, found: Told, score: PickScore, at_close: PickScore | None) -> EpisodeLine:
    early = episode.early
    return EpisodeLine(
        house=episode.house,
        head=head_of_pick(found.picks[episode.first.pick_id]),
        opened=episode.opened,
        reports=len(episode.reports),
        side=side_of(episode),
        score=score,
        settles=episode.settles,
        backfilled=episode.backfilled,
        closed=early.reason if early else None,
        closed_on=early.on if early else None,
        at_close=at_close,
    )


def _visible(episode: Episode, found: Told, viewer: Viewer) -> bool:
    return may_see(found.picks[episode.first.pick_id].report, qualified=viewer.qualified)


def _may_read(conflict: Conflict, found: Told, viewer: Viewer) -> bool:
    return all(may_see(found.picks[each.pick_id].report, qualified=viewer.qualified) for each in conflict.statements)
