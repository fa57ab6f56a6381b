"""Episodes: a run of reports of one house on one security with one rating, which a hit rate counts once (METHODOLOGY 6).

They are never stored: they follow from all confirmed reports, by date, so that the order in which reports were
ingested changes nothing, and a later report changes nothing before its date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from bot.domain.ratings import WITHOUT_OPINION, RatingScale
from bot.domain.reports import PickKind
from bot.domain.sessions import TradingCalendar, UnknownSession, add_months

BACKFILLED_AFTER = 5  # sessions between a report's date and its ingestion
_published, _desk = attrgetter("published"), attrgetter("desk")


class Opening(StrEnum):
    """Why an episode opened: nothing before, another rating before, a withdrawal before, or a settlement before."""

    FIRST = "first"
    CHANGED = "changed"
    RESUMED = "resumed"
    RENEWED = "renewed"


class Closing(StrEnum):
    """Why an episode closed; the first two close it early, and it is counted at its settlement all the same."""

    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Statement:
    """What one report says of one security, in one of its segments.

    ``house`` is the broker's name as of today, ``desk`` that of the broker that wrote, which differs where it was taken
    over since: until a report of the house itself, the desks of a house speak for themselves. ``scale`` is the one that
    judges the report's stocks. ``settles`` is the settlement if an episode opens here, see `settlement`. Statements of
    one day are put in order by what was printed, never by their numbers, which tell only the order of ingestion.
    """

    report_id: int
    pick_id: int
    house: str
    desk: str
    title: str
    symbol: str
    segment: str | None
    kind: PickKind
    rating: str | None
    published: date
    scale: RatingScale | None
    settles: date | None
    backfilled: bool = False

    @property
    def withdraws(self) -> bool:
        """Whether it takes a rating back: 未评级, 无评级, 暂停评级."""
        return self.rating in WITHOUT_OPINION


@dataclass(frozen=True, slots=True)
class EpisodeClose:
    """Why and on which day an episode closed, and the report that did it (None: the settlement)."""

    reason: Closing
    on: date
    by: Statement | None = None


@dataclass(frozen=True, slots=True)
class Episode:
    """Reports of one house on one security with one rating; without a rating, of one kind.

    The first statement opens it: its kind, scale, entry and settlement hold for the whole of it. ``early`` is the change
    or withdrawal that closed it before its settlement; a settled episode counts at ``settles`` whether or not there was
    one. ``settles`` is None without a horizon, and the bare date where it lies beyond the known calendar.
    """

    statements: tuple[Statement, ...]
    opened: Opening
    early: EpisodeClose | None = None

    @property
    def first(self) -> Statement:
        """The statement that opened it."""
        return self.statements[0]

    @property
    def house(self) -> str:
        """The broker as of today."""
        return self.first.house

    @property
    def symbol(self) -> str:
        """The security."""
        return self.first.symbol

    @property
    def kind(self) -> PickKind:
        """The kind of the pick that opened it."""
        return self.first.kind

    @property
    def rating(self) -> str | None:
        """The rating of all its reports."""
        return self.first.rating

    @property
    def since(self) -> date:
        """The date of the report that opened it."""
        return self.first.published

    @property
    def settles(self) -> date | None:
        """The settlement: the session on which the opening report's horizon ends."""
        return self.first.settles

    @property
    def backfilled(self) -> bool:
        """Whether the report that opened it was ingested late; such episodes are counted and shown apart."""
        return self.first.backfilled

    @property
    def reports(self) -> tuple[int, ...]:
        """The numbers of its reports in the order of their dates; one that names the security twice counts once."""
        return tuple(dict.fromkeys(statement.report_id for statement in self.statements))

    def closed(self, on: date) -> EpisodeClose | None:
        """How it is closed as of the end of a day: early, or settled; None while it is open."""
        if self.early is not None and self.early.on <= on:
            return self.early
        if self.settles is not None and self.settles <= on:
            return EpisodeClose(Closing.SETTLED, self.settles)
        return None

    def settled(self, on: date) -> bool:
        """Whether its settlement has come by a day, closed early or not: from then on it counts."""
        return self.settles is not None and self.settles <= on

    def as_of(self, day: date) -> Episode | None:
        """What was known of it at the end of a day; None before it opened."""
        known = tuple(statement for statement in self.statements if statement.published <= day)
        if not known:
            return None
        early = self.early if self.early is not None and self.early.on <= day else None
        return replace(self, statements=known, early=early)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two ratings of one broker on one security on one day: an editor decides, and until then they say nothing."""

    house: str
    desk: str
    symbol: str
    on: date
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """All episodes, by opening, with what is still in conflict."""

    episodes: tuple[Episode, ...]
    conflicts: tuple[Conflict, ...] = ()

    def as_of(self, day: date) -> Timeline:
        """What was known at the end of a day."""
        episodes = tuple(known for episode in self.episodes if (known := episode.as_of(day)) is not None)
        return Timeline(episodes, tuple(conflict for conflict in self.conflicts if conflict.on <= day))


def episodes_of(statements: Iterable[Statement]) -> Timeline:
    """The episodes that follow from statements of any houses on any securities, in whatever order they are given."""
    episodes: list[Episode] = []
    conflicts: list[Conflict] = []
    for _, of_stream in groupby(sorted(statements, key=_order), key=_stream):
        stream = _Stream()
        for _, of_day in groupby(of_stream, key=_published):
            # a predecessor's word of the day comes before that of the house that follows it
            for _, of_desk in groupby(sorted(of_day, key=_desk_first), key=_desk):
                said = tuple(of_desk)
                if len({each.rating for each in said}) > 1:
                    one = said[0]
                    conflicts.append(Conflict(one.house, one.desk, one.symbol, one.published, said))
                else:
                    stream.hear(said)
        episodes += stream.done()
    episodes.sort(key=lambda episode: (episode.since, _stream(episode.first), episode.first.desk))
    conflicts.sort(key=lambda conflict: (conflict.on, conflict.house, conflict.symbol, conflict.desk))
    return Timeline(tuple(episodes), tuple(conflicts))


def settlement(published: date, scale: RatingScale | None, calendar: TradingCalendar) -> date | None:
    """The session on which a report's last horizon month ends (METHODOLOGY 4).

    None without months; beyond the known calendar the bare date, which is provisional.
    """
    if scale is None or scale.months is None:
        return None
    end = add_months(published, scale.months[1])
    try:
        return calendar.on_or_after(end)
    except UnknownSession:
        return end


def is_backfilled(published: date, ingested: date, calendar: TradingCalendar) -> bool:
    """Whether a report came in more than 5 sessions after its date; where the calendar does not reach, 7 days."""
    if calendar.knows(published) and calendar.knows(ingested):
        return calendar.count(published, ingested) > BACKFILLED_AFTER
    return (ingested - published).days > BACKFILLED_AFTER + 2


@dataclass(slots=True)
class _Open:
    """An episode that still runs, and the desk whose it is."""

    desk: str
    episode: Episode


@dataclass(slots=True)
class _Stream:
    """The statements of one house on one security, one day and one desk after the other."""

    running: list[_Open] = field(default_factory=list)
    ended: list[tuple[str, Opening, Episode]] = field(default_factory=list)  # with how the desk's next would open

    def hear(self, said: Sequence[Statement]) -> None:
        """Statements of one desk, of one day and one rating."""
        first = said[0]
        self._settle(first.published)
        concerned = [each for each in self.running if first.desk in (each.desk, first.house)]
        if first.withdraws:
            for each in concerned:
                self._end(each, Opening.RESUMED, EpisodeClose(Closing.WITHDRAWN, first.published, first))
            return
        joined = False
        for each in concerned:
            if each.episode.rating == first.rating:
                each.episode = replace(each.episode, statements=(*each.episode.statements, *said))
                joined = True
            else:
                self._end(each, Opening.CHANGED, EpisodeClose(Closing.CHANGED, first.published, first))
        if not joined:
            self.running.append(_Open(first.desk, Episode(tuple(said), self._opening(first))))

    def done(self) -> Iterator[Episode]:
        """All its episodes."""
        yield from (episode for _, _, episode in self.ended)
        yield from (each.episode for each in self.running)

    def _opening(self, first: Statement) -> Opening:
        before = [each for each in self.ended if first.desk in (each[0], first.house)]
        if not before:
            return Opening.FIRST
        _, opening, episode = before[-1]
        return Opening.CHANGED if opening is Opening.RENEWED and episode.rating != first.rating else opening

    def _settle(self, day: date) -> None:
        """End what settled before ``day``: a report of the settlement's own session still belongs to it."""
        for each in tuple(self.running):
            settles = each.episode.settles
            if settles is not None and settles < day:
                self._end(each, Opening.RENEWED, None)

    def _end(self, each: _Open, then: Opening, early: EpisodeClose | None) -> None:
        if early is not None and early.on == each.episode.settles:
            early = None  # it stood to its last session
        self.running.remove(each)
        self.ended.append((each.desk, then, replace(each.episode, early=early)))


def _stream(statement: Statement) -> tuple[str, str, str]:
    """Ratings follow one another whatever the kind; picks without one follow those of their kind."""
    return statement.house, statement.symbol, "" if statement.rating is not None else statement.kind


def _order(statement: Statement) -> tuple[object, ...]:
    printed = (statement.desk, statement.title, statement.segment or "", statement.kind, statement.rating or "")
    return (*_stream(statement), statement.published, *printed, statement.pick_id)


def _desk_first(statement: Statement) -> tuple[bool, str]:
    return statement.desk == statement.house, statement.desk
