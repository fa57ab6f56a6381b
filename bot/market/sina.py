"""Batch quotes from Sina: the second source for mainland and Hong Kong securities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.quotes import Quote
from bot.domain.securities import Market, market_of
from bot.domain.sessions import ZONES
from bot.market.ports import Batch, Reason, SourceChanged
from bot.market.quote_checks import absent, batches, best, book, in_shares, number, plausible, sorted_out, units_fit
from bot.market.quote_fetch import QuotePages

URL = "https://hq.sinajs.cn/list="
BATCH = 400  # 800 are taken at once, as far as is known
REFERER = {"Referer": "https://finance.sina.com.cn"}  # without it the answer is a refusal
_RECORD = re.compile(r'hq_str_(\w+)="([^"]*)"')
_DAY = re.compile(r"\d{4}[-/]\d{2}[-/]\d{2}")


class SinaQuotes:
    """A `BatchSource` over hq.sinajs.cn. Mainland lines were checked on a recorded one; Hong Kong's were not seen.

    An empty record is an unknown security. US quotes are left out: their time is not the quote's. A security that has
    not traded today has no quote.
    """

    name = "sina-quotes"

    def __init__(self, pages: QuotePages) -> None:
        self._pages = pages

    async def batch(self, symbols: Sequence[str]) -> Batch:
        """See `BatchSource.batch`."""
        names = {_name(symbol): symbol for symbol in symbols if market_of(symbol) in (Market.A, Market.BSE, Market.HK)}
        read: dict[str, Quote | Reason | None] = {}
        for batch in batches(names, BATCH):
            asked = f"Sina's quotes of {batch[0]} …"
            text = await self._pages.text(URL + ",".join(batch), asked=asked, headers=REFERER)
            records = _RECORD.findall(text)
            if not records:
                raise SourceChanged(f"{asked}: the answer is no list of quotes")
            read |= {
                names[name]: _quote(names[name], record.split(","))
                for name, record in records
                if name in names and record
            }
        return sorted_out(read)


def _name(symbol: str) -> str:
    code, _, suffix = symbol.rpartition(".")
    return suffix.lower() + code


def _quote(symbol: str, fields: Sequence[str]) -> Quote | Reason | None:
    """A quote out of a record, or why it is not believed, or None where there is none.

    Fields: mainland 1 open, 2 reference, 3 price, 4 high, 5 low, 6 best bid, 7 best ask, 8 volume, 9 amount; Hong Kong 2 open, 3 reference,
    4 high, 5 low, 6 price, 7 change, 11 amount, 12 volume. The day is the first field that looks like one, the time of
    day the one after it: how many levels of the book come before it differs.
    """
    market = market_of(symbol)
    at = (2, 3, 6, 4, 5, 12, 11) if market is Market.HK else (1, 2, 3, 4, 5, 8, 9)
    day = next((place for place, text in enumerate(fields) if _DAY.fullmatch(text)), 0)
    if day <= max(at) or day + 1 >= len(fields):
        return Reason.SHAPE
    opened, previous, price, high, low, volume, amount = (number(fields[place]) for place in at)
    time = _time(fields[day], fields[day + 1], ZONES[market])
    if opened is None or previous is None or price is None or volume is None:
        return None if any(absent(fields[place]) for place in (*at[:3], at[5])) else Reason.SHAPE
    if time is None:
        return Reason.SHAPE
    shares = in_shares(volume, amount, low, high)
    bid, ask = (None, None) if market is Market.HK else book(best(fields[6]), best(fields[7]))
    quote = Quote(symbol, price, previous, time, "sina", opened, high, low, shares, amount, bid=bid, ask=ask)
    fits = plausible(quote, fields[7] if market is Market.HK else "") and units_fit(price, volume, amount, lots=False)
    return quote if fits else Reason.IMPLAUSIBLE


def _time(day: str, time: str, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{day.replace('/', '-')}T{time}").replace(tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None
