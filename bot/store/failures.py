"""What failed, once for each place in the program, and how the jobs have run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from bot.store.repository import Repository
from bot.store.tables.administration import failures, job_log


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that failed ``count`` times between two instants; ``details`` are a traceback, or the line that was logged."""

    reference: str
    source: str
    summary: str
    details: str
    count: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class JobRecord:
    """How a job has run: when last begun, finished and failed, how often it failed in all and since it last finished.

    ``reference`` names its last failure, see `Failure`.
    """

    job: str
    begun_at: datetime
    finished_at: datetime | None
    failed_at: datetime | None
    failures: int
    in_a_row: int
    reference: str | None


class Failures(Repository):
    """``tx.failures``."""

    __slots__ = ()

    async def note(self, found: Sequence[Failure]) -> None:
        """Add to what is known under the same reference; the newest words are kept."""
        for each in found:
            insert = self._insert(failures).values(**asdict(each))
            words = {name: insert.excluded[name] for name in ("source", "summary", "details", "last_at")}
            more = {"count": failures.c.count + insert.excluded["count"]}
            await self._connection.execute(
                insert.on_conflict_do_update(index_elements=["reference"], set_=words | more)
            )

    async def page(self, limit: int, offset: int) -> list[Failure]:
        """The newest first."""
        query = select(failures).order_by(failures.c.last_at.desc(), failures.c.reference).limit(limit).offset(offset)
        return [Failure(**row) for row in (await self._connection.execute(query)).mappings()]

    async def count(self) -> int:
        """How many `page` has on all its pages."""
        return int((await self._connection.execute(select(func.count()).select_from(failures))).scalar_one())

    async def get(self, reference: str) -> Failure | None:
        """One of them."""
        rows = await self._connection.execute(select(failures).where(failures.c.reference == reference))
        row = rows.mappings().one_or_none()
        return Failure(**row) if row else None

    async def forget(self, reference: str) -> bool:
        """Drop one; whether it was there."""
        return await self._change(delete(failures).where(failures.c.reference == reference)) == 1

    async def prune(self, before: datetime) -> int:
        """Forget what has not happened since an instant; how many."""
        return await self._change(delete(failures).where(failures.c.last_at < before))


class JobLog(Repository):
    """``tx.job_log``."""

    __slots__ = ()

    async def begun(self, job: str, at: datetime) -> None:
        """A run begins."""
        first = {"job": job, "begun_at": at, "failures": 0, "in_a_row": 0}
        insert = self._insert(job_log).values(**first)
        await self._connection.execute(
            insert.on_conflict_do_update(index_elements=["job"], set_={"begun_at": insert.excluded["begun_at"]})
        )

    async def finished(self, job: str, at: datetime) -> None:
        """The run that was begun is through."""
        await self._change(update(job_log).where(job_log.c.job == job).values(finished_at=at, in_a_row=0))

    async def failed(self, job: str, reference: str, at: datetime) -> None:
        """The run that was begun has failed."""
        more = {"failures": job_log.c.failures + 1, "in_a_row": job_log.c.in_a_row + 1}
        await self._change(
            update(job_log).where(job_log.c.job == job).values(failed_at=at, reference=reference, **more)
        )

    async def all(self) -> dict[str, JobRecord]:
        """How each job has run that ever did."""
        rows = (await self._connection.execute(select(job_log))).mappings()
        return {row["job"]: JobRecord(**row) for row in rows}
