"""What a verb governs, item by item: separators, brackets, numbered points and the segments that stand inside a list.

推荐:1)服装家纺:甲、乙;2)纺织制造:丙 is three items in two segments, 功率半导体(甲、乙) two items in one, 甲:成本领先,份额第一;乙
two items with a reason between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.extraction.layout import CJK

_SEPARATOR = re.compile(
    rf"[、,;|\n\\]|(?<!<)/(?![^、,;/:。\n]{{1,8}}:)|(?<=[{CJK}])>(?=[{CJK}])|(?<=\))(?=[^、,;。)的等:—]{{2}})"
)
_PARTS = "、,;|/\n\\>"
_NUMBER = re.compile(
    r"^\s*(?:\(?\d{1,2}[)、.]|\([一二三四五六七八九十]\)|第?[一二三四五六七八九十]{1,2}[、是])\s*(?=\D)"
)
_CIRCLED = re.compile(rf"^[1-9](?=[{CJK}]{{2}})(?![1-9][年月日季家只个大条款])")
_BULLET = re.compile(r"^(?:[\s●■◆►▶➢⚫◼•·▪□✓✅☑★☆Ø\ue000-\uf8ff\U0001f300-\U0001faff\-]|\*(?!ST))+")
_ONLY_NUMBER = re.compile(r"\s*\(?\d{1,2}\)$")
_OPENS = re.compile(rf"\(?\d{{1,2}}(?:[)、](?=[^\d\s、,;。])|\.\s?(?=[{CJK}]))")
_HEAD = re.compile(
    rf"^(?P<name>[{CJK}A-Za-z0-9/+&\-\"“”*. ]{{2,16}}(?:\([^()]{{1,40}}\))?)(?P<mark>:|[—–]{{1,2}})(?P<rest>.*)$",
    re.DOTALL,
)
_INTRODUCES = re.compile(
    "(?:主线|方向|线索|机会|逻辑|如下|以下|品种|维度|排序|顺序|(?:以下|相关|个|类|大)(?:标的|公司|个股|企业|板块|领域|环节|行业))$"
)
_ENDS = re.compile(r"[^等]等$|等[^等]{0,8}(?:龙头|企业|公司|厂商|标的|个股|品种|上市公司)(?:公司|企业)?$")
_CLOSED = re.compile("等[^等]{0,8}$")
_GOES_ON = re.compile(
    r"^[,;、\n]?\s?(?:以及|及|和|同时|[^,;、。]{0,8}(?:公司|企业|厂商|标的)(?:包括|有|如)|\(?\d{1,2}[)、]|[1-9](?=[^\d\W]{2}))|^[;\n]"
)
_AHEAD = 60  # letters that tell whether a list goes on behind its 等
_STOPS = re.compile("风险|资料来源|数据来源|盈利预测|注:|备注|免责|涨幅|跌幅|领涨|领跌")
_OF_OTHERS = re.compile("客户|可比|竞争对手|对标|合作伙伴|供应商(?:包括|有|为)")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: its words, the segment that was named inside the list before it, and what parts it from the one before."""

    text: str
    segment: str | None = None
    after: str = ""


def items(text: str, is_name: Callable[[str], bool] = lambda _: False) -> Iterator[Item]:
    """The items of a list in printed order.

    Separators inside brackets part nothing; 等 ends a list unless it goes on behind a semicolon, 以及 or the next number. A head
    (医疗服务:) names the segment of the items behind it; where ``is_name`` knows it (甲科技:份额第一) it is an item itself and a
    reason follows, up to the next point.
    """
    segment: str | None = None
    separator = ""
    ended = reason = False
    for piece, following, rest in _pieces(text):
        if ended:
            return
        bare = _BULLET.sub("", piece)
        bare, before = _NUMBER.sub("", bare).strip(), bare.strip()
        if separator in {"", ";", "\n"}:
            bare = _CIRCLED.sub("", bare)
        numbered = bare != before
        reason = reason and separator not in {";", "\n"} and not numbered
        if _STOPS.search(bare[:8]):
            return
        # whom a pick does business with or is measured by, up to the next point
        reason = reason or bool(_OF_OTHERS.search(bare[:8].partition("(")[0]))
        if not reason:
            head = _HEAD.match(bare)
            if head and _INTRODUCES.search(head["name"]):  # 三条主线:1)…
                bare = _CIRCLED.sub("", _NUMBER.sub("", head["rest"].strip()))
                head = _HEAD.match(bare)
            if head and is_name(head["name"]):
                yield Item(head["name"], segment, separator)
                reason, bare = True, ""
            elif head and head["mark"] == ":":
                segment, bare = _headed(head, segment)
            elif head and is_name(head["rest"].strip(" 等")):  # 上游——甲矿业
                segment, bare = head["name"], head["rest"].strip()
            elif numbered and separator in {";", "\n"}:
                segment = None  # the next point of a list without a head of its own
            if bare:
                yield Item(bare, segment, separator)
        ended = bool(_ENDS.search(piece)) and not (
            _GOES_ON.match(following + rest) or _is_list(following, rest, is_name)
        )
        separator = following


def _is_list(separator: str, rest: str, is_name: Callable[[str], bool]) -> bool:
    """Whether another list follows at once: 甲快递等快递龙头,乙航空、丙航空等航空公司."""
    first, second = [*re.split("[、,;。]", rest, maxsplit=2), "", ""][:2]
    return (
        separator == ","
        and rest[len(first) : len(first) + 1] == "、"
        and is_name(first)
        and is_name(_CLOSED.sub("", second))
    )


def _headed(head: re.Match[str], segment: str | None) -> tuple[str | None, str]:
    """The segment that a head names and the item behind it; 有产品周期的品类:甲 only describes."""
    name, rest = head["name"].strip(), head["rest"].strip()
    if "的" in name:
        return segment, rest
    return (name if '"' in name or "“" in name else name.strip(' "“”')), rest


def _pieces(text: str) -> Iterator[tuple[str, str, str]]:
    """The pieces between separators outside brackets: (piece, the separator behind it, the first letters that follow)."""
    start = depth = 0
    for position, character in enumerate(text):
        numbered = depth == 0 and bool(_OPENS.match(text, position)) and position > start
        if numbered and (text[position - 1] in ":,;、\n" or not text[position - 1].isdigit()):
            yield text[start:position], "", text[position : position + _AHEAD]
            start = position
            depth += character == "("
            continue
        depth += (character == "(") - (character == ")" and depth > 0)
        if (
            depth == 0
            and character != ")"
            and _SEPARATOR.match(text, position)
            and not _ONLY_NUMBER.match(text[start:position])
        ):
            yield (
                text[start:position],
                character if character in _PARTS else "",
                text[position + 1 : position + 1 + _AHEAD],
            )
            start = position + (character in _PARTS)
    yield text[start:], "", ""
