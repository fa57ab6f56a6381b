"""What a line that was not understood may have meant: rules near to what of it was."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.domain.rule_groups import GROUPS, Group
from bot.domain.rule_kinds import RuleKind, fits
from bot.domain.rule_targets import RuleTarget
from bot.domain.rule_traits import Unit
from bot.services.rules.words import Wish

MOST = 4
_NUMBER = re.compile(r"(?P<number>[+\-−]?\d+(?:\.\d+)?)\s*(?P<percent>%|％|个点|percent|pct)?")
_DOWN = re.compile(r"<|≤|跌|低|\b(?:below|under|falls?|down)\b", re.IGNORECASE)


def nearest(wish: Wish, target: RuleTarget) -> tuple[tuple[RuleKind, Decimal | None], ...]:
    """Kinds with the threshold that was perhaps meant; None where there is none to be guessed. At most four."""
    number = _NUMBER.search(wish.rest)
    figure = Decimal(number["number"].replace("−", "-")) if number else None
    percent = bool(number and number["percent"])
    kinds = _kinds(wish, figure, percent=percent)
    found = [(kind, _threshold(kind, figure, percent=percent)) for kind in kinds if fits(kind, target.scope)]
    return tuple(dict.fromkeys(found))[:MOST]


def _kinds(wish: Wish, figure: Decimal | None, *, percent: bool) -> tuple[RuleKind, ...]:
    if wish.kind is not None:
        return (wish.kind,)
    down = _DOWN.search(wish.rest) is not None or (figure is not None and figure < 0)
    if figure is None:
        return GROUPS[Group.FIRST][2:]
    if percent:
        excess = RuleKind.EXCESS_BELOW if down else RuleKind.EXCESS_ABOVE
        own = RuleKind.RETURN_BELOW if down else RuleKind.RETURN_ABOVE
        return RuleKind.DAY_CHANGE, excess, own
    price = RuleKind.PRICE_BELOW if down else RuleKind.PRICE_ABOVE
    return price, RuleKind.DAY_CHANGE, RuleKind.EXCESS_BELOW if down else RuleKind.EXCESS_ABOVE


def _threshold(kind: RuleKind, figure: Decimal | None, *, percent: bool) -> Decimal | None:
    """A number without its unit is read as what the kind counts in: 20 of an excess is 20 %."""
    if not kind.has_threshold:
        return Decimal(1)
    if figure is None:
        return None
    in_percent = kind.about.unit in (Unit.FRACTION, Unit.EXCESS)
    if percent and not in_percent:
        return None
    value = figure / 100 if in_percent else figure
    value = abs(value) if kind.about.unit is Unit.FRACTION else value
    return value if kind.about.allows(value) else None
