"""Prices: exact, counted when they change, complete with what ex-dates did."""

from __future__ import annotations

import csv
import gzip
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.domain.bars import Correction, KeptBar, Look
from bot.domain.quotes import Adjustment, Bar, BarColumns, Suspension
from bot.domain.securities import Market
from bot.domain.sessions import TradingCalendar
from bot.store import OutOfRange, Store
from bot.store.records import Freshness
from bot.store.store import Transaction

RECORDED = Path(__file__).parents[3].parent / "shared" / "data"
FIGURES = ("close", "open", "high", "low", "volume")
FIRST, SECOND, THIRD = date(2024, 12, 25), date(2024, 12, 26), date(2024, 12, 27)
BAR = Bar(
    session=SECOND,
    close=Decimal("140.8"),
    open=Decimal("139.01"),
    high=Decimal("142.5"),
    low=Decimal("138.2"),
    volume=Decimal(28451233),
    amount=Decimal("4001234567.89"),
)


async def save(
    tx: Transaction, symbol: str, bars: Sequence[Bar], source: str, at: datetime, since: date | None = None
) -> int:
    """Save daily bars of one symbol; how many are new or different."""
    delivered = await tx.prices.save_deliveries({symbol: bars}, Look(source, at), {symbol: since} if since else None)
    return delivered.changed


async def test_bars_come_back_exactly_and_in_order(store: Store, now: datetime) -> None:
    index = Bar(SECOND, Decimal("5717.07"))
    bars = [replace(BAR, session=session) for session in (THIRD, FIRST, SECOND)]
    async with store.transaction() as tx:
        assert await save(tx, "300308.SZ", bars, "recorded", now) == 3
        assert await save(tx, "H00300", [index], "csindex", now) == 1
    async with store.snapshot() as tx:
        found = await tx.prices.bars(["H00300", "300308.SZ", "600000.SH"], FIRST, SECOND)
        assert await tx.prices.last_bars(["300308.SZ", "600000.SH"]) == {"300308.SZ": THIRD}
    assert found == {"H00300": [index], "300308.SZ": [bars[1], bars[2]], "600000.SH": []}


async def test_columns_are_the_same_bars_to_the_last_bit(store: Store, now: datetime) -> None:
    uneven = Bar(FIRST, Decimal("9007199.254740993"), Decimal("0.000000001"), volume=Decimal("922337203685477.5807"))
    bars = {"300308.SZ": [uneven, BAR, replace(BAR, session=THIRD, close=Decimal("0.1"))], "H00300": [uneven]}
    async with store.transaction() as tx:
        for symbol, each in bars.items():
            await save(tx, symbol, each, "recorded", now)
    async with store.snapshot() as tx:
        found = await tx.prices.columns(["H00300", "600000.SH", "300308.SZ"], FIRST, SECOND)
    assert list(found["300308.SZ"].days) == [FIRST.toordinal(), SECOND.toordinal()]
    assert list(found["300308.SZ"].close) == [9007199.254740993, 140.8]
    assert list(found["300308.SZ"].volume) == [922337203685477.5807, 28451233.0]
    assert math.isnan(found["H00300"].high[0])
    assert len(found["600000.SH"]) == 0
    expected = {symbol: BarColumns.of(bars.get(symbol, ())[:2]) for symbol in found}
    assert _printed(found) == _printed(expected)


def _printed(columns: Mapping[str, BarColumns]) -> dict[str, list[str]]:
    """Every figure in its shortest exact form, in which NaN equals NaN."""
    return {
        symbol: [str(list(each)) for each in (bars.days, bars.close, bars.open, bars.high, bars.low, bars.volume)]
        for symbol, bars in columns.items()
    }


async def test_only_new_and_changed_bars_are_counted(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        await save(tx, "300308.SZ", [BAR], "first", now)
        assert await save(tx, "300308.SZ", [BAR], "second", now) == 0
        corrected = replace(BAR, close=Decimal("140.81"))
        late = replace(BAR, session=THIRD)
        assert await save(tx, "300308.SZ", [corrected, late], "second", now) == 2
        lost = replace(corrected, open=None)
        assert await save(tx, "300308.SZ", [lost], "second", now) == 0
        assert await tx.prices.bars(["300308.SZ"], SECOND, SECOND) == {"300308.SZ": [corrected]}


async def test_a_figure_that_changes_later_is_recorded_as_a_correction_for_ever(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        await save(tx, "300308.SZ", [BAR], "sina", now)
        wrong = replace(BAR, close=Decimal("140.81"), volume=BAR.volume and BAR.volume + 50)  # a rounding of lots
        delivered = await tx.prices.save_deliveries({"300308.SZ": [wrong]}, Look("tencent", now))
        expected = Correction("300308.SZ", SECOND, "close", Decimal("140.8"), Decimal("140.81"), "tencent", now)
        assert delivered.corrections == (expected,)
        assert await tx.prices.corrections(["300308.SZ", "X"]) == [expected]
        ((kept,),) = (await tx.prices.kept_bars(["300308.SZ"], FIRST, THIRD)).values()
    assert kept == KeptBar(replace(wrong, volume=BAR.volume), "tencent", now)
    for change in ("DELETE FROM bar_corrections", "UPDATE bar_corrections SET source = 'x'"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with store.transaction() as tx:
                await tx.prices._connection.execute(text(change))


async def test_an_ex_date_that_changes_or_goes_is_recorded_too(store: Store, now: datetime) -> None:
    look = Look("sina", now)
    first = Adjustment(FIRST, Decimal("1.4"), source="sina")
    second = Adjustment(THIRD, Decimal("1.002"), source="sina")
    async with store.transaction() as tx:
        assert (await tx.prices.save_adjustments("300308.SZ", [first, second], look)).changed == 2
        decided = replace(first, ratio=Decimal("1.39552"), reference=Decimal("119.64"))
        assert (await tx.prices.save_adjustments("300308.SZ", [decided], look)).changed == 1
        assert [
            (each.session, each.field, each.before, each.after) for each in await tx.prices.corrections(["300308.SZ"])
        ] == [
            (FIRST, "ratio", Decimal("1.4"), Decimal("1.39552")),
            (THIRD, "ratio", Decimal("1.002"), None),
        ]
        assert (await tx.prices.adjustments(["300308.SZ"])) == {"300308.SZ": [decided]}


async def test_the_first_day_that_was_ever_asked_for_is_remembered(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        await save(tx, "300308.SZ", [], "first", now)
        assert await tx.prices.asked_since(["300308.SZ"]) == {}
        await save(tx, "300308.SZ", [BAR], "first", now, SECOND)
        await save(tx, "300308.SZ", [BAR], "first", now, THIRD)
        await save(tx, "300308.SZ", [BAR], "first", now)
        assert await tx.prices.asked_since(["300308.SZ", "600000.SH"]) == {"300308.SZ": SECOND}
        await save(tx, "300308.SZ", [BAR], "first", now, FIRST)
        assert await tx.prices.asked_since(["300308.SZ"]) == {"300308.SZ": FIRST}


async def test_of_two_bars_of_one_session_in_one_delivery_the_later_holds(store: Store, now: datetime) -> None:
    later = replace(BAR, close=Decimal(141))
    async with store.transaction() as tx:
        assert await save(tx, "300308.SZ", [BAR, later], "recorded", now) == 1
        assert await tx.prices.bars(["300308.SZ"], SECOND, SECOND) == {"300308.SZ": [later]}


async def test_a_price_that_does_not_fit_is_refused(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        with pytest.raises(OutOfRange):
            await save(tx, "X", [replace(BAR, close=Decimal("NaN"))], "recorded", now)


async def test_freshness_is_the_oldest_fetch_even_one_that_brought_nothing(store: Store, now: datetime) -> None:
    later = now + timedelta(hours=1)
    async with store.transaction() as tx:
        assert await tx.prices.freshness(["300308.SZ"]) is None
        await save(tx, "300308.SZ", [BAR], "recorded", now)
        await save(tx, "000300", [replace(BAR, session=THIRD)], "csindex", later)
        assert await tx.prices.freshness(["300308.SZ", "000300"]) == Freshness("csindex, recorded", now, THIRD)
        await save(tx, "300308.SZ", [], "recorded", later)
        assert await tx.prices.freshness(["300308.SZ"]) == Freshness("recorded", later, SECOND)


async def test_an_ex_date_that_a_source_corrects_is_not_counted_twice(store: Store, now: datetime) -> None:
    early = Adjustment(date(2024, 6, 6), Decimal("1.395520"), Decimal("1.4"), Decimal("0.45"), "recorded")
    wrong = Adjustment(date(2025, 6, 18), Decimal("1.003567891234"))
    right = replace(wrong, ex_date=date(2025, 6, 19), source="recorded")
    async with store.transaction() as tx:
        await tx.prices.save_adjustments("300308.SZ", [early, wrong], Look("x", now))
        await tx.prices.save_adjustments("300308.SZ", [], Look("x", now))
        assert await tx.prices.adjustments(["300308.SZ", "X"]) == {"300308.SZ": [early, wrong], "X": []}
        await tx.prices.save_adjustments("300308.SZ", [early, right], Look("x", now))
        await tx.prices.save_adjustments("300308.SZ", [right], Look("x", now))
        assert await tx.prices.adjustments(["300308.SZ"]) == {"300308.SZ": [early, right]}


async def test_suspensions_are_kept_once(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        await tx.prices.save_suspensions([Suspension("600590.SH", FIRST), Suspension("600590.SH", SECOND)], now)
        await tx.prices.save_suspensions([Suspension("600590.SH", SECOND)], now)
        await tx.prices.save_suspensions([], now)
        assert await tx.prices.suspensions(["600590.SH", "X"]) == {
            "600590.SH": frozenset({FIRST, SECOND}),
            "X": frozenset(),
        }


async def test_a_market_has_one_calendar_the_last_one_saved(store: Store, now: datetime) -> None:
    calendar = TradingCalendar(Market.A, (FIRST, SECOND, THIRD), date(2024, 12, 31), "exchange")
    async with store.transaction() as tx:
        assert await tx.prices.calendar(Market.A) is None
        await tx.prices.save_calendar(replace(calendar, sessions=(FIRST,), source="rule"), now)
        await tx.prices.save_calendar(calendar, now)
        assert await tx.prices.calendar(Market.A) == calendar
        assert await tx.prices.calendar(Market.HK) is None


@pytest.mark.skipif(not RECORDED.exists(), reason="the recorded market is not beside this checkout")
async def test_two_years_of_recorded_prices_come_back_digit_for_digit(store: Store, now: datetime) -> None:
    recorded: dict[str, list[Bar]] = {}
    with gzip.open(RECORDED / "bars_raw.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["adjust"] == "none":
                figures = {name: Decimal(row[name]) if row[name] else None for name in FIGURES}
                bar = Bar(date.fromisoformat(row["date"]), Decimal(row["close"]))
                recorded.setdefault(row["symbol"], []).append(replace(bar, **figures))  # type: ignore[arg-type] # a row has no flags
    async with store.transaction() as tx:
        later = now + timedelta(days=1000)  # a bar of a day gone is certain at once
        saved = [await save(tx, one, bars, "x", later) for one, bars in recorded.items()]
    async with store.snapshot() as tx:
        found = await tx.prices.bars(recorded, date.min, date.max)
        columns = await tx.prices.columns(recorded, date.min, date.max)
    assert _printed(columns) == _printed({symbol: BarColumns.of(bars) for symbol, bars in found.items()})
    assert saved == [len(bars) for bars in recorded.values()]
    assert sum(saved) > 20_000
    assert found == {symbol: sorted(bars, key=lambda bar: bar.session) for symbol, bars in recorded.items()}
