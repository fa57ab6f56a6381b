"""Who asks more often than the settings allow is told once when to go on, and not answered until then."""

from __future__ import annotations

from telegram import Update

from bot.services.access.people import Refused
from bot.tg.context import Context, reply, stop_spinning


async def hasty(update: Update, context: Context) -> bool:
    """Whether this is one question too many; whoever asks stands in the context already."""
    user, services = update.effective_user, context.services
    if user is None or services.people.is_owner(user.id):
        return False
    try:
        if services.allowances.hear(user.id):
            return False
    except Refused as refused:
        await reply(update, context, refused.notice, edit=False)
    await stop_spinning(update)
    return True
