"""A factor file is fetched again only when a reference price says that something happened, or nothing is known."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from bot.domain.quotes import Adjustment, Bar, Quote
from bot.market.ex_date_watch import ExDateWatch

SYMBOL = "300308.SZ"
FIRST, MON, TUE, WED = date(2025, 1, 1), date(2025, 6, 16), date(2025, 6, 17), date(2025, 6, 18)
OLD = Adjustment(date(2025, 3, 3), Decimal("1.01"))


def bars(*closes: str) -> list[Bar]:
    return [Bar(day, Decimal(close)) for day, close in zip((MON, TUE, WED), closes, strict=False)]


def quote(day: date, reference: str) -> Quote:
    return Quote(SYMBOL, Decimal(100), Decimal(reference), datetime.fromisoformat(f"{day}T15:35:00+08:00"), "tencent")


@pytest.fixture
def watch() -> ExDateWatch:
    watch = ExDateWatch()
    watch.fetched(SYMBOL, FIRST, MON, (OLD,))
    return watch


def test_a_reference_that_is_the_close_before_it_keeps_what_is_known(watch: ExDateWatch) -> None:
    watch.saw_quotes([quote(TUE, "100.0"), quote(WED, "101")])
    watch.saw_bars(SYMBOL, bars("100.00", "101.00", "102.00"))
    assert watch.known(SYMBOL, FIRST, WED) == (OLD,)
    assert watch.known(SYMBOL, date(2025, 3, 3), WED) == ()


@pytest.mark.parametrize("reference", ["100.99", "50.50"])
def test_another_reference_is_an_ex_date(watch: ExDateWatch, reference: str) -> None:
    watch.saw_quotes([quote(TUE, "100"), quote(WED, reference)])
    watch.saw_bars(SYMBOL, bars("100", "101", "102"))
    assert watch.known(SYMBOL, FIRST, WED) is None
    assert watch.known(SYMBOL, FIRST, TUE) == (OLD,)


def test_what_is_not_known_is_asked_for(watch: ExDateWatch) -> None:
    assert watch.known("300502.SZ", FIRST, MON) is None
    assert watch.known(SYMBOL, date(2024, 1, 1), MON) is None  # further back than it was asked for
    assert watch.known(SYMBOL, FIRST, TUE) is None  # no bars since
    watch.saw_bars(SYMBOL, bars("100", "101"))
    assert watch.known(SYMBOL, FIRST, TUE) is None  # no quote of that day
    assert watch.known(SYMBOL, FIRST, MON) == (OLD,)


def test_who_does_not_trade_has_no_ex_date_until_he_does(watch: ExDateWatch) -> None:
    watch.saw_bars(SYMBOL, bars("100"))
    assert watch.known(SYMBOL, FIRST, WED) == (OLD,)


def test_a_factor_file_that_came_late_is_asked_for_again(watch: ExDateWatch) -> None:
    watch.saw_quotes([quote(TUE, "50.50")])
    watch.saw_bars(SYMBOL, bars("101", "51"))
    watch.fetched(SYMBOL, FIRST, TUE, (OLD,))  # nothing of the ex-date yet
    assert watch.known(SYMBOL, FIRST, TUE) is None
    event = Adjustment(TUE, Decimal(2))
    watch.fetched(SYMBOL, FIRST, TUE, (OLD, event))
    assert watch.known(SYMBOL, FIRST, TUE) == (OLD, event)
