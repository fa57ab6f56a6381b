"""The recorded year that ships with the demonstration, and the whole recorded market where it is at hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import bot.sandbox
from bot.domain.securities import Market
from bot.market.recorded import RecordedMarket

SHIPPED = Path(bot.sandbox.__file__).parent / "recorded"
SHARED = Path(__file__).parents[3].parent / "shared" / "data"
YEAR = (date(2024, 12, 1), date(2025, 12, 31))

folders = pytest.mark.parametrize(
    "folder",
    [
        pytest.param(SHIPPED, id="shipped"),
        pytest.param(SHARED, id="shared", marks=pytest.mark.skipif(not SHARED.is_dir(), reason=f"no folder {SHARED}")),
    ],
)


@folders
async def test_what_the_seed_report_is_scored_on(folder: Path) -> None:
    market = RecordedMarket(folder)
    day = date(2024, 12, 26)
    closes = [(await market.daily_bars("300308.SZ", day, day))[0].close]
    closes += [(await market.index_bars(code, day, day))[0].close for code in ("000300", "H00300", "801770")]
    assert closes == [Decimal("140.8"), Decimal("3987.48"), Decimal("5717.07"), Decimal("3144.72")]
    hk = await market.calendar(Market.HK)
    assert hk.on_or_before(day) == date(2024, 12, 24)
    assert await market.index_bars("HSI", day, day) == ()


@folders
async def test_a_suspension_is_a_gap_in_the_bars(folder: Path) -> None:
    market = RecordedMarket(folder)
    around = (date(2025, 5, 23), date(2025, 6, 10))
    assert [bar.session for bar in await market.daily_bars("688041.SH", *around)] == list(around)
    halted = await market.suspensions(["688041.SH"], *around)
    a = await market.calendar(Market.A)
    assert [each.session for each in halted] == list(a.between(date(2025, 5, 24), date(2025, 6, 9)))


@folders
async def test_every_session_has_a_bar_or_a_suspension(folder: Path) -> None:
    market = RecordedMarket(folder)
    sessions = (await market.calendar(Market.A)).between(*YEAR)
    for symbol in ("300308.SZ", "600590.SH", "688041.SH", "301165.SZ"):
        bars = {bar.session for bar in await market.daily_bars(symbol, *YEAR)}
        halted = {each.session for each in await market.suspensions([symbol], *YEAR)}
        assert not bars & halted
        assert sorted(bars | halted) == list(sessions)


async def test_the_shipped_year_knows_the_days_of_settlement_and_stays_small() -> None:
    market = RecordedMarket(SHIPPED)
    for each in (Market.A, Market.HK, Market.US):
        calendar = await market.calendar(each)
        assert calendar.known_until == date(2026, 12, 31)
        assert date(2025, 12, 26) not in (await market.calendar(Market.HK))
        assert calendar.knows(date(2024, 1, 2))
    assert sum(file.stat().st_size for file in SHIPPED.iterdir()) < 500_000


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no folder {SHARED}")
async def test_the_shipped_figures_are_the_recorded_ones() -> None:
    shipped, shared = RecordedMarket(SHIPPED), RecordedMarket(SHARED)
    for symbol in ("300308.SZ", "688041.SH", "09698.HK", "VNET.US"):
        assert await shipped.daily_bars(symbol, *YEAR) == await shared.daily_bars(symbol, *YEAR)
        assert await shipped.adjustments(symbol, *YEAR) == await shared.adjustments(symbol, *YEAR)
    for code in ("000300", "H00300", "HSI", "801770"):
        assert await shipped.index_bars(code, *YEAR) == await shared.index_bars(code, *YEAR)
