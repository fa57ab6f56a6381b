"""A report as its editors see it: what was read, what to look at first, and the one tap that confirms it."""

from __future__ import annotations

import re

from bot.domain.reports import PickKind
from bot.services.paging import page_of
from bot.services.views.drafts import ITEMS_A_PAGE, LOW, DraftCard, DraftName, DraftPick, DraftTwin
from bot.tg import numbers
from bot.tg.actions.drafts import (
    AskBroker,
    AskDate,
    AskPick,
    ConfirmDraft,
    DiscardDraft,
    KeepApart,
    Merge,
    ShowDraft,
    ShowHistory,
    ShowName,
    ShowPick,
    Undo,
)
from bot.tg.actions.views import ShowReport
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import Button, Keyboard, button, in_rows, pager, stack
from bot.tg.render.corrections import change
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import SEP, facts, industry, name, title
from bot.tg.render.voice import Voice

NUMBERS_A_ROW = 6
DOUBT, UNKNOWN, DONE = "⚠", "❓", "✓"


@page.register
def _(view: DraftCard, voice: Voice) -> Page:
    shown, at, pages = page_of(view.items, view.page, ITEMS_A_PAGE)
    numbered = list(enumerate(shown, at * ITEMS_A_PAGE + 1))
    blocks = [_head(view, voice)] if at == 0 else [_short_head(view, voice)]
    if at == 0:
        blocks += _notes(view, voice)
    blocks += _items(numbered, voice, alone=not any(each.segment for each in view.items))
    if at == 0 and not view.twin:
        blocks.append(voice.say("draft-what-next" if not view.confirmed else "draft-what-next-confirmed"))
    keys = stack(
        _decision(view, voice),
        in_rows([_number(view.draft_id, number, each) for number, each in numbered], NUMBERS_A_ROW),
        pager(at, pages, len(view.items), lambda to: ShowDraft(view.draft_id, to)),
        _changes(view, voice),
    )
    return Page(tuple(blocks), keys)


def _head(view: DraftCard, voice: Voice) -> Html:
    head = view.head
    key = "draft-title-confirmed" if view.confirmed else "draft-title"
    lines = [voice.say(key, id=view.draft_id), title(head, voice), facts(head, voice)]
    if about := industry(head, voice):
        lines.append(about)
    if view.scale:
        months = (
            numbers.months(view.scale.months, voice.language) if view.scale.months else voice.label("draft-months-none")
        )
        figures = re.sub(r"-(?=\d)", numbers.MINUS, view.scale.text)
        lines.append(voice.say(f"draft-scale-{view.scale.source}", months=months, scale=figures))
    segments = len({each.segment for each in view.kept} - {None})
    securities = len({each.security.symbol for each in view.kept})
    size = "draft-size" if segments else "draft-size-unsegmented"
    lines.append(voice.say(size, picks=len(view.kept), securities=securities, segments=segments, pages=view.pages))
    return join("\n", lines)


def _short_head(view: DraftCard, voice: Voice) -> Html:
    key = "draft-title-confirmed" if view.confirmed else "draft-title"
    return join("\n", [voice.say(key, id=view.draft_id), title(view.head, voice)])


def _notes(view: DraftCard, voice: Voice) -> list[Html]:
    """What is missing, what the reading warned of, and whether the report stands there already."""
    blocks = []
    if view.warnings:
        blocks.append(join("\n", [voice.say("draft-warnings"), *(_warning(each, voice) for each in view.warnings)]))
    if view.twin:
        blocks.append(_twin(view, view.twin, voice))
    return blocks


def _twin(view: DraftCard, twin: DraftTwin, voice: Voice) -> Html:
    lines = [voice.say("draft-twin-words" if twin.same_words else "draft-twin-headline", id=twin.report_id)]
    if not twin.may_take:
        lines.append(voice.say("draft-twin-retracted"))
        return join("\n", lines)
    lines.append(voice.say("draft-twin-rule", id=twin.report_id, new=twin.new))
    if twin.differing:
        lines.append(voice.say("draft-twin-differing", n=twin.differing, id=twin.report_id))
    if view.names:
        lines.append(voice.say("draft-twin-names", n=len(view.names)))
    return join("\n", lines)


def _warning(code: str, voice: Voice) -> Html:
    """A warning of the reading as a sentence; what stands behind a colon belongs to it."""
    word, _, about = code.partition(":")
    key = f"warning-{word.strip()}"
    return voice.say(key, about=about.strip()) if voice.texts.has(key) else voice.say("warning-other", text=code)


def _items(numbered: list[tuple[int, DraftPick | DraftName]], voice: Voice, *, alone: bool) -> list[Html]:
    """The lines of a page: what to look at first, then segment by segment."""
    blocks: list[Html] = []
    lines: list[Html] = []
    heading: object = None
    for number, each in numbered:
        first = isinstance(each, DraftName) or each.confidence < LOW
        under = True if first else (each.segment,)
        if under != heading:
            blocks += [join("\n", lines)] if lines else []
            lines = [voice.say("draft-look-first")] if first else _segment(each.segment, voice, alone=alone)
            heading = under
        lines.append(
            _name_line(number, each, voice) if isinstance(each, DraftName) else _pick_line(number, each, voice)
        )
    return [*blocks, join("\n", lines)] if lines else [voice.say("draft-nothing")]


def _segment(segment: str | None, voice: Voice, *, alone: bool) -> list[Html]:
    """The heading of a segment; none where the report has no segments at all."""
    return [] if alone else [Html(f"<b>{escape(segment or voice.label('draft-no-segment'))}</b>")]


def _name_line(number: int, each: DraftName, voice: Voice) -> Html:
    key = "draft-name-choices" if each.candidates else "draft-name-none"
    return voice.say(key, number=number, name=each.name, kind=voice.label(f"kind-{each.kind}"))


def _pick_line(number: int, each: DraftPick, voice: Voice) -> Html:
    unrated = voice.label("draft-unrated") if each.kind is PickKind.SUBJECT else ""  # rare enough to be looked at
    words = [voice.label(f"kind-{each.kind}"), voice.rating(each.rating) if each.rating else unrated]
    line = Html(f"{name(each.security)} {escape(SEP.join(filter(None, words)))}")
    if each.printed_name not in (each.security.name, ""):
        line = Html(f"{line} {voice.say('draft-printed-as', name=each.printed_name)}")
    if each.dropped:
        return Html(f"{number}. <s>{line}</s>")
    doubt = f" {DOUBT} {numbers.share(each.confidence)}" if each.doubtful else ""
    return Html(f"{number}. {line}{doubt}")


def _number(draft_id: int, number: int, each: DraftPick | DraftName) -> Button:
    if isinstance(each, DraftName):
        return button(f"{number} {UNKNOWN}", ShowName(draft_id, each.unresolved_id))
    return button(f"{number} {DOUBT}" if each.doubtful else str(number), ShowPick(draft_id, each.pick_id))


def _decision(view: DraftCard, voice: Voice) -> Keyboard:
    """The one tap that settles it, or what must be said before."""
    if view.confirmed:
        return ((button(voice.label("button-show-report"), ShowReport(view.draft_id)),),)
    if view.twin:
        take = button(
            voice.label("button-merge", id=view.twin.report_id), Merge(view.draft_id, view.twin.report_id), "primary"
        )
        apart = button(voice.label("button-keep-apart"), KeepApart(view.draft_id))
        return ((take, apart),) if view.twin.may_take else ((apart,),)
    if view.head.published is None:
        return ((button(voice.label("button-set-date"), AskDate(view.draft_id), "primary"),),)
    if not view.kept:
        return ()
    confirm = ConfirmDraft(view.draft_id)
    return ((button(voice.label("button-confirm", n=len(view.kept)), confirm, "primary"),),)


def _changes(view: DraftCard, voice: Voice) -> Keyboard:
    """What can be set right about the report as a whole, taken back, or looked up."""
    about = [button(voice.label("button-add-pick"), AskPick(view.draft_id))]
    if view.head.published is not None:
        about.append(button(voice.label("button-change-date"), AskDate(view.draft_id)))
    if not view.head.broker or (view.undo and view.undo.changes[0].field == "broker"):
        about.append(button(voice.label("button-set-broker"), AskBroker(view.draft_id)))
    last = []
    if view.undo or view.confirmed:
        last.append(button(voice.label("button-history"), ShowHistory(view.draft_id)))
    if not view.confirmed:
        last.append(button(voice.label("button-discard"), DiscardDraft(view.draft_id), "danger"))
    return stack((tuple(about),), undo_row(view, voice), (tuple(last),))


def undo_row(view: DraftCard, voice: Voice) -> Keyboard:
    """The way back, saying what it takes back."""
    if view.undo is None:
        return ()
    said = change(view.undo.changes[0], voice)
    return ((button(voice.label("button-undo", change=said), Undo(view.draft_id, view.undo.step)),),)
