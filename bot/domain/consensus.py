"""What houses think of a security at one time: how many point each way, and where they disagree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.episodes import Episode
from bot.domain.ratings import Side


@dataclass(frozen=True, slots=True)
class Consensus:
    """How many open ratings point each way from the end of a day on."""

    on: date
    bullish: int
    neutral: int
    bearish: int

    @property
    def ratings(self) -> int:
        """How many open ratings there are."""
        return self.bullish + self.neutral + self.bearish

    def share(self, side: Side) -> float | None:
        """The share of one side, a fraction; None without a rating."""
        count = {Side.BULLISH: self.bullish, Side.NEUTRAL: self.neutral, Side.BEARISH: self.bearish}[side]
        return count / self.ratings if self.ratings else None


@dataclass(frozen=True, slots=True)
class Dissent:
    """Ratings of several houses on one security that were open at one time and point different ways, by opening.

    ``opposite``: one bullish, one bearish; otherwise one of them is neutral.
    """

    symbol: str
    episodes: tuple[Episode, ...]
    opposite: bool


def side_of(episode: Episode) -> Side | None:
    """Which way an episode points, by the band of its rating (METHODOLOGY 5).

    None for a word without numbers, and without a rating: a bare recommendation is never said to be rated.
    """
    scale = episode.first.scale
    if scale is None or episode.rating is None:
        return None
    band = scale.band(episode.rating)
    return band.side if band else None


def consensus(episodes: Iterable[Episode], days: Sequence[date]) -> tuple[Consensus, ...]:
    """The consensus at the end of each of some days; one rating a house, though it may have taken over several desks.

    Where the desks of a house differ, each counts for itself.
    """
    sided = [(episode, side) for episode in episodes if (side := side_of(episode)) is not None]
    return tuple(_on(day, sided) for day in days)


def turns(episodes: Iterable[Episode], until: date) -> tuple[Consensus, ...]:
    """The consensus on each day up to ``until`` on which it became another one."""
    episodes = tuple(episodes)
    days = {episode.since for episode in episodes}
    days |= {close.on for episode in episodes if (close := episode.closed(until)) is not None}
    found: list[Consensus] = []
    for each in consensus(episodes, sorted(day for day in days if day <= until)):
        before = found[-1] if found else Consensus(each.on, 0, 0, 0)
        if (each.bullish, each.neutral, each.bearish) != (before.bullish, before.neutral, before.bearish):
            found.append(each)
    return tuple(found)


def dissents(episodes: Iterable[Episode], until: date) -> tuple[Dissent, ...]:
    """The securities on which houses disagreed, the newest disagreement first; see `Dissent`."""
    of_security: dict[str, list[Episode]] = defaultdict(list)
    for episode in episodes:
        if episode.since <= until and side_of(episode) is not None:
            of_security[episode.symbol].append(episode)
    found = []
    for symbol, ratings in of_security.items():
        pairs = [
            (one, other) for one in ratings for other in ratings if _differ(one, other) and _overlap(one, other, until)
        ]
        if pairs:
            parties = [each for each in ratings if any(each is one for one, _ in pairs)]
            opposite = any({side_of(one), side_of(other)} == {Side.BULLISH, Side.BEARISH} for one, other in pairs)
            found.append(Dissent(symbol, tuple(sorted(parties, key=lambda each: (each.since, each.house))), opposite))
    return tuple(sorted(found, key=lambda each: (max(one.since for one in each.episodes), each.symbol), reverse=True))


def _on(day: date, sided: Iterable[tuple[Episode, Side]]) -> Consensus:
    voices = {
        (episode.house, side)
        for episode, side in sided
        if episode.since <= day and ((close := episode.closed(day)) is None or close.on > day)
    }
    count = Counter(side for _, side in voices)
    return Consensus(day, count[Side.BULLISH], count[Side.NEUTRAL], count[Side.BEARISH])


def _differ(one: Episode, other: Episode) -> bool:
    return one.house != other.house and side_of(one) is not side_of(other)


def _overlap(one: Episode, other: Episode, until: date) -> bool:
    first, second = sorted((one, other), key=lambda each: each.since)
    close = first.closed(until)
    return close is None or second.since < close.on
