"""Watching: what the rules of subscribers have to tell of quotes in session and of closes."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.clock import Clock
from bot.domain.quotes import Quote
from bot.domain.rules import Fired, Reason, Rule, RuleState, step
from bot.domain.securities import Market, market_of
from bot.domain.sessions import ZONES, TradingCalendar, UnknownSession, continuous_since, is_continuous, trading_time
from bot.market.ports import MarketError, QuoteSource
from bot.services.follows.followers import Followers
from bot.services.names.reference import Reference
from bot.services.prices.sessions import TOGETHER, Sessions
from bot.services.rules.announced import Announced
from bot.services.rules.baskets import closes_of_baskets, scores_of_baskets
from bot.services.rules.book import Crossed
from bot.services.rules.books import RuleBooks
from bot.services.rules.closes import Closed, closes_of
from bot.services.rules.looks import Looks
from bot.services.rules.seen import Look, Seen, seen_in
from bot.services.rules.tellings import RuleTeller
from bot.services.scores.scoring import Scored, Scoring
from bot.services.views.pieces import Source
from bot.store.store import Store, Transaction

_log = logging.getLogger(__name__)

STALE = timedelta(minutes=5)
UNSEEN = timedelta(minutes=10)  # of trading without a look: what is told then says since when
PRIORITY = 3


class RuleWatch:
    """Looks at quotes and closes for rules, and has them told what they cross."""

    def __init__(  # noqa: PLR0913 - parts of the house, by name
        self,
        store: Store,
        sessions: Sessions,
        quotes: QuoteSource,
        reference: Reference,
        clock: Clock,
        followers: Followers,
        *,
        unseen: timedelta = UNSEEN,
        single_source: bool = False,
        scoring: Scoring | None = None,
        announced: Announced | None = None,
    ) -> None:
        """``unseen`` is so much trading without a look that a message says since when; ``scoring`` reckons baskets.

        ``announced`` are the terms of ex-dates.

        ``single_source`` lets rules tell what only one source says.
        """
        self._store = store
        self._sessions = sessions
        self._quotes = quotes
        self._reference = reference
        self._clock = clock
        self._followers = followers
        self._unseen_for = unseen
        self._single_source = single_source
        self._scoring = scoring
        self._books = RuleBooks(followers, reference.price_limits, announced or Announced())
        self._looks = Looks()
        self._teller = RuleTeller(reference, clock)

    async def symbols(self) -> list[str]:
        """The securities whose quotes rules need."""
        async with self._store.snapshot() as tx:
            return await self._books.symbols(tx, self._clock.now())

    async def look_at_quotes(self, due: datetime, quotes: Mapping[str, Quote]) -> None:
        """Tell what these quotes cross; nothing in auctions and pauses, and nothing of quotes from then."""
        own = {symbol: quotes[symbol] for symbol in await self.symbols() if symbol in quotes}
        calendars = await self._trading(due, own)
        open_ = {symbol: quote for symbol, quote in own.items() if symbol in calendars and _continuous(quote, due)}
        if not open_:
            return
        stale = {symbol for symbol, quote in open_.items() if due - quote.time > STALE}
        # right after a pause the last quotes are those of before it, which is nobody's fault
        early = {symbol for symbol in stale if due - _part_began(symbol, due) <= STALE}
        open_ = {symbol: quote for symbol, quote in open_.items() if symbol not in early}
        async with self._store.snapshot() as tx:
            book = await self._books.book(tx, open_, calendars, due, self._clock.now())
        self._looks.begin(due)
        figures = book.figures(open_, self._looks)
        crossed = book.crossed(figures)
        doubts = dict.fromkeys(stale, Reason.STALE)
        doubts |= {symbol: Reason.STALE for symbol in open_ if symbol in book.bases and book.bases[symbol].unsure}
        look = Look(book, self._looks, doubts)
        if crossed:
            doubts |= await self._doubted(crossed, open_, look)
        async with self._store.transaction() as tx:
            known = await tx.rules.looked()
            looked = {market: known.get(market) for market, _ in _by_market(calendars)}
            since = {market: self._unseen(looked[market], each, due) for market, each in _by_market(calendars)}
            look = replace(look, doubts=doubts, looked=looked, since=since)
            those = await self._those(tx, crossed, lock=True)
            rules = {rule.key: (rule, state) for rule, state in those if rule.symbol in open_}
            seen = {rule.key: seen_in(rule, state, open_[rule.symbol], look) for rule, state in rules.values()}
            names = sorted({quote.source for quote in open_.values()})
            day = max((each.seen.session for own_seen in seen.values() for each in own_seen), default=None)
            await self._teller.tell(tx, rules, seen, Source(" + ".join(names), day, due))
            await tx.rules.note_looks(sorted({market.value for market in since}), due)
        book.accept(figures, doubts)
        fine = {symbol: quote for symbol, quote in open_.items() if symbol not in doubts}
        self._looks.accept(fine, {symbol: book.days[symbol].session for symbol in fine}, due)

    async def after_close(self, session: date, scored: Sequence[Scored]) -> None:
        """Tell what the closes of a session cross: excess, and what no look in session has seen."""
        if not scored:
            return
        now = self._clock.now()
        baskets: dict[int, list[Scored]] = {}
        if self._scoring is not None:
            baskets = await scores_of_baskets(self._store, self._scoring, scored, session, now)
        async with self._store.transaction() as tx:
            closed: list[Closed] = await closes_of(
                tx, session, scored, now, self._followers, self._reference.price_limits
            )
            closed += await closes_of_baskets(tx, baskets, session, now)
            rules = {each.rule.key: (each.rule, each.state) for each in closed}
            figures = {
                each.rule.key: [Seen(seen, scored[0].source, touched=touched) for seen, touched in each.figures]
                for each in closed
            }
            await self._teller.tell(tx, rules, figures, Source(scored[0].source, session))

    async def _doubted(self, crossed: Crossed, quotes: Mapping[str, Quote], look: Look) -> dict[str, Reason]:
        """The securities that rules would tell of now, and whose price another source contradicts, or no other has."""
        async with self._store.snapshot() as tx:
            rules = await self._those(tx, crossed)
        own = [(rule, state) for rule, state in rules if rule.symbol in quotes]
        would = {rule.symbol for rule, state in own if _would_tell(rule, state, quotes[rule.symbol], look)}
        if not would:
            return {}
        second = await self._quotes.second_look([quotes[symbol] for symbol in sorted(would)])
        alone = frozenset() if self._single_source else second.alone
        return dict.fromkeys(alone, Reason.SINGLE) | dict.fromkeys(second.disputes, Reason.DISPUTED)

    async def _those(self, tx: Transaction, crossed: Crossed, *, lock: bool = False) -> list[tuple[Rule, RuleState]]:
        """The rules that may have crossed, those about several each narrowed to the security with which it may have."""
        found = await tx.rules.get(crossed.stocks, lock=lock)
        joined = self._books.joined
        for rule, state in await tx.rules.members(crossed.members, lock=lock) if crossed.members else ():
            since = joined.get((rule.rule_id, rule.symbol), rule.made_at)
            found.append((replace(rule, made_at=max(rule.made_at, since)), state))
        return found

    async def _trading(self, due: datetime, quotes: Mapping[str, Quote]) -> dict[str, TradingCalendar]:
        """The calendars of the securities whose market trades at this instant."""
        found: dict[str, TradingCalendar] = {}
        for market, parts in TOGETHER.items():
            symbols = [symbol for symbol in quotes if market_of(symbol) in parts]
            if not symbols or continuous_since(market, due) is None:
                continue
            try:
                calendar = await self._sessions.calendar(market)
                calendar.before(due.astimezone(ZONES[market]).date())
            except (MarketError, UnknownSession) as error:
                _log.warning("no calendar for %s: %s", market, error)
                continue
            if due.astimezone(ZONES[market]).date() in calendar:
                found |= dict.fromkeys(symbols, calendar)
        return found

    def _unseen(self, last: datetime | None, calendar: TradingCalendar, due: datetime) -> datetime | None:
        """The last look where so much trading went by without one that a reader must know."""
        return last if last is not None and trading_time(calendar, last, due) > self._unseen_for else None


def _by_market(calendars: Mapping[str, TradingCalendar]) -> list[tuple[Market, TradingCalendar]]:
    return list({calendar.market: calendar for calendar in calendars.values()}.items())


def _part_began(symbol: str, due: datetime) -> datetime:
    return continuous_since(market_of(symbol), due) or due


def _continuous(quote: Quote, due: datetime) -> bool:
    """Whether a quote is of no auction, whose prices nobody pays; one that is too old is dealt with as such."""
    return due - quote.time > STALE or is_continuous(market_of(quote.symbol), quote.time)


def _would_tell(rule: Rule, state: RuleState, quote: Quote, look: Look) -> bool:
    for each in seen_in(rule, state, quote, look):
        state, outcome = step(rule, state, each.seen)
        if isinstance(outcome, Fired):
            return True
    return False
