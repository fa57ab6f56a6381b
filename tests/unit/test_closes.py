"""Printed closes: rounded or cut off at the places that they have, and nothing further away."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.closes import agrees


@pytest.mark.parametrize(
    ("printed", "close", "same"),
    [
        ("42.10", "42.10", True),
        ("42.10", "42.1", True),
        ("42.1", "42.06", True),  # rounded up
        ("42.1", "42.14", True),  # rounded down
        ("42.1", "42.19", True),  # cut off
        ("42.1", "42.20", False),
        ("42.1", "42.04", False),
        ("42.10", "42.11", False),
        ("42", "42.99", True),
        ("42", "43.00", False),
        ("0", "0.01", False),
        ("NaN", "42.10", False),
    ],
)
def test_a_printed_close_may_be_rounded_or_cut_off(printed: str, close: str, same: bool) -> None:
    assert agrees(Decimal(printed), Decimal(close)) is same


@given(st.decimals("0.01", "5000", places=3), st.integers(0, 2))
def test_every_close_agrees_with_itself_printed_with_fewer_places(close: Decimal, places: int) -> None:
    printed = round(close, places)
    if printed:
        assert agrees(printed, close)
        assert not agrees(printed + 2 * Decimal(1).scaleb(-places), close)
