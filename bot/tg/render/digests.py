"""The three digests: which day or sessions, what happened, what moved, what comes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.scoring.results import PickScore
from bot.services.views.charts import ReportChart
from bot.services.views.digests import (
    BasketChange,
    BoardChange,
    Digest,
    MorningDigest,
    Mover,
    NewReport,
    RatedPick,
    WeeklyDigest,
)
from bot.services.views.news import AlertLine
from bot.tg import numbers
from bot.tg.actions.digests import ShowDigests
from bot.tg.actions.views import ShowReport, ShowReports, ShowSettlements, ShowWatchlist
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import Keyboard, button, in_rows
from bot.tg.render.alerts import event_blocks
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import (
    SEP,
    excess,
    facts,
    footer,
    kind,
    name,
    of_score,
    score_lines,
    source_name,
    standing,
)
from bot.tg.render.voice import Voice

MOST_UPCOMING = 8
MOST_REPORTS = 4
ENOUGH = 10  # judged episodes below which a share says nothing (METHODOLOGY 6)


@page.register
def _(view: MorningDigest, voice: Voice) -> Page:
    title = [voice.say("digest-morning-title", day=voice.day(view.day))]
    if view.announced is not None:
        title.append(voice.say("digest-announced", at=moment(view.announced.at, view.announced.zone, voice)))
    due = (*view.settles, *view.opens)
    if due:
        today = sum(1 for line in due if view.day in _ends(line))
        title.append(voice.say("digest-morning-due", today=today, week=len(due)))
    blocks = [join("\n", title), *event_blocks(due, voice, MOST_UPCOMING)]
    if view.ratings:
        since = voice.say("digest-ratings", since=moment(view.since, "Asia/Shanghai", voice))
        blocks.append(join("\n", [since, *(_new_report(each, voice) for each in view.ratings)]))
    if view.suspended:
        names = voice.listing(f"{each.name} {each.symbol.partition('.')[0]}" for each in view.suspended)
        blocks.append(voice.say("digest-suspended", names=names))
    blocks.append(footer(view.source, [line.score for line in due if line.score], voice, pushed=True))
    reports = [
        button(f"{each.head.broker} {voice.day(each.head.published)}", ShowReport(each.head.report_id))
        for each in view.ratings[:MOST_REPORTS]
    ]
    rows = tuple(tuple(reports[start : start + 2]) for start in range(0, len(reports), 2))
    return Page(tuple(blocks), (*rows, *_below(voice)))


@page.register
def _(view: Digest, voice: Voice) -> Page:
    heading = _heading("digest-title", view.sessions, view.securities, view.open, view.mean_excess, voice)
    blocks = [heading, *event_blocks((*view.events, *view.bands), voice)]
    blocks += _movers(view.moved_up, view.moved_down, voice)
    for key, scores in (("digest-best", view.best), ("digest-worst", view.worst)):
        if scores:
            blocks.append(join("\n", [voice.say(key), *(score_lines(score, voice) for score in scores)]))
    if view.alerts:
        counts = voice.listing(voice.label(f"digest-alert-{each.topic}", n=each.count) for each in view.alerts)
        blocks.append(voice.say("digest-alerts", counts=counts))
    blocks += _upcoming("digest-upcoming", view.upcoming, voice)
    figures = [*view.best, *view.worst, *_scores(view.moved_up, view.moved_down, (*view.events, *view.bands))]
    blocks.append(footer(view.source, figures, voice, pushed=True))
    return _page(blocks, view.chart, heading, voice)


@page.register
def _(view: WeeklyDigest, voice: Voice) -> Page:
    heading = _heading("digest-weekly-title", view.sessions, view.securities, view.open, view.mean_excess, voice)
    if view.mean_change is not None:
        heading = join("\n", [heading, voice.say("digest-mean-change", points=_points(view.mean_change, voice))])
    blocks = [heading, *event_blocks(view.verdicts, voice)]
    if view.board:
        blocks.append(join("\n", [voice.say("digest-board"), *(_house(each, voice) for each in view.board)]))
    blocks += _movers(view.moved_up, view.moved_down, voice)
    if view.baskets:
        blocks.append(join("\n", [voice.say("digest-baskets"), *(_basket(each, voice) for each in view.baskets)]))
    blocks += _upcoming("digest-next-week", view.upcoming, voice)
    figures = _scores(view.moved_up, view.moved_down, view.verdicts)
    blocks.append(footer(view.source, figures, voice, pushed=True))
    return _page(blocks, view.chart, heading, voice)


def moment(at: datetime, zone: str, voice: Voice) -> str:
    """A day and time as a clock in the zone shows them."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{voice.day(local.date())} {local:%H:%M}"


def _page(blocks: list[Html], chart: ReportChart | None, heading: Html, voice: Voice) -> Page:
    drawn = None
    if chart is not None:
        shown = replace(chart.source, name=source_name(chart.source, voice))
        drawn = replace(chart, title=voice.label("chart-followed"), source=shown)
    return Page(tuple(blocks), _below(voice), drawn, heading)


def _below(voice: Voice) -> Keyboard:
    ways = (
        button(voice.label("button-watchlist"), ShowWatchlist()),
        button(voice.label("button-calendar"), ShowSettlements()),
        button(voice.label("button-reports"), ShowReports()),
        button(voice.label("button-digests"), ShowDigests()),
    )
    return in_rows(ways, len(ways))


def _heading(
    key: str, sessions: Sequence[date], securities: int, running: int, mean: float | None, voice: Voice
) -> Html:
    first, last = min(sessions), max(sessions)
    if first == last:
        lines = [voice.say(key, day=voice.day(last))]
    else:
        since, until = voice.day(first), voice.day(last)
        lines = [voice.say(f"{key}-several", since=since, until=until, n=len(sessions))]
    if mean is None:
        lines.append(voice.say("digest-size", n=securities))
    else:
        lines.append(voice.say("digest-size-mean", n=securities, open=running, excess=numbers.moved(mean)))
    return join("\n", lines)


def _movers(up: Sequence[Mover], down: Sequence[Mover], voice: Voice) -> list[Html]:
    return [
        join("\n", [voice.say(key), *(_mover(each, voice) for each in movers)])
        for key, movers in (("digest-up", up), ("digest-down", down))
        if movers
    ]


def _mover(mover: Mover, voice: Voice) -> Html:
    """Two lines: who, and by how much; excess to date and standing."""
    score = mover.score
    words = escape(SEP.join([kind(score.kind, score.rating, voice), _points(mover.change, voice)]))
    return Html(f"{name(of_score(score))} {words}\n{excess(score, voice)}{SEP}{standing(score, voice)}")


def _points(change: float, voice: Voice) -> str:
    """A change of an excess, signed: ``▲ 1.2 个百分点``."""
    mark = numbers.UP if change > 0 else numbers.DOWN
    return f"{mark}{numbers.TOGETHER}{voice.points(change)}"


def _upcoming(key: str, lines: tuple[AlertLine, ...], voice: Voice) -> list[Html]:
    if not lines:
        return []
    first, *rest = event_blocks(lines, voice, MOST_UPCOMING)
    return [join("\n", [voice.say(key), first]), *rest]


def _ends(line: AlertLine) -> tuple[date | None, ...]:
    return () if line.score is None else (line.score.settles, line.score.window_opens)


def _new_report(report: NewReport, voice: Voice) -> Html:
    """Title, facts, and what it says of which securities."""
    said = voice.listing(_rated(each, voice) for each in report.picks)
    rest = report.securities - len(report.picks)
    if rest > 0:
        said = voice.label("digest-and-more", said=said, n=report.securities)
    title = Html(f"<b>{escape(report.head.title or voice.label('head-untitled'))}</b>")
    return join("\n", [title, facts(report.head, voice), escape(said)])


def _rated(pick: RatedPick, voice: Voice) -> str:
    said = kind(pick.kind, pick.rating, voice)
    if pick.rating and pick.change is not None:
        said = voice.label(f"rated-{pick.change}", rating=said)
    return f"{pick.security.name} {said}"


def _house(change: BoardChange, voice: Voice) -> Html:
    """Met of judged, now and before; as a share once there are enough."""
    key = "digest-house" if change.judged < ENOUGH else "digest-house-share"
    return voice.say(
        key,
        house=change.house,
        met=change.met,
        judged=change.judged,
        share=numbers.share(change.met / change.judged),
        before=f"{change.met_before}/{change.judged_before}",
    )


def _basket(basket: BasketChange, voice: Voice) -> Html:
    figure = voice.say("digest-basket", n=basket.securities, excess=numbers.moved(basket.mean))
    if basket.change is not None:
        figure = join(SEP, [figure, escape(_points(basket.change, voice))])
    head = escape(f"{basket.head.broker} {voice.day(basket.head.published)} {basket.head.title}")
    return join("\n", [head, figure])


def _scores(up: Iterable[Mover], down: Iterable[Mover], lines: Iterable[AlertLine]) -> list[PickScore]:
    return [*(each.score for each in (*up, *down)), *(line.score for line in lines if line.score)]
