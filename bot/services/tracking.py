"""Tracking: the prices of what is picked, fetched from the market's source and stored raw."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.clock import Clock
from bot.domain.quotes import Adjustment, Bar
from bot.domain.securities import Market, market_of
from bot.domain.sessions import ZONES, TradingCalendar, UnknownSession
from bot.market.benchmarks import Benchmarks
from bot.market.ports import MarketError, MarketSource
from bot.store.records import ConfirmedPick
from bot.store.store import Store

_log = logging.getLogger(__name__)

# Beijing's shares trade on the sessions of Shanghai and Shenzhen and are refreshed with them.
TOGETHER = {Market.A: (Market.A, Market.BSE, Market.NEEQ), Market.HK: (Market.HK,), Market.US: (Market.US,)}
CORRECTIONS = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh brought: how many bars are new or changed, and what could not be had, with the reason."""

    changed: int
    failed: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Fetched:
    """Answers of the source that wait for one transaction."""

    bars: dict[str, tuple[Bar, ...]]
    adjustments: dict[str, tuple[Adjustment, ...]]
    failed: dict[str, str]


class Tracking:
    """Keeps bars, ex-dates, suspensions, index values and calendars of all picks up to date."""

    def __init__(
        self, store: Store, source: MarketSource, benchmarks: Benchmarks, clock: Clock, *, history: timedelta
    ) -> None:
        self._store = store
        self._source = source
        self._benchmarks = benchmarks
        self._clock = clock
        self._history = history

    async def refresh(self, market: Market, until: date, *, report_id: int | None = None) -> Refreshed:
        """Fetch what is new up to the session ``until`` for the picks of a market (of one report, if named).

        A source that fails for one security does not keep the others from being refreshed; what failed is in the
        result and is fetched by the next refresh.
        """
        async with self._store.snapshot() as tx:
            picks = [
                pick
                for pick in await tx.reports.confirmed_picks(report_id=report_id)
                if pick.pick.market in TOGETHER[market]
            ]
            wanted = self._wanted(picks)
            known = {code: await tx.prices.last_bar(code) for code in wanted}
        if not wanted:
            return Refreshed(0, {})
        await self._refresh_calendar(market)
        fetched = await self._fetch(wanted, known, until)
        changed = await self._save(fetched)
        await self._refresh_suspensions([code for code in wanted if "." in code], min(wanted.values()), until)
        for code, reason in fetched.failed.items():
            _log.warning("%s could not be refreshed: %s", code, reason)
        return Refreshed(changed, fetched.failed)

    async def calendar(self, market: Market) -> TradingCalendar:
        """The sessions of a market: as stored, from the source where nothing is.

        Raises:
            MarketError: nothing is stored and the source fails.
        """
        async with self._store.snapshot() as tx:
            stored = await tx.prices.calendar(market)
        if stored is not None and stored.knows(self._clock.now().date() + timedelta(days=7)):
            return stored
        return await self._refresh_calendar(market)

    async def last_session(self, market: Market, day: date | None = None) -> date:
        """The last session of a market that has closed, on or before ``day`` where one is given.

        Past the end of the known calendar it is the last known session: what lies behind it is not guessed.

        Raises:
            MarketError: there is no calendar.
            UnknownSession: ``day`` lies before the calendar.
        """
        calendar = await self.calendar(market)
        now = self._clock.now()
        today = now.astimezone(ZONES[market]).date()
        closed = calendar.last_closed(now) if calendar.knows(today) else calendar.sessions[-1]
        return closed if day is None or day >= closed else calendar.on_or_before(day)

    async def follow_up(self, report_id: int) -> Refreshed:
        """Fetch all that the picks of a new report need, up to each market's last closed session."""
        changed = 0
        failed: dict[str, str] = {}
        for market in TOGETHER:
            try:
                until = await self.last_session(market)
            except (MarketError, UnknownSession) as error:
                _log.warning("%s: %s", market, error)
                continue
            refreshed = await self.refresh(market, until, report_id=report_id)
            changed += refreshed.changed
            failed |= refreshed.failed
        return Refreshed(changed, failed)

    def _wanted(self, picks: Iterable[ConfirmedPick]) -> dict[str, date]:
        """The codes of securities and indices to fetch, with the first day that is needed."""
        wanted: dict[str, date] = {}
        for pick in picks:
            if pick.report.published is None:
                continue
            first = pick.report.published - self._history
            codes = [pick.pick.symbol]
            for index in benchmark_codes(pick, self._benchmarks):
                codes += [index, *filter(None, [self._benchmarks.total_return_of(index)])]
            for code in codes:
                wanted[code] = min(first, wanted.get(code, first))
        return wanted

    async def _fetch(self, wanted: dict[str, date], known: dict[str, date | None], until: date) -> _Fetched:
        fetched = _Fetched({}, {}, {})
        for code, first in wanted.items():
            last = known[code]
            since = first if last is None else max(first, last - CORRECTIONS)
            try:
                if "." in code:
                    fetched.bars[code] = await self._source.daily_bars(code, since, until)
                    fetched.adjustments[code] = await self._source.adjustments(code, first, until)
                else:
                    fetched.bars[code] = await self._source.index_bars(code, since, until)
            except MarketError as error:
                fetched.failed[code] = str(error)
        return fetched

    async def _save(self, fetched: _Fetched) -> int:
        at = self._clock.now()
        async with self._store.transaction() as tx:
            changed = 0
            for code, bars in fetched.bars.items():
                changed += await tx.prices.save_bars(code, bars, source=self._source.name, at=at)
            for code, adjustments in fetched.adjustments.items():
                await tx.prices.save_adjustments(code, adjustments, at)
        return changed

    async def _refresh_calendar(self, market: Market) -> TradingCalendar:
        calendar = await self._source.calendar(market)
        async with self._store.transaction() as tx:
            if await tx.prices.calendar(market) != calendar:
                await tx.prices.save_calendar(calendar, self._clock.now())
        return calendar

    async def _refresh_suspensions(self, symbols: list[str], since: date, until: date) -> None:
        try:
            suspensions = await self._source.suspensions(symbols, since, until)
        except MarketError as error:
            _log.warning("suspensions could not be refreshed: %s", error)
            return
        async with self._store.transaction() as tx:
            await tx.prices.save_suspensions(suspensions, self._clock.now())


def benchmark_codes(pick: ConfirmedPick, benchmarks: Benchmarks) -> list[str]:
    """The codes of the indices that may judge a pick: those its report names for its market, else the market's own."""
    named = pick.report.benchmarks.get(market_of(pick.pick.symbol), ())
    codes = [benchmark.code for benchmark in named if benchmark.code is not None]
    return codes or [benchmarks.default(pick.pick.market).code]
