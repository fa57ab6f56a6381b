"""Sensible thresholds to choose from, given where a figure stands."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import prod

from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_traits import Kind, Unit
from bot.domain.rules import CENT, carried
from bot.services.access.people import Refused
from bot.services.rules.closes import target_of
from bot.services.rules.trials import Past
from bot.store.records import ConfirmedPick

MOVES = {
    RuleKind.PRICE_ABOVE: ("1.05", "1.1", "1.2", "1.3"),
    RuleKind.PRICE_BELOW: ("0.95", "0.9", "0.8", "0.7"),
}
LADDER = tuple(Decimal(each) / 100 for each in (-50, -30, -20, -10, -5, 0, 5, 10, 20, 30, 50, 100, 200))
MOST_CHOICES = 4


def thresholds_for(kind: RuleKind, now: Decimal | None, past: Past | None, pick: ConfirmedPick) -> Sequence[Decimal]:
    """Thresholds beyond where the figure stands; a target price that is still to be reached comes first."""
    if now is None or not (kind.of_score or kind.in_prices):
        return kind.about.choices
    if kind in (RuleKind.EXCESS_ABOVE, RuleKind.RETURN_ABOVE):
        return [each for each in LADDER if each > now][:MOST_CHOICES]
    if kind in (RuleKind.EXCESS_BELOW, RuleKind.RETURN_BELOW):
        return [each for each in reversed(LADDER) if each < now][:MOST_CHOICES]
    rounded = [Decimal(f"{now * Decimal(each):.3g}").quantize(CENT) for each in MOVES[kind]]
    target = _target(past, pick) if kind is RuleKind.PRICE_ABOVE and past is not None else None
    return list(dict.fromkeys([target, *rounded] if target is not None and target > now else rounded))


def _target(past: Past, pick: ConfirmedPick) -> Decimal | None:
    """The report's target price as ex-dates since have carried it; None where it is of another currency."""
    target, published = target_of(pick, None), pick.report.published
    if target is None or published is None:
        return None
    ratios = [each.ratio for each in past.adjustments if each.ex_date > published]
    return carried(target, prod(ratios, start=Decimal(1)))


def require_allowed(kind: RuleKind, threshold: Decimal) -> Decimal:
    """The threshold.

    Raises:
        Refused: it makes no sense for this kind.
    """
    about = kind.about
    if not about.allows(threshold):
        raise Refused("rule_out_of_range", least=_written(about, about.least), most=_written(about, about.most))
    return threshold


def _written(about: Kind, bound: Decimal) -> str:
    """A bound as a line would write it."""
    in_percent = about.unit in (Unit.FRACTION, Unit.EXCESS)
    return f"{bound * 100:.3g}%" if in_percent else f"{bound:f}"
