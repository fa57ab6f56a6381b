"""Baskets: how a report's picks have gone as a whole, and whether its industry did what the rating said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from statistics import fmean

from bot.clock import Clock
from bot.domain.industry_ratings import with_numbers
from bot.domain.ratings import Subject
from bot.domain.reports import PickKind, Report
from bot.domain.scoring.inputs import PickInput
from bot.domain.scoring.results import Path, PickScore
from bot.domain.securities import Market
from bot.domain.sessions import SHANGHAI
from bot.market.benchmarks import Benchmarks
from bot.market.industries import Industries
from bot.services.access.people import Refused, Viewer
from bot.services.prices.tracking import broad_benchmark
from bot.services.research.heads import asked_first, head_of
from bot.services.scores.scoring import Prices, Scored, Scoring
from bot.services.views.baskets import BasketCard, BasketLine, BasketOf, IndustryLine
from bot.services.views.charts import BasketChart, ChartLine
from bot.services.views.people import SuitabilityQuestion
from bot.store.records import ReportState, StoredReport
from bot.store.store import Store

INDUSTRY = "industry"
FEWEST = 2  # points of a line, or groups beside the whole


class Baskets:
    """Equal-weight buy-and-hold baskets of reports, their segments and kinds (METHODOLOGY 5)."""

    def __init__(
        self, store: Store, scoring: Scoring, industries: Industries, benchmarks: Benchmarks, clock: Clock
    ) -> None:
        self._store = store
        self._scoring = scoring
        self._industries = industries
        self._benchmarks = benchmarks
        self._clock = clock

    async def of_report(self, report_id: int, viewer: Viewer) -> BasketCard | SuitabilityQuestion:
        """The baskets of a confirmed report as of today, with a chart of their excess.

        Raises:
            Refused: there is no such report, or it is not for this viewer.
        """
        async with self._store.snapshot() as tx:
            stored = await tx.reports.get(report_id)
            picks = await tx.reports.confirmed_picks(report_id=report_id)
        if stored is None or stored.state is not ReportState.CONFIRMED:
            raise Refused("report_unknown")
        if (question := asked_first(stored, viewer)) is not None:
            return question
        today = self._clock.now().astimezone(SHANGHAI).date()
        scored, prices = await self._scoring.score_picks(picks, today, paths=True)
        industry, way = await self._industry(stored.report, today)
        scores = tuple(each_once(scored))
        chart = _chart(stored, scored, prices, way)
        return BasketCard(head_of(stored), tuple(_lines(scored)), industry, chart, scores, prices.source)

    async def _industry(self, report: Report, as_of: date) -> tuple[IndustryLine | None, Path | None]:
        index = self._industries.of(report.industry)
        printed = report.scale(Subject.INDUSTRY)
        if index is None or report.industry_rating is None or report.published is None or printed is None:
            return None, None
        scale, assumed = with_numbers(printed)
        given = PickInput(
            symbol=f"{index.code}.SI",
            name=index.zh,
            market=Market.A,
            segment=None,
            kind=PickKind.SUBJECT,
            rating=report.industry_rating.label,
            published=report.published,
            scale=scale,
            benchmark=broad_benchmark(report, self._benchmarks),
        )
        score, path, _ = await self._scoring.score_index(given, as_of)
        band = scale.band(report.industry_rating.label)
        return IndustryLine(index.zh, index.en, band, scale.months, assumed, score), path


def _lines(scored: Sequence[Scored]) -> Iterable[BasketLine]:
    """The whole report, then its kinds where there are several, then its segments in printed order."""
    yield _line(BasketOf.REPORT, scored)
    kinds = dict.fromkeys(each.score.kind for each in scored)
    if len(kinds) > 1:
        for kind in kinds:
            yield _line(BasketOf.KIND, [each for each in scored if each.score.kind is kind], kind=kind)
    segments = dict.fromkeys(each.score.segment for each in scored if each.score.segment)
    if len(segments) > 1:
        for segment in segments:
            yield _line(BasketOf.SEGMENT, [each for each in scored if each.score.segment == segment], segment=segment)


def _line(
    of: BasketOf, scored: Sequence[Scored], *, kind: PickKind | None = None, segment: str | None = None
) -> BasketLine:
    scores = each_once(scored)
    own = [score.total_return for score in scores if score.total_return is not None and score.excess is not None]
    market = [score.benchmark_return for score in scores if score.benchmark_return is not None]
    excess = [score.excess for score in scores if score.excess is not None]
    return BasketLine(of, kind, segment, len(scores), len(excess), _mean(own), _mean(market), _mean(excess))


def each_once(scored: Iterable[Scored]) -> list[PickScore]:
    """One score a security: a stock that stands in two segments is bought once."""
    return list({each.score.symbol: each.score for each in scored}.values())


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None


def _chart(stored: StoredReport, scored: Sequence[Scored], prices: Prices, industry: Path | None) -> BasketChart | None:
    """Lines of the report, of its kinds where there are several, and of its industry."""
    groups: dict[str, dict[str, Path]] = {"": {}}
    for each in scored:
        path = prices.paths.get(each.pick.pick_id)
        if path is not None:
            groups[""][each.score.symbol] = path
            groups.setdefault(each.score.kind.value, {})[each.score.symbol] = path
    if len(groups) <= FEWEST:
        groups = {"": groups[""]}
    if industry is not None:
        groups[INDUSTRY] = {"": industry}
    sessions = sorted({session for group in groups.values() for path in group.values() for session in path.sessions})
    if len(sessions) < FEWEST:
        return None
    head = head_of(stored)
    return BasketChart(
        tuple(sessions),
        tuple(ChartLine(label, _mean_excess(group.values(), sessions)) for label, group in groups.items() if group),
        max((each.score.window_opens for each in scored if each.score.window_opens), default=None),
        max((each.score.settles for each in scored if each.score.settles), default=None),
        f"{head.broker} {head.published}",
        prices.source,
    )


def _mean_excess(paths: Iterable[Path], sessions: Sequence[date]) -> tuple[float | None, ...]:
    """The mean of stock less index on each session: a suspended share stands still, one that has settled stays."""
    each_path = [_excess(path, sessions) for path in paths]
    return tuple(_mean([value for value in column if value is not None]) for column in zip(*each_path, strict=True))


def _excess(path: Path, sessions: Sequence[date]) -> list[float | None]:
    levels = dict(zip(path.sessions, zip(path.stock, path.index, strict=True), strict=True))
    own = market = None
    found: list[float | None] = []
    for session in sessions:
        stock, index = levels.get(session, (None, None))
        own, market = own if stock is None else stock, market if index is None else index
        found.append(None if own is None or market is None else own - market)
    return found
