"""Rating lines: 投资评级:看好(维持), 买入/首次, 行业评级:推荐 - the word and what happened to it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain.ratings import RatingChange
from bot.extraction.rating_words import WORD, closed_up

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
_CHANGED = "|".join(CHANGES)
_SEPARATOR = r"[\s(|/,:—–-]*"
_CHANGE = rf"{_SEPARATOR}(?P<change>{_CHANGED})?"
# a word of the definitions is followed by what it means, and a printed choice (看好 中性 看淡) by the next word
_NO_DEFINITION = rf"(?!评级|[:：]|\s*(?:{WORD})|\s*(?:未来|预|相对|指|行业|股价|公司|分析师|我们|报告|\d))"
_GRADE = r"(?:-[ABC](?![A-Za-z]))?"  # 买入-A: the letter is a level of risk
_LABELLED = re.compile(
    rf"(?:(?<!上次)(?<!前次)(?<!原)(?<!此前)(?:投资|行业|公司|股票|证券)?评级|(?<!\w)投资建议(?=[:\s]*(?:{WORD})\W*$))"
    rf"(?:\((?P<first>{_CHANGED})(?:评级|覆盖)?\))?[\s:|★☆*-]*(?P<turned>{_CHANGED})?[\"“]?(?P<word>{WORD}){_GRADE}[\"”]?{_NO_DEFINITION}{_CHANGE}"
)
_OF_INDUSTRY = re.compile(rf"^行业评级\s?[\u4e00-\u9fff]{{2,8}}?\s?(?P<word>{WORD})$")
_LEAD = r"^\W*(?:xx|[AH]股\W*|(?:Buy|BUY|Outperform|OUTPERFORM|Hold|HOLD|Neutral|NEUTRAL|Sell|SELL|Add|Accumulate|Overweight)\s?)?"
_ALONE = re.compile(
    rf"{_LEAD}(?P<word>{WORD}){_GRADE}(?:{_SEPARATOR}(?P<change>{_CHANGED})(?:评级|覆盖)?|[\s(|/,—–-]+维持)\W*$"
)
_TURNED = re.compile(
    rf"{_LEAD}(?P<change>{_CHANGED})(?:评级)?[\s(|/,:)]*[至到为]?[\"“]?(?P<word>{WORD}){_GRADE}[\"”]?(?:评级)?\W*$"
)
_BARE = re.compile(rf"{_LEAD}(?P<word>{WORD}){_GRADE}\W*$")
_CHANGE_ALONE = re.compile(rf"^\W*(?P<change>{_CHANGED})(?:评级|覆盖)?\W*$")
_CHANGE_LABELLED = re.compile(rf"评级(?:变动|调整|变化|变更)[\s:|]*(?P<change>{_CHANGED})")
_MOST_CELLS = 3
_GIVEN = re.compile(
    rf"(?P<change>首次覆盖(?:[^。;]{{0,8}}?给[予与])?|维持|重申|上调|下调|调高|调低|给予|给与)(?:(?:(?!维持|重申|[上下]调|给予)[^。;]){{0,24}}?[\"“](?P<quoted>{WORD}){_GRADE}[\"”]|(?:(?!维持|重申|[上下]调|给予|目标价|预测)[^。;\"“]){{0,14}}?(?P<word>{WORD}){_GRADE})\s?(?:的)?(?:投资)?评级"
)


def rating_line(lines: Iterable[str]) -> tuple[str, RatingChange | None] | None:
    """The first rating that stands as a line of its own, as a cell, or behind its label: (word, change).

    A change that is printed apart (评级变动:维持, or 维持评级 on the next line) belongs to it. The rating before this one
    (前次评级) is another's, and says no change by itself.
    """
    texts = [closed_up(re.sub("[丨│∣]", "|", line)) for line in lines]
    bare: tuple[str, int] | None = None
    for position, text in enumerate(texts):
        match = _ALONE.match(text) or _TURNED.match(text) or _LABELLED.search(text) or _in_a_cell(text)
        if match:
            known = match.groupdict()
            change = known.get("change") or known.get("first") or known.get("turned")
            return match["word"], CHANGES[change] if change else _change_elsewhere(match["word"], texts, position)
        if match := _OF_INDUSTRY.match(text):
            return match["word"], None
        if bare is None and (match := _BARE.match(text) or _in_a_cell(text, bare=True)):
            bare = match["word"], position
    return (bare[0], _change_elsewhere(bare[0], texts, bare[1])) if bare else None


def _in_a_cell(text: str, *, bare: bool = False) -> re.Match[str] | None:
    cells = text.split("\t")
    if not 1 < len(cells) <= _MOST_CELLS:
        return None
    for cell in cells:
        if match := _BARE.match(cell) if bare else _ALONE.match(cell) or _TURNED.match(cell):
            return match
    return None


def _change_elsewhere(word: str, texts: list[str], position: int) -> RatingChange | None:
    """The change of a word whose own line has none: beside it, in another line with the word, or behind a label of its own."""
    for text in (*texts[position + 1 : position + 2], *texts[max(0, position - 1) : position]):
        if match := _CHANGE_ALONE.match(text):
            return CHANGES[match["change"]]
    again = (match for text in texts if (match := _ALONE.match(text) or _TURNED.match(text)))
    if change := next((match["change"] for match in again if match["word"] == word), None):
        return CHANGES[change]
    labelled = next((match for text in texts if (match := _CHANGE_LABELLED.search(text))), None)
    return CHANGES[labelled["change"]] if labelled else None


def rating_in_prose(text: str) -> tuple[str, RatingChange | None] | None:
    """The rating that a sentence gives: 维持“买入”评级, 首次覆盖,给予增持评级."""
    match = _GIVEN.search(text)
    if not match:
        return None
    return match["quoted"] or match["word"], CHANGES.get(match["change"][:2], _SAID.get(match["change"]))


_SAID = {"重申": RatingChange.MAINTAINED}
