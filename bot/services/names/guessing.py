"""Guessing: stocks, reports and brokers that are near to what was typed, to be tapped on and never taken silently."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.reports import RESTRICTED_LEVELS
from bot.extraction.brokers import Broker
from bot.services.access.people import Viewer
from bot.services.names.lookup import Lookup
from bot.services.names.nearest import near_words
from bot.services.research.heads import head_of
from bot.services.views.guesses import Nearest
from bot.services.views.pieces import Notice, SecurityRef
from bot.store.records import ReportState
from bot.store.store import Store

STOCKS, REPORTS, BROKERS = 6, 3, 3
SHORTEST = 2  # characters of a title
LONGEST = 40


class Guessing:
    """What may have been meant."""

    def __init__(self, store: Store, lookup: Lookup, brokers: Sequence[Broker]) -> None:
        self._store = store
        self._lookup = lookup
        self._brokers = {name: each.short for each in brokers for name in (each.short, *each.legal)}

    async def near(self, typed: str, viewer: Viewer, said: Notice, *, then: str = "coverage") -> Nearest:
        """The nearest stocks, and where none is asked for in particular reports and brokers too, as the viewer may see them."""
        words = " ".join(typed.split())
        if len(words) > LONGEST:
            return Nearest(said, then=then)
        stocks = tuple(SecurityRef(each.symbol, each.name) for each in self._lookup.near(words)[:STOCKS])
        if then != "coverage":
            return Nearest(said, stocks, then=then)
        return await self.reports(words, viewer, Nearest(said, stocks, brokers=self._houses(words), then=then))

    async def reports(self, words: str, viewer: Viewer, so_far: Nearest) -> Nearest:
        """With the reports that have the words in their title, or whose broker bears them."""
        if len(words) < SHORTEST:
            return so_far
        hidden = () if viewer.qualified else RESTRICTED_LEVELS
        async with self._store.snapshot() as tx:
            numbers = await tx.finding.named(words, REPORTS, hidden_levels=hidden)
            found = [await tx.reports.get(number) for number in numbers]
        heads = tuple(head_of(each) for each in found if each and each.state is ReportState.CONFIRMED)
        return Nearest(so_far.said, so_far.securities, heads, so_far.brokers, so_far.needs, so_far.then)

    def _houses(self, words: str) -> tuple[str, ...]:
        if len(words) < SHORTEST or words.isascii():
            return ()
        within = [short for name, short in self._brokers.items() if words in name]
        return tuple(dict.fromkeys([*within, *near_words(words, self._brokers)]))[:BROKERS]
