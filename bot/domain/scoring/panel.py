"""The prices of a market as arrays, one row a security or index, one column a session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.scoring.arrays import Bools, Days, Floats, Ints
from bot.domain.securities import Market


@dataclass(frozen=True, slots=True, eq=False)
class SecurityArrays:
    """Securities of one market: ``S + 1`` rows (the last is empty and answers for unknown symbols), ``R`` columns.

    ``close``, ``open``, ``high``, ``low`` are raw and NaN without a bar. ``total_factor`` is the product of
    `Adjustment.ratio` over the ex-dates up to and including a session, ``split_factor`` that of `Adjustment.split`.
    ``total_level`` and ``price_level`` are close times factor, carried through sessions without a bar; the factor is
    carried with the close, since a close that was struck before an ex-date does not know of it. A return over (t0, t]
    is a quotient of levels (METHODOLOGY 2). ``opaque`` counts the ex-dates whose split is unknown: where it changes
    there is no price return.

    ``last_bar`` is the column of the last bar up to a session (-1: none yet), ``next_bar`` that of the first bar from
    it on (R: none), ``last_certain`` that of the last session whose close is certain: it has a bar, a known suspension
    or no listing any more. ``unexplained`` counts the sessions up to a session that have none of these.
    ``preliminary`` marks closes that no second look has confirmed, ``unconfirmed`` counts the ex-dates up to a session
    whose reference price is still missing. ``gaps_are_suspensions`` says that suspensions are not known. ``listed`` and ``delisted`` are columns (-1 and
    UNKNOWN where not known).
    """

    rows: Mapping[str, int]
    close: Floats
    open: Floats
    high: Floats
    low: Floats
    total_factor: Floats
    split_factor: Floats
    total_level: Floats
    price_level: Floats
    opaque: Ints
    last_bar: Ints
    next_bar: Ints
    last_certain: Ints
    unexplained: Ints
    gaps_are_suspensions: bool
    listed: Ints
    delisted: Ints
    merged: Bools
    preliminary: Bools
    unconfirmed: Ints


@dataclass(frozen=True, slots=True, eq=False)
class IndexArrays:
    """Indices on the sessions of one market: rows and columns as in `SecurityArrays`.

    ``last_value`` is the column of the last value up to a session, -1 where there is none yet.
    """

    rows: Mapping[str, int]
    close: Floats
    open: Floats
    last_value: Ints


@dataclass(frozen=True, slots=True, eq=False)
class MarketPanel:
    """One market: its calendar, and prices for the first ``R = reach`` of its sessions, as far as there are any.

    ``days`` has one entry a known session; those from ``reach`` on are the future, needed for horizons alone.
    """

    market: Market
    sessions: tuple[date, ...]
    days: Days
    known_until: date
    reach: int
    securities: SecurityArrays
    indices: IndexArrays


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """The markets that were loaded; a market without a calendar is not there."""

    markets: Mapping[Market, MarketPanel]
