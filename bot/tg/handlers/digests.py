"""/digest: the three digests, and what is chosen of them by words: ``/digest morning 8:15``, ``/digest zone Berlin``."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from typing import TypeVar

from telegram import Update

from bot.domain.digests import Block
from bot.domain.following import DigestSlot
from bot.services.access.people import Refused, Viewer
from bot.services.house import Services
from bot.services.views import View
from bot.services.views.pieces import Notice
from bot.tg.actions import digests as asked
from bot.tg.context import Context, reply
from bot.tg.handlers.channels import number

T = TypeVar("T")
SLOTS = {
    "morning": DigestSlot.MORNING,
    "早报": DigestSlot.MORNING,
    "早": DigestSlot.MORNING,
    "close": DigestSlot.CLOSE,
    "evening": DigestSlot.CLOSE,
    "收盘": DigestSlot.CLOSE,
    "日报": DigestSlot.CLOSE,
    "weekly": DigestSlot.WEEKLY,
    "week": DigestSlot.WEEKLY,
    "周报": DigestSlot.WEEKLY,
    "周": DigestSlot.WEEKLY,
}
ZONE = ("zone", "时区")
OFF = ("off", "关", "不发")
_CLOCK = re.compile(r"([0-9]{1,2})[:：.]([0-9]{2})")


async def digest(update: Update, context: Context) -> None:
    """``/digest``: the three, each a button; with a name that one, with a time behind it its time."""
    word, _, rest = context.argument.partition(" ")
    services, viewer = context.services, context.viewer
    if word.lower() in ZONE:
        await reply(update, context, await services.digest_choices.set_zone(rest, viewer))
        return
    slot = SLOTS.get(word.lower())
    if slot is None:
        unknown = Notice("digest_not_understood")
        await reply(update, context, unknown if word else await services.digest_choices.menu(viewer))
        return
    digest = await _of(slot, rest.strip(), services, viewer)
    await reply(update, context, digest)


def chooses(argument: str) -> bool:
    """Whether the words behind /digest change something."""
    word, _, rest = argument.strip().partition(" ")
    return word.lower() in ZONE or bool(rest.strip())


async def tapped(action: asked.DigestAction, services: Services, viewer: Viewer) -> View:
    """What a button about digests gives.

    Raises:
        Refused: it cannot be done, or the button is of an older version.
    """
    choices = services.digest_choices
    if isinstance(action, asked.ShowDigestOf):
        return await services.digests.show(_read(DigestSlot, action.slot), viewer)
    if action.chat != asked.OWN:
        viewer = await services.channels.of(number(action.chat), viewer)
    match action:
        case asked.ShowDigests():
            return await choices.menu(viewer)
        case asked.ShowDigestCard(slot):
            return await choices.card(_read(DigestSlot, slot), viewer)
        case asked.SetDigestTime(slot, _, at):
            return await choices.set_time(_read(DigestSlot, slot), _read(_time, at), viewer)
        case asked.ToggleBlock(slot, block):
            return await choices.toggle(_read(DigestSlot, slot), _read(Block, block), viewer)
        case asked.ShowZones():
            return await choices.zones(viewer)
        case asked.SetZone(zone):
            return await choices.set_zone(zone, viewer)


async def _of(slot: DigestSlot, rest: str, services: Services, viewer: Viewer) -> View:
    if not rest:
        return await services.digests.show(slot, viewer)
    if rest.lower() in OFF:
        return await services.digest_choices.set_time(slot, None, viewer)
    found = _CLOCK.fullmatch(rest)
    try:
        at = time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        at = None
    if at is None:
        return Notice("digest_not_understood")
    return await services.digest_choices.set_time(slot, at, viewer)


def _time(written: str) -> time | None:
    return None if written == "off" else time.fromisoformat(written)


def _read(read: Callable[[str], T], written: str) -> T:
    """What a button carries, read.

    Raises:
        Refused: it cannot be; only a client that makes up its own data sends such.
    """
    try:
        return read(written)
    except ValueError:
        raise Refused("old_button") from None
