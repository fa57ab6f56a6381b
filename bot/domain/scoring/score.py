"""Scores of picks: encode, compute at once, and put each pick's figures together with its flags."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import isfinite

from bot.domain.ratings import ScaleSource
from bot.domain.scoring.arrays import UNKNOWN, Floats
from bot.domain.scoring.batch import Batch, Figures, encode
from bot.domain.scoring.figures import figures_of
from bot.domain.scoring.flags import is_preliminary, pick_flags, tradable_flags
from bot.domain.scoring.horizon import PHASES
from bot.domain.scoring.inputs import PickInput
from bot.domain.scoring.panel import MarketPanel, Panel
from bot.domain.scoring.results import (
    Entry,
    EntryBasis,
    Flag,
    Needs,
    Phase,
    PickScore,
    ReturnBasis,
    Tradable,
    Verdict,
    Window,
)
from bot.domain.scoring.verdicts import POSITIONS
from bot.domain.securities import Market
from bot.domain.sessions import add_months

_NO_WINDOW = Window(None, None, None, None, None)
_NOT_TRADED = Tradable(None, None, None, None, None)


def score(
    picks: Sequence[PickInput], panel: Panel, as_of: date, *, basis: ReturnBasis = ReturnBasis.TOTAL
) -> list[PickScore]:
    """The score of each pick, in the order given, as of the last closed session on or before ``as_of``.

    The panel must hold closed sessions only: a snapshot is not a close. Figures are taken at the settlement once it is
    reached, so later dates change nothing.
    """
    by_market: dict[Market, list[int]] = {}
    for position, pick in enumerate(picks):
        by_market.setdefault(pick.market, []).append(position)
    scores: dict[int, PickScore] = {}
    for market, positions in by_market.items():
        own = [picks[position] for position in positions]
        loaded = panel.markets.get(market)
        found = [_without_prices(pick, basis) for pick in own] if loaded is None else _score(own, loaded, as_of, basis)
        scores.update(zip(positions, found, strict=True))
    return [scores[position] for position in range(len(picks))]


def _score(picks: Sequence[PickInput], panel: MarketPanel, as_of: date, basis: ReturnBasis) -> list[PickScore]:
    """In the order of publication, so that picks which share their sessions lie together in memory."""
    order = sorted(range(len(picks)), key=lambda at: picks[at].published)
    by_date = [picks[at] for at in order]
    batch = encode(by_date, panel)
    figures = figures_of(batch, panel, as_of, basis)
    found = {
        at: _assemble(pick, n, batch, figures, panel, basis)
        for n, (at, pick) in enumerate(zip(order, by_date, strict=True))
    }
    return [found[at] for at in range(len(picks))]


def _assemble(
    pick: PickInput, at: int, batch: Batch, figures: Figures, panel: MarketPanel, basis: ReturnBasis
) -> PickScore:
    """The figures of the pick at place ``at`` of its batch."""
    scored = bool(figures.scored[at])
    phase = PHASES[figures.phase[at]]
    held = isfinite(figures.needs[at])
    certain = phase is Phase.SETTLED and held and not is_preliminary(at, batch, figures, panel)
    entry = int(figures.entry[at])
    used = basis if basis is ReturnBasis.CONVENTION and figures.benchmark[at] >= 0 else ReturnBasis.TOTAL
    implied = int(figures.implied[at])
    return PickScore(
        symbol=pick.symbol,
        name=pick.name,
        segment=pick.segment,
        kind=pick.kind,
        rating=pick.rating,
        entry=Entry(
            EntryBasis.PUBLISHED,
            panel.sessions[entry] if figures.entry_known[at] else None,
            _last_price(panel, int(batch.rows[at]), entry) if scored else None,
        ),
        as_of=panel.sessions[figures.as_of[at]] if scored else None,
        return_basis=ReturnBasis.PRICE if figures.by_price[at] else used,
        total_return=_figure(figures.own, at),
        benchmark_return=_figure(figures.market, at),
        excess=_figure(figures.excess, at),
        benchmark=_benchmark(pick, int(figures.benchmark[at]), panel),
        phase=phase,
        implied_rating=batch.scales[batch.scale_of[at]].bands[implied].label if implied >= 0 else None,
        verdict=_verdict(figures, at, panel) if certain else None,
        window=_window(figures, at),
        tradable=_tradable(figures, at, batch, panel),
        flags=pick_flags(pick, at, batch, figures, panel),
        window_opens=_horizon_day(pick, 0, int(figures.opens[at]), panel),
        settles=_horizon_day(pick, 1, int(figures.settles[at]), panel),
        needs=_needs(figures, at) if held and phase is not Phase.SETTLED else None,
        convention_excess=_figure(figures.convention, at),
        convention_verdict=_by_convention(figures, at, panel, batch) if certain else None,
    )


def _figure(values: Floats, at: int) -> float | None:
    value = float(values[at])
    return value if isfinite(value) else None


def _last_price(panel: MarketPanel, row: int, session: int) -> Decimal | None:
    """The raw close that stood on a session."""
    price = float(panel.securities.close[row, panel.securities.last_bar[row, session]])
    return Decimal(str(price)) if isfinite(price) else None


def _benchmark(pick: PickInput, row: int, panel: MarketPanel) -> str | None:
    if row < 0:
        return None
    total = pick.total_benchmark
    return total if total is not None and panel.indices.rows.get(total) == row else pick.benchmark


def _verdict(figures: Figures, at: int, panel: MarketPanel) -> Verdict:
    return Verdict(POSITIONS[figures.position[at]], bool(figures.met[at]), panel.sessions[figures.as_of[at]])


def _by_convention(figures: Figures, at: int, panel: MarketPanel, batch: Batch) -> Verdict | None:
    """The verdict that the terminals' convention would give; it measures excess alone, so none on an absolute scale."""
    if batch.absolute[at] or not isfinite(figures.convention[at]):
        return None
    position, met = POSITIONS[figures.convention_position[at]], bool(figures.convention_met[at])
    return Verdict(position, met, panel.sessions[figures.as_of[at]])


def _needs(figures: Figures, at: int) -> Needs:
    settles = int(figures.settles[at])
    left = None if settles >= UNKNOWN else settles - int(figures.as_of[at])
    return Needs(float(figures.needs[at]), left)


def _window(figures: Figures, at: int) -> Window:
    window = figures.window
    return Window(
        *(_figure(values, at) for values in (window.first_month, window.mean, window.share, window.best, window.worst))
    )


def _tradable(figures: Figures, at: int, batch: Batch, panel: MarketPanel) -> Tradable:
    session = int(figures.traded[at])
    flags = tradable_flags(at, batch, figures, panel)
    if session >= UNKNOWN:
        return Tradable(None, None, None, None, None, flags)
    price = float(panel.securities.open[batch.rows[at], session])
    own, market = _figure(figures.tradable_own, at), _figure(figures.tradable_market, at)
    if not isfinite(price):
        return Tradable(panel.sessions[session], None, None, None, None, flags)
    excess = None if own is None or market is None else own - market
    return Tradable(panel.sessions[session], Decimal(str(price)), own, market, excess, flags)


def _horizon_day(pick: PickInput, end: int, session: int, panel: MarketPanel) -> date | None:
    """The session of a horizon's end; beyond the known calendar the bare date, which the flag calls provisional."""
    if pick.scale is None or pick.scale.months is None:
        return None
    return panel.sessions[session] if session < UNKNOWN else add_months(pick.published, pick.scale.months[end])


def _without_prices(pick: PickInput, basis: ReturnBasis) -> PickScore:
    """A pick of a market whose calendar was not loaded: nothing can be said but that."""
    flags = [Flag.NO_PRICE_DATA, Flag.NO_BENCHMARK_DATA, Flag.PROVISIONAL]
    if pick.scale is not None and pick.scale.source is ScaleSource.CONFIG:
        flags.append(Flag.SCALE_FROM_CONFIG)
    months = pick.scale.months if pick.scale else None
    return PickScore(
        symbol=pick.symbol,
        name=pick.name,
        segment=pick.segment,
        kind=pick.kind,
        rating=pick.rating,
        entry=Entry(EntryBasis.PUBLISHED, None, None),
        as_of=None,
        return_basis=ReturnBasis.TOTAL if basis is ReturnBasis.CONVENTION else basis,
        total_return=None,
        benchmark_return=None,
        excess=None,
        benchmark=None,
        phase=Phase.PENDING,
        implied_rating=None,
        verdict=None,
        window=_NO_WINDOW,
        tradable=_NOT_TRADED,
        flags=tuple(flags),
        window_opens=add_months(pick.published, months[0]) if months else None,
        settles=add_months(pick.published, months[1]) if months else None,
    )
