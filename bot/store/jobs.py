"""Which job has run for which session: it makes each run once, and tells a start what was missed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select, update

from bot.store.errors import UnknownRecord
from bot.store.repository import Repository
from bot.store.tables.delivery import job_runs


class Jobs(Repository):
    """``tx.jobs``; the key of a run is (job, session, slot)."""

    __slots__ = ()

    async def begin(self, job: str, session: date, slot: str, at: datetime) -> bool:
        """Note that a run begins; False when it is done already. One that began and never finished begins again."""
        insert = self._insert(job_runs).values(job=job, session=session, slot=slot, begun_at=at)
        again = insert.on_conflict_do_update(
            index_elements=["job", "session", "slot"],
            set_={"begun_at": insert.excluded.begun_at},
            where=job_runs.c.finished_at.is_(None),
        )
        return await self._change(again) == 1

    async def cut_off(self, job: str, session: date, slot: str) -> bool:
        """Whether a run began before and never finished; ask before it begins again."""
        same = (job_runs.c.job == job) & (job_runs.c.session == session) & (job_runs.c.slot == slot)
        left = select(func.count()).select_from(job_runs).where(same, job_runs.c.finished_at.is_(None))
        return bool((await self._connection.execute(left)).scalar_one())

    async def finish(self, job: str, session: date, slot: str, at: datetime) -> None:
        """The run is done.

        Raises:
            UnknownRecord: it never began.
        """
        same = (job_runs.c.job == job) & (job_runs.c.session == session) & (job_runs.c.slot == slot)
        if not await self._change(update(job_runs).where(same).values(finished_at=at)):
            raise UnknownRecord(f"The job {job} never began for {session} {slot}.")

    async def finished(self, job: str, since: date) -> set[tuple[date, str]]:
        """The (session, slot) of all finished runs for sessions from ``since`` on."""
        done = (job_runs.c.job == job) & (job_runs.c.session >= since) & job_runs.c.finished_at.is_not(None)
        rows = await self._connection.execute(select(job_runs.c.session, job_runs.c.slot).where(done))
        return {(row.session, row.slot) for row in rows}

    async def last_finished(self, job: str) -> date | None:
        """The newest session for which a run is done."""
        done = (job_runs.c.job == job) & job_runs.c.finished_at.is_not(None)
        query = select(func.max(job_runs.c.session)).where(done)
        newest: date | None = (await self._connection.execute(query)).scalar_one()
        return newest
