"""Rules about a list, a report or all that is followed: each security for itself, from where it stood when it joined."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.following import TargetKind
from bot.domain.quotes import Quote
from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_targets import RuleTarget, Scope
from bot.domain.rules import Rule, RuleEntry, RuleEvent
from bot.services.access.people import Viewer
from bot.services.views.rules import RuleAlert
from bot.store import Store
from tests.integration.services.house import ANN, House, refreshed
from tests.integration.services.parts import DictMarket, pick, report, shanghai, waiting
from tests.integration.services.preparing import Preparations

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FIRST, SECOND = "300308.SZ", "300502.SZ"
FOLLOWED = RuleTarget(Scope.FOLLOWED)


@pytest.fixture
async def ann(house: House, tmp_path: Path, preparations: Preparations) -> Viewer:
    """A subscriber who follows nothing yet, with two reports on two stocks and their prices fetched."""
    return await preparations.make(house, tmp_path / "pickwatch.db", _ann)


async def _ann(house: House) -> Viewer:
    await house.confirmed(report(pick(FIRST)))
    await house.confirmed(report(pick(SECOND), title="另一篇"))
    viewer = await house.subscriber(day_change=None)
    async with house.store.transaction() as tx:
        await tx.follows.remove_all(ANN)
    await refreshed(house, "2025-01-09T15:35", "2025-01-09T20:30")
    await waiting(house.store)
    return viewer


async def rule(house: House, target: RuleTarget, kind: RuleKind, threshold: str) -> int:
    now = house.clock.now()
    made = Rule(0, ANN, "", kind, Decimal(threshold), now.date(), now, scope=target.scope, ref=target.ref)
    async with house.store.transaction() as tx:
        rule_id = await tx.rules.add(made)
        await tx.rules.note([RuleEntry(rule_id, now, RuleEvent.MADE)])
    return rule_id


async def told(store: Store) -> list[tuple[str, str]]:
    views = [view for view in await waiting(store) if isinstance(view, RuleAlert)]
    return [(line.rule.security.symbol, f"{line.value:.2f}") for view in views for line in view.lines]


async def look(house: House, market: DictMarket, at: str, **prices: str) -> list[tuple[str, str]]:
    house.clock.set(at)
    for symbol, price in {FIRST: prices.get("first"), SECOND: prices.get("second")}.items():
        if price is not None:
            market.prices[symbol] = Quote(symbol, Decimal(price), Decimal(100), house.clock.now(), "tencent")
    await house.routine.quotes(shanghai(at))
    return await told(house.store)


async def follow(house: House, symbol: str) -> None:
    async with house.store.transaction() as tx:
        await tx.follows.add(ANN, TargetKind.STOCK, symbol, house.clock.now())


async def test_each_stock_of_a_list_is_told_of_for_itself(house: House, market: DictMarket, ann: Viewer) -> None:
    async with house.store.transaction() as tx:
        list_id = await tx.watchlists.add(ANN, "光模块", [FIRST, SECOND, "002335.SZ"], house.clock.now())
    await rule(house, RuleTarget(Scope.LIST, str(list_id)), RuleKind.DAY_CHANGE, "0.05")
    assert await look(house, market, "2025-01-10T09:30", first="100", second="101") == []
    assert await look(house, market, "2025-01-10T09:31", first="106", second="101") == [(FIRST, "0.06")]
    assert await look(house, market, "2025-01-10T09:32", first="107", second="94") == [(SECOND, "-0.06")]
    assert await look(house, market, "2025-01-10T09:33", first="93", second="94") == [(FIRST, "-0.07")]
    async with house.store.transaction() as tx:
        await tx.watchlists.delete(list_id, house.clock.now())
    assert await look(house, market, "2025-01-13T09:33", first="93", second="94") == []


async def test_what_is_followed_later_begins_from_where_it_stands_then(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    await follow(house, FIRST)
    await rule(house, FOLLOWED, RuleKind.DAY_CHANGE, "0.05")
    assert await look(house, market, "2025-01-10T09:31", first="101", second="108") == []
    await follow(house, SECOND)
    assert await look(house, market, "2025-01-10T09:32", first="101", second="108") == []
    assert await look(house, market, "2025-01-10T09:33", second="104") == []
    assert await look(house, market, "2025-01-10T09:34", second="105") == [(SECOND, "0.05")]


async def test_a_report_stands_for_its_picks_and_counts_their_excess_since_then(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    await rule(house, RuleTarget(Scope.REPORT, "1"), RuleKind.EXCESS_ABOVE, "0.2")
    await refreshed(house, "2025-01-10T15:35", "2025-01-10T20:30")
    for day in (13, 14):
        market.close(FIRST, date(2025, 1, day), 121)
        market.close(SECOND, date(2025, 1, day), 130)
        await refreshed(house, f"2025-01-{day}T15:35", f"2025-01-{day}T20:30")
    assert await told(house.store) == [(FIRST, "0.21")]


async def test_the_next_report_on_a_stock_begins_a_count_of_its_own(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    """The excess since the newest report falls to nothing when that comes; which is no fall of the stock."""
    await follow(house, FIRST)
    await rule(house, FOLLOWED, RuleKind.EXCESS_BELOW, "0.1")
    for day in range(10, 15):
        market.close(FIRST, date(2025, 1, day), 130)
    await refreshed(house, "2025-01-10T15:35", "2025-01-10T20:30")
    await house.confirmed(report(pick(FIRST), title="第三篇", published=date(2025, 1, 12)), at="2025-01-12T20:00")
    await refreshed(house, "2025-01-13T15:35", "2025-01-13T20:30")
    assert await told(house.store) == []


async def test_a_restricted_report_brings_nothing_in_for_who_may_not_see_it(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    hidden = await house.confirmed(replace(report(pick(FIRST), title="高风险"), risk_level="R4"))
    await rule(house, RuleTarget(Scope.REPORT, str(hidden)), RuleKind.DAY_CHANGE, "0.05")
    assert await look(house, market, "2025-01-10T09:30", first="100") == []
    assert await look(house, market, "2025-01-10T09:31", first="106") == []
    await house.changed(ann, qualified=True)
    await rule(house, RuleTarget(Scope.REPORT, str(hidden)), RuleKind.DAY_CHANGE, "0.06")
    assert await look(house, market, "2025-01-13T09:31", first="100") == []
    assert len(await look(house, market, "2025-01-13T09:32", first="109")) == 2


async def test_a_move_that_two_rules_and_a_subscription_wait_for_is_told_once(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    await house.changed(ann, day_change=Decimal("0.06"))
    await follow(house, FIRST)
    for target in (FOLLOWED, RuleTarget(Scope.REPORT, "1")):
        await rule(house, target, RuleKind.DAY_CHANGE, "0.05")
    assert await look(house, market, "2025-01-10T09:31", first="100") == []
    market.prices[FIRST] = Quote(FIRST, Decimal(107), Decimal(100), shanghai("2025-01-10T09:32"), "tencent")
    house.clock.set("2025-01-10T09:32")
    await house.routine.quotes(shanghai("2025-01-10T09:32"))
    (view,) = await waiting(house.store)
    assert isinstance(view, RuleAlert)
    assert len(view.lines) == 1
    async with house.store.snapshot() as tx:
        entries = [entry for rule_id in (1, 2) for entry in await tx.rules.history(rule_id, 1)]
    assert sorted(entry.reason or entry.event for entry in entries) == ["fired", "told"]
