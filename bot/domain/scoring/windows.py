"""Figures over the horizon window to date: every session of it, for all picks that share one path of the index."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.domain.scoring.arrays import Bools, Floats, Ints
from bot.domain.scoring.batch import WindowFigures
from bot.domain.scoring.panel import MarketPanel

# Picks whose paths are in memory at once: 1,024 over a year are 2 MB, which a processor's cache still holds.
_AT_ONCE = 1024


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """From where to where each pick is followed; rows, columns and meeting points as in `Batch` and `Footing`."""

    rows: Ints
    by_price: Bools
    benchmark: Ints
    entry: Ints
    start: Ints
    end: Ints
    first_month: Ints
    absolute: Bools
    met_low: Floats
    met_high: Floats


def window_figures(panel: MarketPanel, paths: Paths) -> WindowFigures:
    """Excess at the first horizon month, its mean, best and worst, and the share of sessions with the rating met.

    Sessions on which the index has no value are left out. On an absolute scale the share is that of the own return, and
    needs no index.
    """
    count = len(paths.rows)
    figures = WindowFigures(*(np.full(count, np.nan) for _ in range(5)))
    room = np.empty(_AT_ONCE * panel.reach)  # fresh memory for each group would cost more than the reckoning
    for picks in _sharing_a_path(paths, panel.reach):
        for begin in range(0, len(picks), _AT_ONCE):
            _follow(panel, paths, picks[begin : begin + _AT_ONCE], figures, room)
    return figures


def _sharing_a_path(paths: Paths, reach: int) -> list[Ints]:
    """Picks grouped by what makes their columns equal, so that one slice serves all of a group."""
    open_paths = np.flatnonzero((paths.start <= paths.end) & ((paths.benchmark >= 0) | paths.absolute))
    if not len(open_paths):
        return []
    key = np.zeros(len(open_paths), dtype=np.int64)
    for part, size in (
        (paths.entry, reach),
        (paths.start, reach + 1),
        (paths.end, reach),
        (np.minimum(paths.first_month, reach), reach + 1),
        (paths.benchmark + 1, int(paths.benchmark.max()) + 2),
        (paths.by_price, 2),
        (paths.absolute, 2),
    ):
        key = key * size + part[open_paths]
    order = np.argsort(key)
    borders = np.flatnonzero(np.diff(key[order])) + 1
    return np.split(open_paths[order], borders)


def _follow(panel: MarketPanel, paths: Paths, picks: Ints, figures: WindowFigures, room: Floats) -> None:
    if len(picks) == 1:
        picks = picks.repeat(2)  # numpy sums a column alone in another order, and differs in the last digit
    one = picks[0]
    entry, start, end = int(paths.entry[one]), int(paths.start[one]), int(paths.end[one])
    rows, benchmark = paths.rows[picks], int(paths.benchmark[one])
    levels = (panel.securities.price_level if paths.by_price[one] else panel.securities.total_level).T  # by session
    growth = room[: (end + 1 - start) * len(rows)].reshape(-1, len(rows))
    levels[start : end + 1].take(rows, axis=1, out=growth, mode="wrap")  # row -1 is the empty one
    growth /= levels[entry, rows]
    if paths.absolute[one]:
        figures.share[picks] = _share(growth - 1, paths, picks)
    if benchmark < 0:
        return
    values = panel.indices.close[benchmark, start : end + 1]
    valued = np.isfinite(values)
    if not valued.all():
        growth, values = growth[valued], values[valued]
    if not len(values):
        return
    growth -= (values / panel.indices.close[benchmark, entry])[:, None]
    if not paths.absolute[one]:
        figures.share[picks] = _share(growth, paths, picks)
    figures.mean[picks] = growth.mean(axis=0)
    figures.best[picks] = growth.max(axis=0)
    figures.worst[picks] = growth.min(axis=0)
    at = int(paths.first_month[one]) - start
    if 0 <= at < len(valued) and valued[at]:
        figures.first_month[picks] = growth[int(valued[:at].sum())]


def _share(measured: Floats, paths: Paths, picks: Ints) -> Floats:
    low, high = paths.met_low[picks], paths.met_high[picks]
    held = measured >= low
    if np.isfinite(high).any():
        held &= measured < high
    return np.where(np.isnan(low), np.nan, np.add.reduce(held, axis=0, dtype=np.uint16) / len(held))
