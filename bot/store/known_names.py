"""The names that confirmed reports are known by, beside their securities: brokers, analysts, industries, segments."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select

from bot.store.records import ReportState
from bot.store.repository import Repository
from bot.store.tables.research import picks, report_analysts, reports


class KnownNames(Repository):
    """``tx.known``; reports of the risk levels named are left out."""

    __slots__ = ()

    async def brokers(self, hidden_levels: Collection[str]) -> list[str]:
        """The brokers as printed."""
        query = select(reports.c.broker).distinct().where(_shown(hidden_levels), reports.c.broker != "")
        return list((await self._connection.execute(query.order_by(reports.c.broker))).scalars())

    async def industries(self, hidden_levels: Collection[str]) -> list[str]:
        """The industries as printed."""
        query = select(reports.c.industry).distinct().where(_shown(hidden_levels), reports.c.industry.is_not(None))
        return list((await self._connection.execute(query.order_by(reports.c.industry))).scalars())

    async def analysts(self, hidden_levels: Collection[str], name: str | None = None) -> list[tuple[str, str]]:
        """Those who answer for a report, each with the broker as printed; of one name where it is given."""
        columns = (report_analysts.c.name, reports.c.broker)
        query = select(*columns).distinct().join(reports).where(_shown(hidden_levels), reports.c.broker != "")
        query = query if name is None else query.where(report_analysts.c.name == name)
        return [(who, broker) for who, broker in await self._connection.execute(query.order_by(*columns))]

    async def segments(
        self, words: str, hidden_levels: Collection[str], limit: int, report_id: int | None = None
    ) -> list[tuple[int, str]]:
        """The segments with ``words`` in their names, of one report where it is given, those of the newest reports first."""
        query = select(picks.c.report_id, picks.c.segment, reports.c.published).distinct().join(reports)
        query = query.where(_shown(hidden_levels), ~picks.c.dropped, ~picks.c.absent)
        query = query.where(picks.c.segment.contains(words, autoescape=True))
        query = query if report_id is None else query.where(picks.c.report_id == report_id)
        newest = query.order_by(reports.c.published.desc(), picks.c.report_id.desc(), picks.c.segment).limit(limit)
        return [(number, segment) for number, segment, _ in await self._connection.execute(newest)]


def _shown(hidden_levels: Collection[str]) -> ColumnElement[bool]:
    open_to_all = or_(reports.c.risk_level.is_(None), reports.c.risk_level.not_in(hidden_levels))
    return (reports.c.state == ReportState.CONFIRMED) & open_to_all
