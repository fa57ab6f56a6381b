"""The way from the entry to today: one pick and its benchmark, for a chart."""

from __future__ import annotations

import numpy as np

from bot.domain.scoring.arrays import Floats
from bot.domain.scoring.panel import Panel
from bot.domain.scoring.results import Path, PickScore, ReturnBasis
from bot.domain.securities import Market


def path_of(score: PickScore, market: Market, panel: Panel) -> Path | None:
    """The path whose last point less 1 is the score's own figures; None where the score has none."""
    prices = panel.markets.get(market)
    if prices is None or score.entry.session is None or score.as_of is None:
        return None
    securities, indices = prices.securities, prices.indices
    span = slice(prices.sessions.index(score.entry.session), prices.sessions.index(score.as_of) + 1)
    row = securities.rows.get(score.symbol)
    if row is None:
        return None
    by_price = score.return_basis is ReturnBasis.PRICE
    levels = (securities.price_level if by_price else securities.total_level)[row, span]
    traded = np.where(np.isfinite(securities.close[row, span]), levels, np.nan)
    values = np.full(len(levels), np.nan)
    if score.benchmark is not None and score.benchmark in indices.rows:
        values = indices.close[indices.rows[score.benchmark], span]
    # the entry's level may be a carried one (suspended at the entry), so the first point is not of the traded ones
    return Path(prices.sessions[span], _since(traded, float(levels[0])), _since(values, float(values[0])))


def _since(values: Floats, first: float) -> tuple[float | None, ...]:
    return tuple(None if not np.isfinite(value) else float(value / first) for value in values)
