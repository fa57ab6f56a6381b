"""The horizon: from months after the report to sessions, and the phases between them (METHODOLOGY 4)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from bot.domain.scoring.arrays import UNKNOWN, Bools, Days, Ints
from bot.domain.scoring.panel import MarketPanel
from bot.domain.scoring.results import Phase

PHASES = (Phase.PENDING, Phase.MATURING, Phase.IN_WINDOW, Phase.SETTLED)


def of_each_day(days: Days, look_up: Callable[[Days], Ints]) -> Ints:
    """What ``look_up`` finds for each day; it is asked once for every day between the first and the last.

    A hundred thousand picks share a few hundred days.
    """
    first = days.min()
    every_day: Days = np.arange(first, days.max() + 1)
    found: Ints = look_up(every_day)[(days - first).astype(np.int64)]
    return found


def add_months(days: Days, months: int) -> Days:
    """The same day ``months`` later, clipped to the end of the month (08-31 + 6 months = 02-28)."""
    month = days.astype("datetime64[M]")
    day_of_month = (days - month.astype("datetime64[D]")).astype(np.int64)
    target = month + np.timedelta64(months, "M")
    last_of_month = (target + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    clipped: Days = np.minimum(target.astype("datetime64[D]") + day_of_month, last_of_month)
    return clipped


def horizon_sessions(panel: MarketPanel, targets: Days) -> Ints:
    """The first session on or after each day; UNKNOWN where the calendar does not tell it."""
    found = np.searchsorted(panel.days, targets)
    known = (found < len(panel.days)) & (targets <= np.datetime64(panel.known_until))
    return np.where(known, found, UNKNOWN)


def horizon_ends(panel: MarketPanel, published: Days, months: Ints) -> Ints:
    """The session on which so many months after each day end; UNKNOWN for negative months and beyond the calendar."""
    ends = np.full(len(published), UNKNOWN)
    for count in np.unique(months[months >= 0]).tolist():
        own = np.flatnonzero(months == count)
        ends[own] = of_each_day(published[own], partial(_ends_after, panel, count))
    return ends


def _ends_after(panel: MarketPanel, months: int, published: Days) -> Ints:
    return horizon_sessions(panel, add_months(published, months))


def phases(scored: Bools, as_of: Ints, opens: Ints, settles: Ints, *, single: Bools) -> Ints:
    """Indices into PHASES. A horizon of one month count has no ``in_window``: its window is the whole path."""
    in_window = (as_of >= opens) & ~single
    return np.where(~scored, 0, np.where(as_of >= settles, 3, np.where(in_window, 2, 1)))
