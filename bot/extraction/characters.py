"""Characters: what no reader sees is taken out, and each sign has one spelling."""

from __future__ import annotations

import re
import unicodedata

# Controls, halves of pairs, joiners and marks of direction, selectors of variants, tags, and what stands for a lost character.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
# Radicals for dictionaries that fonts give instead of the character that looks the same; NFKC leaves these alone.
_RADICALS = str.maketrans(
    "⺁⺌⺓⺗⺜⺝⺠⺪⺫⺬⺮⺶⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
    "厂小幺心日月民疋目示竹羊肉虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
)
_KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")
_CIRCLED = re.compile("[\u2460-\u2473\u2776-\u277f\u2780-\u2793]")
_PICTURES = re.compile(
    "[\U0001f000-\U0001faff\u231a\u231b\u23e9-\u23f3\u2614\u2615\u26a0\u26a1\u2705\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u2b50\u2b55]+"
)
_GARBAGE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")


def without_unseen(text: str) -> str:
    """The text without characters that show nothing, each end of a line a newline."""
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))


def garbage(text: str) -> int:
    """How many characters are no text: controls, signs of private fonts, and what stands for a lost character."""
    return len(_GARBAGE.findall(text))


def one_spelling(text: str) -> str:
    """NFKC, radicals as the characters they look like, (1) for a number in a circle or on a key, no pictograms."""
    if not text.isascii():
        text = _PICTURES.sub(" ", _KEYCAP.sub(r"(\1)", text))
        text = _CIRCLED.sub(
            lambda circled: f"({unicodedata.digit(circled[0], 0) or int(unicodedata.numeric(circled[0]))})", text
        )
        text = unicodedata.normalize("NFKC", text.translate(_RADICALS))
    return _UNSEEN.sub("", text)
