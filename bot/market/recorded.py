"""A market that was recorded: daily figures and quotes out of a folder of CSV files, for replays and for tests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TypeVar

from bot.clock import Clock
from bot.domain.quotes import Adjustment, Bar, CorporateAction, Quote, Suspension
from bot.domain.securities import Market, market_of
from bot.domain.sessions import OPENS, ZONES, MergedCalendar, Span, TradingCalendar, UnknownSession
from bot.market import recorded_files as files
from bot.market.closing import close_of, last_closed_day, market_of_index, open_of
from bot.market.ports import NoData, SecondLook
from bot.market.recorded_play import Play, plays
from bot.market.series import Series

T = TypeVar("T")

CENT = Decimal("0.01")
ANNOUNCED = timedelta(days=7)  # before their ex-date


class RecordedMarket:
    """A `MarketSource` over a folder in the layout of bot/sandbox/recorded.

    With a clock it never tells what was not known yet: a bar appears at its session's close (A 15:00, Hong Kong 16:00,
    New York 16:00, each in its own zone), an ex-date and a suspension on the morning of their day. The calendar is
    published ahead and is told whole. Each file is read once, in a thread, when first needed.

    A security with bars and without a row in factors.csv had no ex-date. Missing sessions stay missing: nothing is
    carried or filled in here.
    """

    name = "recorded"

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        self._folder = folder
        self._clock = clock
        self._read: dict[Callable[[Path], object], object] = {}
        self._calendars: dict[Market, TradingCalendar] = {}
        self._reading = asyncio.Lock()

    async def daily_bars(self, symbol: str, since: date, until: date) -> tuple[Bar, ...]:
        """See `MarketSource.daily_bars`; raises SourceChanged where a file cannot be read as described."""
        series = await self._series(symbol)
        return series.between(since, min(until, self._last_closed(market_of(symbol))))

    async def adjustments(self, symbol: str, since: date, until: date) -> tuple[Adjustment, ...]:
        """See `MarketSource.adjustments`."""
        await self._series(symbol)
        events = (await self._once(files.adjustments)).get(symbol, ())
        last = min(until, self._today(market_of(symbol)))
        return tuple(event for event in events if since < event.ex_date <= last)

    async def corporate_actions(self, symbol: str, since: date, until: date) -> tuple[CorporateAction, ...]:
        """See `ActionSource.corporate_actions`; terms are told from a week before their ex-date on.

        Raises:
            NoData: no terms of the security are recorded.
        """
        found = (await self._once(files.announcements)).get(symbol)
        if found is None:
            raise NoData(f"The recorded market in {self._folder} has no announced terms of {symbol}")
        today = self._today(market_of(symbol))
        last = until if today == date.max else min(until, today + ANNOUNCED)
        return tuple(each for each in found if since < each.ex_date <= last)

    async def played(self, symbol: str, session: date) -> Play | None:
        """What is played of a session: for `RecordedQuotes` alone."""
        return (await self._once(plays)).get((symbol, session))

    async def index_bars(self, code: str, since: date, until: date) -> tuple[Bar, ...]:
        """See `MarketSource.index_bars`."""
        series = (await self._once(files.indices)).get(code)
        if series is None:
            raise NoData(f"The recorded market in {self._folder} has no index {code}")
        return series.between(since, min(until, self._last_closed(market_of_index(code))))

    async def suspensions(self, symbols: Sequence[str], since: date, until: date) -> tuple[Suspension, ...]:
        """See `MarketSource.suspensions`."""
        wanted = set(symbols)
        return tuple(
            each
            for each in await self._once(files.suspensions)
            if each.symbol in wanted and since <= each.session <= min(until, self._today(market_of(each.symbol)))
        )

    async def calendar(self, market: Market) -> TradingCalendar:
        """See `MarketSource.calendar`; Beijing and NEEQ trade on Shanghai's days.

        Where calendar.csv has no column for New York, its sessions are the days with a bar of any US security, and
        nothing is known after the last of them.
        """
        if market not in self._calendars:
            self._calendars[market] = await self._calendar(market)
        return self._calendars[market]

    async def merged_calendar(self, market: Market) -> MergedCalendar:
        """See `MarketSource.merged_calendar`; there is one source."""
        calendar = await self.calendar(market)
        return MergedCalendar(calendar, (), (Span(calendar.source, calendar.sessions[0], calendar.known_until),))

    async def session_and_before(self, symbol: str, session: date) -> tuple[Bar | None, Bar | None]:
        """The bar of a session, closed or not on the clock, and the last one before it: for `RecordedQuotes` alone."""
        series = await self._series(symbol)
        bar = series.on_or_before(session)
        before = series.on_or_before(date.fromordinal(session.toordinal() - 1))
        return bar if bar is not None and bar.session == session else None, before

    async def _calendar(self, market: Market) -> TradingCalendar:
        column = Market.A if market in (Market.A, Market.BSE, Market.NEEQ) else market
        found = (await self._once(files.sessions)).get(column)
        if found is not None:
            return TradingCalendar(market, *found, source=self.name)
        ordinals = {
            day
            for symbol, series in (await self._once(files.bars)).items()
            if market_of(symbol) == market
            for day in series.days
        }
        if not ordinals:
            raise NoData(f"The recorded market in {self._folder} does not tell the sessions of {market}")
        sessions = tuple(date.fromordinal(day) for day in sorted(ordinals))
        return TradingCalendar(market, sessions, sessions[-1], source=f"{self.name}: days with a bar")

    async def _series(self, symbol: str) -> Series:
        series = (await self._once(files.bars)).get(symbol)
        if series is None:
            raise NoData(f"The recorded market in {self._folder} has no bars of {symbol}")
        return series

    async def _once(self, read: Callable[[Path], T]) -> T:
        async with self._reading:
            if read not in self._read:
                self._read[read] = await asyncio.to_thread(read, self._folder)
        return self._read[read]  # type: ignore[return-value] # what is kept under a reader is what it returned

    def _last_closed(self, market: Market) -> date:
        return date.max if self._clock is None else last_closed_day(market, self._clock.now())

    def _today(self, market: Market) -> date:
        return date.max if self._clock is None else self._clock.now().astimezone(ZONES[market]).date()


class RecordedQuotes:
    """A `QuoteSource` for replays, made of facts alone: no price between the open and the close is invented.

    From a session's open until its close the quote is the open price, at the time of the open; from the close until
    the next open it is the close, at the time of the close. ``previous_close`` is the last close before it, taken over
    an ex-date by the recorded ratio and rounded to a cent as exchanges do. No bar that session (suspended), or no open
    recorded, is no quote. High, low, volume and amount are told after the close; limits are not recorded. The one
    exception are sessions that the recording says are played (see `bot.market.recorded_play`), and each of their
    quotes says so.
    """

    name = "recorded"

    def __init__(self, market: RecordedMarket, clock: Clock) -> None:
        self._market = market
        self._clock = clock

    async def quotes(self, symbols: Sequence[str]) -> Mapping[str, Quote]:
        """See `QuoteSource.quotes`."""
        found = {symbol: await self._quote(symbol) for symbol in symbols}
        return {symbol: quote for symbol, quote in found.items() if quote is not None}

    async def second_look(self, quotes: Sequence[Quote]) -> SecondLook:  # noqa: ARG002 - the port's
        """See `QuoteSource.second_look`; a recording was compared when it was made, and nobody contradicts it now."""
        return SecondLook({})

    async def _quote(self, symbol: str) -> Quote | None:
        market = market_of(symbol)
        now = self._clock.now()
        local = now.astimezone(ZONES[market])
        try:
            calendar = await self._market.calendar(market)
            opened = local.time() >= OPENS[market]
            session = calendar.on_or_before(local.date()) if opened else calendar.before(local.date())
            bar, before = await self._market.session_and_before(symbol, session)
        except (NoData, UnknownSession):
            return None
        if bar is None or before is None:
            return None
        reference = before.close
        for event in await self._market.adjustments(symbol, before.session, session):
            reference = (reference / event.ratio).quantize(CENT, ROUND_HALF_UP)
        if now >= close_of(session, market):
            return Quote(
                symbol,
                bar.close,
                reference,
                close_of(session, market),
                self.name,
                open=bar.open,
                high=bar.high,
                low=bar.low,
                volume=bar.volume,
                amount=bar.amount,
            )
        play = await self._market.played(symbol, session)
        if play is not None:
            return play.quote(now, reference)
        if bar.open is None:
            return None
        return Quote(symbol, bar.open, reference, open_of(session, market), self.name, open=bar.open)
