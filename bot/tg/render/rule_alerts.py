"""What rules of one's own have to tell."""

from __future__ import annotations

from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_targets import Scope
from bot.services.views.rules import RuleAlert, RuleStanding, RuleTelling
from bot.tg import numbers
from bot.tg.actions.rules import ShowRule, ShowRules, SnoozeRule
from bot.tg.actions.views import ShowCoverage, ShowReport
from bot.tg.i18n import Html, join
from bot.tg.keyboards import Keyboard, button, in_rows, stack
from bot.tg.render.alerts import about_event
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import live_source
from bot.tg.render.rule_grounds import grounds_said
from bot.tg.render.rule_pieces import figure, headline, moment, note, short, since_report, via
from bot.tg.render.voice import Voice

MOST_TOLD = 12
MOST_RULES = 6


@page.register
def _(view: RuleAlert, voice: Voice) -> Page:
    blocks = [voice.say("rule-alert-title", day=voice.day(view.session))]
    closed = not view.source.fetched
    blocks += [_told(each, voice, closed=closed) for each in view.lines[:MOST_TOLD]]
    if more := len(view.lines) - MOST_TOLD:
        blocks += [voice.say("alerts-more", n=more)] if more > 0 else []
    if any(each.event is None or each.event.score is not None for each in view.lines):
        blocks.append(join("\n", [_source(view, voice), voice.say("footer-risk-line")]))
    else:
        blocks.append(voice.say("footer-risk-line"))
    return Page(tuple(blocks), _keyboard(view, voice))


def _source(view: RuleAlert, voice: Voice) -> Html:
    if view.notice and view.source.fetched:
        source, time = voice.one_of("source", view.source.name), moment(view.source.fetched)
        return voice.say("rule-notice-of", source=source, time=time)
    if view.source.fetched:
        return live_source(view.source, voice)
    return voice.say("rule-closes-of", source=voice.one_of("source", view.source.name), day=voice.day(view.session))


def _told(told: RuleTelling, voice: Voice, *, closed: bool) -> Html:
    rule = told.rule
    if told.event is not None:
        lines = [headline(rule, voice), *about_event(told.event, voice)]
    else:
        lines = [headline(rule, voice), *_figure(told, voice, closed=closed)]
    lines += [*via(rule, voice), *note(rule, voice)]
    if told.since is not None:
        lines.append(voice.say("rule-since", time=moment(told.since)))
    if rule.standing is RuleStanding.SPENT:
        lines.append(voice.say("rule-was-once"))
    return join("\n", lines)


def _figure(told: RuleTelling, voice: Voice, *, closed: bool) -> list[Html]:
    kind, symbol = told.rule.kind, told.rule.security.symbol
    if kind in (RuleKind.SUSPENDED, RuleKind.EX_DATE):  # no figure of a quote
        return grounds_said(told, voice, closed=closed)
    value = figure(kind, told.value, symbol, voice)
    source, time = voice.one_of("source", told.source), numbers.clock(told.at)
    if told.touched and told.grounds is not None:
        price = voice.price(told.grounds.price, symbol)
        now = voice.say("rule-touched-now", value=value, price=price, time=time, source=source)
    elif told.touched:
        now = voice.say("rule-touched", value=value)
    elif kind.of_score:
        now = voice.say("rule-excess-now" if kind.of_excess else "rule-return-now", value=value)
    elif kind.on_closes:
        now = voice.say("rule-close-now", value=value)
    else:
        shown = value if told.grounds is None or kind.has_threshold else voice.price(told.grounds.price, symbol)
        key = "rule-close-now" if closed else "rule-now"
        now = voice.say(key, value=shown, time=time, source=source)
    return [now, *grounds_said(told, voice, closed=closed), *since_report(told.rule, voice)]


def _keyboard(view: RuleAlert, voice: Voice) -> Keyboard:
    every = button(voice.label("button-rules"), ShowRules())
    ids = {each.rule.rule_id: each.rule for each in view.lines}
    if len(ids) > 1:
        rules = [button(short(rule, voice), ShowRule(rule_id)) for rule_id, rule in list(ids.items())[:MOST_RULES]]
        return stack(in_rows(rules, 2), ((every,),))
    rule = view.lines[0].rule
    stocks = list({each.rule.security.symbol: each.rule.security for each in view.lines}.values())[:MOST_RULES]
    opened = [button(each.name, ShowCoverage(each.symbol)) for each in stocks if each.symbol]
    if rule.aim is not None and rule.aim.scope is Scope.BASKET:
        opened = [button(voice.label("button-rule-report", id=rule.aim.ref), ShowReport(int(rule.aim.ref)))]
    snooze = button(voice.label("button-rule-snooze"), SnoozeRule(rule.rule_id))
    show = button(voice.label("button-rule-show"), ShowRule(rule.rule_id))
    return stack(((snooze, show),), in_rows([*opened, every], 2))
