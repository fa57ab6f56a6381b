"""python-telegram-bot alone: what any application of its kind costs, to be measured beside ours."""

from __future__ import annotations

import sys

from telegram import InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.ext import ApplicationBuilder, CallbackContext, InlineQueryHandler, MessageHandler, filters
from telegram.request import HTTPXRequest

AT_ONCE = 32  # updates side by side, as in bot/tg/updates.py


async def ok(update: Update, _context: CallbackContext) -> None:  # type: ignore[type-arg] # it holds nothing
    """Say so."""
    if update.message is not None:
        await update.message.reply_text("ok")


async def page(update: Update, _context: CallbackContext) -> None:  # type: ignore[type-arg] # it holds nothing
    """One result."""
    if update.inline_query is not None:
        await update.inline_query.answer([InlineQueryResultArticle("1", "ok", InputTextMessageContent("ok"))])


def main(url: str, token: str) -> None:
    """Until somebody ends it."""
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{url}/bot")
        .request(HTTPXRequest(connection_pool_size=16, httpx_kwargs={"trust_env": False}))
        .get_updates_request(HTTPXRequest(httpx_kwargs={"trust_env": False}))
        .concurrent_updates(AT_ONCE)
        .job_queue(None)
        .build()
    )
    application.add_handler(MessageHandler(filters.ALL, ok))
    application.add_handler(InlineQueryHandler(page))
    application.run_polling()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
