"""Rules of one's own, and what they tell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_targets import Scope
from bot.domain.rule_traits import Tried
from bot.domain.rules import Frequency, RuleEntry, RuleEvent
from bot.services.views.rules import (
    RuleAim,
    RuleCard,
    RuleDeleted,
    RuleDraft,
    RuleKinds,
    RuleLine,
    RuleList,
    RuleMisread,
    RuleQuestion,
    RuleStanding,
    RuleThresholds,
    RuleWhich,
    Trial,
    TrialNote,
)
from bot.tg.actions.lists import ShowList
from bot.tg.actions.rules import (
    AskRule,
    AskRuleOf,
    AskThreshold,
    DeleteRule,
    EditRule,
    MakeRule,
    PauseRule,
    RestoreRule,
    SetThreshold,
    ShowRule,
    ShowRules,
    SnoozeRule,
    TryRule,
)
from bot.tg.actions.views import ShowCoverage, ShowReport, ShowWatchlist
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import Button, Keyboard, button, in_rows, pager, stack
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import SEP, short_symbol, source
from bot.tg.render.rule_editing import editing_keyboard, span
from bot.tg.render.rule_pieces import (
    aim_label,
    aim_text,
    changed,
    condition_of,
    figure,
    headline,
    limit,
    moment,
    note,
    short,
    since_report,
    standing,
)
from bot.tg.render.voice import Voice

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
    about = [headline(line, voice), *since_report(line, voice), *note(line, voice), standing(line, voice)]
    about.append(_how_often(line, voice))
    about += [voice.say("rule-until", day=voice.day(line.last_day))] if line.last_day else []
    blocks = [*first, join("\n", about), *_trial(view.trial, line.kind, line.security.symbol, voice)]
    if view.editing:
        return Page((*blocks, voice.say("rule-editing")), editing_keyboard(line, voice))
    history = [voice.say("rule-history"), *(_entry(each, line, voice) for each in view.history)]
    return Page((*blocks, join("\n", history)), _card_keyboard(line, voice))


@page.register
def _(view: RuleDraft, voice: Voice) -> Page:
    symbol = view.aim.ref if view.aim.scope is Scope.STOCK else ""
    head = Html(f"{aim_text(view.aim, voice)} {condition_of(view.kind, view.threshold, symbol, voice)}")
    cannot = "trial-cannot" if view.kind.about.tried is Tried.NOT else "trial-nothing"
    trial = _trial(view.trial, view.kind, symbol, voice) or [voice.say(cannot)]
    make = MakeRule(view.aim.written, view.kind, str(view.threshold))
    save = button(voice.label("button-rule-save"), make, "primary")
    back = button(voice.label("button-rule-back"), AskRule(view.aim.written))
    return Page((head, *trial), ((save, back),))


@page.register
def _(view: RuleKinds, voice: Voice) -> Page:
    target = view.aim.written
    kinds = [button(voice.label(f"rule-what-{kind}"), AskThreshold(target, kind)) for kind in view.kinds]
    others = [
        button(voice.label(f"rule-group-{group}"), AskRuleOf(target, group))
        for group in view.groups
        if group != view.group
    ]
    blocks = (voice.say("rule-ask-kind", name=aim_text(view.aim, voice)), voice.say("rule-one-line"))
    return Page(blocks, stack(in_rows(kinds, 2), in_rows(others, 3), (_beside(view.aim, voice),)))


@page.register
def _(view: RuleThresholds, voice: Voice) -> Page:
    target, symbol = view.aim.written, view.aim.ref if view.aim.scope is Scope.STOCK else ""
    what = voice.label(f"rule-what-{view.kind}")
    lines = [voice.say("rule-ask-threshold", name=aim_text(view.aim, voice), what=what)]
    if view.now is not None and not view.kind.of_day:
        now = figure(view.kind, view.now, symbol, voice)
        lines.append(voice.say("rule-stands-at", now=now, day=voice.day(view.as_of)))
    if any(count is not None for _, count in view.choices):
        lines.append(voice.say("rule-tried-how"))
    buttons = []
    for threshold, count in view.choices:
        label = limit(view.kind, threshold, symbol, voice)
        label = label if count is None else voice.label("rule-choice", threshold=label, n=count)
        written = str(threshold)
        make = MakeRule(target, view.kind, written) if view.rule_id is None else SetThreshold(view.rule_id, written)
        buttons.append(button(label, make))
    back = AskRule(target) if view.rule_id is None else ShowRule(view.rule_id)
    last = voice.say("rule-one-line" if view.rule_id is None else "rule-type-it")
    keys = stack(in_rows(buttons, 2), ((button(voice.label("button-rule-back"), back),),))
    return Page((join("\n", lines), last), keys)


@page.register
def _(view: RuleMisread, voice: Voice) -> Page:
    understood = [aim_text(view.aim, voice)] if view.aim else []
    understood += [escape(voice.label(f"rule-what-{view.kind}"))] if view.kind else []
    lines = [voice.say("rule-understood", what=join(SEP, understood))] if understood else []
    lines.append(voice.say("rule-misread", rest=view.rest) if view.rest else voice.say("rule-incomplete"))
    lines.append(voice.say("rule-nearest" if view.nearest else "rule-one-line"))
    keys: Keyboard = ()
    if view.aim:
        near = [_near(view.aim, kind, threshold, voice) for kind, threshold in view.nearest]
        keys = stack(in_rows(near, 2), ((button(voice.label("button-rule-new"), AskRule(view.aim.written)),),))
    return Page((join("\n", lines),), keys)


@page.register
def _(view: RuleWhich, voice: Voice) -> Page:
    aims = [RuleAim(Scope.STOCK, each.symbol, each.name) for each in view.candidates]
    if view.kind is None:
        keys = [button(voice.label("button-rule-stock", name=each.label), AskRule(each.written)) for each in aims]
    else:
        keys = [_near(each, view.kind, view.threshold, voice, named=True) for each in aims]
    return Page((voice.say("rule-which", name=view.name, n=len(aims)),), in_rows(keys, 1))


@page.register
def _(view: RuleDeleted, voice: Voice) -> Page:
    undo = button(voice.label("button-rule-restore"), RestoreRule(view.line.rule_id), "primary")
    text = voice.say("rule-is-deleted", rule=headline(view.line, voice))
    return Page((text,), ((undo, button(voice.label("button-rules"), ShowRules())),))


@page.register
def _(view: RuleQuestion, voice: Voice) -> Page:
    back = button(voice.label("button-rule-back"), EditRule(view.line.rule_id))
    return Page((headline(view.line, voice), voice.say(f"rule-ask-word-{view.word}")), ((back,),))


def _near(aim: RuleAim, kind: RuleKind, threshold: Decimal | None, voice: Voice, *, named: bool = False) -> Button:
    """A rule that was perhaps meant; what has a number is saved by the tap, since the line asked for a rule."""
    what = voice.label(f"rule-what-{kind}")
    what = f"{aim.label} {what}" if named else what
    if threshold is None:
        return button(f"{what}…", AskThreshold(aim.written, kind))
    symbol = aim.ref if aim.scope is Scope.STOCK else ""
    return button(
        f"{what} {limit(kind, threshold, symbol, voice)}".strip(), MakeRule(aim.written, kind, str(threshold))
    )


def _beside(aim: RuleAim, voice: Voice) -> tuple[Button, ...]:
    """What it is about, to be looked at; a report's basket beside its picks, and the other way round."""
    match aim.scope:
        case Scope.STOCK:
            return (button(voice.label("button-rule-stock", name=aim.label), ShowCoverage(aim.ref)),)
        case Scope.LIST:
            return (button(aim_label(aim, voice), ShowList(int(aim.ref))),)
        case Scope.FOLLOWED:
            return (button(voice.label("button-watchlist"), ShowWatchlist()),)
        case _:
            whole = aim.scope is Scope.REPORT
            other = RuleAim(Scope.BASKET if whole else Scope.REPORT, aim.ref)
            turn = button(voice.label("button-rule-whole" if whole else "button-rule-each"), AskRule(other.written))
            return button(voice.label("button-rule-report", id=aim.ref), ShowReport(int(aim.ref))), turn


def _how_often(line: RuleLine, voice: Voice) -> Html:
    each_time = line.kind.of_event and line.frequency is Frequency.EVERY
    how = voice.label("frequency-each-time" if each_time else f"frequency-{line.frequency}")
    if line.cooldown is None or not line.cooldown or line.frequency is not Frequency.EVERY:
        return voice.say("rule-frequency", how=how)
    return voice.say("rule-frequency-cooled", how=how, cooldown=span(line.cooldown, voice))


def _trial(trial: Trial | None, kind: RuleKind, symbol: str, voice: Voice) -> list[Html]:
    if trial is None:
        return []
    first, last = voice.day(trial.first), voice.day(trial.last)
    lines = [voice.say("trial", first=first, last=last, n=len(trial.fired))]
    notes = trial.notes or (TrialNote(),) * len(trial.fired)
    days = list(zip(trial.fired, notes, strict=True))
    lines += [_tried_on(day, value, told, kind, symbol, voice) for (day, value), told in reversed(days[-MOST_DAYS:])]
    if kind.about.tried is Tried.AT_CLOSES:
        lines.append(voice.say(f"trial-at-closes-{kind.partition('_')[0] if not kind.has_threshold else kind}"))
    if more := len(trial.fired[:-MOST_DAYS]):
        lines.append(voice.say("alerts-more", n=more))
    if trial.source is not None:
        lines += [Html(""), source(trial.source, voice)]
    return [join("\n", lines)]


def _tried_on(day: date, value: Decimal, told: TrialNote, kind: RuleKind, symbol: str, voice: Voice) -> Html:
    about = told.security.symbol if told.security else symbol
    words = [told.security.name] if told.security else []
    words += [figure(kind, value, about, voice)] if not kind.of_event else []
    words += [changed(kind, told.before, told.after, about, voice)] if told.after else []
    text = " ".join(words)
    return (
        voice.say("trial-day", day=voice.day(day), value=text)
        if text
        else voice.say("trial-day-only", day=voice.day(day))
    )


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
        case _ if threshold:
            return voice.say(
                "rule-did-at", time=time, what=voice.label(f"rule-event-{entry.event}"), threshold=threshold
            )
        case _:
            return voice.say("rule-did", time=time, what=voice.label(f"rule-event-{entry.event}"))


def _entered(entry: RuleEntry, line: RuleLine, symbol: str, voice: Voice) -> str:
    """What was looked at, with the security's code where the rule has several, or what changed into what."""
    words = [short_symbol(entry.symbol)] if entry.symbol else []
    words += [figure(line.kind, entry.value, symbol, voice)] if entry.value is not None else []
    words += [changed(line.kind, entry.before, entry.after, symbol, voice)] if entry.after else []
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
    edit = button(voice.label("button-rule-edit"), EditRule(rule_id))
    tried = button(voice.label("button-rule-try"), TryRule(rule_id))
    delete = button(voice.label("button-rule-delete"), DeleteRule(rule_id), "danger")
    return (tuple(rest), (edit, tried), (delete, button(voice.label("button-rules"), ShowRules())))
