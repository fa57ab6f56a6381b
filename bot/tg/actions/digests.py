"""What the buttons about digests ask for: see `bot.tg.actions.callbacks` for how they travel.

``chat`` is the id of a channel that is looked after from a private chat, or ``0`` for the chat of the button; ``slot``
is a value of `bot.domain.following.DigestSlot`.
"""

from __future__ import annotations

from bot.tg.actions.wire import action

OWN = "0"


@action("go")
class ShowDigestOf:
    """One of the three digests, now."""

    slot: str


@action("gm")
class ShowDigests:
    """The three digests and when they come."""

    chat: str = OWN


@action("gc")
class ShowDigestCard:
    """The choices of one digest."""

    slot: str
    chat: str = OWN


@action("gt")
class SetDigestTime:
    """Send it at this time (08:30) or never (off)."""

    slot: str
    chat: str
    at: str


@action("gb")
class ToggleBlock:
    """Let it hold a block, a value of `bot.domain.digests.Block`, or hold it no more."""

    slot: str
    block: str
    chat: str = OWN


@action("gz")
class ShowZones:
    """The zones to choose from."""

    chat: str = OWN


@action("gs")
class SetZone:
    """Live in this zone."""

    zone: str
    chat: str = OWN


DigestAction = ShowDigestOf | ShowDigests | ShowDigestCard | SetDigestTime | ToggleBlock | ShowZones | SetZone
