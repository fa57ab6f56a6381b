"""The company of a company report: its name and code, its rating, its target price."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.domain.names import Found, Unclear
from bot.domain.reports import Evidence, Pick, PickKind, Unresolved
from bot.domain.securities import Market, Security, market_of
from bot.extraction.documents import Line
from bot.extraction.layout import CJK
from bot.extraction.naming import Names, read_name
from bot.extraction.rating_lines import rating_line

_NAMED = re.compile(
    rf"(?P<name>[{CJK}A-Za-z0-9*·\-]{{2,14}})\s?\(\s?(?P<code>[0-9A-Z]{{2,6}}(?:[. ]?(?:[A-Z]{{1,6}}))?)\s?\)"
)
_CODE = re.compile(r"\d{5,6}(?:[. ]?[A-Z]{2})?|\d{1,4}[. ]HK|[A-Z]{2,5}[. ](?:US|O|N)")
_TARGET = re.compile(
    r"目标价(?:格|位)?\s?(?:\((?P<inside>[^)]{1,6})\))?\s?[:|]?\s?(?P<before>人民币|港币|HK\$|US\$|RMB)?\s?(?P<price>\d{1,5}(?:\.\d+)?)"
    r"\s?(?P<unit>港元|美元|元)?"
)
_CURRENCIES = {"港元": "HKD", "港币": "HKD", "HK$": "HKD", "美元": "USD", "US$": "USD", "人民币": "CNY", "RMB": "CNY"}
_HOME = {Market.A: "CNY", Market.BSE: "CNY", Market.NEEQ: "CNY"}
_CONFIDENCE = 0.97


def read_subject(lines: Sequence[Line], names: Names, on: date | None) -> Pick | Unresolved | None:
    """The pick of a company report: the first certain name with its code on the front page.

    Where none is certain, the first is for a person to decide.
    """
    open_name: Unresolved | None = None
    for line in lines:
        for match in _NAMED.finditer(line.text):
            named = read_name(match[0], names, on, listed=True)[0]
            if isinstance(named.meaning, Found):
                return _subject(named.name, named.meaning.security, lines, line)
            if open_name is None and _CODE.fullmatch(match["code"]):
                candidates = named.meaning.candidates if isinstance(named.meaning, Unclear) else ()
                symbols = tuple(candidate.symbol for candidate in candidates)
                open_name = Unresolved(
                    named.name, None, PickKind.SUBJECT, Evidence(line.page, line.text[:160]), symbols
                )
    return open_name


def _subject(name: str, security: Security, lines: Sequence[Line], line: Line) -> Pick:
    rating = rating_line(other.text for other in lines)
    price, currency = _target(lines, market_of(security.symbol))
    return Pick(
        name=name,
        listed_name=security.name,
        symbol=security.symbol,
        market=market_of(security.symbol),
        segment=None,
        kind=PickKind.SUBJECT,
        rating=rating[0] if rating else None,
        rating_change=rating[1] if rating else None,
        target_price=price,
        currency=currency,
        evidence=Evidence(line.page, line.text[:160]),
        confidence=_CONFIDENCE,
    )


def _target(lines: Sequence[Line], market: Market) -> tuple[Decimal | None, str | None]:
    """Target price and currency; 元 on a Hong Kong share may be either currency, so it is None."""
    for line in lines:
        if match := _TARGET.search(line.text):
            printed = match["before"] or match["unit"] or match["inside"] or ""
            return Decimal(match["price"]), _CURRENCIES.get(printed, _HOME.get(market))
    return None, None
