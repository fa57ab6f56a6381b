"""/invite and /users for owners, /export_me and /forget_me for everybody, and the way in by a link."""

from __future__ import annotations

import re

from telegram import Update

from bot.services.access.invitations import DAYS, MOST_DAYS, is_invitation
from bot.services.access.people import Refused, Viewer
from bot.services.house import Services
from bot.services.views import View
from bot.services.views.guesses import NeedQuestion
from bot.services.views.pieces import Notice
from bot.store.records import Role
from bot.tg.actions.people import ForgetMe, PeopleAction, SetRole, ShowMember, ShowMembers
from bot.tg.context import Context, reply

_ROLES = {
    "editor": Role.EDITOR,
    "编辑": Role.EDITOR,
    "subscriber": Role.SUBSCRIBER,
    "订阅者": Role.SUBSCRIBER,
    "订户": Role.SUBSCRIBER,
}
_START = re.compile(r"/start(?:@\w+)?\s+(\S+)\s*")
_USER = re.compile(r"-?[0-9]{1,16}")  # ids have at most 52 significant bits (Bot API: User)


async def invite(update: Update, context: Context) -> None:
    """``/invite editor|subscriber [DAYS]``: a link that lets one person in; without a role it is asked for.

    Raises:
        Refused: it is not written like that, or the viewer is no owner.
    """
    if not context.viewer.owns:
        raise Refused("only_owners")
    if not context.argument:
        await reply(update, context, NeedQuestion("invite"))
        return
    word, days, *more = [*context.argument.split(), "", ""]
    role = _ROLES.get(word.lower())
    if role is None or any(more) or not re.fullmatch("[0-9]{0,3}", days):
        raise Refused("invite_how", most=MOST_DAYS)
    invitations, name = context.services.invitations, context.bot.username
    card = await invitations.invite(role, int(days or DAYS), context.viewer, name)
    await reply(update, context, card)


async def users(update: Update, context: Context) -> None:
    """``/users``: who has access."""
    await reply(update, context, await context.services.members.page(context.viewer))


async def export_me(update: Update, context: Context) -> None:
    """``/export_me``: all that is kept of one, as a file."""
    await reply(update, context, await context.services.privacy.export(context.viewer))


async def forget_me(update: Update, context: Context) -> None:
    """``/forget_me``: asks whether all that is kept of one is really to go."""
    await reply(update, context, Notice("confirm_forget"))


async def admitted(update: Update, context: Context) -> bool:
    """Let in who comes by an invitation; whether the message was one.

    Raises:
        Refused: the invitation is not good any more.
    """
    found = _START.fullmatch((update.message.text or "") if update.message else "")
    if found is None or not is_invitation(found[1]):
        return False
    context.viewer = await context.services.invitations.accept(found[1], context.viewer)
    await reply(update, context, context.services.people.welcome(context.viewer))
    return True


async def tapped(action: PeopleAction, services: Services, viewer: Viewer) -> View:
    """What a button about people gives.

    Raises:
        Refused: it cannot be done.
    """
    match action:
        case ShowMembers(page):
            return await services.members.page(viewer, page)
        case ShowMember(user):
            return await services.members.card(_user(user), viewer)
        case SetRole(user, role, sure):
            if role not in set(Role):
                raise Refused("old_button")
            if sure:
                return await services.members.change(_user(user), Role(role), viewer)
            return await services.members.card(_user(user), viewer, Role(role))
        case ForgetMe():
            return await services.privacy.forget(viewer)


def _user(written: str) -> int:
    if not _USER.fullmatch(written):
        raise Refused("old_button")
    return int(written)
