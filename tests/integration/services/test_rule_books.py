"""Rules in memory: a change reads the rule that was changed, and all the others stay where they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert

from bot.domain.quotes import Quote
from bot.domain.rule_kinds import RuleKind
from bot.domain.rules import Rule, RuleEntry, RuleEvent
from bot.domain.securities import Market
from bot.services.rules.announced import Announced
from bot.services.rules.book import RuleBook
from bot.services.rules.books import RuleBooks
from bot.services.rules.looks import Looks
from bot.store.tables.rules import rule_history
from tests.integration.services.house import ANN, House
from tests.integration.services.parts import DictMarket, shanghai

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FIRST, SECOND = "300308.SZ", "300502.SZ"
AT = shanghai("2025-01-10T10:00")


class Shelf:
    """Books of rules, and looks at them with prices."""

    def __init__(self, house: House, market: DictMarket) -> None:
        self._house, self._calendar = house, market.calendars[Market.A]
        self.books = RuleBooks(house.alerting._followers, house.reference.price_limits, Announced())

    async def rule(self, threshold: str, symbol: str = FIRST) -> Rule:
        made = Rule(0, ANN, symbol, RuleKind.PRICE_ABOVE, Decimal(threshold), date(2025, 1, 9), AT - timedelta(days=1))
        async with self._house.store.transaction() as tx:
            rule_id = await tx.rules.add(made)
            await tx.rules.note([RuleEntry(rule_id, AT, RuleEvent.MADE)])
            ((rule, _),) = await tx.rules.get([rule_id])
        return rule

    async def look(self, prices: Mapping[str, str], at: timedelta = timedelta()) -> tuple[RuleBook, list[int]]:
        """The book, and the rules that may have crossed; these prices are then dealt with."""
        quotes = {symbol: Quote(symbol, Decimal(price), Decimal(100), AT, "t") for symbol, price in prices.items()}
        calendars = dict.fromkeys(quotes, self._calendar)
        async with self._house.store.snapshot() as tx:
            book = await self.books.book(tx, quotes, calendars, AT + at, AT + at)
        figures = book.figures(quotes, Looks())
        crossed = book.crossed(figures)
        book.accept(figures, ())
        return book, sorted(crossed.stocks)


@pytest.fixture
def shelf(house: House, market: DictMarket) -> Shelf:
    return Shelf(house, market)


async def test_a_rule_that_is_made_or_changed_is_read_and_no_other(house: House, shelf: Shelf) -> None:
    stays, changes = await shelf.rule("105"), await shelf.rule("104")
    first, crossed = await shelf.look({FIRST: "100"})
    assert crossed == [stays.rule_id, changes.rule_id]  # never looked at before: their places are to be found
    async with house.store.transaction() as tx:
        await tx.rules.save(replace(changes, threshold=Decimal(110)))
        await tx.rules.note([RuleEntry(changes.rule_id, AT, RuleEvent.EDITED)])
    made = await shelf.rule("103")
    book, crossed = await shelf.look({FIRST: "102"})
    assert book is first
    assert crossed == [changes.rule_id, made.rule_id]  # these two, for the first time
    assert await shelf.look({FIRST: "106"}) == (first, [stays.rule_id, changes.rule_id, made.rule_id])
    assert await shelf.look({FIRST: "109"}) == (first, [])
    assert await shelf.look({FIRST: "110"}) == (first, [changes.rule_id])  # its old 104 is not asked for any more


async def test_a_change_that_was_numbered_before_another_and_written_down_after_it_is_heeded(
    house: House, shelf: Shelf
) -> None:
    async def change(number: int, threshold: str) -> None:
        """As a transaction does that was given its number early and ends late."""
        entry = {"entry_id": number, "rule_id": rule.rule_id, "at": AT, "event": RuleEvent.EDITED, "reason": ""}
        async with house.store.transaction() as tx:
            await tx.rules.save(replace(rule, threshold=Decimal(threshold)))
            await tx.rules._connection.execute(insert(rule_history).values(entry))

    rule = await shelf.rule("105")
    await shelf.look({FIRST: "100"})
    await change(50, "104")
    assert (await shelf.look({FIRST: "100"}))[1] == [rule.rule_id]
    await change(40, "103")
    assert (await shelf.look({FIRST: "100"}))[1] == [rule.rule_id]
    assert (await shelf.look({FIRST: "103"}))[1] == [rule.rule_id]


async def test_securities_that_come_later_are_added_and_another_day_reads_all_anew(shelf: Shelf) -> None:
    one, other = await shelf.rule("105"), await shelf.rule("105", SECOND)
    book, crossed = await shelf.look({FIRST: "100"})
    assert crossed == [one.rule_id]
    assert await shelf.look({FIRST: "100", SECOND: "106"}) == (book, [other.rule_id])
    assert await shelf.look({FIRST: "105", SECOND: "104"}) == (book, [one.rule_id, other.rule_id])
    next_day, crossed = await shelf.look({FIRST: "105", SECOND: "104"}, timedelta(days=3))
    assert next_day is not book
    assert crossed == [one.rule_id, other.rule_id]


async def test_the_securities_of_rules_come_and_go_with_them(house: House, shelf: Shelf) -> None:
    async def symbols() -> list[str]:
        async with house.store.snapshot() as tx:
            return await shelf.books.symbols(tx, AT)

    assert await symbols() == []
    await shelf.rule("105")
    second = await shelf.rule("105", SECOND)
    assert await symbols() == [FIRST, SECOND]
    async with house.store.transaction() as tx:
        await tx.rules.delete(second.rule_id, AT)
        await tx.rules.note([RuleEntry(second.rule_id, AT, RuleEvent.DELETED)])
    assert await symbols() == [FIRST]
