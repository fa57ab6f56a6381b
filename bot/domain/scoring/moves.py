"""How far each share moved within a session, against the exchange's reference price."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import numpy as np

from bot.domain.scoring.arrays import Floats
from bot.domain.scoring.panel import MarketPanel
from bot.domain.scoring.results import Move


def moves(panel: MarketPanel, first: date, last: date, threshold: float) -> Iterator[Move]:
    """Each move of at least ``threshold`` from ``first`` to ``last``, both included; up and down are a move each.

    The reference price is the last close, taken over an ex-date by its ratio. It is that of a day's change in a quote
    (METHODOLOGY 2); which of high and low came first a bar does not tell.
    """
    securities = panel.securities
    before = np.maximum(securities.last_bar[:, :-1], 0)
    close = np.take_along_axis(securities.close, before, axis=1)
    factor = np.take_along_axis(securities.total_factor, before, axis=1) / securities.total_factor[:, 1 : panel.reach]
    reference = np.where(securities.last_bar[:, :-1] >= 0, close * factor, np.nan)
    symbols = list(securities.rows)
    inside = np.array([first <= session <= last for session in panel.sessions[1 : panel.reach]])
    highest, lowest = np.fmax(securities.high, securities.close), np.fmin(securities.low, securities.close)
    for prices, sign in ((highest, 1), (lowest, -1)):
        change: Floats = np.round(prices[:, 1:] / reference - 1, 9)
        for row, column in np.argwhere((sign * change >= threshold) & inside):
            price = Decimal(str(prices[row, column + 1]))
            yield Move(symbols[row], panel.sessions[column + 1], float(change[row, column]), price)
