"""Rules of one's own, and what they tell."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from bot.domain.rule_kinds import RuleKind, Tried, Unit
from bot.domain.rules import Frequency, RuleEntry, RuleEvent
from bot.domain.sessions import SHANGHAI
from bot.services.views import (
    RuleAlert,
    RuleCard,
    RuleDraft,
    RuleKinds,
    RuleLine,
    RuleList,
    RuleMisread,
    RuleStanding,
    RuleTelling,
    RuleThresholds,
    Trial,
)
from bot.tg import numbers
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import Keyboard, button, in_rows, pager, stack
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import SEP, live_source, name
from bot.tg.render.rule_grounds import grounds_said
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

MOST_TOLD = 12
MOST_RULES = 6
MOST_DAYS = 10


@page.register
def _(view: RuleAlert, voice: Voice) -> Page:
    blocks = [voice.say("rule-alert-title", day=voice.day(view.session))]
    blocks += [_told(each, voice) for each in view.lines[:MOST_TOLD]]
    if more := len(view.lines) - MOST_TOLD:
        blocks += [voice.say("alerts-more", n=more)] if more > 0 else []
    source = (
        live_source(view.source, voice)
        if view.source.fetched
        else voice.say("rule-closes-of", source=voice.one_of("source", view.source.name), day=voice.day(view.session))
    )
    blocks.append(join("\n", [source, voice.say("footer-risk-line")]))
    return Page(tuple(blocks), _alert_keyboard(view, voice))


@page.register
def _(view: RuleList, voice: Voice) -> Page:
    blocks = [voice.say("rules-title", n=view.total, limit=view.limit)]
    blocks += [join("\n", [_headline(each, voice), _standing(each, voice)]) for each in view.lines]
    buttons = [button(_short(each, voice), ShowRule(each.rule_id)) for each in view.lines]
    return Page(tuple(blocks), stack(in_rows(buttons, 2), pager(view.page, view.pages, view.total, ShowRules)))


@page.register
def _(view: RuleCard, voice: Voice) -> Page:
    line = view.line
    first = [voice.say("rule-made")] if view.new else []
    about = [_headline(line, voice), *_since_report(line, voice), *_note(line, voice)]
    about += [_standing(line, voice), voice.say("rule-frequency", how=voice.label(f"frequency-{line.frequency}"))]
    about += [voice.say("rule-until", day=voice.day(line.last_day))] if line.last_day else []
    history = [voice.say("rule-history"), *(_entry(each, line, voice) for each in view.history)]
    blocks = [*first, join("\n", about), *_trial(view.trial, line.kind, line.security.symbol, voice)]
    return Page((*blocks, join("\n", history)), _card_keyboard(line, voice))


@page.register
def _(view: RuleDraft, voice: Voice) -> Page:
    symbol = view.security.symbol
    head = Html(f"{name(view.security)} {_condition(view.kind, view.threshold, symbol, voice)}")
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
        now = _figure(view.kind, view.now, symbol, voice)
        lines.append(voice.say("rule-stands-at", now=now, day=voice.day(view.as_of)))
    if any(count is not None for _, count in view.choices):
        lines.append(voice.say("rule-tried-how"))
    buttons = []
    for threshold, count in view.choices:
        label = _limit(view.kind, threshold, symbol, voice)
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


def _told(told: RuleTelling, voice: Voice) -> Html:
    rule, symbol = told.rule, told.rule.security.symbol
    value = _figure(rule.kind, told.value, symbol, voice)
    label, time = voice.one_of("source", told.source), numbers.clock(told.at)
    if told.touched and told.grounds is not None:
        price = voice.price(told.grounds.price, symbol)
        now = voice.say("rule-touched-now", value=value, price=price, time=time, source=label)
    elif told.touched:
        now = voice.say("rule-touched", value=value)
    elif rule.kind.on_closes:
        key = "rule-excess-now" if rule.kind.of_excess else "rule-close-now"
        now = voice.say(key, value=value)
    else:
        shown = value if told.grounds is None or rule.kind.has_threshold else voice.price(told.grounds.price, symbol)
        now = voice.say("rule-now", value=shown, time=time, source=label)
    lines = [_headline(rule, voice), now, *grounds_said(told, voice), *_since_report(rule, voice), *_note(rule, voice)]
    if told.since is not None:
        lines.append(voice.say("rule-since", time=_moment(told.since)))
    if rule.standing is RuleStanding.SPENT:
        lines.append(voice.say("rule-was-once"))
    return join("\n", lines)


def _headline(line: RuleLine, voice: Voice) -> Html:
    symbol = line.security.symbol
    condition = _condition(line.kind, line.threshold, symbol, voice)
    if line.carried is not None:
        condition = voice.say("rule-carried", given=condition, now=voice.price(line.carried, symbol))
    return Html(f"{name(line.security)} {condition}")


def _condition(kind: RuleKind, threshold: Decimal, symbol: str, voice: Voice) -> Html:
    return voice.say(f"rule-{kind}", threshold=_limit(kind, threshold, symbol, voice))


def _limit(kind: RuleKind, threshold: Decimal, symbol: str, voice: Voice) -> str:
    return _counted(kind.about.unit, threshold, symbol, voice)


def _figure(kind: RuleKind, value: Decimal, symbol: str, voice: Voice) -> str:
    shows = kind.about.shows
    return (
        numbers.moved(float(value)) if shows in (Unit.FRACTION, Unit.EXCESS) else _counted(shows, value, symbol, voice)
    )


def _counted(unit: Unit, value: Decimal, symbol: str, voice: Voice) -> str:
    match unit:
        case Unit.PRICE:
            return voice.price(value, symbol)
        case Unit.SESSIONS:
            return str(int(value))
        case Unit.TIMES:
            return f"{value.normalize():f}"
        case Unit.NOTHING:
            return ""
        case Unit.FRACTION:
            return numbers.limit(float(value)).removeprefix("+")
        case Unit.EXCESS:
            return numbers.limit(float(value))


def _short(line: RuleLine, voice: Voice) -> str:
    limit = _limit(line.kind, line.carried or line.threshold, line.security.symbol, voice)
    return voice.label(f"rule-short-{line.kind}", name=line.security.name, threshold=limit)


def _standing(line: RuleLine, voice: Voice) -> Html:
    if line.until is not None:
        return voice.say("rule-is-snoozed", until=_moment(line.until))
    return voice.say(f"rule-is-{line.standing}")


def _since_report(line: RuleLine, voice: Voice) -> list[Html]:
    if line.head is None:
        return []
    return [voice.say("rule-since-report", broker=line.head.broker, day=voice.day(line.head.published))]


def _note(line: RuleLine, voice: Voice) -> list[Html]:
    return [voice.say("rule-note", note=line.note)] if line.note else []


def _trial(trial: Trial | None, kind: RuleKind, symbol: str, voice: Voice) -> list[Html]:
    if trial is None:
        return []
    first, last = voice.day(trial.first), voice.day(trial.last)
    lines = [voice.say("trial", first=first, last=last, n=len(trial.fired))]
    lines += [
        voice.say("trial-day", day=voice.day(day), value=_figure(kind, value, symbol, voice))
        for day, value in reversed(trial.fired[-MOST_DAYS:])
    ]
    if kind.about.tried is Tried.AT_CLOSES:
        lines.append(voice.say(f"trial-at-closes-{kind.partition('_')[0] if not kind.has_threshold else kind}"))
    if more := len(trial.fired[:-MOST_DAYS]):
        lines.append(voice.say("alerts-more", n=more))
    return [join("\n", lines)]


def _entry(entry: RuleEntry, line: RuleLine, voice: Voice) -> Html:
    symbol = line.security.symbol
    figure = "" if entry.value is None else _figure(line.kind, entry.value, symbol, voice)
    limit = "" if entry.threshold is None else _limit(line.kind, entry.threshold, symbol, voice)
    time = _moment(entry.at)
    match entry.event:
        case RuleEvent.FIRED:
            passed = line.kind.of_extreme or not line.kind.has_threshold  # an extreme, or a limit
            if passed and entry.threshold is not None:
                limit = voice.price(entry.threshold, symbol)
            return voice.say("rule-did-fire", time=time, value=figure, threshold=limit)
        case RuleEvent.HELD if entry.reason is not None:
            why = voice.label(f"held-{entry.reason}")
            return voice.say("rule-did-hold", time=time, value=figure, why=why)
        case _:
            return voice.say("rule-did", time=time, what=voice.label(f"rule-event-{entry.event}"), threshold=limit)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _alert_keyboard(view: RuleAlert, voice: Voice) -> Keyboard:
    every = button(voice.label("button-rules"), ShowRules())
    if len(view.lines) > 1:
        ids = {each.rule.rule_id: each.rule for each in view.lines}
        rules = [button(_short(rule, voice), ShowRule(rule_id)) for rule_id, rule in list(ids.items())[:MOST_RULES]]
        return stack(in_rows(rules, 2), ((every,),))
    rule = view.lines[0].rule
    stock = button(voice.label("button-rule-stock", name=rule.security.name), ShowCoverage(rule.security.symbol))
    snooze = button(voice.label("button-rule-snooze"), SnoozeRule(rule.rule_id))
    show = button(voice.label("button-rule-show"), ShowRule(rule.rule_id))
    return ((snooze, show), (stock, every))


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
