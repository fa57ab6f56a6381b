"""Rules as their owner handles them: made, tried, shown, changed and deleted, each chat its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.quotes import Adjustment
from bot.domain.rule_kinds import RuleKind
from bot.domain.rules import Frequency
from bot.services.access.people import Refused, Viewer
from bot.services.rules.words import read_wish
from bot.services.views.pieces import Notice
from bot.services.views.rules import RuleCard, RuleDraft, RuleList, RuleMisread, RuleStanding, RuleThresholds
from tests.integration.services.house import BOB, House, refreshed
from tests.integration.services.parts import DictMarket, pick, report
from tests.integration.services.preparing import Preparations

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STOCK = "300308.SZ"


@pytest.fixture
async def ann(house: House, market: DictMarket, tmp_path: Path, preparations: Preparations) -> Viewer:
    """A subscriber in the evening of a year in which the price went from 100 to 130 and back, twice."""
    for day in (3, 4, 5):
        market.close(STOCK, date(2025, 3, day), 130)
        market.close(STOCK, date(2025, 6, day), 130)
    return await preparations.make(house, tmp_path / "pickwatch.db", _ann)


async def _ann(house: House) -> Viewer:
    await house.confirmed(report(replace(pick(), target_price=Decimal(180))))
    await refreshed(house, "2025-09-01T15:35", "2025-09-01T20:30")
    return await house.subscriber(day_change=None)


async def say(house: House, line: str, viewer: Viewer) -> object:
    wish = read_wish(line)
    assert wish is not None
    return await house.rules.wished(wish, viewer)


async def test_a_line_makes_a_rule_and_the_same_line_shows_it_again(house: House, ann: Viewer) -> None:
    made = await say(house, "提醒 中际旭创 价格 > 120", ann)
    assert isinstance(made, RuleCard)
    assert (made.line.kind, made.line.threshold, made.line.standing) == (
        RuleKind.PRICE_ABOVE,
        Decimal(120),
        RuleStanding.ARMED,
    )
    assert made.new
    again = await say(house, "alert zjxc price >= 120", ann)
    assert isinstance(again, RuleCard)
    assert (again.line.rule_id, again.new) == (made.line.rule_id, False)


async def test_a_wrong_line_is_answered_with_what_was_understood(house: House, ann: Viewer) -> None:
    misread = await say(house, "提醒 中际旭创 超额 > 20", ann)
    assert isinstance(misread, RuleMisread)
    assert misread.aim is not None
    assert (misread.aim.ref, misread.kind, misread.rest) == (STOCK, RuleKind.EXCESS_ABOVE, "> 20")
    unknown = await say(house, "alert nosuchstock price > 20", ann)
    assert unknown == RuleMisread(None, RuleKind.PRICE_ABOVE, "nosuchstock")


async def test_three_taps_make_a_rule_and_the_second_shows_how_often_each_would_have_told(
    house: House, ann: Viewer
) -> None:
    kinds = await house.rules.kinds(STOCK, ann)
    assert RuleKind.PRICE_ABOVE in kinds.kinds
    asked = await house.rules.thresholds(STOCK, RuleKind.PRICE_ABOVE, ann)
    assert isinstance(asked, RuleThresholds)
    # from 100: the report's target first; 5, 10, 20 and 30 percent more were reached twice
    assert asked.choices == (
        (Decimal(180), 0),
        (Decimal(105), 2),
        (Decimal(110), 2),
        (Decimal(120), 2),
        (Decimal(130), 2),
    )
    card = await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, asked.choices[0][0], ann)
    assert card.line.threshold == 180


async def test_an_excess_is_tried_since_its_report(house: House, ann: Viewer) -> None:
    draft = await say(house, "试 中际旭创 超额 > 25%", ann)
    assert isinstance(draft, RuleDraft)
    assert draft.trial is not None
    assert [(day, round(value, 6)) for day, value in draft.trial.fired] == [
        (date(2025, 3, 3), Decimal("0.3")),
        (date(2025, 6, 3), Decimal("0.3")),
    ]
    assert isinstance(await house.rules.mine(ann), Notice)


async def test_a_trial_takes_the_threshold_back_over_ex_dates(house: House, market: DictMarket, ann: Viewer) -> None:
    market.events[STOCK] = [Adjustment(date(2025, 9, 2), Decimal(2))]
    market.close(STOCK, date(2025, 9, 2), 50)
    await refreshed(house, "2025-09-02T15:35", "2025-09-02T20:30")
    draft = await say(house, "试 中际旭创 价格 > 65", ann)
    assert isinstance(draft, RuleDraft)
    assert draft.trial is not None
    assert [day for day, _ in draft.trial.fired] == [date(2025, 3, 3), date(2025, 6, 3)]
    assert draft.trial.source is not None
    assert draft.trial.source.name, draft.trial.source.as_of == draft.trial.last


async def test_an_ex_date_after_its_making_shows_both_thresholds(house: House, market: DictMarket, ann: Viewer) -> None:
    made = await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(140), ann)
    assert made.line.carried is None
    market.events[STOCK] = [Adjustment(date(2025, 9, 2), Decimal("1.3955"))]
    await refreshed(house, "2025-09-02T15:35", "2025-09-02T20:30")
    line = (await house.rules.card(made.line.rule_id, ann)).line
    assert (line.threshold, line.carried) == (Decimal(140), Decimal("100.32"))


async def test_a_rule_is_paused_snoozed_changed_and_deleted_and_its_history_says_so(house: House, ann: Viewer) -> None:
    rule_id = (await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(120), ann)).line.rule_id
    assert (await house.rule_changes.pause(rule_id, ann, paused=True)).line.standing is RuleStanding.PAUSED
    assert (await house.rule_changes.pause(rule_id, ann, paused=False)).line.standing is RuleStanding.ARMED
    assert (await house.rule_changes.snooze(rule_id, ann)).line.standing is RuleStanding.SNOOZED
    assert (await house.rule_changes.set_frequency(rule_id, ann, Frequency.EVERY)).line.frequency is Frequency.EVERY
    changed = await house.rule_changes.set_threshold(rule_id, ann, Decimal(90))
    assert changed.line.threshold == 90
    assert [entry.event for entry in changed.history] == ["edited", "edited", "snoozed", "resumed", "paused", "made"]
    await house.rule_changes.pause(rule_id, ann, paused=False)
    assert (await house.rules.card(rule_id, ann)).line.standing is RuleStanding.BEYOND
    await house.rule_changes.delete(rule_id, ann)
    with pytest.raises(Refused, match="rule_unknown"):
        await house.rules.card(rule_id, ann)


async def test_the_list_is_paged_and_ends_at_the_limit(house: House, ann: Viewer) -> None:
    for price in (110, 120, 130):
        await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(price), ann)
    mine = await house.rules.mine(ann, 7)
    assert isinstance(mine, RuleList)
    assert [line.threshold for line in mine.lines] == [130, 120, 110]
    assert (mine.page, mine.pages, mine.total, mine.limit) == (0, 1, 3, 3)
    with pytest.raises(Refused, match="rule_limit"):
        await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(140), ann)


async def test_nobody_reaches_the_rules_of_another_chat(house: House, ann: Viewer) -> None:
    rule_id = (await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(120), ann)).line.rule_id
    bob = await house.subscriber(BOB)
    for attempt in (
        house.rules.card(rule_id, bob),
        house.rule_changes.pause(rule_id, bob, paused=True),
        house.rule_changes.delete(rule_id, bob),
        house.rule_changes.set_threshold(rule_id, bob, Decimal(90)),
    ):
        with pytest.raises(Refused, match="rule_unknown"):
            await attempt


async def test_a_stock_that_no_visible_report_names_has_no_rules(house: House, ann: Viewer) -> None:
    with pytest.raises(Refused, match="rule_not_covered"):
        await house.rules.make("300502.SZ", RuleKind.PRICE_ABOVE, Decimal(120), ann)
    with pytest.raises(Refused, match="rule_out_of_range"):
        await house.rules.make(STOCK, RuleKind.DAY_CHANGE, Decimal(2), ann)


async def test_a_note_and_a_last_day_are_kept_and_shown(house: House, ann: Viewer) -> None:
    made = await say(house, "提醒 中际旭创 价格 > 120 到 2025-09-30 备注 减仓", ann)
    assert isinstance(made, RuleCard)
    assert (made.line.note, made.line.last_day) == ("减仓", date(2025, 9, 30))
    house.clock.set("2025-09-30T23:59")
    assert (await house.rules.card(made.line.rule_id, ann)).line.standing is RuleStanding.ARMED
    house.clock.set("2025-10-01T00:00")
    assert (await house.rules.card(made.line.rule_id, ann)).line.standing is RuleStanding.EXPIRED
    with pytest.raises(Refused, match="rule_over_already"):
        await say(house, "提醒 中际旭创 价格 > 130 到 2025-09-30", ann)


@pytest.mark.parametrize(
    ("line", "fired"),
    [
        ("试 中际旭创 新高 20", [(3, 3), (6, 3)]),
        ("试 中际旭创 新低 20", []),
        ("try zjxc drawdown 20%", [(3, 6), (6, 6)]),  # from 130 back to 100; a new best of 130 is no recovery of it
    ],
)
async def test_extremes_and_drawdowns_are_tried_too(
    house: House, ann: Viewer, line: str, fired: list[tuple[int, int]]
) -> None:
    draft = await say(house, line, ann)
    assert isinstance(draft, RuleDraft)
    assert draft.trial is not None
    assert [(day.month, day.day) for day, _ in draft.trial.fired] == fired


async def test_thresholds_of_extremes_are_sessions_and_of_drawdowns_fractions(house: House, ann: Viewer) -> None:
    asked = await house.rules.thresholds(STOCK, RuleKind.NEW_HIGH, ann)
    assert isinstance(asked, RuleThresholds)
    assert [int(threshold) for threshold, _ in asked.choices] == [20, 60, 120, 250]
    assert asked.now is None
    asked = await house.rules.thresholds(STOCK, RuleKind.DRAWDOWN, ann)
    assert isinstance(asked, RuleThresholds)
    assert [threshold for threshold, _ in asked.choices] == [Decimal(each) / 100 for each in (5, 10, 20, 30)]
