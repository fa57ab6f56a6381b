"""Watching the jobs: what each did last and does next, and a run by hand where it does no harm."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.services.access.people import Refused, Viewer
from bot.services.operation.failures import reference_of
from bot.services.paging import page_of
from bot.services.views.administration import JobCard, JobLine, JobList
from bot.store.errors import StoreBusy
from bot.store.failures import JobRecord
from bot.store.store import Store, Transaction

_log = logging.getLogger(__name__)

PAGE = 6
AGAIN_SECONDS = 5.0
Run = Callable[[datetime], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class _Job:
    run: Run
    following: Callable[[datetime], datetime | None]
    by_hand: bool


class JobWatch:
    """For owners alone; `bot.jobs` tells it of each job."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._jobs: dict[str, _Job] = {}
        self._running: set[str] = set()

    def watch(
        self, name: str, run: Run, following: Callable[[datetime], datetime | None], *, by_hand: bool
    ) -> Callable[[datetime], Awaitable[None]]:
        """What is to be called instead of ``run``, so that it is known how it went; it fails with a line in the log.

        ``following`` gives the next run after an instant; a job ``by_hand`` may be run at any time.
        """

        async def watched(due: datetime) -> None:
            if name in self._running:
                _log.info("the job %s is still running, and not run once more", name)
                return
            self._running.add(name)
            try:
                await self._note(lambda tx: tx.job_log.begun(name, self._clock.now()))
                await patiently(run, due, name, self._clock)
            except Exception as error:  # noqa: BLE001 - whatever it is, the job's next run may do better
                _log.exception("the job %s failed", name)
                reference = reference_of(error)
                await self._note(lambda tx: tx.job_log.failed(name, reference, self._clock.now()))
            else:
                await self._note(lambda tx: tx.job_log.finished(name, self._clock.now()))
            finally:
                self._running.discard(name)

        self._jobs[name] = _Job(watched, following, by_hand)
        return watched

    async def page(self, viewer: Viewer, page: int = 0) -> JobList:
        """Every job, in the order of its next run.

        Raises:
            Refused: the viewer is no owner.
        """
        _require_owner(viewer)
        lines = await self.lines()
        shown, page, pages = page_of(lines, page, PAGE)
        return JobList(self._clock.now(), tuple(shown), page, pages, len(lines))

    async def card(self, name: str, viewer: Viewer) -> JobCard:
        """One job.

        Raises:
            Refused: the viewer is no owner, or there is no such job.
        """
        _require_owner(viewer)
        line = next((each for each in await self.lines() if each.job == name), None)
        if line is None:
            raise Refused("old_button")
        return JobCard(self._clock.now(), line)

    async def question(self, name: str, viewer: Viewer) -> JobCard:
        """The same with the question whether it is to run now.

        Raises:
            Refused: as `card`, and where it may not be run by hand.
        """
        card = await self.card(name, viewer)
        if not card.line.by_hand:
            raise Refused("job_not_by_hand")
        return replace(card, asked=True)

    async def started(self, name: str, viewer: Viewer) -> JobCard:
        """The card of a job that `run` is called for now.

        Raises:
            Refused: as `card`.
        """
        card = await self.question(name, viewer)
        return replace(card, asked=False, line=replace(card.line, running=True))

    async def run(self, name: str) -> None:
        """Run a job now; one that runs already is left alone."""
        await self._jobs[name].run(self._clock.now())

    async def lines(self) -> list[JobLine]:
        """Every job, in the order of its next run."""
        now = self._clock.now()
        async with self._store.snapshot() as tx:
            known = await tx.job_log.all()
        lines = [self._line(name, job, known.get(name), now) for name, job in self._jobs.items()]
        return sorted(lines, key=lambda each: (each.following is None, each.following or now, each.job))

    def _line(self, name: str, job: _Job, record: JobRecord | None, now: datetime) -> JobLine:
        running, following = name in self._running, job.following(now)
        if record is None:
            return JobLine(name, None, None, None, following, 0, 0, "", running, job.by_hand)
        return JobLine(
            name,
            record.begun_at,
            record.finished_at,
            record.failed_at,
            following,
            record.failures,
            record.in_a_row,
            record.reference or "",
            running,
            job.by_hand,
        )

    async def _note(self, write: Callable[[Transaction], Awaitable[None]]) -> None:
        """Write down how it goes; a job does its work even where that cannot be done for now."""
        try:
            async with self._store.transaction() as tx:
                await write(tx)
        except StoreBusy as error:
            _log.warning("how a job went is not written down: %s", error)


async def patiently(run: Run, due: datetime, name: str, clock: Clock) -> None:
    """Run as of ``due``, and over again as of then while the database is not to be had: a job's next time may be tomorrow."""
    waiting = False
    while True:
        try:
            await run(due)
        except StoreBusy as error:
            if not waiting:
                _log.warning("%s waits for the database: %s", name, error)
            waiting = True
            await clock.sleep(AGAIN_SECONDS)
            due = clock.now()
        else:
            if waiting:
                _log.warning("%s is through", name)
            return


def _require_owner(viewer: Viewer) -> None:
    if not viewer.owns:
        raise Refused("only_owners")
