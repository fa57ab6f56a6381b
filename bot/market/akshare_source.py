"""Daily figures through akshare, from the main process: which function to ask, in which order, and what of it to keep.

Nothing heavy is imported here; every call goes to the runner, in production a worker process with a wall-clock limit.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from bot.clock import Clock
from bot.domain.quotes import Adjustment, Bar, Suspension
from bot.domain.securities import Market, market_of
from bot.domain.sessions import ZONES, TradingCalendar
from bot.market import akshare_bars as vendors
from bot.market.akshare_accidents import guarded
from bot.market.akshare_factors import sina_adjustments
from bot.market.akshare_reference import exchange_sessions, halts, library_sessions
from bot.market.calendars import MergedCalendar, SessionList, load_overrides, merge
from bot.market.closing import last_closed_day, market_of_index
from bot.market.guard import POLITE, HttpLimits
from bot.market.ports import MarketError, NoData, SourceUnavailable
from bot.workers import Runner, WorkerDied, WorkerTimeout

P = ParamSpec("P")
T = TypeVar("T")

LOG = logging.getLogger(__name__)
CALENDAR_AGE = timedelta(hours=12)
DAYS_ASKED = 5  # sessions of one call for suspensions, newest first; each is two requests


@dataclass(frozen=True, slots=True)
class _Kept:
    since: datetime
    merged: MergedCalendar


class AkshareMarket:
    """A `MarketSource` through akshare: Sina, then Tencent, then East Money for bars; csindex and others for indices.

    ``runner`` runs the calls, ``calendars`` is the folder of yearly overrides, ``limits`` is what the guard in the
    worker holds to (None: no guard, where HTTP is stubbed). The next vendor is asked whatever the one before failed
    with, and where all fail, the first failure that is not `NoData` is raised. A day whose close has not passed on the
    clock is left out, whatever a vendor shows of it. A vendor's latest bar may be missing for hours after the close.
    """

    name = "akshare"

    def __init__(self, runner: Runner, clock: Clock, *, calendars: Path, limits: HttpLimits | None = POLITE) -> None:
        self._runner = runner
        self._clock = clock
        self._folder = calendars
        self._limits = limits
        self._calendars: dict[Market, _Kept] = {}

    async def daily_bars(self, symbol: str, since: date, until: date) -> tuple[Bar, ...]:
        """See `MarketSource.daily_bars`; raises any `MarketError`."""
        last = min(until, last_closed_day(market_of(symbol), self._clock.now()))
        if last < since:
            return ()
        return await self._first((vendors.sina, vendors.tencent, vendors.eastmoney), symbol, since, last)

    async def adjustments(self, symbol: str, since: date, until: date) -> tuple[Adjustment, ...]:
        """See `MarketSource.adjustments`; of A shares only the combined ratio is known, so ``split`` is None."""
        return await self._ask(sina_adjustments, symbol, since, until)

    async def index_bars(self, code: str, since: date, until: date) -> tuple[Bar, ...]:
        """See `MarketSource.index_bars`; raises any `MarketError`."""
        sources = vendors.index_sources(code)
        if not sources:
            raise NoData(f"akshare has no index {code}")
        last = min(until, last_closed_day(market_of_index(code), self._clock.now()))
        return await self._first(sources, code, since, last) if since <= last else ()

    async def suspensions(self, symbols: Sequence[str], since: date, until: date) -> tuple[Suspension, ...]:
        """See `MarketSource.suspensions`, for mainland symbols; others are not listed anywhere that akshare reads.

        The last five sessions of the time are asked for; each answer tells when a suspension began, so a running one is
        known whole, and one that ended earlier is not. A session without a bar between two bars tells those.
        """
        wanted = {
            symbol.rpartition(".")[0]: symbol for symbol in symbols if market_of(symbol) in (Market.A, Market.BSE)
        }
        today = self._clock.now().astimezone(ZONES[Market.A]).date()
        sessions = (await self.calendar(Market.A)).between(since, min(until, today)) if wanted else ()
        found: set[tuple[date, str]] = set()
        for session in reversed(sessions[-DAYS_ASKED:]):
            for halt in await self._ask(halts, session):
                if halt.code in wanted:
                    found.update((day, wanted[halt.code]) for day in sessions if day <= session and halt.covers(day))
        return tuple(Suspension(symbol, day) for day, symbol in sorted(found))

    async def calendar(self, market: Market) -> TradingCalendar:
        """See `MarketSource.calendar`; at most 12 hours old."""
        return (await self.merged_calendar(market)).calendar

    async def merged_calendar(self, market: Market) -> MergedCalendar:
        """The calendar with its sources' contradictions, for `bot doctor --calendar`.

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
            merged = merge(own, load_overrides(self._folder), lists)
            calendar = TradingCalendar(
                market, merged.calendar.sessions, merged.calendar.known_until, merged.calendar.source
            )
            if merged.contradictions:
                first = merged.contradictions[0]
                days = len({each.day for each in merged.contradictions})
                LOG.warning(
                    "%s: %s is contradicted by %s on %s, the first of %s such days",
                    market,
                    first.in_force,
                    first.against,
                    first.day,
                    days,
                )
            kept = self._calendars[market] = _Kept(now, MergedCalendar(calendar, merged.contradictions))
        return kept.merged

    async def _session_lists(self, market: Market) -> list[SessionList]:
        lists = []
        if market not in (Market.HK, Market.US):
            try:
                lists.append(SessionList.of("exchange list (Sina)", await self._ask(exchange_sessions)))
            except MarketError as error:  # the library knows the same days; that it stood in is said
                LOG.warning("The exchange's list of sessions is not to be had: %s", error)
        sessions, last = await self._ask(library_sessions, market)
        lists.append(SessionList.of("exchange_calendars", sessions, last))
        return lists

    async def _first(self, sources: Sequence[vendors.Fetch], what: str, since: date, until: date) -> tuple[Bar, ...]:
        failures: list[MarketError] = []
        for source in sources:
            try:
                return await self._ask(source, what, since, until)
            except MarketError as error:
                LOG.info("%s", error)
                failures.append(error)
        raise next((each for each in failures if not isinstance(each, NoData)), failures[0])

    async def _ask(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await self._runner.run(guarded, self._limits, partial(function, *args, **kwargs))
        except (WorkerTimeout, WorkerDied) as error:
            raise SourceUnavailable(str(error)) from error
