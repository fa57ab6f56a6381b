"""What somebody may have meant who was not understood."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.views.pieces import Notice, ReportHead, SecurityRef


@dataclass(frozen=True, slots=True)
class NeedRef:
    """Something that can be asked for, by its name in `bot.tg.needs`, with what is asked about."""

    need: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Nearest:
    """``said`` is why nothing was done; below it the nearest choices, which may be none. ``then`` as of `SecurityChoices`."""

    said: Notice
    securities: tuple[SecurityRef, ...] = ()
    reports: tuple[ReportHead, ...] = ()
    brokers: tuple[str, ...] = ()
    needs: tuple[NeedRef, ...] = ()
    then: str = "coverage"

    def __bool__(self) -> bool:
        """Whether there is any choice."""
        return bool(self.securities or self.reports or self.brokers or self.needs)


@dataclass(frozen=True, slots=True)
class NeedQuestion:
    """What a need is about is to be typed: a stock, a broker, a number; ``need`` as of `NeedRef`."""

    need: str


@dataclass(frozen=True, slots=True)
class Menu:
    """All that can be asked for, as buttons: for a subscriber, an editor or an owner, or in a group."""

    editor: bool
    owner: bool = False
    group: bool = False


GuessViews = Menu | Nearest | NeedQuestion
