"""Batch quotes from Tencent: one request for up to 60 securities of all markets, each with its own time."""

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

URL = "https://qt.gtimg.cn/q="
BATCH = 60
FEWEST_FIELDS = 38
_RECORD = re.compile(r'v_(\w+)="([^"]*)"')
_TIMES = {14: "%Y%m%d%H%M%S", 19: "%Y-%m-%d %H:%M:%S"}  # Hong Kong writes slashes


class TencentQuotes:
    """A `BatchSource` over qt.gtimg.cn. Checked on recorded lines of A shares and Hong Kong; US not seen.

    A security that has not traded today (no open, no volume: suspended, or before the auction) has no quote. A record
    whose figures do not fit one another is refused.
    """

    name = "tencent-quotes"

    def __init__(self, pages: QuotePages) -> None:
        self._pages = pages

    async def batch(self, symbols: Sequence[str]) -> Batch:
        """See `BatchSource.batch`."""
        names = {name: symbol for symbol in symbols if (name := _name(symbol)) is not None}
        read: dict[str, Quote | Reason | None] = {}
        for batch in batches(names, BATCH):
            asked = f"Tencent's quotes of {batch[0]} …"
            records = _RECORD.findall(await self._pages.text(URL + ",".join(batch), asked=asked))
            if not records:
                raise SourceChanged(f"{asked}: the answer is no list of quotes")
            read |= {
                names[name]: _quote(names[name], record.split("~"))
                for name, record in records
                if name in names and record
            }
        return sorted_out(read)


def _name(symbol: str) -> str | None:
    code, _, suffix = symbol.rpartition(".")
    if suffix == "US":
        return f"us{code}"
    return None if suffix == "NQ" else suffix.lower() + code


def _quote(symbol: str, fields: Sequence[str]) -> Quote | Reason | None:
    """A quote out of a record, or why it is not believed, or None where there is none.

    Fields: 2 code, 3 price, 4 reference, 5 open, 6 volume, 9 and 10 best bid and its volume, 19 and 20 best ask and its
    volume, 30 time, 31 change, 33 high, 34 low, 37 amount.
    A shares besides: 35 price/volume/amount in yuan, 47 and 48 the limits; Hong Kong has other things there, and its
    volume in shares.
    """
    market = market_of(symbol)
    mainland = market in (Market.A, Market.BSE)
    if len(fields) < FEWEST_FIELDS or fields[2].partition(".")[0] != symbol.rpartition(".")[0]:
        return Reason.SHAPE
    price, previous, opened, volume = (number(fields[at]) for at in (3, 4, 5, 6))
    if price is None or previous is None or opened is None or volume is None:
        return None if any(absent(fields[at]) for at in (3, 4, 5, 6)) else Reason.SHAPE
    time = _time(fields[30], ZONES[market])
    if time is None:
        return Reason.SHAPE
    high, low = number(fields[33]), number(fields[34])
    amount = number(fields[35].rpartition("/")[2]) if mainland else number(fields[37])
    bid, ask = book(best(fields[9], fields[10]), best(fields[19], fields[20])) if mainland else (None, None)
    limited = mainland and len(fields) > 48  # noqa: PLR2004 - see above
    quote = Quote(
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
        limit_up=number(fields[47]) if limited else None,
        limit_down=number(fields[48]) if limited else None,
        bid=bid,
        ask=ask,
    )
    lots = mainland and not symbol.startswith("68")
    fits = plausible(quote, fields[31]) and units_fit(price, volume, amount, lots=lots)
    return quote if fits else Reason.IMPLAUSIBLE


def _time(text: str, zone: ZoneInfo) -> datetime | None:
    text = text.replace("/", "-")
    try:
        return datetime.strptime(text, _TIMES[len(text)]).replace(tzinfo=zone).astimezone(UTC)
    except (KeyError, ValueError):
        return None
