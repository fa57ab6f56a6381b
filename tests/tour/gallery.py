"""Each kind of message there is, by the samples that the tests of rendering use."""

from __future__ import annotations

from typing import Literal, TypeAlias

from bot.sandbox.entities import as_html
from bot.sandbox.html import parse
from bot.services.views import View
from bot.tg.charts import ChartStyle, draw
from bot.tg.i18n import Texts
from bot.tg.render import Message, render
from tests.texts import shipped
from tests.tour.pages import Bubble, Key, Scene
from tests.unit.tg.views import VIEWS

Language: TypeAlias = Literal["zh", "en"]


def gallery(language: Language) -> list[Scene]:
    """One scene a sample, in the samples' order."""
    texts = shipped()
    return [_scene(name, view, texts, language) for name, view in VIEWS.items()]


def _scene(name: str, view: View, texts: Texts, language: Language) -> Scene:
    return Scene(name, tuple(_bubble(each, language) for each in render(view, texts, language)))


def _bubble(message: Message, language: Language) -> Bubble:
    return Bubble(
        text=as_html(parse(message.html)),
        keys=tuple(tuple(Key(each.label) for each in row) for row in message.keyboard),
        picture=draw(message.chart, ChartStyle(language=language)) if message.chart else None,
        file=message.document.name if message.document else "",
    )
