"""The settlement calendar: what is to come, a line a day and report, for whom it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.following import TargetKind
from bot.services.views.pieces import Notice, Target
from bot.services.views.settlements import HorizonEnd, SettlementCalendar, SettlementFile
from tests.integration.services.house import House
from tests.integration.services.parts import SCALE, pick, report

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def confirmed(house: House) -> int:
    """Two securities, one in two segments, of 2024-12-26; 6 to 12 months."""
    picks = (pick("300308.SZ"), pick("300308.SZ", segment="交换机"), pick("300502.SZ"))
    report_id = await house.confirmed(report(*picks))
    await house.tracking.follow_up(report_id)
    return report_id


async def lines(house: House, **follower: object) -> list[tuple[date, HorizonEnd, list[str]]]:
    viewer = await house.subscriber(**follower)  # type: ignore[arg-type] # its own parameters
    view = await house.settlements.coming(viewer)
    assert isinstance(view, SettlementCalendar)
    return [(line.day, line.end, [security.symbol for security in line.securities]) for line in view.lines]


async def test_both_ends_of_a_horizon_stand_in_the_calendar_each_security_once(house: House) -> None:
    await confirmed(house)
    house.clock.set("2025-03-03T09:00")
    both = ["300308.SZ", "300502.SZ"]
    assert await lines(house) == [
        (date(2025, 6, 26), HorizonEnd.WINDOW_OPENS, both),
        (date(2025, 12, 26), HorizonEnd.SETTLES, both),
    ]


async def test_what_is_past_is_not_to_come(house: House) -> None:
    await confirmed(house)
    house.clock.set("2025-06-27T09:00")
    await house.tracking.follow_up(1)
    assert [(day, end) for day, end, _ in await lines(house)] == [(date(2025, 12, 26), HorizonEnd.SETTLES)]


async def test_a_single_horizon_month_has_no_window(house: House) -> None:
    await house.confirmed(report(scale=replace(SCALE, months=(6, 6))))
    await house.tracking.follow_up(1)
    assert [end for _, end, _ in await lines(house)] == [HorizonEnd.SETTLES]


async def test_who_follows_something_sees_that_alone(house: House) -> None:
    await confirmed(house)
    house.clock.set("2025-03-03T09:00")
    mine = await lines(house, follows=Target(TargetKind.STOCK, "300502.SZ"))
    assert [securities for *_, securities in mine] == [["300502.SZ"], ["300502.SZ"]]


async def test_this_week_and_this_month_count_securities(house: House) -> None:
    await confirmed(house)
    viewer = await house.subscriber()
    counts = []
    for today in ("2025-05-26", "2025-06-02", "2025-06-22", "2025-06-23"):  # Mondays and the Sunday before the window
        house.clock.set(f"{today}T09:00")
        view = await house.settlements.coming(viewer)
        assert isinstance(view, SettlementCalendar)
        counts.append((view.this_week, view.this_month))
    assert counts == [(0, 0), (0, 2), (0, 2), (2, 2)]


async def test_a_restricted_report_is_in_no_calendar_of_whom_it_is_not_for(house: House) -> None:
    await house.confirmed(report(risk_level="R4"))
    await house.tracking.follow_up(1)
    assert await house.settlements.coming(await house.subscriber()) == Notice("nothing_settles")
    file = await house.settlements.file(await house.subscriber(user_id=9, qualified=True))
    assert isinstance(file, SettlementFile)
    assert len(file.lines) == 2
