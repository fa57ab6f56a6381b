"""Quotes from several vendors: the first that answers serves, a second one is asked about what is doubtful."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from bot.clock import Clock
from bot.domain.quotes import Quote
from bot.domain.securities import Market, market_of
from bot.domain.sessions import ZONES
from bot.market.ex_date_watch import ExDateWatch
from bot.market.health import Supply
from bot.market.ports import Batch, BatchSource, Dispute, MarketError, Reason, SecondLook, SourceChanged
from bot.market.sources import Sources

AHEAD = timedelta(minutes=2)  # a quote from later than that is from no clock of an exchange
STALE = timedelta(minutes=5)
ASK_AGAIN = timedelta(minutes=10)  # whether all is stale or only the vendor
PROBED = "600519.SH"
SINGLE = "eastmoney-quotes"  # a request a security: no second opinion at that price


class CheckedQuotes:
    """A `QuoteSource` made of vendors, in their order.

    What the first that answers leaves out stays out: a suspended share would otherwise send a request to every further
    vendor each minute. What it sent and is not believed is asked of the next one, and so is everything where nothing
    that it sent is fresh. Every quote says by itself which vendor it came from, and its time.
    """

    name = "quotes"

    def __init__(
        self,
        vendors: Sequence[BatchSource],
        sources: Sources,
        clock: Clock,
        *,
        differ: Decimal,
        watch: ExDateWatch | None = None,
    ) -> None:
        if not vendors:
            raise ValueError("no source of quotes")
        self._vendors = tuple(vendors)
        self._sources = sources
        self._clock = clock
        self._differ = differ
        self._watch = watch or ExDateWatch()
        self._alike_until: datetime | None = None

    async def quotes(self, symbols: Sequence[str]) -> Mapping[str, Quote]:
        """See `QuoteSource.quotes`."""
        if not symbols:
            return {}
        asks = [(vendor.name, partial(self._ask, vendor, symbols)) for vendor in self._vendors]
        name, batch = await self._sources.first(Supply.QUOTES, asks, lambda batch: _newest(batch.quotes.values()))
        self._doubt(name, batch)
        self._watch.saw_quotes(batch.quotes.values())
        quotes = dict(batch.quotes)
        others = [each for each in self._vendors if each.name not in (name, SINGLE)]
        if batch.refused:
            quotes |= (await self._instead(others, sorted(batch.refused)))[1]
        now = self._clock.now()
        if self._stale(quotes.values(), now) and (self._alike_until is None or now >= self._alike_until):
            fresher, found = await self._instead(others, list(quotes))
            if found and not self._stale(found.values(), now):
                words = f"the newest of its quotes is of {_newest(quotes.values()):%m-%d %H:%M} UTC"
                self._sources.doubted(name, Reason.STALE, words)
                self._sources.serves(Supply.QUOTES, fresher)
                return {**quotes, **found}
            self._alike_until = now + ASK_AGAIN  # the market rests, not the vendor
        return quotes

    async def second_look(self, quotes: Sequence[Quote]) -> SecondLook:
        """See `QuoteSource.second_look`: prices, or reference prices, that lie further apart than the settings allow."""
        found: dict[str, Dispute] = {}
        alone = {each.symbol for each in quotes}
        for vendor in self._vendors:
            asked = {each.symbol: each for each in quotes if not vendor.name.startswith(each.source)}
            if vendor.name == SINGLE or not asked:
                continue
            _, others = await self._instead([vendor], list(asked))
            for symbol, other in others.items():
                dispute = Dispute(asked[symbol], other) if self._apart(asked[symbol], other) else None
                self._sources.dispute(symbol, dispute)
                if dispute is not None:
                    found[symbol] = dispute
                if abs(asked[symbol].time - other.time) <= STALE:
                    alone.discard(symbol)
        return SecondLook(found, frozenset(alone))

    def probes(self) -> Mapping[str, Callable[[], Awaitable[object]]]:
        """A small question for each vendor, for `bot doctor`; each raises a `MarketError` where it fails."""

        def probe(vendor: BatchSource) -> Callable[[], Awaitable[Batch]]:
            ask = partial(self._ask, vendor, [PROBED])
            return partial(self._sources.ask, vendor.name, ask, lambda batch: _newest(batch.quotes.values()))

        return {vendor.name: probe(vendor) for vendor in self._vendors}

    async def _ask(self, vendor: BatchSource, symbols: Sequence[str]) -> Batch:
        batch = await vendor.batch(symbols)
        now = self._clock.now()
        newest: dict[Market, date] = {}
        for symbol, quote in batch.quotes.items():
            if quote.time <= now + AHEAD:
                newest[market_of(symbol)] = max(_day(quote), newest.get(market_of(symbol), date.min))
        refused = dict(batch.refused)
        for symbol, quote in batch.quotes.items():
            if quote.time > now + AHEAD:
                refused[symbol] = Reason.FUTURE
            elif _day(quote) < newest[market_of(symbol)]:  # one of yesterday's among today's
                refused[symbol] = Reason.STALE
        fine = {symbol: quote for symbol, quote in batch.quotes.items() if symbol not in refused}
        if refused and not fine:
            symbol, reason = next(iter(refused.items()))
            raise SourceChanged(f"{_words(symbol, len(refused))}, and no other is there", reason)
        return Batch(fine, refused)

    def _doubt(self, name: str, batch: Batch) -> None:
        if batch.refused:
            symbol, reason = next(iter(batch.refused.items()))
            self._sources.doubted(name, reason, _words(symbol, len(batch.refused)))

    async def _instead(self, vendors: Sequence[BatchSource], symbols: Sequence[str]) -> tuple[str, Mapping[str, Quote]]:
        """What the first of the other vendors says, with its name; nothing where none answers."""
        for vendor in vendors:
            try:
                batch = await self._sources.ask(vendor.name, partial(self._ask, vendor, symbols))
            except MarketError:  # its health says so
                continue
            self._doubt(vendor.name, batch)
            return vendor.name, batch.quotes
        return "", {}

    def _apart(self, one: Quote, other: Quote) -> bool:
        if abs(one.time - other.time) > STALE:
            return False  # two moments; a delayed vendor contradicts nobody
        pairs = [(one.price, other.price), (one.previous_close, other.previous_close)]
        ranges = ((one.high, other.high), (one.low, other.low))  # rules tell of a price that was touched, too
        pairs += [(first, second) for first, second in ranges if first is not None and second is not None]
        return any(abs(second / first - 1) > self._differ for first, second in pairs)

    def _stale(self, quotes: Collection[Quote], now: datetime) -> bool:
        newest = _newest(quotes)
        return newest is not None and now - newest > STALE


def _newest(quotes: Iterable[Quote]) -> datetime | None:
    return max((quote.time for quote in quotes), default=None)


def _day(quote: Quote) -> date:
    return quote.time.astimezone(ZONES[market_of(quote.symbol)]).date()


def _words(symbol: str, number: int) -> str:
    """In English, beside the reason: which quote it is about."""
    return f"the quote of {symbol}" + (f" and of {number - 1} more" if number > 1 else "") + " cannot be believed"
