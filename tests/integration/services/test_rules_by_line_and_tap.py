"""Rules about several and about events as a subscriber handles them: by a line, by taps, tried, edited, deleted and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_targets import Scope
from bot.domain.rules import Frequency
from bot.services.access.people import Refused, Viewer
from bot.services.house import Services
from bot.services.rules.words import read_wish
from bot.services.views import View
from bot.services.views.rules import (
    RuleCard,
    RuleDraft,
    RuleKinds,
    RuleMisread,
    RuleQuestion,
    RuleThresholds,
    RuleWhich,
)
from bot.tg.actions.callbacks import decode, encode
from bot.tg.actions.rules import AskRule, AskRuleOf, AskWord, EditRule, SetCooldown, SetUntil, SnoozeFor
from bot.tg.handlers.buttons import answer
from bot.tg.handlers.rules import typed_answer
from tests.integration.services.house import ANN, BOB, House, refreshed
from tests.integration.services.parts import DictMarket, pick, report
from tests.integration.services.preparing import Preparations
from tests.integration.services.test_rules_on_events import company, confirm
from tests.integration.services.test_taps_on_rules import tap

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STOCK, OTHER = "300308.SZ", "300502.SZ"
LINES: list[tuple[str, Scope, RuleKind, str | int]] = [
    ("提醒 自选 涨停", Scope.FOLLOWED, RuleKind.LIMIT_UP, 1),
    ("alert all limit up", Scope.FOLLOWED, RuleKind.LIMIT_UP, 1),
    ("提醒 研报1 组合 超额 < -10%", Scope.BASKET, RuleKind.EXCESS_BELOW, "-0.1"),
    ("alert report 1 basket return > 20%", Scope.BASKET, RuleKind.RETURN_ABOVE, "0.2"),
    ("alert report 1 verdict", Scope.REPORT, RuleKind.VERDICT, 1),
    ("提醒 研报 #1 到期前 30 天", Scope.REPORT, RuleKind.DAYS_LEFT, 30),
    ("提醒 光模块 日涨跌 5%", Scope.LIST, RuleKind.DAY_CHANGE, "0.05"),
    ("alert list 光模块 band", Scope.LIST, RuleKind.BAND_CROSSED, 1),
    ("提醒 列表“光模块” 新研报", Scope.LIST, RuleKind.NEW_REPORT, 1),
    ("提醒 中际旭创 评级变动", Scope.STOCK, RuleKind.RATING_CHANGED, 1),
    ("alert zjxc consensus", Scope.STOCK, RuleKind.CONSENSUS, 1),
    ("提醒 zjxc 到期结论", Scope.STOCK, RuleKind.VERDICT, 1),
    ("提醒 zjxc 到期", Scope.STOCK, RuleKind.SETTLES, 1),
    ("提醒 zjxc 目标价变动", Scope.STOCK, RuleKind.TARGET_CHANGED, 1),
    ("提醒 自选 达到目标价", Scope.FOLLOWED, RuleKind.TARGET_REACHED, 1),
    ("提醒 zjxc 分歧", Scope.STOCK, RuleKind.DISSENT, 1),
    ("提醒 zjxc 窗口期", Scope.STOCK, RuleKind.WINDOW_OPENS, 1),
    ("提醒 zjxc 收益 > 50%", Scope.STOCK, RuleKind.RETURN_ABOVE, "0.5"),
]


@pytest.fixture
async def ann(house: House, market: DictMarket, tmp_path: Path, preparations: Preparations) -> Viewer:
    """A subscriber of everything, half a year after the report, whose first stock has gone to 130 and stayed there."""
    for day in (date(2025, 3, 3) + timedelta(n) for n in range(200)):
        if day in market.bars[STOCK]:
            market.close(STOCK, day, 130)
    return await preparations.make(house, tmp_path / "pickwatch.db", _ann)


async def _ann(house: House) -> Viewer:
    await house.confirmed(report(pick(STOCK), pick(OTHER)))
    await refreshed(house, "2025-07-01T15:35", "2025-07-01T20:30")
    viewer = await house.subscriber(day_change=None)
    async with house.store.transaction() as tx:
        await tx.watchlists.add(ANN, "光模块", [STOCK, OTHER], house.clock.now())
    return viewer


async def say(house: House, line: str, viewer: Viewer) -> View:
    wish = read_wish(line)
    assert wish is not None
    return await house.rules.wished(wish, viewer)


async def press(house: House, action: object, viewer: Viewer) -> View:
    return await answer(decode(encode(action)), cast("Services", house), viewer)  # type: ignore[arg-type] # one of them


async def test_one_line_makes_a_rule_about_anything(house: House, ann: Viewer) -> None:
    for line, scope, kind, threshold in LINES:
        made = await say(house, line, ann)
        assert isinstance(made, RuleCard), line
        assert (made.line.about.scope, made.line.kind, made.line.threshold) == (scope, kind, Decimal(threshold)), line
        again = await say(house, line, ann)
        assert isinstance(again, RuleCard)
        assert (again.line.rule_id, again.new) == (made.line.rule_id, False)
        await house.rule_changes.delete(made.line.rule_id, ann)


async def test_a_line_that_is_nearly_right_is_answered_with_what_it_may_mean(house: House, ann: Viewer) -> None:
    misread = await say(house, "提醒 中际旭创 超额 > 20", ann)
    assert isinstance(misread, RuleMisread)
    assert misread.nearest == ((RuleKind.EXCESS_ABOVE, Decimal("0.2")),)
    card = await tap(house, misread, "+20%", ann)
    assert isinstance(card, RuleCard)
    assert (card.line.kind, card.line.threshold) == (RuleKind.EXCESS_ABOVE, Decimal("0.2"))
    misread = await say(house, "提醒 自选 波动 8%", ann)
    assert isinstance(misread, RuleMisread)
    assert misread.nearest[0] == (RuleKind.DAY_CHANGE, Decimal("0.08"))
    misread = await say(house, "alert zjxc 150", ann)
    assert isinstance(misread, RuleMisread)
    assert misread.nearest[0] == (RuleKind.PRICE_ABOVE, Decimal(150))


async def test_a_misspelt_stock_is_offered_with_the_rule_that_was_asked_for(house: House, ann: Viewer) -> None:
    which = await say(house, "提醒 中际旭闯 涨幅 > 5%", ann)
    assert isinstance(which, RuleWhich)
    card = await tap(house, which, "中际旭创 日涨幅 5%", ann)
    assert isinstance(card, RuleCard)
    assert (card.line.security.symbol, card.line.kind) == (STOCK, RuleKind.DAY_RISE)
    assert card.line.threshold == Decimal("0.05")


async def test_what_makes_no_sense_is_refused_with_a_reason(house: House, ann: Viewer) -> None:
    for line, why in (
        ("提醒 自选 价格 > 100", "rule_does_not_fit"),
        ("提醒 研报1 组合 涨停", "rule_does_not_fit"),
        ("提醒 研报99 结论", "report_unknown"),
        ("提醒 zjxc 达到目标价", "rule_no_target"),
    ):
        with pytest.raises(Refused, match=why):
            await say(house, line, ann)
    bob = await house.subscriber(BOB, day_change=None)
    with pytest.raises(Refused, match="list_unknown"):
        await house.rules.kinds("l1", bob)


async def test_a_rule_about_a_report_is_made_in_three_taps(house: House, ann: Viewer) -> None:
    view: View = await house.research.report(1, ann)
    view = await tap(house, view, "提醒", ann)
    assert isinstance(view, RuleKinds)
    view = await tap(house, view, "到期结论", ann)
    assert isinstance(view, RuleDraft)
    view = await tap(house, view, "保存", ann)
    assert isinstance(view, RuleCard)
    assert view.line.about.written == "r1"
    whole = await tap(house, await press(house, AskRule("r1"), ann), "整个组合", ann)
    assert isinstance(whole, RuleKinds)
    assert {kind.of_score for kind in whole.kinds} == {True}
    more = await press(house, AskRuleOf("r1", "reports"), ann)
    assert isinstance(more, RuleKinds)
    assert RuleKind.DISSENT in more.kinds


async def test_a_watchlist_leads_to_a_rule_about_all_of_it(house: House, ann: Viewer) -> None:
    view = await tap(house, await house.research.watchlist(ann), "提醒", ann)
    view = await tap(house, view, "日涨跌", ann)
    assert isinstance(view, RuleThresholds)
    assert [count for _, count in view.choices] == [1, 1, 1, 1]  # the day on which it went up by 30 %
    view = await tap(house, view, "5%", ann)
    assert isinstance(view, RuleCard)
    assert view.line.about.scope is Scope.FOLLOWED


async def test_rules_about_several_and_about_events_are_tried_on_the_year(
    house: House, ann: Viewer, owner: Viewer
) -> None:
    of_list = await say(house, "试 光模块 超额 > 20%", ann)
    assert isinstance(of_list, RuleDraft)
    assert of_list.trial is not None
    assert [
        (day, note.security.symbol if note.security else "")
        for (day, _), note in zip(of_list.trial.fired, of_list.trial.notes, strict=True)
    ] == [(date(2025, 3, 3), STOCK)]
    assert of_list.trial.tried == 2
    basket = await say(house, "try report 1 basket excess > 10%", ann)
    assert isinstance(basket, RuleDraft)
    assert basket.trial is not None
    assert basket.trial.fired == ((date(2025, 3, 3), Decimal("0.15")),)
    bands = await say(house, "试 zjxc 跨区间", ann)
    assert isinstance(bands, RuleDraft)
    assert bands.trial is not None
    assert [(note.before, note.after) for note in bands.trial.notes] == [("中性", "买入")]
    window = await say(house, "试 研报1 窗口期", ann)
    assert isinstance(window, RuleDraft)
    assert window.trial is not None
    assert [day for day, _ in window.trial.fired] == [date(2025, 6, 26)] * 2
    await confirm(house, owner, company("甲证券", "买入", published=date(2025, 6, 30)), "2025-06-30T21:00")
    await confirm(house, owner, company("甲证券", "中性", published=date(2025, 7, 1)), "2025-07-01T21:00")
    changed = await say(house, "试 zjxc 评级变动", ann)
    assert isinstance(changed, RuleDraft)
    assert changed.trial is not None
    assert [
        (day, note.before, note.after) for (day, _), note in zip(changed.trial.fired, changed.trial.notes, strict=True)
    ] == [(date(2025, 7, 1), "买入", "中性")]


async def test_everything_of_a_rule_is_edited_in_place(house: House, ann: Viewer) -> None:
    made = await say(house, "提醒 zjxc 价格 > 150", ann)
    assert isinstance(made, RuleCard)
    rule_id = made.line.rule_id
    card = await tap(house, await press(house, EditRule(rule_id), ann), "每次越过", ann)
    assert isinstance(card, RuleCard)
    assert (card.line.frequency, card.editing) == (Frequency.EVERY, True)
    card = await press(house, SetCooldown(rule_id, 120), ann)
    assert isinstance(card, RuleCard)
    assert card.line.cooldown == timedelta(hours=2)
    card = await press(house, SetUntil(rule_id, 30), ann)
    assert isinstance(card, RuleCard)
    assert card.line.last_day == date(2025, 7, 31)
    card = await press(house, SetUntil(rule_id, 0), ann)
    assert isinstance(card, RuleCard)
    assert card.line.last_day is None
    card = await press(house, SnoozeFor(rule_id, 1), ann)
    assert isinstance(card, RuleCard)
    assert card.line.until == house.clock.now() + timedelta(hours=1)
    for word, text, field, expected in (
        ("note", "减 仓  一半", "note", "减 仓 一半"),
        ("until", "2025-09-30", "last_day", date(2025, 9, 30)),
        ("threshold", "160", "threshold", Decimal(160)),
    ):
        question = await press(house, AskWord(rule_id, word), ann)
        assert isinstance(question, RuleQuestion)
        asked = await house.asking.waiting(ann)
        assert asked is not None
        if word != "note":
            with pytest.raises(Refused):
                await typed_answer("什么", asked, cast("Services", house), ann)
        edited = await typed_answer(text, asked, cast("Services", house), ann)
        assert isinstance(edited, RuleCard)
        assert getattr(edited.line, field) == expected
        assert await house.asking.waiting(ann) is None
    await press(house, AskWord(rule_id, "note"), ann)
    asked = await house.asking.waiting(ann)
    assert asked is not None
    # a line in full is a rule of its own, and no answer
    assert await typed_answer("提醒 zjxc 新高 60", asked, cast("Services", house), ann) is None
    with pytest.raises(Refused, match="rule_unknown"):
        await press(house, EditRule(rule_id), replace(ann, user_id=BOB, chat_id=BOB))


async def test_a_deleted_rule_comes_back_and_begins_from_now(house: House, ann: Viewer) -> None:
    made = await say(house, "提醒 光模块 超额 > 20%", ann)
    assert isinstance(made, RuleCard)
    gone = await house.rule_changes.delete(made.line.rule_id, ann)
    with pytest.raises(Refused, match="rule_unknown"):
        await house.rules.card(made.line.rule_id, ann)
    back = await tap(house, gone, "撤销", ann)
    assert isinstance(back, RuleCard)
    assert [entry.event for entry in back.history] == ["restored", "deleted", "made"]
    again = await tap(house, gone, "撤销", ann)  # a second tap shows what is there
    assert isinstance(again, RuleCard)
    async with house.store.snapshot() as tx:
        states = await tx.rules.states([made.line.rule_id])
    assert {key[1]: state.place for key, state in states.items()} == {STOCK: 1, OTHER: 0}
