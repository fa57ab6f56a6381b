"""Simplified Chinese as readers of Traditional characters write it, and what they type as names are known by.

A conversion by characters, with the words in which a character means another: cheap, and for names and figures enough.
"""

from __future__ import annotations

import re

from bot.domain.han_pairs import IN_SIMPLIFIED, IN_TRADITIONAL, SIMPLIFIED, TRADITIONAL

_TO_TRADITIONAL = str.maketrans(SIMPLIFIED, IN_TRADITIONAL)
_TO_SIMPLIFIED = str.maketrans(TRADITIONAL, IN_SIMPLIFIED)
_WORDS = {
    "日历": "日曆",
    "联系": "聯繫",
    "关系": "關係",
    "标准": "標準",
    "基准": "基準",
    "准备": "準備",
    "准确": "準確",
    "干细胞": "幹細胞",
    "干部": "幹部",
    "重复": "重複",
    "复制": "複製",
    "录制": "錄製",
    "制造": "製造",
    "制药": "製藥",
    "周报": "週報",
    "周期": "週期",
    "本周": "本週",
    "每周": "每週",
    "一周": "一週",
    "其余": "其餘",
    "计划": "計劃",
    "只股": "隻股",
    "只证": "隻證",
    "哪只": "哪隻",
    "一只": "一隻",
    "几只": "幾隻",
    "每只": "每隻",
    "多只": "多隻",
    "这只": "這隻",
    "阿里": "阿里",
    "千里": "千里",
    "万里": "萬里",
    "公里": "公里",
    "里程": "里程",
    "百里": "百里",
}
_WORD = re.compile(f"({'|'.join(_WORDS)})")
_COUNTED = re.compile(r"(?<=\d )只|(?<=\d)只")


def to_traditional(text: str) -> str:
    """The text in Traditional characters; everything else in it stays."""
    if text.isascii():
        return text
    pieces = _WORD.split(_COUNTED.sub("隻", text))  # every second one is a word
    return "".join(
        _WORDS[piece] if place % 2 else piece.translate(_TO_TRADITIONAL) for place, piece in enumerate(pieces)
    )


def to_simplified(text: str) -> str:
    """What somebody typed in Traditional characters, as names of securities and our words are written."""
    return text if text.isascii() else text.translate(_TO_SIMPLIFIED)
