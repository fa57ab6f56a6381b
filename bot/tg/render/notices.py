"""Sentences and first contact: notices, welcome, help, privacy, questions."""

from __future__ import annotations

from bot.domain.following import TargetKind
from bot.services.views.news import RefusedFiles
from bot.services.views.people import Privacy, SuitabilityQuestion, Welcome
from bot.services.views.pieces import Notice, SecurityChoices
from bot.tg.actions.callbacks import AskRetract, Qualify, Retract, ShowSettings, Subscribe
from bot.tg.actions.drafts import ShowDraft
from bot.tg.actions.following import ShowSubscriptions
from bot.tg.actions.lists import PickList
from bot.tg.actions.needs import OpenNeed
from bot.tg.actions.people import ForgetMe
from bot.tg.actions.views import ShowReport, ShowReports, ShowWatchlist
from bot.tg.i18n import join
from bot.tg.keyboards import Button, Keyboard, button, in_rows
from bot.tg.links import report_link, stock_link
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import chosen, short_symbol
from bot.tg.render.voice import Voice

MOST_CHOICES = 20


@page.register
def _(view: Notice, voice: Voice) -> Page:
    args = dict(view.args)
    if args.get("who") == "":  # done on the command line
        args["who"] = voice.label("somebody")
    if isinstance(command := args.get("command"), str):
        args["command"] = command.removeprefix("/")
    return Page((voice.say(view.key, **args),), _next_steps(view, voice))


def _next_steps(view: Notice, voice: Voice) -> Keyboard:
    """What a reader will want to tap after a sentence; ids come with the notice."""
    report_id, symbol = view.args.get("id"), view.args.get("symbol")
    reports = button(voice.label("button-reports"), ShowReports())
    buttons: tuple[Button, ...] = ()
    match view.key:
        case "report_known" if isinstance(report_id, int):
            buttons = (button(voice.label("button-show-report"), ShowReport(report_id)),)
        case "confirmed" | "already_confirmed" if isinstance(report_id, int):
            buttons = (
                button(voice.label("button-show-report"), ShowReport(report_id)),
                button(voice.label("button-correct"), ShowDraft(report_id)),
            )
        case "already_merged" | "no_date_yet" | "twin_undecided" | "nothing_left" | "pick_twice" if isinstance(
            report_id, int
        ):
            buttons = (button(voice.label("button-back-to-draft"), ShowDraft(report_id)),)
        case "confirm_retract" if isinstance(report_id, int):
            yes = button(voice.label("button-retract"), Retract(report_id), "danger")
            buttons = (yes, button(voice.label("button-keep"), ShowReport(report_id)))
        case "nothing_covers" if isinstance(symbol, str) and symbol:
            buttons = (
                button(voice.label("button-subscribe-stock"), Subscribe("stock", symbol)),
                button(voice.label("button-pick-list"), PickList(symbol)),
            )
        case "confirm_forget":
            yes = button(voice.label("button-forget"), ForgetMe(), "danger")
            buttons = (yes, button(voice.label("button-not-now"), ShowSettings()))
        case "hidden_report":
            buttons = (button(voice.label("button-settings"), ShowSettings()),)
        case "watchlist_empty" | "nothing_followed" | "subscribe_to_what":
            buttons = (reports, button(voice.label("button-subscribe-all"), Subscribe("everything")))
        case "subscription_gone" | "why_gone":
            buttons = (button(voice.label("button-subscriptions"), ShowSubscriptions()),)
        case "old_button" | "nothing_to_read":
            buttons = (button(voice.label("need-menu"), OpenNeed("menu")),)
        case _:
            pass
    return (buttons,) if buttons else ()


@page.register
def _(view: RefusedFiles, voice: Voice) -> Page:
    lines = [voice.say("refused-files", n=view.total)]
    lines += [
        voice.say("refused-file", name=each.name, why=voice.say(each.why.key, **each.why.args)) for each in view.files
    ]
    if more := view.total - len(view.files):
        lines.append(voice.say("refused-files-more", n=more))
    return Page((join("\n", lines),))


@page.register
def _(view: Welcome, voice: Voice) -> Page:
    if not view.allowed:
        return Page((voice.say("welcome-stranger", id=view.user_id),))
    if view.group:
        return Page((voice.say("welcome-group"), voice.say("footer-risk")))
    blocks = [voice.say("welcome", name=view.name), voice.say("welcome-commands")]
    if view.editor:
        blocks.append(voice.say("welcome-editor"))
    buttons = (
        button(voice.label("button-reports"), ShowReports()),
        button(voice.label("button-watchlist"), ShowWatchlist()),
        button(voice.label("button-settings"), ShowSettings()),
        button(voice.label("need-menu"), OpenNeed("menu")),
    )
    return Page((*blocks, voice.say("footer-risk")), in_rows(buttons, 2))


@page.register
def _(_view: Privacy, voice: Voice) -> Page:
    return Page((voice.say("privacy-stored"), voice.say("privacy-removal")))


@page.register
def _(view: SuitabilityQuestion, voice: Voice) -> Page:
    then = stock_link(view.then.ref) if view.then.kind is TargetKind.STOCK else report_link(int(view.then.ref))
    answers = (
        button(voice.label("button-qualified"), Qualify(yes=True, then=then), "primary"),
        button(voice.label("button-not-qualified"), Qualify(yes=False, then=then)),
    )
    return Page((voice.say("suitability-question", level=view.risk_level),), in_rows(answers, 1))


@page.register
def _(view: SecurityChoices, voice: Voice) -> Page:
    shown = view.choices[:MOST_CHOICES]
    buttons = [button(f"{each.name} {short_symbol(each.symbol)}", chosen(view.then, each.symbol)) for each in shown]
    blocks = [voice.say("choices", query=view.query)]
    if len(view.choices) > MOST_CHOICES:
        blocks.append(voice.say("choices-more", n=len(view.choices) - MOST_CHOICES))
    return Page(tuple(blocks), in_rows(buttons, 2))


def retract_button(report_id: int, voice: Voice) -> Keyboard:
    """Leads to the question whether a report is really to be retracted."""
    return ((button(voice.label("button-ask-retract"), AskRetract(report_id)),),)
