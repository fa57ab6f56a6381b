"""What closes are compared with: the extremes of the sessions before, and the best close since a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from bot.domain.quotes import Adjustment, Bar


def on_basis_of(bars: Sequence[Bar], adjustments: Sequence[Adjustment]) -> list[Decimal]:
    """The closes on the price basis of the last bar's session, by the ratios of the ex-dates between (METHODOLOGY 2)."""
    closes, ratio, left = [], Decimal(1), sorted(adjustments, key=lambda each: each.ex_date)
    for bar in reversed(bars):
        while left and left[-1].ex_date > bar.session:
            last = left.pop()
            ratio *= last.ratio if last.ex_date <= bars[-1].session else 1
        closes.append(bar.close / ratio)
    return closes[::-1]


def ratio_between(adjustments: Iterable[Adjustment], after: date, until: date) -> Decimal:
    """By how much the ex-dates in ``(after, until]`` divide a price."""
    ratio = Decimal(1)
    for each in adjustments:
        if after < each.ex_date <= until:
            ratio *= each.ratio
    return ratio


def extreme_before(
    bars: Sequence[Bar], adjustments: Sequence[Adjustment], sessions: int, *, high: bool
) -> Decimal | None:
    """The highest or lowest close of so many sessions before the last bar's; None where fewer are known."""
    if len(bars) <= sessions:
        return None
    closes = on_basis_of(bars[-sessions - 1 :], adjustments)[:-1]
    return max(closes) if high else min(closes)


def drawdown(bars: Sequence[Bar], adjustments: Sequence[Adjustment], since: date) -> Decimal | None:
    """How far the last close lies below the best since ``since``, as a fraction of zero or less; None without any bar."""
    closes = on_basis_of([bar for bar in bars if bar.session >= since], adjustments)
    return round(closes[-1] / max(closes) - 1, 9) if closes else None
