"""What was read from an upload: the card to confirm, and one segment of it opened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from bot.services.paging import page_of
from bot.services.views import DraftCard, DraftPick, DraftSegment, DraftSegmentCard, DraftUnresolved
from bot.tg.callbacks import ConfirmDraft, DiscardDraft, DropPick, ResolveName, ShowDraft, ShowSegment
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import Button, Keyboard, button, in_rows, pager, stack
from bot.tg.numbers import MINUS
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import head_block, kind, name, short_symbol
from bot.tg.render.voice import Voice

PICKS_A_PAGE = 10
MOST_SEGMENTS = 60  # buttons of the card; Telegram takes 100 in all
MOST_CANDIDATES = 12


@page.register
def _(view: DraftCard, voice: Voice) -> Page:
    kept = sum(not pick.dropped for segment in view.segments for pick in segment.picks)
    head = [voice.say("draft-title"), head_block(view.head, voice)]
    if view.scale:
        head.append(voice.say("draft-scale", scale=re.sub(r"-(?=\d)", MINUS, view.scale)))
    named = sum(segment.name is not None for segment in view.segments)
    size = "draft-size" if named else "draft-size-unsegmented"
    head.append(voice.say(size, picks=kept, securities=view.securities, segments=named, pages=view.pages))
    blocks = [join("\n", head), *(_segment(segment, voice) for segment in view.segments)]
    if waiting := [each for segment in view.segments for each in segment.unresolved]:
        blocks.append(
            join("\n", [voice.say("draft-unresolved", n=len(waiting)), *_waiting(view.draft_id, waiting, voice)])
        )
    if view.warnings:
        blocks.append(join("\n", [voice.say("draft-warnings"), *(_warning(each, voice) for each in view.warnings)]))
    blocks.append(voice.say("draft-what-next"))
    return Page(tuple(blocks), _card_keyboard(view, kept, voice))


def _segment(segment: DraftSegment, voice: Voice) -> Html:
    """A segment in a few lines: its name, then for each kind or rating the names as printed."""
    lines = [Html(f"<b>{escape(_called(segment, voice))}</b>")]
    for label, picks in groupby(segment.picks, key=lambda pick: kind(pick.kind, pick.rating, voice)):
        names = Html(voice.listing([_printed(pick) for pick in picks]))
        lines.append(voice.say("draft-names", kind=label, names=names))
    return join("\n", lines)


def _called(segment: DraftSegment, voice: Voice) -> str:
    return segment.name or voice.label("draft-no-segment")


def _printed(pick: DraftPick) -> Html:
    """The printed name, today's behind it where it differs; struck out where the pick is dropped."""
    today = pick.security.name
    text = escape(pick.printed_name if today == pick.printed_name else f"{pick.printed_name}→{today}")
    return Html(f"<s>{text}</s>") if pick.dropped else text


def _waiting(draft_id: int, waiting: Sequence[DraftUnresolved], voice: Voice) -> list[Html]:
    lines = []
    for each in waiting:
        if each.candidates:
            choices = Html(voice.listing([name(candidate) for candidate in each.candidates]))
            lines.append(voice.say("draft-unresolved-choices", name=each.name, choices=choices))
        else:
            lines.append(voice.say("draft-unresolved-none", name=each.name, id=draft_id))
    return lines


def _warning(code: str, voice: Voice) -> Html:
    """A warning of the reading as a sentence; what stands behind a colon belongs to it."""
    word, _, about = code.partition(":")
    key = f"warning-{word.strip()}"
    return voice.say(key, about=about.strip()) if voice.texts.has(key) else voice.say("warning-other", text=code)


def _card_keyboard(view: DraftCard, kept: int, voice: Voice) -> Keyboard:
    confirm = button(voice.label("button-confirm", n=kept), ConfirmDraft(view.draft_id), "primary")
    discard = button(voice.label("button-discard"), DiscardDraft(view.draft_id), "danger")
    segments = [
        button(_segment_label(segment, voice), ShowSegment(view.draft_id, number))
        for number, segment in enumerate(view.segments[:MOST_SEGMENTS])
    ]
    waiting = [each for segment in view.segments for each in segment.unresolved]
    candidates = _candidates(view.draft_id, waiting)[:MOST_CANDIDATES]
    return stack(((confirm, discard) if kept else (discard,),), in_rows(candidates, 2), in_rows(segments, 2))


def _segment_label(segment: DraftSegment, voice: Voice) -> str:
    label = f"{_called(segment, voice)} ({sum(not pick.dropped for pick in segment.picks)})"
    return f"{label} ⚠" if segment.unresolved else label


def _candidates(draft_id: int, waiting: Sequence[DraftUnresolved]) -> list[Button]:
    return [
        button(
            f"{each.name} = {candidate.name} {short_symbol(candidate.symbol)}",
            ResolveName(draft_id, each.unresolved_id, candidate.symbol),
        )
        for each in waiting
        for candidate in each.candidates
    ]


@page.register
def _(view: DraftSegmentCard, voice: Voice) -> Page:
    draft = view.draft
    if not draft.segments:
        return page(draft, voice)
    number = min(max(view.segment, 0), len(draft.segments) - 1)
    segment = draft.segments[number]
    picks, at, pages = page_of(segment.picks, view.page, PICKS_A_PAGE)
    blocks = [Html(f"<b>{escape(_called(segment, voice))}</b>\n{escape(draft.head.title)}")]
    if picks:
        blocks.append(join("\n", [_pick(pick, voice) for pick in picks]))
    if segment.unresolved:
        waiting = _waiting(draft.draft_id, segment.unresolved, voice)
        blocks.append(join("\n", [voice.say("draft-unresolved", n=len(waiting)), *waiting]))
    blocks += _evidence(picks, voice)
    toggles = [_toggle(draft.draft_id, pick, number, at, voice) for pick in picks]
    return Page(
        tuple(blocks),
        stack(
            in_rows(_candidates(draft.draft_id, segment.unresolved)[:MOST_CANDIDATES], 2),
            in_rows(toggles, 2),
            pager(at, pages, len(segment.picks), lambda to: ShowSegment(draft.draft_id, number, to)),
            ((button(voice.label("button-back-to-draft"), ShowDraft(draft.draft_id)),),),
        ),
    )


def _pick(pick: DraftPick, voice: Voice) -> Html:
    line = Html(f"{name(pick.security)} {escape(kind(pick.kind, pick.rating, voice))}")
    if pick.security.name != pick.printed_name:
        line = Html(f"{line} {voice.say('draft-printed-as', name=pick.printed_name)}")
    return Html(f"<s>{line}</s>") if pick.dropped else line


def _evidence(picks: Sequence[DraftPick], voice: Voice) -> list[Html]:
    """Where the picks were read; several often stand in one sentence, which is shown once."""
    places = dict.fromkeys((pick.evidence.page, pick.evidence.text) for pick in picks)
    return [voice.say("draft-evidence", page=number, words=words) for number, words in places]


def _toggle(draft_id: int, pick: DraftPick, segment: int, at: int, voice: Voice) -> Button:
    key = "button-take-back" if pick.dropped else "button-drop"
    label = voice.label(key, name=pick.security.name)
    return button(label, DropPick(draft_id, pick.pick_id, not pick.dropped, segment, at))
