"""/alerts, a rule in one line, and the buttons of rules."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from telegram import Update

from bot.domain.rule_kinds import RuleKind
from bot.domain.rules import Frequency
from bot.services.house import Services
from bot.services.people import Refused, Viewer
from bot.services.rule_words import read_wish
from bot.services.views import View
from bot.tg import rule_actions as actions
from bot.tg.context import Context, reply, show_busy

T = TypeVar("T")


async def alerts(update: Update, context: Context) -> None:
    """``/alerts [NAME KIND BOUND]``: one's own rules, or a new one in one line."""
    wish = read_wish(f"alert {context.argument}")
    if not context.argument or wish is None:
        await reply(update, context, await context.services.rules.mine(context.viewer))
        return
    await show_busy(context)
    await reply(update, context, await context.services.rules.wished(wish, context.viewer))


async def typed(line: str, services: Services, viewer: Viewer) -> View | None:
    """The answer to a line that begins like a rule; None for all others, and in groups, which have no rules."""
    wish = None if viewer.chat_id < 0 else read_wish(line)
    return None if wish is None else await services.rules.wished(wish, viewer)


async def tapped(action: actions.RuleAction, services: Services, viewer: Viewer) -> View:
    """What a button gives.

    Raises:
        Refused: it cannot be done, or the button carries what nobody wrote.
    """
    rules = services.rules
    match action:
        case actions.ShowRules(page):
            return await rules.mine(viewer, page)
        case actions.ShowRule(rule_id):
            return await rules.card(rule_id, viewer)
        case actions.TryRule(rule_id):
            return await rules.card(rule_id, viewer, trial=True)
        case actions.AskRule(symbol):
            return await rules.kinds(symbol, viewer)
        case actions.AskThreshold(symbol, kind):
            return await rules.thresholds(symbol, _read(RuleKind, kind), viewer)
        case actions.MakeRule(symbol, kind, threshold):
            return await rules.make(symbol, _read(RuleKind, kind), _number(threshold), viewer)
        case actions.AskNewThreshold(rule_id, symbol, kind):
            return await rules.thresholds(symbol, _read(RuleKind, kind), viewer, rule_id)
        case actions.SetThreshold(rule_id, threshold):
            return await rules.set_threshold(rule_id, viewer, _number(threshold))
        case actions.SetFrequency(rule_id, frequency):
            return await rules.set_frequency(rule_id, viewer, _read(Frequency, frequency))
        case actions.PauseRule(rule_id, paused):
            return await rules.pause(rule_id, viewer, paused=paused)
        case actions.SnoozeRule(rule_id):
            return await rules.snooze(rule_id, viewer)
        case actions.DeleteRule(rule_id):
            return await rules.delete(rule_id, viewer)


def _number(written: str) -> Decimal:
    number = _read(Decimal, written)
    if not number.is_finite():
        raise Refused("old_button")
    return number


def _read(read: Callable[[str], T], written: str) -> T:
    try:
        return read(written)
    except (ValueError, ArithmeticError):
        raise Refused("old_button") from None
