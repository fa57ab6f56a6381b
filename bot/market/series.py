"""Daily bars in arrays: a hundred thousand of them fit where as many objects would not."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.domain.quotes import Bar

FIELDS = ("open", "high", "low", "close", "volume", "amount")


class Series:
    """The bars of one security or index, ascending by session.

    A float64 keeps every decimal a vendor prints (at most 15 digits), so the figures come out as they went in; NaN
    stands for what is missing.
    """

    __slots__ = ("_days", "_values")

    def __init__(self) -> None:
        self._days = array("i")
        self._values = array("d")

    def __len__(self) -> int:
        return len(self._days)

    @property
    def days(self) -> Sequence[int]:
        """Proleptic ordinals of the sessions that have a bar."""
        return self._days

    def put(self, session: date, values: Sequence[str]) -> bool:
        """Add a bar, printed as in ``FIELDS``, empty where missing; False where the session has another bar already.

        Raises:
            ValueError: no close, or not a number, or not above 0.
        """
        numbers = [float(value) if value else math.nan for value in values]
        if not (math.isfinite(numbers[3]) and numbers[3] > 0):
            raise ValueError(f"a close of {values[3]!r}")
        day = session.toordinal()
        at = bisect_left(self._days, day)
        if at < len(self._days) and self._days[at] == day:
            return self._same(at, numbers)
        self._days.insert(at, day)
        self._values[at * 6 : at * 6] = array("d", numbers)
        return True

    def between(self, since: date, until: date) -> tuple[Bar, ...]:
        """The bars of ``[since, until]``."""
        first, last = bisect_left(self._days, since.toordinal()), bisect_right(self._days, until.toordinal())
        return tuple(self._bar(at) for at in range(first, last))

    def on_or_before(self, day: date) -> Bar | None:
        """The last bar that is not after ``day``."""
        at = bisect_right(self._days, day.toordinal()) - 1
        return self._bar(at) if at >= 0 else None

    def _bar(self, at: int) -> Bar:
        opened, high, low, close, volume, amount = (_decimal(value) for value in self._values[at * 6 : at * 6 + 6])
        if close is None:  # put() took none without
            raise AssertionError
        return Bar(date.fromordinal(self._days[at]), close, opened, high, low, volume, amount)

    def _same(self, at: int, numbers: Sequence[float]) -> bool:
        kept = self._values[at * 6 : at * 6 + 6]
        return all(a == b or (math.isnan(a) and math.isnan(b)) for a, b in zip(kept, numbers, strict=True))


def _decimal(value: float) -> Decimal | None:
    if math.isnan(value):
        return None
    return Decimal(int(value)) if value == int(value) else Decimal(repr(value))
