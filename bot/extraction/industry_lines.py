"""The industry of a report as it is printed: a line of its own, a part of the line of labels, or behind its label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.extraction.documents import Line
from bot.extraction.header import DATE, LONGEST_TITLE, NAMED_SECURITY
from bot.extraction.industries import INDUSTRIES
from bot.extraction.layout import CJK
from bot.extraction.rating_words import WORD

LONGEST_RATING = 14  # letters of a line that is a rating or a label
_INDUSTRY = "|".join(sorted(INDUSTRIES, key=len, reverse=True))
LEADING_INDUSTRY = re.compile(rf"(?P<name>{_INDUSTRY})(?:行业)?")
_GLUED_INDUSTRY = re.compile(
    rf"行业((?:{_INDUSTRY})(?:/(?:{_INDUSTRY}))?)(?=前次|行业|投资评级|最新|\d{{1,2}}个月|公司网址|报告发布|国家|$)"
)
_INDUSTRY_LABEL = re.compile(rf"行业(?:分类|名称)?\s?:\s?(?:[A-Za-z]+\]?\s?)?([{CJK}]{{2,10}})")
_RATED_INDUSTRY = re.compile(rf"行业评级\s?([{CJK}]{{2,8}}?)\s?(?:{WORD})$")
_KIND_WORD = re.compile(
    "研究报告|(?:公司|行业)报告|(?:年报|季报|中报|半年报|业绩|事件)(?:点评|简评)|跟踪(?:报告|分析)|投资策略|(?:行业|公司)(?:研究|点评|深度|简评|报告|周报|月报)|点评报告|深度报告|周报"
)
_KIND_WORDS = re.compile(
    "(?:公司|行业)报告|(?:证券|行业|公司|海外)?(?:公司)?(?:深度|点评|简评|跟踪|动态|专题|研究|信息更新|事件|定期|季报|年报)+(?:研究)?(?:报告|周报|月报)?"
)
_SUBTITLED_INDUSTRY = re.compile(
    rf"^[—–―─-]*(?:20\d\d年)?([{CJK}、]{{2,10}}?)(?:行业|板块|业)?(?:20\d\d年)?(?:第?\d+月)?(?:跟踪|动态|投资)?(?:周报|月报|双周报|日报|周观点|点评|深度|专题|行业)"
)
_ANY_LABEL = re.compile(
    rf"^(?:所属行业|行业(?:分类|名称)?)\s?[:\t]\s?(?:行业[:\t])?([{CJK}IA-Z/、]{{2,16}}?)(?:行业)?$"
)
_PLACE = re.compile(r"中国(?:内地|香港)|(?:^|[|│])(?:内地|香港)")
_LEGEND = re.compile(rf"^([{CJK}、与及和/]{{2,16}}?)(?:\(申万\)|行业)?\s?沪深\s?300(?:指数)?$")
_OF_A_PLACE = re.compile(r"^(?:20\d\d年\d+月\d+日)?\W*中国(?:内地|香港)\s?(.+)")
_BEHIND_A_PLACE = re.compile(rf"中国(?:内地|香港)[\s|]*([{CJK}/]{{2,14}})$")
_PARTED = re.compile(r"[|·•\]\[【】│丨,]|(?<=报告)[-—]|(?<=研究)[-/—]|(?<=\))\s?/?|中国(?:内地|香港)|\s|20\d\d年")
_LABEL_LEVEL = re.compile(r"研究|点评|报告|周报|月报|日报|动态|深度|专题|跟踪|\d{4}")
_LEVEL = re.compile(rf"[{CJK}A-Z、ⅠⅡⅢ]{{2,12}}")
_KIND_THEN_INDUSTRY = re.compile(
    rf"(?:(?:公司|行业)(?:点评|研究|周报|动态|简评|深度|跟踪|信息)(?:报告|周报)?|研究报告|点评报告|上市公司)[|·丨/•\s—-]+(?P<name>(?:{_INDUSTRY})(?:[/·](?:{_INDUSTRY}))*)(?!行业[\u4e00-\u9fff]|板块|[:和与及])"
)
_LONGEST_GLUED, _GLUED_LINES = 60, 15
_LONGEST_PATH = 16
_LINES_OF_HEAD = 80


def industry(lines: Sequence[Line]) -> str | None:
    """The industry as printed: a line that is an industry's name (医药生物/医疗服务), a part of the line of labels, or behind its label."""
    head = [line for line in lines if len(line.text) <= LONGEST_TITLE][:_LINES_OF_HEAD]
    for line in head:
        if found := industry_of(line.text):
            return found
    for above, line in pairwise(head):  # glued to the headline: 证券研究报告 | 商业贸易 + headline
        if (
            not line.size
            and len(line.text) <= LONGEST_TITLE
            and ("研究" in above.text and len(above.text) < LONGEST_RATING)
        ) and (match := LEADING_INDUSTRY.match(line.text)):
            return match["name"]
    for line in head:
        if found := _labelled_industry(line.text):
            return found
    for line in head:
        if (match := _SUBTITLED_INDUSTRY.match(line.text)) and (found := industry_of(match[1])):
            return found
    for line in head:
        if match := _ANY_LABEL.match(line.text) or _BEHIND_A_PLACE.search(line.text):
            return match[1]
    for line in lines:
        if (match := _OF_A_PLACE.match(line.text)) and (leading := LEADING_INDUSTRY.match(match[1])):
            return leading["name"]  # 中国内地 医药健康/医药健康, glued to the prose behind it
    if not any(line.size for line in lines) and (found := _behind_a_kind(lines)):
        return found
    if any(NAMED_SECURITY.match(line.text) for line in head):
        return next((path for line in head if not line.size and (path := glued_path(line.text, head))), None)
    return _in_a_legend(head)


def glued_path(text: str, lines: Sequence[Line]) -> str | None:
    """Levels of industry that a lost space glued to the company's name at the start of a headline: 医疗服务医美+甲科技:…."""
    for line in lines:
        if match := NAMED_SECURITY.match(line.text):
            name = match[0].partition("(")[0].strip()
            path = text.partition(f"{name}:")[0]
            if path != text and len(path) <= _LONGEST_PATH and LEADING_INDUSTRY.match(path):
                return path
    return None


def _behind_a_kind(lines: Sequence[Line]) -> str | None:
    """The industry that follows the kind of report in a glued text: 公司点评|通信设备甲科技(300001), 行业周报丨家用电器+headline."""
    together = "|".join(
        line.text[:_LONGEST_GLUED] for line in lines[:_GLUED_LINES] if not NAMED_SECURITY.match(line.text)
    )
    match = _KIND_THEN_INDUSTRY.search(together)
    return match["name"] if match else None


def _in_a_legend(head: Sequence[Line]) -> str | None:
    """A chart of the industry against the index names both: 制药、生物科技与生命科学 沪深300."""
    for line in head:
        if (match := _LEGEND.match(line.text)) and LEADING_INDUSTRY.search(match[1]):
            return match[1]
    return None


def _labelled_industry(text: str) -> str | None:
    if (match := _INDUSTRY_LABEL.search(text)) and (found := industry_of(match[1]) or industry_of(match[1][:-2])):
        return found
    if match := _GLUED_INDUSTRY.search(text):
        return match[1]
    if (match := _RATED_INDUSTRY.search(text)) and (found := industry_of(match[1])):
        return found
    if (_KIND_WORD.search(text) or NAMED_SECURITY.match(text) or _PLACE.search(text)) and (
        found := _among_labels(text)
    ):
        return found
    if "\t" in text and DATE.search(text) and (found := industry_of(text.split("\t", 1)[0])):
        return found
    return None


def _among_labels(text: str) -> str | None:
    """The industry among the other labels of its line: 证券研究报告·公司点评报告·化学制药, 公司研究/信息设备/通信设备."""
    for part in _PARTED.split(_KIND_WORDS.sub("|", DATE.sub("|", text))):
        bare = re.sub(r"^(.{2,})\1$", r"\1", part.strip(" /-—:"))
        if found := industry_of(bare):
            return found
    return None


def industry_of(text: str) -> str | None:
    """The text as an industry's name, or None; of several levels (TMT及中小盘/通信) one that is known is enough."""
    bare = re.sub(r"\s?([/·|-])\s?", r"\1", text.strip(" |:"))
    bare = re.sub(r"^(?:所属)?行业[:|]\s?|\s?(?:行业)?(?:研究|点评|报告|周报|月报|深度|跟踪|动态|专题)*$", "", bare)
    levels = [level.removesuffix("行业") for level in re.split(r"[/|\-·— ]", bare)]
    while "/" in bare and len(levels) > 1 and (_LABEL_LEVEL.search(levels[0]) or _LABEL_LEVEL.search(levels[-1])):
        del levels[0 if _LABEL_LEVEL.search(levels[0]) else -1]  # 公司研究/信息设备/通信设备
        bare = "/".join(levels)
    known = [re.sub("[ⅠⅡⅢI]+$", "", level) in INDUSTRIES or level in INDUSTRIES for level in levels]
    if known[0]:
        whole = "/" not in bare or all(_LEVEL.fullmatch(level) for level in levels)
        return bare if whole else levels[0]  # 通信/通信设备当前价格:12.30 is glued
    slashed = "/" in bare and all(_LEVEL.fullmatch(level) for level in levels)
    return bare if slashed and any(known) else None
