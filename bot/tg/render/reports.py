"""Reports: the card of one with the score of each pick, and the list of all."""

from __future__ import annotations

from bot.services.views.cards import ReportCard, ReportLine, ReportList, Tally
from bot.tg.actions.callbacks import Subscribe, Unsubscribe
from bot.tg.actions.drafts import ShowDraft, ShowHistory
from bot.tg.actions.following import AskParts
from bot.tg.actions.rules import AskRule
from bot.tg.actions.views import ShowBaskets, ShowCoverage, ShowReplay, ShowReport, ShowReportChart, ShowReports
from bot.tg.i18n import Html, join
from bot.tg.keyboards import Keyboard, button, in_rows, pager, stack
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.notices import retract_button
from bot.tg.render.pieces import conflict, facts, footer, head_block, score_lines, title
from bot.tg.render.voice import Voice


@page.register
def _(view: ReportCard, voice: Voice) -> Page:
    summary = [voice.say("report-size", id=view.head.report_id, picks=view.picks, securities=view.securities)]
    tally = view.tally or (Tally.of(view.scores) if view.pages <= 1 else None)
    if tally is not None:
        summary += tally_lines(tally, voice)
    if tally is not None and 0 < (unjudged := view.picks - tally.settled - tally.open) < view.picks:
        summary.append(voice.say("report-unjudged", n=unjudged))
    if view.scores:
        summary.append(voice.say("report-order"))
    conflicts = [conflict(each, voice) for each in view.conflicts]
    blocks = [head_block(view.head, voice), *conflicts, join("\n", summary)]
    blocks += [score_lines(score, voice) for score in view.scores]
    blocks.append(footer(view.source, view.scores, voice))
    return Page(tuple(blocks), _keyboard(view, voice))


def tally_lines(tally: Tally, voice: Voice) -> list[Html]:
    """How many picks have settled and how, and how many are open."""
    lines = []
    if tally.settled:
        lines.append(voice.say("report-settled", met=tally.met, settled=tally.settled))
    if tally.open:
        lines.append(voice.say("report-open", on_track=tally.on_track, open=tally.open))
    return lines


def _keyboard(view: ReportCard, voice: Voice) -> Keyboard:
    report_id = view.head.report_id
    symbols = {score.symbol: score.name for score in view.scores}
    follow = (
        button(voice.label("button-unsubscribe-report"), Unsubscribe("report", str(report_id)))
        if view.following
        else button(voice.label("button-subscribe-report"), Subscribe("report", str(report_id)), "primary")
    )
    parts = button(voice.label("button-follow-parts"), AskParts(report_id))
    alert = button(voice.label("button-rule-new"), AskRule(f"r{report_id}"))
    more = (
        button(voice.label("button-baskets"), ShowBaskets(report_id)),
        button(voice.label("button-replay"), ShowReplay(report_id, -1)),
        button(voice.label("button-chart"), ShowReportChart(report_id)),
    )
    return stack(
        in_rows([button(name, ShowCoverage(symbol)) for symbol, name in symbols.items()], 3),
        pager(view.page, view.pages, view.picks, lambda to: ShowReport(report_id, to)),
        () if view.head.retracted else ((follow, parts), *in_rows((*more, alert), 4)),
        _editing(report_id, voice) if view.may_retract and not view.head.retracted else (),
    )


def _editing(report_id: int, voice: Voice) -> Keyboard:
    """What editors can do about a report."""
    correct = button(voice.label("button-correct"), ShowDraft(report_id))
    history = button(voice.label("button-history"), ShowHistory(report_id))
    return stack(((correct, history),), retract_button(report_id, voice))


@page.register
def _(view: ReportList, voice: Voice) -> Page:
    if not view.reports:
        return Page((voice.say("reports-none"),))
    blocks = [voice.say("reports-title")]
    blocks += [_line(line, voice) for line in view.reports]
    numbered = [
        button(f"#{each.head.report_id} {each.head.title}", ShowReport(each.head.report_id)) for each in view.reports
    ]
    return Page(tuple(blocks), stack(in_rows(numbered, 1), pager(view.page, view.pages, None, ShowReports)))


def _line(line: ReportLine, voice: Voice) -> Html:
    standing = voice.say("reports-picks", picks=line.picks)
    if line.head.retracted:
        standing = voice.say("head-retracted")
    return Html(f"#{line.head.report_id} {title(line.head, voice)}\n{facts(line.head, voice)}\n{standing}")
