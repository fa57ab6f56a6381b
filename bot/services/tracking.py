"""Tracking: the prices of what is picked, fetched from the market's source and stored raw."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import Clock
from bot.domain.bars import Look
from bot.domain.quotes import Adjustment, Bar, Suspension
from bot.domain.reports import Report
from bot.domain.securities import Market, market_of
from bot.domain.sessions import ZONES, TradingCalendar, UnknownSession
from bot.market.benchmarks import Benchmarks
from bot.market.industries import Industries
from bot.market.ports import MarketError, MarketSource, NoData
from bot.store.records import ConfirmedPick
from bot.store.store import Store, Transaction

_log = logging.getLogger(__name__)

# Beijing's shares trade on the sessions of Shanghai and Shenzhen and are refreshed with them.
TOGETHER = {Market.A: (Market.A, Market.BSE, Market.NEEQ), Market.HK: (Market.HK,), Market.US: (Market.US,)}
CORRECTIONS = timedelta(days=6)
AHEAD = timedelta(days=7)  # a calendar that ends sooner is asked for anew
ASK_AGAIN = timedelta(hours=12)  # but not at each look at the quotes


# Told before each security is asked for: its code, how many are done, how many there are.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh brought: how many bars and ex-dates are new or changed, and what could not be had, with the reason.

    ``complete`` is False where most of what was asked for got no answer: what is scored now would be yesterday's.
    """

    changed: int
    failed: dict[str, str]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class _Fetched:
    """Answers of the source that wait for one transaction."""

    bars: dict[str, tuple[Bar, ...]]
    adjustments: dict[str, tuple[Adjustment, ...]]
    suspensions: tuple[Suspension, ...]
    failed: dict[str, str]
    unanswered: set[str]  # those of the failed for which asking again may help


class Tracking:
    """Keeps bars, ex-dates, suspensions, index values and calendars of all picks up to date."""

    def __init__(
        self,
        store: Store,
        source: MarketSource,
        benchmarks: Benchmarks,
        clock: Clock,
        *,
        history: timedelta,
        industries: Industries | None = None,
    ) -> None:
        self._store = store
        self._source = source
        self._benchmarks = benchmarks
        self._industries = industries or Industries(())
        self._clock = clock
        self._history = history
        self._asked_calendar: dict[Market, datetime] = {}
        self._calendars: dict[Market, TradingCalendar] = {}
        self._told: dict[str, str] = {}

    async def refresh(
        self,
        market: Market,
        until: date,
        *,
        report_id: int | None = None,
        progress: Progress | None = None,
        corrections: bool = True,
    ) -> Refreshed:
        """Fetch what is new up to the session ``until`` for the picks of a market (of one report, if named).

        With ``corrections`` the bars of the last days are asked for again, not only those after the last known one.

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
            since = await self._since(tx, wanted, CORRECTIONS if corrections else timedelta())
        if not wanted:
            return Refreshed(0, {})
        try:
            await self.refresh_calendar(market)
        except MarketError as error:
            _log.warning("the calendar of %s could not be refreshed: %s", market, error)
        fetched = await self._fetch(wanted, since, until, progress)
        changed = await self._save(fetched, since)
        self._tell(fetched)
        return Refreshed(changed, fetched.failed, complete=len(fetched.unanswered) * 2 <= len(wanted))

    async def calendar(self, market: Market) -> TradingCalendar:
        """The sessions of a market: as stored, from the source where nothing is or where it ends soon.

        Raises:
            MarketError: nothing is stored and the source fails.
        """
        stored = self._calendars.get(market)
        if stored is None:
            async with self._store.snapshot() as tx:
                stored = await tx.prices.calendar(market)
        if stored is None:
            return await self.refresh_calendar(market)
        self._calendars[market] = stored
        now = self._clock.now()
        asked = self._asked_calendar.get(market)
        if stored.knows((now + AHEAD).date()) or (asked is not None and now - asked < ASK_AGAIN):
            return stored
        try:
            return await self.refresh_calendar(market)
        except MarketError as error:
            _log.warning("the calendar of %s ends on %s: %s", market, stored.known_until, error)
            return stored

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

    async def follow_up(self, report_id: int, *, progress: Progress | None = None) -> Refreshed:
        """Fetch all that the picks of a new report need, up to each market's last closed session."""
        changed = 0
        failed: dict[str, str] = {}
        complete = True
        for market in TOGETHER:
            try:
                until = await self.last_session(market)
            except (MarketError, UnknownSession) as error:
                _log.warning("%s: %s", market, error)
                continue
            refreshed = await self.refresh(market, until, report_id=report_id, progress=progress)
            changed += refreshed.changed
            failed |= refreshed.failed
            complete = complete and refreshed.complete
        return Refreshed(changed, failed, complete)

    async def without_prices(self) -> list[int]:
        """The confirmed reports for none of whose picks prices were ever asked for: a stop came before."""
        async with self._store.snapshot() as tx:
            picks = await tx.reports.confirmed_picks()
            asked = await tx.prices.asked_since({pick.pick.symbol for pick in picks})
        had = {pick.report_id for pick in picks if asked.get(pick.pick.symbol, date.max) <= self._first(pick.report)}
        return sorted({pick.report_id for pick in picks} - had)

    def _first(self, report: Report) -> date:
        """The first day whose prices a report needs."""
        return (report.published or date.max) - self._history

    def _wanted(self, picks: Iterable[ConfirmedPick]) -> dict[str, date]:
        """The codes of securities and indices to fetch, with the first day that is needed."""
        wanted: dict[str, date] = {}
        for pick in picks:
            if pick.report.published is None:
                continue
            first = self._first(pick.report)
            codes = [pick.pick.symbol]
            for index in benchmark_codes(pick, self._benchmarks):
                codes += [index, *filter(None, [self._benchmarks.total_return_of(index)])]
            codes += industry_codes(pick, self._industries, self._benchmarks)
            for code in codes:
                wanted[code] = min(first, wanted.get(code, first))
        return wanted

    async def _since(self, tx: Transaction, wanted: dict[str, date], again: timedelta) -> dict[str, date]:
        """From which day on each code's bars are to be asked for: the newest again, older ones where a report needs them."""
        asked = await tx.prices.asked_since(wanted)
        newest = await tx.prices.last_bars(wanted)
        since: dict[str, date] = {}
        for code, first in wanted.items():
            last = newest.get(code)
            known = code in asked and asked[code] <= first
            since[code] = max(first, last - again) if known and last is not None else first
        return since

    async def _fetch(
        self, wanted: dict[str, date], since: dict[str, date], until: date, progress: Progress | None
    ) -> _Fetched:
        symbols = [code for code in wanted if "." in code]
        fetched = _Fetched({}, {}, await self._suspensions(symbols, min(wanted.values()), until), {}, set())
        for done, (code, first) in enumerate(wanted.items()):
            if progress is not None:
                progress(code, done, len(wanted))
            try:
                if "." in code:
                    await self._fetch_security(fetched, code, first, since[code], until)
                else:
                    fetched.bars[code] = await self._source.index_bars(code, since[code], until)
            except MarketError as error:
                fetched.failed[code] = str(error)
                if not isinstance(error, NoData):
                    fetched.unanswered.add(code)
        return fetched

    async def _fetch_security(self, fetched: _Fetched, code: str, first: date, since: date, until: date) -> None:
        """Bars and ex-dates together or neither: a bar whose ex-date is not known yet would be a wrong return."""
        bars = await self._source.daily_bars(code, since, until)
        fetched.adjustments[code] = await self._source.adjustments(code, first, until)
        fetched.bars[code] = bars

    async def _save(self, fetched: _Fetched, since: dict[str, date]) -> int:
        at = self._clock.now()
        async with self._store.transaction() as tx:
            delivered = {code: since[code] for code in fetched.bars}
            look = Look(self._source.name, at)
            changed = (await tx.prices.save_deliveries(fetched.bars, look, delivered)).changed
            if fetched.suspensions:
                await tx.prices.save_suspensions(fetched.suspensions, at)
            for code, adjustments in fetched.adjustments.items():
                changed += (await tx.prices.save_adjustments(code, adjustments, look)).changed
        return changed

    async def refresh_calendar(self, market: Market) -> TradingCalendar:
        """Ask the source for the sessions of a market, config/calendar included.

        Raises:
            MarketError: it does not answer.
        """
        self._asked_calendar[market] = self._clock.now()
        calendar = await self._source.calendar(market)
        if calendar == self._calendars.get(market):
            return calendar
        async with self._store.transaction() as tx:
            if await tx.prices.calendar(market) != calendar:
                await tx.prices.save_calendar(calendar, self._clock.now())
        self._calendars[market] = calendar
        return calendar

    def _tell(self, fetched: _Fetched) -> None:
        """Log what failed when it begins to fail, not at every refresh."""
        for code in fetched.bars:
            self._told.pop(code, None)
        for code, reason in fetched.failed.items():
            if self._told.get(code) != reason:
                self._told[code] = reason
                _log.warning("%s could not be refreshed: %s", code, reason)

    async def _suspensions(self, symbols: list[str], since: date, until: date) -> tuple[Suspension, ...]:
        try:
            return await self._source.suspensions(symbols, since, until)
        except MarketError as error:
            _log.warning("suspensions could not be refreshed: %s", error)
            return ()


def industry_codes(pick: ConfirmedPick, industries: Industries, benchmarks: Benchmarks) -> list[str]:
    """The index that the rating of a report's industry is scored on, and the one it is scored against."""
    if pick.report.industry_rating is None or pick.pick.market not in TOGETHER[Market.A]:
        return []
    index = industries.of(pick.report.industry)
    return [] if index is None else [index.code, broad_benchmark(pick.report, benchmarks)]


def broad_benchmark(report: Report, benchmarks: Benchmarks) -> str:
    """The code of the index that a report measures industries by: its own for A shares, else the market's."""
    named = (benchmark.code for benchmark in report.benchmarks.get(Market.A, ()))
    return next((code for code in named if code is not None), benchmarks.default(Market.A).code)


def benchmark_codes(pick: ConfirmedPick, benchmarks: Benchmarks) -> list[str]:
    """The codes of the indices that may judge a pick: those its report names for its market, else the market's own."""
    named = pick.report.benchmarks.get(market_of(pick.pick.symbol), ())
    codes = [benchmark.code for benchmark in named if benchmark.code is not None]
    return codes or [benchmarks.default(pick.pick.market).code]
