"""A rule as it is shown: where it stands, and what it says now of its threshold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from bot.domain.rule_targets import RuleTarget, Scope
from bot.domain.rule_traits import Place
from bot.domain.rules import Rule, RuleState
from bot.domain.sessions import SHANGHAI
from bot.services.names.reference import Reference
from bot.services.research.heads import may_see
from bot.services.views.pieces import ReportHead, SecurityRef
from bot.services.views.rules import RuleAim, RuleLine, RuleStanding
from bot.store.records import User
from bot.store.store import Transaction


def line_of(
    rule: Rule,
    state: RuleState,
    reference: Reference,
    at: datetime,
    threshold: Decimal,
    head: ReportHead | None = None,
    aim: RuleAim | None = None,
) -> RuleLine:
    """The line of a rule; ``threshold`` is as carried to the session of ``at``, ``aim`` what it is about if not a stock."""
    standing = standing_of(rule, state, at)
    return RuleLine(
        rule_id=rule.rule_id,
        security=reference.ref(rule.symbol) if rule.symbol else SecurityRef("", ""),
        kind=rule.kind,
        threshold=rule.threshold,
        carried=threshold if (rule.kind.in_prices or rule.kind.of_target) and threshold != rule.threshold else None,
        frequency=rule.frequency,
        standing=standing,
        head=head,
        note=rule.note,
        until=rule.snoozed_until if standing is RuleStanding.SNOOZED else None,
        last_day=rule.expires_at.astimezone(SHANGHAI).date() - timedelta(days=1) if rule.expires_at else None,
        aim=aim,
        cooldown=rule.cooldown,
    )


async def aims_of(tx: Transaction, rules: Iterable[Rule], users: Mapping[int, User]) -> dict[int, RuleAim]:
    """What each rule is about that is not about one stock; a report's title only where its owner may see it."""
    found: dict[int, RuleAim] = {}
    for rule in rules:
        if rule.scope is not Scope.STOCK and rule.rule_id not in found:
            user = users.get(rule.chat_id)
            found[rule.rule_id] = await aim_of(tx, rule.target, qualified=user.qualified if user else None)
    return found


async def aim_of(tx: Transaction, target: RuleTarget, *, qualified: bool | None) -> RuleAim:
    """A target with its name: of a list the one its owner gave it, of a report its title."""
    label = ""
    if target.scope is Scope.LIST:
        named = await tx.watchlists.get(int(target.ref))
        label = named.name if named else ""
    elif target.report_id is not None:
        stored = await tx.reports.get(target.report_id)
        label = stored.report.headline if stored and may_see(stored.report, qualified=qualified) else ""
    return RuleAim(target.scope, target.ref, label)


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
