"""Replay: a report run through history without look-ahead, with what the bot would have told day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.clock import Clock
from bot.domain.scoring.results import Move
from bot.domain.sessions import SHANGHAI
from bot.market.closing import close_of
from bot.services.access.people import Refused, Viewer
from bot.services.alerts.happenings import AlertRules, Happened, happened_at_close
from bot.services.names.reference import Reference
from bot.services.paging import page_of
from bot.services.research.charting import replay_chart
from bot.services.research.heads import asked_first, head_of
from bot.services.scores.scoring import History, Scored, Scoring
from bot.services.views.cards import Tally
from bot.services.views.news import AlertKind, AlertLine
from bot.services.views.people import SuitabilityQuestion
from bot.services.views.pieces import Notice
from bot.services.views.replays import Replay, ReplayDay
from bot.store.records import ConfirmedPick, PickState, ReportState
from bot.store.store import Store

DAYS_A_PAGE = 5


class Replaying:
    """What following a report would have brought, reckoned with the same rules as the messages that are sent."""

    def __init__(self, store: Store, scoring: Scoring, reference: Reference, clock: Clock, rules: AlertRules) -> None:
        self._store = store
        self._scoring = scoring
        self._reference = reference
        self._clock = clock
        self._rules = rules

    async def report(
        self, report_id: int, viewer: Viewer, *, until: date | None = None, page: int = 0, size: int = DAYS_A_PAGE
    ) -> Replay | SuitabilityQuestion | Notice:
        """A confirmed report from its date to ``until`` (today) or its last settlement, as though it had been confirmed on its day.

        Figures are of closes; a day's change is the farthest of high and low, which the bot would have met at one of its
        looks at the quotes. Pages count from 0; before them (-1) stands the first with the chart above it.

        Raises:
            Refused: there is no such report, it was retracted, or it is not for this viewer.
        """
        async with self._store.snapshot() as tx:
            stored = await tx.reports.get(report_id)
            picks = await tx.reports.confirmed_picks(report_id=report_id)
            user = await tx.users.get(viewer.user_id)
        if stored is None or stored.state is not ReportState.CONFIRMED or stored.report.published is None:
            raise Refused("report_unknown")
        if (question := asked_first(stored, viewer)) is not None:
            return question
        published = stored.report.published
        last = until or self._clock.now().astimezone(SHANGHAI).date()
        if last < published:
            raise Refused("replay_before_report", day=published.isoformat())
        threshold = user.day_change if user else self._rules.day_change
        on_its_day = [
            replace(pick, confirmed_at=close_of(published, pick.pick.market), changed_at=None) for pick in picks
        ]
        history = await self._scoring.day_by_day(on_its_day, last, None if threshold is None else float(threshold))
        if not history.days:
            return Notice("replay_without_prices", {"title": stored.report.headline})
        history = _while_open(history)
        days = self._told(on_its_day, history)
        head, chart = head_of(stored), None
        if page < 0:
            chart = replay_chart(f"{head.broker} {head.published}", history.days, days, history.source)
        shown, page, pages = page_of([day for day in days if day.lines], max(page, 0), size)
        return Replay(
            head=head,
            first=days[0].session,
            last=days[-1].session,
            sessions=len(days),
            days_with_news=sum(bool(day.lines) for day in days),
            counts=_counted(line for day in days for line in day.lines),
            day_change=threshold,
            tally=Tally.of(scored.score for scored in history.days[days[-1].session]),
            days=tuple(shown),
            page=page,
            pages=pages,
            source=history.source,
            chart=chart,
        )

    def _told(self, picks: Sequence[ConfirmedPick], history: History) -> list[ReplayDay]:
        """Each session with its news; what was told once is not told again."""
        states: dict[int, PickState] = {}
        told: set[str] = set()
        moved: dict[date, list[Happened]] = {}
        by_symbol = {pick.pick.symbol: pick for pick in picks}
        for move in history.moves:
            moved.setdefault(move.session, []).append(self._moved(move, by_symbol[move.symbol], history.source.name))
        days = []
        for session, scored in sorted(history.days.items()):
            news = {each.cause: each.line for each in moved.get(session, []) + self._closed(scored, states)}
            days.append(ReplayDay(session, tuple(line for cause, line in news.items() if cause not in told)))
            told |= news.keys()
        return days

    def _closed(self, scored: Sequence[Scored], states: dict[int, PickState]) -> list[Happened]:
        happened, remembered = happened_at_close(scored, states, self._rules, self._reference.ref)
        states |= remembered
        return happened

    def _moved(self, move: Move, pick: ConfirmedPick, source: str) -> Happened:
        line = AlertLine(
            AlertKind.DAY_CHANGE,
            self._reference.ref(move.symbol),
            None,
            None,
            change=move.change,
            source=source,
        )
        direction = "up" if move.change > 0 else "down"
        cause = f"day:{move.symbol}:{move.session}:{direction}"
        return Happened(cause, close_of(move.session, pick.pick.market), pick, line)


def _while_open(history: History) -> History:
    """The days up to the last settlement: nobody was promised anything after it."""
    final = history.days[max(history.days)]
    ends = max((each.score.settles for each in final if each.score.settles is not None), default=date.max)
    return replace(history, days={day: scored for day, scored in history.days.items() if day <= ends})


def _counted(lines: Iterable[AlertLine]) -> tuple[tuple[AlertKind, int], ...]:
    return tuple(Counter(line.kind for line in lines).most_common())
