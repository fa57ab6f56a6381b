"""When things happen: names, triggers, and what they call. Nothing else (what a job does stands in services).

Times are Shanghai's. Weekdays are named: APScheduler's crontab counts Monday as 0.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, cast

from bot.clock import Clock
from bot.domain.digests import READY
from bot.domain.securities import Market
from bot.domain.sessions import SHANGHAI
from bot.services.messages.queue import Queue
from bot.services.operation.job_watch import JobWatch
from bot.services.operation.routine import Routine
from bot.services.reports.watched import WatchedFolder

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler
    from apscheduler.triggers.base import BaseTrigger

# A missed minute of quotes is past; a missed refresh is worth running late, and the ledger keeps it from running twice.
GRACE_REFRESH = timedelta(hours=6)
GRACE_QUOTES = timedelta(seconds=30)
MINUTE, HOUR = 60, 3600
DIGESTS_FROM = datetime.combine(date(2020, 1, 1), READY, SHANGHAI)
LATE = timedelta(seconds=65)  # after the minute that is looked at
NEW_YORK_HOURS = (21, 22, 23, 0, 1, 2, 3, 4, 5)  # Shanghai's, in summer and in winter


@dataclass(frozen=True, slots=True)
class Job:
    """A trigger with what it calls; ``call`` gets the instant at which it fires, late or not."""

    name: str
    trigger: BaseTrigger
    call: Callable[[datetime], Awaitable[object]]
    grace: timedelta
    by_hand: bool = False  # whether it may be run at any time: a refresh must not take the close before it is there


def declare_jobs(
    routine: Routine,
    *,
    quote_seconds: int,
    watched: WatchedFolder | None = None,
    watch_seconds: int = 30,
    queue: Queue | None = None,
    digest_minutes: int = 5,
    played: Sequence[tuple[datetime, datetime]] = (),
) -> tuple[Job, ...]:
    """Every job of the bot, the same for a real day and for a simulated one, which has no log of its ``queue``.

    ``played`` are the times in which a recorded market plays each minute.
    """
    from apscheduler.triggers.combining import OrTrigger  # noqa: PLC0415 - heavy, and only `run` and `demo` need it
    from apscheduler.triggers.cron import CronTrigger  # noqa: PLC0415
    from apscheduler.triggers.interval import IntervalTrigger  # noqa: PLC0415

    def daily(hour: int | str, minute: int | str, days: str = "mon-fri") -> CronTrigger:
        return CronTrigger(day_of_week=days, hour=hour, minute=minute, timezone=SHANGHAI)

    def refresh(market: Market, slot: str) -> Callable[[datetime], Awaitable[object]]:
        return lambda due: routine.refresh(market, slot, due)

    # any zone may have its morning at any minute; counted from the moment at which figures are complete
    looks = IntervalTrigger(minutes=digest_minutes, start_date=DIGESTS_FROM, timezone=SHANGHAI)
    every = IntervalTrigger(seconds=watch_seconds, timezone=SHANGHAI)
    folder = (Job("watched-folder", every, watched.look, GRACE_QUOTES, by_hand=True),) if watched else ()
    minutes = [trigger for first, last in played for trigger in _each_minute(first + LATE, last + LATE)]
    of_play = (Job("quotes-played", OrTrigger(minutes), routine.quotes, GRACE_QUOTES),) if minutes else ()
    told = (Job("queue", daily("*", "*/5", "mon-sun"), queue.log, GRACE_QUOTES, by_hand=True),) if queue else ()
    return (
        *folder,
        *told,
        *of_play,
        Job("refresh-us", daily(6, 0, "tue-sat"), refresh(Market.US, "close"), GRACE_REFRESH),
        Job("refresh-a", daily(15, 35), refresh(Market.A, "close"), GRACE_REFRESH),
        Job("refresh-hk", daily(16, 30), refresh(Market.HK, "close"), GRACE_REFRESH),
        Job("refresh-a-again", daily(20, 30), refresh(Market.A, "evening"), GRACE_REFRESH),
        Job("refresh-hk-again", daily(20, 35), refresh(Market.HK, "evening"), GRACE_REFRESH),
        Job("look-over", daily(8, 20, "mon-sun"), routine.look_over, GRACE_REFRESH, by_hand=True),
        Job("digests", looks, routine.digests, GRACE_REFRESH),
        Job("quotes", _in_session(range(9, 16), "mon-fri", quote_seconds), routine.quotes, GRACE_QUOTES, by_hand=True),
        Job(
            "quotes-us",
            _in_session(NEW_YORK_HOURS, "mon-sat", quote_seconds),
            routine.quotes,
            GRACE_QUOTES,
            by_hand=True,
        ),
        Job("notices", OrTrigger([daily(9, 10), daily(20, 40)]), routine.notices, GRACE_REFRESH),
        Job("names", daily(8, 10), routine.refresh_names, GRACE_REFRESH, by_hand=True),
        Job("housekeeping", daily(3, 40, "mon-sun"), routine.housekeeping, GRACE_REFRESH, by_hand=True),
    )


def _each_minute(first: datetime, last: datetime) -> Iterator[BaseTrigger]:
    """By day and hour: an interval among others does not wait for its start once another of them has fired."""
    from apscheduler.triggers.cron import CronTrigger  # noqa: PLC0415

    minutes = [first + timedelta(minutes=passed) for passed in range((last - first) // timedelta(minutes=1) + 1)]
    for hour, own in groupby(minutes, key=lambda at: at.replace(minute=0)):
        named = ",".join(str(at.minute) for at in own)
        day = {"year": hour.year, "month": hour.month, "day": hour.day, "hour": hour.hour}
        yield CronTrigger(**day, minute=named, second=hour.second, timezone=SHANGHAI)


def _in_session(hours: Sequence[int], days: str, seconds: int) -> BaseTrigger:
    """Every so many seconds in hours that may be trading hours.

    Whole minutes are counted from 31, since markets open at half past; whole hours from the first of ``hours``.
    """
    from apscheduler.triggers.cron import CronTrigger  # noqa: PLC0415

    hour = ",".join(map(str, hours[:: max(1, seconds // HOUR)]))
    if seconds < MINUTE:
        return CronTrigger(day_of_week=days, hour=hour, second=f"*/{seconds}", timezone=SHANGHAI)
    minutes = sorted({(31 + passed) % 60 for passed in range(0, 60, min(60, seconds // MINUTE))})
    return CronTrigger(day_of_week=days, hour=hour, minute=",".join(map(str, minutes)), second="5", timezone=SHANGHAI)


def watched(jobs: tuple[Job, ...], watch: JobWatch) -> tuple[Job, ...]:
    """The same jobs, each of which lets itself be seen by administrators."""

    def following(job: Job) -> Callable[[datetime], datetime | None]:
        return lambda now: cast("datetime | None", job.trigger.get_next_fire_time(None, now))

    return tuple(
        replace(job, call=watch.watch(job.name, job.call, following(job), by_hand=job.by_hand)) for job in jobs
    )


def schedule(jobs: tuple[Job, ...], clock: Clock) -> AsyncIOScheduler:
    """An APScheduler with these jobs in memory: the database holds what must be remembered."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler  # noqa: PLC0415

    scheduler = AsyncIOScheduler(timezone=SHANGHAI)
    for job in jobs:
        scheduler.add_job(
            _now(job, clock),
            job.trigger,
            id=job.name,
            name=job.name,
            misfire_grace_time=int(job.grace.total_seconds()),
            coalesce=True,
            max_instances=1,
        )
    return scheduler


def plan_anew(scheduler: AsyncIOScheduler, jump: timedelta) -> None:
    """Look at the clock again, which was set by ``jump``: what was planned by a wrong time would wait until that comes."""
    if jump < timedelta():
        for job in scheduler.get_jobs():
            job.reschedule(job.trigger)
    else:
        scheduler.wakeup()


def _now(job: Job, clock: Clock) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        await job.call(clock.now().astimezone(SHANGHAI))

    return run
