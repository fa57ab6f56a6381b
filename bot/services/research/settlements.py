"""The settlement calendar: what settles or enters its window, and when."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import TypeAlias

from bot.clock import Clock
from bot.domain.reports import RESTRICTED_LEVELS
from bot.domain.scoring.results import Flag, Phase
from bot.domain.sessions import SHANGHAI
from bot.services.access.people import Viewer
from bot.services.follows.followers import Followers
from bot.services.names.reference import Reference
from bot.services.paging import page_of
from bot.services.research.heads import head_of_pick
from bot.services.scores.loading import FEW
from bot.services.scores.scoring import Scoring
from bot.services.views.pieces import Notice
from bot.services.views.settlements import HorizonEnd, SettlementCalendar, SettlementFile, SettlementLine
from bot.store.store import Store

PAGE = 8
MONTH = timedelta(days=30)


_Ends: TypeAlias = tuple[int, int, str, str | None, date | None, date | None]  # pick, report, symbol, phase, both ends


@dataclass(frozen=True, slots=True)
class _Day:
    """A line of the calendar, by the numbers of its picks."""

    day: date
    end: HorizonEnd
    picks: tuple[int, ...]
    securities: tuple[str, ...]


class Settlements:
    """The days to come of the picks that somebody follows, or may see."""

    def __init__(
        self, store: Store, scoring: Scoring, reference: Reference, clock: Clock, followers: Followers
    ) -> None:
        self._store = store
        self._scoring = scoring
        self._reference = reference
        self._clock = clock
        self._followers = followers
        self._of_all: dict[tuple[str, ...], tuple[int, date, list[_Day]]] = {}  # by hidden levels, with mark and day

    async def coming(self, viewer: Viewer, page: int = 0) -> SettlementCalendar | Notice:
        """What comes, nearest first."""
        days, followed = await self._days(viewer)
        if not days:
            return Notice("nothing_settles")
        today = self._today()
        week_ends = today + timedelta(days=6 - today.weekday())
        shown, page, pages = page_of(days, page, PAGE)
        return SettlementCalendar(
            today=today,
            lines=tuple(await self._lines(shown)),
            this_week=_securities(each for each in days if each.day <= week_ends),
            this_month=_securities(each for each in days if each.day <= today + MONTH),
            followed=followed,
            page=page,
            pages=pages,
        )

    async def file(self, viewer: Viewer) -> SettlementFile | Notice:
        """All that comes, for a calendar program."""
        days, _ = await self._days(viewer)
        return SettlementFile(self._today(), tuple(await self._lines(days))) if days else Notice("nothing_settles")

    async def _days(self, viewer: Viewer) -> tuple[list[_Day], bool]:
        """The days of what the viewer follows, or of all that he may see; that one is counted once until something changes."""
        today, hidden = self._today(), () if viewer.qualified is True else RESTRICTED_LEVELS
        async with self._store.snapshot() as tx:
            mine = await self._followers.of(tx, viewer.chat_id)
            mark = await tx.kept.mark()
            if not mine.subscriptions and (known := self._of_all.get(hidden)) and known[:2] == (mark, today):
                return known[2], False
            found = await self._followers.horizons(tx, mine, today, self._scoring.setup, hidden)
            kept, others = self._scoring.told(found, today)
            picks = await tx.reports.confirmed_picks(pick_ids=others) if others else []
        scored, _ = await self._scoring.score_picks(picks, today)
        ends = [(each.pick_id, each.report_id, each.symbol, each.phase, each.opens, each.settles) for each in kept]
        ends += [
            (pick.pick_id, pick.report_id, score.symbol, score.phase, score.window_opens, score.settles)
            for pick, score in ((each.pick, each.score) for each in scored)
        ]
        days = _grouped(ends, today) if len(ends) <= FEW else await asyncio.to_thread(_grouped, ends, today)
        if not mine.subscriptions:
            self._of_all[hidden] = mark, today, days
        return days, bool(mine.subscriptions)

    async def _lines(self, days: Sequence[_Day]) -> list[SettlementLine]:
        async with self._store.snapshot() as tx:
            picks = await tx.reports.confirmed_picks(pick_ids={each for day in days for each in day.picks})
        scored, _ = await self._scoring.score_picks(picks, self._today())
        by_id = {each.pick.pick_id: each for each in scored}
        return [
            SettlementLine(
                day.day,
                day.end,
                head_of_pick(members[0].pick),
                tuple(self._reference.ref(symbol) for symbol in day.securities),
                provisional=any(Flag.PROVISIONAL in each.score.flags for each in members),
            )
            for day in days
            if (members := [by_id[each] for each in day.picks if each in by_id])
        ]

    def _today(self) -> date:
        return self._clock.now().astimezone(SHANGHAI).date()


def _grouped(ends: Iterable[_Ends], today: date) -> list[_Day]:
    """One line a day, report and end of the horizon, with its securities in printed order."""
    groups: dict[tuple[date, HorizonEnd, int], list[tuple[int, str]]] = defaultdict(list)
    for pick_id, report_id, symbol, phase, opens, settles in ends:
        if phase == Phase.SETTLED:
            continue
        # a horizon of one month count has no window of its own: its window is the whole path (METHODOLOGY 4)
        if opens is not None and opens >= today and opens != settles and phase != Phase.IN_WINDOW:
            groups[opens, HorizonEnd.WINDOW_OPENS, report_id].append((pick_id, symbol))
        if settles is not None and settles >= today:
            groups[settles, HorizonEnd.SETTLES, report_id].append((pick_id, symbol))
    return [
        _Day(day, end, tuple(pick_id for pick_id, _ in members), tuple(dict.fromkeys(symbol for _, symbol in members)))
        for (day, end, _), members in sorted(groups.items(), key=itemgetter(0))
    ]


def _securities(days: Iterable[_Day]) -> int:
    return len({symbol for day in days for symbol in day.securities})
