"""Trying a rule on history: when it would have told in the last year, with the figures as they could be known then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bot.domain.price_limits import Limits
from bot.domain.quotes import Adjustment, Bar
from bot.domain.rule_figures import HALTS, RATIO_SESSIONS, Grounds
from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_traits import Looks, Tried
from bot.domain.rules import Fired, Observation, Rule, RuleState, step
from bot.domain.securities import market_of
from bot.market.closing import close_of
from bot.services.rules.bases import LimitTable
from bot.services.rules.closes import LONGEST, figures_of, figures_of_bar, level_seen
from bot.services.scores.scoring import Scoring
from bot.services.views.rules import Trial
from bot.store.records import ConfirmedPick
from bot.store.store import Store

YEAR = timedelta(days=365)
LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)


def unlimited(_symbol: str, _session: date, _reference: Decimal, _sessions: Sequence[date]) -> Limits | None:
    """No table of limits."""
    return None


@dataclass(frozen=True, slots=True)
class Past:
    """What a rule is tried on: bars with ex-dates, price limits and suspensions, or the excess of a report's pick by session."""

    bars: Sequence[Bar] = ()
    adjustments: Sequence[Adjustment] = ()
    excess: Sequence[Observation] = ()
    published: date = date.min
    limits: LimitTable = unlimited
    halted: frozenset[date] = frozenset()

    def seen(self, rule: Rule) -> Observation | None:
        """What the rule has before it as of the last close; a day's change begins at nothing."""
        if self.newest is None:
            return None
        if rule.kind.of_target:
            return Observation(
                self.newest[1], rule.carried(self.adjustments, self.newest[0]), self.newest[0], rule.made_at
            )
        if rule.kind.about.looks_at is Looks.CLOSES:
            return level_seen(rule, self.bars, self.adjustments, self.published)
        if rule.kind in HALTS:
            last = self.bars[-1]
            halted = max(self.halted, default=date.min) > last.session
            value = Decimal(halted is (rule.kind is RuleKind.SUSPENDED))
            return Observation(value, rule.threshold, last.session, rule.made_at)
        if rule.kind.on_quotes and not rule.kind.of_price:
            return None
        session, value = self.newest
        value = Decimal(0) if rule.kind.of_day else value
        return Observation(value, rule.threshold, session, rule.made_at)

    @property
    def newest(self) -> tuple[date, Decimal] | None:
        """The last session known, with its close or excess."""
        if self.excess:
            return self.excess[-1].session, self.excess[-1].value
        return (self.bars[-1].session, self.bars[-1].close) if self.bars else None


async def pasts_of(
    rules: Sequence[tuple[Rule, ConfirmedPick | None]],
    until: date,
    *,
    store: Store,
    scoring: Scoring,
    limits: LimitTable,
) -> list[Past]:
    """The last year of what each of these rules of one kind looks at; since the report of its pick where it counts so."""
    if not rules:
        return []
    kind = rules[0][0].kind
    if kind.of_score:
        return await _scored_pasts(rules, until, scoring)
    symbols = sorted({rule.symbol for rule, _ in rules})
    since = until - YEAR - (LONGEST if kind.on_closes else timedelta())
    async with store.snapshot() as tx:
        bars = await tx.prices.bars(symbols, since, until)
        known = await tx.prices.adjustments(symbols)
        halted = await tx.prices.suspensions(symbols)
    found = []
    for rule, pick in rules:
        published = (pick.report.published if pick and kind.of_report else None) or date.min
        own = [bar for bar in bars[rule.symbol] if not kind.of_target or bar.session > published]
        adjustments = [each for each in known[rule.symbol] if each.ex_date <= until]
        found.append(Past(own, adjustments, published=published, limits=limits, halted=halted[rule.symbol]))
    return found


async def _scored_pasts(
    rules: Sequence[tuple[Rule, ConfirmedPick | None]], until: date, scoring: Scoring
) -> list[Past]:
    picks = list({pick.pick_id: pick for _, pick in rules if pick is not None}.values())
    history = await scoring.day_by_day(picks, until, None) if picks else None
    days = history.days if history else {}
    figures = [figures_of(scored, day) for day, scored in sorted(days.items()) if day > until - YEAR]
    found = []
    for rule, pick in rules:
        key = (rule.kind.about.looks_at, pick.report_id if pick else 0, rule.symbol)
        found.append(Past(excess=[each[key] for each in figures if key in each]))
    return found


def try_on(rule: Rule, past: Past) -> Trial | None:
    """When the rule would have told; None where there is no past. Its threshold is on the price basis of today.

    Prices are raw, so the threshold is taken back over the ex-dates instead.
    """
    if past.newest is None or rule.kind.about.tried is Tried.NOT:
        return None
    last, _ = past.newest
    first = past.excess[0].session if past.excess else past.bars[0].session
    if rule.kind.about.looks_at is Looks.CLOSES:
        return _try_levels(rule, past, last)
    basis = rule.based_on if rule.kind.of_target else first
    tried = replace(rule, made_at=LONG_AGO, based_on=basis, paused=False, snoozed_until=None, expires_at=None)
    if rule.kind.in_prices:
        for each in past.adjustments:
            if each.ex_date > first:
                tried = replace(tried, threshold=tried.threshold * each.ratio)
    state, fired = RuleState(), list[tuple[date, Decimal]]()
    if rule.kind in HALTS:
        _run(tried, state, _halts(tried, past), fired)
        return Trial(first, last, tuple(fired))
    for number in range(1, len(past.bars) + 1):
        recent = past.bars[max(0, number - RATIO_SESSIONS - 1) : number]
        figures = figures_of_bar(tried, state, recent, past.adjustments, past.limits, trying=True)
        state = _run(tried, state, [replace(seen, doubt=None) for seen, _ in figures], fired)
    known = [replace(each, threshold=rule.threshold, doubt=None) for each in past.excess]
    _run(tried, state, known, fired)
    return Trial(first, last, tuple(fired))


def _halts(rule: Rule, past: Past) -> list[Observation]:
    """Day by day whether the security traded; a day without a bar and without a known suspension says nothing."""
    bars = {bar.session: bar for bar in past.bars}
    found, close = [], past.bars[0].close
    for day in sorted(day for day in {*bars, *past.halted} if day >= past.bars[0].session):
        close = bars[day].close if day in bars else close
        so = Decimal((day not in bars) is (rule.kind is RuleKind.SUSPENDED))
        at = close_of(day, market_of(rule.symbol))
        found.append(Observation(so, rule.threshold, day, at, grounds=Grounds(close)))
    return found


def _try_levels(rule: Rule, past: Past, last: date) -> Trial:
    year = [
        number for number, bar in enumerate(past.bars, 1) if bar.session > last - YEAR and bar.session >= past.published
    ]
    shown = [level_seen(rule, past.bars[:number], past.adjustments, past.published) for number in year]
    fired: list[tuple[date, Decimal]] = []
    tried = replace(rule, made_at=LONG_AGO, paused=False, snoozed_until=None, expires_at=None)
    _run(tried, RuleState(), [replace(seen, doubt=None) for seen in shown if seen is not None], fired)
    first = past.bars[year[0] - 1].session if year else last
    return Trial(first, last, tuple(fired))


def _run(rule: Rule, state: RuleState, figures: Sequence[Observation], fired: list[tuple[date, Decimal]]) -> RuleState:
    for seen in figures:
        state, outcome = step(rule, state, seen)
        if isinstance(outcome, Fired):
            fired.append((seen.session, seen.noted(rule.kind)[0]))
    return state
