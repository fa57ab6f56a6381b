"""The prices of a company report's front page: the target and the close, each with its currency, the close with its day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, pairwise

from bot.domain.securities import Market
from bot.extraction.header import DATE

_CURRENCY = r"人民币|港币|港元|美元|HK\$|US\$|RMB|HKD|USD|CNY|¥|\$"
_PRICE = r"(?P<price>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,5}(?:\.\d{1,3})?)"
_NOT_ALONE = r"(?!\s?[%\d]|\.\d|\s?[-~–—至]\s?\d|\s?个月|\s?[xX倍])"
_UNIT = r"(?P<unit>港元|港币|美元|人民币|元)?"
_TARGET = re.compile(
    rf"(?<![前次原旧])(?<!此前的)(?:目标价(?:格|位)?|合理价值|合理估值|目标估值|TP|Target [Pp]rice)\s?(?:\d{{1,2}}个月)?\s?(?:\((?P<inside>[^)]{{1,8}})\))?"
    rf"\s?(?:[:|]|[为至到是]|[上下]调至|(?:由|从)[^。;]{{2,16}}?(?:上调|下调|提高|提升|调高|调低|升|降)[至到为])?\s?(?P<before>{_CURRENCY})?\s?:?\s?{_PRICE}{_NOT_ALONE}\s?{_UNIT}"
)
# 目标价 港币:63.00 人民币:119.00, of a company that is listed twice
_EACH = re.compile(rf"目标价(?:格|位)?\W*(?P<each>(?:(?:{_CURRENCY})\s?:?\s?[\d.,]+\W*){{2,}})")
_OF_EACH = re.compile(rf"(?P<before>{_CURRENCY})\s?:?\s?{_PRICE}(?P<unit>)(?P<inside>)")
# 当前价/目标价:60.50/75.00元
_BOTH = re.compile(
    rf"(?:当前|现|收盘)价/目标价(?:\((?P<inside>[^)]{{1,8}})\))?\s?:?\s?(?P<before>{_CURRENCY})?(?P<close>[\d.,]+)元?/{_PRICE}\s?{_UNIT}"
)
_DAY_AND_MONTH = r"(?:(?:19|20)\d\d[年\-/.]\s?)?\d{1,2}[月\-/.]\s?\d{1,2}日?"
_CLOSE = re.compile(
    rf"(?P<day>{_DAY_AND_MONTH})?\s?(?:(?:最新|昨日?|今日|前)?收盘价?(?!价?(?:为|计|对应|区间))|当前股价|当前价(?:格)?|目前股价|最新股价|最新价|现价|市场价格|市价|(?<![\u4e00-\u9fff])[AH]?股价)"
    rf"\s?(?P<inside>(?:\([^)]{{1,16}}\)\s?){{0,2}})\s?[:|]?\s?(?P<before>{_CURRENCY})?\s?{_PRICE}{_NOT_ALONE}(?!\s?/\s?\d)\s?{_UNIT}"
)
_DAY = re.compile(r"(?:(?P<year>(?:19|20)\d\d)\s?[年\-/.]\s?)?(?P<month>\d{1,2})\s?[月\-/.]\s?(?P<date>\d{1,2})")
_OF_FIGURES = re.compile(r"(?:数据|日期|时间|股票信息|公司信息|行情|截[至止])[^\d]{0,8}\d")
_OF_THE_REPORT = re.compile("报告|发布|发表")
_NOTED = re.compile(rf"收盘价?.{{0,6}}{_DAY_AND_MONTH}|{_DAY_AND_MONTH}(?:的)?收盘价")
_LINES_ABOVE = 6
_LONGEST_AGO = timedelta(days=45)
_SHORT = 60
_CURRENCIES = (
    ("港", "HKD"),
    ("HK", "HKD"),
    ("美元", "USD"),
    ("US", "USD"),
    ("$", "USD"),
    ("人民币", "CNY"),
    ("RMB", "CNY"),
    ("CNY", "CNY"),
    ("¥", "CNY"),
)
_HOME = {Market.A: "CNY", Market.BSE: "CNY", Market.NEEQ: "CNY"}
_OWN = {**_HOME, Market.HK: "HKD", Market.US: "USD"}


@dataclass(frozen=True, slots=True)
class Close:
    """The printed close in the security's own currency, and its day where one is printed."""

    price: Decimal
    day: date | None


def target(texts: Sequence[str], market: Market) -> tuple[Decimal | None, str | None]:
    """Target price and currency, labels before prose; 元 on a Hong Kong share may be either currency, so it is None.

    A range (30-35元) is no single price, and the price before this one (前次目标价) is another's.
    """
    for text in sorted(_in_pairs(texts), key=lambda text: len(text) > _SHORT):
        if each := _EACH.search(text):
            for listing in _OF_EACH.finditer(each["each"]):
                if _currency(listing, None) == _OWN.get(market):
                    return _amount(listing["price"]), _OWN[market]
        if match := _BOTH.search(text) or _TARGET.search(text):
            return _amount(match["price"]), _currency(match, _HOME.get(market))
    return None, None


def close(texts: Sequence[str], market: Market, on: date | None) -> Close | None:
    """The close of the security on the front page of a report of the day ``on``; None where it is in another currency."""
    pairs = [text for text in _in_pairs(texts) if len(text) <= _SHORT or _CLOSE.match(text)]
    for position, text in enumerate(pairs):
        if match := _BOTH.search(text):
            return Close(_amount(match["close"]), None)
        match = _CLOSE.search(text)
        if match and _currency(match, _OWN.get(market)) == _OWN.get(market):
            return Close(
                _amount(match["price"]), _day(match["day"] or match["inside"], on) or _day_around(pairs, position, on)
            )
    return None


def _in_pairs(texts: Sequence[str]) -> Iterator[str]:
    """The lines, and for a row of labels above a row of figures each label with its figure."""
    yield from texts
    for above, below in pairwise(texts):
        labels, figures = above.split("\t"), below.split("\t")
        if len(labels) > 1 and len(figures) > 1 and not any(map(str.isdigit, labels[0])):
            yield from (f"{label}:{figure}" for label, figure in zip(labels, figures, strict=False))


def _amount(printed: str) -> Decimal:
    return Decimal(printed.replace(",", "").rstrip("."))


def _currency(match: re.Match[str], unsaid: str | None) -> str | None:
    printed = "".join(match[group] or "" for group in ("before", "unit", "inside"))
    return next((currency for mark, currency in _CURRENCIES if mark in printed), unsaid)


def _day_around(texts: Sequence[str], position: int, on: date | None) -> date | None:
    """The day of the box of figures in which the close stands, or that a note on closes gives."""
    above = [text for text in texts[max(0, position - _LINES_ABOVE) : position] if _OF_FIGURES.search(text)]
    boxes = (day for text in reversed(above) if not _OF_THE_REPORT.search(text) and (day := _day(_from_date(text), on)))
    notes = (day for text in texts if (noted := _NOTED.search(text)) and (day := _day(noted[0], on)))
    return next(chain(boxes, notes), None)


def _from_date(text: str) -> str | None:
    found = DATE.search(text)
    return found[0] if found else None


def _day(printed: str | None, on: date | None) -> date | None:
    """A printed day, without a year the one before the report; None where it cannot be the report's."""
    match = _DAY.search(printed or "")
    year = int(match["year"]) if match and match["year"] else on.year if on else None
    if match is None or year is None:
        return None
    try:
        day = date(year, int(match["month"]), int(match["date"]))
        if on and day > on and not match["year"]:
            day = day.replace(year=year - 1)  # 12月31日 in a report of January
    except ValueError:  # 2.30 is no day: it may be a price
        return None
    return day if on is None or timedelta() <= on - day <= _LONGEST_AGO else None
