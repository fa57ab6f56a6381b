"""What happens to a pick at a close: crossed bands and passed milestones, for the bot as it runs and for a replay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.domain.alerts import BandMemory, Crossing, Milestone, follow_band, milestones
from bot.domain.ratings import Basis
from bot.domain.sessions import SHANGHAI
from bot.market.closing import close_of
from bot.services.research.heads import head_of_pick, promise_of
from bot.services.scores.scoring import Scored
from bot.services.views.news import AlertKind, AlertLine
from bot.services.views.pieces import SecurityRef
from bot.store.records import ConfirmedPick, PickState

Naming = Callable[[str], SecurityRef]


@dataclass(frozen=True, slots=True)
class AlertRules:
    """When something is worth a message, from the settings; fractions. ``single_source`` lets one source's word do in session."""

    day_change: Decimal | None
    band_margin: float
    band_closes: int
    soon: timedelta
    single_source: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to a pick: its cause (unique for ever), its instant, and the line to show."""

    cause: str
    at: datetime
    pick: ConfirmedPick
    line: AlertLine


def day_cause(symbol: str, session: date, *, up: bool) -> str:
    """The cause of a large move; by security, not by pick: a stock that two reports name moves once."""
    return f"day:{symbol}:{session}:{'up' if up else 'down'}"


def happened_at_close(
    scored: Sequence[Scored], states: Mapping[int, PickState], rules: AlertRules, naming: Naming
) -> tuple[list[Happened], dict[int, PickState]]:
    """What a close means for these picks, in their order, and by pick the states to remember where they are new."""
    happened: list[Happened] = []
    remembered: dict[int, PickState] = {}
    for each in scored:
        pick_id = each.pick.pick_id
        crossing, after = _cross(each, states.get(pick_id), rules)
        happened += [*_crossed(each, crossing, naming), *_milestones(each, rules, naming)]
        if after is not None:
            remembered[pick_id] = after
    return happened, remembered


def _cross(scored: Scored, state: PickState | None, rules: AlertRules) -> tuple[Crossing | None, PickState | None]:
    score, scale = scored.score, scored.given.scale
    measured = _measured(scored)
    if scale is None or measured is None or score.as_of is None:
        return None, None
    before = BandMemory(state.as_of, state.band, state.candidate_closes) if state else BandMemory()
    after, crossing = follow_band(
        before, scale, measured, score.as_of, margin=rules.band_margin, closes=rules.band_closes
    )
    if after.as_of is None:
        return crossing, None
    return crossing, PickState(
        scored.pick.pick_id, after.as_of, score.excess, after.band, None, after.closes_outside, score.phase
    )


def _crossed(scored: Scored, crossing: Crossing | None, naming: Naming) -> list[Happened]:
    if crossing is None or scored.score.as_of is None:
        return []
    line = _line(AlertKind.BAND_CROSSED, scored, naming, before=crossing.before, after=crossing.after)
    cause = f"band:{_promise(scored)}:{scored.score.as_of}:{crossing.after}"
    return [Happened(cause, _closed(scored, scored.score.as_of), scored.pick, line)]


def _milestones(scored: Scored, rules: AlertRules, naming: Naming) -> list[Happened]:
    confirmed = scored.pick.counts_since.astimezone(SHANGHAI).date()
    return [
        Happened(
            f"{milestone}:{_promise(scored)}",
            _closed(scored, day),
            scored.pick,
            _line(AlertKind(milestone), scored, naming),
        )
        for milestone, day in milestones(scored.score, since=confirmed, soon=rules.soon)
        if (milestone is not Milestone.SETTLED or scored.score.verdict is not None) and _still_news(scored, day)
    ]


def _still_news(scored: Scored, day: date) -> bool:
    """What passed before a correction was told of the pick as it stood then."""
    changed = scored.pick.changed_at
    return changed is None or changed <= scored.pick.confirmed_at or _closed(scored, day) >= changed


def _line(kind: AlertKind, scored: Scored, naming: Naming, *, before: str = "", after: str = "") -> AlertLine:
    security = naming(scored.pick.pick.symbol)
    return AlertLine(kind, security, head_of_pick(scored.pick), scored.score, before=before, after=after)


def _measured(scored: Scored) -> float | None:
    """What the scale's bands are measured in (METHODOLOGY 5): excess, or the own return on an absolute scale."""
    basis = scored.given.scale.basis if scored.given.scale else None
    if basis is Basis.ABSOLUTE:
        return scored.score.total_return
    return scored.score.excess if basis is Basis.EXCESS else None


def _promise(scored: Scored) -> str:
    return ":".join(str(part) for part in promise_of(scored.pick))


def _closed(scored: Scored, day: date) -> datetime:
    return close_of(day, scored.pick.pick.market)
