"""Whether a factor file has to be fetched anew: a session whose reference price is the close before it is no ex-date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from bot.domain.quotes import Adjustment, Bar, Quote
from bot.domain.securities import market_of
from bot.domain.sessions import ZONES

LAST_BARS = 12  # of a security; the evening's look for corrections goes back a week


@dataclass(frozen=True, slots=True)
class _Known:
    """The ex-dates in ``(since, until]``, as fetched."""

    since: date
    until: date
    found: tuple[Adjustment, ...]


class ExDateWatch:
    """Keeps, for the life of the process, what saves a request a security each evening.

    It holds the ex-dates as they were fetched, the last closes, and the reference prices that batch quotes brought. The
    exchange's own reference price decides (METHODOLOGY 2): where it is the close before, there was nothing to adjust.
    """

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._closes: dict[str, tuple[tuple[date, Decimal], ...]] = {}
        self._references: dict[str, dict[date, Decimal]] = {}

    def saw_quotes(self, quotes: Iterable[Quote]) -> None:
        """Note the reference prices of the sessions that the quotes are of."""
        for quote in quotes:
            session = quote.time.astimezone(ZONES[market_of(quote.symbol)]).date()
            seen = self._references.setdefault(quote.symbol, {})
            seen[session] = quote.previous_close
            if len(seen) > LAST_BARS:
                del seen[min(seen)]

    def saw_bars(self, symbol: str, bars: Sequence[Bar]) -> None:
        """Note the last closes, bars ascending."""
        self._closes[symbol] = tuple((bar.session, bar.close) for bar in bars[-LAST_BARS:])

    def fetched(self, symbol: str, since: date, until: date, found: tuple[Adjustment, ...]) -> None:
        """Note what the source said of ``(since, until]``."""
        self._known[symbol] = _Known(since, until, found)

    def known(self, symbol: str, since: date, until: date) -> tuple[Adjustment, ...] | None:
        """The ex-dates in ``(since, until]`` where none can have come about since they were fetched; else None.

        A security that has not traded since then (suspended) shows its ex-date on the first day on which it does.
        """
        known = self._known.get(symbol)
        if known is None or since < known.since:
            return None
        closes = self._closes.get(symbol, ())
        if until > known.until and (not closes or closes[0][0] > known.until):
            return None
        seen = self._references.get(symbol, {})
        told = {each.ex_date for each in known.found}
        for (_, before), (session, _close) in pairwise(closes):
            # a day that was asked about counts too where its quote was seen: the file may have come late
            asked_about = session <= until and session not in told and (session > known.until or session in seen)
            if asked_about and seen.get(session) != before:
                return None
        return tuple(each for each in known.found if since < each.ex_date <= until)
