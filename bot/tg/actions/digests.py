"""What the buttons about digests ask for: see `bot.tg.actions.callbacks` for how they travel.

``chat`` is the id of a channel that is looked after from a private chat, or ``0`` for the chat of the button; ``slot``
is a value of `bot.domain.following.DigestSlot`.
"""

from __future__ import annotations

from dataclasses import dataclass

OWN = "0"


@dataclass(frozen=True, slots=True)
class ShowDigestOf:
    """One of the three digests, now."""

    slot: str


@dataclass(frozen=True, slots=True)
class ShowDigests:
    """The three digests and when they come."""

    chat: str = OWN


@dataclass(frozen=True, slots=True)
class ShowDigestCard:
    """The choices of one digest."""

    slot: str
    chat: str = OWN


@dataclass(frozen=True, slots=True)
class SetDigestTime:
    """Send it at this time (08:30) or never (off)."""

    slot: str
    chat: str
    at: str


@dataclass(frozen=True, slots=True)
class ToggleBlock:
    """Let it hold a block, a value of `bot.domain.digests.Block`, or hold it no more."""

    slot: str
    block: str
    chat: str = OWN


@dataclass(frozen=True, slots=True)
class ShowZones:
    """The zones to choose from."""

    chat: str = OWN


@dataclass(frozen=True, slots=True)
class SetZone:
    """Live in this zone."""

    zone: str
    chat: str = OWN


DigestAction = ShowDigestOf | ShowDigests | ShowDigestCard | SetDigestTime | ToggleBlock | ShowZones | SetZone

# Names on the wire: never give one of them another meaning, buttons live as long as the chats they stand in.
DIGEST_WIRE: dict[str, type[DigestAction]] = {
    "go": ShowDigestOf,
    "gm": ShowDigests,
    "gc": ShowDigestCard,
    "gt": SetDigestTime,
    "gb": ToggleBlock,
    "gz": ShowZones,
    "gs": SetZone,
}
