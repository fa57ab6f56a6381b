"""/alerts, a rule in one line, and the buttons of rules."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TypeVar

from telegram import Update

from bot.domain.rule_groups import Group
from bot.domain.rule_kinds import RuleKind
from bot.domain.rules import Frequency
from bot.domain.sessions import SHANGHAI
from bot.services.access.people import Refused, Viewer
from bot.services.house import Services
from bot.services.rules.words import read_wish
from bot.services.views import View
from bot.services.views.rules import RuleCard, RuleWord
from bot.tg.actions import rules as actions
from bot.tg.actions.callbacks import decode, encode
from bot.tg.context import Context, reply

T = TypeVar("T")
LONGEST = 3660  # days, or hours: more is a typing error


async def alerts(update: Update, context: Context) -> None:
    """``/alerts [NAME KIND BOUND]``: one's own rules, or a new one in one line."""
    wish = read_wish(f"alert {context.argument}")
    if not context.argument or wish is None:
        await reply(update, context, await context.services.rules.mine(context.viewer))
        return
    answer = await context.services.rules.wished(wish, context.viewer)
    await reply(update, context, answer)


async def typed(line: str, services: Services, viewer: Viewer) -> View | None:
    """The answer to a line that begins like a rule; None for all others, and in groups, which have no rules."""
    wish = None if viewer.chat_id < 0 else read_wish(line)
    return None if wish is None else await services.rules.wished(wish, viewer)


async def tapped(action: actions.RuleAction, services: Services, viewer: Viewer) -> View:
    """What a button gives.

    Raises:
        Refused: it cannot be done, or the button carries what nobody wrote.
    """
    if (made := await _made(action, services, viewer)) is not None:
        return made
    view = await _changed(action, services, viewer)
    if isinstance(action, actions.AskWord | actions.AskNewThreshold):
        word = (
            actions.AskWord(action.rule_id, RuleWord.THRESHOLD)
            if isinstance(action, actions.AskNewThreshold)
            else action
        )
        await services.asking.wait_for(viewer, encode(word))
    else:
        await services.asking.forget(viewer)
    return view


async def typed_answer(text: str, asked: str, services: Services, viewer: Viewer) -> View | None:
    """The answer to a text that was asked for of a rule; None where something else was asked.

    Raises:
        Refused: it is no answer; the question stands.
    """
    wish = read_wish(text)
    if wish is not None and wish.threshold is not None:
        return None  # a whole line is a rule of its own: somebody has gone on to something else
    match decode(asked):
        case actions.AskWord(rule_id, word):
            card = await services.rule_changes.typed(rule_id, viewer, _read(RuleWord, word), text)
            await services.asking.forget(viewer)
            return card
        case _:
            return None


async def _made(action: actions.RuleAction, services: Services, viewer: Viewer) -> View | None:
    """The buttons that show rules and make them; None for all others."""
    rules = services.rules
    match action:
        case actions.ShowRules(page):
            return await rules.mine(viewer, page)
        case actions.ShowRule(rule_id):
            return await rules.card(rule_id, viewer)
        case actions.EditRule(rule_id):
            return replace(await rules.card(rule_id, viewer), editing=True)
        case actions.TryRule(rule_id):
            return await rules.card(rule_id, viewer, trial=True)
        case actions.AskRule(target):
            return await rules.kinds(target, viewer)
        case actions.AskRuleOf(target, group):
            return await rules.kinds(target, viewer, _read(Group, group))
        case actions.AskThreshold(target, kind):
            return await rules.thresholds(target, _read(RuleKind, kind), viewer)
        case actions.MakeRule(target, kind, threshold):
            return await rules.make(target, _read(RuleKind, kind), _number(threshold), viewer)
        case _:
            return None


async def _changed(action: actions.RuleAction, services: Services, viewer: Viewer) -> View:
    changes = services.rule_changes
    match action:
        case actions.AskNewThreshold(rule_id, target, kind):
            return await services.rules.thresholds(target, _read(RuleKind, kind), viewer, rule_id)
        case actions.AskWord(rule_id, word):
            return await changes.ask(rule_id, viewer, _read(RuleWord, word))
        case actions.SetThreshold(rule_id, threshold):
            return await changes.set_threshold(rule_id, viewer, _number(threshold))
        case actions.SetFrequency(rule_id, frequency):
            return await _editing(changes.set_frequency(rule_id, viewer, _read(Frequency, frequency)))
        case actions.SetCooldown(rule_id, minutes):
            return await _editing(changes.set_cooldown(rule_id, viewer, timedelta(minutes=minutes)))
        case actions.SetUntil(rule_id, days):
            last = services.clock.now().astimezone(SHANGHAI).date() + timedelta(days=min(days, LONGEST))
            return await _editing(changes.set_until(rule_id, viewer, last if days else None))
        case actions.PauseRule(rule_id, paused):
            return await changes.pause(rule_id, viewer, paused=paused)
        case actions.SnoozeRule(rule_id):
            return await changes.snooze(rule_id, viewer)
        case actions.SnoozeFor(rule_id, hours):
            return await changes.snooze(rule_id, viewer, timedelta(hours=min(hours, LONGEST)))
        case actions.RestoreRule(rule_id):
            return await changes.restore(rule_id, viewer)
        case actions.DeleteRule(rule_id):
            return await changes.delete(rule_id, viewer)
        case _:
            raise Refused("old_button")


async def _editing(changed: Awaitable[RuleCard]) -> RuleCard:
    """The card as it was when the button was tapped: open for further changes."""
    return replace(await changed, editing=True)


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
