"""What the buttons about channels ask for: see `bot.tg.actions.callbacks` for how they travel. Ids of chats are long, so they are texts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowChannels:
    """The channels that one looks after."""


@dataclass(frozen=True, slots=True)
class ShowChannel:
    """One of them."""

    chat: str


@dataclass(frozen=True, slots=True)
class AskChannelFollow:
    """Ask what it is to follow."""

    chat: str


@dataclass(frozen=True, slots=True)
class ChannelFollows:
    """Let it follow a target."""

    chat: str
    kind: str
    ref: str


@dataclass(frozen=True, slots=True)
class CopyToChannel:
    """Let it follow what one follows oneself."""

    chat: str


@dataclass(frozen=True, slots=True)
class EndChannelFollow:
    """Let it follow this no longer."""

    chat: str
    follow_id: int


@dataclass(frozen=True, slots=True)
class SetChannelLanguage:
    """Write there in zh or en."""

    chat: str
    language: str


@dataclass(frozen=True, slots=True)
class QualifyChannel:
    """Show R4 and above there, or not."""

    chat: str
    yes: bool


@dataclass(frozen=True, slots=True)
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

# Names on the wire: never give one of them another meaning, buttons live as long as the chats they stand in.
CHANNEL_WIRE: dict[str, type[ChannelAction]] = {
    "hs": ShowChannels,
    "hc": ShowChannel,
    "ha": AskChannelFollow,
    "hf": ChannelFollows,
    "hy": CopyToChannel,
    "he": EndChannelFollow,
    "hl": SetChannelLanguage,
    "hq": QualifyChannel,
    "hr": RemoveChannel,
}
