"""Scoring: the figures of confirmed picks from stored prices, and the ledger of verdicts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from bot.clock import Clock
from bot.domain.quotes import Adjustment, BarColumns
from bot.domain.ratings import Subject
from bot.domain.scoring.inputs import Listing, PickInput
from bot.domain.scoring.results import Move, Path, PickScore, ReturnBasis
from bot.domain.securities import Market
from bot.domain.sessions import TradingCalendar
from bot.market.benchmarks import Benchmarks
from bot.services.reference import Reference
from bot.services.tracking import benchmark_codes
from bot.services.views import Source
from bot.store.records import ConfirmedPick, VerdictEntry
from bot.store.store import Store, Transaction
from bot.workers import Runner

if TYPE_CHECKING:  # numpy waits until something is scored
    from bot.domain.scoring.panel import Panel

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
        clock: Clock,
        basis: ReturnBasis,
        runner: Runner | None = None,
    ) -> None:
        """With a ``runner`` the arithmetic, and numpy with it, stays out of this process; without one it has a thread."""
        self._store = store
        self._reference = reference
        self._benchmarks = benchmarks
        self._clock = clock
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
            loaded = await self._load(tx, picks, as_of)
        scored, _ = await self._reckon(picks, loaded, as_of, paths=False)
        return scored

    async def score_picks(
        self, picks: Sequence[ConfirmedPick], as_of: date, *, paths: bool = False
    ) -> tuple[list[Scored], Prices]:
        """The figures of these picks, with what they were reckoned from (and the ``paths``, for a chart)."""
        if not picks:
            return [], Prices({}, Source("", None))
        async with self._store.snapshot() as tx:
            loaded = await self._load(tx, picks, as_of)
        return await self._reckon(picks, loaded, as_of, paths=paths)

    async def day_by_day(self, picks: Sequence[ConfirmedPick], until: date, threshold: float | None) -> History:
        """The figures of each session from the first report's on, each as it could be known when that session closed.

        With a ``threshold`` also how far securities moved within a session, where it was as far as that (a fraction).
        """
        async with self._store.snapshot() as tx:
            loaded = await self._load(tx, picks, until)
        given = [self._given(pick, loaded.indices) for pick in picks]
        run = asyncio.to_thread if self._runner is None else self._runner.run
        days, moved = await run(_history, loaded, given, until, self._basis, threshold)
        name = loaded.source.name
        scored = {
            day: [Scored(*each, name) for each in zip(picks, scores, given, strict=True)]
            for day, scores in days.items()
        }
        newest = newest_close(scores for day in days.values() for scores in day)
        return History(scored, moved, Source(name, newest, loaded.source.fetched))

    async def _reckon(
        self, picks: Sequence[ConfirmedPick], loaded: _Loaded, as_of: date, *, paths: bool
    ) -> tuple[list[Scored], Prices]:
        given = [self._given(pick, loaded.indices) for pick in picks]
        run = asyncio.to_thread if self._runner is None else self._runner.run
        scores, ways = await run(_score, loaded, given, as_of, self._basis, paths=paths)
        source = Source(loaded.source.name, newest_close(scores), loaded.source.fetched)
        scored = [Scored(*each, source.name) for each in zip(picks, scores, given, strict=True)]
        followed = {pick.pick_id: way for pick, way in zip(picks, ways, strict=paths) if way is not None}
        return scored, Prices(followed, source)

    async def record_verdicts(self, scored: Iterable[Scored]) -> int:
        """Write each verdict that is not in the ledger yet; gives how many were. Asked again it writes nothing."""
        settled = [each for each in scored if each.score.verdict is not None]
        if not settled:
            return 0
        async with self._store.transaction() as tx:
            known = await tx.scores.verdicts([each.pick.pick_id for each in settled])
            entries = [self._entry(each) for each in settled if each.pick.pick_id not in known]
            return sum([await tx.scores.record_verdict(entry) for entry in entries])

    def _entry(self, scored: Scored) -> VerdictEntry:
        verdict = scored.score.verdict
        if verdict is None:
            raise ValueError("only settled picks have an entry in the ledger")
        return VerdictEntry(
            pick_id=scored.pick.pick_id,
            settled_on=verdict.settled_on,
            recorded_at=self._clock.now(),
            program_version=version("pickwatch"),
            inputs=_json(scored.given),
            verdict=_json(scored.score),
        )

    async def _load(self, tx: Transaction, picks: Sequence[ConfirmedPick], as_of: date) -> _Loaded:
        symbols = sorted({pick.pick.symbol for pick in picks})
        since = min((pick.report.published for pick in picks if pick.report.published), default=as_of) - LEAD_DAYS
        codes: dict[str, None] = {}
        for pick in picks:
            for code in benchmark_codes(pick, self._benchmarks):
                codes |= dict.fromkeys(filter(None, [code, self._benchmarks.total_return_of(code)]))
        fresh = await tx.prices.freshness(symbols)
        return _Loaded(
            bars=await tx.prices.columns(symbols, since, as_of),
            adjustments=await tx.prices.adjustments(symbols),
            calendars=await tx.prices.calendars(),
            indices=await tx.prices.columns(codes, since, as_of),
            suspensions=await tx.prices.suspensions(symbols),
            listings={symbol: self._listing(symbol) for symbol in symbols},
            source=Source(fresh.source if fresh else "", None, fresh.fetched_at if fresh else None),
        )

    def _listing(self, symbol: str) -> Listing:
        security = self._reference.names.by_symbol(symbol)
        return Listing(security.listed, security.delisted) if security else Listing()

    def _given(self, pick: ConfirmedPick, indices: dict[str, BarColumns]) -> PickInput:
        codes = benchmark_codes(pick, self._benchmarks)
        # Two alternatives are printed for the US: the first that there is data for judges.
        benchmark = next((code for code in codes if indices.get(code)), codes[0])
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


def newest_close(scores: Iterable[PickScore]) -> date | None:
    """The session of the newest close that any of the figures was taken at; None where there is none."""
    return max((score.as_of for score in scores if score.as_of is not None), default=None)


def newest_of_each_security(scored: Iterable[Scored]) -> list[PickScore]:
    """The newest coverage of each security: a stock in two segments or two reports moves once."""
    by_age = sorted(scored, key=lambda each: each.given.published)
    return list({each.score.symbol: each.score for each in by_age}.values())


@dataclass(frozen=True, slots=True)
class _Loaded:
    """Everything that scoring some picks needs, read from one snapshot."""

    bars: dict[str, BarColumns]
    adjustments: dict[str, list[Adjustment]]
    calendars: dict[Market, TradingCalendar]
    indices: dict[str, BarColumns]
    suspensions: dict[str, frozenset[date]]
    listings: dict[str, Listing]
    source: Source


def _score(
    loaded: _Loaded, given: Sequence[PickInput], as_of: date, basis: ReturnBasis, *, paths: bool
) -> tuple[list[PickScore], list[Path | None]]:
    """Runs wherever there is room for numpy; what goes in and comes out is plain."""
    from bot.domain.scoring.path import path_of  # noqa: PLC0415 - numpy waits until something is scored
    from bot.domain.scoring.score import score  # noqa: PLC0415

    panel = _panel(loaded)
    scores = score(given, panel, as_of, basis=basis)
    if not paths:
        return scores, []
    return scores, [path_of(each, pick.market, panel) for each, pick in zip(scores, given, strict=True)]


def _panel(loaded: _Loaded) -> Panel:
    from bot.domain.scoring.build import build_panel  # noqa: PLC0415

    return build_panel(
        loaded.bars,
        loaded.adjustments,
        loaded.calendars,
        loaded.indices,
        suspensions=loaded.suspensions,
        listings=loaded.listings,
    )


def _history(
    loaded: _Loaded, given: Sequence[PickInput], until: date, basis: ReturnBasis, threshold: float | None
) -> tuple[dict[date, list[PickScore]], list[Move]]:
    """Runs where `_score` does. One panel serves all days: `score` looks at nothing after the day it is asked for."""
    from bot.domain.scoring.moves import moves  # noqa: PLC0415
    from bot.domain.scoring.score import score  # noqa: PLC0415

    panel = _panel(loaded)
    first = min(pick.published for pick in given)
    markets = [panel.markets[market] for market in {pick.market for pick in given} if market in panel.markets]
    days = sorted({day for each in markets for day in each.sessions[: each.reach] if first <= day <= until})
    figures = {day: score(given, panel, day, basis=basis) for day in days}
    if threshold is None:
        return figures, []
    return figures, [move for each in markets for move in moves(each, first + timedelta(1), until, threshold)]


def _json(value: object) -> str:
    return json.dumps(TypeAdapter(type(value)).dump_python(value, mode="json"), ensure_ascii=False, sort_keys=True)
