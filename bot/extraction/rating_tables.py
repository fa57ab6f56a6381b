"""The broker's own definition of its ratings: words, bands, basis and months, as the report prints them.

Every broker cuts the bands elsewhere (METHODOLOGY 1), so nothing here knows a broker: a definition is a rating word
followed by words that compare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.domain.ratings import Band, Basis, RatingScale, ScaleSource, Subject
from bot.extraction.layout import CJK
from bot.extraction.rating_lines import WORD

_ANCHOR = re.compile(
    "评级(?:说明|标准|体系|定义|系统|的说明|含义|分类|依据|指引)|(?:证券|股票|公司|行业)(?:投资)?评级|(?:投资)?建议的?(?:评级|比较)标准"
)
_MOST_ANCHORS = 200  # of the last ones, so that a text made of headings costs no more
_BEFORE, _AFTER = 400, 1600  # characters around the heading that belong to the table
# A word is defined where something parts it from what stands before, or where its definition follows at once.
_DEFINED = r"预|未来|相对|分析师|行业|股票|个股|公司|股价|超越|指|我们|强于|弱于|优于|领先|落后|\s?[<>]"
_LABEL = re.compile(
    rf"(?:(?:^|(?<=[\s;。:,、()|\"“”'•·\-—%]))(?P<parted>{WORD})(?=[\s:;,、|(\"”\-—]|[{CJK}])"
    rf"|(?P<glued>{WORD})(?=\s?(?:\([A-Za-z ]+\))?\s?(?::|{_DEFINED})))"
)
_DEFINING = re.compile(rf"(?:{WORD}):\s?$")
_COMPARES = re.compile(
    "强于|弱于|优于|劣于|逊于|超越|超过|跑赢|跑输|持平|相当|相若|介于|波动|领先|落后|上涨|下跌|涨幅|跌幅|高于|低于|大于|小于|变动|同步|不小于"
    r"|[<>≥≤]|以上|以下|之间|未来|预期|回报|无法|评级|\d\s?%"
)
_SUBJECT = re.compile("(?P<stock>(?:证券|股票|公司|个股)(?:投资)?评级)|(?P<industry>行业(?:投资)?评级)")
_SAYS_INDUSTRY = re.compile("行业(?!指数的?表现|中|内)|板块")
_SAYS_STOCK = re.compile("个股|股价|股票|公司|证券|该股|所属行业指数|行业平均|分析师(?:所)?覆盖")
_LONGEST = 90

_NUMBER = r"[-+±]?\d+(?:\.\d+)?"
_RANGE = re.compile(rf"(?P<low>{_NUMBER})\s?%?\s?(?:~|-|—|–|至|到|与|和|x<)\s?(?P<high>{_NUMBER})\s?%")
_AROUND = re.compile(rf"(?:±|正负|\+/-)\s?(?P<size>{_NUMBER})\s?%")
_SINGLE = re.compile(rf"(?P<number>{_NUMBER})\s?%")
# 涨幅, 超过 and 大于 take either side: 跌幅大于15%, 涨幅落后5%; so they decide nothing
_DOWN = re.compile("弱于|弱|劣于|逊于|落后|(?<!涨)跌|低于|跑输|小于|<|≤")
_UP = re.compile("强于|优于|超越|领先|上涨|高于|跑赢")

_NUMERALS = {"三": 3, "六": 6, "九": 9, "十二": 12, "十八": 18}
_MONTH = r"(\d{1,2}|十二|十八|三|六|九)"
_MONTHS = re.compile(rf"(?<![\d年]){_MONTH}\s?(?:个月)?\s?(?:[~\-—–至到]\s?{_MONTH}\s?)?个?月(?!\d|\s?{_MONTH}?\s?日)")
_YEARS = (("半年", 6), ("一年", 12))

_ON_COVERAGE = re.compile("覆盖.{0,8}(?:平均|股票)")
_ON_INDUSTRY = re.compile("行业(?:指数|平均)|同行业|跑[赢输]行业")
_ON_MARKET = re.compile("相对|基准|指数|大盘|大市|市场|强于|弱于|优于|跑赢|跑输")


@dataclass(frozen=True, slots=True)
class _Definition:
    subject: Subject
    word: str
    text: str


def rating_section(text: str) -> str:
    """The part of a report in which its ratings are defined: where most definitions stand around a heading; may be empty."""
    anchors = [anchor.start() for anchor in _ANCHOR.finditer(text)][-_MOST_ANCHORS:]
    windows = (text[max(0, anchor - _BEFORE) : anchor + _AFTER] for anchor in anchors)
    best = max(windows, key=lambda window: len(_definitions(window)), default="")
    return best if len(_definitions(best)) > 1 else ""


def rating_scales(section: str) -> tuple[RatingScale, ...]:
    """The scales for stocks and for industries that a section defines, in printed order.

    ``section`` is what `rating_section` found. A scale has at least two words; without months ``months`` is None.
    """
    definitions = _definitions(section)
    everywhere = _months(section)
    scales = []
    for subject in Subject:
        own = [definition for definition in definitions if definition.subject is subject]
        if len(own) < 2:  # noqa: PLR2004 - one word alone divides nothing
            continue
        together = "\n".join(definition.text for definition in own)
        months = _months(together) or everywhere
        basis = _basis(subject, together, section)
        scales.append(
            RatingScale(
                subject, basis, months, ScaleSource.REPORT, tuple(_band(entry.word, entry.text) for entry in own)
            )
        )
    return tuple(scales)


def _definitions(section: str) -> list[_Definition]:
    """Each word once a subject, with the words that define it."""
    found: dict[tuple[Subject, str], _Definition] = {}
    seen: set[str] = set()
    marked: Subject | None = None
    for marker, word, text in _entries(section):
        marked = marker or marked
        # the merged cell 行业评级 may stand in the middle of its rows, so the definition's own words come first
        if _SAYS_INDUSTRY.search(text) and not _SAYS_STOCK.search(text):
            subject = Subject.INDUSTRY
        elif _SAYS_STOCK.search(text) and not _SAYS_INDUSTRY.search(text):
            subject = Subject.STOCK
        elif marked:
            subject = marked
        else:  # a word that comes again opens the second table
            subject = Subject.INDUSTRY if word in seen else Subject.STOCK
        seen.add(word)
        found.setdefault((subject, word), _Definition(subject, word, text))
    return list(found.values())


def _entries(section: str) -> Iterator[tuple[Subject | None, str, str]]:
    """(subject named since the word before, rating word, definition) in printed order."""
    labels = [match for match in _LABEL.finditer(section) if not _is_no_label(section, match)]
    end = 0
    for index, label in enumerate(labels):
        following = labels[index + 1].start() if index + 1 < len(labels) else len(section)
        text = section[label.end() : min(following, label.end() + _LONGEST)]
        if subject := _SUBJECT.search(text):
            text = text[: subject.start()]
        text = re.split(r"[;。]|\n(?=备注|注[::]|说明)", text.lstrip(" :\t\n"))[0]
        if not _COMPARES.search(text):
            continue
        marker = None
        for subject in _SUBJECT.finditer(section, end, label.start()):
            marker = Subject.STOCK if subject["stock"] else Subject.INDUSTRY
        end = label.end()
        yield marker, label["parted"] or label["glued"], text


def _is_no_label(section: str, label: re.Match[str]) -> bool:
    """A word in 推荐评级 names a rating, and 落后 in 减持:落后基准5% compares."""
    return section.startswith("评级", label.end()) or bool(_DEFINING.search(section, 0, label.start()))


def _band(word: str, text: str) -> Band:
    """A word's band from its definition: half-open, as fractions; no numbers, no ends."""
    if around := _AROUND.search(text):
        size = abs(_fraction(around["size"]))
        return Band(word, -size, size)
    if within := _RANGE.search(text):
        low, high = sorted((_fraction(within["low"]), _fraction(within["high"])))
        if low >= 0 and _points_down(text[: within.start()]):
            low, high = -high, -low  # 跌幅5%至15%
        return Band(word, low, high)
    if single := _SINGLE.search(text):
        number = _fraction(single["number"])
        falls = number < 0 or _points_down(text)
        return Band(word, None, -abs(number)) if falls else Band(word, number, None)
    return Band(word, None, None)


def _points_down(text: str) -> bool:
    return bool(_DOWN.search(text)) and not _UP.search(text)


def _fraction(percent: str) -> float:
    return float(Decimal(percent.replace("±", "")) / 100)


def _months(text: str) -> tuple[int, int] | None:
    """The horizon: 6~12个月 is (6, 12), 未来六个月 is (6, 6)."""
    for match in _MONTHS.finditer(text):
        first = _number(match[1])
        last = _number(match[2]) if match[2] else first
        if 1 <= first <= last and "个月" in match[0]:
            return first, last
    return next(((months, months) for word, months in _YEARS if f"未来{word}" in text), None)


def _number(text: str) -> int:
    return _NUMERALS.get(text) or int(text)


def _basis(subject: Subject, definitions: str, section: str) -> Basis:
    """What the bands are measured in; a table that compares with nothing at all is absolute."""
    if subject is Subject.STOCK and _ON_COVERAGE.search(definitions):
        return Basis.COVERAGE
    if subject is Subject.STOCK and _ON_INDUSTRY.search(definitions):
        return Basis.INDUSTRY
    if "绝对收益" in definitions:
        return Basis.ABSOLUTE
    if _ON_MARKET.search(definitions) or re.search("相对.{0,24}(?:涨跌幅|表现|收益|指数)|基准", section):
        return Basis.EXCESS
    return Basis.ABSOLUTE
