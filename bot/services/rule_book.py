"""The rules that quotes decide, held in order in memory: which of them a look at the quotes may concern."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bot.domain.exdates import HALF_A_CENT
from bot.domain.quotes import Adjustment, Bar, Quote
from bot.domain.rule_kinds import RuleKind
from bot.domain.rules import Rule, RuleKey, RuleState, carried
from bot.domain.securities import market_of
from bot.domain.sessions import ZONES, TradingCalendar
from bot.store.store import Transaction

if TYPE_CHECKING:  # numpy waits until there is a rule
    from bot.domain.scoring.thresholds import Thresholds

LOOK_BACK = timedelta(days=40)  # for the close before a suspension
NOTHING: Mapping[Rule, Collection[str]] = MappingProxyType({})
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


class Entries:
    """What stands in the index: rules of one stock under their ids, those about several under a number for each security."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self._rules = array("q")
        self._of = array("i")

    def row(self, symbol: str) -> int:
        """The number of a security."""
        return self.rows.setdefault(symbol, len(self.rows))

    def add(self, rule_id: int, symbol: str) -> int:
        """The number, which is negative, under which a rule about several stands with one of its securities."""
        self._rules.append(rule_id)
        self._of.append(self.row(symbol))
        return -len(self._rules)

    def keys(self, numbers: Iterable[int]) -> list[RuleKey]:
        """What stands under these numbers; nothing that quotes decide counts from a report."""
        symbols = list(self.rows)
        return [(self._rules[-number - 1], symbols[self._of[-number - 1]], 0) for number in numbers]


@dataclass(frozen=True, slots=True)
class Crossed:
    """The rules that may have changed their place: those of one stock by id, those about several by key."""

    stocks: Sequence[int] = ()
    members: Sequence[RuleKey] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.stocks or self.members)


class RuleBook:
    """The thresholds of one session in order. Anything that changes a rule asks for a new one."""

    def __init__(self, index: Thresholds, entries: Entries, bases: Mapping[str, Basis]) -> None:
        self._index = index
        self._entries = entries
        self._rows = entries.rows
        self.bases = bases

    def serves(self, quotes: Mapping[str, Quote], sessions: Mapping[str, date]) -> bool:
        """Whether thresholds have been carried to today for all of these that have rules."""
        named = [symbol for symbol in quotes if symbol in self._rows]
        return all(symbol in self.bases and self.bases[symbol].session == sessions[symbol] for symbol in named)

    def crossed(self, quotes: Mapping[str, Quote]) -> Crossed:
        """The rules that may have changed their place."""
        figures = self._figures(quotes)
        numbers = [int(each) for each in self._index.crossed(*figures)] if len(figures[0]) else []
        members = self._entries.keys(number for number in numbers if number < 0)
        return Crossed([number for number in numbers if number >= 0], members)

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
    tx: Transaction,
    quotes: Mapping[str, Quote],
    calendars: Mapping[str, TradingCalendar],
    at: datetime,
    many: Mapping[Rule, Collection[str]] = NOTHING,
) -> RuleBook:
    """Read all rules that quotes decide, with their thresholds carried to the session of ``at``.

    ``many`` are those about several securities, with their members.
    """
    from bot.domain.scoring.thresholds import LANES, NEVER_LOOKED, RuleColumns, Thresholds  # noqa: PLC0415

    bases = await _bases(tx, quotes, calendars, at)
    lanes = {kind: number for number, kind in enumerate(LANES)}
    entries = Entries()
    ids, own, kinds, thresholds, places = array("q"), array("i"), array("b"), array("d"), array("b")
    rows = await tx.rules.standing(QUOTED, at)
    states = await tx.rules.states({rule.rule_id for rule in many})
    of_many = _of_many(many, states, entries)
    for number, symbol, kind, threshold, based_on, place, since in chain(rows, of_many):
        basis = bases.get(symbol)
        ids.append(number)
        own.append(entries.row(symbol))
        kinds.append(lanes[kind])
        thresholds.append(float(_carried(kind, threshold, based_on, basis)))
        anew = kind is RuleKind.DAY_CHANGE and since is not None and basis is not None and since != basis.session
        places.append(NEVER_LOOKED if place is None else 0 if anew else place)
    return RuleBook(Thresholds(RuleColumns(ids, own, kinds, thresholds, places), len(entries.rows)), entries, bases)


def _of_many(
    many: Mapping[Rule, Collection[str]], states: Mapping[RuleKey, RuleState], entries: Entries
) -> Iterator[tuple[Any, ...]]:
    """As `bot.store.rules.Rules.standing`, a row for each security of rules about several."""
    for rule, symbols in many.items():
        for symbol in symbols:
            state = states.get((rule.rule_id, symbol, 0), RuleState())
            if not state.spent:
                number = entries.add(rule.rule_id, symbol)
                yield number, symbol, rule.kind, rule.threshold, rule.based_on, state.place, state.session


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
