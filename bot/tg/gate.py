"""The gate: who writes is known before any handler runs, and who has no access gets one answer."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from bot.services.people import Refused
from bot.services.views import Notice
from bot.tg.context import Context, reply

_log = logging.getLogger(__name__)


async def enter(update: Update, context: Context) -> None:
    """Put the viewer into the context; private chats alone are served."""
    user, chat = update.effective_user, update.effective_chat
    if user is None or chat is None or chat.type != chat.PRIVATE:
        raise ApplicationHandlerStop
    context.viewer = await context.services.people.arrive(user.id, user.full_name, user.language_code, chat.id)
    if context.viewer.role is None:
        if update.callback_query is not None:
            await update.callback_query.answer()
        await reply(update, context, context.services.people.welcome(context.viewer))
        raise ApplicationHandlerStop


async def explain(update: object, context: Context) -> None:
    """Answer what a handler could not do: one sentence for a refusal, a general one (and a log) for a failure."""
    error = context.error
    if not isinstance(error, Refused):
        _log.error("an update could not be handled", exc_info=error)
    if not isinstance(update, Update) or not hasattr(context, "viewer"):
        return
    await reply(update, context, error.notice if isinstance(error, Refused) else Notice("internal_error"))
