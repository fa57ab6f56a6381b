"""The needs of `bot.tg.needs`, each with what answers it, however it was asked for: command, words, or button."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any

from telegram import Update

from bot.services.access.people import Refused
from bot.services.names.nearest import near_words
from bot.services.views.guesses import Nearest, NeedQuestion, NeedRef
from bot.services.views.pieces import Notice
from bot.tg.actions.callbacks import encode
from bot.tg.actions.needs import OpenNeed
from bot.tg.context import Context, reply
from bot.tg.handlers import (
    administration,
    basics,
    channels,
    digests,
    following,
    lists,
    people,
    research,
    rules,
    uploads,
)
from bot.tg.needs import BY_NAME, BY_WORDS, Takes, asked_in_words, legible, needs_of, needs_within, plainly

MOST_NEEDS = 4

HANDLERS: Mapping[str, Callable[[Update, Context], Coroutine[Any, Any, None]]] = {
    "start": basics.start,
    "menu": basics.menu,
    "coverage": research.coverage,
    "watchlist": research.watchlist,
    "list": lists.command,
    "report": research.report,
    "scoreboard": research.scoreboard,
    "digest": digests.digest,
    "alerts": rules.alerts,
    "calendar": research.calendar,
    "export": research.export,
    "subscribe": following.subscribe,
    "unsubscribe": following.unsubscribe,
    "subscriptions": following.subscriptions,
    "settings": basics.settings,
    "help": basics.show_help,
    "privacy": basics.privacy,
    "export_me": people.export_me,
    "forget_me": people.forget_me,
    "channels": channels.channels,
    "cancel": basics.cancel,
    "resolve": uploads.resolve,
    "users": people.users,
    "invite": people.invite,
    "sources": basics.sources,
    "queue": basics.queue,
    "jobs": administration.jobs,
    "broadcast": administration.broadcast,
    "errors": administration.errors,
}


async def open_need(update: Update, context: Context, name: str, argument: str = "") -> None:
    """Answer as the command does; what cannot be answered without more is asked for.

    Raises:
        Refused: there is no such need (any more), or it is not for this viewer.
    """
    need = BY_NAME.get(name)
    if need is None:
        raise Refused("old_button")
    if need.takes is Takes.SOMETHING and not argument and context.viewer.chat_id > 0:
        await context.services.asking.wait_for(context.viewer, encode(OpenNeed(name)))
        await reply(update, context, NeedQuestion(name))
        return
    context.args = argument.split()
    await HANDLERS[name](update, context)


async def text(update: Update, context: Context) -> None:
    """A text: the words of a need that stand alone, else an answer, a report, a name, or words with something behind them."""
    message = update.effective_message
    sent = (message.text or "") if message else ""
    # a report is kept as it was sent
    written = legible(sent) if len(sent) < uploads.SHORTEST_REPORT else sent.encode("utf-8", "ignore").decode()
    typed = research.without_mention(written, context.bot.username).strip()
    if (need := BY_WORDS.get(plainly(typed))) is not None:
        await open_need(update, context, need.name)
        return
    asked = await uploads.text(update, context, typed)
    if asked is None:
        return
    if isinstance(asked, OpenNeed):
        await context.services.asking.forget(context.viewer)
        await open_need(update, context, asked.name, typed)
        return
    if (named := await research.named(typed, context)) is not None:
        await reply(update, context, named)
    elif (wanted := asked_in_words(typed)) is not None:
        await open_need(update, context, wanted.need.name, wanted.argument)
    else:
        found = await research.coverage_of(typed, context, Notice("text_not_understood"))
        await reply(update, context, _with_needs(found, typed, context) if isinstance(found, Nearest) else found)


async def unknown_command(update: Update, context: Context) -> None:
    """A command that there is not: the nearest ones, with what stood behind it."""
    message = update.effective_message
    written = legible((message.text or "") if message else "")
    command, _, argument = written.partition(" ")
    name = command.lstrip("/").partition("@")[0]
    await reply(update, context, _with_needs(Nearest(Notice("unknown_command")), name, context, argument.strip()))


def _with_needs(found: Nearest, typed: str, context: Context, argument: str = "") -> Nearest:
    viewer = context.viewer
    here = {each.name for each in needs_of(editor=viewer.may_edit, owner=viewer.owns, group=viewer.chat_id < 0)}
    near = near_words(plainly(typed), {word: need.name for word, need in BY_WORDS.items()}, least=60)
    names = dict.fromkeys([*near, *(need.name for need in needs_within(typed))])
    return replace(found, needs=tuple(NeedRef(name, argument) for name in names if name in here)[:MOST_NEEDS])
