"""A rule in one line: ``提醒 中际旭创 超额 > 20%``, ``alert zjxc price < 120``, ``试 300308 涨跌 5%``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.domain.rule_kinds import KINDS, RuleKind
from bot.domain.rule_targets import RuleTarget, Scope
from bot.domain.rule_traits import Unit

_LINE = re.compile(
    r"\s*/?(?:(?P<make>提醒\s*|alerts?\s+)|(?P<try>试一?试?\s+|try\s+))(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_ABOVE = r">=?|≥|高于|大于|超过?|达到?|涨到|\b(?:above|over|at least)\b"
_BELOW = r"<=?|≤|低于|小于|跌破|跌到|\b(?:below|under|at most)\b"
_BOUND = re.compile(
    rf"\s*(?:(?P<above>{_ABOVE})|(?P<below>{_BELOW}))?\s*(?P<number>[+\-−]?\d+(?:,\d{{3}})*(?:\.\d+)?)\s*(?P<unit>%|倍|x|times|元|港元|美元|个交易日|日|天|days?|sessions?)?\s*",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:备注|\bnote\b):?\s*(?P<note>.*)$", re.IGNORECASE)
_UNTIL = re.compile(r"(?:\b(?:until|till)\b|直到|截至|到)\s*(?P<day>\d{4}-\d{1,2}-\d{1,2})\s*", re.IGNORECASE)
LONGEST_NOTE = 60
_CALLED = tuple(dict.fromkeys(kind.about.words for kind in KINDS))  # kinds that differ in their bound share their words
_WHAT = re.compile("|".join(f"({words})" for words in _CALLED), re.IGNORECASE)
_UNITS = {
    Unit.PRICE: ("", "元", "港元", "美元"),
    Unit.FRACTION: ("%",),
    Unit.EXCESS: ("%",),
    Unit.TIMES: ("", "倍", "x", "times"),
    Unit.DAYS: ("", "日", "天", "day", "days"),
    Unit.SESSIONS: ("", "日", "天", "个交易日", "day", "days", "session", "sessions"),
}


_TARGET = re.compile(
    r"(?P<followed>(?:我的)?自选|(?:我的)?关注|全部|我订阅的|watchlist|everything|all|followed)"
    r"|(?:研报|报告|report|#)\s*#?\s*(?P<report>\d{1,9})\s*(?:号|的)?\s*(?P<basket>组合|basket)?"
    r"|(?:组合|basket)(?: of)?\s*(?:研报|report)?\s*#?\s*(?P<whole>\d{1,9})",
    re.IGNORECASE,
)
_LIST = re.compile(r"(?:列表|清单|\blist\b)\s*[“\"「]?(?P<name>[^”\"」]+)[”\"」]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wish:
    """What was understood: the name as typed, and what of the rest; ``trying`` asks only when it would have told.

    ``kind`` and ``threshold`` are None where ``rest`` could not be read.
    """

    name: str
    kind: RuleKind | None
    threshold: Decimal | None
    rest: str
    trying: bool
    note: str = ""
    until: date | None = None


def read_wish(line: str) -> Wish | None:
    """What a line asks for; None where it is no line of this kind at all."""
    found = _LINE.fullmatch(unicodedata.normalize("NFKC", line))
    if found is None:
        return None
    text, note, until = _without_extras(" ".join(found["rest"].split()))
    wish = _understood(text, trying=found["try"] is not None)
    return replace(wish, note=note, until=until)


def typed_target(name: str) -> RuleTarget | None:
    """What a typed name means that is no stock and no list: all that is followed, a report, or its basket."""
    found = _TARGET.fullmatch(name.strip())
    if found is None:
        return None
    if found["followed"]:
        return RuleTarget(Scope.FOLLOWED)
    if found["whole"] or found["basket"]:
        return RuleTarget(Scope.BASKET, str(int(found["whole"] or found["report"])))
    return RuleTarget(Scope.REPORT, str(int(found["report"])))


def typed_list(name: str) -> str:
    """The name of a list, without the word that says it is one."""
    found = _LIST.fullmatch(name.strip())
    return found["name"].strip() if found else name


def read_threshold(text: str, kind: RuleKind) -> Decimal | None:
    """A threshold that is typed by itself, in what the kind counts in; a percent sign may be left out."""
    bound = _BOUND.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if bound is None or not kind.has_threshold:
        return None
    number = Decimal(bound["number"].replace(",", "").replace("−", "-"))
    unit, in_percent = (bound["unit"] or "").lower(), kind.about.unit in (Unit.FRACTION, Unit.EXCESS)
    if unit and unit not in _UNITS[kind.about.unit]:
        return None
    return number / 100 if in_percent else number


def _without_extras(text: str) -> tuple[str, str, date | None]:
    """The line without its note and its last day, which stand at its end."""
    note, day = _NOTE.search(text), None
    if note is not None:
        text = text[: note.start()].strip()
    until = _UNTIL.search(text)
    if until is not None:
        try:
            day = date(*map(int, until["day"].split("-")))
        except ValueError:  # 2025-02-30 stays where it is and is told as not understood
            until = None
    if until is not None:
        text = f"{text[: until.start()]}{text[until.end() :]}".strip()
    return text, note["note"][:LONGEST_NOTE].strip() if note else "", day


def _understood(text: str, *, trying: bool) -> Wish:
    what = _WHAT.search(text)
    bare = what is not None and not what[0]  # a bound and a number: of a price where only a name stands before them
    if what is None or (bare and " " in text[: what.start()].strip()):
        name, _, rest = text.partition(" ")
        return Wish(name, None, None, rest, trying)
    name, rest = text[: what.start()].strip(), text[what.end() :].strip()
    kinds = [each for each, about in KINDS.items() if about.words == _CALLED[(what.lastindex or 1) - 1]]
    if not kinds[0].has_threshold:
        return Wish(name, kinds[0], None if rest else Decimal(1), rest, trying)
    bound = _BOUND.fullmatch(rest)
    side = "" if bound is None else "above" if bound["above"] else "below" if bound["below"] else ""
    kind = next((each for each in kinds if side in each.about.bounds), None)
    if bound is None or kind is None:
        return Wish(name, kind, None, rest or text, trying)
    number = Decimal(bound["number"].replace(",", "").replace("−", "-"))
    unit = (bound["unit"] or "").lower()
    if unit not in _UNITS[kind.about.unit]:
        return Wish(name, kind, None, rest, trying)
    return Wish(name, kind, number / 100 if unit == "%" else number, "", trying)
