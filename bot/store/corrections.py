"""What people change in stored reports: each change with an entry in the list of corrections, which only grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from bot.domain.reports import Pick, Report
from bot.store.errors import UnknownRecord
from bot.store.outdating import Outdating
from bot.store.records import Correction
from bot.store.tables.corrections import corrections
from bot.store.tables.research import pick_states, picks, reports, unresolved


class Corrections(Outdating):
    """``tx.corrections``."""

    __slots__ = ()

    async def add(self, entries: Sequence[Correction]) -> None:
        """Note what was changed."""
        if entries:
            await self._connection.execute(insert(corrections), [asdict(entry) for entry in entries])

    async def of(self, report_id: int) -> list[Correction]:
        """What was changed in a report, oldest first."""
        columns = [column for column in corrections.c if column.name != "correction_id"]
        query = select(*columns).where(corrections.c.report_id == report_id).order_by(corrections.c.correction_id)
        return [Correction(**row) for row in (await self._connection.execute(query)).mappings()]

    async def last_step(self, report_id: int) -> int:
        """The number of the last step; 0 before the first."""
        query = select(func.coalesce(func.max(corrections.c.step), 0)).where(corrections.c.report_id == report_id)
        return int((await self._connection.execute(query)).scalar_one())

    async def change_pick(self, pick_id: int, at: datetime, **changes: Pick | bool) -> None:
        """Set ``document``, ``dropped`` or ``absent`` of a pick; what alerts remembered of it is forgotten.

        Raises:
            UnknownRecord: there is no such pick.
        """
        values: dict[str, Any] = {**changes, "changed_at": at}
        if isinstance(pick := changes.get("document"), Pick):
            values |= {"symbol": pick.symbol, "segment": pick.segment}
        if not await self._change(update(picks).where(picks.c.pick_id == pick_id).values(values)):
            raise UnknownRecord(f"There is no pick {pick_id}.")
        # a band that another rating or stock was in is not one that this pick can leave
        await self._connection.execute(pick_states.delete().where(pick_states.c.pick_id == pick_id))
        await self.outdate_picks([pick_id])

    async def change_report(self, report_id: int, report: Report, at: datetime) -> None:
        """Set what is said of the report as a whole; each of its picks counts from another day then.

        Raises:
            UnknownRecord: there is no such report.
        """
        values: dict[str, Any] = {
            "document": report,
            "broker": report.broker,
            "title": report.title,
            "published": report.published,
        }
        values |= {"industry": report.industry}
        if not await self._change(update(reports).where(reports.c.report_id == report_id).values(values)):
            raise UnknownRecord(f"There is no report {report_id}.")
        mine = picks.c.report_id == report_id
        await self._connection.execute(update(picks).where(mine).values(changed_at=at))
        ids = list((await self._connection.execute(select(picks.c.pick_id).where(mine))).scalars())
        await self._connection.execute(pick_states.delete().where(pick_states.c.pick_id.in_(ids)))
        await self.outdate_picks(ids)

    async def set_apart(self, report_id: int, apart: bool) -> None:  # noqa: FBT001 - the verb says what the flag is
        """Let a report stand beside another of the same headline or text, or no longer."""
        await self._change(update(reports).where(reports.c.report_id == report_id).values(apart=apart))

    async def set_merged(self, report_id: int, into: int | None) -> None:
        """Say which report has taken this one up."""
        await self._change(update(reports).where(reports.c.report_id == report_id).values(merged_into=into))

    async def merged_into(self, report_id: int) -> list[int]:
        """The reports that this one has taken up."""
        query = select(reports.c.report_id).where(reports.c.merged_into == report_id).order_by(reports.c.report_id)
        return list((await self._connection.execute(query)).scalars())

    async def reopen_name(self, pick_id: int) -> None:
        """The name that a person had said to be this pick waits again."""
        nobody = {"pick_id": None, "resolved_by": None, "resolved_at": None}
        await self._change(update(unresolved).where(unresolved.c.pick_id == pick_id).values(nobody))
