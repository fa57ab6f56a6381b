"""What is done on the walk, in order; a step is a line that is typed, a tap, or a part of the year that goes by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from bot.demo import EDITOR, READER


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap on the newest button whose label begins so."""

    label: str


Step: TypeAlias = str | Tap
Scene: TypeAlias = tuple[str, int, tuple[Step, ...]]


def scenes_of(language: str) -> Iterator[Scene]:
    """Title, person and steps of each scene, as somebody of this language types them."""
    yield from _CHINESE if language == "zh" else _ENGLISH


_CHINESE: tuple[Scene, ...] = (
    ("编辑收到并确认研报", EDITOR, ("report",)),
    ("订阅者第一次打开", READER, ("reader",)),
    ("先试再设一条提醒", READER, ("试 中际旭创 涨幅 > 5%", Tap("保存"), "提醒 中际旭闯 价格 > 150")),
    ("半年里推送的", READER, ("half way",)),
    ("窗口期中的个股卡片", READER, ("查 中际旭创", Tap("看图"))),
    ("到期日历", READER, ("/calendar",)),
    ("另外半年里推送的", READER, ("the end",)),
    ("研报卡片", READER, ("/report 1", Tap("看图"), Tap("组合表现"))),
    ("个股卡片", READER, ("300308", Tap("评级周期"))),
    ("拼音", READER, ("zjxc",)),
    ("自选", READER, ("我的自选",)),
    ("记分牌", READER, ("/scoreboard", Tap("看图"), Tap("按类型"), Tap("分歧"))),
    ("订阅", READER, ("/subscriptions",)),
    (
        "提醒：推迟、修改、删除",
        READER,
        ("/alerts", Tap("中际旭创 涨"), *map(Tap, ("推迟", "恢复", "修改", "每次", "完成", "删除"))),
    ),
    ("摘要", READER, ("/digest",)),
    ("设置", READER, ("/settings", Tap("图表"), Tap("‹ 设置"), Tap("免打扰"))),
    ("帮助", READER, ("/help", *map(Tap, ("股票与研报", "‹ 帮助", "订阅与提醒")))),
    ("听不懂的话", READER, ("查 中际旭闯", "/coverag", "今天天气怎么样")),
    ("回放", READER, ("/report 1", Tap("回放"))),
    ("管理员：数据源、队列、任务、错误、用户", EDITOR, ("/sources", "/queue", "/jobs", "/errors", "/users")),
    ("研报列表", EDITOR, ("/reports", Tap("是"))),
    ("邀请", EDITOR, ("/invite", Tap("订阅者"))),
)
_ENGLISH: tuple[Scene, ...] = (
    ("The editor gets a report and confirms it", EDITOR, ("report",)),
    ("A subscriber's first visit", READER, ("reader",)),
    ("A rule is tried, then made", READER, ("try 300308 up 5%", Tap("Save"), "alert 中际旭闯 price > 150")),
    ("Pushed in half a year", READER, ("half way",)),
    ("A stock's card within the window", READER, ("coverage 中际旭创", Tap("Chart"))),
    ("Calendar", READER, ("/calendar",)),
    ("Pushed in the other half", READER, ("the end",)),
    ("A report's card", READER, ("/report 1", Tap("Chart"), Tap("Baskets"))),
    ("A stock's card", READER, ("300308", Tap("Episodes"))),
    ("An English name", READER, ("coverage ZTE",)),
    ("Watchlist", READER, ("my watchlist",)),
    ("Scoreboard", READER, ("/scoreboard", Tap("Chart"), Tap("By kind"), Tap("Disagreements"))),
    ("Subscriptions", READER, ("/subscriptions",)),
    (
        "Alerts: snoozed, changed, deleted",
        READER,
        ("/alerts", Tap("中际旭创 +"), *map(Tap, ("Snooze", "Resume", "Change", "every", "Done", "Delete"))),
    ),
    ("Digests", READER, ("/digest",)),
    ("Settings", READER, ("/settings", Tap("Charts"), Tap("‹ Settings"), Tap("Quiet"))),
    ("Help", READER, ("/help", *map(Tap, ("Stocks and", "‹ Help", "Following")))),
    ("What is not understood", READER, ("coverage 中际旭闯", "/coverag", "how is the weather")),
    ("Replay", READER, ("/report 1", Tap("Replay"))),
    ("For owners: sources, queue, jobs, errors, users", EDITOR, ("/sources", "/queue", "/jobs", "/errors", "/users")),
    ("Reports", EDITOR, ("/reports", Tap("Yes"))),
    ("Invitation", EDITOR, ("/invite", Tap("A subscriber"))),
)
