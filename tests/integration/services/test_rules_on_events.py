"""Rules that wait for something to happen: told once a chat, whoever else tells of it, and why not where not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.bars import Look
from bot.domain.quotes import Adjustment
from bot.domain.reports import PickKind, Report
from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_targets import RuleTarget, Scope
from bot.domain.rules import Rule, RuleEntry, RuleEvent
from bot.domain.securities import Market
from bot.services.access.people import Viewer
from bot.services.views.news import AlertKind, AlertLine, Alerts
from bot.services.views.rules import RuleAlert, RuleTelling
from bot.store import Store
from tests.integration.services.house import ANN, House, refreshed
from tests.integration.services.parts import DictMarket, pick, report, waiting

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STOCK, OTHER = "300308.SZ", "300502.SZ"
ON_STOCK, FOLLOWED = RuleTarget.stock(STOCK), RuleTarget(Scope.FOLLOWED)


@pytest.fixture
async def ann(house: House) -> Viewer:
    """Somebody who follows nothing, the day after the report, its prices fetched."""
    await house.confirmed(report(pick(STOCK), pick(OTHER, rating=None)))
    viewer = await house.subscriber(day_change=None)
    async with house.store.transaction() as tx:
        await tx.follows.remove_all(ANN)
    await refreshed(house, "2025-01-09T15:35", "2025-01-09T20:30")
    await waiting(house.store)
    return viewer


async def rule(house: House, target: RuleTarget, kind: RuleKind, threshold: str = "1") -> int:
    now = house.clock.now()
    made = Rule(
        0,
        ANN,
        target.symbol,
        kind,
        Decimal(threshold),
        now.date(),
        now,
        report_id=target.report_id or (1 if kind.of_report and target.symbol else None),
        scope=target.scope,
        ref="" if target.symbol else target.ref,
    )
    async with house.store.transaction() as tx:
        rule_id = await tx.rules.add(made)
        await tx.rules.note([RuleEntry(rule_id, now, RuleEvent.MADE)])
    return rule_id


async def told(store: Store) -> list[RuleTelling]:
    views = [view for view in await waiting(store, chat_id=ANN) if isinstance(view, RuleAlert)]
    return [line for view in views for line in view.lines]


async def happened(store: Store) -> list[tuple[str, str]]:
    return [(line.rule.kind, line.rule.security.symbol) for line in await told(store)]


async def history(house: House, rule_id: int) -> list[tuple[str, str]]:
    async with house.store.snapshot() as tx:
        return [(entry.event, entry.reason or "") for entry in reversed(await tx.rules.history(rule_id))]


async def evening_of(house: House, market: DictMarket, day: str) -> None:
    """Refresh a session alone: what comes before it is noted as done, so that it is not caught up with."""
    before = (await market.calendar(Market.A)).before(date.fromisoformat(day))
    async with house.store.transaction() as tx:
        if await tx.jobs.begin("refresh-A", before, "close", house.clock.now()):
            await tx.jobs.finish("refresh-A", before, "close", house.clock.now())
    await refreshed(house, f"{day}T15:35", f"{day}T20:30")


async def closes(house: House, market: DictMarket, *prices: int, first: int = 10) -> None:
    days = [day for day in range(first, 32) if date(2025, 1, day).weekday() < 5]
    for day, price in zip(days, prices, strict=False):
        market.close(STOCK, date(2025, 1, day), price)
        await refreshed(house, f"2025-01-{day}T15:35", f"2025-01-{day}T20:30")


async def test_a_band_is_told_of_after_two_closes_beyond_it(house: House, market: DictMarket, ann: Viewer) -> None:
    await rule(house, ON_STOCK, RuleKind.BAND_CROSSED)
    await closes(house, market, 112, 112)
    (line,) = await told(house.store)
    assert line.event is not None
    assert (line.rule.kind, line.event.before, line.event.after) == (RuleKind.BAND_CROSSED, "中性", "增持")


async def test_what_a_subscription_tells_too_is_told_once_and_the_rule_tells_it(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    async with house.store.transaction() as tx:
        await tx.follows.add(ANN, "stock", STOCK, house.clock.now())
    first = await rule(house, ON_STOCK, RuleKind.BAND_CROSSED)
    second = await rule(house, FOLLOWED, RuleKind.BAND_CROSSED)
    await closes(house, market, 112, 112)
    views = await waiting(house.store)
    assert [type(view) for view in views] == [RuleAlert]
    assert await history(house, first) == [("made", ""), ("fired", "")]
    assert await history(house, second) == [("made", ""), ("held", "told")]


async def test_a_paused_rule_leaves_it_to_the_subscription(house: House, market: DictMarket, ann: Viewer) -> None:
    async with house.store.transaction() as tx:
        await tx.follows.add(ANN, "stock", STOCK, house.clock.now())
    rule_id = await rule(house, ON_STOCK, RuleKind.BAND_CROSSED)
    async with house.store.transaction() as tx:
        ((known, _),) = await tx.rules.get([rule_id])
        await tx.rules.save(replace(known, paused=True))
    await closes(house, market, 112, 112)
    assert [type(view) for view in await waiting(house.store)] == [Alerts]
    assert await history(house, rule_id) == [("made", ""), ("held", "paused")]


async def test_a_horizon_is_told_of_step_by_step(house: House, market: DictMarket, ann: Viewer) -> None:
    """Window 2025-06-26, settlement 2025-12-26: 30 days before it is 11-26."""
    target = RuleTarget(Scope.REPORT, "1")
    for kind, threshold in (
        (RuleKind.WINDOW_OPENS, "1"),
        (RuleKind.DAYS_LEFT, "30"),
        (RuleKind.DAYS_LEFT, "7"),
        (RuleKind.SETTLES, "1"),
        (RuleKind.VERDICT, "1"),
    ):
        await rule(house, target, kind, threshold)
    found = {}
    for day in ("06-25", "06-26", "06-27", "11-25", "11-26", "11-27", "12-18", "12-19", "12-22", "12-25", "12-26"):
        await evening_of(house, market, f"2025-{day}")
        found[day] = sorted(await happened(house.store))
    assert {day: told for day, told in found.items() if told} == {
        "06-26": [("window_opens", STOCK), ("window_opens", OTHER)],
        "11-26": [("days_left", STOCK), ("days_left", OTHER)],
        "12-19": [("days_left", STOCK), ("days_left", OTHER)],
        "12-26": [("settles", STOCK), ("settles", OTHER), ("verdict", STOCK), ("verdict", OTHER)],
    }


async def test_what_was_passed_before_a_rule_is_made_is_no_news(house: House, market: DictMarket, ann: Viewer) -> None:
    await evening_of(house, market, "2025-06-26")
    await rule(house, ON_STOCK, RuleKind.WINDOW_OPENS)
    await evening_of(house, market, "2025-06-27")
    assert await happened(house.store) == []


async def test_the_basket_of_a_report_is_one_figure(house: House, market: DictMarket, ann: Viewer) -> None:
    await rule(house, RuleTarget(Scope.BASKET, "1"), RuleKind.EXCESS_ABOVE, "0.1")
    await closes(house, market, 110, 119, 120, 121)
    (line,) = await told(house.store)
    assert (line.value, line.rule.aim.scope if line.rule.aim else None) == (Decimal("0.1"), Scope.BASKET)


@pytest.mark.parametrize(
    ("ratio", "high", "shown"),
    [(None, 140, None), ("1.3955", 101, Decimal("100.32"))],
)
async def test_a_target_price_is_told_of_when_it_is_reached_over_ex_dates_too(
    house: House, market: DictMarket, ann: Viewer, ratio: str | None, high: int, shown: Decimal | None
) -> None:
    await house.confirmed(report(replace(pick(STOCK), target_price=Decimal(140), currency="CNY"), title="公司"))
    await rule(house, FOLLOWED, RuleKind.TARGET_REACHED)
    async with house.store.transaction() as tx:
        await tx.follows.add(ANN, "stock", STOCK, house.clock.now())
    await closes(house, market, 100)
    if ratio is not None:
        split = Adjustment(date(2025, 1, 13), Decimal(ratio), source="test")
        market.events[STOCK] = [split]
    bar = market.bars[STOCK][date(2025, 1, 13)]
    market.bars[STOCK][date(2025, 1, 13)] = replace(bar, high=Decimal(high))
    await refreshed(house, "2025-01-13T15:35", "2025-01-13T20:30")
    (line,) = await told(house.store)
    assert (line.rule.threshold, line.rule.carried, line.touched) == (Decimal(140), shown, True)


def company(
    broker: str, rating: str, *, target: str | None = None, published: date = date(2025, 1, 9), title: str = ""
) -> Report:
    said = replace(
        pick(STOCK, rating=rating, kind=PickKind.SUBJECT, segment=None),
        target_price=Decimal(target) if target else None,
        currency="CNY" if target else None,
    )
    base = report(said, title=title or f"{broker} {rating} {published}", published=published)
    return replace(base, broker=broker)


async def confirm(house: House, owner: Viewer, given: Report, at: str) -> None:
    house.clock.set(at)
    async with house.store.transaction() as tx:
        stored = await tx.reports.add(given, sha256=given.title, uploaded_by=owner.user_id, at=house.clock.now())
    await house.drafts.confirm(stored.report_id, owner)


KINDS = (
    RuleKind.NEW_REPORT,
    RuleKind.RATING_CHANGED,
    RuleKind.TARGET_CHANGED,
    RuleKind.DISSENT,
    RuleKind.CONSENSUS,
)


async def test_a_report_that_changes_its_mind_is_told_of_by_what_it_changes(
    house: House, market: DictMarket, ann: Viewer, owner: Viewer
) -> None:
    for kind in KINDS:
        await rule(house, ON_STOCK, kind)
    await confirm(house, owner, company("甲证券", "买入", target="140"), "2025-01-09T21:00")
    first = {line.rule.kind: said(line) for line in await told(house.store)}
    # the industry report calls it 增持 as well: one more house that is bullish, nobody is contradicted
    assert first == {RuleKind.NEW_REPORT: ("", ""), RuleKind.CONSENSUS: ("1-0-0", "2-0-0")}
    async with house.store.transaction() as tx:
        split = Adjustment(date(2025, 1, 13), Decimal("1.3955"), source="test")
        await tx.prices.save_adjustments(STOCK, [split], Look("test", house.clock.now()))
    later = company("甲证券", "中性", target="90", published=date(2025, 1, 15))
    await confirm(house, owner, later, "2025-01-15T21:00")
    lines = {line.rule.kind: said(line) for line in await told(house.store)}
    assert lines == {
        RuleKind.NEW_REPORT: ("", ""),
        RuleKind.RATING_CHANGED: ("买入", "中性"),
        RuleKind.TARGET_CHANGED: ("140", "90"),
        RuleKind.DISSENT: ("示例证券=增持", "中性"),
        RuleKind.CONSENSUS: ("2-0-0", "1-1-0"),
    }


def said(line: RuleTelling) -> tuple[str, str]:
    assert isinstance(line.event, AlertLine)
    return line.event.before, line.event.after


async def test_an_old_report_that_comes_late_changes_nothing_but_that_it_came(
    house: House, market: DictMarket, ann: Viewer, owner: Viewer
) -> None:
    await confirm(house, owner, company("甲证券", "中性"), "2025-01-09T21:00")
    for kind in KINDS:
        await rule(house, ON_STOCK, kind)
    await confirm(house, owner, company("甲证券", "买入", published=date(2024, 6, 3)), "2025-01-10T21:00")
    assert [line.rule.kind for line in await told(house.store)] == [RuleKind.NEW_REPORT]


async def test_a_new_report_is_told_once_to_who_follows_and_has_a_rule(
    house: House, market: DictMarket, ann: Viewer, owner: Viewer
) -> None:
    async with house.store.transaction() as tx:
        await tx.follows.add(ANN, "stock", STOCK, house.clock.now())
    await rule(house, FOLLOWED, RuleKind.NEW_REPORT)
    await confirm(house, owner, company("甲证券", "买入"), "2025-01-09T21:00")
    (view,) = await waiting(house.store, chat_id=ANN)
    assert isinstance(view, RuleAlert)
    (line,) = view.lines
    assert line.event is not None
    assert line.event.kind is AlertKind.NEW_REPORT
