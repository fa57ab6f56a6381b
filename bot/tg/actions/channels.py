"""What the buttons about channels ask for: see `bot.tg.actions.callbacks` for how they travel. Ids of chats are long, so they are texts."""

from __future__ import annotations

from bot.tg.actions.wire import action


@action("hs")
class ShowChannels:
    """The channels that one looks after."""


@action("hc")
class ShowChannel:
    """One of them."""

    chat: str


@action("ha")
class AskChannelFollow:
    """Ask what it is to follow."""

    chat: str


@action("hf")
class ChannelFollows:
    """Let it follow a target."""

    chat: str
    kind: str
    ref: str


@action("hy")
class CopyToChannel:
    """Let it follow what one follows oneself."""

    chat: str


@action("he")
class EndChannelFollow:
    """Let it follow this no longer."""

    chat: str
    follow_id: int


@action("hl")
class SetChannelLanguage:
    """Write there in zh or en."""

    chat: str
    language: str


@action("hq")
class QualifyChannel:
    """Show R4 and above there, or not."""

    chat: str
    yes: bool


@action("hr")
class RemoveChannel:
    """Leave it and forget it; asks first unless ``sure``."""

    chat: str
    sure: bool


ChannelAction = (
    ShowChannels
    | ShowChannel
    | AskChannelFollow
    | ChannelFollows
    | CopyToChannel
    | EndChannelFollow
    | SetChannelLanguage
    | QualifyChannel
    | RemoveChannel
)
