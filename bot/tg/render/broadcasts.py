"""Broadcasts: as they are read, and as administrators steer them."""

from __future__ import annotations

from bot.domain.sessions import SHANGHAI
from bot.services.views.broadcasts import Announcement, Audience, BroadcastCard, BroadcastLine, BroadcastList
from bot.tg.actions.administration import (
    SendBroadcast,
    SetAudience,
    ShowBroadcast,
    ShowBroadcasts,
    ShowText,
    StopBroadcast,
)
from bot.tg.i18n import Html, join
from bot.tg.keyboards import button, in_rows, pager, stack
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.voice import Voice

MINUTE = 60


@page.register
def _(view: Announcement, voice: Voice) -> Page:
    text = view.english if voice.language == "en" and view.english else view.markup
    return Page((Html(text),))  # Telegram's own markup of what an owner wrote


@page.register
def _(view: BroadcastList, voice: Voice) -> Page:
    blocks = [voice.say("broadcasts-title"), *(_line(each, voice) for each in view.lines)]
    buttons = [button(f"#{each.number}", ShowBroadcast(each.number)) for each in view.lines]
    turn = pager(view.page, view.pages, view.total, ShowBroadcasts)
    return Page(tuple(blocks), stack(in_rows(buttons, 5), turn))


@page.register
def _(view: BroadcastCard, voice: Voice) -> Page:
    line = view.line
    shown = button(voice.label("button-broadcast-text"), ShowText(line.number))
    every = button(voice.label("button-broadcasts"), ShowBroadcasts())
    if line.confirmed is not None:
        again = button(voice.label("button-job-refresh"), ShowBroadcast(line.number))
        stop = button(voice.label("button-broadcast-stop"), StopBroadcast(line.number), "danger")
        row = (again, stop) if line.waiting else (again,)
        return Page((_line(line, voice),), (row, (shown, every)))
    send = button(voice.label("button-broadcast-send", n=line.recipients), SendBroadcast(line.number), "primary")
    others = tuple(
        button(voice.label(f"audience-{each}"), SetAudience(line.number, each))
        for each in Audience
        if each is not line.audience
    )
    question = voice.say("broadcast-ask", minutes=max(1, round(line.ends_in / MINUTE)))
    return Page((_line(line, voice), question), (others, (send,) if line.recipients else (), (shown, every)))


def _line(line: BroadcastLine, voice: Voice) -> Html:
    lines = [
        voice.say(
            "broadcast-line",
            number=line.number,
            time=f"{line.written.astimezone(SHANGHAI):%m-%d %H:%M}",
            audience=voice.label(f"audience-{line.audience}"),
            n=line.recipients,
        ),
        voice.say("broadcast-two" if line.two_languages else "broadcast-one"),
    ]
    if line.confirmed is None:
        lines.append(voice.say("broadcast-draft"))
        return join("\n", lines)
    lines.append(voice.say("broadcast-progress", sent=line.sent, waiting=line.waiting, failed=line.failed))
    if line.stopped is not None:
        lines.append(voice.say("broadcast-stopped", time=f"{line.stopped.astimezone(SHANGHAI):%m-%d %H:%M}"))
    elif line.waiting:
        lines.append(voice.say("broadcast-ends", minutes=max(1, round(line.ends_in / MINUTE))))
    else:
        lines.append(voice.say("broadcast-through"))
    return join("\n", lines)
