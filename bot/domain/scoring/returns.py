"""Returns over identical sessions, like for like: which index serves, up to which session, and what came out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.domain.scoring.arrays import Bools, Floats, Ints, cells
from bot.domain.scoring.panel import IndexArrays, MarketPanel, SecurityArrays
from bot.domain.scoring.results import ReturnBasis


@dataclass(frozen=True, slots=True, eq=False)
class Footing:
    """What the return of each pick is reckoned on.

    ``by_price``: price return, otherwise total return. ``benchmark``: index row, -1 for none. ``as_of``: session of the
    close used. ``opaque``: a price return was wanted and the split of an ex-date is unknown, so own total return alone.
    """

    by_price: Bools
    benchmark: Ints
    as_of: Ints
    opaque: Bools


def level(securities: SecurityArrays, by_price: Bools, rows: Ints, sessions: Ints) -> Floats:
    """The level of each security on its session, on its basis."""
    levels = cells(securities.total_level, rows, sessions)
    few = np.flatnonzero(by_price)
    levels[few] = cells(securities.price_level, rows[few], sessions[few])
    return levels


def last_certain_close(securities: SecurityArrays, rows: Ints, limit: Ints, asked: int) -> Ints:
    """The last session up to ``limit`` whose close is certain.

    Before a bar that is there by the session asked for, every close is: a gap that trading has ended is no late bar.
    -1 where there is none.
    """
    return np.where(securities.last_bar[rows, asked] >= limit, limit, cells(securities.last_certain, rows, limit))


def choose_footing(
    panel: MarketPanel,
    rows: Ints,
    total: Ints,
    price: Ints,
    span: tuple[Ints, Ints, Ints],
    basis: ReturnBasis,
    asked: int,
) -> Footing:
    """Total against total; price against price where the total-return index cannot be had (METHODOLOGY 2).

    It cannot be had where it has no value at the entry, or none at the settlement although later ones are there. On any
    other session without a value the last session with one is scored: values are never carried, and a settlement waits.

    Args:
        panel: The market.
        rows: Securities.
        total: Rows of total-return indices, -1 for none.
        price: Rows of price indices, -1 for none.
        span: Entry, last session that may be scored, and settlement of each pick.
        basis: Of the returns asked for.
        asked: The session asked for; nothing later is looked at.
    """
    entry, limit, settles = span
    indices, securities = panel.indices, panel.securities
    certain = np.maximum(last_certain_close(securities, rows, limit, asked), 0)
    # an index value proves that a session's data is there: then a share without a bar did not trade
    close = limit if securities.gaps_are_suspensions else certain
    total_there = np.isfinite(cells(indices.close, total, entry))
    price_there = np.isfinite(cells(indices.close, price, entry))
    hole = (close == settles) & np.isnan(cells(indices.close, total, close))
    hole &= (indices.last_value[total, asked] > close) & np.isfinite(cells(indices.close, price, close))
    if basis is ReturnBasis.TOTAL:
        by_price = price_there & (~total_there | hole)
        benchmark = np.where(by_price, price, np.where(total_there, total, -1))
    else:
        by_price = np.full(len(rows), basis is ReturnBasis.PRICE)
        benchmark = np.where(price_there, price, -1)
    as_of = np.where(benchmark >= 0, np.minimum(close, cells(indices.last_value, benchmark, close)), certain)
    opaque = by_price & (cells(securities.opaque, rows, as_of) != cells(securities.opaque, rows, entry))
    return Footing(
        by_price=by_price & ~opaque,
        benchmark=np.where(opaque, -1, benchmark),
        as_of=np.where(opaque, certain, as_of),
        opaque=opaque,
    )


def awaits_index(indices: IndexArrays, total: Ints, price: Ints, entry: Ints, asked: int, basis: ReturnBasis) -> Bools:
    """Whether the entry is the session asked for and the index, which has earlier values, has none of it yet."""
    wanted = np.where((total >= 0) & (basis is ReturnBasis.TOTAL), total, price)
    last = indices.last_value[wanted, asked]
    awaits: Bools = (entry == asked) & (last >= 0) & (last < entry)
    return awaits


def growth(start: Floats, end: Floats) -> Floats:
    """The return from one level to another."""
    return end / start - 1


def index_return(indices: IndexArrays, benchmark: Ints, entry: Ints, as_of: Ints) -> Floats:
    """The return of each index from close to close; NaN where a value is missing."""
    return growth(cells(indices.close, benchmark, entry), cells(indices.close, benchmark, as_of))
