"""What ex-dates do to prices, suspensions and calendars; with the bars, all that ``tx.prices`` keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import delete, select

from bot.domain.bars import Correction, Look
from bot.domain.quotes import Adjustment, Suspension
from bot.domain.securities import Market
from bot.domain.sessions import TradingCalendar
from bot.store.bars import Bars, Delivered
from bot.store.tables.market import adjustments, calendars, suspensions

_RATIOS = {"ratio": Decimal("1e-6"), "split": Decimal("1e-6"), "cash": Decimal("1e-4")}  # with what digits leave


class Prices(Bars):
    """``tx.prices``."""

    __slots__ = ()

    async def save_adjustments(self, symbol: str, new: Sequence[Adjustment], look: Look) -> Delivered:
        """Store ex-dates. A delivery is complete from its first ex-date on: what it no longer names there is removed."""
        if not new:
            return Delivered(0)
        first = min(adjustment.ex_date for adjustment in new)
        before = {each.ex_date: each for each in (await self.adjustments([symbol]))[symbol] if each.ex_date >= first}
        after = {each.ex_date: each for each in new}
        if before == after:
            return Delivered(0)
        gone = (adjustments.c.symbol == symbol) & (adjustments.c.ex_date >= first)
        await self._connection.execute(delete(adjustments).where(gone))
        rows = [asdict(row) | {"symbol": symbol, "fetched_at": look.at} for row in after.values()]
        await self._upsert(adjustments, rows)
        wrong = tuple(
            Correction(symbol, day, name, was, now, look.source, look.at)
            for day, each in before.items()
            if not _refined(each, after.get(day))
            for name, same in _RATIOS.items()
            for was, now in [(getattr(each, name), getattr(after.get(day), name, None))]
            if was is not None and (name == "ratio" if now is None else abs(was - now) > same)
        )
        await self.record_corrections(wrong)
        await self.outdate({symbol: min(day for day in {*before, *after} if before.get(day) != after.get(day))})
        return Delivered(sum(before.get(day) != each for day, each in after.items()), wrong)

    async def adjustments(self, symbols: Iterable[str]) -> dict[str, list[Adjustment]]:
        """All known ex-dates, ascending, for each symbol asked for (perhaps none)."""
        found: dict[str, list[Adjustment]] = {symbol: [] for symbol in symbols}
        names = ("symbol", "ex_date", "ratio", "split", "cash", "source", "reference")
        for portion in self._portions(found):
            query = select(*(adjustments.c[name] for name in names)).where(adjustments.c.symbol.in_(portion))
            for symbol, *row in await self._connection.execute(query.order_by(adjustments.c.ex_date)):
                found[symbol].append(Adjustment(*row))
        return found

    async def save_suspensions(self, new: Sequence[Suspension], at: datetime) -> None:
        """Store sessions on which securities did not trade."""
        known = await self.suspensions({row.symbol for row in new})
        first: dict[str, date] = {}
        for row in new:
            if row.session not in known[row.symbol]:
                first[row.symbol] = min(row.session, first.get(row.symbol, row.session))
        await self.outdate(first)
        await self._upsert(suspensions, [asdict(row) | {"fetched_at": at} for row in new], keep=["fetched_at"])

    async def suspensions(self, symbols: Iterable[str]) -> dict[str, frozenset[date]]:
        """The sessions without trade for each symbol asked for (perhaps none)."""
        found: dict[str, set[date]] = {symbol: set() for symbol in symbols}
        for portion in self._portions(found):
            query = select(suspensions.c.symbol, suspensions.c.session).where(suspensions.c.symbol.in_(portion))
            for symbol, session in await self._connection.execute(query):
                found[symbol].add(session)
        return {symbol: frozenset(sessions) for symbol, sessions in found.items()}

    async def suspended_on(self, session: date) -> set[str]:
        """The securities that are known not to have traded on a session."""
        query = select(suspensions.c.symbol).where(suspensions.c.session == session)
        return set((await self._connection.execute(query)).scalars())

    async def save_calendar(self, calendar: TradingCalendar, at: datetime) -> None:
        """Store a market's calendar in place of the one before."""
        before = await self.calendar(calendar.market)
        if (differs := _differs(before, calendar)) is not None:
            # a market without a calendar of its own trades on the sessions of A
            await self.outdate_markets(tuple(Market) if calendar.market is Market.A else (calendar.market,), differs)
        await self._upsert(calendars, [asdict(calendar) | {"fetched_at": at}])

    async def calendar(self, market: Market) -> TradingCalendar | None:
        """The market's calendar, if one was ever stored."""
        return (await self.calendars([market])).get(market)

    async def calendars(self, markets: Iterable[Market] = tuple(Market)) -> dict[Market, TradingCalendar]:
        """The calendars that were ever stored."""
        columns = (calendars.c.market, calendars.c.sessions, calendars.c.known_until, calendars.c.source)
        rows = await self._connection.execute(select(*columns).where(calendars.c.market.in_(markets)))
        return {row.market: TradingCalendar(*row) for row in rows}


def _differs(before: TradingCalendar | None, after: TradingCalendar) -> date | None:
    """The first day of which the two say something else; None where they say the same."""
    if before is None:
        return date.min
    days = set(before.sessions).symmetric_difference(after.sessions)
    ends = {before.known_until, after.known_until}
    return min([*days, *([min(ends)] if len(ends) > 1 else [])], default=None)


def _refined(before: Adjustment, after: Adjustment | None) -> bool:
    """Whether a ratio of the same reference price only has more digits now."""
    return after is not None and before.reference is not None and before.reference == after.reference
