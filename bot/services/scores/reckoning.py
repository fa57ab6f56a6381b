"""Reckoning: what runs where there is room for numpy. What goes in and comes out is plain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.domain.ledger import Proof, prove
from bot.domain.quotes import Adjustment, BarColumns
from bot.domain.scoring.inputs import Listing, PickInput
from bot.domain.scoring.results import Move, Path, PickScore, ReturnBasis
from bot.domain.securities import Market, market_of
from bot.domain.sessions import TradingCalendar
from bot.services.prices.truth import STATED
from bot.services.views.pieces import Source

if TYPE_CHECKING:  # numpy waits until something is scored
    from bot.domain.scoring.panel import Panel


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything that scoring some picks needs, read from one snapshot."""

    bars: dict[str, BarColumns]
    adjustments: dict[str, list[Adjustment]]
    calendars: dict[Market, TradingCalendar]
    indices: dict[str, BarColumns]
    suspensions: dict[str, frozenset[date]]
    listings: dict[str, Listing]
    source: Source

    @property
    def awaiting(self) -> dict[str, list[date]]:
        """Ex-dates whose reference price is still missing, where the exchange states one."""
        return {
            symbol: [each.ex_date for each in own if each.reference is None]
            for symbol, own in self.adjustments.items()
            if market_of(symbol) in STATED
        }


def score_all(
    loaded: Loaded, given: Sequence[PickInput], as_of: date, basis: ReturnBasis, *, paths: bool
) -> tuple[list[PickScore], list[Path | None]]:
    """Runs wherever there is room for numpy; what goes in and comes out is plain."""
    from bot.domain.scoring.path import path_of  # noqa: PLC0415 - numpy waits until something is scored
    from bot.domain.scoring.score import score  # noqa: PLC0415

    panel = _panel(loaded)
    scores = score(given, panel, as_of, basis=basis)
    if not paths:
        return scores, []
    return scores, [path_of(each, pick.market, panel) for each, pick in zip(scores, given, strict=True)]


def _panel(loaded: Loaded) -> Panel:
    from bot.domain.scoring.build import build_panel  # noqa: PLC0415

    return build_panel(
        loaded.bars,
        loaded.adjustments,
        loaded.calendars,
        loaded.indices,
        suspensions=loaded.suspensions,
        listings=loaded.listings,
        awaiting=loaded.awaiting,
    )


def day_by_day(
    loaded: Loaded, given: Sequence[PickInput], until: date, basis: ReturnBasis, threshold: float | None
) -> tuple[dict[date, list[PickScore]], list[Move]]:
    """Runs where `score_all` does. One panel serves all days: `score` looks at nothing after the day it is asked for."""
    from bot.domain.scoring.moves import moves  # noqa: PLC0415
    from bot.domain.scoring.score import score  # noqa: PLC0415

    panel = _panel(loaded)
    first = min(pick.published for pick in given)
    markets = [panel.markets[market] for market in {pick.market for pick in given} if market in panel.markets]
    days = sorted({day for each in markets for day in each.sessions[: each.reach] if first <= day <= until})
    figures = {day: score(given, panel, day, basis=basis) for day in days}
    if threshold is None:
        return figures, []
    return figures, [move for each in markets for move in moves(each, first + timedelta(1), until, threshold)]


def proof_of(score: PickScore, given: PickInput, loaded: Loaded) -> Proof | None:
    """What the figures of one pick were reckoned from; None without bars."""
    bars = loaded.bars.get(given.symbol)
    if bars is None:
        return None
    return prove(score, bars, loaded.adjustments.get(given.symbol, ()), loaded.indices, given.benchmark)
