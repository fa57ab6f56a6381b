"""What a day's refresh of 300 securities costs: requests, how long the event loop waits, memory that is given back.

The vendors are a server on loopback without pacing, the worker is a real process. Requests are counted there and
asserted; times and sizes stand in ``extra_info``, and with ``-s`` on the screen. With the gaps that real hosts get the
evening takes as long as is printed: the gaps are the cost, not the work.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

import httpx
import psutil
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bot.app import open_house
from bot.domain.securities import Market
from bot.market.guard import GAPS
from bot.services.house import Services
from bot.settings import load_settings
from tests.integration.services.parts import SetClock, pick, report
from tests.tools.lag import measured_lag

ROOT = Path(__file__).parents[2]
SECURITIES = 300
MOST_FOR_CLOSES, MOST_A_DAY = 10, 650
DAY_BEFORE, CLOSE, EVENING = "2025-05-07T20:30", "2025-05-08T15:35", "2025-05-08T20:30"
MEGABYTE = 1e6


@pytest.mark.benchmark(group="a day of 300 securities")
def test_a_days_refresh(benchmark: BenchmarkFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in [name for name in os.environ if name.upper().startswith("BOT_")]:
        monkeypatch.delenv(variable)
    run = cast("Callable[..., Mapping[str, float]]", benchmark.pedantic)  # which the plugin leaves untyped
    costs = run(lambda: asyncio.run(_day(tmp_path)), rounds=1)
    benchmark.extra_info.update(costs)
    print("\n" + "\n".join(f"{name:45} {value:10.1f}" for name, value in costs.items()))  # noqa: T201 - seen with -s
    assert costs["requests for the closes"] <= MOST_FOR_CLOSES
    assert costs["requests of the day"] <= MOST_A_DAY


async def _day(folder: Path) -> Mapping[str, float]:
    clock = SetClock(DAY_BEFORE)
    async with _vendors() as vendors:
        settings = load_settings(
            data_dir=folder,
            config_dir=ROOT / "config",
            market={"source": "akshare", "idle_seconds": 1.0},
            sources={"stand_in": vendors},
        )
        async with open_house(settings, clock, resident=True) as house, measured_lag() as lag:
            await _follow(house)
            before = await _at(DAY_BEFORE, house, clock, vendors, "evening")
            loading = lag.busy
            lag.reset()
            closes = await _at(CLOSE, house, clock, vendors, "close") - before
            day = await _at(EVENING, house, clock, vendors, "evening") - before
            at_work = _memory()
            await asyncio.sleep(2.5)
            return {
                "requests for the closes": closes["qt.gtimg.cn"],
                "requests of the day": day.total(),
                "minutes with real gaps": _seconds(day) / 60,
                "longest wait of the loop, ms": lag.worst * 1000,
                "waits of the loop over 50 ms": lag.over,
                "longest work of the loop at a stretch, ms": lag.busy * 1000,
                "the same while histories were loaded, ms": loading * 1000,
                "MB of the workers at work": at_work / MEGABYTE,
                "MB of the workers after idling": _memory() / MEGABYTE,
            }


@asynccontextmanager
async def _vendors() -> AsyncIterator[str]:
    """The address of the vendors' server, which is a process of its own."""
    pipe = asyncio.subprocess.PIPE
    command = [sys.executable, "-m", "tests.tools.vendors", str(SECURITIES)]
    server = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=pipe, stdout=pipe)
    assert server.stdin is not None
    assert server.stdout is not None
    yield (await server.stdout.readline()).decode().strip()
    server.stdin.close()
    await server.wait()


async def _at(time: str, house: Services, clock: SetClock, vendors: str, slot: str) -> Counter[str]:
    """Refresh at an instant; how often each host has been asked since the start."""
    clock.set(time)
    async with httpx.AsyncClient(trust_env=False, verify=False) as client:
        await client.get(f"{vendors}/-/now/{clock.now().isoformat()}".replace("+", "%2B"))
        await house.routine.refresh(Market.A, slot, clock.now())
        return Counter((await client.get(f"{vendors}/-/asked")).json())


async def _follow(house: Services) -> None:
    given = replace(pick(), rating="买入")
    symbols = [f"300{at:03}.SZ" for at in range(SECURITIES)]
    picks = [replace(given, symbol=symbol, name=symbol, listed_name=symbol) for symbol in symbols]
    async with house.store.transaction() as tx:
        whole = replace(report(*picks), published=house.clock.now().date())
        stored = await tx.reports.add(whole, sha256="1" * 64, uploaded_by=1, at=house.clock.now())
        await tx.reports.set_state(stored.report_id, stored.state.CONFIRMED, 1, house.clock.now())


def _seconds(asked: Counter[str]) -> float:
    """What the pacing takes where one request follows the other."""
    return sum(
        number
        * next((gap for end, gap in sorted(GAPS.items(), key=lambda each: -len(each[0])) if host.endswith(end)), 1.0)
        for host, number in asked.items()
    )


def _memory() -> float:
    own = psutil.Process().children(recursive=True)
    others = ("resource_tracker", "tests.tools.vendors")
    mine = [child for child in own if not any(each in " ".join(child.cmdline()) for each in others)]
    return float(sum(child.memory_info().rss for child in mine))
