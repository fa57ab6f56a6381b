"""What stands in the brackets behind a name: codes, a rating with its change, a target price; reasons and subsidiaries are left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.domain.ratings import RatingChange
from bot.extraction.rating_lines import CHANGES
from bot.extraction.rating_words import WORD

_BRACKET = re.compile(r"^(?P<name>[^()]+?)\s?\((?P<inside>[^()]*)\)(?P<rest>.*)$")
_CODE = re.compile(
    r"^(?:\d{6}[. ]?(?:SH|SZ|SS|BJ|CH|OC|NQ)?|\d{1,5}[. ]?HK|[A-Z]{1,5}[. ](?:US|O|N|OQ|UW|UN|NASDAQ|NYSE)|(?:SH|SZ|BJ|HK|HKEX|SEHK|US|NYSE|NASDAQ)[.: ]?(?:\d{3,6}|[A-Z]{2,5}))$"
)
_BESIDE = re.compile(  # 300308中际旭创, 中际旭创300308.SZ
    r"^(?:(?P<before>\d{6}(?:\.[A-Z]{2})?)\s?)?(?P<name>[^\d\s].{1,8}?)\s?(?(before)|(?P<after>\d{6}(?:\.[A-Z]{2})?))$"
)
_FIVE_DIGITS = re.compile(r"^0\d{4}$")  # 00992 without a place is Hong Kong's
_PARTS = re.compile(r"[,;、/|]")
_RATING = re.compile(
    rf"^[\"“]?(?:(?P<before>{'|'.join(CHANGES)}))?(?:评级)?:?\s?(?P<word>{WORD})(?:-[ABC])?[\"”]?(?:评级)?(?P<after>{'|'.join(CHANGES)})?$"
)
_TARGET = re.compile(
    r"(?:目标价(?:格|位)?|TP|Target Price)\s?:?为?\s?(?P<before>人民币|港币|港元|美元|HK\$|US\$|RMB|HKD|USD|CNY|¥|\$)?\s?(?P<price>\d{1,5}(?:\.\d{1,3})?)\s?(?P<unit>港元|港币|美元|人民币|元|HKD|USD|HK\$)?",
    re.IGNORECASE,
)
_CURRENCIES = {
    "港元": "HKD",
    "港币": "HKD",
    "HK$": "HKD",
    "HKD": "HKD",
    "美元": "USD",
    "US$": "USD",
    "USD": "USD",
    "$": "USD",
    "人民币": "CNY",
    "RMB": "CNY",
    "CNY": "CNY",
    "¥": "CNY",
}


@dataclass(frozen=True, slots=True)
class Bracket:
    """A name with what its bracket says. ``currency`` is None where none is printed (元 is the market's own)."""

    name: str
    codes: tuple[str, ...] = ()
    rating: str | None = None
    change: RatingChange | None = None
    target: Decimal | None = None
    currency: str | None = None
    rest: str = ""


def read_bracket(printed: str) -> Bracket:
    """The name before the first bracket with what it says; the whole text where there is none."""
    match = _BRACKET.match(printed)
    if not match:
        beside = _BESIDE.match(printed)
        return Bracket(beside["name"].strip(), (beside["before"] or beside["after"],)) if beside else Bracket(printed)
    inside = match["inside"]
    parts = [part.strip() for part in _PARTS.split(inside) if part and part.strip()]
    codes = tuple(code for part in parts if (code := _code(part)))
    rating: str | None = None
    change: RatingChange | None = None
    for part in parts:
        if rated := _RATING.match(part):
            rating = rating or rated["word"]
            change = change or CHANGES.get(rated["before"] or rated["after"] or "")
        elif rating and part in CHANGES:
            change = change or CHANGES[part]
    target = _TARGET.search(inside)
    return Bracket(
        match["name"].strip(),
        codes,
        rating,
        change,
        Decimal(target["price"]) if target else None,
        _CURRENCIES.get((target["before"] or target["unit"] or "").upper()) if target else None,
        match["rest"],
    )


def _code(part: str) -> str | None:
    code = re.sub(r"^(?:股票|证券)?代码:?", "", part).strip().upper()
    if _CODE.match(code):
        return code
    return f"{code}.HK" if _FIVE_DIGITS.match(code) else None
