"""Rules of one's own, and what they tell."""

from __future__ import annotations

from bot.domain.rule_kinds import RuleKind, Tried
from bot.domain.rules import Frequency, RuleEntry, RuleEvent
from bot.services.views import (
    RuleCard,
    RuleDraft,
    RuleKinds,
    RuleLine,
    RuleList,
    RuleMisread,
    RuleStanding,
    RuleThresholds,
    Trial,
)
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import Keyboard, button, in_rows, pager, stack
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import SEP, name, short_symbol
from bot.tg.render.rule_pieces import condition_of, figure, headline, limit, moment, note, short, since_report, standing
from bot.tg.render.voice import Voice
from bot.tg.rule_actions import (
    AskNewThreshold,
    AskRule,
    AskThreshold,
    DeleteRule,
    MakeRule,
    PauseRule,
    SetFrequency,
    SetThreshold,
    ShowRule,
    ShowRules,
    SnoozeRule,
    TryRule,
)
from bot.tg.view_actions import ShowCoverage

MOST_DAYS = 10


@page.register
def _(view: RuleList, voice: Voice) -> Page:
    blocks = [voice.say("rules-title", n=view.total, limit=view.limit)]
    blocks += [join("\n", [headline(each, voice), standing(each, voice)]) for each in view.lines]
    buttons = [button(short(each, voice), ShowRule(each.rule_id)) for each in view.lines]
    return Page(tuple(blocks), stack(in_rows(buttons, 2), pager(view.page, view.pages, view.total, ShowRules)))


@page.register
def _(view: RuleCard, voice: Voice) -> Page:
    line = view.line
    first = [voice.say("rule-made")] if view.new else []
    about = [headline(line, voice), *since_report(line, voice), *note(line, voice)]
    about += [standing(line, voice), voice.say("rule-frequency", how=voice.label(f"frequency-{line.frequency}"))]
    about += [voice.say("rule-until", day=voice.day(line.last_day))] if line.last_day else []
    history = [voice.say("rule-history"), *(_entry(each, line, voice) for each in view.history)]
    blocks = [*first, join("\n", about), *_trial(view.trial, line.kind, line.security.symbol, voice)]
    return Page((*blocks, join("\n", history)), _card_keyboard(line, voice))


@page.register
def _(view: RuleDraft, voice: Voice) -> Page:
    symbol = view.security.symbol
    head = Html(f"{name(view.security)} {condition_of(view.kind, view.threshold, symbol, voice)}")
    cannot = "trial-cannot" if view.kind.about.tried is Tried.NOT else "trial-nothing"
    trial = _trial(view.trial, view.kind, symbol, voice) or [voice.say(cannot)]
    save = button(voice.label("button-rule-save"), MakeRule(symbol, view.kind, str(view.threshold)), "primary")
    return Page((head, *trial), ((save,),))


@page.register
def _(view: RuleKinds, voice: Voice) -> Page:
    symbol = view.security.symbol
    kinds = [button(voice.label(f"rule-what-{kind}"), AskThreshold(symbol, kind)) for kind in view.kinds]
    back = button(voice.label("button-rule-stock", name=view.security.name), ShowCoverage(symbol))
    blocks = (voice.say("rule-ask-kind", name=name(view.security)), voice.say("rule-one-line"))
    return Page(blocks, stack(in_rows(kinds, 2), ((back,),)))


@page.register
def _(view: RuleThresholds, voice: Voice) -> Page:
    symbol = view.security.symbol
    lines = [voice.say("rule-ask-threshold", name=name(view.security), what=voice.label(f"rule-what-{view.kind}"))]
    if view.now is not None and view.kind is not RuleKind.DAY_CHANGE:
        now = figure(view.kind, view.now, symbol, voice)
        lines.append(voice.say("rule-stands-at", now=now, day=voice.day(view.as_of)))
    if any(count is not None for _, count in view.choices):
        lines.append(voice.say("rule-tried-how"))
    buttons = []
    for threshold, count in view.choices:
        label = limit(view.kind, threshold, symbol, voice)
        label = label if count is None else voice.label("rule-choice", threshold=label, n=count)
        written = str(threshold)
        make = MakeRule(symbol, view.kind, written) if view.rule_id is None else SetThreshold(view.rule_id, written)
        buttons.append(button(label, make))
    back = AskRule(symbol) if view.rule_id is None else ShowRule(view.rule_id)
    blocks = (join("\n", lines), voice.say("rule-one-line"))
    return Page(blocks, stack(in_rows(buttons, 2), ((button(voice.label("button-rule-back"), back),),)))


@page.register
def _(view: RuleMisread, voice: Voice) -> Page:
    understood = [name(view.security)] if view.security else []
    understood += [escape(voice.label(f"rule-what-{view.kind}"))] if view.kind else []
    lines = [voice.say("rule-understood", what=join(SEP, understood))] if understood else []
    lines.append(voice.say("rule-misread", rest=view.rest) if view.rest else voice.say("rule-incomplete"))
    lines.append(voice.say("rule-one-line"))
    keys: Keyboard = ()
    if view.security:
        keys = ((button(voice.label("button-rule-new"), AskRule(view.security.symbol)),),)
    return Page((join("\n", lines),), keys)


def _trial(trial: Trial | None, kind: RuleKind, symbol: str, voice: Voice) -> list[Html]:
    if trial is None:
        return []
    first, last = voice.day(trial.first), voice.day(trial.last)
    lines = [voice.say("trial", first=first, last=last, n=len(trial.fired))]
    lines += [
        voice.say("trial-day", day=voice.day(day), value=figure(kind, value, symbol, voice))
        for day, value in reversed(trial.fired[-MOST_DAYS:])
    ]
    if kind.about.tried is Tried.AT_CLOSES:
        lines.append(voice.say(f"trial-at-closes-{kind.partition('_')[0] if not kind.has_threshold else kind}"))
    if more := len(trial.fired[:-MOST_DAYS]):
        lines.append(voice.say("alerts-more", n=more))
    return [join("\n", lines)]


def _entry(entry: RuleEntry, line: RuleLine, voice: Voice) -> Html:
    symbol = entry.symbol or line.security.symbol
    value = _entered(entry, line, symbol, voice)
    threshold = "" if entry.threshold is None else limit(line.kind, entry.threshold, symbol, voice)
    time = moment(entry.at)
    match entry.event:
        case RuleEvent.FIRED if line.kind.of_event:
            return voice.say("rule-did-happen", time=time, value=value)
        case RuleEvent.FIRED:
            passed = line.kind.of_extreme or not line.kind.has_threshold  # an extreme, or a limit
            if passed and entry.threshold is not None:
                threshold = voice.price(entry.threshold, symbol)
            return voice.say("rule-did-fire", time=time, value=value, threshold=threshold)
        case RuleEvent.HELD if entry.reason is not None:
            why = voice.label(f"held-{entry.reason}")
            return voice.say("rule-did-hold", time=time, value=value, why=why)
        case _:
            return voice.say("rule-did", time=time, what=voice.label(f"rule-event-{entry.event}"), threshold=threshold)


def _entered(entry: RuleEntry, line: RuleLine, symbol: str, voice: Voice) -> str:
    """What was looked at, with the security's code where the rule has several, or what changed into what."""
    words = [short_symbol(entry.symbol)] if entry.symbol else []
    words += [figure(line.kind, entry.value, symbol, voice)] if entry.value is not None else []
    words += [f"{entry.before} → {entry.after}"] if entry.after else []
    return " ".join(words) or voice.label("rule-happened")


def _card_keyboard(line: RuleLine, voice: Voice) -> Keyboard:
    rule_id, paused = line.rule_id, line.standing is RuleStanding.PAUSED
    silent = paused or line.standing is RuleStanding.SNOOZED
    rest = [
        button(voice.label("button-rule-resume"), PauseRule(rule_id, paused=False))
        if silent
        else button(voice.label("button-rule-pause"), PauseRule(rule_id, paused=True))
    ]
    rest += [] if silent else [button(voice.label("button-rule-snooze"), SnoozeRule(rule_id))]
    often = [
        button(voice.label(f"frequency-{each}"), SetFrequency(rule_id, each))
        for each in Frequency
        if each != line.frequency
    ]
    threshold = AskNewThreshold(rule_id, line.security.symbol, line.kind)
    change = (button(voice.label("button-rule-threshold"), threshold),) if line.kind.has_threshold else ()
    return stack(
        (tuple(rest),),
        (tuple(often),),
        ((*change, button(voice.label("button-rule-try"), TryRule(rule_id))),),
        (
            (
                button(voice.label("button-rule-delete"), DeleteRule(rule_id), "danger"),
                button(voice.label("button-rules"), ShowRules()),
            ),
        ),
    )
