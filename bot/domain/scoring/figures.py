"""From a batch of picks to its figures, arrays in and arrays out."""

from __future__ import annotations

from datetime import date

import numpy as np

from bot.domain.scoring.arrays import UNKNOWN, Bools, Floats, Ints, cells
from bot.domain.scoring.batch import Batch, Figures
from bot.domain.scoring.entries import index_at_open, published_sessions, sealed_at_limit, tradable_sessions
from bot.domain.scoring.horizon import horizon_ends, phases
from bot.domain.scoring.panel import MarketPanel
from bot.domain.scoring.results import ReturnBasis
from bot.domain.scoring.returns import (
    Footing,
    awaits_index,
    choose_footing,
    growth,
    index_return,
    level,
)
from bot.domain.scoring.verdicts import implied_labels, meeting_points, positions
from bot.domain.scoring.windows import Paths, window_figures


def figures_of(batch: Batch, panel: MarketPanel, as_of: date, basis: ReturnBasis) -> Figures:
    """Score all picks of a batch at once as of the last session on or before ``as_of``."""
    securities = panel.securities
    asked = min(int(np.searchsorted(panel.days, np.datetime64(as_of), side="right")) - 1, panel.reach - 1)
    day, known = published_sessions(panel, batch.published)
    entry, unlisted, certain_entry = _entries(panel, batch.rows, day, asked)
    opens = horizon_ends(panel, batch.published, batch.first_months)
    settles = horizon_ends(panel, batch.published, batch.last_months)

    at = np.clip(entry, 0, panel.reach - 1)
    now = max(asked, 0)
    span = at, np.minimum(settles, now), settles
    footing = choose_footing(panel, batch.rows, batch.total_index, batch.price_index, span, basis, now)
    waits = awaits_index(panel.indices, batch.total_index, batch.price_index, entry, now, basis)
    scored = known & certain_entry & (asked >= entry) & (footing.as_of >= entry) & ~waits
    end = np.where(scored, footing.as_of, at)

    own = growth(
        level(securities, footing.by_price, batch.rows, at), level(securities, footing.by_price, batch.rows, end)
    )
    own = np.where(scored, own, np.nan)
    market = np.where(scored, index_return(panel.indices, footing.benchmark, at, end), np.nan)
    excess = own - market
    measured = np.where(batch.absolute, own, excess)
    total = growth(cells(securities.total_level, batch.rows, at), cells(securities.total_level, batch.rows, end))
    convention = np.where(scored, total - index_return(panel.indices, batch.price_index, at, end), np.nan)

    single = batch.first_months == batch.last_months
    phase = phases(scored, end, opens, settles, single=single)
    low, high, met_low, met_high = np.ascontiguousarray(meeting_points(batch.targets)[batch.target_of].T)
    window = window_figures(
        panel,
        Paths(
            rows=batch.rows,
            by_price=footing.by_price,
            benchmark=footing.benchmark,
            entry=at,
            start=np.where(scored, np.where(single, at + 1, opens), UNKNOWN),
            end=end,
            first_month=opens,
            absolute=batch.absolute,
            met_low=met_low,
            met_high=met_high,
        ),
    )
    traded, waited, tradable_own, tradable_market, sealed = _tradable(panel, batch, footing, scored & (day >= 0), end)
    return Figures(
        entry=entry,
        entry_known=known,
        as_of=end,
        behind=np.where(scored, np.minimum(settles, _newest_data(panel, batch, now)) - end, 0),
        scored=scored,
        unlisted=unlisted,
        unpriced=(securities.last_bar[batch.rows, now] < 0) | (known & (entry <= asked) & ~certain_entry),
        opens=opens,
        settles=settles,
        phase=phase,
        by_price=footing.by_price,
        benchmark=np.where(scored, footing.benchmark, -1),
        opaque=footing.opaque & scored,
        own=own,
        market=market,
        excess=excess,
        convention=convention,
        convention_position=positions(convention, low, high),
        convention_met=(convention >= met_low) & (convention < met_high),
        measured=measured,
        window=window,
        position=positions(measured, low, high),
        met=(measured >= met_low) & (measured < met_high),
        implied=_implied(batch, measured),
        needs=_distance(batch, measured),
        traded=traded,
        waited=waited,
        tradable_own=tradable_own,
        tradable_market=tradable_market,
        sealed=sealed,
    )


def _newest_data(panel: MarketPanel, batch: Batch, now: int) -> Ints:
    """The last session that is seen to have closed: some share of the market has a bar of it, or the pick's index a value.

    New York has not opened yet when a day's figures come in from Shanghai; its closes are not behind for that.
    """
    values = panel.indices.last_value[:, now]
    traded = int(panel.securities.last_bar[:, now].max())
    newest: Ints = np.maximum(np.maximum(values[batch.price_index], values[batch.total_index]), traded)
    return newest


def _entries(panel: MarketPanel, rows: Ints, day: Ints, asked: int) -> tuple[Ints, Bools, Bools]:
    """The entry session, whether a listing had to be waited for, and whether there is a close to enter at.

    Not yet listed: the first session with a bar, once it has come. The bars of a share that was listed before are
    missing instead.
    """
    securities, reach = panel.securities, panel.reach
    at = np.clip(day, 0, reach - 1)
    without_close = (day >= 0) & (day < reach) & (cells(securities.last_bar, rows, at) < 0)
    missing = without_close & (securities.listed[rows] >= 0) & (securities.listed[rows] <= day)
    unlisted = without_close & ~missing & (securities.next_bar[rows, 0] <= asked)
    entry = np.where(unlisted, securities.next_bar[rows, 0], day)
    return entry, unlisted, (day >= 0) & (unlisted | ~without_close)


def _distance(batch: Batch, measured: Floats) -> Floats:
    """From each figure to the range in which its rating is met; zero or less inside."""
    _, _, met_low, met_high = batch.targets.T
    distance: Floats = np.fmax(met_low[batch.target_of] - measured, measured - met_high[batch.target_of])
    return distance


def _implied(batch: Batch, measured: Floats) -> Ints:
    implied = np.full(len(measured), -1)
    for index, scale in enumerate(batch.scales):
        picks = np.flatnonzero(batch.scale_of == index)
        implied[picks] = implied_labels(scale, measured[picks])
    return implied


def _tradable(
    panel: MarketPanel, batch: Batch, footing: Footing, scored: Bools, as_of: Ints
) -> tuple[Ints, Ints, Floats, Floats, Bools]:
    """The same figures from the first open that a reader could have had; session UNKNOWN where there is none yet."""
    securities, indices, rows = panel.securities, panel.indices, batch.rows
    first = tradable_sessions(panel, batch.published)
    next_bar = cells(securities.next_bar, rows, np.clip(first, 0, panel.reach - 1))
    reached = scored & (first < panel.reach) & (next_bar <= as_of)
    traded = np.where(reached, next_bar, UNKNOWN)
    waited = np.where(scored, np.maximum(np.minimum(traded, as_of + 1) - first, 0), 0)

    at = np.where(reached, next_bar, 0)
    before = np.maximum(at - 1, 0)
    factor = np.where(
        footing.by_price, cells(securities.split_factor, rows, at), cells(securities.total_factor, rows, at)
    )
    opened = cells(securities.open, rows, at)
    own = growth(opened * factor, level(securities, footing.by_price, rows, as_of))
    price, benchmark = batch.price_index, footing.benchmark
    open_value = index_at_open(
        cells(indices.close, price, before), cells(indices.open, price, at), cells(indices.close, benchmark, before)
    )
    market = growth(open_value, cells(indices.close, benchmark, as_of))
    sealed = reached & sealed_at_limit(securities, rows, at)
    return traded, waited, np.where(reached, own, np.nan), np.where(reached & (at > 0), market, np.nan), sealed
