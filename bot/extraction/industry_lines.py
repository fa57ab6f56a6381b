"""The industry of a report as it is printed: a line of its own, a part of the line of labels, or behind its label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.extraction.documents import Line
from bot.extraction.header import LONGEST_TITLE, NAMED_SECURITY
from bot.extraction.industries import INDUSTRIES
from bot.extraction.layout import CJK
from bot.extraction.rating_words import WORD

LONGEST_RATING = 14  # letters of a line that is a rating or a label
_INDUSTRY = "|".join(sorted(INDUSTRIES, key=len, reverse=True))
LEADING_INDUSTRY = re.compile(rf"(?P<name>{_INDUSTRY})(?:行业)?")
_GLUED_INDUSTRY = re.compile(rf"行业({_INDUSTRY})(?=前次|行业|投资评级|最新|$)")
_INDUSTRY_LABEL = re.compile(rf"行业(?:分类|名称)?\s?:\s?(?:[A-Za-z]+\]?\s?)?([{CJK}]{{2,10}})")
_RATED_INDUSTRY = re.compile(rf"行业评级\s?([{CJK}]{{2,8}}?)\s?(?:{WORD})$")
_KIND_WORD = re.compile("研究报告|(?:行业|公司)(?:研究|点评|深度|简评|报告|周报|月报)|点评报告|深度报告|周报")
_KIND_WORDS = re.compile(
    "(?:证券|行业|公司|海外)?(?:公司)?(?:深度|点评|简评|跟踪|动态|专题|研究|信息更新|事件|定期|季报|年报)+(?:研究)?(?:报告|周报|月报)?"
)
_SUBTITLED_INDUSTRY = re.compile(
    rf"^[—–―─-]*(?:20\d\d年)?([{CJK}、]{{2,10}}?)(?:行业|板块|业)?(?:20\d\d年)?(?:第?\d+月)?(?:跟踪|动态|投资)?(?:周报|月报|双周报|日报|周观点|点评|深度|专题|行业)"
)
_LINES_OF_HEAD = 80


def industry(lines: Sequence[Line]) -> str | None:
    """The industry as printed: a line that is an industry's name (医药生物/医疗服务), a part of the line of labels, or behind its label."""
    head = [line for line in lines if len(line.text) <= LONGEST_TITLE][:_LINES_OF_HEAD]
    for line in head:
        if found := industry_of(line.text):
            return found
    for line in head:
        if found := _labelled_industry(line.text):
            return found
    for above, line in pairwise(head):  # glued to the headline: 证券研究报告 | 商业贸易 + headline
        if (
            not line.size
            and len(line.text) <= LONGEST_TITLE
            and ("研究" in above.text and len(above.text) < LONGEST_RATING)
        ) and (match := LEADING_INDUSTRY.match(line.text)):
            return match["name"]
    return None


def _labelled_industry(text: str) -> str | None:
    if (match := _INDUSTRY_LABEL.search(text)) and (found := industry_of(match[1]) or industry_of(match[1][:-2])):
        return found
    if match := _GLUED_INDUSTRY.search(text):
        return match[1]
    if (match := _RATED_INDUSTRY.search(text)) and (found := industry_of(match[1])):
        return found
    if _KIND_WORD.search(text) or NAMED_SECURITY.match(text):
        parts = re.split(r"[|·•\]\[【】│]|(?<=报告)[-—]|(?<=研究)[-/—]|(?<=\))\s?|\s", _KIND_WORDS.sub("|", text))
        for part in parts:
            if found := industry_of(re.sub(r"^(.{2,})\1$", r"\1", part)):
                return found
    match = _SUBTITLED_INDUSTRY.match(text)
    return industry_of(match[1]) if match else None


def industry_of(text: str) -> str | None:
    """The text as an industry's name, or None."""
    bare = re.sub(r"\s?([/·|-])\s?", r"\1", text.strip(" |:"))
    bare = re.sub(r"^(?:所属)?行业[:|]\s?|\s?(?:行业)?(?:研究|点评|报告|周报)?$", "", bare)
    first = re.split(r"[/|\-·— ]", bare)[0].removesuffix("行业")
    return bare if re.sub("[ⅠⅡⅢI]+$", "", first) in INDUSTRIES else None
