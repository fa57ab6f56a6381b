"""Picks as arrays, and their figures as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.domain.ratings import Basis, RatingScale
from bot.domain.scoring.arrays import Bools, Days, Floats, Ints
from bot.domain.scoring.inputs import PickInput
from bot.domain.scoring.panel import MarketPanel
from bot.domain.scoring.verdicts import target_of


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """N picks of one market.

    Rows are those of the panel, -1 (its empty row) for what it does not hold. ``first_months`` and ``last_months`` are
    -1 without a horizon. ``target_of`` is a row of ``targets``: the edges low, high, met_low and met_high of each
    distinct `Target`, infinite where open, and NaN in the last row, for picks without a verdict. ``scale_of`` is an
    index into ``scales``, -1 where no rating is implied.
    """

    rows: Ints
    price_index: Ints
    total_index: Ints
    published: Days
    first_months: Ints
    last_months: Ints
    target_of: Ints
    targets: Floats
    absolute: Bools
    scale_of: Ints
    scales: tuple[RatingScale, ...]


@dataclass(frozen=True, slots=True, eq=False)
class WindowFigures:
    """Figures over the window to date, NaN where there are none."""

    first_month: Floats
    mean: Floats
    share: Floats
    best: Floats
    worst: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """What scoring finds for the N picks of a batch; columns are sessions of the panel, figures fractions or NaN.

    ``scored`` says whether there are figures at all. ``benchmark`` is the index row used, -1 for none; ``by_price``
    whether returns are price returns. ``unpriced``: no bar by the date asked for, or none as old as the entry.
    ``waited`` counts the sessions a suspension kept a reader out.
    """

    entry: Ints
    entry_known: Bools
    as_of: Ints
    behind: Ints
    scored: Bools
    unlisted: Bools
    unpriced: Bools
    opens: Ints
    settles: Ints
    phase: Ints
    by_price: Bools
    benchmark: Ints
    opaque: Bools
    own: Floats
    market: Floats
    excess: Floats
    convention: Floats
    convention_position: Ints
    convention_met: Bools
    measured: Floats
    window: WindowFigures
    position: Ints
    met: Bools
    implied: Ints
    needs: Floats
    traded: Ints
    waited: Ints
    tradable_own: Floats
    tradable_market: Floats
    sealed: Bools


def encode(picks: Sequence[PickInput], panel: MarketPanel) -> Batch:
    """The arrays of picks that all belong to the panel's market."""
    targets: dict[tuple[float, ...], int] = {}
    target_rows = [
        targets.setdefault((t.low, t.high, t.met_low, t.met_high), len(targets)) if (t := target_of(pick)) else -1
        for pick in picks
    ]
    months = np.array([pick.scale.months or (-1, -1) if pick.scale else (-1, -1) for pick in picks]).reshape(-1, 2)
    scales: dict[RatingScale, int] = {}
    scale_of = [
        scales.setdefault(pick.scale, len(scales))
        if pick.scale and pick.scale.basis in (Basis.EXCESS, Basis.ABSOLUTE)
        else -1
        for pick in picks
    ]
    indices = panel.indices.rows
    return Batch(
        rows=np.array([panel.securities.rows.get(pick.symbol, -1) for pick in picks], dtype=np.int64),
        price_index=np.array([indices.get(pick.benchmark or "", -1) for pick in picks], dtype=np.int64),
        total_index=np.array([indices.get(pick.total_benchmark or "", -1) for pick in picks], dtype=np.int64),
        published=np.array([pick.published for pick in picks], dtype="datetime64[D]"),
        first_months=months[:, 0],
        last_months=months[:, 1],
        target_of=np.array(target_rows, dtype=np.int64),
        targets=np.array([*targets, (np.nan,) * 4]),
        absolute=np.array([pick.scale is not None and pick.scale.basis is Basis.ABSOLUTE for pick in picks]),
        scale_of=np.array(scale_of, dtype=np.int64),
        scales=tuple(scales),
    )
