"""A replay tells what the bot told: the same events on the same sessions, from the same rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.services.access.people import Refused
from bot.services.views.news import AlertKind
from bot.services.views.people import SuitabilityQuestion
from bot.services.views.pieces import Notice
from bot.services.views.replays import Replay
from bot.store import Store
from tests.integration.services.house import House
from tests.integration.services.parts import SCALE, DictMarket, pick, report
from tests.integration.services.test_alerting import evenings, rise, told

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SHORT = replace(SCALE, months=(1, 2))
UNTIL = date(2025, 3, 4)
PATH = (
    ("2025-01-07", 107.0),
    ("2025-01-08", 108.0),
    ("2025-02-10", 140.0),
    ("2025-02-11", 139.0),
    ("2025-02-26", 96.0),
)


async def replayed(house: House, report_id: int, until: date = UNTIL) -> Replay:
    viewer = await house.subscriber(user_id=9, since="2026-01-01T09:00")
    view = await house.replaying.report(report_id, viewer, until=until, size=1000)
    assert isinstance(view, Replay)
    return view


def lines(view: Replay) -> list[tuple[date, AlertKind, str, str]]:
    return [(day.session, line.kind, line.before, line.after) for day in view.days for line in day.lines]


async def test_a_replay_tells_on_each_session_what_the_bot_told(house: House, market: DictMarket, store: Store) -> None:
    report_id = await house.confirmed(report(scale=SHORT))
    await house.subscriber(day_change=None)
    rise(market, *PATH)
    sessions = (await house.tracking.calendar(pick().market)).between(date(2024, 12, 26), UNTIL)
    live = []
    for session in sessions:
        await evenings(house, session.isoformat())
        live += [(session, kind, before, after) for kind, _, before, after in await told(store)]

    again = [line for line in lines(await replayed(house, report_id)) if line[1] is not AlertKind.DAY_CHANGE]

    assert again == live
    assert {kind for _, kind, *_ in live} >= {AlertKind.BAND_CROSSED, AlertKind.WINDOW_OPENS, AlertKind.SETTLED}


async def test_what_came_later_changes_nothing_of_the_days_before(house: House, market: DictMarket) -> None:
    report_id = await house.confirmed(report(scale=SHORT))
    rise(market, *PATH)
    await evenings(house, "2025-03-04")
    whole = lines(await replayed(house, report_id))
    first = lines(await replayed(house, report_id, until=date(2025, 2, 11)))
    assert first == [line for line in whole if line[0] <= date(2025, 2, 11)]


async def test_a_day_change_is_of_high_and_low_from_the_own_threshold_on(house: House, market: DictMarket) -> None:
    report_id = await house.confirmed(report(scale=SHORT))
    rise(market, *PATH)
    await evenings(house, "2025-03-04")
    moved = [(day, kind) for day, kind, *_ in lines(await replayed(house, report_id)) if kind is AlertKind.DAY_CHANGE]
    assert (date(2025, 1, 7), AlertKind.DAY_CHANGE) in moved  # from 100 to 107 is the threshold of 7 % itself
    assert (date(2025, 1, 8), AlertKind.DAY_CHANGE) not in moved


async def test_a_replay_ends_with_the_last_settlement(house: House, market: DictMarket) -> None:
    report_id = await house.confirmed(report(scale=SHORT))
    rise(market, *PATH, ("2025-02-28", 200.0))
    await evenings(house, "2025-03-04")
    view = await replayed(house, report_id)
    assert view.last == date(2025, 2, 26)
    assert max(day for day, *_ in lines(view)) == date(2025, 2, 26)


async def test_the_sum_stands_above_the_days(house: House, market: DictMarket) -> None:
    report_id = await house.confirmed(report(scale=SHORT))
    rise(market, *PATH)
    await evenings(house, "2025-03-04")
    view = await replayed(house, report_id)
    assert dict(view.counts)[AlertKind.SETTLED] == 1
    assert (view.tally.settled, view.tally.met) == (1, 0)
    assert view.days_with_news == len(view.days)
    assert (view.first, view.last) == (date(2024, 12, 26), date(2025, 2, 26))


async def test_a_replay_ends_on_the_report_s_day_or_later(house: House) -> None:
    report_id = await house.confirmed(report())
    with pytest.raises(Refused) as refused:
        await replayed(house, report_id, until=date(2024, 12, 25))
    assert refused.value.notice == Notice("replay_before_report", {"day": "2024-12-26"})


async def test_a_restricted_report_is_replayed_only_for_whom_it_is(house: House) -> None:
    report_id = await house.confirmed(report(risk_level="R4"))
    viewer = await house.subscriber(user_id=9)
    assert isinstance(await house.replaying.report(report_id, viewer), SuitabilityQuestion)
    refused = await house.subscriber(user_id=10, qualified=False)
    with pytest.raises(Refused):
        await house.replaying.report(report_id, refused)


async def test_without_prices_there_is_nothing_to_replay(house: House) -> None:
    report_id = await house.confirmed(report())
    viewer = await house.subscriber(user_id=9)
    view = await house.replaying.report(report_id, viewer, until=UNTIL)
    assert isinstance(view, Notice)
    assert view.key == "replay_without_prices"
