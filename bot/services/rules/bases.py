"""What the quotes of a session are compared with: price basis, limits, the last session's range, a usual volume."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.domain.exdates import HALF_A_CENT
from bot.domain.price_limits import Limits
from bot.domain.quotes import Adjustment, Bar, CorporateAction, Quote
from bot.domain.rule_figures import Today, minute_volume
from bot.domain.rules import carried
from bot.domain.securities import market_of
from bot.domain.sessions import ZONES, TradingCalendar
from bot.store.store import Transaction

LOOK_BACK = timedelta(days=40)  # for the close before a suspension, and for a usual volume
LimitTable = Callable[[str, date, Decimal, Sequence[date]], Limits | None]  # symbol, session, reference price, sessions


@dataclass(frozen=True, slots=True)
class Basis:
    """What carries thresholds to a security's session: its ex-dates, today's included; unsure where nobody can tell."""

    session: date
    adjustments: tuple[Adjustment, ...]
    unsure: bool = False


def basis_of(quote: Quote, session: date, before: date, known: list[Adjustment], bar: Bar | None) -> Basis:
    """The basis of a session in which the quote stands; ``before`` is the session before it, ``bar`` the last one stored.

    The exchange's reference price tells of today's ex-date before any source does. Where the last bar is older than
    the session before, reference price and close may differ for that reason as well.
    """
    if bar is None:
        return Basis(session, (), unsure=True)
    if any(each.ex_date == session for each in known) or abs(bar.close - quote.previous_close) <= HALF_A_CENT:
        return Basis(session, tuple(known))
    if bar.session < before:
        return Basis(session, tuple(known), unsure=True)
    today = Adjustment(session, bar.close / quote.previous_close, source=quote.source, reference=quote.previous_close)
    return Basis(session, (*known, today))


async def bases_of(
    tx: Transaction,
    quotes: Mapping[str, Quote],
    calendars: Mapping[str, TradingCalendar],
    at: datetime,
    limits: LimitTable,
    terms: Mapping[tuple[str, date], CorporateAction],
) -> tuple[dict[str, Basis], dict[str, Today]]:
    """By security the basis of its session at ``at``, and what its quotes are compared with.

    ``terms`` are what was announced, by security and ex-date.
    """
    today = at.date()
    bars = await tx.prices.bars(quotes, today - LOOK_BACK, today + timedelta(days=1))
    known = await tx.prices.adjustments(quotes)
    halted = await tx.prices.suspensions(quotes)
    bases, days = {}, {}
    for symbol, quote in quotes.items():
        session = at.astimezone(ZONES[market_of(symbol)]).date()
        earlier = [bar for bar in bars[symbol] if bar.session < session]
        calendar = calendars[symbol]
        before = calendar.before(session)
        basis = basis_of(quote, session, before, known[symbol], earlier[-1] if earlier else None)
        lost = set(calendar.between(earlier[-1].session, before)[1:] if earlier else ()) - halted[symbol]
        bases[symbol] = basis
        table = limits(symbol, session, quote.previous_close, calendar.sessions)
        days[symbol] = today_of(symbol, basis, () if lost else earlier, table, terms.get((symbol, session)))
    return bases, days


def today_of(
    symbol: str, basis: Basis, bars: Sequence[Bar], limits: Limits | None, terms: CorporateAction | None = None
) -> Today:
    """What figures of a session are compared with; ``bars`` are those before it, none where one may have been lost."""
    if not bars or basis.unsure:
        return Today(basis.session, limits)
    last, ratio = bars[-1], Decimal(1)
    for each in basis.adjustments:
        if last.session < each.ex_date <= basis.session:
            ratio *= each.ratio
    high, low = (None if each is None else carried(each, ratio) for each in (last.high, last.low))
    ex = next((each for each in basis.adjustments if each.ex_date == basis.session), None)
    return Today(basis.session, limits, minute_volume(bars, symbol), high, low, last.close, ex, terms)
