"""What the words of one definition say: the band of excess return, and what it is measured in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.domain.ratings import Band, Basis, Subject

_NUMBER = r"[-+±]?\d+(?:\.\d+)?"
_OPEN_ENDED = re.compile(
    rf"(?P<low>{_NUMBER})\s?%\s?[<≤]\s?[^\d%<≤]{{1,12}}[<≤]\s?(?P<high>{_NUMBER})\s?%"
)  # 15%≤x<35%
_RANGE = re.compile(rf"(?P<low>{_NUMBER})\s?%?\s?(?:~|-|—|–|至|到|与|和|x<)\s?(?P<high>{_NUMBER})\s?%")
_AROUND = re.compile(rf"(?:±|正负|\+/-)\s?(?P<size>{_NUMBER})\s?%")
_INCLUDED = re.compile(r"\([不]?含\)")
_EITHER_WAY = re.compile(rf"优于[/或、]劣于.{{0,12}}?(?:少于|小于|不超过|以内)?\s?(?P<size>{_NUMBER})\s?%")
_SINGLE = re.compile(rf"(?P<number>{_NUMBER})\s?%")
# 涨幅, 超过 and 大于 take either side: 跌幅大于15%, 涨幅落后5%; so they decide nothing
_DOWN = re.compile("弱于|弱|劣于|逊于|落后|(?<!涨)跌|(?<!不)低于|跑输|(?<!不)小于|<|≤")
_UP = re.compile("强于|优于|超越|领先|上涨|高于|跑赢")

_BEHIND = 8  # letters behind a number that still speak of it

_ON_COVERAGE = re.compile("覆盖.{0,8}(?:平均|股票)")
_ON_INDUSTRY = re.compile(
    "行业(?:指数|平均)|同行业|跑[赢输]行业|(?:[高低优弱逊]于|一致|持平).{0,4}(?:相关|所属)(?:的)?行业|与(?:相关|所属)行业"
)
INDICES_TOO = re.compile(r"\(?[或和及/、]\s?行业指数\)?")  # 公司股价(或行业指数)相对基准 is said of both tables
_ON_MARKET = re.compile("相对|基准|指数|大盘|大市|市场|强于|弱于|优于|跑赢|跑输")


def band(word: str, text: str) -> Band:
    """A word's band from its definition: half-open, as fractions; no numbers, no ends."""
    text = _INCLUDED.sub("", text)
    if around := _AROUND.search(text) or _EITHER_WAY.search(text):
        size = abs(_fraction(around["size"]))
        return Band(word, -size, size)
    if within := _OPEN_ENDED.search(text) or _RANGE.search(text):
        low, high = sorted((_fraction(within["low"]), _fraction(within["high"])))
        if low >= 0 and _points_down(text[: within.start()]):
            low, high = -high, -low  # 跌幅5%至15%
        return Band(word, low, high)
    if single := _SINGLE.search(text):
        number = _fraction(single["number"])
        falls = number < 0 or _falls(text[: single.start()], text[single.end() :])
        return Band(word, None, -abs(number)) if falls else Band(word, number, None)
    return Band(word, None, None)


def _falls(before: str, after: str) -> bool:
    """The direction stands before the number (跌幅5%以上), seldom behind it (5%以上的跌幅)."""
    said = before if _DOWN.search(before) or _UP.search(before) else after[:_BEHIND]
    return _points_down(said)


def _points_down(text: str) -> bool:
    return bool(_DOWN.search(text)) and not _UP.search(text)


def _fraction(percent: str) -> float:
    return float(Decimal(percent.replace("±", "")) / 100)


def basis(subject: Subject, definitions: Sequence[str], before: str, section: str) -> Basis:
    """What the bands are measured in; a table that compares with nothing at all is absolute.

    ``definitions`` are the words behind each rating, ``before`` those before the first one, ``section`` is the whole page.
    """
    said = [INDICES_TOO.sub("", definition) for definition in definitions]
    for found, pattern in ((Basis.COVERAGE, _ON_COVERAGE), (Basis.INDUSTRY, _ON_INDUSTRY)):
        if subject is Subject.STOCK and 2 * sum(bool(pattern.search(text)) for text in said) > len(said):
            return found
    if any("绝对收益" in text for text in (before, *said)):
        return Basis.ABSOLUTE
    if any(_ON_MARKET.search(text) for text in said) or re.search("相对.{0,24}(?:涨跌幅|表现|收益|指数)|基准", section):
        return Basis.EXCESS
    return Basis.ABSOLUTE
