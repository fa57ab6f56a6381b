"""What was seen of quotes in the last minutes of this process: changes count from it, and what it did not see is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.domain.quotes import Quote
from bot.domain.securities import Market, market_of
from bot.domain.sessions import continuous_since

KEPT = timedelta(minutes=6)


@dataclass(frozen=True, slots=True)
class Unseen:
    """Where the price has been since the last look, None where it was not beyond what that had seen.

    ``since`` is that look; None where this process has not looked at this session yet, and it is the whole day's range.
    """

    high: Decimal | None = None
    low: Decimal | None = None
    since: datetime | None = None


SEEN = Unseen()


@dataclass(frozen=True, slots=True)
class _Range:
    session: date
    high: Decimal
    low: Decimal
    at: datetime


class Looks:
    """The quotes that were accepted, for a few minutes each, and the range in which they have been today."""

    def __init__(self) -> None:
        self._quotes: dict[str, list[Quote]] = {}
        self._ranges: dict[str, _Range] = {}
        self._began: dict[Market, datetime | None] = {}

    def begin(self, due: datetime) -> None:
        """A look at ``due``: what was seen before this part of the day began is no beginning of a move."""
        self._began = {market: continuous_since(market, due) for market in Market}

    def earlier(self, quote: Quote) -> Sequence[Quote]:
        """The security's quotes of the last minutes before this one and of the same part of the day, oldest first."""
        kept = self._quotes.get(quote.symbol)
        began = self._began.get(market_of(quote.symbol))
        if not kept or began is None:
            return ()
        return [each for each in kept if began <= each.time < quote.time]

    def unseen(self, quote: Quote, session: date) -> Unseen:
        """The part of the day's range that no look has seen, the quote being of ``session``."""
        if quote.high is None or quote.low is None:
            return SEEN
        known = self._ranges.get(quote.symbol)
        if known is None or known.session != session:
            return Unseen(quote.high, quote.low)
        if quote.high <= known.high and quote.low >= known.low:
            return SEEN
        high = quote.high if quote.high > known.high else None
        return Unseen(high, quote.low if quote.low < known.low else None, known.at)

    def accept(self, quotes: Mapping[str, Quote], sessions: Mapping[str, date], at: datetime) -> None:
        """These quotes, each of its session, were dealt with at ``at``."""
        for symbol, quote in quotes.items():
            kept = self._quotes.setdefault(symbol, [])
            if not kept or kept[-1].time < quote.time:
                while kept and quote.time - kept[0].time > KEPT:
                    del kept[0]
                kept.append(quote)
            self._ranges[symbol] = _Range(sessions[symbol], quote.high or quote.price, quote.low or quote.price, at)
