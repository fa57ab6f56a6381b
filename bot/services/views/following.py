"""What a chat follows and how it is told: lists, cards, choices, and why a message came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.following import ALL_SLOTS, ALL_TOPICS, DigestSlot, Loudness, Topic
from bot.domain.sessions import SHANGHAI
from bot.services.views.pieces import ReportHead, Target


class FollowChange(StrEnum):
    """What became of a wish to follow something or not."""

    SUBSCRIBED = "subscribed"
    ALREADY = "already_subscribed"
    UNSUBSCRIBED = "unsubscribed"
    NOT = "not_subscribed"


@dataclass(frozen=True, slots=True)
class FollowChanged:
    """The answer to such a wish; ``follow_id`` is of the subscription that began, was there, or has just ended."""

    change: FollowChange
    target: Target
    follow_id: int | None = None


@dataclass(frozen=True, slots=True)
class SubscriptionLine:
    """A subscription with its options; ``ended`` once it was cancelled.

    ``muted_until`` only while it is muted, told in the chat's ``zone``.
    """

    follow_id: int
    target: Target
    since: date
    topics: frozenset[Topic] = ALL_TOPICS
    loudness: Loudness = Loudness.ON
    paused: bool = False
    muted_until: datetime | None = None
    digest_slots: frozenset[DigestSlot] = ALL_SLOTS
    ended: bool = False
    zone: str = SHANGHAI.key


@dataclass(frozen=True, slots=True)
class SubscriptionList:
    """What a chat follows, a page of it; ``stopping`` offers to end each instead of opening it."""

    lines: tuple[SubscriptionLine, ...]
    page: int
    pages: int
    total: int
    stopping: bool = False


@dataclass(frozen=True, slots=True)
class SubscriptionCard:
    """One subscription, opened."""

    line: SubscriptionLine


@dataclass(frozen=True, slots=True)
class FollowChoices:
    """What the words typed may mean; ``verb`` is subscribe or unsubscribe, ``anyway`` is taken as it was typed."""

    query: str
    verb: str
    choices: tuple[Target, ...]
    anyway: Target | None = None


@dataclass(frozen=True, slots=True)
class FollowPart:
    """Something of a report that can be followed; ``mark`` finds it again."""

    target: Target
    mark: str
    followed: bool


@dataclass(frozen=True, slots=True)
class FollowParts:
    """All that can be followed of a report."""

    head: ReportHead
    parts: tuple[FollowPart, ...]


@dataclass(frozen=True, slots=True)
class WhyCard:
    """Why a message came: the subscriptions that asked for it, or the digest that it is (``on``: still switched on).

    With neither it tells of something that the chat was told of before.
    """

    number: int
    lines: tuple[SubscriptionLine, ...] = ()
    slot: DigestSlot | None = None
    on: bool = True


@dataclass(frozen=True, slots=True)
class Pushed:
    """A message once more as it was pushed; ``payload`` is the view as `bot.services.messages.codec` writes it."""

    number: int
    payload: str


FollowingViews = FollowChanged | FollowChoices | FollowParts | Pushed | SubscriptionCard | SubscriptionList | WhyCard
