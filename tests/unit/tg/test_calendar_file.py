"""The settlement calendar as calendar programs read it."""

from __future__ import annotations

from datetime import date

import pytest
from icalendar import Calendar

from bot.services.views.settlements import SettlementFile
from bot.tg.render import render
from tests.texts import shipped
from tests.unit.tg.views import SETTLEMENTS


def file_of(language: str, today: date = date(2025, 6, 2)) -> Calendar:
    (message,) = render(SettlementFile(today, SETTLEMENTS), shipped(), language)
    assert message.document is not None
    assert message.document.name == "pickwatch.ics"
    return Calendar.from_ical(message.document.content.decode())


@pytest.mark.parametrize(
    ("language", "summary"),
    [("zh", "进入评级期限：开源证券 2024-12-26（2 只）"), ("en", "Horizon begins: 开源证券 26 Dec 2024 (2)")],
)
def test_each_line_is_an_event_of_a_whole_day(language: str, summary: str) -> None:
    first, second = file_of(language).walk("VEVENT")
    assert str(first["SUMMARY"]) == summary
    assert (first.decoded("DTSTART"), first.decoded("DTEND")) == (date(2025, 6, 26), date(2025, 6, 27))
    assert "中际旭创 300308.SZ" in str(first["DESCRIPTION"])
    assert second.decoded("DTSTART") == date(2025, 12, 26)


def test_told_again_on_another_day_it_is_the_same_event() -> None:
    uids = [
        [str(event["UID"]) for event in file_of("zh", day).walk("VEVENT")]
        for day in (date(2025, 6, 2), date(2025, 6, 9))
    ]
    assert uids[0] == uids[1]
    assert len(set(uids[0])) == len(uids[0])
