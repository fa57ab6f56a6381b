"""Research: what is shown of reports and stocks to one who asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.clock import Clock
from bot.domain.following import TargetKind
from bot.domain.ratings import Band, Basis, RatingScale, Subject
from bot.domain.reports import RESTRICTED_LEVELS, PickKind
from bot.domain.scoring.results import PickScore
from bot.domain.sessions import SHANGHAI
from bot.extraction.brokers import Broker
from bot.services.access.people import Refused, Viewer
from bot.services.follows.followers import Followers
from bot.services.follows.following import Following
from bot.services.names.reference import Reference
from bot.services.paging import page_of, place
from bot.services.research.charting import chart_bands, report_chart
from bot.services.research.heads import asked_first, conflict_line, head_of, head_of_pick
from bot.services.scores.episodes import conflicts_of
from bot.services.scores.scales import band_text
from bot.services.scores.scoring import Prices, Scored, Scoring, newest_close, newest_of_each_security
from bot.services.views.cards import CoverageCard, CoverageLine, ReportCard, ReportLine, ReportList, Tally, Watchlist
from bot.services.views.charts import ReportChart, StockChart
from bot.services.views.people import SuitabilityQuestion
from bot.services.views.pieces import Notice, Source, Target
from bot.store.records import ConfirmedPick, ReportState, StoredReport
from bot.store.store import Store, Transaction

PAGE = 10
COVERAGE_PAGE = 5  # each with its figures, what they rest on, and what is still needed


@dataclass(frozen=True, slots=True)
class _Covering:
    """The numbers of the picks of a stock that somebody may see, newest first; how many these are, and how many others."""

    newest: Sequence[int]
    count: int
    hidden: int


class Research:
    """Cards of stocks and reports, and one's own watchlist."""

    def __init__(
        self,
        store: Store,
        scoring: Scoring,
        following: Following,
        reference: Reference,
        clock: Clock,
        brokers: Sequence[Broker],
        followers: Followers,
    ) -> None:
        self._store = store
        self._scoring = scoring
        self._following = following
        self._reference = reference
        self._clock = clock
        self._brokers = brokers
        self._followers = followers
        self._counts: dict[tuple[str, ...], tuple[int, int]] = {}  # reports by hidden levels, each with its mark

    async def coverage(
        self, symbol: str, viewer: Viewer, page: int | None = None
    ) -> CoverageCard | SuitabilityQuestion | Notice:
        """Who covers a stock, newest first: all under a chart, or a ``page`` without one, since drawing takes its time."""
        whole = page is None
        found = await self._covering(symbol, viewer, None if page is None else (max(page, 0) + 1) * COVERAGE_PAGE)
        if not isinstance(found, _Covering):
            return found
        at, pages = (0, 1) if page is None else place(page, found.count, COVERAGE_PAGE)
        shown = found.newest if whole else found.newest[at * COVERAGE_PAGE : (at + 1) * COVERAGE_PAGE]
        scored, prices = await self._scoring.score_picks(await self._picks(shown), self._today(), paths=whole)
        return CoverageCard(
            security=self._reference.ref(symbol),
            lines=tuple(coverage_line(each) for each in scored),
            hidden=found.hidden,
            following=await self._follows(viewer, Target(TargetKind.STOCK, symbol)),
            chart=self._chart(scored, prices) if whole else None,
            source=prices.source,
            page=at,
            pages=pages,
            others=found.count - len(shown),
        )

    async def stock_chart(self, symbol: str, viewer: Viewer) -> StockChart | SuitabilityQuestion | Notice:
        """The newest coverage of a stock that has figures, as a picture."""
        found = await self._covering(symbol, viewer)
        if not isinstance(found, _Covering):
            return found
        for start in range(0, len(found.newest), COVERAGE_PAGE):
            newest = await self._picks(found.newest[start : start + COVERAGE_PAGE])
            chart = self._chart(*await self._scoring.score_picks(newest, self._today(), paths=True))
            if chart is not None:
                return chart
        return Notice("chart_without_figures")

    async def _covering(
        self, symbol: str, viewer: Viewer, most: int | None = None
    ) -> _Covering | SuitabilityQuestion | Notice:
        """What a viewer may see of a stock's coverage, newest first; no more than ``most`` of it."""
        hidden = () if viewer.qualified is True else RESTRICTED_LEVELS
        async with self._store.snapshot() as tx:
            visible = (await tx.finding.covering([symbol], most, hidden_levels=hidden)).get(symbol, [])
            picks = (await tx.finding.covering([symbol], 1)).get(symbol, []) if hidden else visible
        if not picks:
            return Notice("nothing_covers", {"name": self._reference.ref(symbol).name, "symbol": symbol})
        if not visible and viewer.qualified is None:
            return SuitabilityQuestion(picks[0].risk_level or "", Target(TargetKind.STOCK, symbol))
        count = visible[0].of if visible else 0
        return _Covering([each.pick_id for each in visible], count, picks[0].of - count)

    async def _picks(self, pick_ids: Sequence[int]) -> list[ConfirmedPick]:
        """These picks, in this order."""
        async with self._store.snapshot() as tx:
            found = {each.pick_id: each for each in await tx.reports.confirmed_picks(pick_ids=pick_ids)}
        return [found[each] for each in pick_ids if each in found]

    async def report(self, report_id: int, viewer: Viewer, page: int = 0) -> ReportCard | SuitabilityQuestion:
        """A report with the score of each pick, best first.

        Raises:
            Refused: there is none, it was retracted, or it is not for this viewer.
        """
        found = await self._scored(report_id, viewer)
        if isinstance(found, SuitabilityQuestion):
            return found
        stored, best_first, source = found
        async with self._store.snapshot() as tx:
            conflicts = await conflicts_of(tx, stored, self._brokers) if viewer.may_edit else ()
        shown, page, pages = page_of(tuple(best_first), page, PAGE)
        return ReportCard(
            head=head_of(stored),
            scores=tuple(shown),
            page=page,
            pages=pages,
            picks=len(best_first),
            securities=len({score.symbol for score in best_first}),
            following=await self._follows(viewer, Target(TargetKind.REPORT, str(report_id))),
            source=source_of(shown, source),
            tally=Tally.of(best_first),
            may_retract=viewer.may_edit,
            conflicts=tuple(conflict_line(each, self._reference) for each in conflicts),
        )

    async def report_chart(self, report_id: int, viewer: Viewer) -> ReportChart | SuitabilityQuestion | Notice:
        """The same figures as a picture of every pick.

        Raises:
            Refused: as by `report`.
        """
        found = await self._scored(report_id, viewer)
        if isinstance(found, SuitabilityQuestion):
            return found
        stored, best_first, source = found
        if all(score.total_return is None for score in best_first):
            return Notice("chart_without_figures")
        return report_chart(head_of(stored), stored.report.scale(Subject.STOCK), best_first, source)

    async def _scored(
        self, report_id: int, viewer: Viewer
    ) -> tuple[StoredReport, list[PickScore], Source] | SuitabilityQuestion:
        async with self._store.snapshot() as tx:
            stored = await tx.reports.get(report_id)
            if stored is None or stored.state not in (ReportState.CONFIRMED, ReportState.RETRACTED):
                raise Refused("report_unknown")
            picks = await tx.reports.confirmed_picks(report_id=report_id)
        if (question := asked_first(stored, viewer)) is not None:
            return question
        if stored.state is ReportState.RETRACTED:
            raise Refused("report_retracted", title=stored.report.headline)
        scored, prices = await self._scoring.score_picks(picks, self._today())
        return stored, ranked([each.score for each in scored]), prices.source

    async def question_of_retraction(self, report_id: int, viewer: Viewer) -> Notice:
        """Whether a report is really to be retracted.

        Raises:
            Refused: the viewer may not, or there is no such confirmed report.
        """
        if not viewer.may_edit:
            raise Refused("only_editors")
        async with self._store.snapshot() as tx:
            stored = await tx.reports.get(report_id)
        if stored is None or stored.state is not ReportState.CONFIRMED:
            raise Refused("report_unknown")
        return Notice("confirm_retract", {"title": stored.report.headline, "id": report_id})

    async def reports(self, viewer: Viewer, page: int = 0) -> ReportList | SuitabilityQuestion | Notice:
        """The confirmed reports this viewer may see, newest first; asks for his class where he could see some by it."""
        hidden = () if viewer.qualified else RESTRICTED_LEVELS
        async with self._store.snapshot() as tx:
            count = await self._count(tx, hidden)
            page, pages = place(page, count, PAGE)
            stored = await tx.reports.confirmed(PAGE, page * PAGE, hidden_levels=hidden)
            newest = await tx.reports.confirmed(1) if not stored and viewer.qualified is None else []
        if newest and (question := asked_first(newest[0], viewer)) is not None:
            return question  # all there is needs the answer
        if not stored:
            return Notice("no_reports")
        lines = tuple(ReportLine(head_of(each), sum(not pick.dropped for pick in each.picks)) for each in stored)
        return ReportList(lines, page, pages)

    async def _count(self, tx: Transaction, hidden: Collection[str]) -> int:
        """How many reports there are, counted anew when any has changed."""
        mark, key = await tx.kept.mark(), tuple(hidden)
        if key not in self._counts or self._counts[key][0] != mark:
            self._counts[key] = mark, await tx.reports.count_confirmed(hidden_levels=hidden)
        return self._counts[key][1]

    async def watchlist(self, viewer: Viewer, page: int = 0) -> Watchlist | Notice:
        """What this chat follows, a line a security, best excess first."""
        targets = await self._following.subscriptions(viewer)
        if not targets:
            return Notice("watchlist_empty")
        async with self._store.snapshot() as tx:
            hidden = () if viewer.qualified is True else RESTRICTED_LEVELS
            newest = await self._followers.newest(tx, await self._followers.of(tx, viewer.chat_id), hidden)
            picks = await tx.reports.confirmed_picks(pick_ids=newest) if newest else []
        scored, prices = await self._scoring.score_picks(picks, self._today())
        best_first = ranked(newest_of_each_security(scored))
        shown, page, pages = page_of(tuple(best_first), page, PAGE)
        return Watchlist(targets, tuple(shown), page, pages, len(best_first), source_of(shown, prices.source))

    def _chart(self, newest: Sequence[Scored], prices: Prices) -> StockChart | None:
        for each in newest:
            path = prices.paths.get(each.pick.pick_id)
            if path is not None and len(path.sessions) > 1:
                head = head_of_pick(each.pick)
                scale = each.given.scale
                return StockChart(
                    security=self._reference.ref(each.score.symbol),
                    benchmark=each.score.benchmark or "",
                    sessions=path.sessions,
                    stock=path.stock,
                    index=path.index,
                    bands=chart_bands(scale),
                    window_opens=each.score.window_opens,
                    settles=each.score.settles,
                    source=prices.source,
                    report=f"{head.broker} {head.published}",
                    basis=each.score.return_basis,
                )
        return None

    async def _follows(self, viewer: Viewer, target: Target) -> bool:
        async with self._store.snapshot() as tx:
            return await tx.follows.find(viewer.chat_id, target.kind, target.ref) is not None

    def _today(self) -> date:
        return self._clock.now().astimezone(SHANGHAI).date()


def source_of(shown: Sequence[PickScore], source: Source) -> Source:
    """The source, dated by the figures that are shown: other pages may hold newer ones of another market."""
    return replace(source, as_of=newest_close(shown) or source.as_of)


def ranked(scores: Sequence[PickScore]) -> list[PickScore]:
    """Best excess first, what has none last."""
    return sorted(scores, key=lambda score: (score.excess is None, -(score.excess or 0.0)))


def coverage_line(scored: Scored) -> CoverageLine:
    """What a report said of a security, and how it has gone."""
    pick = scored.pick.pick
    scale = scored.pick.report.scale(Subject.STOCK)
    promise = _promise(scale, pick.rating, pick.kind) if scale else None
    return CoverageLine(
        head=head_of_pick(scored.pick),
        kind=pick.kind,
        rating=pick.rating,
        rating_change=pick.rating_change,
        segment=pick.segment,
        target_price=pick.target_price,
        currency=pick.currency,
        band=band_text(promise) if promise else None,
        score=scored.score,
        promise=promise,
        months=scale.months if scale else None,
        basis=scale.basis if scale else Basis.EXCESS,
    )


def _promise(scale: RatingScale, rating: str | None, kind: PickKind) -> Band | None:
    """The band a pick is measured against: its rating's, or for a bare recommendation from the floor (METHODOLOGY 5)."""
    if rating is not None:
        return scale.band(rating)
    floor = scale.floor()
    return Band("", floor, None) if kind is PickKind.RECOMMENDED and floor is not None else None
