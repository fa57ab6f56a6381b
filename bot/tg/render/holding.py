"""What was held back: a line or two of each message with its own time, and each whole on a tap."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.services.messages.codec import load_view
from bot.services.views.holding import Held, HeldItem, HeldPage
from bot.tg.actions.views import ShowHeld
from bot.tg.i18n import Html, join
from bot.tg.keyboards import button, pager, stack
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.voice import Voice

MOST = 20
LINES = 4  # of each message: what it is about, and the first thing that happened with its figures


@page.register
def _(view: Held, voice: Voice) -> Page:
    if len(view.items) == 1:
        return _whole(view.items[0], view.zone, voice)
    title = voice.say(f"held-{view.because}", n=len(view.items))
    blocks = [title, *(_brief(each, view.zone, voice) for each in view.items[:MOST])]
    if len(view.items) > MOST:
        blocks.append(voice.say("held-more", n=len(view.items) - MOST))
    blocks.append(voice.say("footer-risk-line"))
    return Page(tuple(blocks), ((button(voice.label("button-held"), ShowHeld(view.number)),),))


@page.register
def _(view: HeldPage, voice: Voice) -> Page:
    whole = _whole(view.item, view.zone, voice)
    turn = pager(view.page, view.pages, None, lambda to: ShowHeld(view.number, to))
    return Page(whole.blocks, stack(turn, whole.keyboard))


def _brief(item: HeldItem, zone: str, voice: Voice) -> Html:
    lines = [line for block in _page(item, voice).blocks for line in block.split("\n") if line.strip()]
    return Html(f"{_time(item.at, zone, voice)}\n{join(chr(10), [Html(line) for line in lines[:LINES]])}")


def _whole(item: HeldItem, zone: str, voice: Voice) -> Page:
    inner = _page(item, voice)
    return Page((_time(item.at, zone, voice), *inner.blocks), inner.keyboard)


def _page(item: HeldItem, voice: Voice) -> Page:
    try:
        return page(load_view(item.payload), voice)
    except ValueError:  # written by a version with other views
        return Page((voice.say("held-unreadable"),))


def _time(at: datetime, zone: str, voice: Voice) -> Html:
    return voice.say("held-at", time=f"{at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}")
