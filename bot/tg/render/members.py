"""Who has access, ways in, and what is kept of one."""

from __future__ import annotations

from bot.domain.sessions import SHANGHAI
from bot.services.views.members import InvitationCard, MemberCard, MemberLine, MemberList, PersonalData
from bot.store.records import Role
from bot.tg import numbers
from bot.tg.actions.people import SetRole, ShowMember, ShowMembers
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import Keyboard, Style, button, in_rows, pager, stack
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page, text_file
from bot.tg.render.voice import Voice


@page.register
def _(view: MemberList, voice: Voice) -> Page:
    blocks = [voice.say("members-title", n=view.total), *(_line(each, voice) for each in view.lines)]
    buttons = [button(_name(each), ShowMember(str(each.user_id))) for each in view.lines]
    return Page(tuple(blocks), stack(in_rows(buttons, 2), pager(view.page, view.pages, view.total, ShowMembers)))


@page.register
def _(view: MemberCard, voice: Voice) -> Page:
    blocks = [_line(view.line, voice)]
    if view.asked is not None:
        blocks.append(voice.say(f"members-ask-{view.asked}"))
    elif view.line.fixed:
        blocks.append(voice.say("owners_by_settings"))
    return Page(tuple(blocks), _choices(view, voice))


def _choices(view: MemberCard, voice: Voice) -> Keyboard:
    user = str(view.line.user_id)
    back = button(voice.label("button-members"), ShowMembers())
    if view.asked is not None:
        style: Style = "danger" if view.asked is Role.REMOVED else "primary"
        sure = button(voice.label(f"button-sure-{view.asked}"), SetRole(user, view.asked, sure=True), style)
        return ((sure, button(voice.label("button-not-now"), ShowMember(user))),)
    if view.line.fixed:
        return ((back,),)
    roles = [
        button(voice.label(f"button-make-{role}"), SetRole(user, role, sure=False))
        for role in (Role.EDITOR, Role.SUBSCRIBER, Role.REMOVED)
        if role is not view.line.role and (view.line.user_id > 0 or role is Role.REMOVED)
    ]
    return stack(in_rows(roles, 2), ((back,),))


@page.register
def _(view: InvitationCard, voice: Voice) -> Page:
    until = view.until.astimezone(SHANGHAI)
    moment = f"{voice.day(until.date())} {numbers.clock(until)}"
    link = Html(f"https://t.me/{escape(view.username)}?start={escape(view.start)}")
    return Page((voice.say("invitation", role=voice.label(f"role-{view.role}"), until=moment), link))


@page.register
def _(view: PersonalData, voice: Voice) -> Page:
    return Page((voice.say("personal-data", n=view.entries),), document=text_file(view.name, view.content))


def _line(line: MemberLine, voice: Voice) -> Html:
    words = [
        voice.say("role-group" if line.user_id < 0 else f"role-{line.role}"),
        voice.say("member-since", day=voice.day(line.since)),
    ]
    if not line.active:
        words.append(voice.say("member-inactive"))
    who = Html(f"<b>{escape(_name(line))}</b> <code>{line.user_id}</code>")
    return join("\n", [who, join(" · ", words)])


def _name(line: MemberLine) -> str:
    """His name, or his number where Telegram gives none that can be seen."""
    return line.name if escape(line.name) else str(line.user_id)
