"""What a verb governs, item by item: separators, brackets, numbered points and the segments that stand inside a list.

推荐:1)服装家纺:甲、乙;2)纺织制造:丙 is three items in two segments, 功率半导体(甲、乙) two items in one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.extraction.layout import CJK

_SEPARATOR = re.compile(r"[、,;|]|(?<!<)/|(?<=\))(?=[^、,;。)的等]{2})")
_NUMBER = re.compile(r"^\s*(?:\(?\d{1,2}[)、.]|[①-⑳]|第?[一二三四五六七八九十]{1,2}[、是])\s*(?=\D)")
_ONLY_NUMBER = re.compile(r"\s*\(?\d{1,2}\)$")
_OPENS = re.compile(r"\(?\d{1,2}[)、](?=[^\d\s])")
_HEAD = re.compile(rf"^(?P<name>[{CJK}A-Za-z0-9/+&\-\"“” ]{{2,16}}):(?P<rest>.*)$", re.DOTALL)
_ENDS = re.compile(r"[^等]等$|等[^等]{0,8}(?:龙头|企业|公司|厂商|标的|个股|品种)(?:公司|企业)?$")
_GOES_ON = re.compile(r"^[,;、]?\s?(?:以及|及|和|同时|\(?\d{1,2}[)、])|^;")
_STOPS = re.compile("风险|资料来源|数据来源|盈利预测|注:|备注|免责")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: its words, the segment that was named inside the list before it, and what parts it from the one before."""

    text: str
    segment: str | None = None
    after: str = ""


def items(text: str) -> Iterator[Item]:
    """The items of a list in printed order.

    Separators inside brackets part nothing; 等 ends a list unless it goes on behind a semicolon, 以及 or the next number. A head
    (医疗服务:) names the segment of the items behind it.
    """
    segment: str | None = None
    separator = ""
    ended = False
    for piece, following, rest in _pieces(text):
        if ended and not _GOES_ON.match(separator + piece):
            return
        bare = _NUMBER.sub("", piece).strip()
        if _STOPS.search(bare[:8]):
            return
        if (head := _HEAD.match(bare)) and "的" in head["name"]:  # 有产品周期的品类:甲 describes
            bare = head["rest"].strip()
        elif head:
            segment, bare = head["name"].strip(' "“”'), head["rest"].strip()
            if '"' in head["name"] or "“" in head["name"]:
                segment = head["name"].strip()
        elif bare != piece.strip() and separator == ";":
            segment = None  # the next point of a list without a head of its own
        if bare:
            yield Item(bare, segment, separator)
        ended = bool(_ENDS.search(piece)) and not _GOES_ON.match(following + rest)
        separator = following


def _pieces(text: str) -> Iterator[tuple[str, str, str]]:
    """The pieces between separators outside brackets: (piece, the separator behind it, the first letters that follow)."""
    start = depth = 0
    for position, character in enumerate(text):
        numbered = depth == 0 and bool(_OPENS.match(text, position)) and position > start
        if numbered and (text[position - 1] in ":,;、" or not text[position - 1].isdigit()):
            yield text[start:position], "", text[position : position + 4]
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
            yield text[start:position], character if character in "、,;|/" else "", text[position + 1 : position + 5]
            start = position + (character in "、,;|/")
    yield text[start:], "", ""
