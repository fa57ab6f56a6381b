"""Kinds of rules that are offered together, on one screen."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.domain.rule_kinds import KINDS, RuleKind


class Group(StrEnum):
    """Kinds that are offered together."""

    FIRST = "first"
    QUOTES = "quotes"
    CLOSES = "closes"
    REPORTS = "reports"


# What can be chosen from at once, the most asked for first.
GROUPS: Mapping[Group, tuple[RuleKind, ...]] = MappingProxyType(
    {
        Group.FIRST: (
            RuleKind.PRICE_ABOVE,
            RuleKind.PRICE_BELOW,
            RuleKind.DAY_CHANGE,
            RuleKind.EXCESS_ABOVE,
            RuleKind.EXCESS_BELOW,
            RuleKind.BAND_CROSSED,
            RuleKind.VERDICT,
            RuleKind.NEW_REPORT,
            RuleKind.RATING_CHANGED,
            RuleKind.TARGET_REACHED,
        ),
        Group.QUOTES: (
            RuleKind.DAY_RISE,
            RuleKind.DAY_FALL,
            *(kind for kind in KINDS if kind.on_quotes and not kind.of_price),
        ),
        Group.CLOSES: tuple(kind for kind in KINDS if kind.on_closes and not (kind.of_excess or kind.of_target)),
        Group.REPORTS: (
            RuleKind.TARGET_CHANGED,
            RuleKind.DISSENT,
            RuleKind.CONSENSUS,
            RuleKind.WINDOW_OPENS,
            RuleKind.DAYS_LEFT,
            RuleKind.SETTLES,
        ),
    }
)
