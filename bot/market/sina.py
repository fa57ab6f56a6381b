"""Batch quotes from Sina: the second source for mainland and Hong Kong securities."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import httpx

from bot.domain.quotes import Quote
from bot.domain.securities import Market, market_of
from bot.domain.sessions import ZONES
from bot.market.ports import SourceChanged
from bot.market.quote_checks import batches, fetch, in_shares, number, plausible

LOG = logging.getLogger(__name__)

BATCH = 400  # 800 are taken at once, as far as is known
REFERER = {"Referer": "https://finance.sina.com.cn"}  # without it the answer is a refusal
_RECORD = re.compile(r'hq_str_(\w+)="([^"]*)"')
_DAY = re.compile(r"\d{4}[-/]\d{2}[-/]\d{2}")


class SinaQuotes:
    """A `QuoteSource` over hq.sinajs.cn. Mainland lines were checked on a recorded one; Hong Kong's were not seen.

    An empty record is an unknown security. US quotes are left out: their time is not the quote's. A security that has
    not traded today has no quote.
    """

    name = "sina"

    def __init__(self, client: httpx.AsyncClient, url: str = "https://hq.sinajs.cn/list=") -> None:
        self._client = client
        self._url = url

    async def quotes(self, symbols: Sequence[str]) -> Mapping[str, Quote]:
        """See `QuoteSource.quotes`."""
        names = {_name(symbol): symbol for symbol in symbols if market_of(symbol) in (Market.A, Market.BSE, Market.HK)}
        found: dict[str, Quote] = {}
        for batch in batches(names, BATCH):
            asked = f"Sina's quotes of {batch[0]} …"
            text = await fetch(self._client, self._url + ",".join(batch), asked=asked, headers=REFERER)
            records = _RECORD.findall(text)
            if not records:
                raise SourceChanged(f"{asked}: the answer is no list of quotes")
            for name, record in records:
                if name in names and record and (quote := _quote(names[name], record.split(","))) is not None:
                    found[quote.symbol] = quote
        return found


def _name(symbol: str) -> str:
    code, _, suffix = symbol.rpartition(".")
    return suffix.lower() + code


def _quote(symbol: str, fields: Sequence[str]) -> Quote | None:
    """A quote out of a record.

    Fields: mainland 1 open, 2 reference, 3 price, 4 high, 5 low, 8 volume, 9 amount; Hong Kong 2 open, 3 reference,
    4 high, 5 low, 6 price, 7 change, 11 amount, 12 volume. The day is the first field that looks like one, the time of
    day the one after it: how many levels of the book come before it differs.
    """
    market = market_of(symbol)
    at = (2, 3, 6, 4, 5, 12, 11) if market is Market.HK else (1, 2, 3, 4, 5, 8, 9)
    day = next((place for place, text in enumerate(fields) if _DAY.fullmatch(text)), 0)
    if day <= max(at) or day + 1 >= len(fields):
        LOG.warning("Sina's record of %s has another shape: %s fields", symbol, len(fields))
        return None
    opened, previous, price, high, low, volume, amount = (number(fields[place]) for place in at)
    time = _time(fields[day], fields[day + 1], ZONES[market])
    if opened is None or previous is None or price is None or volume is None:
        return None
    shares = in_shares(volume, amount, low, high)
    if time is not None:
        quote = Quote(symbol, price, previous, time, "sina", opened, high, low, shares, amount)
        if plausible(quote, fields[7] if market is Market.HK else ""):
            return quote
    LOG.warning("Sina's record of %s does not fit together and is left out", symbol)
    return None


def _time(day: str, time: str, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{day.replace('/', '-')}T{time}").replace(tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None
