import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock
from bot.sandbox.clock import SimulatedClock, TimePassed

START = datetime(2024, 12, 26, 1, 30, tzinfo=UTC)


async def sleeper(clock: Clock, seconds: float, woken: list[tuple[float, float]]) -> None:
    await clock.sleep(seconds)
    woken.append((seconds, clock.monotonic()))


async def test_time_stands_still_until_it_is_advanced() -> None:
    clock = SimulatedClock(START)
    task = asyncio.create_task(sleeper(clock, 60, []))
    await clock.settle()
    assert not task.done()
    assert clock.now() == START
    assert clock.next_due == START + timedelta(seconds=60)
    await clock.advance(59.999)
    assert not task.done()
    await clock.advance(0.001)
    assert task.done()


async def test_sleepers_wake_in_order_and_each_at_its_own_time() -> None:
    clock = SimulatedClock(START)
    woken: list[tuple[float, float]] = []
    tasks = [asyncio.create_task(sleeper(clock, seconds, woken)) for seconds in (30, 10, 20)]
    await clock.advance_to(START + timedelta(days=1))
    assert woken == [(10, 10), (20, 20), (30, 30)]
    assert clock.now() == START + timedelta(days=1)
    await asyncio.gather(*tasks)


async def test_who_sleeps_again_is_woken_again_within_one_advance() -> None:
    clock = SimulatedClock(START)
    seen: list[float] = []

    async def every_ten_minutes() -> None:
        while True:
            await clock.sleep(600)
            seen.append(clock.monotonic())

    task = asyncio.create_task(every_ten_minutes())
    await clock.advance(3600)
    assert seen == [600, 1200, 1800, 2400, 3000, 3600]
    task.cancel()


async def test_a_jump_wakes_whoever_is_overdue_once() -> None:
    clock = SimulatedClock(START)
    seen: list[float] = []

    async def every_second() -> None:
        while True:
            await clock.sleep(1)
            seen.append(clock.monotonic())

    task = asyncio.create_task(every_second())
    await clock.jump_to(START + timedelta(days=365))
    assert seen == [365 * 86400]
    await clock.advance(1)
    assert seen == [365 * 86400, 365 * 86400 + 1]
    task.cancel()


async def test_a_cancelled_sleeper_does_not_hold_up_time() -> None:
    clock = SimulatedClock(START)
    task = asyncio.create_task(clock.sleep(5))
    await clock.settle()
    task.cancel()
    await clock.advance(10)
    assert clock.next_due is None
    assert clock.monotonic() == 10


async def test_a_microsecond_is_the_shortest_sleep() -> None:
    clock = SimulatedClock(START)
    task = asyncio.create_task(clock.sleep(1e-9))
    await clock.advance(1e-6)
    assert task.done()


async def test_advancing_until_a_condition_goes_no_further_than_it_must() -> None:
    clock = SimulatedClock(START)
    woken: list[tuple[float, float]] = []
    task = asyncio.create_task(sleeper(clock, 90, woken))
    await clock.advance_until(lambda: bool(woken), step=60, limit=600)
    assert clock.monotonic() == 90
    await task


async def test_a_condition_that_never_holds_ends_at_the_limit() -> None:
    clock = SimulatedClock(START)
    with pytest.raises(TimePassed):
        await clock.advance_until(lambda: False, step=60, limit=150)
    assert clock.monotonic() == 150


async def test_time_waits_for_whoever_holds_it() -> None:
    clock = SimulatedClock(START)
    at: list[float] = []

    async def work_in_a_thread() -> None:
        await clock.sleep(1)
        with clock.hold():
            await asyncio.to_thread(sum, range(1000))
            at.append(clock.monotonic())

    tasks = [asyncio.create_task(work_in_a_thread()), asyncio.create_task(sleeper(clock, 2, []))]
    await clock.advance(100)
    assert at == [1]
    await asyncio.gather(*tasks)


def test_the_start_must_be_aware() -> None:
    with pytest.raises(ValueError, match="aware"):
        SimulatedClock(datetime(2024, 12, 26))  # noqa: DTZ001 - that is the mistake
