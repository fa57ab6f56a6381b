"""Scoring: the figures of confirmed picks from stored prices."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from bot.domain.ledger import VerdictInputs
from bot.domain.scoring.inputs import PickInput
from bot.domain.scoring.results import Move, Path, PickScore, ReturnBasis
from bot.domain.securities import Market, suffixes_of
from bot.market.benchmarks import Benchmarks
from bot.services.names.reference import Reference
from bot.services.scores.keeping import LETTERS, Keeping, keeps
from bot.services.scores.loading import FEW, LEAD_DAYS, Loading
from bot.services.scores.reckoning import day_by_day, proof_of, score_all
from bot.services.views.pieces import Source
from bot.store.kept import KeptHorizon, KeptScore
from bot.store.records import ConfirmedPick
from bot.store.store import Store, Transaction
from bot.workers import Runner


@dataclass(frozen=True, slots=True)
class Scored:
    """A confirmed pick with its figures; ``source`` names where the prices come from."""

    pick: ConfirmedPick
    score: PickScore
    given: PickInput
    source: str = ""


@dataclass(frozen=True, slots=True)
class Worked:
    """What a session's work went through, and what it takes to keep it: the mark of the prices, the newest by code."""

    scored: list[Scored]
    mark: int
    newest: Mapping[str, date]


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
        self._loading = Loading(reference, benchmarks)
        self._basis = basis
        self._runner = runner
        self._keeping = Keeping(basis)

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
        scored, _ = await self.score_picks(picks, as_of)
        return scored

    async def score_picks(
        self, picks: Sequence[ConfirmedPick], as_of: date, *, paths: bool = False
    ) -> tuple[list[Scored], Prices]:
        """The figures of these picks, with what they were reckoned from (and the ``paths``, for a chart).

        Figures that are kept and still stand are not reckoned again; paths never are kept.
        """
        if not picks:
            return [], Prices({}, Source("", None))
        async with self._store.snapshot() as tx:
            given = await self._loading.given(tx, picks)
            known = {} if paths else await self._known(tx, picks, given, as_of)
            rest = [(pick, each) for pick, each in zip(picks, given, strict=True) if pick.pick_id not in known]
            loaded = await self._loading.load(tx, [each for _, each in rest], as_of) if rest else None
            source = (
                await self._loading.source(tx, (each.symbol for each in given))
                if known or loaded is None
                else loaded.source
            )
        ways: dict[int, Path] = {}
        if loaded is not None:
            wanted = [each for _, each in rest]
            scores, found = await self._run(score_all, loaded, wanted, as_of, self._basis, paths=paths)
            known |= {pick.pick_id: score for (pick, _), score in zip(rest, scores, strict=True)}
            ways = {pick.pick_id: way for (pick, _), way in zip(rest, found, strict=paths) if way is not None}
        source = replace(source, as_of=newest_close(known.values()))
        return [
            Scored(pick, known[pick.pick_id], each, source.name) for pick, each in zip(picks, given, strict=True)
        ], Prices(ways, source)

    async def score_session(self, session: date, markets: Collection[Market]) -> Worked:
        """What the work of a session goes through: the open picks of some markets, and whatever else was not done before.

        Left out is what settled in an earlier session and stands; a change of its prices, of what is said of it, or of
        the settings brings it back. Kept they are by `keep`.
        """
        suffixes = suffixes_of(markets)
        await self._forget_changed_listings(suffixes)
        async with self._store.snapshot() as tx:
            mark = await tx.kept.mark()
            ids = await tx.kept.unfinished(suffixes, session, self._keeping.setup)
            picks = await tx.reports.confirmed_picks(pick_ids=ids)
            if not picks:
                return Worked([], mark, {})
            given = await self._loading.given(tx, picks)
            loaded = await self._loading.load(tx, given, session)
            codes = {code for each in given for code in (each.symbol, each.benchmark, each.total_benchmark) if code}
            newest = await tx.prices.last_bars(codes)
        scores, _ = await self._run(score_all, loaded, given, session, self._basis, paths=False)
        scored = [Scored(*each, loaded.source.name) for each in zip(picks, scores, given, strict=True)]
        return Worked(scored, mark, newest)

    async def finished(self, session: date, markets: Collection[Market]) -> list[Scored]:
        """What `score_session` leaves out of the securities that rules are about, with its figures as they are kept."""
        async with self._store.snapshot() as tx:
            symbols = await tx.rules.concerned()
            ids = await tx.kept.finished_picks(suffixes_of(markets), session, self._keeping.setup, symbols)
            picks = await tx.reports.confirmed_picks(pick_ids=ids) if ids else []
        scored, _ = await self.score_picks(picks, session)
        return scored

    async def keep(self, worked: Worked, session: date, *, done: bool = True) -> None:
        """Keep figures, unless a price or a pick has changed since they were reckoned; ``done`` as a session's work."""
        making = partial(self._rows, worked, session, done=done)
        rows = making() if len(worked.scored) <= FEW else await asyncio.to_thread(making)
        async with self._store.transaction() as tx:
            await tx.kept.keep(rows, worked.mark)

    async def keep_report(self, report_id: int, as_of: date) -> None:
        """Reckon the figures of a report's picks and keep them for who asks; the next session's work is still to come."""
        async with self._store.snapshot() as tx:
            mark = await tx.kept.mark()
            picks = await tx.reports.confirmed_picks(report_id=report_id)
            newest = await tx.prices.last_bars(self._loading.codes_of(picks))
        scored, _ = await self.score_picks(picks, as_of)
        await self.keep(Worked(scored, mark, newest), as_of, done=False)

    @property
    def setup(self) -> str:
        """What figures must be kept under to be those of today."""
        return self._keeping.setup

    def told(self, found: Iterable[KeptHorizon], as_of: date) -> tuple[list[KeptHorizon], list[int]]:
        """The horizons whose ends are kept and hold, and the numbers of the picks of the others."""
        held: list[KeptHorizon] = []
        others: list[int] = []
        listings: dict[str, str] = {}
        for each in found:
            if each.symbol not in listings:
                listings[each.symbol] = self._keeping.listing(self._reference.listing(each.symbol))
            if self._keeping.tells(each, listings[each.symbol], as_of):
                held.append(each)
            else:
                others.append(each.pick_id)
        return held, others

    def _rows(self, worked: Worked, session: date, *, done: bool) -> list[KeptScore]:
        return [
            self._keeping.row(
                each.pick.pick_id,
                each.given,
                each.score,
                session,
                self._reference.listing(each.given.symbol),
                session if done else None,
            )
            for each in worked.scored
            if keeps(each.given, each.score, session, worked.newest) and not self._leads_on(each.given.symbol)
        ]

    async def _known(
        self, tx: Transaction, picks: Sequence[ConfirmedPick], given: Sequence[PickInput], as_of: date
    ) -> dict[int, PickScore]:
        kept = await tx.kept.of(pick.pick_id for pick in picks)
        asked = zip(picks, given, strict=True)
        those = [(kept[pick.pick_id], each) for pick, each in asked if pick.pick_id in kept]
        read = partial(self._keeping.read_all, those, self._reference.listing, as_of)
        return read() if len(kept) <= FEW else await asyncio.to_thread(read)

    async def _forget_changed_listings(self, suffixes: Collection[str]) -> None:
        async with self._store.snapshot() as tx:
            finished = await tx.kept.finished(suffixes, LETTERS)
        changed = {
            symbol
            for symbol, listing in finished
            if self._leads_on(symbol) or listing != self._keeping.listing(self._reference.listing(symbol))
        }
        if changed:
            async with self._store.transaction() as tx:
                await tx.kept.outdate(dict.fromkeys(changed, date.min))

    def _leads_on(self, symbol: str) -> bool:
        """Whether prices of another security matter to it too, as after a merger; such figures are not kept."""
        return len(self._reference.with_successors([symbol])) > 1

    async def day_by_day(self, picks: Sequence[ConfirmedPick], until: date, threshold: float | None) -> History:
        """The figures of each session from the first report's on, each as it could be known when that session closed.

        With a ``threshold`` also how far securities moved within a session, where it was as far as that (a fraction).
        """
        async with self._store.snapshot() as tx:
            given = await self._loading.given(tx, picks)
            loaded = await self._loading.load(tx, given, until)
        run = asyncio.to_thread if self._runner is None else self._runner.run
        days, moved = await run(day_by_day, loaded, given, until, self._basis, threshold)
        name = loaded.source.name
        scored = {
            day: [Scored(*each, name) for each in zip(picks, scores, given, strict=True)]
            for day, scores in days.items()
        }
        newest = newest_close(scores for day in days.values() for scores in day)
        return History(scored, moved, Source(name, newest, loaded.source.fetched))

    async def rescore(self, given: Sequence[PickInput], as_of: date, basis: ReturnBasis) -> list[PickScore]:
        """The figures of these inputs from the prices as they are stored now."""
        if not given:
            return []
        async with self._store.snapshot() as tx:
            loaded = await self._loading.load(tx, given, as_of)
        scores, _ = await self._run(score_all, loaded, given, as_of, basis, paths=False)
        return scores

    async def score_index(self, given: PickInput, as_of: date) -> tuple[PickScore, Path | None, Source]:
        """The figures of an index that is judged as a security is: price return against the price index (METHODOLOGY 5).

        The symbol of ``given`` is the index's code with the suffix that indices have.
        """
        code = given.symbol.partition(".")[0]
        async with self._store.snapshot() as tx:
            loaded = await self._loading.load(tx, [given], as_of)
            own = await tx.prices.columns([code], given.published - LEAD_DAYS, as_of)
        loaded = replace(loaded, bars={given.symbol: own[code]})
        scores, paths = await self._run(score_all, loaded, [given], as_of, ReturnBasis.PRICE, paths=True)
        return scores[0], paths[0], loaded.source

    async def prove(self, scored: Sequence[Scored], as_of: date) -> list[VerdictInputs]:
        """What each of these figures was reckoned from."""
        given = [each.given for each in scored]
        async with self._store.snapshot() as tx:
            loaded = await self._loading.load(tx, given, as_of)
        return [VerdictInputs(each.given, self._basis, proof_of(each.score, each.given, loaded)) for each in scored]

    async def source(self, symbols: Iterable[str]) -> Source:
        """Where the prices of these come from, and the oldest fetch of any."""
        async with self._store.snapshot() as tx:
            return await self._loading.source(tx, symbols)

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
