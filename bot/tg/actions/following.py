"""What the buttons of subscriptions ask for: see `bot.tg.actions.callbacks` for how they travel. Each says what is to be, never "the other way round"."""

from __future__ import annotations

from bot.tg.actions.wire import action


@action("fl")
class ShowSubscriptions:
    """A page of what the chat follows, from 0; ``stopping`` to end some of it."""

    page: int = 0
    stopping: bool = False


@action("fs")
class ShowSubscription:
    """One subscription with its options."""

    follow_id: int


@action("ff")
class ShowFollow:
    """The subscription to a target; ``kind`` is a value of `bot.domain.following.TargetKind`."""

    kind: str
    ref: str


@action("fo")
class SetLoudness:
    """How loud; a value of `bot.domain.following.Loudness`."""

    follow_id: int
    loudness: str


@action("fe")
class SetTopic:
    """Whether to hear of a topic, a value of `bot.domain.following.Topic`."""

    follow_id: int
    topic: str
    wanted: bool


@action("fd")
class SetSlot:
    """Whether to appear in a digest, a value of `bot.domain.following.DigestSlot`."""

    follow_id: int
    slot: str
    wanted: bool


@action("fp")
class PauseFollow:
    """Let a subscription rest (``paused``) or go on."""

    follow_id: int
    paused: bool


@action("fq")
class MuteFollow:
    """Push nothing for a while, a value of `bot.services.follows.subscriptions.MuteFor`."""

    follow_id: int
    how_long: str


@action("fx")
class EndFollow:
    """Cancel a subscription."""

    follow_id: int


@action("fu")
class UndoEnd:
    """Take the cancellation back."""

    follow_id: int


@action("fr")
class AskParts:
    """Everything that can be followed of a report."""

    report_id: int


@action("ft")
class FollowPart:
    """Follow a part of a report or not; ``mark`` as in `bot.services.views.FollowPart`."""

    report_id: int
    kind: str
    mark: str
    wanted: bool


@action("fy")
class ShowWhy:
    """Why a message came; ``number`` is of the message in the outbox."""

    number: int


@action("fb")
class ShowPushed:
    """The message itself once more."""

    number: int


@action("fz")
class ChangeWhy:
    """Change a subscription under a message; ``what`` is a value of `bot.services.follows.why.WhyDo`."""

    number: int
    follow_id: int
    what: str


@action("fk")
class StopDigest:
    """Switch the digest off that the message is."""

    number: int


FollowAction = (
    ShowSubscriptions
    | ShowSubscription
    | ShowFollow
    | SetLoudness
    | SetTopic
    | SetSlot
    | PauseFollow
    | MuteFollow
    | EndFollow
    | UndoEnd
    | AskParts
    | FollowPart
    | ShowWhy
    | ShowPushed
    | ChangeWhy
    | StopDigest
)
