"""/start, /help, /settings, /privacy, /cancel, and what is none of the commands."""

from __future__ import annotations

from telegram import Update

from bot.services.views.guesses import Menu
from bot.services.views.people import Help, Privacy
from bot.services.views.pieces import Notice
from bot.tg.actions.lists import OpenShared
from bot.tg.actions.views import ShowCoverage, ShowReport
from bot.tg.context import Context, reply
from bot.tg.links import open_link


async def start(update: Update, context: Context) -> None:
    """``/start [LINK]``: greets, or opens the report, stock or list that a deep link names."""
    match open_link(context.argument):
        case ShowReport(report_id, page):
            await reply(update, context, await context.services.research.report(report_id, context.viewer, page))
        case ShowCoverage(symbol, page):
            await reply(update, context, await context.services.research.coverage(symbol, context.viewer, page))
        case OpenShared(token, page):
            await reply(update, context, await context.services.lists.opened(context.viewer, token, page))
        case _:
            welcome = context.services.groups.welcome if context.viewer.chat_id < 0 else context.services.people.welcome
            await reply(update, context, welcome(context.viewer))


async def show_help(update: Update, context: Context) -> None:
    """``/help``: the commands."""
    await reply(update, context, Help(editor=context.viewer.may_edit, owner=context.viewer.owns))


async def menu(update: Update, context: Context) -> None:
    """``/menu``: everything, as buttons."""
    viewer = context.viewer
    await reply(update, context, Menu(viewer.may_edit, viewer.owns, viewer.chat_id < 0))


async def settings(update: Update, context: Context) -> None:
    """``/settings``: language, digest, day changes, suitability."""
    await reply(update, context, await context.services.people.settings(context.viewer))


async def sources(update: Update, context: Context) -> None:
    """``/sources``: how the sources of prices do; for owners."""
    await reply(update, context, context.services.sources.view(context.viewer))


async def queue(update: Update, context: Context) -> None:
    """``/queue``: the messages on their way and those that were given up; for owners."""
    await reply(update, context, await context.services.queue.view(context.viewer))


async def privacy(update: Update, context: Context) -> None:
    """``/privacy``: what is stored."""
    await reply(update, context, Privacy())


async def cancel(update: Update, context: Context) -> None:
    """``/cancel``: the next text is no answer any more; other questions stand under their own messages."""
    waited = await context.services.asking.forget(context.viewer)
    await reply(update, context, Notice("cancelled" if waited else "nothing_to_cancel"))


async def nothing_to_read(update: Update, context: Context) -> None:
    """A sticker, a voice, a place: answered, so that nobody waits for more."""
    await reply(update, context, Notice("nothing_to_read"))
