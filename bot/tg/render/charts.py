"""Charts: words in place of their codes, since the drawing process has no texts, and what stands under the picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar

from bot.domain.boards import ENOUGH, Grouping
from bot.services.views.charts import (
    BasketChart,
    BoardChart,
    CalibrationChart,
    ChartLine,
    ReplayChart,
    ReportChart,
    StockChart,
)
from bot.services.views.pieces import Source
from bot.tg.actions.callbacks import fits
from bot.tg.actions.views import ShowBoard, ShowReport
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import button
from bot.tg.render.boards import group_label
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import footer, name, source, source_name
from bot.tg.render.voice import Voice

_C = TypeVar("_C", StockChart, BasketChart, ReplayChart, ReportChart, BoardChart, CalibrationChart)


def _sourced(chart: _C, voice: Voice) -> _C:
    return replace(chart, source=replace(chart.source, name=source_name(chart.source, voice)))


@page.register
def _(view: StockChart, voice: Voice) -> Page:
    benchmark = voice.one_of("index", view.benchmark)
    lines = [name(view.security)]
    if view.sessions:
        since, until = voice.day(view.sessions[0]), voice.day(view.sessions[-1])
        lines.append(voice.say("chart-span", since=since, until=until, benchmark=benchmark))
    lines.append(source(view.source, voice))
    short = voice.one_of("index-short", view.benchmark)  # beside a line there is little room
    drawn = replace(_sourced(view, voice), benchmark=benchmark if short == view.benchmark else short)
    return _alone(join("\n", lines), drawn)


@page.register
def _(view: BasketChart, voice: Voice) -> Page:
    lines = tuple(ChartLine(_line(line.label, voice), line.values) for line in view.lines)
    return _alone(
        _over_time("chart-baskets", view.sessions, view.source, voice), replace(_sourced(view, voice), lines=lines)
    )


def _line(label: str, voice: Voice) -> str:
    return voice.one_of("kind", label) if label not in ("", "industry") else voice.label(f"line-{label or 'report'}")


@page.register
def _(view: ReplayChart, voice: Voice) -> Page:
    lanes = tuple(replace(lane, label=voice.one_of("lane", lane.label)) for lane in view.lanes)
    caption = _over_time("chart-replay", view.sessions, view.source, voice)
    return _alone(caption, replace(_sourced(view, voice), lanes=lanes))


def _over_time(key: str, sessions: tuple[date, ...], given: Source, voice: Voice) -> Html:
    since, until = voice.day(sessions[0]), voice.day(sessions[-1])
    return join("\n", [voice.say(key, since=since, until=until), source(given, voice)])


@page.register
def _(view: ReportChart, voice: Voice) -> Page:
    head = join("\n", [Html(f"<b>{escape(view.title)}</b>"), escape(view.report)])
    back = button(voice.label("button-show-report"), ShowReport(view.report_id))
    blocks = (head, voice.say("chart-report"), footer(view.source, (), voice))
    return Page(blocks, ((back,),), _sourced(view, voice), head)


@page.register
def _(view: BoardChart, voice: Voice) -> Page:
    title, note = _heading(f"board-title-{view.grouping}", "", view, voice)
    head = join("\n", [Html(f"<b>{escape(title)}</b>"), escape(note)])
    said = [voice.say("chart-board", enough=ENOUGH)]
    if view.left_out:
        said.append(voice.say("chart-board-more", n=view.left_out))
    rows = tuple(replace(row, label=group_label(row.label, view.grouping, voice)) for row in view.rows)
    drawn = replace(_sourced(view, voice), rows=rows, title=title, note=note)
    back = button(voice.label("button-show-board"), ShowBoard(view.grouping.value, view.origin.value))
    return Page((head, join("\n", said), footer(view.source, (), voice)), ((back,),), drawn, head)


@page.register
def _(view: CalibrationChart, voice: Voice) -> Page:
    title, note = _heading("board-title-rating", view.house, view, voice)
    head = join("\n", [Html(f"<b>{escape(title)}</b>"), escape(note)])
    rows = tuple(replace(row, label=voice.rating(row.label)) for row in view.rows)
    drawn = replace(_sourced(view, voice), rows=rows, title=title, note=note)
    blocks = (head, voice.say("chart-calibration", enough=ENOUGH), footer(view.source, (), voice))
    back = ShowBoard(Grouping.RATING.value, view.origin.value, 0, view.house)
    keyboard = ((button(voice.label("button-show-board"), back),),) if fits(back) else ()
    return Page(blocks, keyboard, drawn, head)


def _heading(key: str, of: str, view: BoardChart | CalibrationChart, voice: Voice) -> tuple[str, str]:
    """What is counted, and how much of it there is: the same words on the picture and under it."""
    return voice.label(key, of=of), voice.label(f"board-scope-{view.origin}", settled=view.settled, open=view.open)


def _alone(caption: Html, chart: _C) -> Page:
    """A picture with its caption; a card that stands under it takes both."""
    return Page((caption,), (), chart, caption)
