"""Base rates: what share of all A shares would have met the same band over the same sessions (METHODOLOGY 6)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.domain.boards import UNIVERSE, BaseQuestion, BaseRate
from bot.domain.quotes import Adjustment, BarColumns
from bot.domain.ratings import Basis
from bot.domain.scoring.inputs import Listing, PickInput
from bot.domain.scoring.results import PickScore, ReturnBasis
from bot.domain.securities import Market
from bot.domain.sessions import TradingCalendar
from bot.services.names.reference import Reference
from bot.services.scores.loading import LEAD_DAYS
from bot.services.scores.scoring import Scored
from bot.store.store import Store
from bot.workers import Runner

_A_SHARES = (".SH", ".SZ")  # index codes bear no market
_Key: TypeAlias = tuple[object, ...]


class BaseRates:
    """Answers for the settled verdicts on A shares; what was answered is remembered while the universe stays."""

    def __init__(self, store: Store, reference: Reference, runner: Runner | None = None) -> None:
        self._store = store
        self._reference = reference
        self._runner = runner
        self._known: dict[_Key, BaseRate] = {}
        self._universe: frozenset[str] = frozenset()

    async def of(self, scored: Sequence[Scored]) -> tuple[list[BaseRate | None], int]:
        """The base rate of each of these, None where there is none to ask for, and how many shares can stand in."""
        asked = {_key(each): each for each in scored if _answerable(each)}
        async with self._store.snapshot() as tx:
            symbols = frozenset(symbol for symbol in await tx.prices.symbols() if symbol.endswith(_A_SHARES))
        if symbols != self._universe:
            self._known, self._universe = {}, symbols
        missing = {key: each for key, each in asked.items() if key not in self._known}
        if missing and len(symbols) >= UNIVERSE:
            rates = await self._answer([*missing.values()], sorted(symbols))
            self._known |= dict(zip(missing, rates, strict=True))
        return [self._known.get(_key(each)) if _answerable(each) else None for each in scored], len(symbols)

    async def _answer(self, asked: Sequence[Scored], symbols: Sequence[str]) -> list[BaseRate]:
        since = min(each.score.entry.session for each in asked if each.score.entry.session) - LEAD_DAYS
        until = max(each.score.as_of for each in asked if each.score.as_of)
        codes = sorted({each.score.benchmark for each in asked if each.score.benchmark})
        async with self._store.snapshot() as tx:
            universe = _Universe(
                await tx.prices.columns(symbols, since, until),
                await tx.prices.adjustments(symbols),
                await tx.prices.calendars([Market.A]),
                await tx.prices.columns(codes, since, until),
                {symbol: self._listing(symbol) for symbol in symbols},
            )
        run = asyncio.to_thread if self._runner is None else self._runner.run
        return await run(_base_rates, universe, [(each.given, each.score) for each in asked])

    def _listing(self, symbol: str) -> Listing:
        security = self._reference.names.by_symbol(symbol)
        return Listing(security.listed, security.delisted) if security else Listing()


@dataclass(frozen=True, slots=True)
class _Universe:
    bars: Mapping[str, BarColumns]
    adjustments: Mapping[str, Sequence[Adjustment]]
    calendars: Mapping[Market, TradingCalendar]
    indices: Mapping[str, BarColumns]
    listings: Mapping[str, Listing]


def _answerable(scored: Scored) -> bool:
    """Whether it is a verdict on an A share; the universe has no others."""
    return scored.score.verdict is not None and scored.given.market is Market.A and scored.score.benchmark is not None


def _key(scored: Scored) -> _Key:
    score, given = scored.score, scored.given
    sessions: tuple[date | None, date | None] = (score.entry.session, score.as_of)
    return (*sessions, score.benchmark, score.return_basis, given.scale, given.rating, given.kind)


def _base_rates(universe: _Universe, asked: Sequence[tuple[PickInput, PickScore]]) -> list[BaseRate]:
    """Runs wherever there is room for numpy; what goes in and comes out is plain."""
    from bot.domain.scoring.build import build_panel  # noqa: PLC0415 - numpy waits until something is reckoned
    from bot.domain.scoring.tallies import base_rates  # noqa: PLC0415

    panel = build_panel(
        universe.bars, universe.adjustments, universe.calendars, universe.indices, listings=universe.listings
    )
    return base_rates(panel.markets[Market.A], [_question(*each) for each in asked])


def _question(given: PickInput, score: PickScore) -> BaseQuestion:
    from bot.domain.scoring.verdicts import target_of  # noqa: PLC0415 - as above

    target = target_of(given)
    if target is None or score.entry.session is None or score.as_of is None or score.benchmark is None:
        raise ValueError("only a verdict has a base rate")
    absolute = given.scale is not None and given.scale.basis is Basis.ABSOLUTE
    by_price = score.return_basis is ReturnBasis.PRICE
    return BaseQuestion(
        score.entry.session, score.as_of, score.benchmark, by_price, absolute, target.met_low, target.met_high
    )
