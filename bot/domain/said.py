"""What a new report says that is news: another rating than before, against other houses, or that moves what most think."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.consensus import Consensus, side_of, turns
from bot.domain.episodes import Episode, Statement, Timeline
from bot.domain.ratings import RatingScale, Side

_ORDER = (Side.BEARISH, Side.NEUTRAL, Side.BULLISH)


@dataclass(frozen=True, slots=True)
class Changed:
    """A house's rating that is another than it was; ``up`` where its band, or its side, lies higher."""

    statement: Statement
    before: str
    after: str
    up: bool


@dataclass(frozen=True, slots=True)
class Dissents:
    """A house that points another way than others whose ratings are open; ``opposite`` where one is bearish, one bullish."""

    episode: Episode
    others: tuple[Episode, ...]
    opposite: bool


def rating_changed(timeline: Timeline, report_id: int, symbol: str) -> Changed | None:
    """How a report changed its house's rating of a security; taking it back is a change as well."""
    for episode in timeline.episodes:
        early = episode.early
        by = early.by if early is not None else None
        if episode.symbol != symbol or by is None or by.report_id != report_id or episode.rating is None:
            continue
        if by.rating is None or by.rating == episode.rating:
            continue
        return Changed(by, episode.rating, by.rating, _is_higher(by, episode.first))
    return None


def dissent_of(timeline: Timeline, report_id: int, symbol: str, on: date) -> Dissents | None:
    """Whom a report contradicts: other houses' ratings of the security that were open on its day and point another way."""
    mine = next(
        (each for each in timeline.episodes if each.symbol == symbol and each.first.report_id == report_id), None
    )
    side = side_of(mine) if mine is not None else None
    if mine is None or side is None:
        return None
    others = tuple(
        each
        for each in timeline.episodes
        if each.symbol == symbol and each.house != mine.house and side_of(each) not in (None, side) and _open(each, on)
    )
    if not others:
        return None
    opposite = any({side, side_of(each)} == {Side.BULLISH, Side.BEARISH} for each in others)
    return Dissents(mine, others, opposite)


def consensus_moved(episodes: Iterable[Episode], on: date) -> tuple[Consensus | None, Consensus] | None:
    """The consensus before and after, where it became another one on that very day; None before is nobody."""
    found: Sequence[Consensus] = turns(episodes, on)
    if not found or found[-1].on != on:
        return None
    return (found[-2] if len(found) > 1 else None), found[-1]


def newest_of_its_house(timeline: Timeline, report_id: int, symbol: str) -> bool:
    """Whether nothing that its house said of the security later is known: an old report that comes late is no news."""
    said = [each for episode in timeline.episodes if episode.symbol == symbol for each in episode.statements]
    closed_by = [episode.early.by for episode in timeline.episodes if episode.early and episode.symbol == symbol]
    said += [each for each in closed_by if each is not None]
    mine = [each for each in said if each.report_id == report_id]
    if not mine or any(each.backfilled for each in mine):
        return False
    return all(each.published <= mine[0].published for each in said if each.house == mine[0].house)


def _open(episode: Episode, on: date) -> bool:
    close = episode.closed(on)
    return episode.since <= on and (close is None or close.on > on)


def _is_higher(now: Statement, before: Statement) -> bool:
    one, other = _height(before.scale, before.rating), _height(now.scale, now.rating)
    return one is not None and other is not None and other > one


def _height(scale: RatingScale | None, rating: str | None) -> tuple[int, float] | None:
    band = scale.band(rating) if scale is not None and rating is not None else None
    if band is None or band.side is None:
        return None
    return _ORDER.index(band.side), band.low if band.low is not None else float("-inf")
