"""Extremes and drawdowns of closes, each on the price basis of the last session."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bot.domain.quotes import Adjustment, Bar
from bot.domain.rule_levels import drawdown, extreme_before, on_basis_of

HALVED = [Adjustment(date(2025, 1, 8), Decimal(2))]


def bars(*closes: int, days: tuple[int, ...] = (6, 7, 9, 10)) -> list[Bar]:
    return [Bar(date(2025, 1, day), Decimal(close)) for day, close in zip(days, closes, strict=True)]


def test_an_ex_date_between_two_bars_halves_the_closes_before_it_alone() -> None:
    assert on_basis_of(bars(100, 104, 51, 50), HALVED) == [50, 52, 51, 50]
    assert on_basis_of(bars(100, 104, 51, 50), [Adjustment(date(2025, 1, 9), Decimal(2))]) == [50, 52, 51, 50]


def test_an_ex_date_still_to_come_changes_nothing() -> None:
    assert on_basis_of(bars(100, 104, 51, 50)[:2], HALVED) == [100, 104]


def test_the_extreme_is_of_the_sessions_before_and_of_enough_of_them() -> None:
    assert extreme_before(bars(100, 104, 51, 50), HALVED, 3, high=True) == 52
    assert extreme_before(bars(100, 104, 51, 50), HALVED, 2, high=False) == 51
    assert extreme_before(bars(100, 104, 51, 50), HALVED, 4, high=True) is None


def test_a_drawdown_is_from_the_best_close_since_the_day() -> None:
    falling = bars(100, 104, 51, 39)
    assert drawdown(falling, HALVED, date(2025, 1, 1)) == Decimal("-0.25")
    assert drawdown(falling, HALVED, date(2025, 1, 10)) == 0
    assert drawdown(falling, HALVED, date(2025, 1, 11)) is None
