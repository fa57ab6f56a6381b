"""The buttons by which a rule is edited in place: how often, how long silent, until when, and what is typed."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.rules import Frequency
from bot.services.views.rules import RuleLine, RuleWord
from bot.tg.actions.rules import (
    AskNewThreshold,
    AskWord,
    SetCooldown,
    SetFrequency,
    SetUntil,
    ShowRule,
    SnoozeFor,
)
from bot.tg.keyboards import Button, Keyboard, button, stack
from bot.tg.render.voice import Voice

COOLDOWNS = (0, 30, 120, 1440)  # minutes
SNOOZES = (1, 24, 168)  # hours
LASTING = (30, 90, 365, 0)  # days from today


def editing_keyboard(line: RuleLine, voice: Voice) -> Keyboard:
    """What can be changed; what stands as it is bears a tick."""
    rule_id, cooldown = line.rule_id, line.cooldown or timedelta()
    often = [
        _ticked(voice.label(f"frequency-{each}"), SetFrequency(rule_id, each), chosen=each is line.frequency)
        for each in Frequency
    ]
    cooled = [
        _ticked(
            span(timedelta(minutes=each), voice), SetCooldown(rule_id, each), chosen=timedelta(minutes=each) == cooldown
        )
        for each in COOLDOWNS
    ]
    snoozed = [
        button(voice.label("button-snooze-for", time=span(timedelta(hours=each), voice)), SnoozeFor(rule_id, each))
        for each in SNOOZES
    ]
    lasting = [button(voice.label("button-lasting", n=each), SetUntil(rule_id, each)) for each in LASTING]
    asked = [button(voice.label("button-rule-note"), AskWord(rule_id, RuleWord.NOTE))]
    asked.append(button(voice.label("button-rule-last-day"), AskWord(rule_id, RuleWord.UNTIL)))
    if line.kind.has_threshold:
        threshold = AskNewThreshold(rule_id, line.about.written, line.kind)
        asked.insert(0, button(voice.label("button-rule-threshold"), threshold))
    done = button(voice.label("button-rule-done"), ShowRule(rule_id))
    every = line.frequency is Frequency.EVERY
    rows = (tuple(often), *((tuple(cooled),) if every else ()), tuple(snoozed), tuple(lasting), tuple(asked), (done,))
    return stack(rows)


def span(time: timedelta, voice: Voice) -> str:
    """A length of time in its largest unit."""
    minutes = int(time.total_seconds()) // 60
    for unit, length in (("days", 1440), ("hours", 60), ("minutes", 1)):
        if minutes >= length:
            return voice.label(f"span-{unit}", n=minutes // length)
    return voice.label("span-none")


def _ticked(label: str, action: SetFrequency | SetCooldown, *, chosen: bool) -> Button:
    return button(f"✓ {label}" if chosen else label, action)
