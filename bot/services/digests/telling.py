"""What digests say: the views of one chat, made from what it follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean

from bot.domain.digests import Block
from bot.domain.following import Topic
from bot.domain.scoring.results import Phase, PickScore
from bot.services.digests.content import Figures
from bot.services.research.charting import followed_chart
from bot.services.research.heads import head_of_pick, promise_of
from bot.services.scores.scoring import Scored, newest_close
from bot.services.views.charts import ReportChart
from bot.services.views.digests import (
    AlertCount,
    BasketChange,
    BoardChange,
    Digest,
    MorningDigest,
    Mover,
    NewReport,
    RatedPick,
    WeeklyDigest,
)
from bot.services.views.news import AlertKind, AlertLine
from bot.services.views.pieces import SecurityRef, Source

SHOWN = 5
MOST_REPORTS, MOST_PICKS = 6, 8
MOST_DOTS = 50  # a chart shows no more of them at once
AHEAD = timedelta(days=14)
UNMOVED = 0.00005  # shown as 0.00 %


@dataclass(frozen=True, slots=True)
class Telling:
    """Makes the views of one chat from what it follows; ``blocks`` are those that it wants."""

    mine: Sequence[Scored]
    blocks: frozenset[Block]
    qualified: bool
    figures: Figures
    naming: Callable[[str], SecurityRef]

    def morning(self, day: date, week_ends: date, since: datetime) -> MorningDigest | None:
        """What the session of a day brings; None where it brings nothing."""
        due = [
            (kind, when, line)
            for kind, when, line in self._ends(Phase.MATURING, Phase.PENDING, Phase.IN_WINDOW)
            if day <= when <= week_ends
        ]
        due = due if Block.DUE in self.blocks else []
        ratings = self._ratings(since) if Block.RATINGS in self.blocks else ()
        symbols = dict.fromkeys(each.score.symbol for each in self.mine if each.score.phase is not Phase.SETTLED)
        suspended = [symbol for symbol in symbols if symbol in self.figures.suspended]
        suspended = suspended if Block.SUSPENDED in self.blocks else []
        if not (due or ratings or suspended):
            return None
        return MorningDigest(
            day=day,
            since=since,
            settles=tuple(line for kind, _, line in due if kind is AlertKind.SETTLES_SOON),
            opens=tuple(line for kind, _, line in due if kind is AlertKind.WINDOW_OPENS),
            ratings=ratings,
            suspended=tuple(map(self.naming, suspended)),
            source=self._source(day),
        )

    def close(self, sessions: tuple[date, ...], alerts: Mapping[Topic, int]) -> Digest | None:
        """What the sessions brought; None where nothing followed has a figure, or there is nothing to say."""
        figures = self._newest()
        if not figures or not sessions:
            return None
        up, down = self._movers(figures)
        scores = [] if up or down else [each.score for each in figures]
        ranked = sorted(scores, key=lambda score: score.excess or 0.0, reverse=True)
        shown = min(SHOWN, (len(ranked) + 1) // 2)
        moves = Block.MOVERS in self.blocks
        running = _running(figures)
        digest = Digest(
            sessions=sessions,
            best=tuple(ranked[:shown]) if moves else (),
            worst=tuple(reversed(ranked[shown:][-shown:])) if moves else (),
            events=self._events(sessions) if Block.EVENTS in self.blocks else (),
            upcoming=self._upcoming(sessions[-1], sessions[-1] + AHEAD) if Block.AHEAD in self.blocks else (),
            securities=len(figures),
            open=len(running),
            mean_excess=fmean(running) if running else None,
            source=self._source(sessions[-1]),
            moved_up=up if moves else (),
            moved_down=down if moves else (),
            bands=self._bands() if Block.BANDS in self.blocks else (),
            alerts=_counts(alerts) if Block.ALERTS in self.blocks else (),
            chart=self._chart(figures, sessions[-1]),
        )
        said = (digest.best, digest.worst, digest.events, digest.upcoming, digest.moved_up, digest.moved_down)
        return digest if any((*said, digest.bands, digest.alerts, digest.chart)) else None

    def weekly(self, sessions: tuple[date, ...], until: date) -> WeeklyDigest | None:
        """What the week brought; None where there is nothing to say."""
        figures = self._newest()
        if not figures or not sessions:
            return None
        up, down = self._movers(figures) if Block.MOVERS in self.blocks else ((), ())
        running = _running(figures)
        changes = [change for each in figures if each.score.phase is not Phase.SETTLED for change in self._change(each)]
        verdicts = [line for line in self._events(sessions) if line.kind is AlertKind.SETTLED]
        digest = WeeklyDigest(
            sessions=sessions,
            until=until,
            verdicts=tuple(verdicts) if Block.VERDICTS in self.blocks else (),
            board=self._board() if Block.BOARD in self.blocks else (),
            moved_up=up,
            moved_down=down,
            baskets=self._baskets() if Block.BASKETS in self.blocks else (),
            upcoming=self._upcoming(sessions[-1], until) if Block.AHEAD in self.blocks else (),
            securities=len(figures),
            open=len(running),
            mean_excess=fmean(running) if running else None,
            mean_change=fmean(changes) if changes else None,
            source=self._source(sessions[-1]),
            chart=self._chart(figures, sessions[-1]),
        )
        said = (digest.verdicts, digest.board, up, down, digest.baskets, digest.upcoming, digest.chart)
        return digest if any(said) else None

    def _newest(self) -> list[Scored]:
        """The newest coverage of each security that has a figure: a stock in two reports moves once."""
        by_age = sorted(self.mine, key=lambda each: each.given.published)
        return list({each.score.symbol: each for each in by_age if each.score.excess is not None}.values())

    def _change(self, scored: Scored) -> tuple[float, ...]:
        """By how much the excess has changed since the close before; empty where it was not there."""
        before = self.figures.before.get(scored.pick.pick_id)
        if scored.score.excess is None or before is None or before.excess is None:
            return ()
        return (scored.score.excess - before.excess,)

    def _movers(self, figures: Sequence[Scored]) -> tuple[tuple[Mover, ...], tuple[Mover, ...]]:
        moved = [
            Mover(each.score, change) for each in figures for change in self._change(each) if abs(change) > UNMOVED
        ]
        moved.sort(key=lambda each: each.change, reverse=True)
        up = [each for each in moved if each.change > 0]
        down = [each for each in reversed(moved) if each.change < 0]
        return tuple(up[:SHOWN]), tuple(down[:SHOWN])

    def _bands(self) -> tuple[AlertLine, ...]:
        """Picks whose excess deserves another rating than at the close before."""
        found = []
        for each in _once_a_promise(self.mine):
            before = self.figures.before.get(each.pick.pick_id)
            if before is None or before.excess is None or each.score.phase is Phase.SETTLED:
                continue
            was, now = before.implied_rating or "", each.score.implied_rating or ""
            if was != now and each.score.excess is not None:
                found.append(self._line(AlertKind.BAND_CROSSED, each, was, now))
        return tuple(found)

    def _events(self, sessions: tuple[date, ...]) -> tuple[AlertLine, ...]:
        return tuple(
            self._line(kind, each)
            for each in _once_a_promise(self.mine)
            for kind, day in (
                (AlertKind.WINDOW_OPENS, each.score.window_opens),
                (AlertKind.SETTLED, each.score.settles),
            )
            if day is not None and sessions[0] <= day <= sessions[-1] and _reached(each.score, kind)
        )

    def _ends(self, *phases: Phase) -> Iterable[tuple[AlertKind, date, AlertLine]]:
        """The ends of horizons to come, of picks in these phases, the nearest first."""
        coming = [
            (kind, day, self._line(kind, each))
            for each in _once_a_promise(self.mine)
            for kind, day in (
                (AlertKind.WINDOW_OPENS, each.score.window_opens),
                (AlertKind.SETTLES_SOON, each.score.settles),
            )
            if day is not None and each.score.phase in phases and not (kind is AlertKind.WINDOW_OPENS and _single(each))
        ]
        return sorted(coming, key=lambda each: each[1])

    def _upcoming(self, today: date, until: date) -> tuple[AlertLine, ...]:
        phases = (Phase.PENDING, Phase.MATURING, Phase.IN_WINDOW)
        return tuple(line for _, day, line in self._ends(*phases) if today < day <= until)

    def _ratings(self, since: datetime) -> tuple[NewReport, ...]:
        """The reports that were confirmed since, the newest first; each security once."""
        reports: dict[int, dict[str, Scored]] = defaultdict(dict)
        for each in self.mine:
            if each.pick.confirmed_at > since:
                reports[each.pick.report_id].setdefault(each.score.symbol, each)
        newest = sorted(reports.values(), key=lambda found: _first(found).pick.confirmed_at, reverse=True)
        return tuple(
            NewReport(
                head_of_pick(_first(found).pick),
                tuple(map(self._rated, _rated_first(found.values())[:MOST_PICKS])),
                len(found),
            )
            for found in newest[:MOST_REPORTS]
        )

    def _rated(self, scored: Scored) -> RatedPick:
        pick = scored.pick.pick
        return RatedPick(self.naming(pick.symbol), pick.kind, pick.rating, pick.rating_change)

    def _board(self) -> tuple[BoardChange, ...]:
        """The houses followed whose standing the week has changed."""
        brokers = {each.pick.report.broker for each in self.mine}
        changes = self.figures.changes.get(self.qualified, ())
        return tuple(each for each in changes if brokers & each.names)

    def _baskets(self) -> tuple[BasketChange, ...]:
        """The reports that have not settled, those first whose basket moved most."""
        reports: dict[int, dict[str, Scored]] = defaultdict(dict)
        for each in self.mine:
            if each.score.excess is not None:
                reports[each.pick.report_id].setdefault(each.score.symbol, each)
        found = [
            self._basket(list(basket.values()))
            for basket in reports.values()
            if any(each.score.phase is not Phase.SETTLED for each in basket.values())
        ]
        return tuple(sorted(found, key=lambda each: abs(each.change or 0.0), reverse=True)[:SHOWN])

    def _basket(self, scored: Sequence[Scored]) -> BasketChange:
        changes = [change for each in scored for change in self._change(each)]
        mean = fmean(each.score.excess for each in scored if each.score.excess is not None)
        # only where each security was there before is the difference of the means a change of the basket
        change = fmean(changes) if len(changes) == len(scored) else None
        return BasketChange(head_of_pick(scored[0].pick), len(scored), mean, change)

    def _chart(self, figures: Sequence[Scored], day: date) -> ReportChart | None:
        """Everything followed as dots, where a picture of it can be read."""
        if Block.CHART not in self.blocks or not 1 < len(figures) <= MOST_DOTS:
            return None
        return followed_chart([each.score for each in figures], self._source(day))

    def _source(self, day: date) -> Source:
        newest = newest_close(each.score for each in self.mine) or day
        return Source(next((each.source for each in self.mine), ""), min(newest, day))

    def _line(self, kind: AlertKind, scored: Scored, before: str = "", after: str = "") -> AlertLine:
        security = self.naming(scored.pick.pick.symbol)
        return AlertLine(kind, security, head_of_pick(scored.pick), scored.score, before=before, after=after)


def _counts(alerts: Mapping[Topic, int]) -> tuple[AlertCount, ...]:
    return tuple(AlertCount(topic, count) for topic, count in sorted(alerts.items()) if count)


def _running(figures: Iterable[Scored]) -> list[float]:
    """Settled and open are never mixed (METHODOLOGY 6)."""
    scores = (each.score for each in figures)
    return [each.excess for each in scores if each.excess is not None and each.phase is not Phase.SETTLED]


def _first(found: Mapping[str, Scored]) -> Scored:
    return next(iter(found.values()))


def _rated_first(found: Iterable[Scored]) -> list[Scored]:
    return sorted(found, key=lambda each: (each.pick.pick.rating_change is None, each.pick.pick.rating is None))


def _single(scored: Scored) -> bool:
    """A horizon of one month count has no window of its own (METHODOLOGY 4)."""
    return scored.score.window_opens == scored.score.settles


def _reached(score: PickScore, kind: AlertKind) -> bool:
    if kind is AlertKind.SETTLED:
        return score.verdict is not None
    return score.phase in (Phase.IN_WINDOW, Phase.SETTLED)


def _once_a_promise(scored: Sequence[Scored]) -> list[Scored]:
    """What a report says of a security in several segments is one promise, unless kind or rating differ."""
    return list({promise_of(each.pick): each for each in scored}.values())
