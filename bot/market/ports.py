"""What the rest of the house asks of a market, whatever its source, and how a source says that it cannot answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from bot.domain.quotes import Adjustment, Bar, CorporateAction, Quote, Suspension
from bot.domain.securities import Market
from bot.domain.sessions import MergedCalendar, TradingCalendar


class Reason(StrEnum):
    """Why a source could not be used, in kinds that a reader can tell apart; the locales say each in words."""

    NOTHING = "nothing"
    UNREACHABLE = "unreachable"
    CUT_OFF = "cut_off"
    SILENT = "silent"
    SLOW = "slow"
    TLS = "tls"
    BANNED = "banned"
    STATUS = "status"
    MOVED = "moved"
    HUGE = "huge"
    EMPTY = "empty"
    GARBLED = "garbled"
    PAGE = "page"
    SHAPE = "shape"
    IMPLAUSIBLE = "implausible"
    MISSING = "missing"
    STALE = "stale"
    FUTURE = "future"
    WORKER = "worker"
    BUDGET = "budget"
    PAUSED = "paused"


class MarketError(Exception):
    """A source could not answer; the message is one sentence that names what was asked, ``reason`` its kind."""

    reason = Reason.UNREACHABLE
    requests: Mapping[str, int] = MappingProxyType({})  # how many went out before it, by host

    def __init__(self, message: str, reason: Reason | None = None) -> None:
        super().__init__(message)
        if reason is not None:
            self.reason = reason


class NoData(MarketError):
    """The source does not have what was asked for, and asking again will not help."""

    reason = Reason.NOTHING


class SourceUnavailable(MarketError):
    """The source did not answer: no network, a ban, a time limit. Asking again later may help."""


class SourceChanged(MarketError):
    """The source answered in a shape or with values that it should not have; nothing of the answer was believed."""

    reason = Reason.SHAPE


class MarketSource(Protocol):
    """Daily figures. Symbols are ``300308.SZ``, ``09698.HK``, ``VNET.US``; every method may raise a `MarketError`."""

    name: str

    async def daily_bars(self, symbol: str, since: date, until: date) -> tuple[Bar, ...]:
        """Unadjusted bars of the sessions in ``[since, until]``, ascending, volume in shares, amount in currency.

        Sessions without trade are left out. Empty where the security is known and has no bar in that time.

        Raises:
            NoData: the source does not know the symbol.
        """
        ...

    async def adjustments(self, symbol: str, since: date, until: date) -> tuple[Adjustment, ...]:
        """The ex-dates in ``(since, until]``, ascending (METHODOLOGY 2).

        Raises:
            NoData: the source has no such record for the symbol, which is not the same as no ex-date.
        """
        ...

    async def index_bars(self, code: str, since: date, until: date) -> tuple[Bar, ...]:
        """Bars of an index in ``[since, until]``, ascending; ``code`` as in config/benchmarks.toml (000300, H00300, HSI).

        Raises:
            NoData: the source does not have the index.
        """
        ...

    async def suspensions(self, symbols: Sequence[str], since: date, until: date) -> tuple[Suspension, ...]:
        """The whole-day suspensions of ``symbols`` in ``[since, until]`` that the source tells, by session, then symbol.

        It may tell only of recent ones; a session without a bar between two bars is one as well.
        """
        ...

    async def calendar(self, market: Market) -> TradingCalendar:
        """The sessions of a market as far as they are known.

        Raises:
            NoData: the source knows nothing of the market's sessions.
        """
        ...

    async def merged_calendar(self, market: Market) -> MergedCalendar:
        """As `calendar`, with what it was made of and where that does not agree."""
        ...


class ActionSource(Protocol):
    """What companies announced for their ex-dates: a check of the ratios, never their source (METHODOLOGY 2)."""

    async def corporate_actions(self, symbol: str, since: date, until: date) -> tuple[CorporateAction, ...]:
        """The announced terms of ex-dates in ``(since, until]``, ascending.

        Raises:
            NoData: the source has no record of the symbol, which is not the same as no ex-date.
        """
        ...


@dataclass(frozen=True, slots=True)
class Batch:
    """The quotes of one answer, and what of it was not believed, by symbol."""

    quotes: Mapping[str, Quote]
    refused: Mapping[str, Reason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two sources whose prices of one security lie too far apart; nothing is told of it until they agree."""

    quote: Quote
    other: Quote


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What other sources say of quotes that are about to be told: who contradicts which, and of which nobody says anything."""

    disputes: Mapping[str, Dispute]
    alone: frozenset[str] = frozenset()


class BatchSource(Protocol):
    """One vendor's prices in session, many in one request."""

    name: str

    async def batch(self, symbols: Sequence[str]) -> Batch:
        """Quotes by symbol; what is unknown, suspended or without a price is left out.

        Raises:
            SourceUnavailable: no answer.
            SourceChanged: an answer of an unexpected shape.
        """
        ...


class QuoteSource(Protocol):
    """Prices in session, from whoever answers."""

    name: str

    async def quotes(self, symbols: Sequence[str]) -> Mapping[str, Quote]:
        """Quotes by symbol; what is unknown, suspended, without a price or not to be believed is left out.

        Raises:
            MarketError: nobody answers.
        """
        ...

    async def second_look(self, quotes: Sequence[Quote]) -> SecondLook:
        """Those of these quotes that another source contradicts, and those that no other has at this time.

        The others are asked now, for these alone.
        """
        ...
