"""A rule in one line, in either language; what cannot be read is told apart from what can."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.rule_kinds import RuleKind
from bot.services.rules.words import Wish, read_wish


@pytest.mark.parametrize(
    ("line", "name", "kind", "threshold"),
    [
        ("提醒 中际旭创 超额 > 20%", "中际旭创", RuleKind.EXCESS_ABOVE, "0.2"),
        ("提醒中际旭创超额＞20％", "中际旭创", RuleKind.EXCESS_ABOVE, "0.2"),
        ("提醒 300308 价格 < 120", "300308", RuleKind.PRICE_BELOW, "120"),
        ("提醒 300308 价格跌破120.5元", "300308", RuleKind.PRICE_BELOW, "120.5"),
        ("提醒 贵州茅台 股价 高于 1,800", "贵州茅台", RuleKind.PRICE_ABOVE, "1800"),
        ("alert zjxc excess > 20%", "zjxc", RuleKind.EXCESS_ABOVE, "0.2"),
        ("Alert zjxc excess below -10%", "zjxc", RuleKind.EXCESS_BELOW, "-0.1"),
        ("/alerts 300308.SZ price >= 140", "300308.SZ", RuleKind.PRICE_ABOVE, "140"),
        ("提醒 zjxc 涨跌 5%", "zjxc", RuleKind.DAY_CHANGE, "0.05"),
        ("提醒 zjxc 日涨跌幅 > 5%", "zjxc", RuleKind.DAY_CHANGE, "0.05"),
        ("提醒 zjxc 涨幅 > 5%", "zjxc", RuleKind.DAY_RISE, "0.05"),
        ("提醒 中际旭创涨超5%", "中际旭创", RuleKind.DAY_RISE, "0.05"),
        ("提醒 zjxc 大涨 7%", "zjxc", RuleKind.DAY_RISE, "0.07"),
        ("提醒 zjxc 跌幅达 5%", "zjxc", RuleKind.DAY_FALL, "0.05"),
        ("提醒 zjxc 下跌 5%", "zjxc", RuleKind.DAY_FALL, "0.05"),
        ("alert zjxc up 5%", "zjxc", RuleKind.DAY_RISE, "0.05"),
        ("alert zjxc falls over 5%", "zjxc", RuleKind.DAY_FALL, "0.05"),
        ("提醒 zjxc 涨到 130", "zjxc", RuleKind.PRICE_ABOVE, "130"),
        ("提醒 zjxc 跌破 120 元", "zjxc", RuleKind.PRICE_BELOW, "120"),
        ("提醒 zjxc > 130", "zjxc", RuleKind.PRICE_ABOVE, "130"),
        ("alert zjxc <= 120.5", "zjxc", RuleKind.PRICE_BELOW, "120.5"),
        ("提醒 zjxc 新高 60", "zjxc", RuleKind.NEW_HIGH, "60"),
        ("alert zjxc new low 250 days", "zjxc", RuleKind.NEW_LOW, "250"),
        ("提醒 zjxc 回撤 > 20%", "zjxc", RuleKind.DRAWDOWN, "0.2"),
        ("提醒 中际旭创 3分钟 > 2%", "中际旭创", RuleKind.MOVE_3, "0.02"),
        ("提醒 300308 5分钟涨跌 2%", "300308", RuleKind.MOVE_5, "0.02"),
        ("alert zjxc within 3 minutes > 2%", "zjxc", RuleKind.MOVE_3, "0.02"),
        ("提醒 中际旭创 涨停", "中际旭创", RuleKind.LIMIT_UP, "1"),
        ("提醒 中际旭创 封涨停", "中际旭创", RuleKind.SEALED_UP, "1"),
        ("提醒 中际旭创 涨停打开", "中际旭创", RuleKind.OPENED_UP, "1"),
        ("alert zjxc limit down", "zjxc", RuleKind.LIMIT_DOWN, "1"),
        ("alert zjxc limit down opened", "zjxc", RuleKind.OPENED_DOWN, "1"),
        ("提醒 中际旭创 量比 > 3", "中际旭创", RuleKind.VOLUME_RATIO, "3"),
        ("alert ZTE volume ratio > 3", "ZTE", RuleKind.VOLUME_RATIO, "3"),
        ("提醒 zjxc 跳空 2%", "zjxc", RuleKind.GAP, "0.02"),
        ("alert zjxc gap 2%", "zjxc", RuleKind.GAP, "0.02"),
        ("提醒 中际旭创 停牌", "中际旭创", RuleKind.SUSPENDED, "1"),
        ("提醒 中际旭创 复牌", "中际旭创", RuleKind.RESUMED, "1"),
        ("提醒 中际旭创 除权除息", "中际旭创", RuleKind.EX_DATE, "1"),
        ("alert zjxc ex-dividend", "zjxc", RuleKind.EX_DATE, "1"),
        ("alert zjxc day change 7.5%", "zjxc", RuleKind.DAY_CHANGE, "0.075"),
    ],
)
def test_a_line_is_read(line: str, name: str, kind: RuleKind, threshold: str) -> None:
    assert read_wish(line) == Wish(name, kind, Decimal(threshold), "", trying=False)


@pytest.mark.parametrize("line", ["试 中际旭创 超额 > 20%", "试一试 中际旭创 超额 > 20%", "try 中际旭创 excess > 20%"])
def test_a_line_that_begins_with_try_only_asks(line: str) -> None:
    assert read_wish(line) == Wish("中际旭创", RuleKind.EXCESS_ABOVE, Decimal("0.2"), "", trying=True)


@pytest.mark.parametrize(
    ("line", "name", "kind", "rest"),
    [
        ("提醒 中际旭创 超额 > 20", "中际旭创", RuleKind.EXCESS_ABOVE, "> 20"),
        ("提醒 中际旭创 价格 > 20%", "中际旭创", RuleKind.PRICE_ABOVE, "> 20%"),
        ("提醒 中际旭创 价格 120", "中际旭创", None, "120"),
        ("提醒 中际旭创 涨跌 < 5%", "中际旭创", None, "< 5%"),
        ("提醒 中际旭创 涨停 > 2%", "中际旭创", RuleKind.LIMIT_UP, "> 2%"),
        ("提醒 中际旭创 市盈率 > 20", "中际旭创", None, "市盈率 > 20"),
        ("提醒 中际旭创", "中际旭创", None, ""),
    ],
)
def test_of_a_wrong_line_it_is_known_what_was_understood(
    line: str, name: str, kind: RuleKind | None, rest: str
) -> None:
    assert read_wish(line) == Wish(name, kind, None, rest, trying=False)


@pytest.mark.parametrize(
    "line",
    [
        "提醒 中际旭创 价格 > 120 到 2026-03-31 备注 减仓 一半",
        "alert 中际旭创 price > 120 until 2026-3-31 note: 减仓 一半",
    ],
)
def test_a_note_and_a_last_day_stand_at_the_end(line: str) -> None:
    expected = Wish("中际旭创", RuleKind.PRICE_ABOVE, Decimal(120), "", trying=False)
    assert read_wish(line) == replace(expected, note="减仓 一半", until=date(2026, 3, 31))


def test_a_day_that_there_is_not_is_told_as_not_understood() -> None:
    wish = read_wish("提醒 中际旭创 价格 > 120 到 2026-02-30")
    assert wish is not None
    assert (wish.threshold, wish.rest) == (None, "> 120 到 2026-02-30")


@pytest.mark.parametrize("line", ["中际旭创", "查 中际旭创", "alertness", "试点", "tryout", ""])
def test_other_lines_are_no_rules(line: str) -> None:
    assert read_wish(line) is None


def test_thresholds_that_make_no_sense_are_not_allowed() -> None:
    assert RuleKind.PRICE_ABOVE.about.allows(Decimal(1))
    assert not RuleKind.PRICE_ABOVE.about.allows(Decimal(0))
    assert not RuleKind.DAY_CHANGE.about.allows(Decimal("0.6"))
    assert not RuleKind.EXCESS_BELOW.about.allows(Decimal(-1))
    assert RuleKind.NEW_HIGH.about.allows(Decimal(60))
    assert not RuleKind.NEW_HIGH.about.allows(Decimal("60.5"))
    assert not RuleKind.DRAWDOWN.about.allows(Decimal(1))
