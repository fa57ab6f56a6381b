"""What failed and how the jobs run, for administrators."""

from __future__ import annotations

from datetime import datetime

from bot.domain.sessions import SHANGHAI
from bot.services.views.administration import FailureFile, FailureLine, FailureList, JobCard, JobLine, JobList
from bot.tg.actions.administration import ForgetFailure, GetFailure, RunJob, ShowFailures, ShowJob, ShowJobs
from bot.tg.i18n import Html, join
from bot.tg.keyboards import Keyboard, button, in_rows, pager, stack
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page, text_file
from bot.tg.render.voice import Voice

MOST_WORDS = 200


@page.register
def _(view: FailureList, voice: Voice) -> Page:
    blocks = [voice.say("failures-title" if view.lines else "failures-none", time=_time(view.at))]
    blocks += [_failure(each, voice) for each in view.lines]
    rows = tuple(
        (
            button(voice.label("button-failure-file", reference=each.reference), GetFailure(each.reference)),
            button(voice.label("button-failure-forget"), ForgetFailure(each.reference, view.page)),
        )
        for each in view.lines
    )
    return Page(tuple(blocks), stack(rows, pager(view.page, view.pages, view.total, ShowFailures)))


def _failure(line: FailureLine, voice: Voice) -> Html:
    head = voice.say(
        "failures-line", reference=line.reference, n=line.count, first=_time(line.first), last=_time(line.last)
    )
    return join("\n", [head, voice.say("failures-what", source=line.source, what=line.summary[:MOST_WORDS])])


@page.register
def _(view: FailureFile, voice: Voice) -> Page:
    caption = voice.say("failures-file", reference=view.reference)
    return Page((caption,), document=text_file(view.name, view.content))


@page.register
def _(view: JobList, voice: Voice) -> Page:
    blocks = [voice.say("jobs-title", time=_time(view.at)), *(_job(each, voice) for each in view.lines)]
    buttons = [button(voice.one_of("job", each.job), ShowJob(each.job)) for each in view.lines]
    return Page(tuple(blocks), stack(in_rows(buttons, 2), pager(view.page, view.pages, view.total, ShowJobs)))


@page.register
def _(view: JobCard, voice: Voice) -> Page:
    blocks = [_job(view.line, voice)]
    if view.asked:
        blocks.append(voice.say("jobs-ask"))
    elif not view.line.by_hand:
        blocks.append(voice.say("job_not_by_hand"))
    return Page(tuple(blocks), _choices(view, voice))


def _choices(view: JobCard, voice: Voice) -> Keyboard:
    name = view.line.job
    if view.asked:
        sure = button(voice.label("button-job-sure"), RunJob(name, sure=True), "primary")
        return ((sure, button(voice.label("button-not-now"), ShowJob(name))),)
    again = button(voice.label("button-job-refresh"), ShowJob(name))
    run = (button(voice.label("button-job-run"), RunJob(name, sure=False)),) if view.line.by_hand else ()
    return ((*run, again), (button(voice.label("button-jobs"), ShowJobs()),))


def _job(line: JobLine, voice: Voice) -> Html:
    never = voice.label("jobs-never")

    def at(instant: datetime | None) -> str:
        return never if instant is None else _time(instant)

    lines = [
        voice.say("jobs-line", name=line.job, what=voice.one_of("job", line.job)),
        voice.say("jobs-times", begun=at(line.begun), finished=at(line.finished), following=at(line.following)),
    ]
    if line.running:
        lines.append(voice.say("jobs-running"))
    if line.failures:
        lines.append(
            voice.say("jobs-failed", n=line.failures, row=line.in_a_row, last=at(line.failed), reference=line.reference)
        )
    return join("\n", lines)


def _time(instant: datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%m-%d %H:%M}"
