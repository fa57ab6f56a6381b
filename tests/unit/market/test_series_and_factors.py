"""What holds for any figures: nothing is lost on the way in and out, and a return survives its ex-dates."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quotes import Bar
from bot.market.akshare_factors import Factor, from_factors, from_summands
from bot.market.series import Series

FIRST = date(2024, 1, 1)
PRICES = st.decimals(min_value="0.01", max_value="99999.9999", places=4)
SPLITS = st.sampled_from(["1", "1.2", "1.39552", "2", "0.1"]).map(Decimal)
CASH = st.decimals(min_value="0", max_value="5", places=3)


@given(st.dictionaries(st.dates(FIRST, date(2026, 12, 31)), st.tuples(PRICES, PRICES), max_size=30))
def test_every_decimal_comes_out_as_it_went_in_and_in_order(rows: dict[date, tuple[Decimal, Decimal]]) -> None:
    series = Series()
    for day, (opened, close) in rows.items():
        assert series.put(day, [str(opened), "", "", str(close), "", ""])
        assert series.put(day, [str(opened), "", "", str(close), "", ""])  # the same bar again is no second one
        assert not series.put(day, [str(opened), "", "", str(close + 1), "", ""])
    bars = series.between(date.min, date.max)
    assert [bar.session for bar in bars] == sorted(rows)
    assert {bar.session: (bar.open, bar.close) for bar in bars} == rows
    for day in rows:
        assert series.on_or_before(day) == next(bar for bar in bars if bar.session == day)


@given(st.lists(st.tuples(SPLITS, CASH), min_size=1, max_size=6))
def test_shares_and_cash_are_found_again_in_factors_and_summands(events: list[tuple[Decimal, Decimal]]) -> None:
    price = Decimal(100)
    factors = [Factor(date(1900, 1, 1), Decimal(1), Decimal(0))]
    for place, (split, cash) in enumerate(events):
        before = factors[-1]
        factors.append(
            Factor(FIRST + timedelta(days=place + 1), before.factor * split, before.cash + cash * before.factor)
        )
    found = from_summands(factors, [Bar(FIRST, price)], asked="it")
    assert len(found) == sum((split, cash) != (Decimal(1), Decimal(0)) for split, cash in events)
    for event in found:
        split, cash = events[(event.ex_date - FIRST).days - 1]
        assert (float(event.split or 0), float(event.cash or 0)) == pytest.approx((float(split), float(cash)), abs=2e-4)
        assert float(event.ratio) == pytest.approx(float(price * split / (price - cash)), rel=1e-5)


@given(st.lists(st.decimals(min_value="1", max_value="50", places=6), min_size=2, max_size=20))
def test_the_product_of_the_ratios_is_the_last_factor_over_the_first(values: list[Decimal]) -> None:
    factors = [Factor(FIRST + timedelta(days=place), value) for place, value in enumerate(values)]
    product = Decimal(1)
    for event in from_factors(factors, asked="it"):
        product *= event.ratio
    same = sum(abs(after / before - 1) <= Decimal("1e-6") for before, after in pairwise(values))
    assert float(product) == pytest.approx(float(values[-1] / values[0]), rel=1e-9 + 1e-6 * same)
