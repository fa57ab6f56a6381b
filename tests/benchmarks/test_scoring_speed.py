"""How much dearer scoring 100,000 picks over 250 sessions is than one plain numpy pass over the same paths.

No time is asserted: the ratio stands in the benchmark's ``extra_info``, to be compared between versions of the code.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from time import perf_counter

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bot.domain.quotes import Bar
from bot.domain.ratings import Band, Basis, RatingScale, ScaleSource, Subject
from bot.domain.scoring.arrays import Floats
from bot.domain.scoring.batch import Batch, Figures
from bot.domain.scoring.build import build_panel
from bot.domain.scoring.figures import figures_of
from bot.domain.scoring.panel import MarketPanel
from bot.domain.scoring.results import ReturnBasis
from bot.domain.securities import Market
from bot.domain.sessions import TradingCalendar

PICKS, SESSIONS, SHARES = 100_000, 250, 1_000
FIRST = date(2024, 1, 1)
SCALE = RatingScale(
    Subject.STOCK,
    Basis.EXCESS,
    (6, 6),
    ScaleSource.REPORT,
    (Band("买入", 0.2, None), Band("增持", 0.05, 0.2), Band("中性", -0.05, 0.05), Band("减持", None, -0.05)),
)


@pytest.fixture(scope="module")
def panel() -> MarketPanel:
    random = np.random.default_rng(20241226)
    days = [FIRST + timedelta(n) for n in range(SESSIONS)]

    def walk() -> list[Bar]:
        closes = 20 * np.exp(np.cumsum(random.normal(0, 0.02, SESSIONS)))
        return [
            Bar(day, price := Decimal(f"{close:.2f}"), price, price, price)
            for day, close in zip(days, closes, strict=True)
        ]

    bars = {f"{600000 + n}.SH": walk() for n in range(SHARES)}
    calendar = TradingCalendar(Market.A, tuple(days), days[-1])
    return build_panel(bars, {}, {Market.A: calendar}, {"000300": walk(), "H00300": walk()}).markets[Market.A]


@pytest.fixture(scope="module")
def batch() -> Batch:
    """Picks published on any of the first sixty days, each followed over the whole path to its settlement."""
    random = np.random.default_rng(3)
    months = np.where(random.random(PICKS) < 0.5, 6, 12)
    low = random.choice([0.05, 0.2], PICKS)
    return Batch(
        rows=random.integers(0, SHARES, PICKS),
        price_index=np.zeros(PICKS, dtype=np.int64),
        total_index=np.ones(PICKS, dtype=np.int64),
        published=np.datetime64(FIRST) + random.integers(0, 60, PICKS),
        first_months=months,
        last_months=months,
        low=low,
        high=np.where(low < 0.2, 0.2, np.inf),
        met_low=low,
        met_high=np.full(PICKS, np.inf),
        absolute=np.zeros(PICKS, dtype=np.bool_),
        scale_of=np.zeros(PICKS, dtype=np.int64),
        scales=(SCALE,),
    )


def _plain_pass(panel: MarketPanel, batch: Batch) -> Floats:
    """Read each pick's path once and average it: no work could be less."""
    levels = panel.securities.total_level
    means = [levels[batch.rows[at : at + 1024]].mean(axis=1) for at in range(0, PICKS, 1024)]
    return np.concatenate(means)


def test_a_hundred_thousand_picks_are_one_call(benchmark: BenchmarkFixture, panel: MarketPanel, batch: Batch) -> None:
    as_of = FIRST + timedelta(SESSIONS - 1)
    _plain_pass(panel, batch)
    plain = min(_seconds(lambda: _plain_pass(panel, batch)) for _ in range(3))
    once = min(_seconds(lambda: figures_of(batch, panel, as_of, ReturnBasis.TOTAL)) for _ in range(3))
    benchmark.extra_info["times a plain pass"] = round(once / plain, 1)

    figures: Figures = benchmark(figures_of, batch, panel, as_of, ReturnBasis.TOTAL)

    assert figures.scored.all()
    assert np.isfinite(figures.window.share).all()


def _seconds(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun
