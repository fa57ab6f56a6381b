"""Worker processes: results and exceptions come back, a call past its limit is killed, and the next one works."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import psutil
import pytest

from bot.workers import Worker, WorkerDied, WorkerTimeout

LIMIT = 2.0
IDLE = 0.3


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    started = Worker("trial", limit=LIMIT, idle=IDLE)
    yield started
    await started.close()


async def test_a_call_runs_in_another_process_and_its_result_comes_back(worker: Worker) -> None:
    assert await worker.run(divided, 7, by=2) == 3.5
    assert await worker.run(os.getpid) != os.getpid()


async def test_an_exception_comes_back_as_it_was_raised_and_the_process_goes_on(worker: Worker) -> None:
    process = await worker.run(os.getpid)
    with pytest.raises(ZeroDivisionError):
        await worker.run(divided, 1, by=0)
    assert await worker.run(os.getpid) == process


async def test_calls_that_come_together_take_turns_in_one_process(worker: Worker) -> None:
    assert len(set(await asyncio.gather(*(worker.run(os.getpid) for _ in range(5))))) == 1


async def test_a_call_past_its_limit_is_killed_and_the_next_one_works() -> None:
    worker = Worker("trial", limit=0.4)
    process = await worker.run(os.getpid)
    with pytest.raises(WorkerTimeout, match=r"trial: no answer in 0.4 s"):
        await worker.run(time.sleep, 30)
    await until(lambda: not psutil.pid_exists(process))
    assert await worker.run(divided, 1, by=1) == 1
    await worker.close()


async def test_a_process_that_ends_in_the_middle_is_said_and_replaced(worker: Worker) -> None:
    with pytest.raises(WorkerDied, match=r"trial: the process ended \(exit code 3\)"):
        await worker.run(os._exit, 3)
    assert await worker.run(divided, 1, by=1) == 1


async def test_a_process_that_is_killed_while_it_idles_is_replaced() -> None:
    worker = Worker("trial", limit=LIMIT)
    os.kill(await worker.run(os.getpid), signal.SIGKILL)
    with contextlib.suppress(WorkerDied):  # a call that comes before the end is noticed
        await worker.run(divided, 1, by=1)
    assert await worker.run(divided, 1, by=1) == 1
    await worker.close()


async def test_an_idle_process_ends_and_the_next_call_starts_another(worker: Worker) -> None:
    process = await worker.run(os.getpid)
    await until(lambda: not psutil.pid_exists(process))
    assert await worker.run(os.getpid) != process


async def test_a_process_at_work_is_not_idle(worker: Worker) -> None:
    process = await worker.run(os.getpid)
    await worker.run(time.sleep, 2 * IDLE)
    assert await worker.run(os.getpid) == process


async def test_closing_ends_the_process_and_a_worker_that_never_worked_can_be_closed() -> None:
    worker = Worker("trial", limit=LIMIT)
    process = await worker.run(os.getpid)
    await worker.close()
    await until(lambda: not psutil.pid_exists(process))
    await Worker("idle", limit=LIMIT).close()


async def test_memory_beyond_the_limit_fails_in_the_call_alone() -> None:
    worker = Worker("trial", limit=LIMIT, memory=512_000_000)
    with pytest.raises(MemoryError):
        await worker.run(bytearray, 800_000_000)
    assert await worker.run(divided, 1, by=1) == 1
    await worker.close()


def divided(number: float, *, by: float) -> float:
    return number / by


async def until(holds: Callable[[], bool], wait: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    for _ in range(500):
        if holds():
            return
        await wait(0.02)
    raise AssertionError("it did not come about")
