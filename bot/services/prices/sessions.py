"""Sessions of the markets: kept in the store, asked for anew where they end soon, looked over once a day."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from bot.clock import Clock
from bot.domain.securities import Market
from bot.domain.sessions import ZONES, MergedCalendar, TradingCalendar
from bot.market.calendars import BadOverride
from bot.market.ports import MarketError, MarketSource
from bot.store.records import Finding
from bot.store.store import Store

_log = logging.getLogger(__name__)

# Beijing's shares trade on the sessions of Shanghai and Shenzhen and are refreshed with them.
TOGETHER = {Market.A: (Market.A, Market.BSE, Market.NEEQ), Market.HK: (Market.HK,), Market.US: (Market.US,)}
AHEAD = timedelta(days=7)  # a calendar that ends sooner is asked for anew
ASK_AGAIN = timedelta(hours=12)  # but not at each look at the quotes
WARNED = (30, 14, 7)  # days before the end of a calendar at which administrators hear of it


class Sessions:
    """The calendars in use."""

    def __init__(self, store: Store, source: MarketSource, clock: Clock) -> None:
        self._store = store
        self._source = source
        self._clock = clock
        self._asked_calendar: dict[Market, datetime] = {}
        self._calendars: dict[Market, TradingCalendar] = {}

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

    async def refresh_calendar(self, market: Market) -> TradingCalendar:
        """Ask the source for the sessions of a market, config/calendar included.

        Raises:
            MarketError: it does not answer.
        """
        return (await self.merged_calendar(market)).calendar

    async def merged_calendar(self, market: Market) -> MergedCalendar:
        """As `refresh_calendar`, with what it was made of; what its sources say against each other is noted."""
        self._asked_calendar[market] = self._clock.now()
        merged = await self._source.merged_calendar(market)
        if merged.calendar != self._calendars.get(market):
            async with self._store.transaction() as tx:
                if await tx.prices.calendar(market) != merged.calendar:
                    await tx.prices.save_calendar(merged.calendar, self._clock.now())
            self._calendars[market] = merged.calendar
        return merged

    async def look_over(self) -> None:
        """Ask for every calendar; note contradictions, and once each that one ends in 30, 14 and 7 days."""
        found: list[Finding] = []
        for market in TOGETHER:
            try:
                merged = await self.merged_calendar(market)
            except (MarketError, BadOverride) as error:
                _log.warning("the calendar of %s could not be refreshed: %s", market, error)
                stored = self._calendars.get(market)
                if stored is None:
                    continue
                merged = MergedCalendar(stored)
            found += [*_contradicted(market, merged), *_ending(market, merged, self._today(market))]
        async with self._store.transaction() as tx:
            await tx.findings.note(found, self._clock.now())

    def _today(self, market: Market) -> date:
        return self._clock.now().astimezone(ZONES[market]).date()


def _contradicted(market: Market, merged: MergedCalendar) -> list[Finding]:
    """One a pair of sources: a list that lacks a year would fill pages."""
    pairs: dict[tuple[str, str], list[date]] = {}
    for each in merged.contradictions:
        pairs.setdefault((each.in_force, each.against), []).append(each.day)
    return [
        Finding(
            f"contradiction:{market}:{against}:{min(days)}:{max(days)}:{len(days)}",
            "calendar_contradicted",
            {"market": market.value, "source": in_force, "other": against, "day": str(min(days)), "n": len(days)},
        )
        for (in_force, against), days in pairs.items()
    ]


def _ending(market: Market, merged: MergedCalendar, today: date) -> list[Finding]:
    left, end = merged.days_left(today), merged.calendar.known_until
    reached = [days for days in WARNED if left <= days]
    if not reached:
        return []
    args: dict[str, str | int] = {"market": market.value, "day": str(end), "n": max(left, 0)}
    return [Finding(f"calendar-ends:{market}:{end}:{min(reached)}", "calendar_ends", args)]
