"""Channels, looked after from the private chat of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from bot.services.views.pieces import Target


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel in a list; ``there``: the bot is in it, ``may_post``: with the right to post."""

    channel_id: int
    title: str
    there: bool
    may_post: bool
    followed: int


@dataclass(frozen=True, slots=True)
class ChannelList:
    """The channels that a person looks after."""

    lines: tuple[ChannelLine, ...]


@dataclass(frozen=True, slots=True)
class ChannelFollow:
    """Something that a channel follows."""

    follow_id: int
    target: Target


@dataclass(frozen=True, slots=True)
class ChannelCard:
    """A channel with what it is sent; ``owner``: the one who looks runs the bot, and decides on R4 and above.

    ``digests`` are times of its ``zone`` in the order of `DigestSlot`, None is off. ``copies``: the one who looks follows
    something that it does not.
    """

    line: ChannelLine
    language: str
    follows: tuple[ChannelFollow, ...]
    digests: tuple[time | None, ...]
    zone: str
    qualified: bool
    owner: bool
    copies: bool


@dataclass(frozen=True, slots=True)
class ChannelQuestion:
    """What a channel is to follow: the next text answers; ``choices`` are what answers to ``query``."""

    channel_id: int
    title: str
    query: str = ""
    choices: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelRemoval:
    """Whether a channel is really to be left and forgotten."""

    channel_id: int
    title: str


ChannelViews = ChannelCard | ChannelList | ChannelQuestion | ChannelRemoval
