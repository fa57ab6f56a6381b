"""Help: what it is about, and one topic of it, so that nobody has to read a wall."""

from __future__ import annotations

from bot.services.views.people import Help, HelpTopic
from bot.tg.actions.views import ShowHelp
from bot.tg.i18n import join
from bot.tg.keyboards import button, in_rows, stack
from bot.tg.needs import Need, needs_of
from bot.tg.render.dispatch import page
from bot.tg.render.menus import menu_row
from bot.tg.render.message import Page
from bot.tg.render.voice import Voice

_EXPLAINED = (HelpTopic.ADDING, HelpTopic.FIGURES)


@page.register
def _(view: Help, voice: Voice) -> Page:
    lines = _lines(view)
    topics = [each for each in HelpTopic if lines[each] or each is HelpTopic.FIGURES]
    if view.topic is None or view.topic not in topics:
        buttons = [button(voice.label(f"help-topic-{each}"), ShowHelp(each)) for each in topics]
        return Page((voice.say("help-title"), voice.say("help-plain")), stack(in_rows(buttons, 2), (menu_row(voice),)))
    blocks = [voice.say("help-heading", topic=voice.label(f"help-topic-{view.topic}"))]
    blocks += [voice.say(f"help-how-{view.topic}")] if view.topic in _EXPLAINED else []
    blocks += [join("\n", [voice.say(f"help-{need.name}") for need in lines[view.topic]])] if lines[view.topic] else []
    return Page(tuple(blocks), ((button(voice.label("help-back"), ShowHelp()), *menu_row(voice)),))


def _lines(view: Help) -> dict[HelpTopic, list[Need]]:
    needs = [need for need in needs_of(editor=view.editor, owner=view.owner) if need.help]
    return {topic: [need for need in needs if need.topic is topic] for topic in HelpTopic}
