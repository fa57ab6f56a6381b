"""What a close means for rules: the excess of their reports, and prices that no look in session has seen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.domain.quotes import Adjustment, Bar
from bot.domain.rule_bars import figures_of_day, reference_of
from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_levels import drawdown, extreme_before
from bot.domain.rule_traits import Looks, Place
from bot.domain.rules import Observation, Reason, Rule, RuleState, standing
from bot.domain.scoring.results import Flag, PickScore
from bot.domain.securities import Market, market_of
from bot.domain.sessions import OPENS, ZONES
from bot.market.closing import close_of
from bot.services.follows.followers import Followers
from bot.services.prices.sessions import TOGETHER
from bot.services.rules.bases import LOOK_BACK, LimitTable
from bot.services.rules.book import QUOTED
from bot.services.rules.members import watching
from bot.services.scores.scoring import Scored
from bot.store.records import ConfirmedPick
from bot.store.store import Transaction

SCORED = tuple(kind for kind in RuleKind if kind.of_score)
TARGETS = tuple(kind for kind in RuleKind if kind.about.looks_at is Looks.TARGETS)
LEVELS = tuple(kind for kind in RuleKind if kind.about.looks_at is Looks.CLOSES)
ON_CLOSES = (*SCORED, *TARGETS, *LEVELS)
Watching = list[tuple[Rule, RuleState]]
CURRENCIES = {Market.A: "CNY", Market.BSE: "CNY", Market.NEEQ: "CNY", Market.HK: "HKD", Market.US: "USD"}
LONGEST = timedelta(days=400)  # 250 sessions and their holidays


@dataclass(frozen=True, slots=True)
class Closed:
    """A rule with the figures of a session, in their order; True is an extreme that was left again by the close."""

    rule: Rule
    state: RuleState
    figures: tuple[tuple[Observation, bool], ...]


async def closes_of(
    tx: Transaction, session: date, scored: Sequence[Scored], at: datetime, followers: Followers, limits: LimitTable
) -> list[Closed]:
    """The rules about the securities that were scored, each with what the close of ``session`` shows."""
    figures = figures_of(scored, session)
    rules = await _rules_of(tx, session, scored, at, followers)
    found = [
        Closed(rule, state, ((replace(seen, threshold=rule.threshold), False),))
        for rule, state in _about(rules, SCORED)
        if (seen := figures.get((rule.kind.about.looks_at, rule.report_id or 0, rule.symbol))) is not None
        and seen.at >= rule.made_at
    ]
    found += await _targets_of(tx, session, scored, _about(rules, TARGETS), limits)
    found += await _levels_of(tx, session, scored, _about(rules, LEVELS))
    quoted = _about(rules, QUOTED)
    if not quoted:
        return found
    named = sorted({rule.symbol for rule, _ in quoted})
    bars = await tx.prices.bars(named, session - LOOK_BACK, session)
    known = await tx.prices.adjustments(named)
    for rule, state in quoted:
        own = bars[rule.symbol]
        if own and own[-1].session == session and close_of(session, market_of(rule.symbol)) >= rule.made_at:
            found.append(Closed(rule, state, figures_of_bar(rule, state, own, known[rule.symbol], limits)))
    return found


async def _rules_of(
    tx: Transaction, session: date, scored: Sequence[Scored], at: datetime, followers: Followers
) -> Watching:
    """The rules on which this close may have something to say, read at once where they can be."""
    symbols = sorted({each.score.symbol for each in scored})
    left = await _not_seen_since(tx, symbols, session)
    if len(left) == len(symbols):
        return await watching(tx, (*ON_CLOSES, *QUOTED), symbols, at, followers)
    found = await watching(tx, ON_CLOSES, symbols, at, followers)
    return found + (await watching(tx, QUOTED, left, at, followers) if left else [])


def _about(rules: Watching, kinds: Collection[RuleKind]) -> Watching:
    return [(rule, state) for rule, state in rules if rule.kind in kinds]


async def _levels_of(tx: Transaction, session: date, scored: Sequence[Scored], rules: Watching) -> list[Closed]:
    """The rules that compare a close with closes before it."""
    began = {(each.pick.report_id, each.score.symbol): each.score.entry.session for each in scored}
    if not rules:
        return []
    named = sorted({rule.symbol for rule, _ in rules})
    since = min([session - LONGEST, *(day for day in began.values() if day is not None)])
    bars, known = await tx.prices.bars(named, since, session), await tx.prices.adjustments(named)
    found = []
    for rule, state in rules:
        start = began.get((rule.report_id or 0, rule.symbol))
        own = bars[rule.symbol]
        if not own or own[-1].session != session or (rule.kind.of_report and start is None):
            continue
        seen = level_seen(rule, own, known[rule.symbol], start or since)
        if seen is not None and seen.at >= rule.made_at:
            found.append(Closed(rule, state, ((seen, False),)))
    return found


def level_seen(rule: Rule, bars: Sequence[Bar], adjustments: Sequence[Adjustment], since: date) -> Observation | None:
    """What the last of these bars shows to a rule about extremes or the best close; None where too few are known."""
    last = bars[-1]
    value: Decimal | None = last.close
    level: Decimal | None = rule.threshold
    if rule.kind.of_extreme:
        level = extreme_before(bars, adjustments, int(rule.threshold), high=rule.kind is RuleKind.NEW_HIGH)
    else:
        value = drawdown(bars, adjustments, since)
    if value is None or level is None:
        return None
    doubt = Reason.PRELIMINARY if last.preliminary else None
    return Observation(value, level, last.session, close_of(last.session, market_of(rule.symbol)), doubt)


async def _not_seen_since(tx: Transaction, symbols: Sequence[str], session: date) -> list[str]:
    """The securities whose rules no look in a later session has moved on: an older close says nothing any more."""
    left, looked = [], await tx.rules.looked()
    for market, parts in TOGETHER.items():
        last = looked.get(market)
        if last is None or last.astimezone(ZONES[market]).date() <= session:
            left += [symbol for symbol in symbols if market_of(symbol) in parts]
    return left


def figures_of(scored: Sequence[Scored], session: date) -> Mapping[tuple[Looks, int, str], Observation]:
    """The excess and the return of each pick whose figures are of this session; of one report's several the first counts."""
    found: dict[tuple[Looks, int, str], Observation] = {}
    for each in scored:
        score = each.score
        if score.as_of != session:
            continue
        doubt = Reason.PRELIMINARY if is_preliminary(score) else None
        at = close_of(session, market_of(score.symbol))
        for looks, figure in ((Looks.EXCESS, score.excess), (Looks.RETURN, score.total_return)):
            if figure is not None:
                seen = Observation(round(Decimal(str(figure)), 9), Decimal(0), session, at, doubt)
                found.setdefault((looks, each.pick.report_id, score.symbol), seen)
    return found


def is_preliminary(score: PickScore) -> bool:
    """Whether a close that it stands on is still to be confirmed."""
    return any(flag.partition(":")[0] == Flag.PRELIMINARY_CLOSE for flag in score.flags)


async def _targets_of(
    tx: Transaction, session: date, scored: Sequence[Scored], waiting: Watching, limits: LimitTable
) -> list[Closed]:
    """The rules that wait for a target price, each with the high and the close of the session."""
    aimed = {
        (each.pick.report_id, each.score.symbol): each
        for each in scored
        if target_of(each.pick, each.score.entry.price)
    }
    rules = [(rule, state) for rule, state in waiting if (rule.report_id or 0, rule.symbol) in aimed]
    if not rules:
        return []
    named = sorted({rule.symbol for rule, _ in rules})
    bars, known = await tx.prices.bars(named, session, session), await tx.prices.adjustments(named)
    found = []
    for rule, state in rules:
        each, own = aimed[rule.report_id or 0, rule.symbol], bars[rule.symbol]
        if not own or close_of(session, market_of(rule.symbol)) < rule.made_at:
            continue
        aiming = at_target(rule, each.pick)
        found.append(Closed(aiming, state, figures_of_bar(aiming, state, own, known[rule.symbol], limits)))
    return found


def target_of(pick: ConfirmedPick, entry: Decimal | None) -> Decimal | None:
    """The target price of a pick, in the currency it is quoted in and above the price of its day; None without one."""
    target = pick.pick.target_price
    if target is None or pick.pick.currency not in (None, CURRENCIES[pick.pick.market]):
        return None
    return target if entry is None or target > entry else None


def at_target(rule: Rule, pick: ConfirmedPick) -> Rule:
    """The rule with the target price for a threshold, on the price basis of the report's day."""
    return replace(
        rule, threshold=pick.pick.target_price or Decimal(0), based_on=pick.report.published or rule.based_on
    )


def figures_of_bar(
    rule: Rule,
    state: RuleState,
    bars: Sequence[Bar],
    adjustments: Sequence[Adjustment],
    limits: LimitTable,
    *,
    trying: bool = False,
) -> tuple[tuple[Observation, bool], ...]:
    """What the last of these bars shows to a rule that quotes decide; see `figures_of_day` for ``trying``.

    Of prices the extremes where nothing of this session has moved the rule and it was there from the opening on, then
    the close.
    """
    bar, market = bars[-1], market_of(rule.symbol)
    doubt = Reason.PRELIMINARY if bar.preliminary else None
    threshold, at = rule.carried(adjustments, bar.session), close_of(bar.session, market)
    reference = reference_of(bars, adjustments)
    if not rule.kind.of_price:
        table = None if reference is None else limits(rule.symbol, bar.session, reference, ())
        shown = figures_of_day(rule.kind, rule.symbol, bars, adjustments, table, trying=trying)
        return tuple(
            (Observation(value, threshold, bar.session, at, doubt, grounds), False) for value, grounds in shown
        )
    closing = _value(rule, bar.close, reference)
    if closing is None:
        return ()
    opening = datetime.combine(bar.session, OPENS[market], ZONES[market])
    whole = rule.made_at <= opening and state.session != bar.session
    whole = whole and standing(rule, state, bar.session) is Place.QUIET
    stays, figures = rule.place(closing, threshold), []
    for price in (bar.high, bar.low) if whole else ():
        value = None if price is None else _value(rule, price, reference)
        if value is not None and rule.place(value, threshold) not in (Place.QUIET, stays):
            figures.append((Observation(value, threshold, bar.session, at, doubt), True))
    return (*figures, (Observation(closing, threshold, bar.session, at, doubt), False))


def _value(rule: Rule, price: Decimal, reference: Decimal | None) -> Decimal | None:
    """What the rule looks at; a day's change is against the reference price (METHODOLOGY 2)."""
    if not rule.kind.of_day:
        return price
    return None if reference is None else round(price / reference - 1, 9)
