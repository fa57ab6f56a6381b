"""Rules about a report's basket: the mean of its picks as one figure, looked at on closes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from statistics import fmean

from bot.domain.rule_targets import Scope
from bot.domain.rule_traits import Looks
from bot.domain.rules import Observation, Reason, Rule, RuleState
from bot.domain.scoring.results import PickScore
from bot.domain.securities import Market
from bot.market.closing import close_of
from bot.services.rules.closes import SCORED, Closed, is_preliminary
from bot.services.scores.baskets import each_once
from bot.services.scores.scoring import Scored, Scoring
from bot.store.store import Store, Transaction


async def scores_of_baskets(
    store: Store, scoring: Scoring, scored: Sequence[Scored], session: date, at: datetime
) -> dict[int, list[Scored]]:
    """All picks of the reports about whose baskets there are rules, settled ones too, where any of them was scored now."""
    now = {each.pick.report_id for each in scored}
    async with store.snapshot() as tx:
        rules = await tx.rules.of_scope(SCORED, [Scope.BASKET], at)
    wanted = sorted({rule.report_id for rule in rules if rule.report_id is not None} & now)
    return {report_id: await scoring.score(session, report_id=report_id) for report_id in wanted}


async def closes_of_baskets(
    tx: Transaction, baskets: dict[int, list[Scored]], session: date, at: datetime
) -> list[Closed]:
    """The rules about these baskets, each with what the close of ``session`` shows."""
    if not baskets:
        return []
    found = []
    known = await tx.rules.of_scope(SCORED, [Scope.BASKET], at, lock=True)
    states = await tx.rules.states([rule.rule_id for rule in known])
    for rule in known:
        seen = basket_seen(rule, baskets.get(rule.report_id or 0, []), session)
        state = states.get(rule.key)
        if seen is not None and seen.at >= rule.made_at and not (state and state.spent):
            found.append(Closed(rule, state or RuleState(), ((seen, False),)))
    return found


def basket_seen(rule: Rule, scored: Sequence[Scored], session: date) -> Observation | None:
    """The mean over the securities of a basket, each once, that have the figure; None where none has."""
    scores = each_once(scored)
    values = [value for each in scores if (value := _figure(rule, each)) is not None]
    if not values:
        return None
    doubt = Reason.PRELIMINARY if any(map(is_preliminary, scores)) else None
    mean = round(Decimal(str(fmean(values))), 9)
    return Observation(mean, rule.threshold, session, close_of(session, Market.A), doubt)


def _figure(rule: Rule, score: PickScore) -> float | None:
    return score.excess if rule.kind.about.looks_at is Looks.EXCESS else score.total_return
