"""The settlement calendar: what settles or enters its window, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.clock import Clock
from bot.domain.scoring.results import Flag, Phase
from bot.domain.sessions import SHANGHAI
from bot.services.access.people import Viewer
from bot.services.follows.followers import Followers
from bot.services.names.reference import Reference
from bot.services.paging import page_of
from bot.services.research.heads import head_of_pick, may_see
from bot.services.scores.scoring import Scored, Scoring
from bot.services.views.pieces import Notice, SecurityRef
from bot.services.views.settlements import HorizonEnd, SettlementCalendar, SettlementFile, SettlementLine
from bot.store.store import Store

PAGE = 8
MONTH = timedelta(days=30)


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

    async def coming(self, viewer: Viewer, page: int = 0) -> SettlementCalendar | Notice:
        """What comes, nearest first."""
        lines, followed = await self._lines(viewer)
        if not lines:
            return Notice("nothing_settles")
        today = self._today()
        week_ends = today + timedelta(days=6 - today.weekday())
        shown, page, pages = page_of(lines, page, PAGE)
        return SettlementCalendar(
            today=today,
            lines=tuple(shown),
            this_week=_securities(line for line in lines if line.day <= week_ends),
            this_month=_securities(line for line in lines if line.day <= today + MONTH),
            followed=followed,
            page=page,
            pages=pages,
        )

    async def file(self, viewer: Viewer) -> SettlementFile | Notice:
        """All that comes, for a calendar program."""
        lines, _ = await self._lines(viewer)
        return SettlementFile(self._today(), tuple(lines)) if lines else Notice("nothing_settles")

    async def _lines(self, viewer: Viewer) -> tuple[list[SettlementLine], bool]:
        async with self._store.snapshot() as tx:
            mine = await self._followers.of(tx, viewer.chat_id)
            follows = bool(mine.subscriptions)
            found = await self._followers.picks(tx, [mine]) if follows else await tx.reports.confirmed_picks()
        picks = [pick for pick in found if may_see(pick.report, qualified=viewer.qualified)]
        scored, _ = await self._scoring.score_picks(picks, self._today())
        return self._grouped(scored), follows

    def _grouped(self, scored: Iterable[Scored]) -> list[SettlementLine]:
        """One line a day, report and end of the horizon, with its securities in printed order."""
        groups: dict[tuple[date, HorizonEnd, int], list[Scored]] = {}
        for each in scored:
            if each.score.phase is Phase.SETTLED:
                continue
            for end, day in (
                (HorizonEnd.WINDOW_OPENS, each.score.window_opens if each.score.phase is not Phase.IN_WINDOW else None),
                (HorizonEnd.SETTLES, each.score.settles),
            ):
                if day is not None and day >= self._today() and not (end is HorizonEnd.WINDOW_OPENS and _single(each)):
                    groups.setdefault((day, end, each.pick.report_id), []).append(each)
        return [
            SettlementLine(
                day,
                end,
                head_of_pick(members[0].pick),
                tuple(self._refs(members)),
                provisional=any(Flag.PROVISIONAL in each.score.flags for each in members),
            )
            for (day, end, _), members in sorted(groups.items(), key=lambda group: group[0])
        ]

    def _refs(self, members: Iterable[Scored]) -> Iterable[SecurityRef]:
        return (self._reference.ref(symbol) for symbol in dict.fromkeys(each.score.symbol for each in members))

    def _today(self) -> date:
        return self._clock.now().astimezone(SHANGHAI).date()


def _single(scored: Scored) -> bool:
    """A horizon of one month count has no window of its own: its window is the whole path (METHODOLOGY 4)."""
    months = scored.given.scale.months if scored.given.scale else None
    return months is None or months[0] == months[1]


def _securities(lines: Iterable[SettlementLine]) -> int:
    return len({security.symbol for line in lines for security in line.securities})
