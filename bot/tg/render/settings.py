"""A user's own settings, each with its choices as buttons."""

from __future__ import annotations

from bot.services.views.people import SettingsView
from bot.tg import numbers
from bot.tg.actions.callbacks import ChangeSetting, PushHere, Qualify
from bot.tg.actions.digests import ShowDigests, ShowZones
from bot.tg.i18n import LANGUAGES, TRADITIONAL, Html
from bot.tg.keyboards import Button, button, stack
from bot.tg.render.digest_choices import zone_label
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.voice import Voice

DAY_CHANGES = ("0.03", "0.05", "0.07", "0.1")
QUIET_HOURS = ("22:00-07:00", "23:00-08:00", "00:00-09:00")
OFF = "off"


@page.register
def _(view: SettingsView, voice: Voice) -> Page:
    off = voice.label("setting-off")
    morning, close, weekly = (off if at is None else numbers.clock(at) for at in view.digests)
    digest = voice.label("setting-digests", morning=morning, close=close, weekly=weekly)
    change = off if view.day_change is None else _around(view.day_change)
    answer = {None: "setting-unanswered", True: "setting-qualified", False: "setting-not-qualified"}[view.qualified]
    if view.group:
        answer = "setting-group-restricted" if view.qualified else "setting-group-unrestricted"
    quiet = off if view.quiet is None else f"{view.quiet[0]:%H:%M}-{view.quiet[1]:%H:%M}"
    zone = zone_label(view.zone, voice)
    text = voice.say("settings", digest=digest, change=change, suitability=voice.label(answer), quiet=quiet, zone=zone)
    blocks: tuple[Html, ...] = (text,)
    if view.group and (view.topic is not None or view.here is not None):
        blocks = (text, voice.say("settings-topic", where=voice.label(_where(view))))
    languages = [
        _choice("language", code, code, view.language, voice.label(f"language-{code}"))
        for code in (*LANGUAGES, TRADITIONAL)
    ]
    changes = [_choice("day_change", each, _around(float(each)), change, _around(float(each))) for each in DAY_CHANGES]
    quiets = [_choice("quiet", each, each, quiet, each) for each in QUIET_HOURS]
    return Page(
        blocks,
        stack(
            (tuple(languages),),
            ((*changes, _choice("day_change", OFF, off, change, voice.label("setting-no-changes"))),),
            ((*quiets, _choice("quiet", OFF, off, quiet, voice.label("setting-no-quiet"))),),
            ((button(voice.label("button-digests"), ShowDigests()), button(voice.label("button-zone"), ShowZones())),),
            (_topic(view, voice),),
            (_suitability(view, voice),),
        ),
    )


def _where(view: SettingsView) -> str:
    if view.topic is None:
        return "topic-general"
    return "topic-here" if view.topic == view.here else "topic-other"


def _topic(view: SettingsView, voice: Voice) -> tuple[Button, ...]:
    if not view.group or view.topic == view.here:
        return ()
    key = "button-push-general" if view.here is None else "button-push-here"
    return (button(voice.label(key), PushHere()),)


def _around(fraction: float) -> str:
    return f"±{fraction * 100:g}%"


def _choice(field: str, value: str, written: str, current: str, label: str) -> Button:
    """A choice; the present one bears a tick."""
    return button(f"✓ {label}" if written == current else label, ChangeSetting(field, value))


def _suitability(view: SettingsView, voice: Voice) -> tuple[Button, ...]:
    if view.group:
        key = "button-group-close" if view.qualified else "button-group-open"
        return (button(voice.label(key), Qualify(yes=not view.qualified, then="settings")),)
    yes = button(voice.label("button-qualified-short"), Qualify(yes=True, then="settings"))
    no = button(voice.label("button-not-qualified-short"), Qualify(yes=False, then="settings"))
    return (no,) if view.qualified else (yes,) if view.qualified is False else (yes, no)
