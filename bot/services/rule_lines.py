"""A rule as it is shown: where it stands, and what it says now of its threshold."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from bot.domain.rule_kinds import Place
from bot.domain.rules import Rule, RuleState
from bot.domain.sessions import SHANGHAI
from bot.services.reference import Reference
from bot.services.views import ReportHead, RuleLine, RuleStanding


def line_of(
    rule: Rule, state: RuleState, reference: Reference, at: datetime, threshold: Decimal, head: ReportHead | None = None
) -> RuleLine:
    """The line of a rule; ``threshold`` is as carried to the session of ``at``."""
    standing = standing_of(rule, state, at)
    return RuleLine(
        rule_id=rule.rule_id,
        security=reference.ref(rule.symbol),
        kind=rule.kind,
        threshold=rule.threshold,
        carried=threshold if rule.kind.in_prices and threshold != rule.threshold else None,
        frequency=rule.frequency,
        standing=standing,
        head=head,
        note=rule.note,
        until=rule.snoozed_until if standing is RuleStanding.SNOOZED else None,
        last_day=rule.expires_at.astimezone(SHANGHAI).date() - timedelta(days=1) if rule.expires_at else None,
    )


def standing_of(rule: Rule, state: RuleState, at: datetime) -> RuleStanding:
    """Whether a rule will tell at its next crossing, or must be left first."""
    if state.spent:
        return RuleStanding.SPENT
    if not rule.alive(at):
        return RuleStanding.EXPIRED
    if rule.paused:
        return RuleStanding.PAUSED
    if rule.snoozed_until is not None and at < rule.snoozed_until:
        return RuleStanding.SNOOZED
    return RuleStanding.ARMED if state.place in (None, Place.QUIET) else RuleStanding.BEYOND
