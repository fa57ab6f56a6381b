"""The horizon: from months after the report to sessions, and the phases between them (METHODOLOGY 4)."""

from __future__ import annotations

import numpy as np

from bot.domain.scoring.arrays import UNKNOWN, Bools, Days, Ints
from bot.domain.scoring.panel import MarketPanel
from bot.domain.scoring.results import Phase

PHASES = (Phase.PENDING, Phase.MATURING, Phase.IN_WINDOW, Phase.SETTLED)


def add_months(days: Days, months: Ints) -> Days:
    """The same day ``months`` later, clipped to the end of the month (08-31 + 6 months = 02-28)."""
    month = days.astype("datetime64[M]")
    day_of_month = (days - month.astype("datetime64[D]")).astype(np.int64)
    target = month + months.astype("timedelta64[M]")
    last_of_month = (target + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    clipped: Days = np.minimum(target.astype("datetime64[D]") + day_of_month, last_of_month)
    return clipped


def horizon_sessions(panel: MarketPanel, targets: Days) -> Ints:
    """The first session on or after each day; UNKNOWN where the calendar does not tell it."""
    found = np.searchsorted(panel.days, targets)
    known = (found < len(panel.days)) & (targets <= np.datetime64(panel.known_until))
    return np.where(known, found, UNKNOWN)


def phases(scored: Bools, as_of: Ints, opens: Ints, settles: Ints, *, single: Bools) -> Ints:
    """Indices into PHASES. A horizon of one month count has no ``in_window``: its window is the whole path."""
    in_window = (as_of >= opens) & ~single
    return np.where(~scored, 0, np.where(as_of >= settles, 3, np.where(in_window, 2, 1)))
