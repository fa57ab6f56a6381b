"""How much dearer a panel of 5,000 securities and 500 sessions is than numpy's loading of the same bytes from a file.

No time is asserted: the ratios stand in the benchmark's ``extra_info``, to be compared between versions of the code.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bot.domain.bars import KeptBar
from bot.domain.quotes import Bar, BarColumns
from bot.domain.scoring.build import build_panel
from bot.domain.scoring.panel import Panel
from bot.domain.securities import Market
from bot.domain.sessions import TradingCalendar
from bot.store import Store
from bot.store.blocks import pack
from bot.store.schema import upgrade
from bot.store.tables.market import bar_years

SHARES, SESSIONS, DIFFERENT = 5_000, 500, 20
SYMBOLS = [f"{600_000 + number}.SH" for number in range(SHARES)]
DAYS = [date(2024, 6, 3) + timedelta(number) for number in range(SESSIONS * 7 // 5) if number % 7 < 5]
CALENDAR = TradingCalendar(Market.A, tuple(DAYS), DAYS[-1])


def _blocks(number: int) -> list[dict[str, object]]:
    """The years of one security, its closes counting up by a cent from another price each."""
    at = datetime(2026, 6, 1, tzinfo=UTC)
    bars = [
        KeptBar(Bar(day, price, price, price + 1, price - 1, Decimal(100_000 + count), price * 10**6), "sina", at)
        for count, day in enumerate(DAYS)
        for price in [Decimal(1000 * (number + 1) + count) / 100]
    ]
    by_year = groupby(bars, key=lambda each: each.bar.session.year)
    return [{"year": year} | asdict(pack(own)) for year, own in by_year]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the bars, and a file with the same bytes."""
    folder = tmp_path_factory.mktemp("panel")
    upgrade(_url(folder))
    blocks = [_blocks(number) for number in range(DIFFERENT)]
    rows = [{"symbol": symbol} | block for number, symbol in enumerate(SYMBOLS) for block in blocks[number % DIFFERENT]]
    asyncio.run(_fill(_url(folder), rows))
    (folder / "same").write_bytes(b"".join(bytes(row["figures"]) for row in rows))  # type: ignore[call-overload] # bytes
    return folder


def test_a_panel_of_all_shares_is_copied_not_reckoned(benchmark: BenchmarkFixture, folder: Path) -> None:
    plain = min(_seconds(lambda: np.fromfile(folder / "same", dtype=np.uint8).sum()) for _ in range(3))
    begun = perf_counter()
    columns = asyncio.run(_load(_url(folder), SYMBOLS))
    read = perf_counter()
    _panel(columns)
    benchmark.extra_info["reading, times numpy's loading"] = round((read - begun) / plain, 1)
    benchmark.extra_info["panel, times numpy's loading"] = round((perf_counter() - read) / plain, 1)
    benchmark.extra_info["bytes a bar"] = round((folder / "bars.db").stat().st_size / SHARES / SESSIONS, 1)

    panel: Panel = benchmark(lambda: _panel(asyncio.run(_load(_url(folder), SYMBOLS))))

    close = panel.markets[Market.A].securities.close
    assert close.shape == (SHARES + 1, SESSIONS)
    assert close[DIFFERENT - 1, 0] == 10.0 * DIFFERENT


def test_the_history_of_one_security_is_two_or_three_rows(benchmark: BenchmarkFixture, folder: Path) -> None:
    found = benchmark(lambda: asyncio.run(_load(_url(folder), SYMBOLS[7:8])))

    assert len(found[SYMBOLS[7]]) == SESSIONS


def _url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'bars.db'}"


async def _fill(url: str, rows: list[dict[str, object]]) -> None:
    store = Store(url)
    async with store.transaction() as tx:
        for first in range(0, len(rows), 500):
            await tx.prices._connection.execute(bar_years.insert(), rows[first : first + 500])
    await store.close()


async def _load(url: str, symbols: list[str]) -> dict[str, BarColumns]:
    store = Store(url)
    async with store.snapshot() as tx:
        found = await tx.prices.columns(symbols, DAYS[0], DAYS[-1])
    await store.close()
    return found


def _panel(columns: dict[str, BarColumns]) -> Panel:
    return build_panel(columns, {}, {Market.A: CALENDAR}, {})


def _seconds(work: object) -> float:
    begun = perf_counter()
    work()  # type: ignore[operator] # a function
    return perf_counter() - begun
