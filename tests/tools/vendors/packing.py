"""Sina's packed histories, written so that the script which akshare runs in V8 unpacks them.

Six bits a character of base64's alphabet, the lowest first. What the script can read is described by its own code
(akshare 1.19.5, akshare/stock/cons.py): format 3466 holds daily bars, format 139 a list of sessions. Real files use
the narrowest fields and change them on the way; here they are wide from the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
DAY_ZERO = date(1990, 12, 19).toordinal()  # 7657 days after 1970-01-01 less one
PRICE_UNITS, COUNT_UNITS = 10, 16  # widths in units of three bits: 30 bits a price, 48 a volume or an amount
SCALE = Decimal(10000)  # four decimals
Row = tuple[date, Decimal, Decimal, Decimal, Decimal, int, int]


class Bits:
    """Bits to be written, the lowest of each number first."""

    def __init__(self, kind: int) -> None:
        self._bits: list[int] = []
        self.number(kind, 12)
        self.number(63, 6)

    def flag(self, *values: bool | int) -> None:
        self._bits += [int(bool(value)) for value in values]

    def number(self, value: int, width: int) -> None:
        """A number, as a complement of two where it is below 0; above 30 bits the reader takes them in two parts."""
        if not -(1 << (width - 1)) <= value < (1 << width):
            raise ValueError(f"{value} does not fit into {width} bits")
        self._bits += [value >> at & 1 for at in range(width)]

    def step(self, value: int) -> None:
        """A change of a width or a precision: its sign, then its size as a run of ones."""
        self.flag(value > 0, *([1] * (abs(value) - 1)), 0)

    def text(self) -> str:
        padded = self._bits + [0] * (-len(self._bits) % 6)
        return "".join(
            ALPHABET[sum(bit << at for at, bit in enumerate(padded[first : first + 6]))]
            for first in range(0, len(padded), 6)
        )


def packed_bars(rows: Sequence[Row], name: str = "KLC_KL") -> str:
    """A file of daily bars: day, open, high, low, close, volume, amount, ascending."""
    bits = Bits(3466)
    close = volume = amount = 0
    before: date | None = None
    for day, opened, high, low, last, shares, money in rows:
        if before is None:
            _first(bits, day)
        elif _weekdays(before, day) == 1:
            bits.flag(0)
        else:
            bits.flag(1, 0, 1, 1, 1)  # a day of its own
            _day(bits, day)
        cents = [int(price * SCALE) for price in (opened, high, low, last)]
        for value in (cents[0] - close, cents[1] - cents[0], cents[0] - cents[2], cents[3] - cents[0]):
            bits.number(value, 3 * PRICE_UNITS)
        bits.number(shares - volume, 3 * COUNT_UNITS)
        bits.number(money - amount, 3 * COUNT_UNITS)
        close, volume, amount, before = cents[3], shares, money, day
    bits.flag(1, 1, 0, 0, 0)  # the end
    return f'var {name}="{bits.text()}";'


def packed_days(days: Sequence[date], name: str = "datelist") -> str:
    """A file of sessions: runs of weekdays between those that are none."""
    bits = Bits(139)
    bits.number(days[0].toordinal() - DAY_ZERO, 18)
    bits.number(days[-1].toordinal() - DAY_ZERO, 18)
    runs = [0]
    for before, day in pairwise(days):
        closed = _weekdays(before, day) - 1
        runs[-1] += 1
        runs += [0] * closed
    runs[-1] += 1
    for at, run in enumerate(runs):
        bits.flag(at == 0)
        if at == 0:
            bits.step(4)
        bits.number(run, 12)
    return f'var {name}="{bits.text()}";'


def _first(bits: Bits, day: date) -> None:
    """Amounts as they are, four decimals, wide fields, the first day."""
    bits.flag(1, 1)
    bits.flag(1, 1, 1, 0, 0, 0, 0)  # amounts are not computed from prices; nothing else of its kind changes
    bits.flag(1)
    bits.step(6)  # prices: from two decimals to four
    bits.flag(0, 0)
    bits.flag(1)
    for units in (3, 3, 3, 3):
        bits.flag(1)
        bits.step(PRICE_UNITS - units)
    for units in (5, 5):
        bits.flag(1)
        bits.step(COUNT_UNITS - units)
    bits.flag(1)
    _day(bits, day)
    bits.flag(0)  # no price before the first


def _day(bits: Bits, day: date) -> None:
    bits.number(1, 3)
    bits.number(day.toordinal() - DAY_ZERO, 18)


def _weekdays(before: date, day: date) -> int:
    return sum(date.fromordinal(each).weekday() < 5 for each in range(before.toordinal() + 1, day.toordinal() + 1))
