"""/errors, /jobs and /broadcast, for owners, and their buttons."""

from __future__ import annotations

import re
from dataclasses import replace

from telegram import Update

from bot.services.access.people import Refused, Viewer
from bot.services.house import Services
from bot.services.views import View
from bot.services.views.broadcasts import Audience
from bot.tg.actions.administration import (
    AdminAction,
    BroadcastAction,
    ForgetFailure,
    GetFailure,
    RunJob,
    SendBroadcast,
    SetAudience,
    ShowBroadcast,
    ShowBroadcasts,
    ShowFailures,
    ShowJob,
    ShowJobs,
    ShowText,
    StopBroadcast,
)
from bot.tg.context import Context, reply
from bot.tg.i18n import LANGUAGES

_COMMAND = re.compile(r"^/\w+(?:@\w+)?\s*")


async def errors(update: Update, context: Context) -> None:
    """``/errors``: what the program has logged as failed."""
    await reply(update, context, await context.services.failures.page(context.viewer))


async def jobs(update: Update, context: Context) -> None:
    """``/jobs``: what each job did last and does next."""
    await reply(update, context, await context.services.jobs.page(context.viewer))


async def broadcast(update: Update, context: Context) -> None:
    """``/broadcast [TEXT]``: what was written to many, or a new text, first shown as it will be read."""
    message, broadcasts = update.message, context.services.broadcasts
    if message is None or not context.argument:
        await reply(update, context, await broadcasts.page(context.viewer))
        return
    written, card = await broadcasts.write(_COMMAND.sub("", message.text_html), context.viewer)
    viewer = context.viewer
    for language in LANGUAGES if written.english else (viewer.language,):
        context.viewer = replace(viewer, language=language)
        await reply(update, context, written)
    context.viewer = viewer
    await reply(update, context, card)


async def tapped(action: AdminAction, services: Services, viewer: Viewer) -> View:
    """What a button of an administrator gives.

    Raises:
        Refused: it cannot be done.
    """
    match action:
        case ShowFailures(page):
            return await services.failures.page(viewer, page)
        case GetFailure(reference):
            return await services.failures.details(reference, viewer)
        case ForgetFailure(reference, page):
            return await services.failures.forget(reference, viewer, page)
        case ShowJobs(page):
            return await services.jobs.page(viewer, page)
        case ShowJob(name):
            return await services.jobs.card(name, viewer)
        case RunJob(name, sure):
            return await (services.jobs.started if sure else services.jobs.question)(name, viewer)
        case _:
            return await _of_broadcasts(action, services, viewer)


async def _of_broadcasts(action: BroadcastAction, services: Services, viewer: Viewer) -> View:
    broadcasts = services.broadcasts
    match action:
        case ShowBroadcasts(page):
            return await broadcasts.page(viewer, page)
        case ShowBroadcast(number):
            return await broadcasts.card(number, viewer)
        case ShowText(number):
            return await broadcasts.text(number, viewer)
        case SetAudience(number, audience):
            if audience not in set(Audience):
                raise Refused("old_button")
            return await broadcasts.choose(number, Audience(audience), viewer)
        case SendBroadcast(number):
            return await broadcasts.send(number, viewer)
        case StopBroadcast(number):
            return await broadcasts.stop(number, viewer)
