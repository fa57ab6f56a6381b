"""What views of rules share: what a rule is about, its condition, its figures, and how it stands."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_targets import Scope
from bot.domain.rule_traits import Unit
from bot.domain.sessions import SHANGHAI
from bot.services.views.pieces import SecurityRef
from bot.services.views.rules import RuleAim, RuleLine
from bot.tg import numbers
from bot.tg.i18n import Html, escape
from bot.tg.render.pieces import name
from bot.tg.render.voice import Voice

LONGEST_LABEL = 14  # characters of a title; a phone shows some 24 in a line


def aim_label(aim: RuleAim, voice: Voice) -> str:
    """What a rule is about, for a button."""
    if aim.scope is Scope.STOCK:
        return aim.label
    title = aim.label if len(aim.label) <= LONGEST_LABEL else f"{aim.label[: LONGEST_LABEL - 1]}…"
    return voice.label(f"rule-aim-{aim.scope}", ref=aim.ref, label=title)


def aim_text(aim: RuleAim, voice: Voice) -> Html:
    """What a rule is about: ``中际旭创 300308``, ``研报 #3``, ``列表“光模块”``."""
    if aim.scope is Scope.STOCK:
        return name(SecurityRef(aim.ref, aim.label))
    return Html(f"<b>{escape(aim_label(aim, voice))}</b>")


def headline(line: RuleLine, voice: Voice) -> Html:
    """What is watched, and for what; of a rule about several the security that is meant, where one is."""
    symbol = line.security.symbol
    condition = condition_of(line.kind, line.threshold, symbol, voice)
    if line.carried is not None:
        condition = voice.say("rule-carried", given=condition, now=voice.price(line.carried, symbol))
    about = name(line.security) if symbol else aim_text(line.about, voice)
    return Html(f"{about} {condition}")


def via(line: RuleLine, voice: Voice) -> list[Html]:
    """Which rule about several a telling comes from."""
    if line.aim is None or not line.security.symbol:
        return []
    return [voice.say("rule-via", aim=aim_label(line.aim, voice))]


def short(line: RuleLine, voice: Voice) -> str:
    """A rule on a button."""
    threshold = limit(line.kind, line.carried or line.threshold, line.security.symbol, voice)
    return voice.label(f"rule-short-{line.kind}", name=aim_label(line.about, voice), threshold=threshold)


def condition_of(kind: RuleKind, threshold: Decimal, symbol: str, voice: Voice) -> Html:
    """What is waited for."""
    return voice.say(f"rule-{kind}", threshold=limit(kind, threshold, symbol, voice))


def limit(kind: RuleKind, threshold: Decimal, symbol: str, voice: Voice) -> str:
    """A threshold; the target price that a rule waits for, where it is known of which report."""
    if kind.of_target:
        return voice.price(threshold, symbol) if symbol and threshold != 1 else ""
    return _counted(kind.about.unit, threshold, symbol, voice)


def figure(kind: RuleKind, value: Decimal, symbol: str, voice: Voice) -> str:
    """What was looked at."""
    shows = kind.about.shows
    return (
        numbers.moved(float(value)) if shows in (Unit.FRACTION, Unit.EXCESS) else _counted(shows, value, symbol, voice)
    )


def _counted(unit: Unit, value: Decimal, symbol: str, voice: Voice) -> str:
    match unit:
        case Unit.PRICE:
            return voice.price(value, symbol)
        case Unit.SESSIONS | Unit.DAYS:
            return str(int(value))
        case Unit.FRACTION:
            return numbers.limit(float(value)).removeprefix("+")
        case Unit.EXCESS:
            return numbers.limit(float(value))
        case Unit.TIMES:
            return f"{value.normalize():f}"
        case Unit.NOTHING:
            return ""


def changed(kind: RuleKind, before: str, after: str, symbol: str, voice: Voice) -> str:
    """What changed into what, in a few words."""
    match kind:
        case RuleKind.TARGET_CHANGED:
            before, after = (voice.written_price(each, symbol) for each in (before, after))
        case RuleKind.CONSENSUS:
            before, after = (each.replace("-", "/") for each in (before, after))
        case RuleKind.DISSENT:
            parties = [each.partition("=") for each in before.split(",")]
            before = voice.listing(f"{house} {voice.rating(rating)}" for house, _, rating in parties)
            return f"{voice.rating(after)} ↔ {before}"
        case _:
            before, after = (voice.rating(each) if each else "" for each in (before, after))
    return f"{before} → {after}".strip()


def standing(line: RuleLine, voice: Voice) -> Html:
    """Whether it will tell."""
    if line.until is not None:
        return voice.say("rule-is-snoozed", until=moment(line.until))
    return voice.say(f"rule-is-{line.standing}")


def since_report(line: RuleLine, voice: Voice) -> list[Html]:
    """The report since which its figure counts."""
    if line.head is None:
        return []
    return [voice.say("rule-since-report", broker=line.head.broker, day=voice.day(line.head.published))]


def note(line: RuleLine, voice: Voice) -> list[Html]:
    """What its owner wrote to it."""
    return [voice.say("rule-note", note=line.note)] if line.note else []


def moment(at: datetime) -> str:
    """An instant in Shanghai."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
