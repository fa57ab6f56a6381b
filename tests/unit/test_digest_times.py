"""When digests are due: in any zone, over every change of its clocks, each session once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digests import closes_at, due_at, due_session, next_due, ready_at, week_of
from bot.domain.following import DigestSlot
from bot.domain.securities import Market
from bot.domain.sessions import SHANGHAI, TradingCalendar, UnknownSession

MORNING, CLOSE, WEEKLY = DigestSlot
HOLIDAYS = {date(2025, 1, 28) + n * timedelta(days=1) for n in range(8)} | {date(2025, 4, 4), date(2025, 5, 1)}
DAYS = [date(2024, 12, 2) + n * timedelta(days=1) for n in range(400)]
CALENDAR = TradingCalendar(
    Market.A, tuple(day for day in DAYS if day.weekday() < 5 and day not in HOLIDAYS), DAYS[-1], "test"
)
INNER = CALENDAR.sessions[25:-25]
ZONES = ("Asia/Shanghai", "America/New_York", "Europe/London", "Pacific/Auckland", "Australia/Lord_Howe", "UTC")
zones = st.sampled_from([ZoneInfo(name) for name in (*ZONES, "Asia/Kathmandu", "Pacific/Kiritimati")])
times = st.times().map(lambda each: each.replace(second=0, microsecond=0))
sessions = st.sampled_from(INNER)
slots = st.sampled_from(DigestSlot)
moments = st.integers(0, 300 * 24 * 60).map(lambda n: datetime(2025, 1, 10, tzinfo=UTC) + timedelta(minutes=n))
HALF_A_DAY, HOUR = timedelta(hours=12), timedelta(hours=1)


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("slot", "session", "zone", "at", "due"),
    [
        (CLOSE, date(2025, 1, 6), "Asia/Shanghai", time(21), "2025-01-06T21:00"),
        (CLOSE, date(2025, 1, 6), "Asia/Shanghai", time(20), "2025-01-06T20:45"),
        (CLOSE, date(2025, 1, 6), "Asia/Tokyo", time(21), "2025-01-06T20:45"),
        (CLOSE, date(2025, 1, 6), "America/New_York", time(8), "2025-01-06T21:00"),  # winter: eight is nine in Shanghai
        (CLOSE, date(2025, 7, 7), "America/New_York", time(8), "2025-07-07T20:45"),  # summer: it would be too early
        (CLOSE, date(2025, 1, 6), "Pacific/Auckland", time(8), "2025-01-07T03:00"),
        (MORNING, date(2025, 1, 6), "Asia/Shanghai", time(8, 30), "2025-01-06T08:30"),
        (MORNING, date(2025, 1, 6), "Asia/Shanghai", time(15), "2025-01-05T15:00"),
        (MORNING, date(2025, 1, 6), "America/New_York", time(20), "2025-01-06T09:00"),
        (WEEKLY, date(2025, 1, 10), "Asia/Shanghai", time(21), "2025-01-10T21:00"),
        (WEEKLY, date(2025, 1, 10), "Asia/Shanghai", time(9), "2025-01-11T09:00"),
    ],
)
def test_digests_are_due_at(slot: DigestSlot, session: date, zone: str, at: time, due: str) -> None:
    assert due_at(slot, session, at, ZoneInfo(zone)) == shanghai(due)


def test_a_time_that_the_clock_skips_comes_as_much_later() -> None:
    zone = ZoneInfo("America/Los_Angeles")
    monday = due_at(MORNING, date(2025, 3, 10), time(2, 30), zone)  # due on the Sunday night in which two is three
    assert f"{monday.astimezone(zone):%m-%d %H:%M}" == "03-09 03:30"


@given(sessions, times, zones)
def test_a_close_digest_comes_with_the_figures_or_up_to_half_a_day_later(
    session: date, at: time, zone: ZoneInfo
) -> None:
    due = due_at(CLOSE, session, at, zone)
    assert timedelta() <= due - ready_at(session) <= HALF_A_DAY + HOUR
    local = due.astimezone(zone)
    gap = local.replace(fold=0).utcoffset() != (local - HOUR).utcoffset()
    assert due == ready_at(session) or local.time().replace(fold=0) == at or gap


@given(sessions, times, zones)
def test_a_morning_digest_comes_within_the_day_before_the_close(session: date, at: time, zone: ZoneInfo) -> None:
    wait = closes_at(session) - due_at(MORNING, session, at, zone)
    assert timedelta() < wait <= timedelta(days=1) + HOUR


@given(sessions, times, zones)
def test_a_weekly_digest_comes_within_a_day_of_the_figures(session: date, at: time, zone: ZoneInfo) -> None:
    wait = due_at(WEEKLY, session, at, zone) - ready_at(session)
    assert timedelta() <= wait <= timedelta(days=1) + HOUR


@given(slots, times, zones, moments)
def test_what_is_announced_comes_then_and_not_before(slot: DigestSlot, at: time, zone: ZoneInfo, now: datetime) -> None:
    coming = next_due(slot, CALENDAR, at, zone, now)
    assert coming is not None
    session, due = coming
    assert due > now
    assert due_session(slot, CALENDAR, at, zone, due) == session
    before = due_session(slot, CALENDAR, at, zone, due - timedelta(seconds=1))
    assert before is None or before < session


@given(slots, times, zones)
def test_each_session_or_week_is_due_once_and_in_order(slot: DigestSlot, at: time, zone: ZoneInfo) -> None:
    of_slot = [each for each in INNER if slot is not WEEKLY or week_of(CALENDAR, each)[-1] == each]
    due = [due_at(slot, each, at, zone) for each in of_slot]
    assert due == sorted(set(due))


def test_a_morning_digest_is_of_no_use_after_the_close() -> None:
    zone, monday = SHANGHAI, date(2025, 1, 6)
    assert due_session(MORNING, CALENDAR, time(8), zone, shanghai("2025-01-06T07:59")) is None
    assert due_session(MORNING, CALENDAR, time(8), zone, shanghai("2025-01-06T14:59")) == monday
    assert due_session(MORNING, CALENDAR, time(8), zone, shanghai("2025-01-06T15:00")) is None


def test_a_week_ends_with_its_last_session_even_before_holidays() -> None:
    assert due_session(WEEKLY, CALENDAR, time(21), SHANGHAI, shanghai("2025-01-31T12:00")) == date(2025, 1, 27)
    assert week_of(CALENDAR, date(2025, 1, 27)) == (date(2025, 1, 27),)


def test_beyond_the_calendar_nothing_is_guessed() -> None:
    with pytest.raises(UnknownSession):
        due_session(CLOSE, CALENDAR, time(21), SHANGHAI, shanghai("2027-01-04T21:00"))
