"""What a quote has to be before it is believed, whichever vendor sent it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import TypeVar

import httpx

from bot.domain.quotes import Quote
from bot.market.ports import SourceUnavailable

T = TypeVar("T")

LOT = 100
SLACK = Decimal("0.01")  # amounts are rounded to 10,000 yuan in places
HALF_CENT = Decimal("0.006")  # what a printed change may miss by rounding


def number(text: str) -> Decimal | None:
    """A number above 0, None for 0, NaN, ``-`` and whatever is no number: a price of 0 is no price."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and value > 0 else None


def in_shares(
    volume: Decimal | None, amount: Decimal | None, low: Decimal | None, high: Decimal | None
) -> Decimal | None:
    """A volume in shares, whether it was sent in lots or in shares: amount / volume lies within the day's range.

    None where that settles nothing; a prefix would not (STAR is in shares, the rest in lots, and vendors differ).
    """
    if volume is None or amount is None or low is None or high is None:
        return None
    for shares in (volume, volume * LOT):
        if low * (1 - SLACK) <= amount / shares <= high * (1 + SLACK):
            return shares
    return None


def plausible(quote: Quote, change: str = "") -> bool:
    """Whether the prices fit one another, and the printed ``change`` of the price, where there is one, fits them."""
    if quote.low is not None and quote.low > quote.price:
        return False
    if quote.high is not None and quote.high < quote.price:
        return False
    try:
        printed = Decimal(change)
    except InvalidOperation:
        return True
    return abs(quote.price - quote.previous_close - printed) <= HALF_CENT


def batches(items: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    """The items in runs of at most ``size``."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


async def fetch(client: httpx.AsyncClient, url: str, *, asked: str, headers: dict[str, str] | None = None) -> str:
    """The text of a GBK page.

    Raises:
        SourceUnavailable: no connection, no answer in time, or a status that is not 200.
    """
    try:
        response = await client.get(url, headers=headers)
    except httpx.HTTPError as error:
        raise SourceUnavailable(f"{asked}: {type(error).__name__} {error}".rstrip()) from error
    if response.status_code != httpx.codes.OK:
        raise SourceUnavailable(f"{asked}: {response.status_code}")
    return response.content.decode("gb18030", errors="replace")
