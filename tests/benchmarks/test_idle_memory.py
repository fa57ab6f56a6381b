"""What the bot's main process keeps in memory half a minute after its first poll, with the sample report tracked.

No figure is asserted: it stands in the benchmark's ``extra_info``. The budget is 120 MB; the child processes, which end
after idling, are not counted.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import psutil
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bot.sandbox.server import Sandbox
from tests.e2e.bot_process import SAMPLE, environment, running, until

IDLE = 30.0  # seconds
MEGABYTE = 1e6


@pytest.mark.benchmark(group="memory")
def test_idle_memory_of_the_main_process(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    run = cast("Callable[..., int]", benchmark.pedantic)  # which the plugin leaves untyped
    resident = run(lambda: asyncio.run(_resident(tmp_path)), rounds=1)
    benchmark.extra_info["megabytes resident"] = round(resident / MEGABYTE, 1)
    print(f"\n{resident / MEGABYTE:.1f} MB resident")  # noqa: T201 - seen with -s
    assert resident > 0


async def _resident(folder: Path) -> int:
    async with await Sandbox.start() as sandbox:
        env = environment(sandbox, folder / "data")
        ingest = [sys.executable, "-m", "bot", "ingest", "--yes", str(SAMPLE)]
        await asyncio.to_thread(subprocess.run, ingest, env=env, check=True, capture_output=True)
        async with running(env, folder / "errors.txt") as bot:
            await until(lambda: sandbox.state.updates.polled)
            await asyncio.sleep(IDLE)  # the sessions missed since the ingest are caught up meanwhile
            return int(psutil.Process(bot.process.pid).memory_info().rss)
