"""Where the count begins: the last close of the report's day, and the first open after it (METHODOLOGY 3)."""

from __future__ import annotations

import numpy as np

from bot.domain.scoring.arrays import Bools, Days, Floats, Ints, cells
from bot.domain.scoring.horizon import of_each_day
from bot.domain.scoring.panel import MarketPanel, SecurityArrays
from bot.domain.securities import Market

_CENT = 0.01


def published_sessions(panel: MarketPanel, published: Days) -> tuple[Ints, Bools]:
    """The session whose close was the last when the report's day ended in Shanghai, and whether it is known.

    A US session closes after Shanghai's midnight, so there it is the last one before the report's date. -1 where the
    panel begins later.
    """
    last_day = published - np.timedelta64(1, "D") if panel.market is Market.US else published
    sessions = of_each_day(last_day, lambda days: np.searchsorted(panel.days, days, side="right") - 1)
    return sessions, (sessions >= 0) & (last_day <= np.datetime64(panel.known_until))


def tradable_sessions(panel: MarketPanel, published: Days) -> Ints:
    """The first session that begins after the report's day, in every market the first one after its date.

    (A US session of that date begins at 21:30 or 22:30 Shanghai time, before the day has ended.)
    """
    return of_each_day(published, lambda days: np.searchsorted(panel.days, days, side="right"))


def sealed_at_limit(securities: SecurityArrays, rows: Ints, sessions: Ints) -> Bools:
    """Whether a share opened at its upper limit and never left it that day (买不进).

    No source gives the limit of a past day, so it is reckoned: previous close, taken to the exchange's reference price
    on an ex-date, times the board's limit, rounded to the cent. 10 % on the main boards, and 5 % too, where a price that
    stood still all day at exactly +5 % is an ST share; 20 % for 300, 301, 688 and 689 (ChiNext since 2020-08-24); 30 % in
    Beijing. No limits in Hong Kong and the US. A cent of tolerance, since reference prices are themselves rounded.
    """
    low, high = cells(securities.low, rows, sessions), cells(securities.high, rows, sessions)
    sealed = np.zeros(len(rows), dtype=np.bool_)
    few = np.flatnonzero((low == high) & (sessions > 0))
    sealed[few] = _opened_at_limit(securities, rows[few], sessions[few])
    return sealed


def _opened_at_limit(securities: SecurityArrays, rows: Ints, sessions: Ints) -> Bools:
    limits = np.array([*map(_limits, securities.rows), (np.nan, np.nan)])[rows]
    before = securities.last_bar[rows, sessions - 1]
    opened = securities.open[rows, sessions]
    factor = securities.total_factor[rows, np.maximum(before, 0)] / securities.total_factor[rows, sessions]
    reference = np.round(securities.close[rows, np.maximum(before, 0)] * factor, 2)
    limit_prices = np.floor(reference[:, None] * (1 + limits) / _CENT + 0.5 + 1e-9) * _CENT
    at_limit: Bools = (np.abs(opened[:, None] - limit_prices) < 1.1 * _CENT).any(axis=1)
    return at_limit & (before >= 0) & (opened > reference)


def index_at_open(price_close: Floats, price_open: Floats, previous: Floats) -> Floats:
    """An index at the open: its previous close times the price index's open over the price index's previous close."""
    return previous * price_open / price_close


def _limits(symbol: str) -> tuple[float, float]:
    code, _, exchange = symbol.rpartition(".")
    if exchange == "BJ":
        return 0.30, 0.30
    if exchange not in ("SH", "SZ"):
        return np.nan, np.nan
    return (0.20, 0.20) if code.startswith(("300", "301", "688", "689")) else (0.10, 0.05)
