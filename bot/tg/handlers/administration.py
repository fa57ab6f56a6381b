"""/errors and /jobs, for owners, and their buttons."""

from __future__ import annotations

from telegram import Update

from bot.services.house import Services
from bot.services.people import Viewer
from bot.services.views import View
from bot.tg.admin_actions import AdminAction, ForgetFailure, GetFailure, RunJob, ShowFailures, ShowJob, ShowJobs
from bot.tg.context import Context, reply


async def errors(update: Update, context: Context) -> None:
    """``/errors``: what the program has logged as failed."""
    await reply(update, context, await context.services.failures.page(context.viewer))


async def jobs(update: Update, context: Context) -> None:
    """``/jobs``: what each job did last and does next."""
    await reply(update, context, await context.services.jobs.page(context.viewer))


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
