"""A replay: the sum of what would have been told, then the sessions with news, a few a page."""

from __future__ import annotations

from bot.services.views.replays import Replay, ReplayDay
from bot.tg import numbers
from bot.tg.actions.callbacks import Subscribe
from bot.tg.actions.views import ShowReplay, ShowReport
from bot.tg.i18n import Html, join
from bot.tg.keyboards import button, pager, stack
from bot.tg.render.alerts import event_blocks
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import footer, head_block, title
from bot.tg.render.reports import tally_lines
from bot.tg.render.voice import Voice

MOST_LINES = 4  # of one day: the replay shows what a day was about, not all of it


@page.register
def _(view: Replay, voice: Voice) -> Page:
    report_id = view.head.report_id
    blocks = [head_block(view.head, voice), _sum(view, voice), *(_day(each, voice) for each in view.days)]
    scores = [line.score for day in view.days for line in day.lines if line.score]
    blocks.append(footer(view.source, scores, voice))
    follow = button(voice.label("button-subscribe-report"), Subscribe("report", str(report_id)), "primary")
    back = button(voice.label("button-show-report"), ShowReport(report_id))
    pages = pager(view.page, view.pages, view.days_with_news, lambda to: ShowReplay(report_id, to))
    keyboard = stack(pages, ((follow, back),))
    if view.chart is None:
        return Page(tuple(blocks), keyboard)
    above = page(view.chart, voice)
    return Page(tuple(blocks), keyboard, above.chart, join("\n", [title(view.head, voice), above.blocks[0]]))


def _sum(view: Replay, voice: Voice) -> Html:
    lines = [
        voice.say("replay-title", since=voice.day(view.first), until=voice.day(view.last)),
        voice.say("replay-size", sessions=view.sessions, days=view.days_with_news),
    ]
    lines += [voice.say("replay-count", kind=voice.label(f"replay-{kind}"), n=count) for kind, count in view.counts]
    if standing := tally_lines(view.tally, voice):
        lines += [voice.say("replay-standing", day=voice.day(view.last)), *standing]
    if view.day_change is None:
        lines.append(voice.say("replay-how"))
    else:
        lines.append(voice.say("replay-how-moves", change=numbers.share(float(view.day_change))))
    return join("\n", lines)


def _day(day: ReplayDay, voice: Voice) -> Html:
    heading = voice.say("replay-day", day=voice.day(day.session))
    return join("\n", [heading, *event_blocks(day.lines, voice, MOST_LINES, whose=False)])
