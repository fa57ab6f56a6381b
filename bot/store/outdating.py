"""What becomes of kept figures when a price changes: they go, in the same transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, delete, or_, select

from bot.domain.securities import Market, suffixes_of
from bot.store.repository import Repository
from bot.store.tables.kept import kept_scores, marks

PRICES = "prices"


class Outdating(Repository):
    """Every change of prices or picks counts one up, so that figures reckoned before it are not kept after it."""

    __slots__ = ()

    async def mark(self, *, lock: bool = False) -> int:
        """How often prices or picks were changed; with ``lock`` none is again before this transaction ends."""
        query = select(marks.c.number).where(marks.c.name == PRICES)
        query = query.with_for_update() if lock else query
        found: int | None = (await self._connection.execute(query)).scalar_one_or_none()
        if found is None and lock and await self._insert_new(marks, {"name": PRICES, "number": 0}):
            return 0
        if found is None and lock:  # another was faster
            found = (await self._connection.execute(query)).scalar_one_or_none()
        return found or 0

    async def outdate(self, since: Mapping[str, date]) -> None:
        """Let go of the figures of which a price has changed: by code of a security or an index the first session."""
        if not since:
            return
        await self._count_up()
        by_day: dict[date, list[str]] = defaultdict(list)
        for code, day in since.items():
            by_day[day].append(code)
        columns = (kept_scores.c.symbol, kept_scores.c.benchmark, kept_scores.c.total_benchmark)
        for day, codes in by_day.items():
            for portion in self._portions(codes):
                depends = or_(*(column.in_(portion) for column in columns))
                await self._let_go(depends, kept_scores.c.until >= day)

    async def outdate_markets(self, markets: Collection[Market], since: date) -> None:
        """Let go of what depends on the sessions of these markets from a day on."""
        await self._count_up()
        suffixes = [kept_scores.c.symbol.endswith(f".{each}") for each in suffixes_of(markets)]
        await self._let_go(or_(*suffixes), kept_scores.c.until >= since)

    async def outdate_picks(self, pick_ids: Iterable[int]) -> None:
        """Let go of the figures of picks that say something else now."""
        await self._count_up()
        for portion in self._portions(pick_ids):
            await self._let_go(kept_scores.c.pick_id.in_(portion))

    async def _count_up(self) -> None:
        insert = self._insert(marks).values(name=PRICES, number=1)
        again = insert.on_conflict_do_update(index_elements=["name"], set_={"number": marks.c.number + 1})
        await self._connection.execute(again)

    async def _let_go(self, *where: ColumnElement[bool]) -> None:
        await self._connection.execute(delete(kept_scores).where(*where))
