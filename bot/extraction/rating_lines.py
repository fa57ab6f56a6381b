"""Rating lines: 投资评级:看好(维持), 买入/首次, 行业评级:推荐 - the word and what happened to it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain.ratings import RatingChange
from bot.extraction.rating_words import WORD

CHANGES = {
    "首次": RatingChange.INITIATED,
    "维持": RatingChange.MAINTAINED,
    "上调": RatingChange.UPGRADED,
    "调高": RatingChange.UPGRADED,
    "调升": RatingChange.UPGRADED,
    "下调": RatingChange.DOWNGRADED,
    "调低": RatingChange.DOWNGRADED,
    "调降": RatingChange.DOWNGRADED,
}
_SEPARATOR = r"[\s(|/,:—–-]*"
_CHANGE = rf"{_SEPARATOR}(?P<change>{'|'.join(CHANGES)})?"
# a word of the definitions is followed by what it means, and a printed choice (看好 中性 看淡) by the next word
_NO_DEFINITION = rf"(?!评级|[:：]|\s*(?:{WORD})|\s*(?:未来|预|相对|指|行业|股价|公司|分析师|我们|报告|\d))"
_GRADE = r"(?:-[ABC](?![A-Za-z]))?"  # 买入-A: the letter is a level of risk
_LABELLED = re.compile(
    rf"(?:(?<!上次)(?<!前次)(?<!原)(?:投资|行业|公司|股票|证券)?评级|(?<!\w)投资建议(?=[:\s]*(?:{WORD})\W*$))"
    rf"(?:\((?P<first>{'|'.join(CHANGES)})\))?[\s:|★☆]*(?P<word>{WORD}){_GRADE}{_NO_DEFINITION}{_CHANGE}"
)
_OF_INDUSTRY = re.compile(rf"^行业评级\s?[\u4e00-\u9fff]{{2,8}}?\s?(?P<word>{WORD})$")
_LEAD = r"^\W*(?:xx|[AH]股\W*|(?:Buy|Outperform|Hold|Neutral|Sell|Add|Accumulate)\s?)?"
_ALONE = re.compile(
    rf"{_LEAD}(?P<word>{WORD}){_GRADE}(?:{_SEPARATOR}(?P<change>{'|'.join(CHANGES)})(?:评级|覆盖)?|[\s(|/,—–-]+维持)\W*$"
)
_TURNED = re.compile(
    rf"{_LEAD}(?P<change>{'|'.join(CHANGES)})[\s(|/,:)]*[\"“]?(?P<word>{WORD}){_GRADE}[\"”]?(?:评级)?\W*$"
)
_BARE = re.compile(rf"{_LEAD}(?P<word>{WORD}){_GRADE}\W*$")
_GIVEN = re.compile(
    rf"(?P<change>首次覆盖|维持|重申|上调|下调|调高|调低|给予|给与)(?:[^。;]{{0,24}}?[\"“](?P<quoted>{WORD}){_GRADE}[\"”]|[^。;\"“]{{0,14}}?(?P<word>{WORD}){_GRADE})\s?(?:的)?(?:投资)?评级"
)


def rating_line(lines: Iterable[str]) -> tuple[str, RatingChange | None] | None:
    """The first rating that stands as a line of its own or behind its label: (word, change)."""
    bare: str | None = None
    for line in lines:
        match = _ALONE.match(line) or _TURNED.match(line) or _LABELLED.search(line)
        if match:
            change = match["change"] or match.groupdict().get("first")
            return match["word"], CHANGES.get(change or "")
        if match := _OF_INDUSTRY.match(line):
            return match["word"], None
        if bare is None and (match := _BARE.match(line)):
            bare = match["word"]
    return (bare, None) if bare else None


def rating_in_prose(text: str) -> tuple[str, RatingChange | None] | None:
    """The rating that a sentence gives: 维持“买入”评级, 首次覆盖,给予增持评级."""
    match = _GIVEN.search(text)
    if not match:
        return None
    return match["quoted"] or match["word"], CHANGES.get(match["change"][:2], _SAID.get(match["change"]))


_SAID = {"重申": RatingChange.MAINTAINED}
