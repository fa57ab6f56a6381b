"""Rating lines: 投资评级:看好(维持), 买入/首次, 行业评级:推荐 - the word and what happened to it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain.ratings import RatingChange

# Words that brokers' scales use, longest first, so that 强烈推荐 is not read as 推荐.
RATING_WORDS = tuple(
    sorted(
        [
            "买入",
            "增持",
            "中性",
            "减持",
            "卖出",
            "持有",
            "观望",
            "回避",
            "推荐",
            "强推",
            "强烈推荐",
            "谨慎推荐",
            "审慎推荐",
            "谨慎增持",
            "审慎增持",
            "强力买进",
            "买进",
            "中立",
            "区间操作",
            "优于大市",
            "弱于大市",
            "强于大市",
            "跟随大市",
            "同步大市",
            "领先大市",
            "落后大市",
            "优于大势",
            "同步大势",
            "落后大势",
            "跑赢大市",
            "跑输大市",
            "跑赢行业",
            "跑输行业",
            "看好",
            "看淡",
            "超配",
            "标配",
            "中配",
            "低配",
            "收集",
            "优异",
            "落后",
            "未评级",
            "无评级",
            "暂停评级",
            "未有评级",
        ],
        key=lambda word: (-len(word), word),
    )
)
WORD = "|".join(RATING_WORDS)
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
_CHANGE = rf"[\s(|/,-]*(?P<change>{'|'.join(CHANGES)})?"
_LABELLED = re.compile(rf"(?:投资|行业|公司|股票|证券)?评级[\s:]*(?P<word>{WORD})(?!评级){_CHANGE}")
_ALONE = re.compile(rf"^\W*(?P<word>{WORD})[\s(|/,-]+(?P<change>{'|'.join(CHANGES)})(?:评级|覆盖)?\W*$")


def rating_line(lines: Iterable[str]) -> tuple[str, RatingChange | None] | None:
    """The first rating that stands as a line of its own or behind its label: (word, change)."""
    for line in lines:
        match = _ALONE.match(line) or _LABELLED.search(line)
        if match:
            return match["word"], CHANGES.get(match["change"] or "")
    return None
