"""Jobs: when each fires, by the same triggers that the scheduler and the demonstration ask."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.clock import SystemClock, jumps
from bot.domain.securities import Market
from bot.domain.sessions import SHANGHAI
from bot.jobs import Job, declare_jobs, plan_anew, schedule
from bot.services.messages.queue import Queue
from bot.services.operation.routine import Routine
from bot.services.reports.watched import WatchedFolder
from bot.tg.i18n import LANGUAGES
from tests.texts import shipped


class Noted(Routine):
    """A routine that notes what it was called for."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    async def refresh(self, market: Market, slot: str, due: datetime) -> None:
        self.calls.append(f"refresh {market} {slot} {due:%H:%M}")

    async def digests(self, due: datetime) -> None:
        self.calls.append(f"digests {due:%H:%M}")


@pytest.fixture
def routine() -> Noted:
    return Noted()


@pytest.fixture
def jobs(routine: Noted) -> dict[str, Job]:
    return {job.name: job for job in declare_jobs(routine, quote_seconds=60)}


def fires(job: Job, since: str, count: int) -> list[str]:
    """The next ``count`` times after a Shanghai time, as weekday and time."""
    now = datetime.fromisoformat(since).replace(tzinfo=SHANGHAI)
    times: list[str] = []
    last = None
    for _ in range(count):
        last = job.trigger.get_next_fire_time(last, now)
        assert last is not None
        times.append(f"{last.astimezone(SHANGHAI):%a %d %H:%M}")
        now = last + timedelta(microseconds=1)
    return times


@pytest.mark.parametrize(
    ("name", "expected"),  # from Friday, 2024-12-27, noon
    [
        ("refresh-us", ["Sat 28 06:00", "Tue 31 06:00", "Wed 01 06:00"]),
        ("refresh-a", ["Fri 27 15:35", "Mon 30 15:35", "Tue 31 15:35"]),
        ("refresh-hk", ["Fri 27 16:30", "Mon 30 16:30", "Tue 31 16:30"]),
        ("refresh-a-again", ["Fri 27 20:30", "Mon 30 20:30", "Tue 31 20:30"]),
        ("names", ["Mon 30 08:10", "Tue 31 08:10", "Wed 01 08:10"]),
        ("housekeeping", ["Sat 28 03:40", "Sun 29 03:40", "Mon 30 03:40"]),
    ],
)
def test_jobs_fire_on_their_weekdays_in_shanghai(jobs: dict[str, Job], name: str, expected: list[str]) -> None:
    assert fires(jobs[name], "2024-12-27T12:00", 3) == expected


def test_digests_are_looked_for_every_five_minutes_of_every_day(jobs: dict[str, Job]) -> None:
    assert fires(jobs["digests"], "2024-12-28T20:44", 3) == ["Sat 28 20:45", "Sat 28 20:50", "Sat 28 20:55"]


def test_quotes_fall_on_the_minute_whenever_the_bot_was_started(jobs: dict[str, Job]) -> None:
    assert fires(jobs["quotes"], "2024-12-27T09:31:17", 3) == ["Fri 27 09:32", "Fri 27 09:33", "Fri 27 09:34"]


def test_quotes_are_looked_at_in_hours_that_may_be_trading_hours(jobs: dict[str, Job]) -> None:
    assert fires(jobs["quotes"], "2024-12-27T15:58:30", 2) == ["Fri 27 15:59", "Mon 30 09:00"]
    assert fires(jobs["quotes-us"], "2024-12-28T04:58:30", 3) == ["Sat 28 04:59", "Sat 28 05:00", "Sat 28 05:01"]
    assert fires(jobs["quotes-us"], "2024-12-28T05:59:30", 1) == ["Sat 28 21:00"]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (15, ["09:30:15", "09:30:30", "09:30:45", "09:31:00"]),
        (60, ["09:30:05", "09:31:05", "09:32:05", "09:33:05"]),
        (300, ["09:31:05", "09:36:05", "09:41:05", "09:46:05"]),
        (1800, ["09:31:05", "10:01:05", "10:31:05", "11:01:05"]),
    ],
)
def test_quotes_come_as_often_as_the_setting_says(routine: Noted, seconds: int, expected: list[str]) -> None:
    (job,) = (job for job in declare_jobs(routine, quote_seconds=seconds) if job.name == "quotes")
    now = datetime(2024, 12, 27, 9, 30, 1, tzinfo=SHANGHAI)
    times = []
    for _ in expected:
        now = job.trigger.get_next_fire_time(None, now)
        times.append(f"{now:%H:%M:%S}")
        now += timedelta(microseconds=1)
    assert times == expected


def test_the_evening_comes_after_the_total_return_index_and_before_the_first_digest(jobs: dict[str, Job]) -> None:
    (again,) = fires(jobs["refresh-a-again"], "2024-12-27T12:00", 1)
    assert again < "Fri 27 20:45"
    assert fires(jobs["digests"], "2024-12-27T20:44", 1) == ["Fri 27 20:45"]


async def test_each_job_calls_its_part_of_the_routine_with_its_time(jobs: dict[str, Job], routine: Noted) -> None:
    due = datetime(2024, 12, 27, 20, 30, tzinfo=SHANGHAI)
    for name in ("refresh-us", "refresh-a", "refresh-hk", "refresh-a-again", "digests"):
        await jobs[name].call(due)
    assert routine.calls == [
        "refresh US close 20:30",
        "refresh A close 20:30",
        "refresh HK close 20:30",
        "refresh A evening 20:30",
        "digests 20:30",
    ]


def test_the_scheduler_coalesces_what_was_missed_and_never_runs_a_job_beside_itself(jobs: dict[str, Job]) -> None:
    declared = schedule(tuple(jobs.values()), SystemClock()).get_jobs()
    assert {job.id for job in declared} == set(jobs)
    assert all(job.coalesce and job.max_instances == 1 for job in declared)
    assert {job.misfire_grace_time for job in declared} == {30, 6 * 3600}


class Set(SystemClock):
    """A clock whose hands somebody moves while a second goes by at each sleep."""

    def __init__(self, *moves: timedelta) -> None:
        self._moves = list(moves)
        self._slept, self._moved = 0.0, timedelta()

    def now(self) -> datetime:
        return datetime(2024, 12, 27, 10, tzinfo=SHANGHAI) + timedelta(seconds=self._slept) + self._moved

    def monotonic(self) -> float:
        return self._slept

    async def sleep(self, seconds: float) -> None:
        self._slept += seconds
        self._moved += self._moves.pop(0)


async def test_a_clock_that_is_set_is_noticed_and_one_that_is_kept_right_is_not() -> None:
    hours, seconds = timedelta(hours=3), timedelta(seconds=2)
    clock = Set(timedelta(), seconds, hours, -seconds, -2 * hours)
    noticed = jumps(clock)
    assert [await anext(noticed) for _ in range(2)] == [hours, -2 * hours]


async def test_a_clock_that_is_set_back_leaves_no_job_waiting_for_the_wrong_time_to_come(
    jobs: dict[str, Job],
) -> None:
    scheduler = schedule((jobs["digests"],), SystemClock())
    scheduler.start(paused=True)
    (job,) = scheduler.get_jobs()
    planned = job.next_run_time
    scheduler.modify_job(job.id, next_run_time=planned + timedelta(days=3))  # by a clock three days ahead
    plan_anew(scheduler, timedelta(days=-3))
    assert abs(scheduler.get_jobs()[0].next_run_time - planned) <= timedelta(minutes=5)
    scheduler.shutdown(wait=False)


class Looked(WatchedFolder):
    """A watched folder that counts the looks at it."""

    def __init__(self) -> None:
        self.looks = 0

    async def look(self, _due: datetime) -> None:
        self.looks += 1


async def test_a_watched_folder_is_looked_at_every_so_many_seconds(routine: Noted) -> None:
    folder = Looked()
    jobs = {job.name: job for job in declare_jobs(routine, quote_seconds=60, watched=folder, watch_seconds=20)}
    now = datetime(2024, 12, 28, 3, 0, tzinfo=SHANGHAI)  # a Saturday's night
    first = jobs["watched-folder"].trigger.get_next_fire_time(None, now)
    assert first is not None
    second = jobs["watched-folder"].trigger.get_next_fire_time(first, first)
    assert second is not None
    assert (second - first).total_seconds() == 20
    await jobs["watched-folder"].call(first)
    assert folder.looks == 1
    assert "watched-folder" not in {job.name for job in declare_jobs(routine, quote_seconds=60)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_job_has_its_words(language: str, routine: Noted) -> None:
    texts = shipped()
    folder, queue = object.__new__(WatchedFolder), object.__new__(Queue)
    played = [(datetime(2025, 10, 9, 9, 30, tzinfo=SHANGHAI), datetime(2025, 10, 9, 10, 10, tzinfo=SHANGHAI))]
    for job in declare_jobs(routine, quote_seconds=60, watched=folder, queue=queue, played=played):
        assert texts.has(f"job-{job.name}"), job.name
        assert texts.plain(language, f"job-{job.name}")


def test_what_is_played_is_looked_at_each_minute(routine: Noted) -> None:
    first, last = (datetime(2025, 10, 9, 9, minute, tzinfo=SHANGHAI) for minute in (30, 32))
    found = {job.name: job for job in declare_jobs(routine, quote_seconds=21600, played=[(first, last)])}
    trigger = found["quotes-played"].trigger
    assert fires(found["quotes-played"], "2025-10-08T12:00", 3) == ["Thu 09 09:31", "Thu 09 09:32", "Thu 09 09:33"]
    assert trigger.get_next_fire_time(None, last + timedelta(minutes=5)) is None


def test_between_two_mornings_that_are_played_nothing_is_looked_at(routine: Noted) -> None:
    played = [tuple(datetime(2025, month, 9, 9, minute, tzinfo=SHANGHAI) for minute in (58, 59)) for month in (4, 10)]
    (job,) = [
        each
        for each in declare_jobs(routine, quote_seconds=21600, played=[(first, last) for first, last in played])
        if each.name == "quotes-played"
    ]
    assert fires(job, "2025-04-08T12:00", 4) == ["Wed 09 09:59", "Wed 09 10:00", "Thu 09 09:59", "Thu 09 10:00"]
