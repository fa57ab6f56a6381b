"""Batch quotes from Tencent: one request for up to 60 securities of all markets, each with its own time."""

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

BATCH = 60
FEWEST_FIELDS = 38
_RECORD = re.compile(r'v_(\w+)="([^"]*)"')
_TIMES = {14: "%Y%m%d%H%M%S", 19: "%Y-%m-%d %H:%M:%S"}  # Hong Kong writes slashes


class TencentQuotes:
    """A `QuoteSource` over qt.gtimg.cn. Checked on recorded lines of A shares and Hong Kong; US not seen.

    A security that has not traded today (no open, no volume: suspended, or before the auction) has no quote. A record
    whose figures do not fit one another is left out and logged.
    """

    name = "tencent"

    def __init__(self, client: httpx.AsyncClient, url: str = "https://qt.gtimg.cn/q=") -> None:
        self._client = client
        self._url = url

    async def quotes(self, symbols: Sequence[str]) -> Mapping[str, Quote]:
        """See `QuoteSource.quotes`."""
        names = {name: symbol for symbol in symbols if (name := _name(symbol)) is not None}
        found: dict[str, Quote] = {}
        for batch in batches(names, BATCH):
            text = await fetch(self._client, self._url + ",".join(batch), asked=f"Tencent's quotes of {batch[0]} …")
            records = _RECORD.findall(text)
            if not records:
                raise SourceChanged(f"Tencent's quotes of {batch[0]} …: the answer is no list of quotes")
            for name, record in records:
                if name in names and (quote := _quote(names[name], record.split("~"))) is not None:
                    found[quote.symbol] = quote
        return found


def _name(symbol: str) -> str | None:
    code, _, suffix = symbol.rpartition(".")
    if suffix == "US":
        return f"us{code}"
    return None if suffix == "NQ" else suffix.lower() + code


def _quote(symbol: str, fields: Sequence[str]) -> Quote | None:
    """Fields: 2 code, 3 price, 4 reference, 5 open, 6 volume, 30 time, 31 change, 33 high, 34 low, 37 amount.

    A shares besides: 35 price/volume/amount in yuan, 47 and 48 the limits; Hong Kong has other things there, and its
    volume in shares.
    """
    market = market_of(symbol)
    mainland = market in (Market.A, Market.BSE)
    if len(fields) < FEWEST_FIELDS or fields[2].partition(".")[0] != symbol.rpartition(".")[0]:
        LOG.warning("Tencent's record of %s has another shape: %s fields", symbol, len(fields))
        return None
    price, previous, opened, volume = (number(fields[at]) for at in (3, 4, 5, 6))
    time = _time(fields[30], ZONES[market])
    if price is None or previous is None or opened is None or volume is None:
        return None
    high, low = number(fields[33]), number(fields[34])
    amount = number(fields[35].rpartition("/")[2]) if mainland else number(fields[37])
    quote = (
        None
        if time is None
        else Quote(
            symbol,
            price,
            previous,
            time,
            "tencent",
            open=opened,
            high=high,
            low=low,
            volume=in_shares(volume, amount, low, high),
            amount=amount,
            limit_up=number(fields[47]) if mainland and len(fields) > 48 else None,  # noqa: PLR2004 - see above
            limit_down=number(fields[48]) if mainland and len(fields) > 48 else None,  # noqa: PLR2004 - see above
        )
    )
    if quote is None or not plausible(quote, fields[31]):
        LOG.warning("Tencent's record of %s does not fit together and is left out", symbol)
        return None
    return quote


def _time(text: str, zone: ZoneInfo) -> datetime | None:
    text = text.replace("/", "-")
    try:
        return datetime.strptime(text, _TIMES[len(text)]).replace(tzinfo=zone).astimezone(UTC)
    except (KeyError, ValueError):
        return None
