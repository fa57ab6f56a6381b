"""The timeline of a stock: episodes of real confirmations, in whatever order the reports came in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

import pytest

from bot.domain.consensus import Consensus
from bot.domain.episodes import Closing, Opening
from bot.domain.reports import Report
from bot.services.access.people import Viewer
from bot.services.views.cards import ReportCard
from bot.services.views.episodes import StockTimeline
from bot.store.records import Role
from tests.integration.services.house import House
from tests.integration.services.parts import SCALE, DictMarket, pick, report

STOCK = "300308.SZ"
SIX = replace(SCALE, months=(6, 6))


def of(day: str, rating: str, *, broker: str = "示例证券", risk: str = "R3") -> Report:
    given = report(pick(rating=rating), title=f"{broker} {day}", published=date.fromisoformat(day), scale=SIX)
    return replace(given, broker=broker, risk_level=risk)


REPORTS = [
    of("2024-12-26", "买入"),
    of("2025-02-10", "买入"),
    of("2025-03-10", "中性"),
    of("2024-12-27", "增持", broker="安信证券"),
    of("2025-01-06", "增持", broker="国投证券"),
]


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4], [4, 2, 0, 3, 1]])
async def test_the_timeline_does_not_depend_on_the_order_of_ingestion(
    house: House, market: DictMarket, owner: Viewer, order: list[int]
) -> None:
    for n in order:
        await house.confirmed(REPORTS[n], at=f"{REPORTS[n].published}T20:00")
    market.close(STOCK, "2025-03-10", 110)
    market.close(STOCK, "2025-06-26", 130)
    for time in ("15:35", "20:30"):  # the second look confirms the close
        house.clock.set(f"2025-06-26T{time}")
        await house.tracking.follow_up(1)
    view = cast("StockTimeline", await house.timelines.of_stock(STOCK, owner))
    told = [
        (each.house, each.head.published.isoformat(), each.opened, each.reports, each.closed) for each in view.lines
    ]
    assert told == [
        ("示例证券", "2025-03-10", Opening.CHANGED, 1, None),
        ("国投证券", "2024-12-27", Opening.FIRST, 2, None),
        ("示例证券", "2024-12-26", Opening.FIRST, 2, Closing.CHANGED),
    ]
    first = view.lines[-1]
    assert first.at_close is not None
    assert first.at_close.excess == pytest.approx(0.1)
    assert first.score.verdict is not None
    assert first.score.excess == pytest.approx(0.3)
    assert first.score.verdict.met
    assert view.turns[-1] == Consensus(date(2025, 3, 10), 1, 1, 0)


async def test_what_may_not_be_seen_is_counted_and_not_shown(house: House, owner: Viewer) -> None:
    await house.confirmed(REPORTS[0])
    await house.confirmed(of("2024-12-26", "中性", broker="国金证券", risk="R4"))
    stranger = replace(owner, qualified=None)
    view = cast("StockTimeline", await house.timelines.of_stock(STOCK, stranger))
    assert ([each.house for each in view.lines], view.hidden) == (["示例证券"], 1)


async def test_two_ratings_on_one_day_wait_for_an_editor(house: House, owner: Viewer) -> None:
    await house.confirmed(REPORTS[0])
    contradicting = replace(of("2024-12-26", "中性"), title="晨会")
    second = await house.confirmed(contradicting)
    view = cast("StockTimeline", await house.timelines.of_stock(STOCK, owner))
    assert view.lines == ()
    (conflict,) = view.conflicts
    assert (conflict.house, set(conflict.ratings), conflict.reports) == ("示例证券", {"买入", "中性"}, (second, 1))
    card = await house.research.report(second, owner)
    assert isinstance(card, ReportCard)
    assert card.conflicts == view.conflicts
    subscriber = await house.research.report(second, replace(owner, role=Role.SUBSCRIBER))
    assert isinstance(subscriber, ReportCard)
    assert subscriber.conflicts == ()
    await house.drafts.retract(second, owner)
    view = cast("StockTimeline", await house.timelines.of_stock(STOCK, owner))
    assert ([each.score.rating for each in view.lines], view.conflicts) == (["买入"], ())


async def test_a_report_that_came_in_late_opens_a_backfilled_episode(house: House, owner: Viewer) -> None:
    await house.confirmed(REPORTS[0], at="2025-01-03T09:00")
    await house.tracking.follow_up(1)
    view = cast("StockTimeline", await house.timelines.of_stock(STOCK, owner))
    assert [each.backfilled for each in view.lines] == [False]
    house.clock.set("2025-01-20T09:00")
    await house.confirmed(replace(REPORTS[1], published=date(2025, 1, 6), broker="国金证券"), at="2025-01-20T09:00")
    await house.tracking.follow_up(1)
    view = cast("StockTimeline", await house.timelines.of_stock(STOCK, owner))
    assert [(each.house, each.backfilled) for each in view.lines] == [("国金证券", True), ("示例证券", False)]
