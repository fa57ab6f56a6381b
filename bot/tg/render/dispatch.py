"""From a view to messages: one function for each kind of view, registered by the modules of this folder."""

from __future__ import annotations

from functools import singledispatch

from bot.services.views import View
from bot.tg.i18n import Html, Texts
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
    return messages(page(view, Voice(texts, language)))


def marked_as_repeat(first: Message, texts: Texts, language: str) -> Message:
    """The message with a word before it that it may have arrived already."""
    return Message(Html(f"{texts.text(language, 'repeated')}\n{first.html}"), first.keyboard, first.chart)
