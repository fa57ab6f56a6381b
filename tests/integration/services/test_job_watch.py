"""Jobs let themselves be seen: what each did last, what it does next, and a run by hand."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.services.access.people import Refused, Viewer
from bot.services.operation.failures import reference_of
from bot.services.operation.job_watch import JobWatch
from bot.store import Store, StoreAway
from tests.integration.services.house import House
from tests.integration.services.parts import SetClock


@pytest.fixture
def watch(store: Store, clock: SetClock) -> JobWatch:
    return JobWatch(store, clock)


def tomorrow(now: datetime) -> datetime | None:
    return now + timedelta(days=1)


async def test_a_job_is_seen_to_begin_to_finish_and_to_fail(
    house: House, watch: JobWatch, owner: Viewer, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    fails = False

    async def work(_due: datetime) -> None:
        await clock.sleep(60)
        if fails:
            raise ValueError("no names")

    names = watch.watch("names", work, tomorrow, by_hand=True)
    (line,) = (await watch.page(owner)).lines
    assert (line.begun, line.finished, line.following) == (None, None, tomorrow(clock.now()))
    begun = clock.now()
    await names(begun)
    (line,) = (await watch.page(owner)).lines
    assert (line.begun, line.finished, line.failures) == (begun, begun + timedelta(minutes=1), 0)
    fails = True
    for _ in range(2):
        await names(clock.now())
    line = (await watch.card("names", owner)).line
    assert (line.failures, line.in_a_row, line.failed) == (2, 2, clock.now())
    logged = [record.exc_info[1] for record in caplog.records if record.exc_info]
    assert {reference_of(each) for each in logged if each} == {line.reference}
    assert line.finished == begun + timedelta(minutes=1)
    fails = False
    await names(clock.now())
    assert [(each.failures, each.in_a_row) for each in await JobWatch(house.store, clock).lines()] == []
    assert [(each.failures, each.in_a_row) for each in await watch.lines()] == [(2, 0)]


async def test_a_job_waits_for_the_database_and_does_its_work_then(
    watch: JobWatch, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[datetime] = []

    async def work(due: datetime) -> None:
        asked.append(due)
        if len(asked) < 3:
            raise StoreAway("The disk is full.")

    due = clock.now()
    await watch.watch("refresh-a", work, tomorrow, by_hand=False)(due)
    assert asked == [due, due + timedelta(seconds=5), due + timedelta(seconds=10)]
    assert [(each.finished, each.failures) for each in await watch.lines()] == [(clock.now(), 0)]
    assert [each.getMessage() for each in caplog.records] == [
        "refresh-a waits for the database: The disk is full.",
        "refresh-a is through",
    ]


async def test_a_job_is_run_by_hand_after_a_question_by_owners_and_where_it_does_no_harm(
    house: House, watch: JobWatch, owner: Viewer, clock: SetClock
) -> None:
    runs: list[datetime] = []
    gate = asyncio.Event()

    async def work(due: datetime) -> None:
        runs.append(due)
        await gate.wait()

    watch.watch("names", work, tomorrow, by_hand=True)
    watch.watch("refresh-a", work, tomorrow, by_hand=False)
    assert (await watch.question("names", owner)).asked
    assert (await watch.started("names", owner)).line.running
    running = asyncio.create_task(watch.run("names"))
    await asyncio.sleep(0)
    assert (await watch.card("names", owner)).line.running
    await watch.run("names")  # a second tap
    gate.set()
    await running
    assert runs == [clock.now()]
    with pytest.raises(Refused, match="job_not_by_hand"):
        await watch.started("refresh-a", owner)
    with pytest.raises(Refused, match="old_button"):
        await watch.card("horoscope", owner)
    with pytest.raises(Refused, match="only_owners"):
        await watch.started("names", await house.subscriber())
