"""What a rule's figure was made of, in a line of its message."""

from __future__ import annotations

from bot.domain.rule_figures import LIMITS, MINUTES, SEALED, UPWARDS
from bot.domain.rule_kinds import RuleKind
from bot.services.views import RuleTelling
from bot.tg import numbers
from bot.tg.i18n import Html
from bot.tg.render.voice import Voice


def grounds_said(told: RuleTelling, voice: Voice) -> list[Html]:
    """From which price at which time, by which limit, beside which volume; nothing where the figure says it all."""
    grounds, kind, symbol = told.grounds, told.rule.kind, told.rule.security.symbol
    if grounds is None:
        return []
    level = "" if grounds.level is None else voice.price(grounds.level, symbol)
    if kind in MINUTES and grounds.level_at is not None:
        return [voice.say("rule-from", level=level, then=numbers.clock(grounds.level_at))]
    if kind in LIMITS:
        share = "quoted" if grounds.share is None else f"{grounds.share * 100:.0f}%"
        side, unbroken = "up" if kind in UPWARDS else "down", "yes" if grounds.unbroken else "no"
        said = [voice.say("rule-limit-price", level=level, side=side, share=share, unbroken=unbroken)]
        return said + ([voice.say("rule-book-sealed")] if kind in SEALED else [])
    if kind is RuleKind.GAP:
        price, side = voice.price(grounds.price, symbol), "up" if told.value > 0 else "down"
        return [voice.say("rule-gap-from", price=price, level=level, side=side)]
    if kind is RuleKind.VOLUME_RATIO and grounds.volume is not None and grounds.mean is not None:
        volume, mean = f"{grounds.volume:,.0f}", f"{grounds.mean:,.0f}"
        return [voice.say("rule-volumes", minutes=grounds.minutes or 0, volume=volume, mean=mean)]
    return []
