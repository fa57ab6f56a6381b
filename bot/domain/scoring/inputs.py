"""What scoring is told of a pick and of a listing: plain values, so that services can name them without numpy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.ratings import RatingScale
from bot.domain.reports import PickKind
from bot.domain.securities import Market


@dataclass(frozen=True, slots=True)
class PickInput:
    """One pick of one report, with the scale and the benchmark that judge it.

    ``scale`` is the report's scale for stocks (or the broker's from config/) and None where there is neither.
    ``benchmark`` is the code of the price index, ``total_benchmark`` that of its total-return index (H00300 for
    000300); None where the report names none or no source has it.
    """

    symbol: str
    name: str
    market: Market
    segment: str | None
    kind: PickKind
    rating: str | None
    published: date
    scale: RatingScale | None
    benchmark: str | None
    total_benchmark: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What is known of a listing's beginning and end.

    ``listed`` is the first day of trading and ``delisted`` the first day without a listing. After a merger
    ``successor`` is the symbol that one share became ``exchange_ratio`` shares of, on ``delisted``; without a known
    ratio the last close is carried (METHODOLOGY 2).
    """

    listed: date | None = None
    delisted: date | None = None
    successor: str | None = None
    exchange_ratio: Decimal | None = None
