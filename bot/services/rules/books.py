"""What rules look at in quotes, kept in memory: a change of one rule reads that rule, and not a million others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.quotes import Quote
from bot.domain.rule_targets import Scope
from bot.domain.rules import Rule
from bot.domain.securities import market_of
from bot.domain.sessions import ZONES, TradingCalendar
from bot.services.follows.followers import Followers
from bot.services.rules.announced import Announced
from bot.services.rules.bases import LimitTable, bases_of
from bot.services.rules.book import QUOTED, RuleBook
from bot.services.rules.members import MANY, members_of
from bot.store.store import Transaction

LATE = 10_000  # entries of the history; one may be written down after so many that were numbered later
MOST_CHANGED = 10_000  # rules; beyond, all are read anew


@dataclass(frozen=True, slots=True)
class AboutMany:
    """The rules about several securities with those of each, since when each belongs to it, and as of which changes."""

    rules: Mapping[Rule, Sequence[str]] = field(default_factory=dict)
    joined: Mapping[tuple[int, str], datetime] = field(default_factory=dict)
    members: tuple[object, ...] = ()


class RuleBooks:
    """The book of the session and the securities of all rules, brought up to date at each look."""

    def __init__(self, followers: Followers, limits: LimitTable, announced: Announced) -> None:
        """``limits`` is the table for quotes that state none, ``announced`` the terms of ex-dates."""
        self._followers = followers
        self._limits = limits
        self._announced = announced
        self._latest: int | None = None  # entry of the history of rules, None before the first look
        self._handled: set[int] = set()
        self._stocks: set[str] = set()
        self._many = AboutMany()
        self._book: RuleBook | None = None
        self._changed: set[int] = set()
        self._came_later: set[str] = set()

    @property
    def joined(self) -> Mapping[tuple[int, str], datetime]:
        """Since when a security belongs to a rule about several."""
        return self._many.joined

    async def symbols(self, tx: Transaction, now: datetime) -> list[str]:
        """The securities whose quotes rules need."""
        await self._look_for_changes(tx, now)
        return sorted(self._stocks.union(*self._many.rules.values()))

    async def book(
        self,
        tx: Transaction,
        quotes: Mapping[str, Quote],
        calendars: Mapping[str, TradingCalendar],
        due: datetime,
        now: datetime,
    ) -> RuleBook:
        """The rules that quotes decide, with their thresholds carried to the session of ``due``."""
        await self._look_for_changes(tx, now)
        sessions = {symbol: due.astimezone(ZONES[market_of(symbol)]).date() for symbol in quotes}
        book = self._book
        if book is None or not book.serves(sessions) or len(self._changed) > MOST_CHANGED:
            book = RuleBook(*await bases_of(tx, quotes, calendars, due, self._limits, self._announced.terms))
            await book.read_all(tx, due)
            self._changed, self._came_later = set(), set()
        later = {symbol: quote for symbol, quote in quotes.items() if symbol not in book.bases}
        if later:
            book.learn(*await bases_of(tx, later, calendars, due, self._limits, self._announced.terms))
            self._came_later |= set(later)
        if later or not self._changed <= book.changed:
            await book.read_some(tx, due, frozenset(self._changed), self._came_later)
        if later or book.many is not self._many.rules:
            await book.read_many(tx, self._many.rules)
        self._book = book
        return book

    async def _look_for_changes(self, tx: Transaction, now: datetime) -> None:
        latest = await tx.rules.last_entry()
        found = await tx.rules.changes((latest if self._latest is None else self._latest) - LATE)
        new = [each for each in found if each.entry_id not in self._handled]
        first, many = self._latest is None, any(each.scope.of_many for each in new)
        if first:
            self._stocks = set(await tx.rules.symbols())
        elif new:
            touched = {each.symbol for each in new if each.scope is Scope.STOCK}
            self._stocks = self._stocks - touched | set(await tx.rules.symbols(touched))
            # one that is changed again is read again
            self._changed |= {each.rule_id for each in new if each.scope is Scope.STOCK}
            if self._book is not None:
                self._book.changed -= {each.rule_id for each in new}
        members = await tx.rules.last_change_of_members() if self._many.rules else ()
        if first or many or members != self._many.members:
            self._many = await self._about_many(tx, now)
        self._latest, self._handled = latest, {each.entry_id for each in found}

    async def _about_many(self, tx: Transaction, now: datetime) -> AboutMany:
        many = await tx.rules.of_scope(QUOTED, MANY, now)
        if not many:
            return AboutMany()
        members = await members_of(tx, many, self._followers)
        return AboutMany(
            {rule: [each.symbol for each in members[rule.rule_id]] for rule in many},
            {(rule.rule_id, each.symbol): each.since for rule in many for each in members[rule.rule_id]},
            await tx.rules.last_change_of_members(),
        )
