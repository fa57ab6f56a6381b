"""What a quote has to be before it is believed, whichever vendor sent it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import TypeVar

from bot.domain.quotes import Quote
from bot.market.ports import Batch, Reason

T = TypeVar("T")

LOT = 100
FAR = Decimal(2)  # no day's mean price is twice, or half, the last one
SLACK = Decimal("0.01")  # amounts are rounded to 10,000 yuan in places
HALF_CENT = Decimal("0.006")  # what a printed change may miss by rounding


def number(text: str) -> Decimal | None:
    """A number above 0, None for 0, NaN, ``-`` and whatever is no number: a price of 0 is no price."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and value > 0 else None


def absent(text: str) -> bool:
    """Whether a field says that there is nothing (an empty text, ``-``, 0, NaN), and not something that is no number."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text.strip("- ") == ""
    return value.is_nan() or value == 0


def best(price: str, volume: str = "1") -> Decimal | None:
    """The best price of one side of a book: 0 where nobody stands there, None for what is no price."""
    return Decimal(0) if absent(price) or absent(volume) else number(price)


def book(bid: Decimal | None, ask: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """Both sides; an empty book tells nothing (a pause, or a vendor without it)."""
    return (None, None) if not bid and not ask else (bid, ask)


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
    low, high = quote.low, quote.high
    for price in (quote.price, quote.open):
        if price is not None and ((low is not None and low > price) or (high is not None and high < price)):
            return False
    if quote.limit_up is not None and quote.price > quote.limit_up:
        return False
    if quote.limit_down is not None and quote.price < quote.limit_down:
        return False
    try:
        printed = Decimal(change)
    except InvalidOperation:
        return True
    return abs(quote.price - quote.previous_close - printed) <= HALF_CENT


def units_fit(price: Decimal, volume: Decimal | None, amount: Decimal | None, *, lots: bool) -> bool:
    """Whether amount / volume, in shares or in lots, is anywhere near the price: prices in cents are not.

    With volumes usually in ``lots`` prices in cents look like prices in yuan with volumes in shares; their having no
    decimals tells them.
    """
    if volume is None or amount is None:
        return True
    fits = [price / FAR < amount / shares < price * FAR for shares in (volume, volume * LOT)]
    return fits[lots] or (fits[not lots] and price != price.to_integral_value())


def sorted_out(read: Mapping[str, Quote | Reason | None]) -> Batch:
    """What was read of an answer, by symbol, as quotes and refusals."""
    quotes = {symbol: each for symbol, each in read.items() if isinstance(each, Quote)}
    return Batch(quotes, {symbol: each for symbol, each in read.items() if isinstance(each, Reason)})


def batches(items: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    """The items in runs of at most ``size``."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
