"""The company of a company report: its name and code, its rating, its target price."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.domain.names import Found, Unclear
from bot.domain.reports import Evidence, Pick, PickKind, Unresolved
from bot.domain.securities import Market, market_of
from bot.extraction.documents import Line
from bot.extraction.header import CODE_LABEL
from bot.extraction.layout import CJK
from bot.extraction.naming import Named, Names, read_name
from bot.extraction.prices import close, target
from bot.extraction.rating_lines import rating_in_prose, rating_line

_NAMED = re.compile(
    rf"(?P<name>[{CJK}A-Za-z0-9*·\-]{{2,14}})\s?\(\s?(?P<codes>[0-9A-Z][0-9A-Z./,、; ]{{1,30}}?)\s?(?:[,、/]\s?[{CJK}]{{2,6}})?\)"
)
# without a bracket only as a line of its own: 甲科技 600000.SH
_BESIDE = re.compile(
    rf"^\W*(?P<name>(?!(?:股票|证券)?代码)[{CJK}A-Za-z*·\-]{{2,10}}?)[\s|:,]*(?P<codes>\d{{6}}[. ](?:SH|SZ|BJ|CH)|\d{{1,5}}[. ]HK|[A-Z]{{2,5}}[. ](?:US|UN|UW))\W*$"
)
_GLUED = re.compile(rf"(?P<name>[{CJK}A-Za-z*·\-]{{2,14}})(?P<code>\d{{6}}\.(?:SH|SZ|BJ))")
_CODE = re.compile(r"\d{5,6}(?:[. ]?[A-Z]{2})?|\d{1,4}[. ]HK|[A-Z]{2,5}[. ](?:US|O|N)")
_SHARES = {Market.A: "A股", Market.HK: "H股"}
_CONFIDENCE, _IN_PROSE = 0.97, 0.9
_HONG_KONG_DIGITS = 5
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
                return tuple(_subject(each, lines, line, on, alone=len(found) == 1) for each in found.values())
            if open_name is None and len(line.text) <= _SHORT and _CODE.fullmatch(codes[0]):
                meaning = read[0].meaning
                candidates = meaning.candidates if isinstance(meaning, Unclear) else ()
                symbols = tuple(candidate.symbol for candidate in candidates)
                open_name = Unresolved(
                    read[0].name, None, PickKind.SUBJECT, Evidence(line.page, line.text[:160]), symbols
                )
    return _glued_to_its_code(lines, names, on) or _by_code(lines, names, on) or open_name


def _glued_to_its_code(lines: Sequence[Line], names: Names, on: date | None) -> tuple[Pick, ...] | None:
    """The company of a text whose white space is lost: …改善甲科技600000.SH核心观点…."""
    for line in lines:
        for match in _GLUED.finditer(line.text) if not line.size else ():
            named = read_name(f"{match['name']}({match['code']})", names, on, listed=True)[0]
            if named.security is not None:
                return (_subject(named, lines, line, on, alone=True),)
    return None


def _by_code(lines: Sequence[Line], names: Names, on: date | None) -> tuple[Pick, ...] | None:
    """The company whose code stands in a box (股票代码 300308.SZ), its name apart from it."""
    for line in lines:
        match = CODE_LABEL.search(line.text)
        code = match["code"].replace(" ", ".") if match else ""
        meaning = names.resolve(code if len(code) > _HONG_KONG_DIGITS else f"{code}.HK", on) if code else None
        if isinstance(meaning, Found):
            borne = (
                meaning.security.name,
                *meaning.security.aliases,
                *(former.name for former in meaning.security.former),
            )
            printed = (name for name in borne if any(name in other.text for other in lines))
            return (_subject(Named(next(printed, borne[0]), meaning), lines, line, on, alone=True),)
    return None


def _subject(named: Named, lines: Sequence[Line], line: Line, on: date | None, *, alone: bool) -> Pick:
    security = named.security
    if security is None:
        raise ValueError(f"{named.name} is no certain security")
    market = market_of(security.symbol)
    texts = [other.text for other in lines if "行业评级" not in other.text]
    rating = None if alone else rating_line(text for text in texts if _SHARES.get(market, "-") in text.replace(" ", ""))
    rating = rating or rating_line(texts)
    sure = _CONFIDENCE if rating else _IN_PROSE
    said = rating_in_prose("".join(texts))
    if rating and rating[1] is None and said and said[0] == rating[0]:
        rating = said  # the box gives the word, the text what was done: 首次覆盖,给予“买入”评级
    rating = rating or said
    price, currency = target([other.text for other in lines], market)
    closed = close(texts, market, on) if alone else None
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
        close=closed.price if closed else None,
        close_on=closed.day if closed else None,
    )
