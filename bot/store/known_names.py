"""The names that confirmed reports are known by, beside their securities: brokers, analysts, industries, segments."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Column, ColumnElement, or_, select

from bot.store.repository import Repository
from bot.store.tables.research import confirmed, picks, report_analysts, reports


class KnownNames(Repository):
    """``tx.known``. Names are read from indices alone, whatever reports bear them; which of a few may be shown is asked apart."""

    __slots__ = ()

    async def brokers(self) -> list[str]:
        """The brokers as printed."""
        return await self._distinct(reports.c.broker)

    async def industries(self) -> list[str]:
        """The industries as printed."""
        return await self._distinct(reports.c.industry)

    async def analysts(self) -> list[str]:
        """The names of those who answer for a report."""
        return await self._distinct(report_analysts.c.name)

    async def shown_brokers(self, names: Collection[str], hidden_levels: Collection[str]) -> list[str]:
        """Those that a confirmed report bears; reports of the risk levels named are left out."""
        return await self._shown(reports.c.broker, names, hidden_levels)

    async def shown_industries(self, names: Collection[str], hidden_levels: Collection[str]) -> list[str]:
        """As `shown_brokers`."""
        return await self._shown(reports.c.industry, names, hidden_levels)

    async def shown_analysts(self, names: Collection[str], hidden_levels: Collection[str]) -> list[tuple[str, str]]:
        """As `shown_brokers`, each with the broker as printed."""
        columns = (report_analysts.c.name, reports.c.broker)
        query = select(*columns).distinct().join(reports)
        query = query.where(report_analysts.c.name.in_(names), _shown(hidden_levels), reports.c.broker != "")
        return [(who, broker) for who, broker in await self._connection.execute(query.order_by(*columns))]

    async def _distinct(self, column: Column[str]) -> list[str]:
        found = (await self._connection.execute(select(column).distinct().order_by(column))).scalars()
        return [name for name in found if name]

    async def _shown(self, column: Column[str], names: Collection[str], hidden_levels: Collection[str]) -> list[str]:
        found: list[str] = []
        for name in names:  # a few: one report is enough for each
            query = select(column).where(column == name, _shown(hidden_levels)).limit(1)
            found += (await self._connection.execute(query)).scalars()
        return found

    async def segments(
        self, words: str, hidden_levels: Collection[str], limit: int, report_id: int | None = None
    ) -> list[tuple[int, str]]:
        """The segments with ``words`` in their names, of one report where it is given, those of the newest reports first; levels as `shown_brokers`."""
        query = select(picks.c.report_id, picks.c.segment, reports.c.published).distinct().join(reports)
        query = query.where(_shown(hidden_levels), ~picks.c.dropped, ~picks.c.absent)
        query = query.where(picks.c.segment.contains(words, autoescape=True))
        query = query if report_id is None else query.where(picks.c.report_id == report_id)
        newest = query.order_by(reports.c.published.desc(), picks.c.report_id.desc(), picks.c.segment).limit(limit)
        return [(number, segment) for number, segment, _ in await self._connection.execute(newest)]


def _shown(hidden_levels: Collection[str]) -> ColumnElement[bool]:
    open_to_all = or_(reports.c.risk_level.is_(None), reports.c.risk_level.not_in(hidden_levels))
    return confirmed() & open_to_all
