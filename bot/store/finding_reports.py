"""Finding reports by what somebody types, without reading any of them whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from bot.store.records import ReportState
from bot.store.repository import Repository
from bot.store.tables.research import confirmed, picks, reports

_NEWEST_FIRST = (reports.c.published.desc().nulls_last(), reports.c.report_id.desc(), picks.c.pick_id)


@dataclass(frozen=True, slots=True)
class Found:
    """A pick that counts, by its ids."""

    pick_id: int
    report_id: int
    symbol: str


class FindingReports(Repository):
    """``tx.finding``: confirmed reports, newest publication first, without those of the risk levels named."""

    __slots__ = ()

    async def covering(self, symbols: Collection[str], *, hidden_levels: Collection[str] = ()) -> list[Found]:
        """The picks of these securities."""
        if not symbols:
            return []
        return await self._picks(picks.c.symbol.in_(symbols), hidden_levels)

    async def picks_of(self, report_ids: Collection[int], *, hidden_levels: Collection[str] = ()) -> list[Found]:
        """The picks of these reports."""
        if not report_ids:
            return []
        return await self._picks(picks.c.report_id.in_(report_ids), hidden_levels)

    async def newest_of(self, pick_ids: Collection[int], *, hidden_levels: Collection[str] = ()) -> list[int]:
        """Of these picks the one of each security that was published last."""
        found: dict[str, tuple[tuple[object, ...], int]] = {}
        for ids in self._portions(pick_ids):
            columns = (picks.c.symbol, reports.c.published, picks.c.report_id, picks.c.pick_id)
            query = select(*columns).select_from(picks.join(reports)).where(picks.c.pick_id.in_(ids), confirmed())
            for symbol, *age in await self._connection.execute(query.where(_open_to_all(hidden_levels))):
                found[symbol] = max(found.get(symbol, ((), 0)), (tuple(age), age[-1]))
        return [pick_id for _, pick_id in found.values()]

    async def named(self, words: str, limit: int, *, hidden_levels: Collection[str] = ()) -> list[int]:
        """The reports with ``words`` in the title or the broker's name."""
        named = or_(reports.c.title.contains(words, autoescape=True), reports.c.broker.contains(words, autoescape=True))
        query = select(reports.c.report_id).where(_shown(hidden_levels), named).order_by(*_NEWEST_FIRST[:2])
        return list((await self._connection.execute(query.limit(limit))).scalars())

    async def newest(self, limit: int, *, hidden_levels: Collection[str] = ()) -> list[int]:
        """The reports published last."""
        query = select(reports.c.report_id).where(_shown(hidden_levels)).order_by(*_NEWEST_FIRST[:2]).limit(limit)
        return list((await self._connection.execute(query)).scalars())

    async def _picks(self, wanted: ColumnElement[bool], hidden_levels: Collection[str]) -> list[Found]:
        counts = ~picks.c.dropped & ~picks.c.absent
        columns = (picks.c.pick_id, picks.c.report_id, picks.c.symbol)
        shown = confirmed(), _open_to_all(hidden_levels)
        query = select(*columns).join(reports).where(*shown, counts, wanted).order_by(*_NEWEST_FIRST)
        return [Found(*row) for row in await self._connection.execute(query)]


def _shown(hidden_levels: Collection[str]) -> ColumnElement[bool]:
    return (reports.c.state == ReportState.CONFIRMED) & _open_to_all(hidden_levels)


def _open_to_all(hidden_levels: Collection[str]) -> ColumnElement[bool]:
    return or_(reports.c.risk_level.is_(None), reports.c.risk_level.not_in(hidden_levels))


def by_symbol(found: Collection[Found]) -> Mapping[str, list[Found]]:
    """The picks of each security, in their order."""
    grouped: dict[str, list[Found]] = {}
    for each in found:
        grouped.setdefault(each.symbol, []).append(each)
    return grouped
