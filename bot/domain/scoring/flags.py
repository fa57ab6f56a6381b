"""What a reader must know about the figures of a pick."""

from __future__ import annotations

from math import isfinite

from bot.domain.ratings import Basis, ScaleSource
from bot.domain.scoring.arrays import UNKNOWN
from bot.domain.scoring.batch import Batch, Figures
from bot.domain.scoring.inputs import PickInput
from bot.domain.scoring.panel import MarketPanel
from bot.domain.scoring.results import Flag
from bot.domain.scoring.verdicts import is_unknown, target_of


def pick_flags(pick: PickInput, at: int, batch: Batch, figures: Figures, panel: MarketPanel) -> tuple[str, ...]:
    """The flags of one pick: data first, then its path, then its scale."""
    flags = _of_scale(pick, at, figures)
    if figures.scored[at]:
        return (*_of_index(at, figures), *_of_path(at, batch, figures, panel), *flags)
    return (*_of_absence(at, batch, figures, panel), *flags)


def tradable_flags(at: int, batch: Batch, figures: Figures, panel: MarketPanel) -> tuple[str, ...]:
    """The flags of the tradable entry."""
    flags: list[str] = []
    waited, session = int(figures.waited[at]), int(figures.traded[at])
    if waited and not figures.unlisted[at]:
        flags.append(f"{Flag.WAITED_FOR_TRADING}:{waited}")
    if session < UNKNOWN:
        if not isfinite(panel.securities.open[batch.rows[at], session]):
            flags.append(Flag.NO_OPEN)
        elif not isfinite(figures.tradable_market[at]):
            flags.append(Flag.NO_BENCHMARK_DATA)
        if figures.sealed[at]:
            flags.append(Flag.SEALED_AT_LIMIT)
    return tuple(str(flag) for flag in flags)


def _of_absence(at: int, batch: Batch, figures: Figures, panel: MarketPanel) -> list[str]:
    """Why there are no figures: no prices at all, no listing yet, or simply no close yet."""
    row, entry = int(batch.rows[at]), int(figures.entry[at])
    if row < 0 or entry < 0:
        return [str(Flag.NO_PRICE_DATA)]
    if panel.securities.listed[row] > entry:
        return [str(Flag.NOT_LISTED_YET)]
    return [str(Flag.NO_PRICE_DATA)] if figures.unpriced[at] else []


def _of_index(at: int, figures: Figures) -> list[str]:
    flags: list[str] = []
    if figures.benchmark[at] < 0:
        flags.append(Flag.NO_BENCHMARK_DATA)
    if figures.opaque[at]:
        flags.append(Flag.NO_PRICE_RETURN)
    if figures.by_price[at]:
        flags.append(Flag.PRICE_BASIS)
    if figures.behind[at] > 0:
        flags.append(f"{Flag.BEHIND}:{figures.behind[at]}")
    return [str(flag) for flag in flags]


def _of_path(at: int, batch: Batch, figures: Figures, panel: MarketPanel) -> list[str]:
    """Listing, suspensions and missing bars between the entry and the close used."""
    securities, row = panel.securities, int(batch.rows[at])
    entry, end, settles = int(figures.entry[at]), int(figures.as_of[at]), int(figures.settles[at])
    flags: list[str] = []
    if figures.unlisted[at]:
        flags.append(Flag.NOT_LISTED_YET)
    since_bar = entry - int(securities.last_bar[row, entry])
    if since_bar and entry < securities.delisted[row]:
        flags.append(f"{Flag.SUSPENDED_AT_ENTRY}:{since_bar}")
    if end >= securities.delisted[row]:
        flags.append(Flag.MERGED if securities.merged[row] else Flag.DELISTED)
    elif since_bar := end - int(securities.last_bar[row, end]):
        flags.append(f"{Flag.SUSPENDED_AT_SETTLEMENT if end == settles else Flag.SUSPENDED_NOW}:{since_bar}")
    before = securities.last_bar[row, entry]
    if missing := int(securities.unexplained[row, end] - securities.unexplained[row, before]):
        flags.append(f"{Flag.MISSING_BARS}:{missing}")
    if is_preliminary(at, batch, figures, panel):
        flags.append(Flag.PRELIMINARY_CLOSE)
    if securities.unconfirmed[row, end] > securities.unconfirmed[row, entry]:
        flags.append(Flag.REFERENCE_MISSING)
    return [str(flag) for flag in flags]


def is_preliminary(at: int, batch: Batch, figures: Figures, panel: MarketPanel) -> bool:
    """Whether the close at either end of a pick's path was seen only once."""
    securities, row = panel.securities, int(batch.rows[at])
    ends = (
        int(securities.last_bar[row, int(figures.entry[at])]),
        int(securities.last_bar[row, int(figures.as_of[at])]),
    )
    return any(end >= 0 and securities.preliminary[row, end] for end in ends)


def _of_scale(pick: PickInput, at: int, figures: Figures) -> list[str]:
    flags: list[str] = []
    scale = pick.scale
    if scale is None or scale.months is None:
        flags.append(Flag.NO_HORIZON)
    elif figures.settles[at] >= UNKNOWN or (figures.entry[at] >= 0 and not figures.entry_known[at]):
        flags.append(Flag.PROVISIONAL)
    if scale is not None and scale.source is ScaleSource.CONFIG:
        flags.append(Flag.SCALE_FROM_CONFIG)
    if is_unknown(pick.rating, scale):
        flags.append(Flag.UNKNOWN_RATING)
    measured = float(figures.measured[at])
    if scale is not None and scale.basis in (Basis.EXCESS, Basis.ABSOLUTE) and isfinite(measured):
        match len(scale.holding(measured)):
            case 0:
                flags.append(Flag.BETWEEN_BANDS)
            case 1:
                pass
            case _:
                flags.append(Flag.SEVERAL_BANDS)
    target = target_of(pick)
    if target is not None and target.floor:
        flags.append(Flag.MEASURED_AGAINST_FLOOR)
    return [str(flag) for flag in flags]
