"""What was seen of quotes in the last minutes of this process: changes count from it, and what it did not see is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.domain.quotes import Quote
from bot.domain.securities import market_of
from bot.domain.sessions import ZONES, continuous_since

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

    def earlier(self, quote: Quote) -> Sequence[Quote]:
        """The security's quotes of the last minutes before this one and of the same part of the day, oldest first."""
        kept = self._quotes.get(quote.symbol)
        if not kept:
            return ()
        began = continuous_since(market_of(quote.symbol), quote.time)
        return [each for each in kept if began is not None and began <= each.time < quote.time]

    def unseen(self, quote: Quote) -> Unseen:
        """The part of the day's range that no look has seen."""
        if quote.high is None or quote.low is None:
            return SEEN
        market = market_of(quote.symbol)
        session = quote.time.astimezone(ZONES[market]).date()
        known = self._ranges.get(quote.symbol)
        if known is not None and known.session == session:
            high = quote.high if quote.high > known.high else None
            low = quote.low if quote.low < known.low else None
            return Unseen(high, low, known.at)
        return Unseen(quote.high, quote.low)

    def accept(self, quotes: Mapping[str, Quote], at: datetime) -> None:
        """These quotes were dealt with at ``at``."""
        for symbol, quote in quotes.items():
            kept = self._quotes.setdefault(symbol, [])
            if not kept or kept[-1].time < quote.time:
                kept[:] = [each for each in kept if quote.time - each.time <= KEPT]
                kept.append(quote)
            session = quote.time.astimezone(ZONES[market_of(symbol)]).date()
            high, low = quote.high or quote.price, quote.low or quote.price
            self._ranges[symbol] = _Range(session, high, low, at)
