"""The demonstration's alerts: rules of the subscriber's own, and reports that give them something to tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.sessions import SHANGHAI
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
    ),
}
# On the evening before the one morning that the recorded market plays minute by minute.
EVE = datetime(2025, 9, 30, 21, 0, tzinfo=SHANGHAI)
OF_A_SESSION = {
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
}
REACHED = {"zh": "提醒 中际旭创 达到目标价", "en": "alert zjxc target reached"}


@dataclass(frozen=True, slots=True)
class Coming:
    """A further report: when it comes, its file, and the number that it gets."""

    at: datetime
    sample: str
    number: int


REPORTS = (
    Coming(datetime(2025, 6, 3, 19, 30, tzinfo=SHANGHAI), "company-report-1.txt", 2),
    Coming(datetime(2025, 9, 3, 19, 30, tzinfo=SHANGHAI), "company-report-2.txt", 3),
    Coming(datetime(2025, 10, 20, 19, 30, tzinfo=SHANGHAI), "company-report-3.txt", 4),
)


async def make_rules(stage: Stage, language: str) -> None:
    """The subscriber makes rules in a line each."""
    for line in RULES[language]:
        await stage.say(line)
    await stage.tap(ShowRules())


async def until(stage: Stage, end: datetime, language: str) -> None:
    """As `Stage.until`, with the reports that come meanwhile and the rules that are made then."""
    for report in REPORTS:
        if stage.now < EVE <= min(report.at, end):
            await stage.until(EVE)
            for line in OF_A_SESSION[language]:
                await stage.say(line)
        if stage.now < report.at <= end:
            await stage.until(report.at)
            await stage.confirm_report(report.sample, report.number)
            if report is REPORTS[0]:
                await stage.say(REACHED[language])
    await stage.until(end)
