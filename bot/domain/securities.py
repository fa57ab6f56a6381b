"""Securities: what can be picked, on which market, under which names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Market(StrEnum):
    """The market whose benchmark judges a security; Beijing's shares and NEEQ have benchmarks of their own."""

    A = "A"
    BSE = "BSE"
    NEEQ = "NEEQ"
    HK = "HK"
    US = "US"


# Among listings of one company a report without a code means the first of these (DESIGN 2, Names).
LISTING_ORDER = (Market.A, Market.BSE, Market.HK, Market.US, Market.NEEQ)


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name that a security bore; a date is None where the record does not tell it.

    ``until`` is the last day. Where only observations tell when it ended, ``ended_between`` holds the last day on
    which it was seen and the first on which another was.
    """

    name: str
    since: date | None = None
    until: date | None = None
    ended_between: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Security:
    """One listing of one company.

    ``symbol`` is today's (``300308.SZ``, ``09698.HK``, ``VNET.US``); ``pinyin`` holds the upper-case initials of the
    short name; ``company`` is shared by the listings of one company and empty where there is only one. ``former`` may
    hold today's name too, where it is known since when, or where it was borne before and came back (ST and back).
    """

    symbol: str
    name: str
    market: Market
    pinyin: str = ""
    full_name: str = ""
    aliases: tuple[str, ...] = ()
    former: tuple[DatedName, ...] = ()
    listed: date | None = None
    delisted: date | None = None
    company: str = ""
    former_symbols: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The part of the symbol before the dot."""
        return self.symbol.rpartition(".")[0]


def market_of(symbol: str) -> Market:
    """The market that a symbol's suffix names.

    Raises:
        ValueError: the suffix is none of SH, SZ, BJ, NQ, SI (an index of A shares), HK, US.
    """
    suffix = symbol.rpartition(".")[2]
    try:
        return _MARKETS[suffix]
    except KeyError:
        raise ValueError(f"{symbol}: no market ends in .{suffix}") from None


def suffixes_of(markets: Collection[Market]) -> tuple[str, ...]:
    """The suffixes of the symbols of these markets."""
    return tuple(suffix for suffix, market in _MARKETS.items() if market in markets)


_MARKETS = {
    "SH": Market.A,
    "SZ": Market.A,
    "BJ": Market.BSE,
    "NQ": Market.NEEQ,
    "SI": Market.A,
    "HK": Market.HK,
    "US": Market.US,
}
