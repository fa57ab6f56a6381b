"""Raw prices, what ex-dates do to them, suspensions and calendars."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from itertools import groupby
from math import nan
from operator import itemgetter

from sqlalchemy import BigInteger, BindParameter, Date, bindparam, delete, func, or_, select, type_coerce, update

from bot.domain.quotes import Adjustment, Bar, BarColumns, Suspension
from bot.domain.securities import Market
from bot.domain.sessions import TradingCalendar
from bot.store.records import Freshness
from bot.store.repository import Repository
from bot.store.tables.market import adjustments, bar_fetches, bars, calendars, suspensions
from bot.store.types import Fixed

_FIGURES = ("close", "open", "high", "low", "volume", "amount")


class Prices(Repository):
    """``tx.prices``. Index bars stand beside the others under their code (000300, H00300)."""

    __slots__ = ()

    async def save_bars(
        self, symbol: str, new: Sequence[Bar], *, source: str, at: datetime, since: date | None = None
    ) -> int:
        """Store the bars of one symbol; see `save_deliveries`."""
        return await self.save_deliveries({symbol: new}, source=source, at=at, since={symbol: since} if since else {})

    async def save_deliveries(
        self, new: Mapping[str, Sequence[Bar]], *, source: str, at: datetime, since: Mapping[str, date]
    ) -> int:
        """Store bars by symbol, over those of the same sessions; how many are new or differ from what was there.

        A bar that is there with the same figures keeps its source and time. That a fetch was made is noted even if
        it brought nothing; ``since`` holds the first day that was asked for.
        """
        if not new:
            return 0
        fetches = {symbol: {"symbol": symbol, "source": source, "fetched_at": at} for symbol in new}
        await self._upsert(bar_fetches, list(fetches.values()))
        await self._note_since(since)
        # Two bars of one session in one delivery: the later one holds (PostgreSQL would refuse both).
        rows = {(symbol, bar.session): _row(bar) | fetches[symbol] for symbol, each in new.items() for bar in each}
        if not rows:
            return 0
        insert = self._insert(bars)
        written = {name: insert.excluded[name] for name in (*_FIGURES, "source", "fetched_at")}
        upsert = insert.on_conflict_do_update(
            index_elements=["symbol", "session"],
            set_=written,
            where=or_(*(bars.c[name].is_distinct_from(insert.excluded[name]) for name in _FIGURES)),
        )
        result = await self._connection.execute(upsert.returning(bars.c.session), list(rows.values()))
        return len(result.all())

    async def _note_since(self, since: Mapping[str, date]) -> None:
        if not since:
            return
        asked: BindParameter[str] = bindparam("asked")
        first = bindparam("first", type_=Date())
        earlier = (bar_fetches.c.symbol == asked) & or_(bar_fetches.c.since.is_(None), bar_fetches.c.since > first)
        rows = [{"asked": symbol, "first": day} for symbol, day in since.items()]
        await self._connection.execute(update(bar_fetches).where(earlier).values(since=first), rows)

    async def bars(self, symbols: Iterable[str], since: date, until: date) -> dict[str, list[Bar]]:
        """The bars of sessions in ``[since, until]``, ascending, for each symbol asked for (perhaps none)."""
        found: dict[str, list[Bar]] = {symbol: [] for symbol in symbols}
        columns = [bars.c[name] for name in ("symbol", "session", *_FIGURES)]
        for portion in self._portions(found):
            asked = bars.c.symbol.in_(portion) & bars.c.session.between(since, until)
            query = select(*columns).where(asked).order_by(bars.c.symbol, bars.c.session)
            for symbol, session, *figures in await self._connection.execute(query):
                found[symbol].append(Bar(session, *figures))
        return found

    async def columns(self, symbols: Iterable[str], since: date, until: date) -> dict[str, BarColumns]:
        """As `bars`, in the form that is reckoned with: a hundred thousand bars would be too many objects."""
        found = {symbol: BarColumns.of(()) for symbol in symbols}
        figures = [bars.c[name] for name in ("close", "open", "high", "low", "volume")]
        scales = [10**figure.type.places for figure in figures if isinstance(figure.type, Fixed)]
        units = [type_coerce(figure, BigInteger) for figure in figures]
        for portion in self._portions(found):
            asked = bars.c.symbol.in_(portion) & bars.c.session.between(since, until)
            query = select(bars.c.symbol, bars.c.session, *units).where(asked).order_by(bars.c.symbol, bars.c.session)
            rows = await self._connection.execute(query)
            for symbol, of_symbol in groupby(rows.all(), key=itemgetter(0)):
                _, sessions, *columns = zip(*of_symbol, strict=True)
                days = array("i", map(date.toordinal, sessions))
                found[symbol] = BarColumns(days, *map(_floats, columns, scales))
        return found

    async def last_bar(self, symbol: str) -> date | None:
        """The newest session with a bar."""
        return (await self.last_bars([symbol])).get(symbol)

    async def last_bars(self, symbols: Iterable[str]) -> dict[str, date]:
        """The newest session with a bar by symbol; symbols without any are not in it."""
        found: dict[str, date] = {}
        for portion in self._portions(symbols):
            newest = select(bars.c.symbol, func.max(bars.c.session)).where(bars.c.symbol.in_(portion))
            rows = await self._connection.execute(newest.group_by(bars.c.symbol))
            found |= {row[0]: row[1] for row in rows}
        return found

    async def asked_since(self, symbols: Iterable[str]) -> dict[str, date]:
        """The first day from which each symbol's bars were ever asked for; symbols never asked for are not in it."""
        found: dict[str, date] = {}
        for portion in self._portions(symbols):
            asked = bar_fetches.c.symbol.in_(portion) & bar_fetches.c.since.is_not(None)
            rows = await self._connection.execute(select(bar_fetches.c.symbol, bar_fetches.c.since).where(asked))
            found |= {row.symbol: row.since for row in rows}
        return found

    async def save_adjustments(self, symbol: str, new: Sequence[Adjustment], at: datetime) -> None:
        """Store ex-dates. A delivery is complete from its first ex-date on: what it no longer names there is removed."""
        if not new:
            return
        first = min(adjustment.ex_date for adjustment in new)
        gone = (adjustments.c.symbol == symbol) & (adjustments.c.ex_date >= first)
        await self._connection.execute(delete(adjustments).where(gone))
        await self._upsert(adjustments, [asdict(row) | {"symbol": symbol, "fetched_at": at} for row in new])

    async def adjustments(self, symbols: Iterable[str]) -> dict[str, list[Adjustment]]:
        """All known ex-dates, ascending, for each symbol asked for (perhaps none)."""
        found: dict[str, list[Adjustment]] = {symbol: [] for symbol in symbols}
        names = ("symbol", "ex_date", "ratio", "split", "cash", "source")
        for portion in self._portions(found):
            query = select(*(adjustments.c[name] for name in names)).where(adjustments.c.symbol.in_(portion))
            for symbol, *row in await self._connection.execute(query.order_by(adjustments.c.ex_date)):
                found[symbol].append(Adjustment(*row))
        return found

    async def save_suspensions(self, new: Sequence[Suspension], at: datetime) -> None:
        """Store sessions on which securities did not trade."""
        await self._upsert(suspensions, [asdict(row) | {"fetched_at": at} for row in new], keep=["fetched_at"])

    async def suspensions(self, symbols: Iterable[str]) -> dict[str, frozenset[date]]:
        """The sessions without trade for each symbol asked for (perhaps none)."""
        found: dict[str, set[date]] = {symbol: set() for symbol in symbols}
        for portion in self._portions(found):
            query = select(suspensions.c.symbol, suspensions.c.session).where(suspensions.c.symbol.in_(portion))
            for symbol, session in await self._connection.execute(query):
                found[symbol].add(session)
        return {symbol: frozenset(sessions) for symbol, sessions in found.items()}

    async def save_calendar(self, calendar: TradingCalendar, at: datetime) -> None:
        """Store a market's calendar in place of the one before."""
        await self._upsert(calendars, [asdict(calendar) | {"fetched_at": at}])

    async def calendar(self, market: Market) -> TradingCalendar | None:
        """The market's calendar, if one was ever stored."""
        return (await self.calendars([market])).get(market)

    async def calendars(self, markets: Iterable[Market] = tuple(Market)) -> dict[Market, TradingCalendar]:
        """The calendars that were ever stored."""
        columns = (calendars.c.market, calendars.c.sessions, calendars.c.known_until, calendars.c.source)
        rows = await self._connection.execute(select(*columns).where(calendars.c.market.in_(markets)))
        return {row.market: TradingCalendar(*row) for row in rows}

    async def freshness(self, symbols: Iterable[str]) -> Freshness | None:
        """Where the symbols' bars come from and how old they are; None where none was ever fetched."""
        asked = list(dict.fromkeys(symbols))
        sources: set[str] = set()
        fetched: list[datetime] = []
        newest: list[date] = []
        for portion in self._portions(asked):
            query = select(bar_fetches.c.source, bar_fetches.c.fetched_at).where(bar_fetches.c.symbol.in_(portion))
            for source, at in await self._connection.execute(query):
                sources.add(source)
                fetched.append(at)
            last = select(func.max(bars.c.session)).where(bars.c.symbol.in_(portion))
            session = (await self._connection.execute(last)).scalar_one()
            newest += [session] if session else []
        if not fetched:
            return None
        return Freshness(", ".join(sorted(sources)), min(fetched), max(newest, default=None))


def _row(bar: Bar) -> dict[str, object]:
    return {name: getattr(bar, name) for name in ("session", *_FIGURES)}  # `asdict` copies deeply, ten times as slowly


def _floats(units: Iterable[int | None], scale: int) -> array[float]:
    """Integers divided are rounded once, as is a decimal made a float: the figures are the same to the last bit."""
    return array("d", [nan if unit is None else unit / scale for unit in units])
