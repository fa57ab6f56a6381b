"""When a market trades within a day, and for how long between two instants."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.domain.securities import Market
from bot.domain.sessions import NEW_YORK, SHANGHAI, TradingCalendar, trading_since, trading_time

FRIDAY, MONDAY = date(2025, 1, 10), date(2025, 1, 13)
CALENDAR = TradingCalendar(Market.A, (FRIDAY, MONDAY), MONDAY)


def at(day: date, text: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{text}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("market", "time", "since"),
    [
        (Market.A, "09:26", None),
        (Market.A, "09:30", "09:30"),
        (Market.A, "11:29", "09:30"),
        (Market.A, "11:30", None),
        (Market.A, "13:00", "13:00"),
        (Market.A, "15:00", None),
        (Market.HK, "11:59", "09:30"),
        (Market.HK, "15:59", "13:00"),
    ],
)
def test_a_market_trades_between_opening_and_close_but_for_lunch(market: Market, time: str, since: str | None) -> None:
    assert trading_since(market, at(FRIDAY, time)) == (at(FRIDAY, since) if since else None)


def test_new_york_has_no_lunch() -> None:
    noon = datetime(2025, 1, 10, 12, 0, tzinfo=NEW_YORK)
    assert trading_since(Market.US, noon) == noon.replace(hour=9, minute=30)


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        (at(FRIDAY, "10:00"), at(FRIDAY, "10:07"), 7),
        (at(FRIDAY, "11:25"), at(FRIDAY, "13:05"), 10),
        (at(FRIDAY, "14:59"), at(MONDAY, "09:31"), 2),
        (at(FRIDAY, "09:00"), at(MONDAY, "20:00"), 480),
        (at(FRIDAY, "10:00"), at(FRIDAY, "09:00"), 0),
    ],
)
def test_nights_weekends_and_lunch_are_no_trading_time(since: datetime, until: datetime, minutes: int) -> None:
    assert trading_time(CALENDAR, since, until) == timedelta(minutes=minutes)
