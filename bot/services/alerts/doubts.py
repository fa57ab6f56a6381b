"""What administrators hear of: something to tell that nobody is told, because of the source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from bot.domain.rules import Reason, Rule, RuleEntry, RuleKey, RuleState
from bot.store.records import Finding

DOUBTS = (Reason.STALE, Reason.DISPUTED, Reason.SINGLE)  # that a close is still to be confirmed is nobody's fault


def doubted(
    entries: Sequence[RuleEntry], rules: Mapping[RuleKey, tuple[Rule, RuleState]], day: date | None
) -> list[Finding]:
    """Of the crossings that were held those for which the source is to blame."""
    stocks = {rule.rule_id: rule.symbol for rule, _ in rules.values()}
    found: dict[Reason, set[str]] = defaultdict(set)
    for each in entries:
        if each.reason is not None and each.reason in DOUBTS:
            found[each.reason].add(each.symbol or stocks[each.rule_id])
    return [finding for reason, symbols in found.items() for finding in doubts(symbols, reason, day)]


def doubts(symbols: Collection[str], reason: Reason, day: date | None) -> list[Finding]:
    """A finding a security and day; noted again it is the same one."""
    return [
        Finding(
            f"rule-doubted:{symbol}:{reason}:{day}",
            "rule_doubted",
            {"symbol": symbol, "cause": reason, "day": str(day)},
        )
        for symbol in sorted(symbols)
    ]
