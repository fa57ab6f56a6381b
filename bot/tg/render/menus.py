"""The menu of all that can be asked for, and the nearest choices where somebody was not understood."""

from __future__ import annotations

from bot.services.views.guesses import Menu, Nearest, NeedQuestion, NeedRef
from bot.tg.actions.callbacks import fits
from bot.tg.actions.needs import OpenNeed
from bot.tg.actions.views import ShowBoard, ShowReport
from bot.tg.keyboards import Button, button, in_rows, stack
from bot.tg.needs import BY_NAME, Need, needs_of
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import chosen, short_symbol
from bot.tg.render.voice import Voice

PER_ROW = 3


@page.register
def _(view: Menu, voice: Voice) -> Page:
    shown = [
        need
        for need in needs_of(editor=view.editor, owner=view.owner, group=view.group)
        if need.name not in ("start", "menu")
    ]
    return Page((voice.say("menu-title"),), in_rows([_button(need, voice) for need in shown], PER_ROW))


@page.register
def _(view: Nearest, voice: Voice) -> Page:
    blocks = [voice.say(view.said.key, **view.said.args)]
    if not view:
        return Page(tuple(blocks), (menu_row(voice),))
    blocks.append(voice.say("nearest"))
    stocks = [
        button(f"{each.name} {short_symbol(each.symbol)}", chosen(view.then, each.symbol)) for each in view.securities
    ]
    reports = [button(f"#{each.report_id} {each.title}", ShowReport(each.report_id)) for each in view.reports]
    boards = [
        button(voice.label("nearest-broker", broker=broker), to)
        for broker in view.brokers
        if fits(to := ShowBoard("rating", "forward", 0, broker))
    ]
    needs = [_reached(each, voice) for each in view.needs if fits(OpenNeed(each.need, each.argument))]
    choices = stack(in_rows(stocks, 2), in_rows(reports, 1), in_rows(boards, 1), in_rows(needs, 2))
    return Page(tuple(blocks), stack(choices, (menu_row(voice),)))


@page.register
def _(view: NeedQuestion, voice: Voice) -> Page:
    choices = BY_NAME[view.need].choices
    buttons = [button(voice.label(f"choice-{view.need}-{each}"), OpenNeed(view.need, each)) for each in choices]
    return Page((voice.say(f"ask-need-{view.need}"),), in_rows(buttons, 2))


def menu_row(voice: Voice) -> tuple[Button, ...]:
    """The way to everything, for under whatever leads no further."""
    return (button(voice.label("need-menu"), OpenNeed("menu")),)


def _reached(wanted: NeedRef, voice: Voice) -> Button:
    label = voice.label(f"need-{wanted.need}")
    return button(f"{label} {wanted.argument}".strip(), OpenNeed(wanted.need, wanted.argument))


def _button(need: Need, voice: Voice) -> Button:
    return button(voice.label(f"need-{need.name}"), OpenNeed(need.name))
