"""Tables of lists: price, the day's change and the newest coverage of each security, from the store, and from quotes in session."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.clock import Clock
from bot.domain.quotes import Adjustment, Bar, Quote
from bot.domain.reports import RESTRICTED_LEVELS
from bot.domain.scoring.results import PickScore
from bot.domain.securities import market_of
from bot.domain.sessions import CLOSES, OPENS, SHANGHAI, ZONES
from bot.market.ports import MarketError, QuoteSource
from bot.services.names.reference import Reference
from bot.services.paging import page_of
from bot.services.research.cards import source_of
from bot.services.scores.scoring import Scoring
from bot.services.views.lists import ListHead, WatchRow, WatchTable
from bot.services.views.pieces import Source
from bot.store.store import Store

_log = logging.getLogger(__name__)

PAGE = 10
LOOK_BACK = timedelta(days=40)  # a suspension, and the holidays before it
PATIENCE = 3.0  # seconds for quotes; the closes say nearly as much


@dataclass(frozen=True, slots=True)
class Close:
    """The last close of a security that is stored, and the change of its day as a fraction."""

    session: date
    price: Decimal
    change: Decimal | None


class ListTables:
    """Makes the rows of lists."""

    def __init__(self, store: Store, scoring: Scoring, quotes: QuoteSource, reference: Reference, clock: Clock) -> None:
        self._store = store
        self._scoring = scoring
        self._quotes = quotes
        self._reference = reference
        self._clock = clock

    async def table(
        self, head: ListHead, symbols: Sequence[str], *, qualified: bool | None, page: int = 0, token: str = ""
    ) -> WatchTable:
        """A page of these securities in their order; coverage only by reports that are for the viewer."""
        shown, page, pages = page_of(symbols, page, PAGE)
        scores, source = await self._scores(shown, qualified=qualified)
        closes, quotes = await self._closes(shown), await self._in_session(shown)
        rows = tuple(self._row(symbol, scores.get(symbol), closes.get(symbol), quotes.get(symbol)) for symbol in shown)
        newest = max((row.session for row in rows if row.session is not None and not row.live), default=None)
        dated = source_of(list(scores.values()), source)
        if newest is not None and (dated.as_of is None or dated.as_of < newest):
            dated = Source(source.name, newest, source.fetched)
        return WatchTable(head, rows, page, pages, dated, _live(quotes), token)

    async def _scores(
        self, symbols: Sequence[str], *, qualified: bool | None
    ) -> tuple[Mapping[str, PickScore], Source]:
        """The figures of the newest report on each."""
        hidden = () if qualified else RESTRICTED_LEVELS
        async with self._store.snapshot() as tx:
            found = await tx.finding.covering(symbols, 1, hidden_levels=hidden)
            wanted = [picks[0].pick_id for picks in found.values()]
            picks = await tx.reports.confirmed_picks(pick_ids=wanted) if wanted else []
            fresh = await tx.prices.freshness(symbols)
        scored, prices = await self._scoring.score_picks(picks, self._today())
        source = prices.source if picks else Source(fresh.source if fresh else "", None)
        return {each.score.symbol: each.score for each in scored}, source

    async def _closes(self, symbols: Sequence[str]) -> Mapping[str, Close]:
        today = self._today()
        async with self._store.snapshot() as tx:
            bars = await tx.prices.bars(symbols, today - LOOK_BACK, today)
            adjustments = await tx.prices.adjustments(symbols)
        return {symbol: _close(own, adjustments[symbol]) for symbol, own in bars.items() if own}

    async def _in_session(self, symbols: Sequence[str]) -> Mapping[str, Quote]:
        """Quotes of today for those whose market is open; none where nobody answers soon: the closes stand in."""
        now = self._clock.now()
        asked = [symbol for symbol in symbols if _open(symbol, now)]
        if not asked:
            return {}
        try:
            async with asyncio.timeout(PATIENCE):
                quotes = await self._quotes.quotes(asked)
        except (MarketError, TimeoutError) as error:
            _log.info("a list is shown without quotes: %s", error)
            return {}
        return {symbol: quote for symbol, quote in quotes.items() if _of_today(quote, now)}

    def _row(self, symbol: str, score: PickScore | None, close: Close | None, quote: Quote | None) -> WatchRow:
        security = self._reference.ref(symbol)
        if quote is not None:
            session = quote.time.astimezone(ZONES[market_of(symbol)]).date()
            return WatchRow(security, quote.price, quote.change, session, live=True, score=score)
        if close is None:
            return WatchRow(security, None, None, None, live=False, score=score)
        return WatchRow(security, close.price, close.change, close.session, live=False, score=score)

    def _today(self) -> date:
        return self._clock.now().astimezone(SHANGHAI).date()


def _open(symbol: str, now: datetime) -> bool:
    market = market_of(symbol)
    local = now.astimezone(ZONES[market])
    return local.isoweekday() <= 5 and OPENS[market] <= local.time() <= CLOSES[market]  # noqa: PLR2004 - Friday


def _of_today(quote: Quote, now: datetime) -> bool:
    """On a holiday vendors tell the last session's price, which is a close."""
    zone = ZONES[market_of(quote.symbol)]
    return quote.time.astimezone(zone).date() == now.astimezone(zone).date()


def _close(bars: Sequence[Bar], adjustments: Sequence[Adjustment]) -> Close:
    """The change is against the reference price (METHODOLOGY 2)."""
    last = bars[-1]
    reference = last.reference
    if reference is None and len(bars) > 1:
        today = [each.ratio for each in adjustments if each.ex_date == last.session]
        reference = bars[-2].close / today[0] if today else bars[-2].close
    return Close(last.session, last.close, last.close / reference - 1 if reference else None)


def _live(quotes: Mapping[str, Quote]) -> Source | None:
    """Who gave the quotes, and the oldest minute among them."""
    if not quotes:
        return None
    oldest = min(quote.time for quote in quotes.values())
    names = " + ".join(sorted({quote.source for quote in quotes.values()}))
    return Source(names, oldest.astimezone(SHANGHAI).date(), oldest)
