"""Prices: raw daily bars, the ratios of ex-dates, and quotes in session. Never an adjusted price (METHODOLOGY 2)."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import nan


@dataclass(frozen=True, slots=True)
class Bar:
    """One session of one security or index, unadjusted, in its own currency.

    Only ``close`` is certain: total-return indices have no open, some vendors give closes alone. ``volume`` is in
    shares, ``amount`` in currency. ``reference`` is the previous close as the exchange itself states it, which on an
    ex-date is its reference price; None where the source does not tell. ``preliminary`` is said by the store alone: no
    second look has confirmed this close yet.
    """

    session: date
    close: Decimal
    open: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None
    volume: Decimal | None = None
    amount: Decimal | None = None
    reference: Decimal | None = None
    preliminary: bool = False


@dataclass(frozen=True, slots=True)
class BarColumns:
    """The bars of one security or index for reckoning: a column a figure, ascending by session, NaN where one is missing.

    Each figure is the float64 nearest to the decimal that a `Bar` would hold; ``days`` are proleptic ordinals.
    ``preliminary`` has a byte a bar, 1 where no second look has confirmed the close; empty where all are confirmed.
    """

    days: Sequence[int]
    close: Sequence[float]
    open: Sequence[float]
    high: Sequence[float]
    low: Sequence[float]
    volume: Sequence[float]
    preliminary: bytes = b""

    def __len__(self) -> int:
        return len(self.days)

    @classmethod
    def of(cls, bars: Sequence[Bar]) -> BarColumns:
        """The same bars as columns."""
        figures = zip(*((bar.close, bar.open, bar.high, bar.low, bar.volume) for bar in bars), strict=True)
        columns = [array("d", [nan if each is None else float(each) for each in column]) for column in figures]
        days = array("i", [bar.session.toordinal() for bar in bars])
        flags = bytes(bar.preliminary for bar in bars)
        close, open_, high, low, volume = columns or [array("d")] * 5
        return cls(days, close, open_, high, low, volume, flags if any(flags) else b"")


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What an ex-date does to prices.

    ``ratio`` is 1/k = previous close / exchange reference price: a total return over the ex-date multiplies by it.
    ``split`` is the part of it that is bonus, transfer and rights, and None where the source gives only the combined
    ratio (then there is no price return, METHODOLOGY 2). ``cash`` is per old share. ``reference`` is the exchange's own
    reference price, which decides the ratio; None while nobody has told it, and then the ratio is the source's word.
    """

    ex_date: date
    ratio: Decimal
    split: Decimal | None = None
    cash: Decimal | None = None
    source: str = ""
    reference: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CorporateAction:
    """What a company announced for an ex-date, each figure per old share: cash before tax, new shares, rights.

    Announced terms are not what an ex-date does to the price: treasury shares get nothing, and exchanges round.
    """

    ex_date: date
    cash: Decimal = Decimal(0)
    bonus: Decimal = Decimal(0)
    transfer: Decimal = Decimal(0)
    rights: Decimal = Decimal(0)
    rights_price: Decimal | None = None
    source: str = ""

    def reference(self, previous_close: Decimal) -> Decimal:
        """The reference price that these terms make of a close, unrounded (METHODOLOGY 2)."""
        paid = self.rights * (self.rights_price or Decimal(0))
        return (previous_close - self.cash + paid) / (1 + self.bonus + self.transfer + self.rights)


@dataclass(frozen=True, slots=True)
class Suspension:
    """A session on which a security did not trade at all."""

    symbol: str
    session: date


@dataclass(frozen=True, slots=True)
class Quote:
    """A price in session, with the quote's own time (aware) and where it came from.

    ``previous_close`` is the exchange's reference price, so a day change over an ex-date is right without more ado.
    ``bid`` and ``ask`` are the best prices in the book, 0 where that side of it is empty, None where nobody tells.
    """

    symbol: str
    price: Decimal
    previous_close: Decimal
    time: datetime
    source: str
    open: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None
    volume: Decimal | None = None
    amount: Decimal | None = None
    limit_up: Decimal | None = None
    limit_down: Decimal | None = None
    bid: Decimal | None = None
    ask: Decimal | None = None

    @property
    def change(self) -> Decimal:
        """The day's change as a fraction of the reference price."""
        return self.price / self.previous_close - 1
