"""One pick or one waiting name, opened: where it was read, why it is sure or doubtful, and what can be changed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.confidence import Reason
from bot.domain.reports import Evidence, PickKind
from bot.services.views.drafts import DraftItemCard, DraftName, DraftPick
from bot.tg import numbers
from bot.tg.actions.callbacks import Action, Nothing, fits
from bot.tg.actions.drafts import (
    AskSecurity,
    CheckPick,
    DropPick,
    ResolveName,
    SetKind,
    SetRating,
    ShowDraft,
    ShowName,
    ShowPick,
)
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import Button, Keyboard, button, in_rows, stack
from bot.tg.render.dispatch import page
from bot.tg.render.drafts import DONE, undo_row
from bot.tg.render.message import Page
from bot.tg.render.pieces import SEP, name, short_symbol
from bot.tg.render.voice import Voice

MOST_RATINGS = 12
SPEAKS_AGAINST = 0.9  # a weight below it; the usual list weighs a little less than 1 too


@page.register
def _(view: DraftItemCard, voice: Voice) -> Page:
    item = view.draft.items[view.position]
    blocks = _name_blocks(item, voice) if isinstance(item, DraftName) else _pick_blocks(item, voice)
    keys = _name_keys(view, item) if isinstance(item, DraftName) else _pick_keys(view, item, voice)
    back = button(voice.label("button-back-to-draft"), ShowDraft(view.draft.draft_id, view.draft.page))
    return Page(tuple(blocks), stack(keys, _neighbours(view), undo_row(view.draft, voice), ((back,),)))


def _pick_blocks(pick: DraftPick, voice: Voice) -> list[Html]:
    line = name(pick.security)
    if pick.printed_name not in (pick.security.name, ""):
        line = Html(f"{line} {voice.say('draft-printed-as', name=pick.printed_name)}")
    words = [
        voice.label(f"kind-{pick.kind}"),
        voice.rating(pick.rating) if pick.rating else voice.label("draft-unrated"),
    ]
    words += [pick.segment] if pick.segment else []
    if pick.target_price is not None:
        price = voice.price(pick.target_price, pick.security.symbol, pick.currency)
        words.append(voice.label("said-target", price=price))
    head = [Html(f"<s>{line}</s>") if pick.dropped else line, escape(SEP.join(words))]
    if pick.dropped:
        head.append(voice.say("draft-dropped"))
    if pick.confidence == 1:
        return [join("\n", head), join("\n", [voice.say("draft-by-hand")]), *_evidence(pick.evidence, voice)]
    sure = voice.say("draft-confidence", share=numbers.share(pick.confidence))
    return [join("\n", head), join("\n", [sure, *_reasons(pick.reasons, voice)]), *_evidence(pick.evidence, voice)]


def _name_blocks(waiting: DraftName, voice: Voice) -> list[Html]:
    words = [voice.label(f"kind-{waiting.kind}"), *([waiting.segment] if waiting.segment else [])]
    head = [voice.say("draft-name-head", name=waiting.name), escape(SEP.join(words))]
    why = [join("\n", _reasons(waiting.reasons, voice))] if waiting.reasons else []
    return [join("\n", head), *why, *_evidence(waiting.evidence, voice), voice.say("draft-name-ask")]


def _reasons(reasons: Sequence[Reason], voice: Voice) -> list[Html]:
    """The signs, those that speak against it marked."""
    return [
        voice.say(
            "draft-reason-against" if each.weight < SPEAKS_AGAINST else "draft-reason",
            reason=voice.say(f"reason-{each.sign}", words=each.words),
        )
        for each in reasons
    ]


def _evidence(evidence: Evidence, voice: Voice) -> list[Html]:
    return [voice.say("draft-evidence", page=evidence.page, words=evidence.text)] if evidence.text else []


def _pick_keys(view: DraftItemCard, pick: DraftPick, voice: Voice) -> Keyboard:
    draft_id = view.draft.draft_id

    def choice(label: str, action: Action, *, chosen: bool) -> Button:
        return button(f"{DONE} {label}" if chosen else label, action)

    kinds = [
        choice(voice.label(f"kind-{kind}"), SetKind(draft_id, pick.pick_id, kind), chosen=kind is pick.kind)
        for kind in PickKind
    ]
    words = [word for word in view.ratings if fits(SetRating(draft_id, pick.pick_id, word))][:MOST_RATINGS]
    ratings = [
        choice(voice.rating(word), SetRating(draft_id, pick.pick_id, word), chosen=word == pick.rating)
        for word in words
    ]
    ratings.append(
        choice(voice.label("button-unrated"), SetRating(draft_id, pick.pick_id, ""), chosen=pick.rating is None)
    )
    other = button(voice.label("button-other-security"), AskSecurity(draft_id, pick.pick_id))
    key = "button-take-back" if pick.dropped else "button-drop"
    drop = button(voice.label(key), DropPick(draft_id, pick.pick_id, not pick.dropped))
    check = (
        (button(voice.label("button-check"), CheckPick(draft_id, pick.pick_id), "success"),) if pick.doubtful else ()
    )
    return stack((check,), in_rows(kinds, 4), in_rows(ratings, 4) if len(ratings) > 1 else (), ((other, drop),))


def _name_keys(view: DraftItemCard, waiting: DraftName) -> Keyboard:
    choices = [
        button(
            f"{each.name} {short_symbol(each.symbol)}",
            ResolveName(view.draft.draft_id, waiting.unresolved_id, each.symbol),
        )
        for each in view.near
    ]
    return in_rows(choices, 2)


def _neighbours(view: DraftItemCard) -> Keyboard:
    """To the item before and the one behind it."""
    items, at = view.draft.items, view.position
    if len(items) <= 1:
        return ()

    def to(place: int) -> Action:
        item = items[place]
        if isinstance(item, DraftName):
            return ShowName(view.draft.draft_id, item.unresolved_id)
        return ShowPick(view.draft.draft_id, item.pick_id)

    back = (button("‹", to(at - 1)),) if at > 0 else ()
    forward = (button("›", to(at + 1)),) if at < len(items) - 1 else ()
    return ((*back, button(f"{at + 1}/{len(items)}", Nothing()), *forward),)
