"""What is asked of editors, and what they have changed: a line a change, who and when."""

from __future__ import annotations

from bot.domain.reports import PickKind
from bot.domain.sessions import SHANGHAI
from bot.services.views.drafts import (
    BrokerQuestion,
    Change,
    CorrectionHistory,
    DateQuestion,
    DraftStep,
    KindQuestion,
    StockQuestion,
)
from bot.tg import numbers
from bot.tg.actions.callbacks import Action, fits
from bot.tg.actions.drafts import (
    AddPick,
    AskKind,
    ResolveName,
    SetBroker,
    SetDate,
    SetSecurity,
    ShowDraft,
    ShowHistory,
    ShowPick,
)
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import Keyboard, button, in_rows, pager, stack
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import name, short_symbol
from bot.tg.render.voice import Voice


@page.register
def _(view: StockQuestion, voice: Voice) -> Page:
    def chosen(symbol: str) -> Action:
        if view.pick_id is not None:
            return SetSecurity(view.draft_id, view.pick_id, symbol)
        if view.unresolved_id is not None:
            return ResolveName(view.draft_id, view.unresolved_id, symbol)
        return AskKind(view.draft_id, symbol)

    if view.typed:
        asked = voice.say("choices", query=view.typed)
    elif view.printed:
        asked = voice.say("ask-security", name=view.printed)
    else:
        asked = voice.say("ask-pick")
    choices = [button(f"{each.name} {short_symbol(each.symbol)}", chosen(each.symbol)) for each in view.choices]
    back = ShowPick(view.draft_id, view.pick_id) if view.pick_id is not None else ShowDraft(view.draft_id)
    return _question(view.title, asked, stack(in_rows(choices, 2), _back(back, voice)))


@page.register
def _(view: KindQuestion, voice: Voice) -> Page:
    kinds = [
        button(voice.label(f"kind-{kind}"), AddPick(view.draft_id, view.security.symbol, kind)) for kind in PickKind
    ]
    asked = Html(f"{name(view.security)}\n{voice.say('ask-kind')}")
    return _question(view.title, asked, stack(in_rows(kinds, 2), _back(ShowDraft(view.draft_id), voice)))


@page.register
def _(view: DateQuestion, voice: Voice) -> Page:
    days = [button(numbers.day(day, voice.language), SetDate(view.draft_id, day.isoformat())) for day in view.choices]
    asked = voice.say("ask-date", day=voice.day(view.published)) if view.published else voice.say("ask-date-unknown")
    return _question(view.title, asked, stack(in_rows(days, 2), _back(ShowDraft(view.draft_id), voice)))


@page.register
def _(view: BrokerQuestion, voice: Voice) -> Page:
    near = [
        button(each, SetBroker(view.draft_id, each)) for each in view.choices if fits(SetBroker(view.draft_id, each))
    ]
    return _question(
        view.title, voice.say("ask-broker"), stack(in_rows(near, 2), _back(ShowDraft(view.draft_id), voice))
    )


@page.register
def _(view: CorrectionHistory, voice: Voice) -> Page:
    blocks = [join("\n", [voice.say("history-title", id=view.draft_id), escape(view.title)])]
    blocks += [_step(each, voice) for each in view.steps] or [voice.say("history-none")]
    to_page = pager(view.page, view.pages, None, lambda to: ShowHistory(view.draft_id, to))
    return Page(tuple(blocks), stack(to_page, _back(ShowDraft(view.draft_id), voice)))


def change(made: Change, voice: Voice) -> str:
    """A change in a few words, as plain text: ``中际旭创 评级：买入 → 增持``."""
    before, after = (_value(made, value, voice) for value in (made.before, made.after))
    key = f"change-{made.field}"
    if made.field == "dropped":
        key = "change-dropped" if made.after else "change-taken-back"
    return voice.label(key, about=made.about, before=before, after=after)


def _value(made: Change, value: str | None, voice: Voice) -> str:
    if value is None:
        return voice.label("change-nothing")
    match made.field:
        case "kind":
            return voice.one_of("kind", value)
        case "rating":
            return voice.rating(value)
        case "security":
            return value.rpartition(".")[0] or value  # with its ending a client takes it for a web address
        case _:
            return value


def _step(step: DraftStep, voice: Voice) -> Html:
    said = join("\n", [escape(change(each, voice)) for each in step.changes])
    who = voice.say("history-who", who=step.who or voice.label("somebody"), when=_when(step))
    if step.undone:
        return Html(f"<s>{said}</s>\n{who} {voice.say('history-undone')}")
    return Html(f"{said}\n{who}")


def _when(step: DraftStep) -> str:
    return f"{step.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _question(title: str, asked: Html, keys: Keyboard) -> Page:
    return Page((asked, escape(title)) if title else (asked,), keys)


def _back(to: Action, voice: Voice) -> Keyboard:
    return ((button(voice.label("button-back-to-draft"), to),),)
