"""What concerns a person: settings, first contact, the question of suitability, help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from bot.services.views.pieces import Target


@dataclass(frozen=True, slots=True)
class SettingsView:
    """A user's own settings. ``digests`` are the times of the morning, close and weekly one; ``day_change`` is a fraction.

    ``quiet`` are the hours in which nothing is pushed; all times are of ``zone`` (IANA), None is off. Of a ``group``, ``qualified``
    says whether an owner has allowed R4 and above there; it is pushed to its ``topic`` and asked in the topic ``here``,
    None for the group itself. Charts are drawn on a ``dark`` ground or a light one, gains red or, without ``red_up``,
    green. The ``part`` that is asked for (day_change, quiet, charts) comes with its choices.
    """

    language: str
    digests: tuple[time | None, ...]
    day_change: float | None
    qualified: bool | None
    quiet: tuple[time, time] | None = None
    zone: str = "Asia/Shanghai"
    group: bool = False
    topic: int | None = None
    here: int | None = None
    dark: bool = False
    red_up: bool = True
    part: str = ""


@dataclass(frozen=True, slots=True)
class Welcome:
    """The answer to /start: what the bot is, for somebody with or without access."""

    user_id: int
    name: str
    allowed: bool
    editor: bool
    group: bool = False


@dataclass(frozen=True, slots=True)
class SuitabilityQuestion:
    """Asked once before anything of risk level R4 or above is shown; ``then`` is what was asked for."""

    risk_level: str
    then: Target


class HelpTopic(StrEnum):
    """What help is about."""

    READING = "reading"
    FOLLOWING = "following"
    OWN = "own"
    ADDING = "adding"
    RUNNING = "running"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Help:
    """The answer to /help, for a subscriber, an editor or an owner: one topic, or (None) which there are."""

    editor: bool
    owner: bool = False
    topic: HelpTopic | None = None


@dataclass(frozen=True, slots=True)
class Privacy:
    """The answer to /privacy: what is stored, and how to have it removed."""


PeopleViews = SettingsView | Welcome | SuitabilityQuestion | Help | Privacy
