"""What a look at a quote shows to a rule: the figure of now, and before it an extreme that no look has seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from bot.domain.quotes import Quote
from bot.domain.rule_figures import Grounds, grounds_of, value_of
from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_traits import Place
from bot.domain.rules import Observation, Reason, Rule, RuleState, standing
from bot.domain.securities import Market, market_of
from bot.market.closing import open_of
from bot.services.prices.sessions import TOGETHER
from bot.services.rules.book import RuleBook
from bot.services.rules.looks import Looks


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure that a rule is stepped with, and what its message says of where it comes from."""

    seen: Observation
    source: str
    since: datetime | None = None
    touched: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A look at the quotes: what they are compared with, what is wrong with which of them, and what went unseen.

    ``looked`` is by market the look before, ``since`` the same where so much trading went by that a reader must know.
    """

    book: RuleBook
    looks: Looks
    doubts: Mapping[str, Reason]
    looked: Mapping[Market, datetime | None] = field(default_factory=dict)
    since: Mapping[Market, datetime | None] = field(default_factory=dict)


def seen_in(rule: Rule, state: RuleState, quote: Quote, look: Look) -> list[Seen]:
    """The figures in their order; none where the quote does not tell what the rule is about."""
    basis, day = look.book.bases[rule.symbol], look.book.days[rule.symbol]
    earlier = look.looks.earlier(quote)
    value = value_of(rule.kind, quote, day, earlier)
    if value is None:
        return []
    grounds = grounds_of(rule.kind, quote, day, earlier)
    threshold = rule.carried(basis.adjustments, basis.session)
    doubt = look.doubts.get(rule.symbol)
    now = Observation(value, threshold, basis.session, quote.time, doubt, grounds)
    since = _of(look.since, rule.symbol)
    # a rule that was made meanwhile has missed nothing before
    seen = [Seen(now, quote.source, since if since is not None and rule.made_at < since else None)]
    if rule.kind.in_prices and (extreme := _touched(rule, state, quote, now, look)) is not None:
        value, since = extreme
        touched = Observation(value, threshold, basis.session, quote.time, doubt, Grounds(quote.price))
        seen.insert(0, Seen(touched, quote.source, since, touched=True))
    return seen


def _touched(
    rule: Rule, state: RuleState, quote: Quote, now: Observation, look: Look
) -> tuple[Decimal, datetime] | None:
    """The extreme beyond the threshold that no look has seen, from which the price is back, and since when; else None."""
    unseen = look.looks.unseen(quote, now.session)
    value = unseen.high if rule.kind is RuleKind.PRICE_ABOVE else unseen.low
    if value is None or standing(rule, state, now.session) is not Place.QUIET:
        return None
    if rule.place(now.value, now.threshold) is not Place.QUIET or rule.place(value, now.threshold) is Place.QUIET:
        return None
    opening = open_of(now.session, market_of(rule.symbol))
    if unseen.since is None and state.session == now.session:  # what moved the rule today has seen the extreme
        return None
    since = unseen.since or max(opening, _of(look.looked, rule.symbol) or opening)
    return (value, since) if rule.made_at <= (unseen.since or opening) else None


def _of(instants: Mapping[Market, datetime | None], symbol: str) -> datetime | None:
    own = market_of(symbol)
    return next((instants[market] for market, parts in TOGETHER.items() if market in instants and own in parts), None)
