"""The evening digest: which sessions, the movers, what happened, what comes next."""

from __future__ import annotations

from bot.services.views import Digest
from bot.tg import numbers
from bot.tg.i18n import Html, join
from bot.tg.keyboards import button
from bot.tg.render.alerts import event_blocks
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import footer, score_lines
from bot.tg.render.voice import Voice
from bot.tg.view_actions import ShowReports, ShowSettlements, ShowWatchlist

MOST_UPCOMING = 8


@page.register
def _(view: Digest, voice: Voice) -> Page:
    blocks = [_heading(view, voice)]
    if view.events:
        blocks += event_blocks(view.events, voice)
    for key, scores in (("digest-best", view.best), ("digest-worst", view.worst)):
        if scores:
            blocks.append(join("\n", [voice.say(key), *(score_lines(score, voice) for score in scores)]))
    if view.upcoming:
        first, *rest = event_blocks(view.upcoming, voice, MOST_UPCOMING)
        blocks += [join("\n", [voice.say("digest-upcoming"), first]), *rest]
    figures = [*view.best, *view.worst, *(line.score for line in view.events if line.score)]
    blocks.append(footer(view.source, figures, voice, pushed=True))
    buttons = (
        button(voice.label("button-watchlist"), ShowWatchlist()),
        button(voice.label("button-calendar"), ShowSettlements()),
        button(voice.label("button-reports"), ShowReports()),
    )
    return Page(tuple(blocks), (buttons,))


def _heading(view: Digest, voice: Voice) -> Html:
    first, last, *_ = (min(view.sessions), max(view.sessions)) if view.sessions else (None, None)
    if first == last:
        lines = [voice.say("digest-title", day=voice.day(last))]
    else:
        since, until = voice.day(first), voice.day(last)
        lines = [voice.say("digest-title-several", since=since, until=until, n=len(view.sessions))]
    if view.mean_excess is None:
        lines.append(voice.say("digest-size", n=view.securities))
    else:
        lines.append(
            voice.say("digest-size-mean", n=view.securities, open=view.open, excess=numbers.moved(view.mean_excess))
        )
    return join("\n", lines)
