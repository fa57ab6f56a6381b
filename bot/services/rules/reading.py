"""Reading a million rules: by columns from the database into arrays, a portion at a time, and no object for each rule."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from bot.domain.rules import carried
from bot.services.rules.bases import Basis
from bot.store.rules import UNITS, StandingRules

if TYPE_CHECKING:  # numpy waits until there is a rule
    from bot.domain.scoring.thresholds import RuleColumns

_NO_DAY = 0
NONE = StandingRules((), (), (), (), (), (), ())


class Rows(Protocol):
    """Gives each security its number."""

    def row(self, symbol: str) -> int:
        """The number."""
        ...


async def read_columns(rules: AsyncIterator[StandingRules], rows: Rows, bases: Mapping[str, Basis]) -> RuleColumns:
    """Rules, which come in portions, carried to the sessions of the bases."""
    import numpy as np  # noqa: PLC0415 - only where there is a rule

    from bot.domain.scoring.thresholds import RuleColumns  # noqa: PLC0415

    parts = [_arrays(NONE, rows, bases)]
    async for portion in rules:
        parts.append(_arrays(portion, rows, bases))  # noqa: PERF401 - each is made while the next is fetched
    ids, own, lanes, thresholds, places = (np.concatenate(each) for each in zip(*parts, strict=True))
    return RuleColumns(ids, own, lanes, thresholds, places)  # type: ignore[arg-type] # arrays are sequences of their numbers


def _arrays(rules: StandingRules, rows: Rows, bases: Mapping[str, Basis]) -> tuple[Any, ...]:
    """The columns of `RuleColumns` for a portion of the rules."""
    import numpy as np  # noqa: PLC0415 - as above

    from bot.domain.scoring.thresholds import LANE_OF, LANES, NEVER_LOOKED  # noqa: PLC0415

    number = {symbol: rows.row(symbol) for symbol in dict.fromkeys(rules.symbols)}
    own = np.array([number[symbol] for symbol in rules.symbols], np.int32)
    lane_of = {kind.value: lane for kind, lane in LANE_OF.items()}
    lanes = np.array([lane_of[kind] for kind in rules.kinds], np.int8)
    thresholds = np.array(rules.thresholds, np.int64) / UNITS
    known = np.array([place is not None for place in rules.places], bool)
    places = np.array([NEVER_LOOKED if place is None else place for place in rules.places], np.int8)

    sessions = np.zeros(max(number.values(), default=0) + 1, np.int64)
    for symbol, place in number.items():
        sessions[place] = bases[symbol].session.toordinal() if symbol in bases else _NO_DAY
    since = np.array([_NO_DAY if day is None else day.toordinal() for day in rules.sessions], np.int64)
    anew = np.array([NEVER_LOOKED if kind.about.anew is None else kind.about.anew for kind in LANES], np.int8)[lanes]
    begins = known & (anew != NEVER_LOOKED) & (sessions[own] != _NO_DAY) & (sessions[own] != since)
    places[begins] = anew[begins]

    moved = {number[symbol] for symbol in number if symbol in bases and bases[symbol].adjustments}
    in_prices = np.array([kind.in_prices for kind in LANES], bool)[lanes]
    for place in np.flatnonzero(in_prices & np.isin(own, list(moved))).tolist():
        threshold = Decimal(rules.thresholds[place]) / UNITS
        thresholds[place] = carried_to(threshold, rules.based_on[place], bases[rules.symbols[place]])
    return np.array(rules.ids, np.int64), own, lanes, thresholds, places


def carried_to(threshold: Decimal, based_on: date, basis: Basis) -> Decimal:
    """A price carried over the ex-dates from ``based_on`` to the session of the basis."""
    ratio = Decimal(1)
    for each in basis.adjustments:
        if based_on < each.ex_date <= basis.session:
            ratio *= each.ratio
    return carried(threshold, ratio)


def columns_of(rows: Sequence[tuple[Any, ...]]) -> StandingRules:
    """Rules with decimal thresholds as columns: id, symbol, kind, threshold, based_on, place, session."""
    ids, symbols, kinds, thresholds, based_on, places, sessions = zip(*rows, strict=True) if rows else ((),) * 7
    return StandingRules(
        ids,
        symbols,
        [kind.value for kind in kinds],
        [int(each * UNITS) for each in thresholds],
        based_on,
        places,
        sessions,
    )
