"""The company of a company report: its name and code, its rating, its target price."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.domain.names import Unclear
from bot.domain.reports import Evidence, Pick, PickKind, Unresolved
from bot.domain.securities import Market, market_of
from bot.extraction.documents import Line
from bot.extraction.layout import CJK
from bot.extraction.naming import Named, Names, read_name
from bot.extraction.rating_lines import rating_in_prose, rating_line

_NAMED = re.compile(rf"(?P<name>[{CJK}A-Za-z0-9*·\-]{{2,14}})\s?\(\s?(?P<codes>[0-9A-Z][0-9A-Z./,、; ]{{1,30}}?)\s?\)")
# without a bracket only as a line of its own: 甲科技 600000.SH
_BESIDE = re.compile(
    rf"^\W*(?P<name>[{CJK}A-Za-z*·\-]{{2,10}}?)[\s|:,]*(?P<codes>\d{{6}}[. ](?:SH|SZ|BJ|CH)|\d{{1,5}}[. ]HK|[A-Z]{{2,5}}[. ](?:US|UN|UW))\W*$"
)
_CODE = re.compile(r"\d{5,6}(?:[. ]?[A-Z]{2})?|\d{1,4}[. ]HK|[A-Z]{2,5}[. ](?:US|O|N)")
_TARGET = re.compile(
    r"(?:目标价(?:格|位)?|TP|Target Price)\s?(?:\((?P<inside>[^)]{1,6})\))?\s?[:|]?\s?(?P<before>人民币|港币|港元|美元|HK\$|US\$|RMB|HKD|USD|CNY)?\s?"
    r"(?P<price>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,5}(?:\.\d{1,2})?)(?!\s?[%\d]|\s?[-~]\s?\d|\s?个月)\s?(?P<unit>港元|港币|美元|元)?"
)
# 当前价/目标价:60.50/75.00元
_BOTH_PRICES = re.compile(
    r"(?P<inside>)(?P<before>)(?:当前|现|收盘)价/目标价(?:\([^)]{1,6}\))?\s?:?\s?[\d.]+元?/(?P<price>\d{1,5}(?:\.\d{1,2})?)(?P<unit>港元|港币|美元|元)?"
)
_CURRENCIES = {
    "港元": "HKD",
    "港币": "HKD",
    "HK$": "HKD",
    "HKD": "HKD",
    "美元": "USD",
    "US$": "USD",
    "USD": "USD",
    "人民币": "CNY",
    "RMB": "CNY",
    "CNY": "CNY",
}
_HOME = {Market.A: "CNY", Market.BSE: "CNY", Market.NEEQ: "CNY"}
_SHARES = {Market.A: "A股", Market.HK: "H股"}
_CONFIDENCE, _IN_PROSE = 0.97, 0.9
_SHORT = 60  # letters of a line that may be a heading


def read_subject(lines: Sequence[Line], names: Names, on: date | None) -> tuple[Pick, ...] | Unresolved | None:
    """The picks of a company report: the first certain name with its code on the front page, once for each listing printed there.

    Where none is certain, the first is for a person to decide.
    """
    open_name: Unresolved | None = None
    for line in sorted(lines, key=lambda line: len(line.text) > _SHORT):
        for match in (*_NAMED.finditer(line.text), *_BESIDE.finditer(line.text)):
            codes = [code.strip() for code in re.split("[/,、;]", match["codes"]) if code.strip()]
            read = [read_name(f"{match['name']}({code})", names, on, listed=True)[0] for code in codes]
            found = {each.security.symbol: each for each in read if each.security is not None}
            if found:
                return tuple(_subject(each, lines, line, alone=len(found) == 1) for each in found.values())
            if open_name is None and len(line.text) <= _SHORT and _CODE.fullmatch(codes[0]):
                meaning = read[0].meaning
                candidates = meaning.candidates if isinstance(meaning, Unclear) else ()
                symbols = tuple(candidate.symbol for candidate in candidates)
                open_name = Unresolved(
                    read[0].name, None, PickKind.SUBJECT, Evidence(line.page, line.text[:160]), symbols
                )
    return open_name


def _subject(named: Named, lines: Sequence[Line], line: Line, *, alone: bool) -> Pick:
    security = named.security
    if security is None:
        raise ValueError(f"{named.name} is no certain security")
    market = market_of(security.symbol)
    texts = [other.text for other in lines if "行业评级" not in other.text]
    rating = None if alone else rating_line(text for text in texts if _SHARES.get(market, "-") in text.replace(" ", ""))
    rating = rating or rating_line(texts)
    sure = _CONFIDENCE if rating else _IN_PROSE
    rating = rating or rating_in_prose("".join(texts))
    price, currency = _target(lines, market)
    return Pick(
        name=named.name,
        listed_name=security.name,
        symbol=security.symbol,
        market=market,
        segment=None,
        kind=PickKind.SUBJECT,
        rating=rating[0] if rating else None,
        rating_change=rating[1] if rating else None,
        target_price=price,
        currency=currency,
        evidence=Evidence(line.page, line.text[:160]),
        confidence=sure,
    )


def _target(lines: Sequence[Line], market: Market) -> tuple[Decimal | None, str | None]:
    """Target price and currency; 元 on a Hong Kong share may be either currency, so it is None."""
    for line in lines:
        if match := _BOTH_PRICES.search(line.text) or _TARGET.search(line.text):
            printed = match["before"] or match["unit"] or match["inside"] or ""
            return Decimal(match["price"].replace(",", "")), _CURRENCIES.get(printed, _HOME.get(market))
    return None, None
