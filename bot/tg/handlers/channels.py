"""/channels: channels as targets, looked after from a private chat; and what Telegram says of the bot in a channel."""

from __future__ import annotations

import contextlib
import logging
import re

from telegram import Chat, ChatMember, ChatMemberAdministrator, Update
from telegram.error import TelegramError

from bot.domain.following import TargetKind
from bot.services.access.people import Refused, Viewer
from bot.services.house import Services
from bot.services.views import View
from bot.services.views.pieces import Notice, Target
from bot.tg.actions import callbacks
from bot.tg.actions import channels as actions
from bot.tg.actions.views import ShowCoverage, ShowReport
from bot.tg.context import Context, reply
from bot.tg.links import report_link, stock_link

_log = logging.getLogger(__name__)
_CHAT = re.compile(r"-[0-9]{1,16}")


async def channels(update: Update, context: Context) -> None:
    """``/channels``: the channels that one looks after."""
    await reply(update, context, await context.services.channels.page(context.viewer))


async def tapped(action: actions.ChannelAction, services: Services, viewer: Viewer) -> View:
    """What a button about channels gives; one that asks for a text waits for it.

    Raises:
        Refused: the viewer does not look after the channel, or the button carries what nobody wrote.
    """
    mine = services.channels
    match action:
        case actions.ShowChannels():
            return await mine.page(viewer)
        case actions.ShowChannel(chat):
            return await mine.card(number(chat), viewer)
        case actions.AskChannelFollow(chat):
            question = await mine.question(number(chat), viewer)
            await services.asking.wait_for(viewer, callbacks.encode(action))
            return question
        case actions.ChannelFollows(chat, kind, ref):
            return await mine.follow(number(chat), Target(_kind(kind), ref), viewer)
        case actions.CopyToChannel(chat):
            return await mine.copy(number(chat), viewer)
        case actions.EndChannelFollow(chat, follow_id):
            return await mine.end(number(chat), follow_id, viewer)
        case actions.SetChannelLanguage(chat, language) if language in ("zh", "en"):
            return await mine.set_language(number(chat), language, viewer)
        case actions.QualifyChannel(chat, yes):
            return await mine.qualify(number(chat), viewer, qualified=yes)
        case actions.RemoveChannel(chat, sure):
            return await (mine.remove if sure else mine.removal)(number(chat), viewer)
        case _:
            raise Refused("old_button")


async def typed(text: str, asked: str, services: Services, viewer: Viewer) -> View | None:
    """The answer to what a channel is to follow; None where something else was asked."""
    action = callbacks.decode(asked)
    if not isinstance(action, actions.AskChannelFollow):
        return None
    found = await services.channels.typed(number(action.chat), text, viewer)
    await services.asking.forget(viewer)
    return found


async def leave(action: object, context: Context) -> None:
    """Leave a channel that was removed; one that the bot is not in any more is left already."""
    if isinstance(action, actions.RemoveChannel) and action.sure:
        with contextlib.suppress(TelegramError):
            await context.bot.leave_chat(number(action.chat))


async def enter(update: Update, chat: Chat, context: Context) -> None:
    """What happens in a channel: the bot comes or goes, or somebody taps on what it has posted; nothing is read there."""
    if update.callback_query is not None:
        await _tap(update, context)
        return
    change, user = update.my_chat_member, update.effective_user
    if change is None or user is None:
        return
    member = change.new_chat_member
    if member.status != ChatMember.ADMINISTRATOR:
        await context.services.channels.left(chat.id)
        return
    may_post = isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)
    by = await context.services.people.look(user.id, user.full_name, user.language_code)
    try:
        await context.services.channels.added(
            chat.id, chat.title or "", by, may_post=may_post, update_id=update.update_id
        )
    except Refused as refused:
        _log.info("channel %s is left: %s", chat.id, refused)
        with contextlib.suppress(TelegramError):
            await context.bot.leave_chat(chat.id)


def number(chat: str) -> int:
    """The id of a channel that a button carries.

    Raises:
        Refused: it is none.
    """
    if not _CHAT.fullmatch(chat):
        raise Refused("old_button")
    return int(chat)


async def _tap(update: Update, context: Context) -> None:
    """A post is everybody's, so that nothing in it changes: a stock or a report opens in one's own chat with the bot."""
    query = update.callback_query
    if query is None:
        return
    action = callbacks.decode(query.data or "")
    link = None
    if isinstance(action, ShowCoverage):
        link = stock_link(action.symbol)
    elif isinstance(action, ShowReport):
        link = report_link(action.report_id)
    try:
        if link is not None:
            await query.answer(url=f"https://t.me/{context.bot.username}?start={link}")
            return
        language = query.from_user.language_code or ""
        known = "zh" if language.lower().startswith("zh") else "en"
        await query.answer(context.face.texts.plain(known, Notice("only_in_private").key), show_alert=True)
    except TelegramError as error:
        _log.info("a tap was not answered: %s", error)


def _kind(kind: str) -> TargetKind:
    try:
        return TargetKind(kind)
    except ValueError:
        raise Refused("old_button") from None
