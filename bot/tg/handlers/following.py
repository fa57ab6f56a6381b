"""/subscribe and /unsubscribe: to a report, a stock, or everything."""

from __future__ import annotations

import re

from telegram import Update

from bot.domain.names import Found, Unclear
from bot.services.views import Notice, Subscriptions, Target, TargetKind, View
from bot.tg.context import Context, reply
from bot.tg.handlers.research import choices

_EVERYTHING = {"all", "everything", "全部", "所有"}
_REPORT = re.compile(r"(?:report|研报|报告|r_?|#)\s*([0-9]{1,9})", re.IGNORECASE)


async def subscribe(update: Update, context: Context) -> None:
    """``/subscribe NAME | #REPORT | all``."""
    await reply(update, context, await _change(context, "subscribe"))


async def unsubscribe(update: Update, context: Context) -> None:
    """``/unsubscribe NAME | #REPORT | all``."""
    await reply(update, context, await _change(context, "unsubscribe"))


async def _change(context: Context, verb: str) -> View:
    following = context.services.following
    change = following.subscribe if verb == "subscribe" else following.unsubscribe
    typed = context.argument
    if not typed and verb == "subscribe":
        return Notice("subscribe_to_what")
    if not typed:
        followed = await following.subscriptions(context.viewer)
        return Subscriptions(followed) if followed else Notice("watchlist_empty")
    if typed.lower() in _EVERYTHING:
        return await change(context.viewer, Target(TargetKind.EVERYTHING))
    if report := _REPORT.fullmatch(typed):
        return await change(context.viewer, Target(TargetKind.REPORT, report[1]))
    match context.services.reference.names.find(typed):
        case Found(security):
            return await change(context.viewer, Target(TargetKind.STOCK, security.symbol))
        case Unclear(candidates):
            return choices(typed, candidates, then=verb)
        case _:
            return Notice("stock_unknown", {"query": typed})
