"""How sure a reading is, and why: each sign that speaks for it or against it, with its weight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_SUREST = 0.99  # what a program read is never certain; a person who decides is (1.0)


class Sign(StrEnum):
    """What was seen of a pick; the value is stored, and ``reason_`` and the value is its text in the locales."""

    # how the report recommends it
    SUBJECT = "subject"
    LISTED = "listed"
    IN_SENTENCE = "in_sentence"
    BELIEVED_IN = "believed_in"
    IN_TABLE = "in_table"
    SEEN_AGAIN = "seen_again"
    BROKEN = "broken"
    # what its name means
    CODE_AGREES = "code_agrees"
    CODE_DECIDES = "code_decides"
    CODE_ELSEWHERE = "code_elsewhere"
    FORMER_NAME = "former_name"
    DESCRIBED = "described"
    UNPARTED = "unparted"
    EVERYDAY_WORD = "everyday_word"
    # what was joined to it
    RATED_IN_TABLE = "rated_in_table"
    RATED_IN_TEXT = "rated_in_text"
    CLOSE_DIFFERS = "close_differs"
    # why a name is left to a person
    NOBODY_ANSWERS = "nobody_answers"
    SEVERAL_ANSWER = "several_answer"
    CODE_CONTRADICTS = "code_contradicts"
    NEAR_MISS = "near_miss"


@dataclass(frozen=True, slots=True)
class Reason:
    """One sign. ``weight`` multiplies the confidence (1 changes nothing); ``words`` are the printed ones, or a name."""

    sign: Sign
    weight: float = 1.0
    words: str = ""


def confidence(reasons: Iterable[Reason]) -> float:
    """The product of the weights, from 0 to 0.99, with two places."""
    sure = 1.0
    for reason in reasons:
        sure *= reason.weight
    return round(min(sure, _SUREST), 2)
