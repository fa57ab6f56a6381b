"""A user's own settings: what they are, and of one of them the choices as buttons."""

from __future__ import annotations

from bot.services.views.people import SettingsView
from bot.tg import numbers
from bot.tg.actions.callbacks import ChangeSetting, PushHere, Qualify, ShowSettings
from bot.tg.actions.digests import ShowDigests, ShowZones
from bot.tg.i18n import LANGUAGES, TRADITIONAL, Html
from bot.tg.keyboards import Button, Keyboard, button, in_rows, stack
from bot.tg.render.digest_choices import zone_label
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.voice import Voice

DAY_CHANGES = ("0.03", "0.05", "0.07", "0.1")
QUIET_HOURS = ("22:00-07:00", "23:00-08:00", "00:00-09:00")
OFF = "off"


@page.register
def _(view: SettingsView, voice: Voice) -> Page:
    match view.part:
        case "day_change":
            about = voice.say("settings-day_change", change=_change(view, voice))
            return Page((about,), stack(_changes(view, voice), _back(voice)))
        case "quiet":
            about = voice.say("settings-quiet", quiet=_quiet(view, voice), zone=zone_label(view.zone, voice))
            return Page((about,), stack(_quiets(view, voice), _back(voice)))
        case "charts":
            return Page((voice.say("settings-charts", charts=_charts(view, voice)),), stack(_looks(view, voice)))
        case _:
            return _whole(view, voice)


def _whole(view: SettingsView, voice: Voice) -> Page:
    off = voice.label("setting-off")
    morning, close, weekly = (off if at is None else numbers.clock(at) for at in view.digests)
    answer = {None: "setting-unanswered", True: "setting-qualified", False: "setting-not-qualified"}[view.qualified]
    if view.group:
        answer = "setting-group-restricted" if view.qualified else "setting-group-unrestricted"
    text = voice.say(
        "settings",
        digest=voice.label("setting-digests", morning=morning, close=close, weekly=weekly),
        change=_change(view, voice),
        suitability=voice.label(answer),
        quiet=_quiet(view, voice),
        zone=zone_label(view.zone, voice),
        charts=_charts(view, voice),
    )
    blocks: tuple[Html, ...] = (text,)
    if view.group and (view.topic is not None or view.here is not None):
        blocks = (text, voice.say("settings-topic", where=voice.label(_where(view))))
    languages = [
        _choice("language", code, voice.label(f"language-{code}"), chosen=code == view.language)
        for code in (*LANGUAGES, TRADITIONAL)
    ]
    parts = [
        button(voice.label("button-digests"), ShowDigests()),
        button(voice.label("button-zone"), ShowZones()),
        *(button(voice.label(f"button-{part}"), ShowSettings(part)) for part in ("day_change", "quiet", "charts")),
    ]
    return Page(
        blocks,
        stack((tuple(languages),), in_rows(parts, 2), (_topic(view, voice),), (_suitability(view, voice),)),
    )


def _change(view: SettingsView, voice: Voice) -> str:
    return voice.label("setting-off") if view.day_change is None else _around(view.day_change)


def _quiet(view: SettingsView, voice: Voice) -> str:
    return voice.label("setting-off") if view.quiet is None else f"{view.quiet[0]:%H:%M}-{view.quiet[1]:%H:%M}"


def _charts(view: SettingsView, voice: Voice) -> str:
    return voice.listing((voice.label(f"charts-{_theme(view)}"), voice.label(f"charts-{_colours(view)}")))


def _theme(view: SettingsView) -> str:
    return "dark" if view.dark else "light"


def _colours(view: SettingsView) -> str:
    return "red-up" if view.red_up else "green-up"


def _changes(view: SettingsView, voice: Voice) -> Keyboard:
    now = _change(view, voice)
    off = _choice("day_change", OFF, voice.label("setting-no-changes"), chosen=view.day_change is None)
    around = [(each, _around(float(each))) for each in DAY_CHANGES]
    return (*in_rows([_choice("day_change", each, label, chosen=label == now) for each, label in around], 4), (off,))


def _quiets(view: SettingsView, voice: Voice) -> Keyboard:
    now = _quiet(view, voice)
    off = _choice("quiet", OFF, voice.label("setting-no-quiet"), chosen=view.quiet is None)
    return in_rows([*(_choice("quiet", each, each, chosen=each == now) for each in QUIET_HOURS), off], 2)


def _looks(view: SettingsView, voice: Voice) -> Keyboard:
    themes, colours = (
        tuple(_choice(field, each, voice.label(f"charts-{each}"), chosen=each == now) for each in choices)
        for field, choices, now in (
            ("theme", ("light", "dark"), _theme(view)),
            ("colours", ("red-up", "green-up"), _colours(view)),
        )
    )
    return (themes, colours, *_back(voice))


def _back(voice: Voice) -> Keyboard:
    return ((button(voice.label("button-settings-back"), ShowSettings()),),)


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


def _choice(field: str, value: str, label: str, *, chosen: bool) -> Button:
    """A choice; the present one bears a tick."""
    return button(f"✓ {label}" if chosen else label, ChangeSetting(field, value))


def _suitability(view: SettingsView, voice: Voice) -> tuple[Button, ...]:
    if view.group:
        key = "button-group-close" if view.qualified else "button-group-open"
        return (button(voice.label(key), Qualify(yes=not view.qualified, then="settings")),)
    yes = button(voice.label("button-qualified-short"), Qualify(yes=True, then="settings"))
    no = button(voice.label("button-not-qualified-short"), Qualify(yes=False, then="settings"))
    return (no,) if view.qualified else (yes,) if view.qualified is False else (yes, no)
