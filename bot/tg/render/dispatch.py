"""From a view to messages: one function for each kind of view, registered by the modules of this folder."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch

from bot.domain.han import to_traditional
from bot.services.views import View
from bot.services.views.people import SettingsView
from bot.tg.i18n import LANGUAGES, TRADITIONAL, Html, Texts
from bot.tg.render.message import Message, Page, messages
from bot.tg.render.voice import Voice


@singledispatch
def page(view: object, voice: Voice) -> Page:
    """The blocks and buttons of a view; other ways out (inline results, digests) take the blocks from here too.

    Raises:
        TypeError: nothing renders such a view.
    """
    raise TypeError(f"nothing renders a {type(view).__name__} in {voice.language}")


def render(view: View, texts: Texts, language: str) -> tuple[Message, ...]:
    """The messages of a view, each within Telegram's limits, in the order in which they are sent."""
    if isinstance(view, SettingsView):
        language = view.language  # who has just changed it reads the answer in the new one
    if language != TRADITIONAL:
        return messages(page(view, Voice(texts, language)))
    return tuple(map(_in_traditional, messages(page(view, Voice(texts, LANGUAGES[0])))))


def _in_traditional(message: Message) -> Message:
    """The same message for who reads Traditional characters; pictures keep theirs, whose letters are a subset."""
    rows = tuple(tuple(replace(each, label=to_traditional(each.label)) for each in row) for row in message.keyboard)
    return replace(message, html=Html(to_traditional(message.html)), keyboard=rows)


def marked_as_repeat(first: Message, texts: Texts, language: str) -> Message:
    """The message with a word before it that it may have arrived already."""
    return Message(Html(f"{texts.text(language, 'repeated')}\n{first.html}"), first.keyboard, first.chart)
