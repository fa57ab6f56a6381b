"""A report run through history: what the bot would have told, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.services.views.cards import Tally
from bot.services.views.charts import ReplayChart
from bot.services.views.news import AlertKind, AlertLine
from bot.services.views.pieces import ReportHead, Source


@dataclass(frozen=True, slots=True)
class ReplayDay:
    """What one session would have brought: lines as in a message of alerts."""

    session: date
    lines: tuple[AlertLine, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """A replay in sum, and one page of its days.

    ``days_with_news`` of ``sessions`` would have brought a message; ``counts`` are the events by kind, most first.
    ``day_change`` is the threshold of a day's change that was asked for (a fraction; None: not asked for). ``tally`` is
    how the picks stood on ``last``. The ``chart`` belongs to the opening of a replay, not to its pages.
    """

    head: ReportHead
    first: date
    last: date
    sessions: int
    days_with_news: int
    counts: tuple[tuple[AlertKind, int], ...]
    day_change: Decimal | None
    tally: Tally
    days: tuple[ReplayDay, ...]
    page: int
    pages: int
    source: Source
    chart: ReplayChart | None = None
