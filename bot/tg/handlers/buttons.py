"""Taps: each button asks for one action, and edits the message it stands under."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from decimal import Decimal
from typing import TypeVar

from telegram import Update

from bot.domain.boards import Grouping, Origin
from bot.domain.following import DigestSlot, TargetKind
from bot.services.access.people import Refused, Viewer
from bot.services.house import Services
from bot.services.views import View
from bot.services.views.exports import ExportForm, ExportOf
from bot.services.views.people import Help, HelpTopic
from bot.services.views.pieces import Notice, Target
from bot.tg.actions import callbacks as actions
from bot.tg.actions import views as shows
from bot.tg.actions.administration import AdminAction, RunJob, ShowText
from bot.tg.actions.callbacks import is_number
from bot.tg.actions.channels import ChannelAction
from bot.tg.actions.digests import DigestAction
from bot.tg.actions.drafts import ConfirmDraft, DraftAction
from bot.tg.actions.following import FollowAction
from bot.tg.actions.lists import ListAction, TakeMember
from bot.tg.actions.needs import OpenNeed
from bot.tg.actions.people import PeopleAction
from bot.tg.actions.rules import RuleAction
from bot.tg.context import Context, reply, stop_spinning
from bot.tg.handlers import administration, channels, digests, drafts, following, lists, people, rules
from bot.tg.handlers.needs import open_need
from bot.tg.i18n import LANGUAGES, TRADITIONAL
from bot.tg.links import open_link

T = TypeVar("T")


async def tap(update: Update, context: Context) -> None:
    """Answer the tap at once, so that the phone stops spinning; then do what the button asks for."""
    query = update.callback_query
    if query is None:
        return
    await stop_spinning(update)
    action = actions.decode(query.data or "")
    if isinstance(action, actions.Nothing):
        return
    if isinstance(action, OpenNeed):
        await open_need(update, context, action.name, action.argument)
        return
    view = await answer(action, context.services, context.viewer, context.bot.username)
    await channels.leave(action, context)
    if isinstance(action, ConfirmDraft):
        # the prices of a new report may take minutes to fetch; its card comes when they are there
        context.face.background.start(context.services.routine.follow_up(action.draft_id, context.viewer))
    if isinstance(action, RunJob) and action.sure:
        context.face.background.start(context.services.jobs.run(action.name))
    if (report_id := drafts.needs_prices(action, view)) is not None:
        context.face.background.start(context.services.tracking.fetch_missing(report_id))
    # of what an import left open each is decided for itself: the others stand there still; so does a broadcast's card
    await reply(update, context, view, edit=not isinstance(action, (TakeMember, ShowText)))


async def answer(
    action: actions.Action | actions.Stale, services: Services, viewer: Viewer, username: str = ""
) -> View:
    """What a button gives; ``username`` is the bot's, for links.

    Raises:
        Refused: it cannot be done, or the button is of an older version.
    """
    if (shown := await _shown(action, services, viewer)) is not None:
        return shown
    if (told := await _of_delivery(action, services, viewer)) is not None:
        return told
    match action:
        case shows.ShowHelp(topic):
            return Help(viewer.may_edit, viewer.owns, _understood(HelpTopic, topic) if topic else None)
        case actions.Subscribe(kind, ref):
            return await services.following.subscribe(viewer, _target(kind, ref))
        case actions.Unsubscribe(kind, ref):
            return await services.following.unsubscribe(viewer, _target(kind, ref))
        case actions.AskRetract(report_id):
            return await services.research.question_of_retraction(report_id, viewer)
        case actions.Retract(report_id):
            return await services.drafts.retract(report_id, viewer)
        case actions.ChangeSetting(field, value):
            return await _set(services, viewer, field, value)
        case actions.PushHere():
            return await services.people.push_here(viewer)
        case actions.Qualify(yes, then):
            return await _qualified(services, viewer, then, yes=yes)
        case _:
            return await _of_subject(action, services, viewer, username)


async def _of_subject(
    action: actions.Action | actions.Stale, services: Services, viewer: Viewer, username: str
) -> View:
    """The buttons of a subject with handlers of its own.

    Raises:
        Refused: there is none such.
    """
    match action:
        case _ if isinstance(action, ListAction):
            return await lists.tapped(action, services, viewer, username)
        case _ if isinstance(action, FollowAction):
            return await following.tapped(action, services, viewer)
        case _ if isinstance(action, RuleAction):
            return await rules.tapped(action, services, viewer)
        case _ if isinstance(action, ChannelAction):
            return await channels.tapped(action, services, viewer)
        case _ if isinstance(action, DigestAction):
            return await digests.tapped(action, services, viewer)
        case _ if isinstance(action, DraftAction):
            return await drafts.tapped(action, services, viewer)
        case _ if isinstance(action, PeopleAction):
            return await people.tapped(action, services, viewer)
        case _ if isinstance(action, AdminAction):
            return await administration.tapped(action, services, viewer)
        case _:
            raise Refused("old_button")


async def _shown(action: actions.Action | actions.Stale, services: Services, viewer: Viewer) -> View | None:
    """What the buttons show that change nothing; None for all others."""
    match action:
        case shows.ShowCoverage(symbol, page):
            return await services.research.coverage(symbol, viewer, page)
        case shows.ShowStockChart(symbol):
            return await services.research.stock_chart(symbol, viewer)
        case shows.ShowTimeline(symbol, page):
            return await services.timelines.of_stock(symbol, viewer, page)
        case shows.ShowReportChart(report_id):
            return await services.research.report_chart(report_id, viewer)
        case shows.ShowReport(report_id, page):
            return await services.research.report(report_id, viewer, page)
        case shows.ShowBaskets(report_id):
            return await services.baskets.of_report(report_id, viewer)
        case shows.ShowSettlements(page):
            return await services.settlements.coming(viewer, page)
        case shows.GetCalendarFile():
            return await services.settlements.file(viewer)
        case shows.GetExport(of, form):
            wanted = _understood(ExportOf, of), _understood(ExportForm, form)
            return await services.exports.export(*wanted, viewer)
        case shows.ShowReplay(report_id, page):
            return await services.replaying.report(report_id, viewer, page=page)
        case shows.ShowReports(page):
            return await services.research.reports(viewer, page)
        case shows.ShowWatchlist(page):
            return await services.research.watchlist(viewer, page)
        case shows.ShowDigest():
            return await services.digests.show(DigestSlot.CLOSE, viewer)
        case actions.ShowSettings(part):
            return replace(await services.people.settings(viewer), part=part)
        case _:
            return await _compared(action, services, viewer)


async def _compared(action: actions.Action | actions.Stale, services: Services, viewer: Viewer) -> View | None:
    """Houses and their like beside one another."""
    match action:
        case shows.ShowBoard(grouping, origin, page, of):
            by, side = _understood(Grouping, grouping), _understood(Origin, origin)
            return await services.scoreboards.board(by, viewer, side, page, of)
        case shows.ShowBoardChart(grouping, origin, of):
            by, side = _understood(Grouping, grouping), _understood(Origin, origin)
            return await services.scoreboards.chart(by, viewer, side, of)
        case shows.ShowDissent(page):
            return await services.scoreboards.dissent(viewer, page)
        case _:
            return None


async def _of_delivery(action: actions.Action | actions.Stale, services: Services, viewer: Viewer) -> View | None:
    """The buttons about messages on their way; None for all others."""
    match action:
        case shows.ShowHeld(number, page):
            return await services.held.page(number, viewer, page)
        case shows.ShowQueue(page):
            return await services.queue.view(viewer, page)
        case actions.ResendLetter(number, page):
            return await services.queue.resend(number, viewer, page)
        case actions.DropLetter(number, page):
            return await services.queue.drop(number, viewer, page)
        case _:
            return None


async def _set(services: Services, viewer: Viewer, field: str, value: str) -> View:
    off = value == "off"
    match field:
        case "language" if value in (*LANGUAGES, TRADITIONAL):
            return await services.people.set_language(viewer, value)
        case "digest":
            at = None if off else _understood(time.fromisoformat, value)
            return await services.digest_choices.set_time(DigestSlot.CLOSE, at, viewer)
        case "quiet":
            quiet = None if off else _understood(_hours, value)
            return replace(await services.people.set_quiet(viewer, quiet), part="quiet")
        case "theme" if value in ("light", "dark"):
            return replace(await services.people.set_look(viewer, dark=value == "dark"), part="charts")
        case "colours" if value in ("red-up", "green-up"):
            return replace(await services.people.set_look(viewer, red_up=value == "red-up"), part="charts")
        case "zone":
            return await services.digest_choices.set_zone(value, viewer)
        case "day_change":
            change = None if off else _understood(Decimal, value)
            return replace(await services.people.set_day_change(viewer, change), part="day_change")
        case _:
            raise Refused("old_button")


def _hours(written: str) -> tuple[time, time]:
    start, _, end = written.partition("-")
    return time.fromisoformat(start), time.fromisoformat(end)


def _target(kind: str, ref: str) -> Target:
    target = Target(_understood(TargetKind, kind), ref)
    number = ref.partition("/")[0] if target.kind is TargetKind.SEGMENT else ref
    if target.kind in (TargetKind.REPORT, TargetKind.SEGMENT) and not is_number(number):
        raise Refused("old_button")
    return target


def _understood(read: Callable[[str], T], written: str) -> T:
    """What a button carries, read; only a client that makes up its own data sends what cannot be.

    Raises:
        Refused: it cannot be read.
    """
    try:
        return read(written)
    except (ValueError, ArithmeticError):
        raise Refused("old_button") from None


async def _qualified(services: Services, viewer: Viewer, then: str, *, yes: bool) -> View:
    settings = await services.people.qualify(viewer, qualified=yes)
    asked = open_link(then)
    if isinstance(asked, actions.Stale):
        return settings
    if not yes:
        return Notice("not_qualified_noted")
    viewer = await services.people.again(viewer)
    return await answer(asked, services, viewer)
