"""Closes out of batch quotes: only what the quote itself dates after the close."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from bot.domain.quotes import Bar, Quote
from bot.market.quoted_closes import quoted_closes

DAY = date(2026, 6, 3)
QUOTE = Quote(
    "300308.SZ",
    Decimal("1275.00"),
    Decimal("1191.81"),
    datetime.fromisoformat("2026-06-03T15:50:45+08:00"),
    "tencent",
    open=Decimal(1220),
    high=Decimal(1320),
    low=Decimal(1220),
    volume=Decimal(34_525_100),
    amount=Decimal(43_881_189_297),
)


def test_a_quote_from_after_the_close_is_the_sessions_bar_with_its_reference_price() -> None:
    close = quoted_closes({"300308.SZ": QUOTE}, DAY)["300308.SZ"]
    bar = Bar(DAY, QUOTE.price, QUOTE.open, QUOTE.high, QUOTE.low, QUOTE.volume, QUOTE.amount)
    assert (close.bar, close.reference, close.quote.source) == (bar, Decimal("1191.81"), "tencent")


@pytest.mark.parametrize(
    "change",
    [
        {"time": datetime.fromisoformat("2026-06-03T14:59:59+08:00")},
        {"time": datetime.fromisoformat("2026-06-02T15:50:45+08:00")},
        {"high": None},
        {"source": "akshare/eastmoney, time of asking"},
    ],
)
def test_what_is_no_close_of_that_session_is_left_out(change: dict[str, object]) -> None:
    assert quoted_closes({"300308.SZ": replace(QUOTE, **change)}, DAY) == {}  # type: ignore[arg-type] # fields by name
