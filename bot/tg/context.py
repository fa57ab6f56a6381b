"""What a handler gets: the services, who looks, and a way to answer."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from telegram import Message as SentMessage
from telegram import Update, User
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError
from telegram.ext import Application, CallbackContext, ExtBot

from bot.services.access.people import Viewer
from bot.services.background import Background
from bot.services.house import Services
from bot.services.views import View
from bot.tg.i18n import Texts
from bot.tg.needs import legible
from bot.tg.outcomes import patiently
from bot.tg.render import Message, render
from bot.tg.sender import Sender

if TYPE_CHECKING:  # it knows groups, which know this
    from bot.tg.updates import InOrderByChat


@dataclass(frozen=True, slots=True)
class Face:
    """What the handlers share."""

    services: Services
    texts: Texts
    sender: Sender
    background: Background


class Context(CallbackContext["Bot", dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """PTB's context with the viewer, whom the gate has put here before any handler runs."""

    viewer: Viewer

    @property
    def face(self) -> Face:
        """What the handlers share."""
        return cast("Face", self.bot_data[FACE])

    @property
    def services(self) -> Services:
        """The use cases."""
        return self.face.services

    @property
    def argument(self) -> str:
        """What stands behind the command."""
        return legible(" ".join(self.args or ())).strip()


Bot: TypeAlias = ExtBot[None]
PickwatchApplication: TypeAlias = Application[Bot, Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], None]
FACE = "face"


async def reply(update: Update, context: Context, view: View, *, edit: bool = True) -> None:
    """Answer with a view: a tap edits the message it was made on (unless not to), everything else gets a new one."""
    messages = render(view, context.face.texts, context.viewer.language)
    if edit and len(messages) == 1 and _is_text(messages[0]) and await _edit(update, context, messages[0]):
        return
    for message in messages:
        if not _is_text(message):
            processor = cast("InOrderByChat", context.application.update_processor)
            action = ChatAction.UPLOAD_PHOTO if message.chart else ChatAction.UPLOAD_DOCUMENT
            processor.busy.turns_to(context.viewer.chat_id, action)
        await context.services.pacer.reply()
        await context.face.sender.send_message(
            context.viewer.chat_id,
            message,
            context.viewer.language,
            patient=True,
            thread_id=context.viewer.thread_id,
        )


def name_of(user: User) -> str:
    """What somebody is called; a deleted account has no name any more."""
    return user.full_name or str(user.id)


def _is_text(message: Message) -> bool:
    return message.chart is None and message.document is None


async def stop_spinning(update: Update) -> None:
    """Tell the phone that a tap has arrived; one made before a restart is too old for that, and is handled all the same."""
    if update.callback_query is not None:
        with contextlib.suppress(TelegramError):
            await update.callback_query.answer()


async def _edit(update: Update, context: Context, message: Message) -> bool:
    """Put the view into the message that was tapped; False where that cannot be edited any more."""
    query = update.callback_query
    if query is None or not isinstance(query.message, SentMessage) or query.message.text is None:
        return False
    markup = context.face.sender.markup(message)
    await context.services.pacer.reply()
    try:
        await patiently(lambda: query.edit_message_text(message.html, reply_markup=markup), context.services.clock)
    except BadRequest as error:
        # a second tap on the same button shows what stands there already
        return "not modified" in str(error).lower()
    return True
