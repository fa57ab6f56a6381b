"""Quotes through akshare, one share a request: the last to be asked, or the only one (``BOT_SOURCES__QUOTES``)."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from bot.clock import Clock
from bot.domain.quotes import Quote
from bot.market.akshare_calls import AkshareCalls
from bot.market.akshare_reference import single_quote
from bot.market.ports import Batch, MarketError, NoData

LOG = logging.getLogger(__name__)


class AkshareQuotes:
    """A `BatchSource` for A shares over `stock_bid_ask_em`, one request each, five seconds apart.

    akshare drops the quote's own time, so ``time`` is when it was asked for and ``source`` says so. Hong Kong and US
    quotes would take a crawl of their whole market and are left out. The first refusal ends the round: East Money
    answers the next request with a longer ban.
    """

    name = "eastmoney-quotes"

    def __init__(self, calls: AkshareCalls, clock: Clock) -> None:
        self._calls = calls
        self._clock = clock

    async def batch(self, symbols: Sequence[str]) -> Batch:
        """See `BatchSource.batch`; raises SourceUnavailable or SourceChanged where the first request fails."""
        found: dict[str, Quote] = {}
        for symbol in symbols:
            try:
                values = await self._calls.run(single_quote, symbol)
            except NoData:
                continue
            except MarketError as error:
                if not found:
                    raise
                LOG.warning("The round ends with %s of %s quotes: %s", len(found), len(symbols), error)
                break
            quote = _quote(symbol, values, self._clock.now())
            if quote is not None:
                found[symbol] = quote
        return Batch(found)


def _quote(symbol: str, values: Mapping[str, Decimal | None], now: datetime) -> Quote | None:
    price, previous, opened = values["price"], values["previous_close"], values["open"]
    if not price or not previous or not opened:  # 0 and `-`: not traded today
        return None
    return Quote(
        symbol,
        price,
        previous,
        now,
        "akshare/eastmoney, time of asking",
        open=opened,
        **{name: values[name] or None for name in ("high", "low", "volume", "amount", "limit_up", "limit_down")},
    )
