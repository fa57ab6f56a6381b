"""The rules that quotes decide, held in order in memory: which of them a look at the quotes may concern."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.domain.exdates import HALF_A_CENT
from bot.domain.quotes import Adjustment, Bar, Quote
from bot.domain.rule_kinds import RuleKind
from bot.domain.rules import carried
from bot.domain.securities import market_of
from bot.domain.sessions import ZONES, TradingCalendar
from bot.store.store import Transaction

if TYPE_CHECKING:  # numpy waits until there is a rule
    from bot.domain.scoring.thresholds import Thresholds

LOOK_BACK = timedelta(days=40)  # for the close before a suspension
QUOTED = tuple(kind for kind in RuleKind if kind.on_quotes)


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


class RuleBook:
    """The thresholds of one session in order. Anything that changes a rule asks for a new one."""

    def __init__(self, index: Thresholds, rows: Mapping[str, int], bases: Mapping[str, Basis]) -> None:
        self._index = index
        self._rows = rows
        self.bases = bases

    def serves(self, quotes: Mapping[str, Quote], sessions: Mapping[str, date]) -> bool:
        """Whether thresholds have been carried to today for all of these that have rules."""
        named = [symbol for symbol in quotes if symbol in self._rows]
        return all(symbol in self.bases and self.bases[symbol].session == sessions[symbol] for symbol in named)

    def crossed(self, quotes: Mapping[str, Quote]) -> list[int]:
        """The rules that may have changed their place."""
        figures = self._figures(quotes)
        return [int(each) for each in self._index.crossed(*figures)] if len(figures[0]) else []

    def accept(self, quotes: Mapping[str, Quote]) -> None:
        """These quotes were dealt with."""
        figures = self._figures(quotes)
        if len(figures[0]):
            self._index.accept(*figures)

    def _figures(self, quotes: Mapping[str, Quote]) -> Any:  # noqa: ANN401 - numpy's types wait with numpy
        import numpy as np  # noqa: PLC0415 - only where there is a rule

        here = [quote for symbol, quote in quotes.items() if symbol in self._rows]
        rows = np.array([self._rows[each.symbol] for each in here], np.int64)
        return (
            rows,
            np.array([float(each.price) for each in here]),
            np.array([float(day_change(each)) for each in here]),
        )


async def open_book(
    tx: Transaction, quotes: Mapping[str, Quote], calendars: Mapping[str, TradingCalendar], at: datetime
) -> RuleBook:
    """Read all rules that quotes decide, with their thresholds carried to the session of ``at``."""
    from bot.domain.scoring.thresholds import LANES, NEVER_LOOKED, RuleColumns, Thresholds  # noqa: PLC0415

    bases = await _bases(tx, quotes, calendars, at)
    lanes = {kind: number for number, kind in enumerate(LANES)}
    rows: dict[str, int] = {}
    ids, own, kinds, thresholds, places = array("q"), array("i"), array("b"), array("d"), array("b")
    for rule_id, symbol, kind, threshold, based_on, place, since in await tx.rules.standing(QUOTED, at):
        basis = bases.get(symbol)
        ids.append(rule_id)
        own.append(rows.setdefault(symbol, len(rows)))
        kinds.append(lanes[kind])
        thresholds.append(float(_carried(kind, threshold, based_on, basis)))
        anew = kind is RuleKind.DAY_CHANGE and since is not None and basis is not None and since != basis.session
        places.append(NEVER_LOOKED if place is None else 0 if anew else place)
    return RuleBook(Thresholds(RuleColumns(ids, own, kinds, thresholds, places), len(rows)), rows, bases)


def day_change(quote: Quote) -> Decimal:
    """The day's change as rules compare it: nine places, since 1.05 may be 1.0499999… of a division."""
    return round(quote.change, 9)


async def _bases(
    tx: Transaction, quotes: Mapping[str, Quote], calendars: Mapping[str, TradingCalendar], at: datetime
) -> dict[str, Basis]:
    today = at.date()
    bars = await tx.prices.bars(quotes, today - LOOK_BACK, today + timedelta(days=1))
    known = await tx.prices.adjustments(quotes)
    bases = {}
    for symbol, quote in quotes.items():
        session = at.astimezone(ZONES[market_of(symbol)]).date()
        earlier = [bar for bar in bars[symbol] if bar.session < session]
        before = calendars[symbol].before(session)
        bases[symbol] = basis_of(quote, session, before, known[symbol], earlier[-1] if earlier else None)
    return bases


def _carried(kind: RuleKind, threshold: Decimal, based_on: date, basis: Basis | None) -> Decimal:
    if basis is None or not kind.in_prices:
        return threshold
    ratio = Decimal(1)
    for each in basis.adjustments:
        if based_on < each.ex_date <= basis.session:
            ratio *= each.ratio
    return carried(threshold, ratio)
