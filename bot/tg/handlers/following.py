"""/subscribe, /unsubscribe, /subscriptions, the same in plain text, and the buttons of subscriptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from telegram import Update

from bot.domain.following import DigestSlot, Loudness, TargetKind, Topic
from bot.services.access.people import Refused, Viewer
from bot.services.follows.subscriptions import MuteFor
from bot.services.follows.why import WhyDo
from bot.services.follows.words import read_line, read_target
from bot.services.house import Services
from bot.services.views import View
from bot.services.views.following import FollowChoices
from bot.services.views.pieces import Notice
from bot.tg.actions import following as actions
from bot.tg.context import Context, reply

T = TypeVar("T")


async def subscribe(update: Update, context: Context) -> None:
    """``/subscribe NAME | #REPORT | all``, a kind (``broker``, ``analyst``, ``industry`` …) before the name if need be."""
    await reply(update, context, await _change("subscribe", context.argument, context.services, context.viewer))


async def unsubscribe(update: Update, context: Context) -> None:
    """``/unsubscribe``, as `subscribe`; with nothing behind it what is followed, to choose from."""
    await reply(update, context, await _change("unsubscribe", context.argument, context.services, context.viewer))


async def subscriptions(update: Update, context: Context) -> None:
    """``/subscriptions``: what is followed, each with its options."""
    await reply(update, context, await context.services.subscriptions.page(context.viewer))


async def typed(line: str, services: Services, viewer: Viewer) -> View | None:
    """The answer to a line that begins like a subscription; None for all others, and in groups, where administrators decide."""
    read = None if viewer.chat_id < 0 else read_line(line)
    return None if read is None else await _change(*read, services, viewer)


async def _change(verb: str, name: str, services: Services, viewer: Viewer) -> View:
    if verb == "subscriptions":
        return await services.subscriptions.page(viewer)
    if not name and verb == "unsubscribe":
        return await services.subscriptions.page(viewer, stopping=True)
    if not name:
        return Notice("subscribe_to_what")
    found = await services.follow_finding.find(read_target(name), viewer, verb)
    if isinstance(found, FollowChoices):
        return found
    change = services.following.subscribe if verb == "subscribe" else services.following.unsubscribe
    return await change(viewer, found)


async def tapped(action: actions.FollowAction, services: Services, viewer: Viewer) -> View:
    """What a button of subscriptions gives.

    Raises:
        Refused: it cannot be done, or the button carries what nobody wrote.
    """
    mine = services.subscriptions
    match action:
        case actions.ShowSubscriptions(page, stopping):
            return await mine.page(viewer, page, stopping=stopping)
        case actions.ShowSubscription(follow_id):
            return await mine.card(follow_id, viewer)
        case actions.ShowFollow(kind, ref):
            return await mine.card_of(_read(TargetKind, kind), ref, viewer)
        case actions.SetLoudness(follow_id, loudness):
            return await mine.set_loudness(follow_id, _read(Loudness, loudness), viewer)
        case actions.SetTopic(follow_id, topic, wanted):
            return await mine.set_topic(follow_id, _read(Topic, topic), viewer, wanted=wanted)
        case actions.SetSlot(follow_id, slot, wanted):
            return await mine.set_slot(follow_id, _read(DigestSlot, slot), viewer, wanted=wanted)
        case actions.PauseFollow(follow_id, paused):
            return await mine.pause(follow_id, viewer, paused=paused)
        case actions.MuteFollow(follow_id, how_long):
            return await mine.mute(follow_id, _read(MuteFor, how_long), viewer)
        case actions.EndFollow(follow_id):
            return await mine.end(follow_id, viewer)
        case actions.UndoEnd(follow_id):
            return await mine.take_up(follow_id, viewer)
        case actions.AskParts(report_id):
            return await services.following.parts(report_id, viewer)
        case actions.FollowPart(report_id, kind, mark, wanted):
            part = _read(TargetKind, kind)
            return await services.following.choose_part(report_id, part, mark, viewer, wanted=wanted)
        case _:
            return await _about_message(action, services, viewer)


async def _about_message(action: actions.FollowAction, services: Services, viewer: Viewer) -> View:
    """The buttons under a message that was pushed."""
    match action:
        case actions.ShowWhy(number):
            return await services.why.card(number, viewer)
        case actions.ShowPushed(number):
            return await services.why.pushed(number, viewer)
        case actions.ChangeWhy(number, follow_id, what):
            return await services.why.do(number, follow_id, _read(WhyDo, what), viewer)
        case actions.StopDigest(number):
            return await services.why.stop_digest(number, viewer)
        case _:
            raise Refused("old_button")


def _read(read: Callable[[str], T], written: str) -> T:
    try:
        return read(written)
    except ValueError:
        raise Refused("old_button") from None
