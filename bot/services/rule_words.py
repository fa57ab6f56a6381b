"""A rule in one line: ``提醒 中际旭创 超额 > 20%``, ``alert zjxc price < 120``, ``试 300308 涨跌 5%``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.domain.rules import RuleKind

_LINE = re.compile(
    r"\s*/?(?:(?P<make>提醒\s*|alerts?\s+)|(?P<try>试一?试?\s+|try\s+))(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_WHAT = re.compile(
    r"(?P<price>股价|价格|现价|\bprice\b)|(?P<excess>超额(?:收益)?|\bexcess\b)|(?P<high>新高|\bnew high\b)|(?P<low>新低|\bnew low\b)|(?P<fall>回撤|\bdrawdown\b)|(?P<day>日?涨跌幅?|\b(?:day )?change\b|\bmove\b)",
    re.IGNORECASE,
)
_ABOVE = r">=?|≥|高于|大于|超过|涨到|\b(?:above|over|at least)\b"
_BELOW = r"<=?|≤|低于|小于|跌破|跌到|\b(?:below|under|at most)\b"
_BOUND = re.compile(
    rf"\s*(?:(?P<above>{_ABOVE})|(?P<below>{_BELOW}))?\s*(?P<number>[+\-−]?\d+(?:,\d{{3}})*(?:\.\d+)?)\s*(?P<unit>%|元|港元|美元|个交易日|日|天|days?|sessions?)?\s*",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:备注|\bnote\b):?\s*(?P<note>.*)$", re.IGNORECASE)
_UNTIL = re.compile(r"(?:\b(?:until|till)\b|直到|截至|到)\s*(?P<day>\d{4}-\d{1,2}-\d{1,2})\s*", re.IGNORECASE)
LONGEST_NOTE = 60
MOST_SESSIONS = 250
_KINDS = {
    ("price", "above"): RuleKind.PRICE_ABOVE,
    ("price", "below"): RuleKind.PRICE_BELOW,
    ("excess", "above"): RuleKind.EXCESS_ABOVE,
    ("excess", "below"): RuleKind.EXCESS_BELOW,
    ("day", "above"): RuleKind.DAY_CHANGE,
    ("day", ""): RuleKind.DAY_CHANGE,
    ("high", ""): RuleKind.NEW_HIGH,
    ("low", ""): RuleKind.NEW_LOW,
    ("fall", "above"): RuleKind.DRAWDOWN,
    ("fall", ""): RuleKind.DRAWDOWN,
}


_DAYS = ("", "日", "天", "个交易日", "day", "days", "session", "sessions")
_UNITS = {
    "price": ("", "元", "港元", "美元"),
    "excess": ("%",),
    "day": ("%",),
    "fall": ("%",),
    "high": _DAYS,
    "low": _DAYS,
}


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
    if what is None:
        name, _, rest = text.partition(" ")
        return Wish(name, None, None, rest, trying)
    name, rest = text[: what.start()].strip(), text[what.end() :].strip()
    bound = _BOUND.fullmatch(rest)
    subject = what.lastgroup or ""
    side = "" if bound is None else "above" if bound["above"] else "below" if bound["below"] else ""
    kind = _KINDS.get((subject, side))
    if bound is None or kind is None:
        return Wish(name, kind, None, rest or text, trying)
    number = Decimal(bound["number"].replace(",", "").replace("−", "-"))
    unit = (bound["unit"] or "").lower()
    if unit not in _UNITS[subject]:
        return Wish(name, kind, None, rest, trying)
    return Wish(name, kind, number / 100 if unit == "%" else number, "", trying)


def allowed(kind: RuleKind, threshold: Decimal) -> bool:
    """Whether a rule with this threshold makes sense."""
    if kind.in_prices:
        return Decimal(0) < threshold < Decimal(10**7)
    if kind.of_extreme:
        return threshold == int(threshold) and 2 <= threshold <= MOST_SESSIONS  # noqa: PLR2004 - one is a day's change
    if kind is RuleKind.DRAWDOWN:
        return Decimal("0.01") <= threshold < 1
    if kind is RuleKind.DAY_CHANGE:
        return Decimal("0.005") <= threshold <= Decimal("0.5")
    return Decimal(-1) < threshold <= Decimal(100)
