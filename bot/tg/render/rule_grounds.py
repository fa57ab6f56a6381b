"""What a rule's figure was made of, in a line of its message."""

from __future__ import annotations

from bot.domain.quotes import CorporateAction
from bot.domain.rule_figures import LIMITS, MINUTES, SEALED, UPWARDS, ExDate, Grounds
from bot.domain.rule_kinds import RuleKind
from bot.domain.sessions import SHANGHAI
from bot.services.views.rules import RuleTelling
from bot.tg import numbers
from bot.tg.i18n import Html
from bot.tg.render.voice import Voice


def grounds_said(told: RuleTelling, voice: Voice, *, closed: bool) -> list[Html]:
    """From which price at which time, by which limit, beside which volume; nothing where the figure says it all.

    ``closed``: the figure is of a day's bar, which has no book.
    """
    grounds, kind, symbol = told.grounds, told.rule.kind, told.rule.security.symbol
    if grounds is None:
        return []
    level = "" if grounds.level is None else voice.price(grounds.level, symbol)
    if kind is RuleKind.SUSPENDED:
        return [voice.say("rule-is-suspended", day=_day(told, voice), price=voice.price(grounds.price, symbol))]
    if grounds.ex is not None:
        return _ex_date(told, grounds, grounds.ex, voice)
    if kind in MINUTES and grounds.level_at is not None:
        return [voice.say("rule-from", level=level, then=numbers.clock(grounds.level_at))]
    if kind in LIMITS:
        share = "quoted" if grounds.share is None else f"{grounds.share * 100:.0f}%"
        side, unbroken = "up" if kind in UPWARDS else "down", "yes" if grounds.unbroken else "no"
        said = [voice.say("rule-limit-price", level=level, side=side, share=share, unbroken=unbroken)]
        return said + ([voice.say("rule-book-sealed")] if kind in SEALED and not closed else [])
    if kind is RuleKind.GAP:
        price, side = voice.price(grounds.price, symbol), "up" if told.value > 0 else "down"
        return [voice.say("rule-gap-from", price=price, level=level, side=side)]
    if kind is RuleKind.VOLUME_RATIO and grounds.volume is not None and grounds.mean is not None:
        volume, mean = f"{grounds.volume:,.0f}", f"{grounds.mean:,.0f}"
        return [voice.say("rule-volumes", minutes=grounds.minutes or 0, volume=volume, mean=mean)]
    return []


def _ex_date(told: RuleTelling, grounds: Grounds, ex: ExDate, voice: Voice) -> list[Html]:
    symbol = told.rule.security.symbol
    terms = voice.label("rule-ex-and").join(_terms(ex.terms, voice)) if ex.terms is not None else ""
    close, level = voice.price(grounds.price, symbol), voice.price(grounds.level or grounds.price, symbol)
    expected, ratio = "yes" if ex.expected else "no", f"{round(ex.ratio, 5).normalize():f}"
    said = [
        voice.say("rule-ex", day=voice.day(ex.day), terms=terms or "none"),
        voice.say("rule-ex-reference", close=close, level=level, expected=expected, ratio=ratio),
    ]
    for each in told.carried:
        before = voice.label(f"rule-{each.kind}", threshold=voice.price(each.before, symbol))
        said.append(voice.say("rule-ex-carried", before=before, after=voice.price(each.after, symbol)))
    return said


def _terms(terms: CorporateAction, voice: Voice) -> list[str]:
    """Per ten shares, as companies announce them."""
    figures = (
        ("cash", terms.cash),
        ("shares", terms.bonus + terms.transfer),
        ("rights", terms.rights),
    )
    return [voice.label(f"rule-ex-{what}", n=f"{round(each * 10, 6).normalize():f}") for what, each in figures if each]


def _day(told: RuleTelling, voice: Voice) -> str:
    return voice.day(told.at.astimezone(SHANGHAI).date())
