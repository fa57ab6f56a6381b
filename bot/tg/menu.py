"""The command menu, in every language; sent to Telegram only when it has changed."""

from __future__ import annotations

import logging

from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.tg.i18n import LANGUAGES, Texts
from bot.tg.needs import BY_NAME, NEEDS, For, InGroups

_log = logging.getLogger(__name__)

COMMANDS = tuple(need.name for need in NEEDS if need.listed and need.whose is For.EVERYBODY)
GROUP_COMMANDS = tuple(name for name in COMMANDS if BY_NAME[name].groups is not InGroups.NOBODY)


async def set_menu(bot: ExtBot[None], texts: Texts) -> None:
    """Give Telegram the commands with their descriptions; English where a user's language is neither.

    The bot works without: what fails is logged and tried again at the next start.
    """
    menus = ((BotCommandScopeAllPrivateChats(), COMMANDS), (BotCommandScopeAllGroupChats(), GROUP_COMMANDS))
    try:
        for scope, names in menus:
            for language in (
                *LANGUAGES,
                None,
            ):  # Telegram takes two letters or none: zh-hans and zh-hant share one menu
                commands = [BotCommand(name, texts.plain(language or "en", f"command-{name}")) for name in names]
                if tuple(commands) != tuple(await bot.get_my_commands(scope, language)):
                    await bot.set_my_commands(commands, scope, language)
    except TelegramError as error:
        _log.warning("the menu of commands could not be set: %s", error)
