"""The gate of groups: only commands and mentions are answered, and who may change something is asked of Telegram."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import get_args

from telegram import Chat, ChatMember, Message, MessageEntity, Update, User
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.services.access.people import Refused, Viewer
from bot.services.lists.words import read_list_wish
from bot.services.views.pieces import Notice
from bot.tg.actions import callbacks as actions
from bot.tg.actions import digests as digest_actions
from bot.tg.actions import views as shows
from bot.tg.actions.following import FollowAction, ShowSubscriptions
from bot.tg.actions.lists import ListChanges, ListReads
from bot.tg.actions.needs import OpenNeed
from bot.tg.context import Context, name_of, reply
from bot.tg.handlers.digests import chooses
from bot.tg.handlers.research import without_mention
from bot.tg.haste import hasty
from bot.tg.needs import BY_COMMAND, BY_NAME, Asked, InGroups, asked_in_words

_log = logging.getLogger(__name__)

_READS = (
    shows.ShowCoverage,
    shows.ShowStockChart,
    shows.ShowTimeline,
    shows.ShowBoard,
    shows.ShowDissent,
    shows.ShowReport,
    shows.ShowReplay,
    shows.ShowBaskets,
    shows.ShowSettlements,
    shows.ShowReports,
    shows.ShowWatchlist,
    shows.ShowDigest,
    *get_args(ListReads),
    ShowSubscriptions,
    digest_actions.ShowDigestOf,
    digest_actions.ShowDigests,
    actions.Nothing,
    actions.Stale,
)
_STEERS = (
    actions.Subscribe,
    actions.Unsubscribe,
    FollowAction,
    actions.ChangeSetting,
    actions.PushHere,
    actions.ShowSettings,
    *get_args(ListChanges),
    digest_actions.ShowDigestCard,
    digest_actions.SetDigestTime,
    digest_actions.ToggleBlock,
    digest_actions.ShowZones,
    digest_actions.SetZone,
)


async def enter(update: Update, chat: Chat, context: Context) -> None:
    """Put the group into the context as the viewer.

    Raises:
        ApplicationHandlerStop: nothing more is to be done about this update.
    """
    if update.my_chat_member is not None:
        await _membership(update, chat, context)
        raise ApplicationHandlerStop
    if (move := _move(update.message)) is not None:
        await context.services.groups.moved(*move)
        raise ApplicationHandlerStop
    if update.callback_query is None and not _meant(update.message, context.bot.username):
        raise ApplicationHandlerStop
    viewer = await context.services.groups.visited(chat.id, chat.title or "")
    if viewer is None:
        raise ApplicationHandlerStop
    context.viewer = in_topic(viewer, update)
    if await hasty(update, context):
        raise ApplicationHandlerStop
    refusal = await _refusal(update, chat, context)
    if refusal is not None:
        await _refuse(update, context, refusal)
        raise ApplicationHandlerStop


def in_topic(viewer: Viewer, update: Update) -> Viewer:
    """The viewer in the topic of a forum in which he asks; a reply in another group has a thread too, and no topic."""
    message = update.effective_message
    topic = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    return replace(viewer, thread_id=topic)


def concerns(update: Update) -> bool:
    """Whether an update of a group can be for the bot at all: what people say to one another is not even stored."""
    if update.message is None:
        return True
    kinds = {entity.type for entity in update.message.entities}
    asked = MessageEntity.BOT_COMMAND in kinds or MessageEntity.MENTION in kinds
    return asked or _move(update.message) is not None


def _move(message: Message | None) -> tuple[int, int] | None:
    """The old and the new id of a group that became a supergroup; both chats say so, and chats are served side by side."""
    if message is None:
        return None
    if message.migrate_to_chat_id is not None:
        return message.chat_id, message.migrate_to_chat_id
    return None if message.migrate_from_chat_id is None else (message.migrate_from_chat_id, message.chat_id)


async def _membership(update: Update, chat: Chat, context: Context) -> None:
    """Added, it says what it does, or goes again where nobody with access has added it; removed, it is quiet."""
    change, user = update.my_chat_member, update.effective_user
    if change is None or user is None:
        return
    there = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER)
    if change.new_chat_member.status not in there:
        await context.services.people.left(chat.id)
        return
    if change.old_chat_member.status in there:
        return
    by = await context.services.people.look(user.id, name_of(user), user.language_code)
    try:
        context.viewer, welcome = await context.services.groups.added(chat.id, chat.title or "", by)
    except Refused as refused:
        context.viewer = Viewer(chat.id, chat.id, chat.title or "", by.language, None)
        await reply(update, context, refused.notice)
        await context.bot.leave_chat(chat.id)
        return
    await reply(update, context, welcome)


def _meant(message: Message | None, username: str) -> bool:
    if message is None or not message.text:
        return False
    called = {word.lower() for word in message.parse_entities([MessageEntity.MENTION]).values()}
    return _command(message, username) is not None or f"@{username}".lower() in called


def _command(message: Message | None, username: str) -> str | None:
    """The command at the beginning of a message; one without a name behind it may be any bot's and must be one of ours."""
    first = message.entities[0] if message is not None and message.entities else None
    if message is None or first is None or first.type != MessageEntity.BOT_COMMAND or first.offset:
        return None
    name, _, whose = message.parse_entity(first)[1:].partition("@")
    name = name.lower()
    known = name in BY_COMMAND
    return name if whose.lower() == username.lower() or (not whose and known) else None


async def _refusal(update: Update, chat: Chat, context: Context) -> Notice | None:
    """Why the one who asks gets nothing; None where he may."""
    user = update.effective_user
    if update.callback_query is None:
        asked = _asked(update.message, context.bot.username)
        steers, reads = asked is not None and _steers(asked), asked is None or _open(asked)
    else:
        action = actions.decode(update.callback_query.data or "")
        if isinstance(action, actions.Qualify):
            owner = context.services.people.is_owner(user.id if user else None)
            return None if owner else Notice("only_owners_decide")
        if isinstance(action, OpenNeed) and action.name in BY_NAME:
            tapped = Asked(BY_NAME[action.name], action.argument)
            steers, reads = _steers(tapped), _open(tapped)
        else:
            reads = isinstance(action, _READS)
            steers = isinstance(action, _STEERS) and not reads
    if not steers and not reads:
        return Notice("only_in_private")
    return Notice("only_group_admins") if steers and not await _administers(update, user, chat) else None


def _asked(message: Message | None, username: str) -> Asked | None:
    """What is asked for, by a command or in words."""
    text = (message.text if message else None) or ""
    if (command := _command(message, username)) is not None:
        need = BY_COMMAND.get(command)
        return None if need is None else Asked(need, text.partition(" ")[2])
    return asked_in_words(without_mention(text, username))


def _open(asked: Asked) -> bool:
    """Whether it is to be had in groups at all."""
    return asked.need.groups is not InGroups.NOBODY


def _steers(asked: Asked) -> bool:
    """Whether it changes what the group has set; lists and digests are shown to everybody and changed by administrators."""
    match asked.need.name:
        case "list":
            return read_list_wish(asked.argument).members != ""
        case "digest":
            return chooses(asked.argument)
        case _:
            return asked.need.groups is InGroups.ADMINISTRATORS


async def _administers(update: Update, user: User | None, chat: Chat) -> bool:
    """Whether Telegram calls him an administrator of the group; an anonymous one writes in the group's own name."""
    message = update.message
    if message is not None and message.sender_chat is not None and message.sender_chat.id == chat.id:
        return True
    if user is None:
        return False
    member = await chat.get_member(user.id)
    return member.status in (ChatMember.ADMINISTRATOR, ChatMember.OWNER)


async def _refuse(update: Update, context: Context, notice: Notice) -> None:
    """A tap is refused to the one who tapped alone: the message it was made on is everybody's."""
    if update.callback_query is None:
        await reply(update, context, notice)
        return
    text = context.face.texts.plain(context.viewer.language, notice.key, **notice.args)
    try:
        await update.callback_query.answer(text, show_alert=True)
    except TelegramError as error:
        _log.info("a tap was not answered: %s", error)
