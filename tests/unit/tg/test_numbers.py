from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from bot.tg import numbers


@pytest.mark.parametrize(
    ("fraction", "written"),
    [
        (0.1234, "+12.34%"),
        (-0.032, "−3.20%"),
        (0.0, "0.00%"),
        (-0.00001, "0.00%"),
        (36.538, "+3,653.80%"),
    ],
)
def test_percentages_bear_their_sign_and_two_decimals(fraction: float, written: str) -> None:
    assert numbers.percent(fraction) == written


def test_a_move_bears_an_arrow_beside_its_sign() -> None:
    assert [numbers.moved(each) for each in (0.0812, -0.5014, 0.0)] == [
        "▲\N{NO-BREAK SPACE}+8.12%",
        "▼\N{NO-BREAK SPACE}−50.14%",
        "0.00%",
    ]


def test_differences_of_percentages_are_points() -> None:
    assert numbers.points(-0.138, "zh") == "13.8 个百分点"
    assert numbers.points(0.138, "en") == "13.8 pp"


def test_ends_of_bands_have_no_more_decimals_than_they_need() -> None:
    assert [numbers.limit(each) for each in (0.2, 0.05, -0.05, 0.075, 0.0)] == ["+20%", "+5%", "−5%", "+7.5%", "0%"]


@pytest.mark.parametrize(
    ("price", "symbol", "zh", "en"),
    [
        ("140.80", "300308.SZ", "140.80元", "¥140.80"),
        ("140.8", "300308.SZ", "140.80元", "¥140.80"),
        ("1275", "300308.SZ", "1,275.00元", "¥1,275.00"),
        ("25.305", "09698.HK", "25.305港元", "HK$25.305"),
        ("4.12", "VNET.US", "4.12美元", "US$4.12"),
        ("7.18", "830799.BJ", "7.18元", "¥7.18"),
    ],
)
def test_a_price_has_the_currency_of_its_market(price: str, symbol: str, zh: str, en: str) -> None:
    assert numbers.price(Decimal(price), symbol, "zh") == zh
    assert numbers.price(Decimal(price), symbol, "en") == en


def test_a_target_price_has_the_currency_that_was_printed() -> None:
    assert numbers.price(Decimal(110), "300308.SZ", "zh", "HKD") == "110.00港元"
    assert numbers.price(Decimal(110), "300308.SZ", "en", "EUR") == "110.00 EUR"


def test_dates_and_times_are_written_as_the_language_does() -> None:
    assert numbers.day(date(2024, 12, 6), "zh") == "2024-12-06"
    assert numbers.day(date(2024, 12, 6), "en") == "6 Dec 2024"
    assert numbers.clock(time(20, 45)) == "20:45"
    assert numbers.clock(datetime(2025, 7, 8, 6, 32, tzinfo=UTC)) == "14:32", "Shanghai is eight hours ahead"


def test_a_horizon_of_one_month_count_is_one_number() -> None:
    assert numbers.months((6, 12), "zh") == "6–12 个月"
    assert numbers.months((12, 12), "en") == "12 months"
