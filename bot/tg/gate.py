"""The gate: who writes is known before any handler runs, and who has no access gets one answer."""

from __future__ import annotations

import logging
from typing import Protocol, runtime_checkable

from telegram import Chat, ChatMember, ChatMemberUpdated, Update, User
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.services.access.people import Refused, Viewer
from bot.services.operation.failures import reference_of
from bot.services.views.pieces import Notice
from bot.store.errors import StoreBusy
from bot.tg import groups
from bot.tg.context import Context, name_of, reply, stop_spinning
from bot.tg.handlers import channels
from bot.tg.handlers.people import admitted
from bot.tg.haste import hasty

_log = logging.getLogger(__name__)


@runtime_checkable
class Leaving(Protocol):
    """What handles updates, and can leave one unfinished."""

    def leave(self, update_id: int) -> None:
        """It was not handled."""
        ...


@runtime_checkable
class Again(Protocol):
    """What queues updates, and can queue one once more."""

    async def again(self, update: Update) -> None:
        """In a while."""
        ...


async def enter(update: Update, context: Context) -> None:
    """Put the viewer into the context; private chats and groups are served.

    Raises:
        ApplicationHandlerStop: nothing more is to be done about this update.
    """
    user, chat = update.effective_user, update.effective_chat
    if user is not None and update.inline_query is not None:
        context.viewer = await context.services.people.look(user.id, name_of(user), user.language_code)
        return
    if _own_card(update, context):
        raise ApplicationHandlerStop
    if chat is not None and chat.type == chat.CHANNEL:
        await channels.enter(update, chat, context)
        raise ApplicationHandlerStop
    if chat is not None and chat.type in (chat.GROUP, chat.SUPERGROUP):
        await groups.enter(update, chat, context)
        return
    if user is None or chat is None or chat.type != chat.PRIVATE or _left(update.my_chat_member):
        if user is not None and chat is not None and chat.type == chat.PRIVATE and _left(update.my_chat_member):
            await context.services.people.left(user.id)
        raise ApplicationHandlerStop
    context.viewer = await _arrived(user, chat, context)
    if update.my_chat_member is not None:  # whoever has let the bot in again has not asked anything yet
        raise ApplicationHandlerStop
    if await hasty(update, context) or await _let_in(update, context):
        raise ApplicationHandlerStop
    if context.viewer.role is None:
        await stop_spinning(update)
        await reply(update, context, context.services.people.welcome(context.viewer))
        raise ApplicationHandlerStop


async def explain(update: object, context: Context) -> None:
    """Answer what a handler could not do: one sentence for a refusal, a general one (and a log) for a failure."""
    error = context.error
    if isinstance(error, (Forbidden, RetryAfter)) or (
        isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    ):
        _log.warning("an answer did not arrive: %s", error)  # another one would go the same way
        return
    if isinstance(error, StoreBusy) and isinstance(update, Update) and _later(update, context):
        _log.warning("an update is handled later: %s", error)
        return
    if not isinstance(error, Refused):
        _log.error("an update could not be handled", exc_info=error)
    if not isinstance(update, Update) or update.effective_user is None or update.effective_chat is None:
        return
    notice = error.notice if isinstance(error, Refused) else _failed(error)
    try:
        # PTB gives an error a context of its own, without the viewer
        if update.effective_chat.type != Chat.PRIVATE:
            viewer = await context.services.groups.visited(update.effective_chat.id, update.effective_chat.title or "")
            if viewer is None:
                return
            context.viewer = groups.in_topic(viewer, update)
            notice = context.services.groups.refusal(error) if isinstance(error, Refused) else notice
            await reply(update, context, notice, edit=False)  # the message that was tapped is everybody's
            return
        context.viewer = await _arrived(update.effective_user, update.effective_chat, context)
        # what was tapped stays where nothing is wrong with it: a draft's card is the way back to the draft
        await reply(update, context, notice, edit=isinstance(error, Refused))
    except TelegramError as failure:
        _log.warning("an answer did not arrive: %s", failure)


def _failed(error: Exception | None) -> Notice:
    """One sentence with the reference under which an administrator finds the rest."""
    return Notice("internal_failure", {"reference": reference_of(error)}) if error else Notice("internal_error")


def _later(update: Update, context: Context) -> bool:
    """Leave an update in the inbox and queue it again; False where the application keeps no such inbox."""
    application = context.application
    processor, queue = application.update_processor, application.update_queue
    if not (isinstance(processor, Leaving) and isinstance(queue, Again)):
        return False
    processor.leave(update.update_id)
    context.face.background.start(queue.again(update))
    return True


async def _arrived(user: User, chat: Chat, context: Context) -> Viewer:
    return await context.services.people.arrive(user.id, name_of(user), user.language_code, chat.id)


async def _let_in(update: Update, context: Context) -> bool:
    """Whether the update was an invitation; what is wrong with one is said here, where whoever comes is known already."""
    try:
        return await admitted(update, context)
    except Refused as refused:
        await reply(update, context, refused.notice)
        return True


def _own_card(update: Update, context: Context) -> bool:
    """Whether somebody sent a card of ours, found by an inline query, into the chat with the bot: it asks nothing."""
    message = update.message
    return message is not None and message.via_bot is not None and message.via_bot.id == context.bot.id


def _left(change: ChatMemberUpdated | None) -> bool:
    """Whether somebody has blocked the bot."""
    return change is not None and change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT)
