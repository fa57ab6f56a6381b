"""Loading: what scoring is told of picks, and the prices it reckons from, out of one snapshot."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from bot.domain.ratings import Subject
from bot.domain.scoring.inputs import PickInput
from bot.market.benchmarks import Benchmarks
from bot.services.names.reference import Reference
from bot.services.prices.tracking import benchmark_codes
from bot.services.scores.reckoning import Loaded
from bot.services.views.pieces import Source
from bot.store.records import ConfirmedPick
from bot.store.store import Transaction

FEW = 100  # picks that are gone through without a thread of their own
LEAD_DAYS = timedelta(days=40)  # a suspension before the report needs the close before it


class Loading:
    """Reads for scoring; keeps nothing."""

    def __init__(self, reference: Reference, benchmarks: Benchmarks) -> None:
        self._reference = reference
        self._benchmarks = benchmarks

    async def given(self, tx: Transaction, picks: Sequence[ConfirmedPick]) -> list[PickInput]:
        """What scoring is told of these picks."""
        named = [(pick, benchmark_codes(pick, self._benchmarks)) for pick in picks]
        several = [(pick, codes) for pick, codes in named if len(codes) > 1]
        there = await tx.prices.last_bars({code for _, codes in several for code in codes}) if several else {}
        fixed = await tx.scores.benchmarks([pick.pick_id for pick, _ in several]) if several else {}
        if len(picks) <= FEW:
            return self._inputs(picks, there, fixed)
        return await asyncio.to_thread(self._inputs, picks, there, fixed)

    def _inputs(
        self, picks: Sequence[ConfirmedPick], there: Collection[str], fixed: Mapping[int, str]
    ) -> list[PickInput]:
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

    def codes_of(self, picks: Sequence[ConfirmedPick]) -> set[str]:
        """The codes of the securities, and of whatever index these picks may be judged by."""
        symbols = {pick.pick.symbol for pick in picks}
        codes = {code for pick in picks for code in benchmark_codes(pick, self._benchmarks)}
        return symbols | codes | {total for code in codes if (total := self._benchmarks.total_return_of(code))}

    async def load(self, tx: Transaction, given: Sequence[PickInput], as_of: date) -> Loaded:
        """What these are scored from as of a day, their successors' prices among it."""
        symbols = self._reference.with_successors(sorted({each.symbol for each in given}))
        since = min((each.published for each in given), default=as_of) - LEAD_DAYS
        codes = sorted({code for each in given for code in (each.benchmark, each.total_benchmark) if code})
        return Loaded(
            bars=await tx.prices.columns(symbols, since, as_of),
            adjustments=await tx.prices.adjustments(symbols),
            calendars=await tx.prices.calendars(),
            indices=await tx.prices.columns(codes, since, as_of),
            suspensions=await tx.prices.suspensions(symbols),
            listings={symbol: self._reference.listing(symbol) for symbol in symbols},
            source=await self.source(tx, (each.symbol for each in given)),
        )

    async def source(self, tx: Transaction, symbols: Iterable[str]) -> Source:
        """Where the prices of these come from, and the oldest fetch of any."""
        fresh = await tx.prices.fetches(self._reference.with_successors(sorted({*symbols})))
        return Source(fresh.source if fresh else "", None, fresh.fetched_at if fresh else None)
