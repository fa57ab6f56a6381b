"""The demonstration's alerts: rules of the subscriber's own, and reports that give them something to tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.rule_kinds import RuleKind
from bot.domain.sessions import SHANGHAI
from bot.services.rules.words import read_wish
from bot.tg.actions.rules import ShowRules

if TYPE_CHECKING:
    from bot.demo import Stage

# On the evening after the report. What a subscription tells by itself (bands, horizons, verdicts) needs no rule.
RULES = {
    "zh": (
        "提醒 研报1 组合 超额 > 10% 备注 整篇研报",
        "提醒 英维克 跨区间 备注 液冷",
        "提醒 中际旭创 评级变动",
        "提醒 中际旭创 目标价变动",
        "提醒 中际旭创 分歧",
        "提醒 中际旭创 一致预期",
        "提醒 自选 到期前 7 天",
        "提醒 自选 到期",
        "提醒 泰豪科技 停牌",
        "提醒 泰豪科技 复牌",
        "提醒 中际旭创 除权除息",
        "提醒 中际旭创 价格 > 140 到 2025-06-30",
        "提醒 中际旭创 新研报 到 2025-06-30",
        "提醒 新易盛 窗口",
        "提醒 新易盛 结论",
    ),
    "en": (
        "alert report 1 basket excess > 10% note the whole report",
        "alert 英维克 band note liquid cooling",
        "alert zjxc rating changed",
        "alert zjxc target changed",
        "alert zjxc dissent",
        "alert zjxc consensus",
        "alert all days left 7",
        "alert all settles",
        "alert 泰豪科技 suspended",
        "alert 泰豪科技 resumed",
        "alert zjxc ex-dividend",
        "alert zjxc price > 140 until 2025-06-30",
        "alert zjxc new report until 2025-06-30",
        "alert 新易盛 window opens",
        "alert 新易盛 verdict",
    ),
}


@dataclass(frozen=True, slots=True)
class Coming:
    """A further report: when it comes, its file, and the number that it gets."""

    at: datetime
    sample: str
    number: int


@dataclass(frozen=True, slots=True)
class Eve:
    """An evening on which the subscriber makes rules for what is about to happen."""

    at: datetime
    lines: dict[str, tuple[str, ...]]


REPORTS = (
    Coming(datetime(2025, 6, 3, 19, 30, tzinfo=SHANGHAI), "company-report-1.txt", 2),
    Coming(datetime(2025, 9, 3, 19, 30, tzinfo=SHANGHAI), "company-report-2.txt", 3),
    Coming(datetime(2025, 10, 20, 19, 30, tzinfo=SHANGHAI), "company-report-3.txt", 4),
)
# Before the session in which nearly everything that is followed closed at its lower limit.
FALL = Eve(
    datetime(2025, 4, 3, 21, 0, tzinfo=SHANGHAI),
    {
        "zh": (
            "提醒 中际旭创 跌停 到 2025-04-30",
            "提醒 中际旭创 涨幅 > 7% 到 2025-04-30",
            "提醒 中际旭创 回撤 > 45% 到 2025-04-30",
            "提醒 中兴通讯 价格 < 33 到 2025-04-30",
            "提醒 中兴通讯 超额 < -13% 到 2025-04-30",
            "提醒 中兴通讯 收益 < -20% 到 2025-04-30",
            "提醒 中兴通讯 新低 60 到 2025-04-30",
            "提醒 英维克 涨跌幅 > 8% 到 2025-04-30",
            "提醒 中兴通讯 跌幅 > 8% 到 2025-04-30",
        ),
        "en": (
            "alert zjxc limit down until 2025-04-30",
            "alert zjxc rises > 7% until 2025-04-30",
            "alert zjxc drawdown > 45% until 2025-04-30",
            "alert 中兴通讯 price < 33 until 2025-04-30",
            "alert 中兴通讯 excess < -13% until 2025-04-30",
            "alert 中兴通讯 return < -20% until 2025-04-30",
            "alert 中兴通讯 new low 60 until 2025-04-30",
            "alert 英维克 change > 8% until 2025-04-30",
            "alert 中兴通讯 falls > 8% until 2025-04-30",
        ),
    },
)
# Before the two mornings that the recorded market plays minute by minute.
REBOUND = Eve(
    datetime(2025, 4, 8, 21, 0, tzinfo=SHANGHAI),
    {
        "zh": (
            "提醒 泰豪科技 封跌停 到 2025-04-10",
            "提醒 泰豪科技 跌停打开 到 2025-04-10",
            "提醒 泰豪科技 5分钟 > 8% 到 2025-04-10",
        ),
        "en": (
            "alert 泰豪科技 limit down sealed until 2025-04-10",
            "alert 泰豪科技 limit down opened until 2025-04-10",
            "alert 泰豪科技 within 5 minutes > 8% until 2025-04-10",
        ),
    },
)
LIMIT_UP = Eve(
    datetime(2025, 9, 30, 21, 0, tzinfo=SHANGHAI),
    {
        "zh": (
            "提醒 中兴通讯 3分钟 > 2% 到 2025-10-10",
            "提醒 中兴通讯 量比 > 3 到 2025-10-10",
            "提醒 中兴通讯 涨停 到 2025-10-10",
            "提醒 中兴通讯 封涨停 到 2025-10-10",
            "提醒 中兴通讯 涨停打开 到 2025-10-10",
            "提醒 中兴通讯 跳空 3% 到 2025-10-31",
        ),
        "en": (
            "alert 中兴通讯 within 3 minutes > 2% until 2025-10-10",
            "alert 中兴通讯 volume ratio > 3 until 2025-10-10",
            "alert 中兴通讯 limit up until 2025-10-10",
            "alert 中兴通讯 limit up sealed until 2025-10-10",
            "alert 中兴通讯 limit up opened until 2025-10-10",
            "alert 中兴通讯 gap 3% until 2025-10-31",
        ),
    },
)
# After the first report with a target price, which is also where its own returns begin.
TARGET = Eve(
    datetime(2025, 6, 3, 19, 45, tzinfo=SHANGHAI),
    {
        "zh": (
            "提醒 中际旭创 达到目标价",
            "提醒 中际旭创 收益 > 20% 到 2025-08-31",
            "提醒 中际旭创 新高 60 到 2025-07-31",
        ),
        "en": (
            "alert zjxc target reached",
            "alert zjxc return > 20% until 2025-08-31",
            "alert zjxc new high 60 until 2025-07-31",
        ),
    },
)
EVES = (FALL, REBOUND, TARGET, LIMIT_UP)


def kinds_asked_for(language: str) -> set[RuleKind]:
    """The kinds of all rules that the subscriber makes."""
    lines = [*RULES[language], *(line for eve in EVES for line in eve.lines[language])]
    wishes = map(read_wish, lines)
    return {wish.kind for wish in wishes if wish is not None and wish.kind is not None}


async def told(stage: Stage) -> set[RuleKind]:
    """The kinds of rules that have told something by now."""
    async with stage.bot.services.store.snapshot() as tx:
        return await tx.rules.kinds_told()


async def make_rules(stage: Stage, language: str) -> None:
    """The subscriber makes rules in a line each."""
    for line in RULES[language]:
        await stage.say(line)
    await stage.tap(ShowRules())


async def until(stage: Stage, end: datetime, language: str) -> None:
    """As `Stage.until`, with the reports that come meanwhile and the rules that are made then."""
    coming: list[Coming | Eve] = [*REPORTS, *EVES]
    for each in sorted(coming, key=lambda each: each.at):
        if not stage.now < each.at <= end:
            continue
        await stage.until(each.at)
        if isinstance(each, Coming):
            await stage.confirm_report(each.sample, each.number)
            continue
        for line in each.lines[language]:
            await stage.say(line)
    await stage.until(end)
