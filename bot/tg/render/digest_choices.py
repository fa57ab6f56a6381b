"""What a chat has chosen of its digests, each choice a button."""

from __future__ import annotations

from bot.domain.digests import BLOCKS
from bot.domain.following import DigestSlot
from bot.services.views.digests import DigestCard, DigestLine, DigestMenu, ZoneChoices
from bot.tg.actions.digests import OWN, SetDigestTime, SetZone, ShowDigestCard, ShowDigestOf, ShowDigests, ShowZones
from bot.tg.actions.digests import ToggleBlock as Toggle
from bot.tg.i18n import Html, join
from bot.tg.keyboards import Button, button, in_rows, stack
from bot.tg.render.digests import moment
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.voice import Voice

TIMES = {
    DigestSlot.MORNING: ("07:30", "08:00", "08:30", "09:00"),
    DigestSlot.CLOSE: ("20:45", "21:00", "21:30", "22:00"),
    DigestSlot.WEEKLY: ("09:00", "10:00", "20:45", "21:30"),
}
ZONES = (
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Asia/Singapore",
    "Australia/Sydney",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
)
OFF = "off"


def zone_label(name: str, voice: Voice) -> str:
    """A zone in words, or by its own name where there are none."""
    city = name.rpartition("/")[2].lower().replace("_", "-")
    found = voice.one_of("zone", city)
    return name if found == city or name not in ZONES else found


@page.register
def _(view: DigestMenu, voice: Voice) -> Page:
    lines = [_line(line, view.zone, voice) for line in view.lines]
    head = voice.say("digests", zone=zone_label(view.zone, voice))
    chat = _chat(view.chat_id)
    shown = [button(voice.label(f"digest-name-{slot}"), ShowDigestOf(slot)) for slot in DigestSlot]
    cards = [
        button(voice.label("button-choose-digest", name=voice.label(f"digest-name-{slot}")), ShowDigestCard(slot, chat))
        for slot in DigestSlot
    ]
    rows = (tuple(shown),) if view.chat_id == 0 else ()
    zones = button(voice.label("button-zone"), ShowZones(chat))
    tail = voice.say("digests-now") if view.chat_id == 0 else None
    blocks = (head, join("\n", lines), *((tail,) if tail else ()))
    return Page(blocks, stack(rows, (tuple(cards),), ((zones,),)))


@page.register
def _(view: DigestCard, voice: Voice) -> Page:
    slot, chat = view.line.slot, _chat(view.chat_id)
    blocks = [_line(view.line, view.zone, voice), voice.say(f"digest-about-{slot}")]
    if slot is not DigestSlot.MORNING:
        zone = zone_label(view.zone, voice)
        blocks.append(voice.say("digest-earliest", at=f"{view.earliest:%H:%M}", zone=zone))
    blocks.append(voice.say("digest-other-time", word=voice.label(f"digest-word-{slot}")))
    at = OFF if view.line.at is None else f"{view.line.at:%H:%M}"
    times = [*TIMES[slot], *([at] if at not in (OFF, *TIMES[slot]) else [])]
    clocks = [_ticked(each, each == at, SetDigestTime(slot, chat, each)) for each in sorted(times)]
    off = _ticked(voice.label("setting-no-digest"), at == OFF, SetDigestTime(slot, chat, OFF))
    held = [
        _ticked(voice.label(f"digest-block-{block}"), block in view.blocks, Toggle(slot, block, chat))
        for block in BLOCKS[slot]
    ]
    back = (
        button(voice.label("button-digests"), ShowDigests(chat)),
        button(voice.label("button-zone"), ShowZones(chat)),
    )
    return Page((join("\n", blocks),), stack(in_rows(clocks, 5), ((off,),), in_rows(held, 2), (back,)))


@page.register
def _(view: ZoneChoices, voice: Voice) -> Page:
    blocks: list[Html] = []
    if view.typed:
        blocks.append(voice.say("zone-unknown", typed=view.typed))
    blocks.append(voice.say("zone-choose", zone=zone_label(view.zone, voice)))
    chat = _chat(view.chat_id)
    offered = view.near or ZONES
    if view.zone not in offered:
        offered = (*offered, view.zone)
    buttons = [_ticked(zone_label(each, voice), each == view.zone, SetZone(each, chat)) for each in offered]
    return Page(tuple(blocks), in_rows(buttons, 2))


def _line(line: DigestLine, zone: str, voice: Voice) -> Html:
    name = voice.label(f"digest-name-{line.slot}")
    if line.at is None:
        return voice.say("digest-line-off", name=name)
    if line.next_at is None:
        return voice.say("digest-line", name=name, at=f"{line.at:%H:%M}")
    return voice.say("digest-line-next", name=name, at=f"{line.at:%H:%M}", next=moment(line.next_at, zone, voice))


def _chat(chat_id: int) -> str:
    return str(chat_id) if chat_id else OWN


def _ticked(label: str, chosen: bool, action: SetDigestTime | Toggle | SetZone) -> Button:  # noqa: FBT001 - chosen or not
    return button(f"✓ {label}" if chosen else label, action)
