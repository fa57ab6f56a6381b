"""Backfill: everything that all picks need, code by code, each kept at once, so that a stop loses one code at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.market.closing import close_of
from bot.services.prices.fetching import Progress, fetch
from bot.services.prices.sessions import TOGETHER
from bot.services.prices.tracking import CORRECTIONS, Refreshed, Tracking


@dataclass(frozen=True, slots=True)
class Load:
    """A code that is not whole yet: the first day that is needed, the first to be asked for, and the last session."""

    code: str
    first: date
    since: date
    until: date


class Backfill(Tracking):
    """Loads what is missing of the past."""

    async def missing(self, since: date | None = None) -> list[Load]:
        """What is not whole yet, indices first: needed further back than was ever asked for, or not asked since the close.

        With ``since`` everything is needed from that day on at least.

        Raises:
            MarketError: there is no calendar of a market that has picks.
        """
        found: list[Load] = []
        for market in TOGETHER:
            async with self._store.snapshot() as tx:
                wanted = self._wanted(await self._picks(tx, market, None))
                asked = await tx.prices.asked_since(wanted)
                fetched = await tx.prices.fetched_at(wanted)
            if not wanted:
                continue
            until = await self.last_session(market)
            closed = close_of(until, market)
            for code, day in wanted.items():
                first = min(day, since or day)
                whole = asked.get(code, date.max) <= first
                if not (whole and code in fetched and fetched[code] >= closed):
                    again = fetched[code].date() - CORRECTIONS if whole and code in fetched else first
                    found.append(Load(code, first, max(first, again), until))
        unique = {each.code: each for each in sorted(found, key=lambda each: each.first, reverse=True)}
        return sorted(unique.values(), key=lambda each: ("." in each.code, each.code))

    async def load(self, loads: list[Load], progress: Progress | None = None) -> Refreshed:
        """Fetch and keep each; what fails stays missing, and the next run begins with it."""
        total = Refreshed(0, {})
        for done, each in enumerate(loads):
            if progress is not None:
                progress(each.code, done, len(loads))
            fetched = await fetch(self._source, {each.code: each.first}, {each.code: each.since}, each.until, halts=())
            believed = await self._believe(fetched, {each.code: each.first}, {each.code: each.since}, None)
            total += Refreshed(believed.changed, fetched.failed, not fetched.unanswered, believed.corrections)
        symbols = [each.code for each in loads if "." in each.code]
        if symbols:
            last = max(each.until for each in loads)
            halted = await fetch(
                self._source, {}, {}, last, halts=symbols, halts_since=min(each.since for each in loads)
            )
            await self._believe(halted, {}, {}, None)
        return total
