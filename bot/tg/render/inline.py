"""Cards as results of an inline query: one message each, for a chat where nobody need know the bot."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.han import to_traditional
from bot.services.views.cards import CoverageCard, ReportCard
from bot.services.views.sharing import SharedCard
from bot.tg.i18n import LANGUAGES, TRADITIONAL, Html, Texts, escape, join
from bot.tg.links import report_link, stock_link
from bot.tg.render.coverage import line_block
from bot.tg.render.dispatch import page
from bot.tg.render.message import ENTITIES, RESERVE_ENTITIES, measure
from bot.tg.render.pieces import SEP, excess, footer, kind, name, short_symbol, standing
from bot.tg.render.voice import Voice

LONGEST = 1500  # UTF-16 units: fifty results travel together, and a card among other people's messages is short
DESCRIPTION = 120  # characters; a phone shows two lines


@dataclass(frozen=True, slots=True)
class InlineCard:
    """A result: what the list shows, the message it sends, and the start parameter that its one button opens."""

    title: str
    description: str
    html: Html
    label: str
    start: str


def inline_card(shared: SharedCard, texts: Texts, language: str) -> InlineCard:
    """A shared card in a language; figures stand on it as on the card in the chat, with the same footer."""
    if language == TRADITIONAL:
        card = inline_card(shared, texts, LANGUAGES[0])
        words = (to_traditional(each) for each in (card.title, card.description, card.html, card.label))
        title, description, html_, label = words
        return InlineCard(title, description, Html(html_), label, card.start)
    voice = Voice(texts, language)
    match shared.card:
        case CoverageCard():
            return _stock(shared.card, shared.more, voice)
        case ReportCard():
            return _report(shared.card, shared.more, voice)


def _stock(card: CoverageCard, more: int, voice: Voice) -> InlineCard:
    head = join("\n", [name(card.security), voice.say("coverage-count", n=len(card.lines) + more)])
    blocks = [line_block(line, voice) for line in card.lines]
    newest = card.lines[0]
    said = (
        newest.head.broker,
        voice.day(newest.head.published),
        kind(newest.kind, newest.rating, voice),
        _plain(excess(newest.score, voice)),
        _plain(standing(newest.score, voice)),
    )
    return InlineCard(
        _cut(f"{card.security.name} {short_symbol(card.security.symbol)}"),
        _cut(SEP.join(said)),
        _message(head, blocks, more, footer(card.source, [line.score for line in card.lines], voice), voice),
        voice.label("inline-open"),
        stock_link(card.security.symbol),
    )


def _report(card: ReportCard, more: int, voice: Voice) -> InlineCard:
    head, *blocks, foot = page(card, voice).blocks
    said = (card.head.broker, voice.day(card.head.published), voice.label("reports-picks", picks=card.picks))
    return InlineCard(
        _cut(_plain(escape(card.head.title)) or voice.label("head-untitled")),
        _cut(SEP.join(said)),
        _message(head, blocks, more, foot, voice),
        voice.label("inline-open"),
        report_link(card.head.report_id),
    )


def _message(head: Html, blocks: Sequence[Html], more: int, foot: Html, voice: Voice) -> Html:
    """Head and foot with as many blocks between them as there is room for; at least one of them says something."""
    for count in range(len(blocks), -1, -1):
        left = more + len(blocks) - count
        rest = [voice.say("inline-more", n=left)] if left else []
        whole = join("\n\n", [head, *blocks[:count], *rest, foot])
        units, entities = measure(whole)
        if units <= LONGEST and entities <= ENTITIES - RESERVE_ENTITIES:
            return whole
    return join("\n\n", [head, foot])


def _plain(text: Html) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def _cut(text: str) -> str:
    return text if len(text) <= DESCRIPTION else text[: DESCRIPTION - 1] + "…"
