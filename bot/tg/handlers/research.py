"""/coverage, /report, /scoreboard, /watchlist, and names typed as plain text."""

from __future__ import annotations

import re

from telegram import Update

from bot.domain.boards import Grouping
from bot.domain.names import Found, Unclear
from bot.domain.securities import Security
from bot.services.views import ExportChoices, Notice, SecurityChoices, SecurityRef, View
from bot.tg.callbacks import is_number
from bot.tg.context import Context, reply, show_busy

_ASKING = re.compile(r"^(?:查询?|看|coverage|who covers)\s*", re.IGNORECASE)

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
    await reply(update, context, await _coverage_of(context.argument, context))


async def plain_text(update: Update, context: Context) -> None:
    """A name or code without a command: ``查 中际旭创``, ``300308``, ``zjxc``."""
    message = update.effective_message
    written = (message.text or "") if message else ""
    typed = _ASKING.sub("", without_mention(written, context.bot.username).strip())
    await reply(update, context, await _coverage_of(typed, context, unknown=Notice("text_not_understood")))


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
        await reply(update, context, Notice("report_unknown"))


async def scoreboard(update: Update, context: Context) -> None:
    """``/scoreboard [broker|analyst|industry|side|kind]``: how settled episodes have come out."""
    grouping = _GROUPINGS.get(context.argument.lower(), Grouping.BROKER)
    await show_busy(context)
    await reply(update, context, await context.services.scoreboards.board(grouping, context.viewer))


async def watchlist(update: Update, context: Context) -> None:
    """``/watchlist``: what is followed, best excess first."""
    await reply(update, context, await context.services.research.watchlist(context.viewer))


async def export(update: Update, context: Context) -> None:
    """``/export``: files with picks, episodes, scores and verdicts."""
    await reply(update, context, ExportChoices())


async def calendar(update: Update, context: Context) -> None:
    """``/calendar``: what settles or enters its window, and when."""
    await reply(update, context, await context.services.settlements.coming(context.viewer))


async def _coverage_of(typed: str, context: Context, *, unknown: Notice | None = None) -> View:
    match context.services.reference.names.find(typed):
        case Found(security):
            await show_busy(context)
            return await context.services.research.coverage(security.symbol, context.viewer)
        case Unclear(candidates):
            return choices(typed, candidates, then="coverage")
        case _:
            return unknown or Notice("stock_unknown", {"query": typed})


def choices(typed: str, candidates: tuple[Security, ...], *, then: str) -> SecurityChoices:
    """Several securities answer to what was typed."""
    return SecurityChoices(typed, tuple(SecurityRef(each.symbol, each.name) for each in candidates), then)
