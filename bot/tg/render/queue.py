"""The line of messages for administrators, each one that was given up with what can be done about it."""

from __future__ import annotations

from bot.domain.sessions import SHANGHAI
from bot.services.views.queue import LetterLine, QueueView
from bot.tg.actions.callbacks import DropLetter, ResendLetter
from bot.tg.actions.views import ShowQueue
from bot.tg.i18n import Html, join
from bot.tg.keyboards import button, pager, stack
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.voice import Voice

MOST_WORDS = 160
MINUTE = 60


@page.register
def _(view: QueueView, voice: Voice) -> Page:
    blocks = [voice.say("queue-title", time=f"{view.at.astimezone(SHANGHAI):%m-%d %H:%M}"), _figures(view, voice)]
    if view.letters:
        blocks.append(voice.say("queue-given-up"))
        blocks += [_letter(each, voice) for each in view.letters]
    rows = tuple(
        (
            button(voice.label("button-resend", number=each.number), ResendLetter(each.number, view.page)),
            button(voice.label("button-drop-letter", number=each.number), DropLetter(each.number, view.page)),
        )
        for each in view.letters
    )
    return Page(tuple(blocks), stack(rows, pager(view.page, view.pages, view.dead + view.uncertain, ShowQueue)))


def _figures(view: QueueView, voice: Voice) -> Html:
    lines = [voice.say("queue-waiting", n=view.waiting, held=view.held, retried=view.retried)]
    if view.oldest is not None:
        lines.append(voice.say("queue-oldest", age=_span(view.oldest, voice), ends=_span(view.ends_in, voice)))
    lines.append(voice.say("queue-done", sent=view.sent, uncertain=view.uncertain, dead=view.dead))
    return join("\n", lines)


def _span(seconds: float, voice: Voice) -> str:
    if seconds < MINUTE:
        return voice.label("queue-seconds", n=round(seconds))
    minutes = round(seconds / MINUTE)
    return voice.label("queue-minutes", n=minutes) if minutes < MINUTE else voice.label("queue-hours", n=minutes // 60)


def _letter(line: LetterLine, voice: Voice) -> Html:
    head = voice.say(
        "queue-letter",
        number=line.number,
        chat=str(line.chat_id),
        kind=line.kind,
        time=f"{line.at.astimezone(SHANGHAI):%m-%d %H:%M}",
        tries=line.attempts,
    )
    why = voice.say("queue-uncertain" if line.uncertain else "queue-dead", why=line.error[:MOST_WORDS])
    return join("\n", [head, why])
