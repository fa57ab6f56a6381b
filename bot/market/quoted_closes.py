"""Closes out of batch quotes: a whole session's bar of every security that is followed, for a few requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.domain.quotes import Bar, Quote
from bot.domain.securities import market_of
from bot.domain.sessions import ZONES
from bot.market.closing import close_of


@dataclass(frozen=True, slots=True)
class QuotedClose:
    """A session's bar as a quote from after the close tells it, and the reference price from which the day began.

    It is provisional until the daily bars bear it out. ``reference`` is what decides an ex-date's ratio:
    1/k = the last close before it / ``reference`` (METHODOLOGY 2), in the exchange's own rounding.
    """

    bar: Bar
    quote: Quote

    @property
    def reference(self) -> Decimal:
        """The exchange's reference price of the session."""
        return self.quote.previous_close


def quoted_closes(quotes: Mapping[str, Quote], session: date) -> dict[str, QuotedClose]:
    """The closes of ``session`` among the quotes; what is of another day, or from before the close, is left out.

    So is a quote without open, high or low: it is no whole bar. A quote whose time was not the quote's own (akshare's)
    is left out too.
    """
    found: dict[str, QuotedClose] = {}
    for symbol, quote in quotes.items():
        if not _is_close(quote, session) or None in (quote.open, quote.high, quote.low):
            continue
        bar = Bar(session, quote.price, quote.open, quote.high, quote.low, quote.volume, quote.amount)
        found[symbol] = QuotedClose(bar, quote)
    return found


def _is_close(quote: Quote, session: date) -> bool:
    market = market_of(quote.symbol)
    local: datetime = quote.time.astimezone(ZONES[market])
    return local.date() == session and quote.time >= close_of(session, market) and "asking" not in quote.source
