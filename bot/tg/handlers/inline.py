"""``@bot NAME`` in any chat: cards to send there."""

from __future__ import annotations

import logging

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest

from bot.services.views.sharing import SharedCards
from bot.tg.actions.callbacks import is_number
from bot.tg.context import Context
from bot.tg.links import INLINE_LINK, stock_link
from bot.tg.needs import legible
from bot.tg.render.inline import InlineCard, inline_card

_log = logging.getLogger(__name__)


async def query(update: Update, context: Context) -> None:
    """Answer with a page of cards; one for every person alone, since access, language and what is followed differ."""
    asked = update.inline_query
    if asked is None:
        return
    start = int(asked.offset) if is_number(asked.offset) else 0
    found = await context.services.sharing.find(legible(asked.query), context.viewer, start)
    cards = [inline_card(each, context.face.texts, context.viewer.language) for each in found.cards]
    try:
        await asked.answer(
            [_result(card, context.bot.username) for card in cards],
            cache_time=found.seconds,
            is_personal=True,
            # none after the last page: with defaults PTB turns an empty string into a list of nothing
            next_offset=None if found.following is None else str(found.following),
            button=_hint(found, context),
        )
    except BadRequest as error:  # typed on meanwhile, or asked before a restart: nobody waits for it any more
        _log.info("an inline query was not answered: %s", error)


def _result(card: InlineCard, username: str) -> InlineQueryResultArticle:
    link = InlineKeyboardButton(card.label, url=f"https://t.me/{username}?start={card.start}")
    return InlineQueryResultArticle(
        card.start,
        card.title,
        InputTextMessageContent(card.html),
        reply_markup=InlineKeyboardMarkup([[link]]),
        description=card.description,
    )


def _hint(found: SharedCards, context: Context) -> InlineQueryResultsButton | None:
    """A way into the bot where there is nothing to show."""
    texts, language = context.face.texts, context.viewer.language
    if not found.allowed:
        return InlineQueryResultsButton(texts.plain(language, "inline-start"), start_parameter=INLINE_LINK)
    if found.certain is not None:
        label = texts.plain(language, "inline-look", name=found.certain.name)
        return InlineQueryResultsButton(label, start_parameter=stock_link(found.certain.symbol))
    if not found.cards and found.following is None:
        return InlineQueryResultsButton(texts.plain(language, "inline-nothing"), start_parameter=INLINE_LINK)
    return None
