"""Reports with their picks: stored once, changed only in ways that leave a trail."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    RowMapping,
    Select,
    Text,
    and_,
    false,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)

from bot.domain.reports import AnalystRole, Pick, Report
from bot.store.errors import AlreadyResolved, ReportExists, UnknownRecord
from bot.store.outdating import Outdating
from bot.store.records import ConfirmedPick, ReportState, StateChange, StoredPick, StoredReport, StoredUnresolved
from bot.store.tables.research import confirmed, picks, report_analysts, report_trail, reports, unresolved
from bot.store.types import Document

_NEWEST_FIRST = (reports.c.published.desc().nulls_last(), reports.c.report_id.desc())
_CONFIRMED = reports.c.state == ReportState.CONFIRMED
_COUNTS = ~picks.c.dropped & ~picks.c.absent
_REPORT, _PICK = cast("Document[Report]", reports.c.document.type), cast("Document[Pick]", picks.c.document.type)
FEW = 100  # documents that are read without a thread of their own


class Reports(Outdating):
    """``tx.reports``."""

    __slots__ = ()

    async def add(
        self,
        report: Report,
        *,
        sha256: str,
        uploaded_by: int | None,
        at: datetime,
        text_sha256: str | None = None,
        dates: tuple[date, ...] = (),
    ) -> StoredReport:
        """Store what was read as a draft, with an id for each pick and each unresolved name.

        Raises:
            ReportExists: a report that is not discarded has the same file.
        """
        new = self._insert(reports).values(
            state=ReportState.DRAFT,
            sha256=sha256,
            broker=report.broker,
            kind=report.kind,
            title=report.title,
            published=report.published,
            risk_level=report.risk_level,
            document=report,
            uploaded_by=uploaded_by,
            created_at=at,
            text_sha256=text_sha256,
            dates=dates,
            industry=report.industry,
        )
        added = await self._connection.execute(new.on_conflict_do_nothing().returning(reports.c.report_id))
        report_id: int | None = added.scalar_one_or_none()
        if report_id is None:
            raise ReportExists(await self._same(sha256))
        await self._note(report_id, ReportState.DRAFT, uploaded_by, at)
        signed = {each.name for each in report.analysts if each.role is AnalystRole.ANALYST}
        if signed:
            rows = [{"report_id": report_id, "name": name} for name in sorted(signed)]
            await self._connection.execute(insert(report_analysts), rows)
        for pick in report.picks:
            await self._add_pick(report_id, pick)
        names = [{"report_id": report_id, "document": name} for name in report.unresolved]
        if names:
            await self._connection.execute(insert(unresolved), names)
        return await self._require(report_id)

    async def find(self, sha256: str) -> StoredReport | None:
        """The report read from the file with this hash, or the one that has taken it up; discarded ones aside."""
        found = await self._first(reports.c.sha256 == sha256, reports.c.state != ReportState.DISCARDED)
        while found is not None and found.merged_into is not None:
            found = await self.get(found.merged_into)
        return found

    async def find_same(self, report: Report, text_sha256: str | None) -> StoredReport | None:
        """The first report with this broker, title and date or these words, discarded and merged ones aside."""
        return next(iter(await self._load(_same_as(report, text_sha256).limit(1))), None)

    async def twins(self, stored: StoredReport) -> list[StoredReport]:
        """As `find_same`, all of them but the report itself."""
        same = _same_as(stored.report, stored.text_sha256)
        return await self._load(same.where(reports.c.report_id != stored.report_id))

    async def get(self, report_id: int) -> StoredReport | None:
        """The report with this id, in whatever state."""
        return await self._first(reports.c.report_id == report_id)

    async def lock(self, report_id: int) -> StoredReport | None:
        """As `get`, and nobody else changes the report until this transaction ends; they wait."""
        locked = select(reports.c.report_id).where(reports.c.report_id == report_id).with_for_update()
        await self._connection.execute(locked)
        return await self.get(report_id)

    async def set_state(self, report_id: int, state: ReportState, by: int | None, at: datetime) -> None:
        """Change the state and note it in the trail; `lock` first, and decide by what it returns.

        Raises:
            UnknownRecord: there is no such report.
        """
        values: dict[str, Any] = {"state": state}
        if state is ReportState.CONFIRMED:
            values |= {"confirmed_by": by, "confirmed_at": at}
        if not await self._change(update(reports).where(reports.c.report_id == report_id).values(values)):
            raise UnknownRecord(f"There is no report {report_id}.")
        await self._count_up()
        await self._note(report_id, state, by, at)

    async def trail(self, report_id: int) -> list[StateChange]:
        """Who put the report into which state, oldest first."""
        columns = (report_trail.c.state, report_trail.c.by, report_trail.c.at)
        query = select(*columns).where(report_trail.c.report_id == report_id).order_by(report_trail.c.entry_id)
        return [StateChange(*row) for row in await self._connection.execute(query)]

    async def resolve(self, unresolved_id: int, pick: Pick, *, by: int | None, at: datetime) -> StoredPick:
        """Say which security a printed name is: it becomes a pick; the name stays, with who decided and when.

        Raises:
            UnknownRecord: there is no such name.
            AlreadyResolved: somebody was faster.
        """
        query = select(unresolved).where(unresolved.c.unresolved_id == unresolved_id).with_for_update()
        name = (await self._connection.execute(query)).mappings().one_or_none()
        if name is None:
            raise UnknownRecord(f"There is no unresolved name {unresolved_id}.")
        if name["pick_id"] is not None:
            raise AlreadyResolved(unresolved_id, name["pick_id"])
        pick_id = await self.add_pick(name["report_id"], pick)
        decided = {"pick_id": pick_id, "resolved_by": by, "resolved_at": at}
        await self._change(update(unresolved).where(unresolved.c.unresolved_id == unresolved_id).values(decided))
        return StoredPick(pick_id, name["report_id"], pick, dropped=False)

    async def confirmed(
        self, limit: int, offset: int = 0, *, hidden_levels: Collection[str] = ()
    ) -> list[StoredReport]:
        """The confirmed reports, newest publication first, one page; without those of the risk levels named."""
        shown = select(reports.c.report_id).where(_CONFIRMED, _not_of(hidden_levels)).order_by(*_NEWEST_FIRST)
        page = shown.limit(limit).offset(offset).subquery()  # by the index alone; what is skipped is never read
        return await self._load(
            select(reports).join(page, page.c.report_id == reports.c.report_id).order_by(*_NEWEST_FIRST)
        )

    async def count_confirmed(self, *, hidden_levels: Collection[str] = ()) -> int:
        """How many reports `confirmed` has on all its pages."""
        shown = select(func.count()).select_from(reports).where(_CONFIRMED, _not_of(hidden_levels))
        return (await self._connection.execute(shown)).scalar_one()

    async def confirmed_picks(
        self,
        report_id: int | None = None,
        symbol: str | None = None,
        published: date | None = None,
        pick_ids: Collection[int] | None = None,
        suffixes: Collection[str] | None = None,
    ) -> list[ConfirmedPick]:
        """The picks that count, of one report, one security, the reports of one day, some, or all; by report, in printed order.

        ``suffixes`` are those of the symbols, by which markets are told apart.
        """
        wanted: list[ColumnElement[bool]] = [_COUNTS]
        wanted += [] if suffixes is None else [or_(*(picks.c.symbol.endswith(f".{each}") for each in suffixes))]
        wanted += [picks.c.report_id == report_id] if report_id is not None else []
        wanted += [picks.c.symbol == symbol] if symbol is not None else []
        if published is not None:
            of_day = select(reports.c.report_id).where(_CONFIRMED, reports.c.published == published)
            wanted.append(picks.c.report_id.in_(of_day))
        if pick_ids is None:
            rows = await self._pick_rows(*wanted)
        else:
            rows = []
            for ids in self._portions(pick_ids):
                rows += await self._pick_rows(*wanted, picks.c.pick_id.in_(ids))
            rows.sort(key=lambda row: (row[1], row[0]))
        of_report: dict[int, Any] = {}
        for ids in self._portions({row[1] for row in rows}):
            columns = (reports.c.report_id, reports.c.created_at, reports.c.confirmed_at, _as_text(reports.c.document))
            found = await self._connection.execute(select(*columns).where(reports.c.report_id.in_(ids), confirmed()))
            of_report |= {row[0]: row for row in found}
        rows = [row for row in rows if row[1] in of_report]
        if len(rows) <= FEW:
            return _confirmed_picks(rows, of_report)
        return await asyncio.to_thread(_confirmed_picks, rows, of_report)  # a tenth of a millisecond each

    async def _pick_rows(self, *where: ColumnElement[bool]) -> list[Any]:
        columns = (picks.c.pick_id, picks.c.report_id, picks.c.changed_at, _as_text(picks.c.document))
        chosen = select(*columns).where(*where).order_by(picks.c.report_id, picks.c.pick_id)
        return list((await self._connection.execute(chosen)).all())

    async def count_picks(self, most: int) -> int:
        """How many picks count; no more than ``most`` are looked at."""
        some = select(picks.c.pick_id).join(reports).where(confirmed(), _COUNTS).limit(most)
        return int((await self._connection.execute(select(func.count()).select_from(some.subquery()))).scalar_one())

    async def add_pick(self, report_id: int, pick: Pick) -> int:
        """A further pick of a report; its id."""
        await self._count_up()
        return await self._add_pick(report_id, pick)

    async def _add_pick(self, report_id: int, pick: Pick) -> int:
        values = {"report_id": report_id, "symbol": pick.symbol, "document": pick, "dropped": False}
        values |= {"segment": pick.segment}
        added = await self._connection.execute(insert(picks).values(values).returning(picks.c.pick_id))
        return int(added.scalar_one())

    async def _note(self, report_id: int, state: ReportState, by: int | None, at: datetime) -> None:
        values = {"report_id": report_id, "state": state, "by": by, "at": at}
        await self._connection.execute(insert(report_trail).values(values))

    async def _same(self, sha256: str) -> int:
        same = await self.find(sha256)
        if same is None:
            raise UnknownRecord("The report that stood in the way was discarded meanwhile; try again.")
        return same.report_id

    async def _require(self, report_id: int) -> StoredReport:
        report = await self.get(report_id)
        if report is None:
            raise UnknownRecord(f"There is no report {report_id}.")
        return report

    async def _first(self, *where: ColumnElement[bool]) -> StoredReport | None:
        return next(iter(await self._load(select(reports).where(*where))), None)

    async def _load(self, query: Select[Any]) -> list[StoredReport]:
        rows = (await self._connection.execute(query)).mappings().all()
        ids = [row["report_id"] for row in rows]
        of_report = await self._picks(ids)
        names = await self._unresolved(ids)
        return [_stored(row, of_report.get(row["report_id"], ()), names.get(row["report_id"], ())) for row in rows]

    async def _picks(self, report_ids: Sequence[int]) -> dict[int, list[StoredPick]]:
        found: dict[int, list[StoredPick]] = {}
        for ids in self._portions(report_ids):
            columns = (picks.c.pick_id, picks.c.report_id, picks.c.document, picks.c.dropped)
            query = select(*columns).where(picks.c.report_id.in_(ids), ~picks.c.absent).order_by(picks.c.pick_id)
            for row in await self._connection.execute(query):
                found.setdefault(row.report_id, []).append(StoredPick(*row))
        return found

    async def _unresolved(self, report_ids: Sequence[int]) -> dict[int, list[StoredUnresolved]]:
        found: dict[int, list[StoredUnresolved]] = {}
        for ids in self._portions(report_ids):
            columns = (unresolved.c.unresolved_id, unresolved.c.report_id, unresolved.c.document)
            open_names = unresolved.c.report_id.in_(ids) & unresolved.c.pick_id.is_(None)
            query = select(*columns).where(open_names).order_by(unresolved.c.unresolved_id)
            for row in await self._connection.execute(query):
                found.setdefault(row.report_id, []).append(StoredUnresolved(*row))
        return found


def _as_text(column: Column[Any]) -> ColumnElement[str]:
    """A document unread."""
    return type_coerce(column, Text).label(column.name)


def _confirmed_picks(rows: Sequence[Any], of_report: Mapping[int, Any]) -> list[ConfirmedPick]:
    """Reads the documents, that of each report once."""
    read: dict[int, tuple[Report, datetime, datetime]] = {}
    found = []
    for pick_id, report_id, changed, document in rows:
        if report_id not in read:
            _, created, confirmed, text = of_report[report_id]
            read[report_id] = _REPORT.adapter.validate_json(text), created, confirmed
        report, created, confirmed = read[report_id]
        pick = _PICK.adapter.validate_json(document)
        found.append(ConfirmedPick(pick_id, report_id, pick, report, created, confirmed, changed))
    return found


def _same_as(read: Report, text_sha256: str | None) -> Select[Any]:
    """Without a date, a broker or a title no two are the same by them: 晨会纪要 comes every day."""
    same = reports.c.text_sha256 == text_sha256 if text_sha256 else false()
    if read.broker and read.title and read.published:
        headline = (reports.c.broker == read.broker, reports.c.title == read.title)
        same = or_(same, and_(*headline, reports.c.published == read.published))
    gone = (ReportState.DISCARDED, ReportState.MERGED)
    return select(reports).where(same, reports.c.state.not_in(gone)).order_by(reports.c.report_id)


def _not_of(levels: Collection[str]) -> ColumnElement[bool]:
    return or_(reports.c.risk_level.is_(None), reports.c.risk_level.not_in(levels))


def _stored(row: RowMapping, of_report: Sequence[StoredPick], names: Sequence[StoredUnresolved]) -> StoredReport:
    return StoredReport(
        report_id=row["report_id"],
        state=row["state"],
        report=row["document"],
        picks=tuple(of_report),
        unresolved=tuple(names),
        sha256=row["sha256"],
        uploaded_by=row["uploaded_by"],
        created_at=row["created_at"],
        confirmed_by=row["confirmed_by"],
        confirmed_at=row["confirmed_at"],
        text_sha256=row["text_sha256"],
        dates=row["dates"] or (),
        apart=row["apart"],
        merged_into=row["merged_into"],
    )
