"""The settlement calendar, and files that are handed out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.services.views.pieces import ReportHead, SecurityRef


class HorizonEnd(StrEnum):
    """The two ends of a horizon."""

    WINDOW_OPENS = "window_opens"
    SETTLES = "settles"


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """Securities of one report whose window opens or that settle on one day.

    ``provisional``: the day lies beyond the known trading calendar and may roll forward.
    """

    day: date
    end: HorizonEnd
    head: ReportHead
    securities: tuple[SecurityRef, ...]
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class SettlementCalendar:
    """What comes from ``today`` on, one page, by day; ``this_week`` and ``this_month`` count securities in all of it.

    ``followed`` says whether it is of what the chat follows or, where it follows nothing, of everything it may see.
    """

    today: date
    lines: tuple[SettlementLine, ...]
    this_week: int
    this_month: int
    followed: bool
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class SettlementFile:
    """The same as a file for calendar programs, all of it."""

    today: date
    lines: tuple[SettlementLine, ...]


SettlementViews = SettlementCalendar | SettlementFile
