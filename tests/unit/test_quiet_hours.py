"""Quiet hours by the wall clock of a zone: over midnight, by day, and when the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.quiet import QuietHours

SHANGHAI, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")
NIGHT = QuietHours(time(23), time(8), SHANGHAI)
NOON = QuietHours(time(11, 30), time(13), SHANGHAI)


@pytest.mark.parametrize(
    ("hours", "now", "until"),
    [
        (NIGHT, "2025-01-02T22:59:59", None),
        (NIGHT, "2025-01-02T23:00:00", "2025-01-03T08:00"),
        (NIGHT, "2025-01-03T00:30:00", "2025-01-03T08:00"),
        (NIGHT, "2025-01-03T08:00:00", None),
        (NOON, "2025-01-03T11:29:59", None),
        (NOON, "2025-01-03T11:30:00", "2025-01-03T13:00"),
        (NOON, "2025-01-03T13:00:00", None),
        (QuietHours(time(8), time(8), SHANGHAI), "2025-01-03T08:00:00", None),
    ],
)
def test_the_end_is_told_within_the_hours_and_nothing_outside(hours: QuietHours, now: str, until: str | None) -> None:
    expected = None if until is None else datetime.fromisoformat(until).replace(tzinfo=SHANGHAI)
    assert hours.until(datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)) == expected


def test_a_night_in_which_the_clocks_go_forward_is_an_hour_shorter() -> None:
    hours = QuietHours(time(23), time(8), LONDON)
    began = datetime(2025, 3, 29, 23, tzinfo=UTC)
    assert hours.until(began) == datetime(2025, 3, 30, 7, tzinfo=UTC)
