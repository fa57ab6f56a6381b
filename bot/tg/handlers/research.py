"""/coverage, /report, /scoreboard, /watchlist, and names typed as plain text."""

from __future__ import annotations

import re

from telegram import Update

from bot.domain.boards import Grouping
from bot.domain.names import Found, Unclear
from bot.domain.securities import Security
from bot.services.views import View
from bot.services.views.exports import ExportChoices
from bot.services.views.guesses import Nearest
from bot.services.views.pieces import Notice, SecurityChoices, SecurityRef
from bot.tg.actions.callbacks import is_number
from bot.tg.context import Context, reply
from bot.tg.handlers import lists

LONGEST_NAME = 40  # characters; what is longer is a sentence
_GROUPINGS = {
    "analyst": Grouping.ANALYST,
    "分析师": Grouping.ANALYST,
    "industry": Grouping.INDUSTRY,
    "行业": Grouping.INDUSTRY,
    "side": Grouping.SIDE,
    "方向": Grouping.SIDE,
    "kind": Grouping.KIND,
    "类型": Grouping.KIND,
}


async def coverage(update: Update, context: Context) -> None:
    """``/coverage NAME``: who covers a stock, and how it has gone."""
    if not context.argument:
        await reply(update, context, Notice("command_needs_name", {"command": "coverage"}))
        return
    unknown = Notice("stock_unknown", {"query": context.argument})
    await reply(update, context, await coverage_of(context.argument, context, unknown))


async def named(typed: str, context: Context) -> View | None:
    """The list of one's own, or the card of the security, whose whole name or code was typed; None for anything else."""
    if (listed := await lists.named_so(typed, context.services, context.viewer)) is not None:
        return listed
    security = context.services.lookup.exact(typed) if len(typed) <= LONGEST_NAME else None
    if security is None:
        return None
    return await _card(security, context)


def without_mention(text: str, username: str) -> str:
    """What is asked of the bot in a group, where it is called by its name."""
    return re.sub(rf"@{re.escape(username)}(?![A-Za-z0-9_])", " ", text, flags=re.IGNORECASE)


async def report(update: Update, context: Context) -> None:
    """``/report [NUMBER]``: a report's card, or the list of reports."""
    number = context.argument.lstrip("#")
    if not number:
        await reply(update, context, await context.services.research.reports(context.viewer))
    elif is_number(number):
        await reply(update, context, await context.services.research.report(int(number), context.viewer))
    else:
        services, viewer = context.services, context.viewer
        await reply(update, context, await services.guessing.reports(number, viewer, Nearest(Notice("report_unknown"))))


async def scoreboard(update: Update, context: Context) -> None:
    """``/scoreboard [broker|analyst|industry|side|kind]``: how settled episodes have come out."""
    grouping = _GROUPINGS.get(context.argument.lower(), Grouping.BROKER)
    board = await context.services.scoreboards.board(grouping, context.viewer)
    await reply(update, context, board)


async def watchlist(update: Update, context: Context) -> None:
    """``/watchlist``: what is followed, best excess first."""
    await reply(update, context, await context.services.research.watchlist(context.viewer))


async def export(update: Update, context: Context) -> None:
    """``/export``: files with picks, episodes, scores and verdicts."""
    await reply(update, context, ExportChoices())


async def calendar(update: Update, context: Context) -> None:
    """``/calendar``: what settles or enters its window, and when."""
    await reply(update, context, await context.services.settlements.coming(context.viewer))


async def coverage_of(typed: str, context: Context, said: Notice) -> View:
    """The card of the security that is meant, or what may be meant; ``said`` where it is none for certain."""
    match context.services.lookup.find(typed):
        case Found(security):
            return await _card(security, context)
        case Unclear(candidates):
            return choices(typed, candidates, then="coverage")
        case _:
            return await context.services.guessing.near(typed, context.viewer, said)


async def _card(security: Security, context: Context) -> View:
    """The first page of a security's card; its chart is drawn for who taps for it."""
    return await context.services.research.coverage(security.symbol, context.viewer, 0)


def choices(typed: str, candidates: tuple[Security, ...], *, then: str) -> SecurityChoices:
    """Several securities answer to what was typed."""
    return SecurityChoices(typed, tuple(SecurityRef(each.symbol, each.name) for each in candidates), then)
