"""Daily figures through akshare, from the main process: which function to ask, in which order, and what of it to keep.

Nothing heavy is imported here; every call goes to the runner, in production a worker process with a wall-clock limit.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.clock import Clock
from bot.domain.quotes import Adjustment, Bar, CorporateAction, Suspension
from bot.domain.securities import Market, market_of
from bot.domain.sessions import ZONES, MergedCalendar, TradingCalendar
from bot.market import akshare_bars as vendors
from bot.market.akshare_actions import eastmoney_actions, sina_actions
from bot.market.akshare_calls import AkshareCalls
from bot.market.akshare_factors import sina_adjustments
from bot.market.akshare_reference import exchange_sessions, halts, library_sessions
from bot.market.calendars import SessionList, load_overrides, merge
from bot.market.closing import close_of, last_closed_day, market_of_index
from bot.market.ex_date_watch import ExDateWatch
from bot.market.health import Supply
from bot.market.ports import MarketError, NoData, Reason
from bot.market.sources import Sources

LOG = logging.getLogger(__name__)
CALENDAR_AGE = timedelta(hours=12)
PROBED = "600519.SH"
LATE = 3
DAYS_ASKED, DAYS_BEFORE = 5, 8  # sessions of one call for suspensions; each is two requests


@dataclass(frozen=True, slots=True)
class _Kept:
    since: datetime
    merged: MergedCalendar


class AkshareMarket:
    """A `MarketSource` through akshare, each figure from the first of its sources that answers (see `Sources`).

    ``calls`` reaches the worker, ``calendars`` is the folder of yearly overrides. The next source is asked whatever the
    one before failed with, and where all fail, the first failure that is not `NoData` is raised. A day whose close has
    not passed on the clock is left out, whatever a vendor shows of it. Where a vendor lacks sessions that the calendar
    has, the next one is asked too, and the fuller answer serves: a latest bar may come hours after the close.
    """

    name = "akshare"

    def __init__(
        self,
        calls: AkshareCalls,
        sources: Sources,
        clock: Clock,
        *,
        calendars: Path,
        watch: ExDateWatch | None = None,
    ) -> None:
        self._calls = calls
        self._sources = sources
        self._clock = clock
        self._folder = calendars
        self._watch = watch or ExDateWatch()
        self._calendars: dict[Market, _Kept] = {}
        self._late: dict[tuple[str, date], int] = {}  # how often a source lacked bars up to a day, by source and day

    async def daily_bars(self, symbol: str, since: date, until: date) -> tuple[Bar, ...]:
        """See `MarketSource.daily_bars`; raises any `MarketError`."""
        market = market_of(symbol)
        last = min(until, last_closed_day(market, self._clock.now()))
        if last < since:
            return ()
        known = vendors.bar_sources(symbol)
        if not known:
            raise NoData(f"akshare has no bars of {symbol}")
        bars = await self._fullest(Supply.BARS, known, symbol, market, since, last)
        self._watch.saw_bars(symbol, bars)
        return bars

    async def adjustments(self, symbol: str, since: date, until: date) -> tuple[Adjustment, ...]:
        """See `MarketSource.adjustments`; of A shares only the combined ratio is known, so ``split`` is None.

        No request where the reference prices of `ExDateWatch` tell that nothing has happened since the last one.
        """
        if (known := self._watch.known(symbol, since, until)) is not None:
            return known
        ask = partial(self._calls.run, sina_adjustments, symbol, since, until)
        _, found = await self._sources.first(Supply.EX_DATES, [("sina", ask)])
        self._watch.fetched(symbol, since, min(until, last_closed_day(market_of(symbol), self._clock.now())), found)
        return found

    async def corporate_actions(self, symbol: str, since: date, until: date) -> tuple[CorporateAction, ...]:
        """See `ActionSource.corporate_actions`. Rights come from Sina alone; where it fails they are not known.

        Three or four requests: to be asked for about an ex-date, not every day.
        """
        ask = partial(self._calls.run, eastmoney_actions, symbol, since, until)
        pages = partial(self._calls.run, sina_actions, symbol, since, until)
        name, found = await self._sources.first(Supply.ACTIONS, [("eastmoney-data", ask), ("sina-pages", pages)])
        if name == "sina-pages":
            return found
        try:
            rights = {each.ex_date: each for each in await self._sources.ask("sina-pages", pages) if each.rights}
        except MarketError as error:
            LOG.info("the rights of %s are not known: %s", symbol, error)
            return found
        both = {each.ex_date: each for each in found}
        for day, each in rights.items():
            before = both.get(day, CorporateAction(day, source=each.source))
            both[day] = replace(before, rights=each.rights, rights_price=each.rights_price)
        return tuple(both[day] for day in sorted(both))

    async def index_bars(self, code: str, since: date, until: date) -> tuple[Bar, ...]:
        """See `MarketSource.index_bars`, Shenwan's industries (801770) included; raises any `MarketError`."""
        known = vendors.index_sources(code)
        if not known:
            raise NoData(f"akshare has no index {code}")
        market = market_of_index(code)
        last = min(until, last_closed_day(market, self._clock.now()))
        return await self._fullest(Supply.INDICES, known, code, market, since, last) if since <= last else ()

    async def suspensions(self, symbols: Sequence[str], since: date, until: date) -> tuple[Suspension, ...]:
        """See `MarketSource.suspensions`, for mainland symbols; others are not listed anywhere that akshare reads.

        The last five sessions of the time are asked for, of those before them at most eight. Each answer tells when a
        suspension began, and one that is over when it ended, so most are known whole; a session without a bar between
        two bars tells of the others.
        """
        wanted = {
            symbol.rpartition(".")[0]: symbol for symbol in symbols if market_of(symbol) in (Market.A, Market.BSE)
        }
        today = self._clock.now().astimezone(ZONES[Market.A]).date()
        sessions = (await self.calendar(Market.A)).between(since, min(until, today)) if wanted else ()
        earlier = sessions[:-DAYS_ASKED]
        asked = (*earlier[:: max(1, -(-len(earlier) // DAYS_BEFORE))], *sessions[-DAYS_ASKED:])
        found: set[tuple[date, str]] = set()
        for session in reversed(asked):
            ask = partial(self._calls.run, halts, session)
            for halt in (await self._sources.first(Supply.SUSPENSIONS, [("eastmoney-data", ask)]))[1]:
                if halt.code in wanted:
                    over = halt.is_over(sessions[-1])
                    days = [day for day in sessions if (over or day <= session) and halt.covers(day)]
                    found.update((day, wanted[halt.code]) for day in days)
        return tuple(Suspension(symbol, day) for day, symbol in sorted(found))

    async def calendar(self, market: Market) -> TradingCalendar:
        """See `MarketSource.calendar`; at most 12 hours old."""
        return (await self.merged_calendar(market)).calendar

    def probes(self) -> Mapping[str, Callable[[], Awaitable[object]]]:
        """A small question for each source of daily figures, for `bot doctor`; each raises a `MarketError` where it fails."""
        today = self._clock.now().astimezone(ZONES[Market.A]).date()
        since = today - timedelta(days=14)
        stock = vendors.bar_sources(PROBED)
        asked = {name: (stock[name], PROBED) for name in self._sources.order.bars if name in stock}
        asked |= {"csindex": (vendors.csindex, "H00300"), "shenwan": (vendors.shenwan, "801770")}

        def probe(name: str, fetch: vendors.Fetch, what: str) -> Callable[[], Awaitable[object]]:
            ask = partial(self._calls.run, fetch, what, since, last_closed_day(Market.A, self._clock.now()))
            return partial(self._sources.ask, name, ask, partial(_newest, Market.A))

        probes = {name: probe(name, *each) for name, each in asked.items()}
        suspended = partial(self._calls.run, halts, today)
        return {**probes, "eastmoney-data": partial(self._sources.ask, "eastmoney-data", suspended)}

    async def merged_calendar(self, market: Market) -> MergedCalendar:
        """See `MarketSource.merged_calendar`; at most 12 hours old.

        Raises:
            NoData: no source answered, and no override is there.
            BadOverride: a file in the folder of overrides cannot be used.
        """
        now = self._clock.now()
        kept = self._calendars.get(market)
        if kept is None or now - kept.since >= CALENDAR_AGE:
            lists = await self._session_lists(market)
            # Beijing and NEEQ trade on Shanghai's days
            own = Market.A if market in (Market.BSE, Market.NEEQ) else market
            # thousands of days are compared: not on the event loop
            merged = await asyncio.to_thread(merge, own, load_overrides(self._folder), lists)
            calendar = TradingCalendar(
                market, merged.calendar.sessions, merged.calendar.known_until, merged.calendar.source
            )
            kept = self._calendars[market] = _Kept(now, replace(merged, calendar=calendar))
        return kept.merged

    async def _session_lists(self, market: Market) -> list[SessionList]:
        lists = []
        if market not in (Market.HK, Market.US):
            try:
                ask = partial(self._calls.run, exchange_sessions)
                _, listed = await self._sources.first(Supply.SESSIONS, [("sina", ask)])
                lists.append(SessionList.of("exchange list (Sina)", listed))
            except MarketError as error:  # the library knows the same days; that it stood in is said
                LOG.warning("The exchange's list of sessions is not to be had: %s", error)
        sessions, last = await self._calls.run(library_sessions, market)
        lists.append(SessionList.of("exchange_calendars", sessions, last))
        return lists

    async def _fullest(
        self, supply: Supply, known: Mapping[str, vendors.Fetch], what: str, market: Market, since: date, last: date
    ) -> tuple[Bar, ...]:
        async def first(chosen: Sequence[str]) -> tuple[str, tuple[Bar, ...]]:
            asks = [(name, partial(self._calls.run, known[name], what, since, last)) for name in chosen]
            return await self._sources.first(supply, asks, partial(_newest, market))

        names = [name for name in self._sources.order.of(supply) if name in known]
        names.sort(key=lambda name: self._late.get((name, last), 0) >= LATE)  # who is late today is asked last
        name, found = await first(names)
        missing = self._missing(found, market, since, last)
        later = names[names.index(name) + 1 :]
        if not missing or not later:
            return found
        try:
            other, more = await first(later)
        except MarketError:
            return found  # who else could know does not answer, which its health says
        if len(self._missing(more, market, since, last)) >= len(missing):
            self._sources.serves(supply, name)
            return found
        self._sources.doubted(name, Reason.MISSING, f"{name} lacks {what} on {missing[-1]}, which {other} has")
        self._late = {(name, last): self._late.get((name, last), 0) + 1, **self._of(last, but=name)}
        return more

    def _missing(self, bars: Sequence[Bar], market: Market, since: date, last: date) -> list[date]:
        """The sessions to ``last``, from the first bar on, without a bar; none where no calendar has been read yet."""
        kept = self._calendars.get(market)
        if kept is None:
            return []
        there = {bar.session for bar in bars}
        first = bars[0].session if bars else since
        return [day for day in kept.merged.calendar.between(first, last) if day not in there]

    def _of(self, last: date, *, but: str) -> dict[tuple[str, date], int]:
        return {(name, day): times for (name, day), times in self._late.items() if day == last and name != but}


def _newest(market: Market, bars: Sequence[Bar]) -> datetime | None:
    return close_of(bars[-1].session, market) if bars else None
