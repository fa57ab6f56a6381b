"""Following: what a chat wants to hear of, how loud, and in which digests. Where several say it, the loudest wins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class TargetKind(StrEnum):
    """What can be followed."""

    REPORT = "report"
    SEGMENT = "segment"
    STOCK = "stock"
    BROKER = "broker"
    ANALYST = "analyst"
    INDUSTRY = "industry"
    EVERYTHING = "everything"


class Topic(StrEnum):
    """What happens to what is followed: reports come and go, prices move, bands are crossed, horizons, verdicts."""

    REPORTS = "reports"
    DAY_CHANGE = "day_change"
    BANDS = "bands"
    HORIZON = "horizon"
    VERDICTS = "verdicts"


class Loudness(StrEnum):
    """How it is told; what is `OFF` stands in lists and digests and is never pushed."""

    ON = "on"
    SILENT = "silent"
    OFF = "off"


class DigestSlot(StrEnum):
    """The digests in which it appears, of those that the chat has switched on."""

    MORNING = "morning"
    CLOSE = "close"
    WEEKLY = "weekly"


ALL_TOPICS, ALL_SLOTS = frozenset(Topic), frozenset(DigestSlot)
_LOUDNESS = (Loudness.ON, Loudness.SILENT, Loudness.OFF)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat follows something from ``since`` on.

    ``ref`` is the number of a report, that number with a segment behind it (see `segment_ref`), a symbol, a broker's
    name of today, an analyst of one (see `analyst_ref`), an industry as printed, or empty for everything. ``paused`` ends it for a while
    altogether; until ``muted_until`` nothing is pushed. ``follow_id`` is 0 until it is stored.
    """

    chat_id: int
    kind: TargetKind
    ref: str
    since: datetime
    topics: frozenset[Topic] = ALL_TOPICS
    loudness: Loudness = Loudness.ON
    paused: bool = False
    muted_until: datetime | None = None
    digest_slots: frozenset[DigestSlot] = ALL_SLOTS
    follow_id: int = 0

    def stands_in(self, slot: DigestSlot) -> bool:
        """Whether what it brings in appears in this digest."""
        return not self.paused and slot in self.digest_slots

    def muted(self, now: datetime) -> bool:
        """Whether it is to be quiet for a while."""
        return self.muted_until is not None and now < self.muted_until

    def volume(self, topic: Topic, now: datetime) -> Loudness:
        """How loud it tells of this now."""
        silenced = self.paused or self.muted(now) or topic not in self.topics
        return Loudness.OFF if silenced else self.loudness


def segment_ref(report_id: int, segment: str) -> str:
    """What stands for a segment of a report."""
    return f"{report_id}/{segment}"


def analyst_ref(name: str, house: str) -> str:
    """What stands for an analyst of a house: names are too common to be followed alone."""
    return f"{name}@{house}"


def analyst_of(ref: str) -> tuple[str, str]:
    """The name and the house that a ref stands for."""
    name, _, house = ref.rpartition("@")
    return name, house


def segment_of(ref: str) -> tuple[int, str]:
    """The report's number and the segment that a ref stands for."""
    number, _, segment = ref.partition("/")
    return int(number), segment


@dataclass(frozen=True, slots=True)
class Subject:
    """A pick by all that it can be followed for; ``house`` is its broker's name of today."""

    report_id: int
    symbol: str
    segment: str | None = None
    house: str | None = None
    analysts: tuple[str, ...] = ()
    industry: str | None = None

    def targets(self) -> Iterator[tuple[TargetKind, str]]:
        """Every target that this pick is part of."""
        yield TargetKind.EVERYTHING, ""
        yield TargetKind.REPORT, str(self.report_id)
        yield TargetKind.STOCK, self.symbol
        if self.segment is not None:
            yield TargetKind.SEGMENT, segment_ref(self.report_id, self.segment)
        if self.industry is not None:
            yield TargetKind.INDUSTRY, self.industry
        if self.house is not None:
            yield TargetKind.BROKER, self.house
            for name in self.analysts:
                yield TargetKind.ANALYST, analyst_ref(name, self.house)


Places = Mapping[tuple[TargetKind, str], Sequence[int]]


def places_of(subjects: Iterable[Subject]) -> Places:
    """By target, where the subjects stand that are part of it: so that each chat looks only at its own."""
    places: dict[tuple[TargetKind, str], list[int]] = {}
    for place, subject in enumerate(subjects):
        for target in subject.targets():
            places.setdefault(target, []).append(place)
    return places


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something is news to a chat: how loud it is told, and the subscriptions that ask for it, the oldest first.

    Of something that is `Loudness.OFF` nobody is told, now or later.
    """

    loudness: Loudness
    because: tuple[int, ...] = ()

    @property
    def silent(self) -> bool:
        """Whether it arrives without a sound."""
        return self.loudness is not Loudness.ON

    def or_louder(self, other: Wanted | None) -> Wanted:
        """The two as one: what two picks bring in is told as the louder of them wants it."""
        if other is None:
            return self
        loudest = min(self.loudness, other.loudness, key=_LOUDNESS.index)
        return Wanted(loudest, tuple(dict.fromkeys((*other.because, *self.because))))


def together(wanted: Iterable[Wanted]) -> Wanted:
    """Several things that are told in one message."""
    whole = Wanted(Loudness.OFF)
    for each in wanted:
        whole = each.or_louder(whole)
    return whole


@dataclass(frozen=True, slots=True)
class Followed:
    """What one chat follows."""

    chat_id: int
    subscriptions: Mapping[tuple[TargetKind, str], Subscription] = field(default_factory=dict)

    def among(self, places: Places) -> list[int]:
        """The places of the subjects that anything brings in, in order; see `places_of`."""
        found = {place for key in self.subscriptions for place in places.get(key, ())}
        return sorted(found)

    def matching(self, subject: Subject) -> list[Subscription]:
        """The subscriptions that bring a pick in, the oldest first."""
        found = {key: self.subscriptions[key] for key in subject.targets() if key in self.subscriptions}
        return sorted(found.values(), key=lambda each: (each.since, each.follow_id))

    def since(self, subject: Subject) -> datetime | None:
        """Since when this pick is followed, by whatever brings it in first; None where nothing does."""
        return next((each.since for each in self.matching(subject)), None)

    def wants(self, subject: Subject, topic: Topic, at: datetime, now: datetime) -> Wanted | None:
        """How something that happened ``at`` an instant is told; None where it is older than what brings the pick in."""
        news = [(each.volume(topic, now), each.follow_id) for each in self.matching(subject) if at >= each.since]
        if not news:
            return None
        loudest = min((volume for volume, _ in news), key=_LOUDNESS.index)
        telling = (follow_id for volume, follow_id in news if volume is not Loudness.OFF)
        return Wanted(loudest, tuple(telling))

    def first(self, slot: DigestSlot | None = None) -> datetime | None:
        """Since when anything is followed, or anything that this digest shows; None where nothing is."""
        every = self.subscriptions.values()
        shown = [each for each in every if slot is None or each.stands_in(slot)]
        return min((each.since for each in shown), default=None)


def by_chat(subscriptions: Iterable[Subscription]) -> list[Followed]:
    """Subscriptions grouped by the chat that holds them, in their order."""
    chats: dict[int, dict[tuple[TargetKind, str], Subscription]] = {}
    for each in subscriptions:
        chats.setdefault(each.chat_id, {})[each.kind, each.ref] = each
    return [Followed(chat_id, held) for chat_id, held in chats.items()]
