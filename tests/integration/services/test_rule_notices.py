"""What rules tell before anybody trades: suspensions that are listed, trade that resumes, ex-dates and what they carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.quotes import CorporateAction, Quote, Suspension
from bot.domain.rule_kinds import RuleKind
from bot.market.ports import SourceUnavailable
from bot.services.access.people import Viewer
from bot.services.names.reference import Reference
from bot.services.views.rules import RuleAlert, RuleDraft, RuleTelling
from bot.store import Store
from tests.integration.services.house import House, build, refreshed
from tests.integration.services.parts import DictMarket, SetClock, report, shanghai, waiting

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STOCK = "300308.SZ"
FRIDAY, MONDAY, TUESDAY = date(2025, 1, 10), date(2025, 1, 13), date(2025, 1, 14)


@pytest.fixture
async def home(store: Store, clock: SetClock, market: DictMarket, reference: Reference, tmp_path: Path) -> House:
    """A house that knows what companies announce, on the evening of a Thursday."""
    house = build(store, clock, market, market, reference, tmp_path, actions=market)
    await house.confirmed(report())
    await refreshed(house, "2025-01-09T15:35", "2025-01-09T20:30")
    return house


@pytest.fixture
async def ann(home: House) -> Viewer:
    viewer = await home.subscriber(day_change=None)
    await waiting(home.store)
    return viewer


async def told(home: House) -> list[RuleTelling]:
    views = [view for view in await waiting(home.store) if isinstance(view, RuleAlert)]
    return [line for view in views for line in view.lines]


async def notices(home: House, at: str) -> list[RuleTelling]:
    home.clock.set(at)
    await home.routine.notices(shanghai(at))
    return await told(home)


async def look(home: House, market: DictMarket, at: str, price: str, **more: str) -> list[RuleTelling]:
    home.clock.set(at)
    figures: Mapping[str, Decimal] = {name: Decimal(text) for name, text in more.items()}
    previous = figures.get("previous", Decimal(100))
    market.prices[STOCK] = Quote(STOCK, Decimal(price), previous, home.clock.now(), "tencent")
    await home.routine.quotes(shanghai(at))
    return await told(home)


async def test_a_suspension_is_told_once_from_the_list_and_its_end_from_trade(
    home: House, market: DictMarket, ann: Viewer
) -> None:
    for kind in (RuleKind.SUSPENDED, RuleKind.RESUMED):
        await home.rules.make(STOCK, kind, Decimal(1), ann)
    assert await look(home, market, "2025-01-10T10:00", "100") == []
    market.prices.clear()
    market.halted = [Suspension(STOCK, MONDAY), Suspension(STOCK, TUESDAY)]
    (line,) = await notices(home, "2025-01-13T09:10")
    assert (line.rule.kind, line.grounds and line.grounds.price) == (RuleKind.SUSPENDED, Decimal(100))
    assert await notices(home, "2025-01-13T20:40") == []
    assert await notices(home, "2025-01-14T09:10") == []
    (line,) = await look(home, market, "2025-01-15T09:31", "103")
    assert (line.rule.kind, line.grounds and line.grounds.price) == (RuleKind.RESUMED, Decimal(103))
    assert await look(home, market, "2025-01-15T09:32", "103") == []


async def test_a_list_that_cannot_be_had_and_a_quote_that_is_missing_are_no_suspension(
    home: House, market: DictMarket, ann: Viewer
) -> None:
    await home.rules.make(STOCK, RuleKind.SUSPENDED, Decimal(1), ann)
    market.halted = [Suspension(STOCK, FRIDAY)]
    market.failing["suspensions"] = SourceUnavailable("silent")
    assert await notices(home, "2025-01-10T09:10") == []
    home.clock.set("2025-01-10T10:00")
    await home.routine.quotes(shanghai("2025-01-10T10:00"))
    assert await told(home) == []
    market.failing.clear()
    assert len(await notices(home, "2025-01-10T20:40")) == 1


async def test_a_rule_made_while_a_stock_is_suspended_tells_when_it_trades_again(
    home: House, market: DictMarket, ann: Viewer
) -> None:
    market.halted = [Suspension(STOCK, FRIDAY)]
    del market.bars[STOCK][FRIDAY]
    await refreshed(home, "2025-01-10T15:35", "2025-01-10T20:30")
    await home.rules.make(STOCK, RuleKind.RESUMED, Decimal(1), ann)
    assert len(await look(home, market, "2025-01-13T09:31", "103")) == 1
    draft = await home.rules.thresholds(STOCK, RuleKind.SUSPENDED, ann)
    assert isinstance(draft, RuleDraft)
    assert draft.trial is not None
    assert draft.trial.fired == ((FRIDAY, Decimal(100)),)


async def test_an_ex_date_is_told_on_the_evening_before_and_on_the_day_with_what_it_carries(
    home: House, market: DictMarket, ann: Viewer
) -> None:
    home.clock.set("2025-01-10T19:00")
    await home.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(140), ann)
    await home.rules.make(STOCK, RuleKind.EX_DATE, Decimal(1), ann)
    await refreshed(home, "2025-01-10T20:30")
    terms = CorporateAction(MONDAY, Decimal("0.05"), transfer=Decimal("0.4"), source="eastmoney")
    market.announced[STOCK] = [terms]
    (line,) = await notices(home, "2025-01-10T20:40")
    assert line.grounds is not None
    assert line.grounds.ex is not None
    # (100 - 0.05) / 1.4 = 71.39
    assert (line.grounds.level, line.grounds.ex.day, line.grounds.ex.expected) == (Decimal("71.39"), MONDAY, True)
    assert [(each.before, each.after) for each in line.carried] == [(Decimal(140), Decimal("99.95"))]
    assert await notices(home, "2025-01-10T21:00") == []
    # treasury shares get nothing: the exchange's reference price is another
    (line,) = await look(home, market, "2025-01-13T09:31", "72", previous="71.66")
    assert line.grounds is not None
    assert line.grounds.ex is not None
    assert (line.grounds.level, line.grounds.ex.expected, line.grounds.ex.terms) == (Decimal("71.66"), False, terms)
    assert [(each.before, each.after) for each in line.carried] == [(Decimal(140), Decimal("100.32"))]
    assert await look(home, market, "2025-01-13T09:32", "72", previous="71.66") == []
    assert await look(home, market, "2025-01-14T09:31", "72", previous="72") == []


async def test_companies_are_asked_seldom_what_they_have_announced(
    home: House, market: DictMarket, ann: Viewer
) -> None:
    await home.rules.make(STOCK, RuleKind.EX_DATE, Decimal(1), ann)
    for at in ("2025-01-09T20:40", "2025-01-10T20:40", "2025-01-13T20:40"):
        assert await notices(home, at) == []
    assert market.asked.count(f"actions {STOCK}") == 2


async def test_an_ex_date_that_no_look_saw_is_told_at_the_close(home: House, market: DictMarket, ann: Viewer) -> None:
    await home.rules.make(STOCK, RuleKind.EX_DATE, Decimal(1), ann)
    bar = market.bars[STOCK][FRIDAY]
    market.bars[STOCK][FRIDAY] = replace(bar, reference=Decimal(80), close=Decimal(81))
    await refreshed(home, "2025-01-10T15:35", "2025-01-10T20:30")
    (line,) = await told(home)
    assert line.grounds is not None
    assert (line.grounds.price, line.grounds.level) == (Decimal(100), Decimal(80))
