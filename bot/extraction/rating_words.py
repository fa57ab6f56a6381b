"""The words that brokers' scales use, best first: what each of them means is for the report's own table to say."""

from __future__ import annotations

import re

# A table that lists its words in this order ends where a better word comes.
GRADES = (
    ("强烈推荐", "强推", "买入", "强力买进", "强烈买入"),
    (
        "推荐",
        "增持",
        "买进",
        "优于大市",
        "强于大市",
        "领先大市",
        "优于大势",
        "跑赢大市",
        "跑赢行业",
        "看好",
        "超配",
        "优异",
        "收集",
        "领先",
    ),
    ("谨慎推荐", "审慎推荐", "谨慎增持", "审慎增持", "区间操作"),
    ("持有",),
    ("中性", "观望", "中立", "标配", "中配", "跟随大市", "同步大市", "同步大势", "同步"),
    ("减持", "回避", "弱于大市", "落后大市", "落后大势", "跑输大市", "跑输行业", "看淡", "低配", "落后"),
    ("卖出", "沽出", "沽售"),
    ("未评级", "无评级", "暂停评级", "未有评级", "无投资评级", "不评级", "无"),
)
UNRATED = len(GRADES) - 1
GRADE = {word: grade for grade, words in enumerate(GRADES) for word in words}
# Words that mostly compare (领先基准10%, 同步, 无): they rate only where a table defines them.
COMPARING = ("领先", "同步", "落后", "无")
# Longest first, so that 强烈推荐 is not read as 推荐.
RATING_WORDS = tuple(
    sorted((word for word in GRADE if word not in {"领先", "同步", "无"}), key=lambda word: (-len(word), word))
)
WORD = "|".join(RATING_WORDS)
_SPACED = re.compile("|".join(r"[^\S\t\n]{1,4}".join(word) for word in RATING_WORDS) + r"|无\s投资评级")


def closed_up(text: str) -> str:
    """A text in which a rating word that was set with spaces (买 入, 强 烈 推 荐) stands as one word."""
    return _SPACED.sub(lambda word: re.sub(r"\s", "", word[0]), text)
