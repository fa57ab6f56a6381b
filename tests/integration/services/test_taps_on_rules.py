"""A rule as a subscriber makes it with his thumb: three taps from a stock's card, and everything after it with buttons."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

from bot.services.access.people import Refused, Viewer
from bot.services.house import Services
from bot.services.views import View
from bot.services.views.cards import CoverageCard
from bot.services.views.rules import RuleAlert, RuleCard, RuleDeleted, RuleList
from bot.tg.actions.callbacks import decode, encode
from bot.tg.actions.rules import MakeRule
from bot.tg.handlers.buttons import answer
from bot.tg.handlers.rules import typed
from bot.tg.render import render
from tests.integration.services.house import House, refreshed
from tests.integration.services.parts import DictMarket, report, shanghai, waiting
from tests.integration.services.preparing import Preparations
from tests.texts import shipped

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STOCK = "300308.SZ"


@pytest.fixture
async def ann(house: House, tmp_path: Path, preparations: Preparations) -> Viewer:
    return await preparations.make(house, tmp_path / "pickwatch.db", _ann)


async def _ann(house: House) -> Viewer:
    await house.confirmed(report())
    await refreshed(house, "2025-01-09T15:35", "2025-01-09T20:30")
    return await house.subscriber(day_change=None)


async def tap(house: House, view: View, label: str, viewer: Viewer, language: str = "zh") -> View:
    """Tap the button that says this under a view as it is rendered."""
    buttons = [each for message in render(view, shipped(), language) for row in message.keyboard for each in row]
    data = next(each.data for each in buttons if label in each.label)
    return await answer(decode(data), cast("Services", house), viewer)


@pytest.mark.parametrize(
    ("language", "taps"),
    [("zh", ("提醒", "价格涨到", "105")), ("en", ("Alert", "Price rises to", "105"))],
)
async def test_three_taps_from_a_stocks_card_make_a_rule(
    house: House, ann: Viewer, language: str, taps: tuple[str, ...]
) -> None:
    view: View = await house.research.coverage(STOCK, ann)
    assert isinstance(view, CoverageCard)
    for label in taps:
        view = await tap(house, view, label, ann, language)
    assert isinstance(view, RuleCard)
    assert (view.line.threshold, view.new) == (Decimal(105), True)


async def test_a_rule_that_told_is_snoozed_edited_paused_tried_and_deleted_with_buttons(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    made = await typed("提醒 zjxc 价格 > 105", cast("Services", house), ann)
    assert isinstance(made, RuleCard)
    house.clock.set("2025-01-10T10:00")
    market.quote(STOCK, "0.06")
    await house.routine.quotes(shanghai("2025-01-10T10:00"))
    (told,) = await waiting(house.store)
    assert isinstance(told, RuleAlert)
    card = await tap(house, told, "推迟一天", ann)
    card = await tap(house, card, "恢复", ann)
    card = await tap(house, await tap(house, card, "修改", ann), "每次越过", ann)
    card = await tap(house, await tap(house, card, "完成", ann), "试算一年", ann)
    assert isinstance(card, RuleCard)
    assert card.trial is not None
    card = await tap(house, await tap(house, await tap(house, card, "修改", ann), "改阈值", ann), "120", ann)
    assert isinstance(card, RuleCard)
    assert card.line.threshold == 120
    card = await tap(house, card, "暂停", ann)
    mine = await tap(house, card, "全部提醒", ann)
    assert isinstance(mine, RuleList)
    gone = await tap(house, await tap(house, mine, "中际旭创", ann), "删除", ann)
    assert isinstance(gone, RuleDeleted)
    back = await tap(house, gone, "撤销", ann)
    assert isinstance(back, RuleCard)
    assert (back.line.threshold, back.line.standing) == (Decimal(120), "paused")


async def test_a_line_that_is_no_rule_is_left_to_others(house: House, ann: Viewer) -> None:
    assert await typed("中际旭创", cast("Services", house), ann) is None


async def test_a_group_has_no_rules(house: House, ann: Viewer) -> None:
    group = replace(ann, user_id=-5, chat_id=-5)
    assert await typed("提醒 zjxc 价格 > 105 备注 @bot", cast("Services", house), group) is None


@pytest.mark.parametrize(("kind", "threshold"), [("price", "5"), ("price_above", "NaN"), ("price_above", "x")])
async def test_a_button_that_nobody_wrote_does_nothing(house: House, ann: Viewer, kind: str, threshold: str) -> None:
    with pytest.raises(Refused, match="old_button"):
        await answer(decode(encode(MakeRule(STOCK, kind, threshold))), cast("Services", house), ann)
