"""Scoring: the figures of confirmed picks from stored prices."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.ledger import VerdictInputs
from bot.domain.ratings import Subject
from bot.domain.scoring.inputs import PickInput
from bot.domain.scoring.results import Move, Path, PickScore, ReturnBasis
from bot.domain.securities import Market
from bot.market.benchmarks import Benchmarks
from bot.services.reckoning import Loaded, day_by_day, proof_of, score_all
from bot.services.reference import Reference
from bot.services.tracking import benchmark_codes
from bot.services.views import Source
from bot.store.records import ConfirmedPick
from bot.store.store import Store, Transaction
from bot.workers import Runner

LEAD_DAYS = timedelta(days=40)  # a suspension before the report needs the close before it


@dataclass(frozen=True, slots=True)
class Scored:
    """A confirmed pick with its figures; ``source`` names where the prices come from."""

    pick: ConfirmedPick
    score: PickScore
    given: PickInput
    source: str = ""


@dataclass(frozen=True, slots=True)
class Prices:
    """What some picks were scored from: the paths of those that have one, by pick_id, where they come from, how old it is."""

    paths: Mapping[int, Path]
    source: Source


@dataclass(frozen=True, slots=True)
class History:
    """The figures of some picks session by session, and how far their securities moved within one."""

    days: Mapping[date, Sequence[Scored]]
    moves: Sequence[Move]
    source: Source


class Scoring:
    """Scores picks as of a session; every figure the bot shows comes from here."""

    def __init__(
        self,
        store: Store,
        reference: Reference,
        benchmarks: Benchmarks,
        basis: ReturnBasis,
        runner: Runner | None = None,
    ) -> None:
        """With a ``runner`` the arithmetic, and numpy with it, stays out of this process; without one it has a thread."""
        self._store = store
        self._reference = reference
        self._benchmarks = benchmarks
        self._basis = basis
        self._runner = runner

    async def score(
        self,
        as_of: date,
        *,
        markets: Collection[Market] | None = None,
        report_id: int | None = None,
        symbols: Collection[str] | None = None,
    ) -> list[Scored]:
        """The figures of all confirmed picks, or of those of some markets, one report or some securities."""
        async with self._store.snapshot() as tx:
            picks = [
                pick
                for pick in await tx.reports.confirmed_picks(report_id=report_id)
                if (markets is None or pick.pick.market in markets) and (symbols is None or pick.pick.symbol in symbols)
            ]
            if not picks:
                return []
            given = await self._given(tx, picks)
            loaded = await self._load(tx, given, as_of)
        scored, _ = await self._reckon(picks, given, loaded, as_of, paths=False)
        return scored

    async def score_picks(
        self, picks: Sequence[ConfirmedPick], as_of: date, *, paths: bool = False
    ) -> tuple[list[Scored], Prices]:
        """The figures of these picks, with what they were reckoned from (and the ``paths``, for a chart)."""
        if not picks:
            return [], Prices({}, Source("", None))
        async with self._store.snapshot() as tx:
            given = await self._given(tx, picks)
            loaded = await self._load(tx, given, as_of)
        return await self._reckon(picks, given, loaded, as_of, paths=paths)

    async def day_by_day(self, picks: Sequence[ConfirmedPick], until: date, threshold: float | None) -> History:
        """The figures of each session from the first report's on, each as it could be known when that session closed.

        With a ``threshold`` also how far securities moved within a session, where it was as far as that (a fraction).
        """
        async with self._store.snapshot() as tx:
            given = await self._given(tx, picks)
            loaded = await self._load(tx, given, until)
        run = asyncio.to_thread if self._runner is None else self._runner.run
        days, moved = await run(day_by_day, loaded, given, until, self._basis, threshold)
        name = loaded.source.name
        scored = {
            day: [Scored(*each, name) for each in zip(picks, scores, given, strict=True)]
            for day, scores in days.items()
        }
        newest = newest_close(scores for day in days.values() for scores in day)
        return History(scored, moved, Source(name, newest, loaded.source.fetched))

    async def _reckon(
        self,
        picks: Sequence[ConfirmedPick],
        given: Sequence[PickInput],
        loaded: Loaded,
        as_of: date,
        *,
        paths: bool,
    ) -> tuple[list[Scored], Prices]:
        scores, ways = await self._run(score_all, loaded, given, as_of, self._basis, paths=paths)
        source = Source(loaded.source.name, newest_close(scores), loaded.source.fetched)
        scored = [Scored(*each, source.name) for each in zip(picks, scores, given, strict=True)]
        followed = {pick.pick_id: way for pick, way in zip(picks, ways, strict=paths) if way is not None}
        return scored, Prices(followed, source)

    async def rescore(self, given: Sequence[PickInput], as_of: date, basis: ReturnBasis) -> list[PickScore]:
        """The figures of these inputs from the prices as they are stored now."""
        if not given:
            return []
        async with self._store.snapshot() as tx:
            loaded = await self._load(tx, given, as_of)
        scores, _ = await self._run(score_all, loaded, given, as_of, basis, paths=False)
        return scores

    async def score_index(self, given: PickInput, as_of: date) -> tuple[PickScore, Path | None, Source]:
        """The figures of an index that is judged as a security is: price return against the price index (METHODOLOGY 5).

        The symbol of ``given`` is the index's code with the suffix that indices have.
        """
        code = given.symbol.partition(".")[0]
        async with self._store.snapshot() as tx:
            loaded = await self._load(tx, [given], as_of)
            own = await tx.prices.columns([code], given.published - LEAD_DAYS, as_of)
        loaded = replace(loaded, bars={given.symbol: own[code]})
        scores, paths = await self._run(score_all, loaded, [given], as_of, ReturnBasis.PRICE, paths=True)
        return scores[0], paths[0], loaded.source

    async def prove(self, scored: Sequence[Scored], as_of: date) -> list[VerdictInputs]:
        """What each of these figures was reckoned from."""
        given = [each.given for each in scored]
        async with self._store.snapshot() as tx:
            loaded = await self._load(tx, given, as_of)
        return [VerdictInputs(each.given, self._basis, proof_of(each.score, each.given, loaded)) for each in scored]

    async def _load(self, tx: Transaction, given: Sequence[PickInput], as_of: date) -> Loaded:
        symbols = self._reference.with_successors(sorted({each.symbol for each in given}))
        since = min((each.published for each in given), default=as_of) - LEAD_DAYS
        codes = sorted({code for each in given for code in (each.benchmark, each.total_benchmark) if code})
        fresh = await tx.prices.freshness(symbols)
        return Loaded(
            bars=await tx.prices.columns(symbols, since, as_of),
            adjustments=await tx.prices.adjustments(symbols),
            calendars=await tx.prices.calendars(),
            indices=await tx.prices.columns(codes, since, as_of),
            suspensions=await tx.prices.suspensions(symbols),
            listings={symbol: self._reference.listing(symbol) for symbol in symbols},
            source=Source(fresh.source if fresh else "", None, fresh.fetched_at if fresh else None),
        )

    async def _given(self, tx: Transaction, picks: Sequence[ConfirmedPick]) -> list[PickInput]:
        """What scoring is told of these picks."""
        codes = {code for pick in picks for code in benchmark_codes(pick, self._benchmarks)}
        there = await tx.prices.last_bars(codes)
        fixed = await tx.scores.benchmarks([pick.pick_id for pick in picks])
        return [self._input(pick, there, fixed.get(pick.pick_id)) for pick in picks]

    def _input(self, pick: ConfirmedPick, there: Collection[str], fixed: str | None) -> PickInput:
        codes = benchmark_codes(pick, self._benchmarks)
        # Two alternatives are printed for the US: the first that there was data for at the first scoring judges.
        benchmark = fixed if fixed in codes else next((code for code in codes if code in there), codes[0])
        published = pick.report.published
        if published is None:
            raise ValueError(f"report {pick.report_id} has no date; drafts without one are refused")
        return PickInput(
            symbol=pick.pick.symbol,
            name=pick.pick.listed_name,
            market=pick.pick.market,
            segment=pick.pick.segment,
            kind=pick.pick.kind,
            rating=pick.pick.rating,
            published=published,
            scale=pick.report.scale(Subject.STOCK),
            benchmark=benchmark,
            total_benchmark=self._benchmarks.total_return_of(benchmark),
        )

    @property
    def _run(self) -> Callable[..., Awaitable[tuple[list[PickScore], list[Path | None]]]]:
        return asyncio.to_thread if self._runner is None else self._runner.run


def newest_close(scores: Iterable[PickScore]) -> date | None:
    """The session of the newest close that any of the figures was taken at; None where there is none."""
    return max((score.as_of for score in scores if score.as_of is not None), default=None)


def newest_of_each_security(scored: Iterable[Scored]) -> list[PickScore]:
    """The newest coverage of each security: a stock in two segments or two reports moves once."""
    by_age = sorted(scored, key=lambda each: each.given.published)
    return list({each.score.symbol: each.score for each in by_age}.values())
