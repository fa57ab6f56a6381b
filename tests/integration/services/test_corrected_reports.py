"""What an editor corrects in a confirmed report reaches its figures and its prices, and wakes nobody for old news."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.reports import PickKind
from bot.domain.scoring.results import Position
from bot.services.access.people import Viewer
from bot.services.views.news import AlertKind
from bot.store import Store
from tests.integration.services.house import House
from tests.integration.services.parts import DictMarket, pick, report
from tests.integration.services.test_alerting import evenings, rise, told

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def confirmed(house: House) -> tuple[int, int]:
    """A confirmed report that calls one stock 增持, with a subscriber; the numbers of the report and of its pick."""
    number = await house.confirmed(report(pick(rating="增持")))
    await house.subscriber()
    async with house.store.snapshot() as tx:
        (counted,) = await tx.reports.confirmed_picks()
    return number, counted.pick_id


async def test_a_corrected_rating_is_measured_by_its_own_band(house: House, market: DictMarket, owner: Viewer) -> None:
    number, pick_id = await confirmed(house)
    rise(market, ("2025-12-26", 130))
    await evenings(house, "2025-12-26")
    (scored,) = await house.scoring.score(date(2025, 12, 26))
    assert scored.score.verdict is not None
    assert scored.score.verdict.position is Position.ABOVE
    await house.corrections.set_rating(number, pick_id, "买入", owner)
    (scored,) = await house.scoring.score(date(2025, 12, 26))
    assert scored.score.verdict is not None
    assert scored.score.verdict.position is Position.WITHIN, "+30 % lies in 买入's band, above 增持's"
    await house.corrections.set_kind(number, pick_id, PickKind.WATCH, owner)
    await house.corrections.set_rating(number, pick_id, None, owner)
    (scored,) = await house.scoring.score(date(2025, 12, 26))
    assert scored.score.verdict is None, "a stock to watch without a rating gets figures and no verdict"


async def test_a_corrected_stock_gets_its_own_prices(house: House, market: DictMarket, owner: Viewer) -> None:
    number, pick_id = await confirmed(house)
    market.flat("300502.SZ", 50)
    rise(market, ("2025-01-10", 60), symbol="300502.SZ")
    await evenings(house, "2025-01-10")
    house.clock.set("2025-01-10T21:00")
    await house.corrections.set_security(number, pick_id, "300502.SZ", owner)
    (scored,) = await house.scoring.score(date(2025, 1, 10))
    assert scored.score.total_return is None, "nothing was fetched yet"
    await house.tracking.fetch_missing(number)
    (scored,) = await house.scoring.score(date(2025, 1, 10))
    assert scored.score.total_return == pytest.approx(0.20)
    assert (scored.score.symbol, scored.score.name) == ("300502.SZ", "新易盛")


async def test_a_corrected_date_moves_the_entry_and_the_horizon(
    house: House, market: DictMarket, owner: Viewer
) -> None:
    number, _ = await confirmed(house)
    rise(market, ("2024-12-24", 80))
    await evenings(house, "2025-01-10")
    await house.corrections.set_date(number, date(2024, 12, 24), owner)
    await house.tracking.fetch_missing(number)
    (scored,) = await house.scoring.score(date(2025, 1, 10))
    assert scored.score.total_return == pytest.approx(0.25)
    assert (scored.score.window_opens, scored.score.settles) == (date(2025, 6, 24), date(2025, 12, 24))


async def test_after_a_correction_nothing_that_was_told_is_told_again(
    house: House, store: Store, owner: Viewer
) -> None:
    number, pick_id = await confirmed(house)
    await evenings(house, "2025-06-25", "2025-06-26")
    assert [kind for kind, *_ in await told(store)] == [AlertKind.WINDOW_OPENS]
    house.clock.set("2025-06-26T21:00")
    await house.corrections.set_rating(number, pick_id, "买入", owner)
    await evenings(house, "2025-06-27", "2025-06-30")
    assert await told(store) == []
    await house.undoing.undo(number, 1, owner)
    await evenings(house, "2025-07-01")
    assert await told(store) == []
    await evenings(house, "2025-11-26")
    assert [kind for kind, *_ in await told(store)] == [AlertKind.SETTLES_SOON], "what is to come is told as ever"


async def test_the_band_of_the_former_stock_is_not_left_by_the_right_one(
    house: House, market: DictMarket, store: Store, owner: Viewer
) -> None:
    number, pick_id = await confirmed(house)
    for day in ("2025-01-06", "2025-01-07", "2025-01-08", "2025-01-09", "2025-01-10"):
        rise(market, (day, 130), symbol="300502.SZ")
    await evenings(house, "2025-01-06", "2025-01-07")
    house.clock.set("2025-01-07T21:00")
    await house.corrections.set_security(number, pick_id, "300502.SZ", owner)
    await house.tracking.fetch_missing(number)
    await evenings(house, "2025-01-08", "2025-01-09", "2025-01-10")
    assert await told(store) == [], "中性 was the other stock's band; this one has been in 买入's all along"


async def test_an_added_pick_is_new_from_the_day_it_was_added(house: House, store: Store, owner: Viewer) -> None:
    number, _ = await confirmed(house)
    await evenings(house, "2025-06-26")
    assert len(await told(store)) == 1
    house.clock.set("2025-07-01T12:00")
    await house.corrections.add(number, "300502.SZ", PickKind.RECOMMENDED, owner)
    await house.tracking.fetch_missing(number)
    await evenings(house, "2025-07-01", "2025-07-02")
    assert await told(store) == []
    assert len(await house.scoring.score(date(2025, 7, 2))) == 2


async def test_a_recorded_verdict_of_a_corrected_pick_gets_a_further_entry(
    house: House, market: DictMarket, owner: Viewer
) -> None:
    number, pick_id = await confirmed(house)
    rise(market, ("2025-12-26", 102))
    await evenings(house, "2025-12-26")
    await house.ledger.settle(date(2025, 12, 26))
    await house.corrections.set_rating(number, pick_id, "中性", owner)
    await house.ledger.settle(date(2025, 12, 26))
    entries = await house.ledger.entries(number)
    assert [(each.entry.number, each.entry.corrects, each.entry.reason) for each in entries] == [
        (1, None, None),
        (2, 1, "pick"),
    ]
    assert [each.score.verdict is not None and each.score.verdict.met for each in entries] == [False, True]
