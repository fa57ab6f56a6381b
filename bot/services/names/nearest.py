"""What somebody may have meant who mistyped it: choices to tap on, never taken silently."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from bot.domain.name_forms import normal
from bot.domain.names import CHOICES, Names
from bot.domain.securities import Security

T = TypeVar("T")

HALF = 50.0  # of 100: 茅苔 shares one of two characters with the 茅台 in 贵州茅台
MOSTLY = 60.0  # two of three
CLOSE = 75.0
SHORTEST, FEW = 2, 3


def near_words(typed: str, words: Mapping[str, T], *, most: int = 3, least: float = CLOSE) -> tuple[T, ...]:
    """What the words mean that are most like ``typed``, best first, each meaning once."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only where something was mistyped

    found = process.extract(typed.lower(), list(words), scorer=fuzz.ratio, score_cutoff=least, limit=None)
    return tuple(dict.fromkeys(words[word] for word, _, _ in found))[:most]


def near_names(typed: str, names: Names, most: int = CHOICES) -> tuple[Security, ...]:
    """Up to ``most`` securities whose names, or their initials, are like what was typed, the likest first."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only where nothing answered

    text = normal(typed)
    if len(text) < SHORTEST or text.isdigit():
        return ()
    listed = [security for security in names if security.delisted is None]
    if text.isascii():  # initials: a letter too many, missing or wrong, and not the first one
        spelt, scorer, least = [each.pinyin for each in listed], fuzz.ratio, CLOSE
    else:
        spelt, scorer = [normal(each.name) for each in listed], fuzz.partial_ratio
        least = HALF if len(text) == SHORTEST else MOSTLY
    found = [
        hit
        for hit in process.extract(text, spelt, scorer=scorer, score_cutoff=least, limit=None)
        if (hit[0].startswith(text[0]) if text.isascii() else _as_long(hit[0], text))
    ]
    if len(text) == SHORTEST and len(found) > FEW:  # one character in common with many says nothing
        return ()
    order = sorted(found, key=lambda hit: (-hit[1], abs(len(hit[0]) - len(text))))
    return tuple(listed[place] for _, _, place in order[:most])


def _as_long(name: str, text: str) -> bool:
    """Whether the name could be what was meant as a whole: a short name is like some part of any long text."""
    from rapidfuzz import fuzz  # noqa: PLC0415

    return len(name) >= len(text) or fuzz.ratio(name, text) >= MOSTLY
