"""Finding reports by what somebody types, without reading any of them whole."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from bot.store.records import ReportState
from bot.store.repository import Repository
from bot.store.tables.research import confirmed, picks, reports

_NEWEST_FIRST = (reports.c.published.desc().nulls_last(), reports.c.report_id.desc())


@dataclass(frozen=True, slots=True)
class Found:
    """A pick that counts, by its ids; ``of`` is how many its security has."""

    pick_id: int
    report_id: int
    symbol: str
    risk_level: str | None
    of: int


class FindingReports(Repository):
    """``tx.finding``: confirmed reports, newest publication first, without those of the risk levels named."""

    __slots__ = ()

    async def covering(
        self, symbols: Collection[str], most: int | None = None, *, hidden_levels: Collection[str] = ()
    ) -> dict[str, list[Found]]:
        """The newest picks of these securities, ``most`` of each; None is all."""
        order = (*_NEWEST_FIRST, picks.c.pick_id)
        place = func.row_number().over(partition_by=picks.c.symbol, order_by=order).label("place")
        count = func.count().over(partition_by=picks.c.symbol).label("count")
        columns = (picks.c.pick_id, picks.c.report_id, picks.c.symbol, reports.c.risk_level, count, place)
        found: dict[str, list[Found]] = {}
        for some in self._portions(symbols):
            wanted = (picks.c.symbol.in_(some), _counts(hidden_levels))
            placed = select(*columns).join(reports).where(*wanted).subquery()
            query = select(placed).order_by(placed.c.symbol, placed.c.place)
            if most is not None:
                query = query.where(placed.c.place <= most)
            for row in await self._connection.execute(query):
                found.setdefault(row.symbol, []).append(Found(*row[:-1]))
        return found

    async def picks_of(
        self, report_ids: Collection[int], *, hidden_levels: Collection[str] = ()
    ) -> dict[int, list[int]]:
        """The picks of these reports, in printed order; of a report without any nothing is said."""
        found: dict[int, list[int]] = {}
        for some in self._portions(report_ids):
            wanted = (picks.c.report_id.in_(some), _counts(hidden_levels))
            query = select(picks.c.report_id, picks.c.pick_id).join(reports).where(*wanted).order_by(picks.c.pick_id)
            for report_id, pick_id in await self._connection.execute(query):
                found.setdefault(report_id, []).append(pick_id)
        return found

    async def named(self, words: str, limit: int, *, hidden_levels: Collection[str] = ()) -> list[int]:
        """The reports with ``words`` in the title or the broker's name."""
        named = or_(reports.c.title.contains(words, autoescape=True), reports.c.broker.contains(words, autoescape=True))
        return await self._shelf(named, limit, hidden_levels)

    async def newest(self, limit: int, *, hidden_levels: Collection[str] = ()) -> list[int]:
        """The reports published last."""
        return await self._shelf(true(), limit, hidden_levels)

    async def _shelf(self, wanted: ColumnElement[bool], limit: int, hidden_levels: Collection[str]) -> list[int]:
        shown = (reports.c.state == ReportState.CONFIRMED, _open_to_all(hidden_levels), wanted)
        query = select(reports.c.report_id).where(*shown).order_by(*_NEWEST_FIRST).limit(limit)
        return list((await self._connection.execute(query)).scalars())


def _counts(hidden_levels: Collection[str]) -> ColumnElement[bool]:
    return and_(confirmed(), ~picks.c.dropped, ~picks.c.absent, _open_to_all(hidden_levels))


def _open_to_all(hidden_levels: Collection[str]) -> ColumnElement[bool]:
    return or_(reports.c.risk_level.is_(None), reports.c.risk_level.not_in(hidden_levels))
