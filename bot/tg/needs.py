"""Everything that can be asked of the bot, in one table: by a command, by words, and by a button of the menu.

`/help`, Telegram's menus of commands, the menu of buttons, the handlers and the gate of groups are all made of it, so
that nothing is reached in one way and not in the others. The texts of a need are in the locales under its name:
``need-NAME`` is its button, ``command-NAME`` its line in Telegram's menu, ``help-NAME`` the one in `/help`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from bot.domain.han import to_simplified
from bot.services.views.people import HelpTopic


class For(Enum):
    """Who may ask for it."""

    EVERYBODY = auto()
    EDITORS = auto()
    OWNERS = auto()


class InGroups(Enum):
    """Who may ask for it in a group."""

    EVERYBODY = auto()
    ADMINISTRATORS = auto()
    NOBODY = auto()


class Takes(Enum):
    """Whether something may stand behind the words: nothing, something, or something without which there is no answer."""

    NOTHING = auto()
    PERHAPS = auto()
    SOMETHING = auto()


@dataclass(frozen=True, slots=True)
class Need:
    """Something that can be asked for; ``name`` is its first command, ``words`` are those of each language."""

    name: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    takes: Takes = Takes.NOTHING
    groups: InGroups = InGroups.EVERYBODY
    whose: For = For.EVERYBODY
    also: tuple[str, ...] = ()
    topic: HelpTopic = HelpTopic.READING
    choices: tuple[str, ...] = ()  # what may stand behind the words, where that is known
    help: bool = True  # a line of its own in /help
    listed: bool = True  # in Telegram's menu of commands

    @property
    def commands(self) -> tuple[str, ...]:
        """Its commands, without the slash."""
        return (self.name, *self.also)

    @property
    def words(self) -> tuple[str, ...]:
        """What is understood of it where it stands alone."""
        return (*self.zh, *self.en, *self.commands, *(each.replace("_", " ") for each in self.commands))


_STEERED, _ALONE = InGroups.ADMINISTRATORS, InGroups.NOBODY
_FOLLOWING, _OWN, _RUNNING = HelpTopic.FOLLOWING, HelpTopic.OWN, HelpTopic.RUNNING

NEEDS = (
    Need("start", ("开始", "您好", "你好"), ("hello", "hi"), help=False),
    Need("menu", ("菜单", "功能", "主菜单"), ("main menu",)),
    Need(
        "coverage",
        ("查", "查询", "看", "覆盖", "查股票", "个股"),
        ("who covers", "look up", "stock"),
        Takes.SOMETHING,
        also=("c",),
    ),
    Need("watchlist", ("我的自选", "自选", "自选股"), ("my watchlist",), also=("w",), topic=_FOLLOWING),
    Need("list", ("清单", "我的清单", "自选清单"), ("my lists",), Takes.PERHAPS, also=("lists",), topic=_FOLLOWING),
    Need("report", ("研报", "报告", "研报列表"), ("latest reports",), Takes.PERHAPS, also=("reports",)),
    Need("scoreboard", ("记分牌", "排行榜", "排名"), ("ranking", "leaderboard"), Takes.PERHAPS, also=("scores",)),
    Need("digest", ("日报", "收盘日报", "早报", "周报"), ("daily digest", "today"), Takes.PERHAPS, topic=_FOLLOWING),
    Need(
        "alerts", ("提醒", "我的提醒", "预警"), ("my alerts",), Takes.PERHAPS, _ALONE, also=("alert",), topic=_FOLLOWING
    ),
    Need("calendar", ("日历", "到期日历", "到期"), ("settlement calendar", "what settles")),
    Need("export", ("导出", "下载"), ("download",), groups=_ALONE),
    Need("subscribe", ("订阅", "关注"), ("follow",), Takes.SOMETHING, _STEERED, topic=_FOLLOWING),
    Need(
        "unsubscribe",
        ("取消订阅", "退订", "取消关注"),
        ("unfollow", "stop following"),
        Takes.PERHAPS,
        _STEERED,
        listed=False,
        topic=_FOLLOWING,
    ),
    Need(
        "subscriptions",
        ("我的订阅", "订阅列表"),
        ("my subscriptions", "what i follow"),
        also=("subs",),
        topic=_FOLLOWING,
    ),
    Need("settings", ("设置", "语言"), ("preferences", "language"), groups=_STEERED, topic=_OWN),
    Need("help", ("帮助", "命令", "怎么用"), ("commands", "how does it work"), help=False),
    Need("privacy", ("隐私", "隐私说明"), ("data protection",), topic=_OWN),
    Need("export_me", ("我的数据", "导出我的数据"), ("my data",), groups=_ALONE, listed=False, topic=_OWN),
    Need("forget_me", ("忘记我", "删除我的数据"), ("delete my data",), groups=_ALONE, listed=False, topic=_OWN),
    Need("channels", ("频道", "我的频道"), ("my channels",), groups=_ALONE, listed=False, topic=_FOLLOWING),
    Need("cancel", ("取消", "算了"), ("never mind",), groups=_ALONE, topic=_OWN),
    Need(
        "resolve",
        ("认名称", "说明名称"),
        ("name is",),
        Takes.SOMETHING,
        _ALONE,
        For.EDITORS,
        listed=False,
        topic=HelpTopic.ADDING,
    ),
    Need("users", ("用户", "用户列表"), ("members",), groups=_ALONE, whose=For.OWNERS, listed=False, topic=_RUNNING),
    Need(
        "invite",
        ("邀请",),
        ("invitation",),
        Takes.PERHAPS,
        _ALONE,
        For.OWNERS,
        listed=False,
        topic=_RUNNING,
        choices=("subscriber", "editor"),
    ),
    Need(
        "sources",
        ("行情来源", "数据来源"),
        ("data sources",),
        groups=_ALONE,
        whose=For.OWNERS,
        listed=False,
        topic=_RUNNING,
    ),
    Need("queue", ("发送队列", "队列"), ("outbox",), groups=_ALONE, whose=For.OWNERS, listed=False, topic=_RUNNING),
    Need("broadcast", ("群发",), ("broadcasts",), groups=_ALONE, whose=For.OWNERS, listed=False, topic=_RUNNING),
    Need(
        "jobs", ("定时任务", "任务"), ("scheduled jobs",), groups=_ALONE, whose=For.OWNERS, listed=False, topic=_RUNNING
    ),
    Need(
        "errors", ("错误", "程序错误"), ("failures",), Takes.PERHAPS, _ALONE, For.OWNERS, listed=False, topic=_RUNNING
    ),
)
BY_NAME: Mapping[str, Need] = {need.name: need for need in NEEDS}
BY_COMMAND: Mapping[str, Need] = {command: need for need in NEEDS for command in need.commands}
BY_WORDS: Mapping[str, Need] = {word: need for need in NEEDS for word in need.words}
LONGEST_FIRST = sorted(BY_WORDS, key=len, reverse=True)
_ENDING = re.compile(r"[\s。．.！!？?~～…]+$")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for in words, and what stands behind them."""

    need: Need
    argument: str = ""


def asked_in_words(typed: str) -> Asked | None:
    """What need the words of a text name: alone (``日历``, ``my lists``), or with something behind them (``查 茅台``, ``研报 7``).

    Chinese words need no space behind them where what follows is not more of a word: that a text begins with 看 or
    自选 says less than that all of it is a name, so who asks tries the whole text first.
    """
    text = plainly(typed)
    if (need := BY_WORDS.get(text)) is not None:
        return Asked(need)
    for word in LONGEST_FIRST:
        need = BY_WORDS[word]
        if need.takes is Takes.NOTHING or not text.startswith(word):
            continue
        rest = unicodedata.normalize("NFKC", typed).strip()[len(word) :]
        behind = rest.lstrip(" :,，：\n\t")
        if behind and (rest != behind or not word.isascii()):
            return Asked(need, behind)
    return None


def needs_within(typed: str) -> list[Need]:
    """What a sentence speaks of, by the words it holds (``今天什么到期``), the longest word first; of English, whole words."""
    text = plainly(typed)
    held = [word for word in LONGEST_FIRST if len(word) > 1 and re.search(_whole(word), text)]
    return list(dict.fromkeys(BY_WORDS[word] for word in held))


def _whole(word: str) -> str:
    return rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)


def plainly(typed: str) -> str:
    """A text as words are compared: NFKC, lower case, single spaces, without what ends a sentence."""
    return _ENDING.sub("", " ".join(unicodedata.normalize("NFKC", typed).lower().split()))


def legible(text: str) -> str:
    """What was typed without halves of characters, which no database takes, and in Simplified ones, as names are known."""
    return to_simplified(text.encode("utf-8", "ignore").decode())


def needs_of(*, editor: bool, owner: bool, group: bool = False) -> Iterator[Need]:
    """What this viewer can ask for here, in the order of the table."""
    for need in NEEDS:
        allowed = {For.EVERYBODY: True, For.EDITORS: editor, For.OWNERS: owner}[need.whose]
        if allowed and not (group and need.groups is InGroups.NOBODY):
            yield need
