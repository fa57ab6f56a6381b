"""Bars over bars: two looks make a close certain, a later difference is a correction."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.bars import KeptBar, Look, lay_over
from bot.domain.quotes import Bar

DAY = date(2025, 1, 6)
CLOSED = datetime(2025, 1, 6, 7, 35, tzinfo=UTC)  # 15:35 in Shanghai
EVENING = datetime(2025, 1, 6, 12, 30, tzinfo=UTC)
NEXT_DAY = EVENING + timedelta(days=1)
QUOTES, DAILY, LATER = Look("tencent", CLOSED, snapshot=True), Look("sina", EVENING), Look("sina", NEXT_DAY)
BAR = Bar(DAY, Decimal(10), volume=Decimal(1000))
DEARER = replace(BAR, close=Decimal("10.02"))


def after(*looks: tuple[Bar, Look], symbol: str = "300308.SZ") -> KeptBar:
    kept: dict[date, KeptBar] = {}
    for bar, look in looks:
        kept = dict(lay_over(symbol, kept, [bar], look).result)
    return kept[DAY]


@pytest.mark.parametrize(
    ("looks", "close", "preliminary"),
    [
        (((BAR, QUOTES),), 10, True),
        (((BAR, QUOTES), (BAR, DAILY)), 10, False),
        (((BAR, QUOTES), (DEARER, DAILY)), "10.02", True),
        (((BAR, QUOTES), (DEARER, DAILY), (DEARER, LATER)), "10.02", False),
        (((BAR, DAILY),), 10, True),
        (((BAR, DAILY), (BAR, replace(DAILY, at=EVENING + timedelta(minutes=5)))), 10, True),
        (((BAR, DAILY), (BAR, LATER)), 10, False),
        (((BAR, LATER),), 10, False),
        (((BAR, DAILY), (DEARER, replace(QUOTES, at=EVENING))), "10.02", True),
        (((BAR, LATER), (DEARER, replace(QUOTES, at=NEXT_DAY))), 10, False),
    ],
)
def test_a_close_is_certain_once_two_looks_agree_or_its_day_is_over(
    looks: tuple[tuple[Bar, Look], ...], close: str, preliminary: bool
) -> None:
    kept = after(*looks)
    assert (kept.bar.close, kept.bar.preliminary) == (Decimal(close), preliminary)


def test_values_of_an_index_are_published_once() -> None:
    assert not after((BAR, DAILY), symbol="H00300").bar.preliminary


def test_looks_that_dispute_a_close_before_it_is_certain_correct_nothing() -> None:
    kept = lay_over("300308.SZ", {}, [BAR], QUOTES).result
    evening = lay_over("300308.SZ", kept, [DEARER], DAILY)
    assert evening.corrections == ()
    assert [(each.before, each.after) for each in evening.disputed] == [(Decimal(10), Decimal("10.02"))]
    certain = lay_over("300308.SZ", evening.result, [DEARER], LATER)
    assert (certain.corrections, certain.disputed) == ((), ())
    again = lay_over("300308.SZ", certain.result, [BAR], replace(LATER, at=NEXT_DAY + timedelta(days=1)))
    assert [(each.field, each.after) for each in again.corrections] == [("close", Decimal(10))]


def test_a_source_that_tells_less_takes_nothing_away_and_one_that_tells_more_corrects_nothing() -> None:
    kept = lay_over("300308.SZ", {}, [BAR], LATER).result
    more = lay_over("300308.SZ", kept, [replace(BAR, open=Decimal(9), volume=None)], LATER)
    assert more.result[DAY].bar == replace(BAR, open=Decimal(9))
    assert (more.changed, more.corrections) == (1, ())


def test_a_delivery_of_the_same_bars_changes_nothing() -> None:
    kept = lay_over("300308.SZ", {}, [BAR], LATER).result
    noisy = replace(BAR, close=Decimal("10.00000000000002"), volume=Decimal(1001))
    again = lay_over("300308.SZ", kept, [noisy], replace(LATER, source="other"))
    assert (again.result, again.changed, again.corrections) == (kept, 0, ())
