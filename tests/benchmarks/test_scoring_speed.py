"""What it costs to score 100,000 picks of 6 to 12 months at once, beside one plain pass, pandas and empyrical.

No time is asserted: the ratios stand in the benchmark's ``extra_info``, to be compared between versions of the code.
"""

from __future__ import annotations

import tracemalloc
from array import array
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from time import perf_counter

import empyrical
import numpy as np
import pandas as pd
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bot.domain.quotes import BarColumns
from bot.domain.ratings import Band, Basis, RatingScale, ScaleSource, Subject
from bot.domain.scoring.arrays import Floats
from bot.domain.scoring.batch import Batch, Figures
from bot.domain.scoring.build import build_panel
from bot.domain.scoring.figures import figures_of
from bot.domain.scoring.panel import MarketPanel
from bot.domain.scoring.results import ReturnBasis
from bot.domain.securities import Market
from bot.domain.sessions import TradingCalendar

PICKS, SHARES, SESSIONS, YEAR = 100_000, 5_000, 500, 243
SAMPLE = 500  # picks that pandas is given; its time is taken times PICKS / SAMPLE
DAYS = [day for n in range(SESSIONS * 7 // 5) if (day := date(2022, 1, 3) + timedelta(n)).weekday() < 5]
EDGES = [(0.05, 0.2, 0.05, np.inf), (0.2, np.inf, 0.2, np.inf), (np.nan,) * 4]
SCALE = RatingScale(
    Subject.STOCK,
    Basis.EXCESS,
    (6, 12),
    ScaleSource.REPORT,
    (Band("买入", 0.2, None), Band("增持", 0.05, 0.2), Band("中性", -0.05, 0.05), Band("减持", None, -0.05)),
)


@pytest.fixture(scope="module")
def panel() -> MarketPanel:
    random = np.random.default_rng(20241226)

    def walk() -> BarColumns:
        close = np.round(20 * np.exp(np.cumsum(random.normal(0, 0.02, SESSIONS))), 2)
        opened, high, low, volume = (array("d", close * times) for times in (1.01, 1.02, 0.99, 1e5))
        return BarColumns(array("i", [day.toordinal() for day in DAYS]), array("d", close), opened, high, low, volume)

    bars = {f"{600000 + n}.SH": walk() for n in range(SHARES)}
    calendar = TradingCalendar(Market.A, tuple(DAYS), DAYS[-1])
    return build_panel(bars, {}, {Market.A: calendar}, {"000300": walk(), "H00300": walk()}).markets[Market.A]


@pytest.fixture(scope="module")
def batch() -> Batch:
    """Picks published on any day of the first year and settled in the second, in the order of publication."""
    random = np.random.default_rng(3)
    return Batch(
        rows=random.integers(0, SHARES, PICKS),
        price_index=np.zeros(PICKS, dtype=np.int64),
        total_index=np.ones(PICKS, dtype=np.int64),
        published=np.sort(np.array(DAYS[: YEAR - 3], dtype="datetime64[D]")[random.integers(0, YEAR - 3, PICKS)]),
        first_months=np.full(PICKS, 6),
        last_months=np.full(PICKS, 12),
        target_of=random.integers(0, 2, PICKS),
        targets=np.array(EDGES),
        absolute=np.zeros(PICKS, dtype=np.bool_),
        scale_of=np.zeros(PICKS, dtype=np.int64),
        scales=(SCALE,),
    )


def test_a_hundred_thousand_picks_are_one_call(benchmark: BenchmarkFixture, panel: MarketPanel, batch: Batch) -> None:
    year_of_paths = np.random.default_rng(4).random((PICKS, YEAR))

    def once() -> Figures:
        return figures_of(batch, panel, DAYS[-1], ReturnBasis.TOTAL)

    plain, whole = _least(lambda: year_of_paths.mean(axis=1)), _least(once)
    table = _long_table(panel, batch, once(), SAMPLE)
    by_pandas = _seconds(lambda: _with_pandas(table)) * PICKS / SAMPLE
    benchmark.extra_info["times a mean over as many paths of a year"] = round(whole / plain, 1)
    benchmark.extra_info["times faster than pandas"] = round(by_pandas / whole)
    benchmark.extra_info["memory, times the panel's closes"] = round(_peak(once) / panel.securities.close.nbytes, 1)

    figures = benchmark(once)

    assert figures.scored.all()
    assert np.isfinite(figures.window.share).all()


def test_pandas_and_empyrical_find_the_same_figures(
    benchmark: BenchmarkFixture, panel: MarketPanel, batch: Batch
) -> None:
    few = _first(batch, SAMPLE)
    figures = benchmark(figures_of, few, panel, DAYS[-1], ReturnBasis.TOTAL)

    window = figures.window
    own = np.column_stack([figures.excess, window.first_month, window.mean, window.best, window.worst, window.share])
    assert own == pytest.approx(_with_pandas(_long_table(panel, few, figures, SAMPLE)), abs=1e-12)
    levels, entries, ends = panel.securities.total_level, figures.entry, figures.as_of
    returns = [
        empyrical.cum_returns_final(np.diff(path) / path[:-1])
        for row, entry, end in zip(few.rows, entries, ends, strict=True)
        for path in [levels[row, entry : end + 1]]
    ]
    assert figures.own == pytest.approx(returns, abs=1e-12)


def _long_table(panel: MarketPanel, batch: Batch, figures: Figures, count: int) -> pd.DataFrame:
    """A row a pick and session, as anybody would lay it out."""
    levels, index = panel.securities.total_level, panel.indices.close[1]
    paths = [
        pd.DataFrame(
            {
                "pick": pick,
                "session": np.arange(entry, end + 1),
                "stock": levels[row, entry : end + 1],
                "index": index[entry : end + 1],
                "opens": opens,
                "low": EDGES[target][2],
            }
        )
        for pick, (row, entry, end, opens, target) in enumerate(
            zip(batch.rows[:count], figures.entry, figures.as_of, figures.opens, batch.target_of, strict=False)
        )
    ]
    return pd.concat(paths)


def _with_pandas(table: pd.DataFrame) -> Floats:
    """The figures of each pick, a row each: end, first month, mean, best, worst, share."""
    found: Floats = table.groupby("pick")[["session", "stock", "index", "opens", "low"]].apply(_window).to_numpy()
    return found


def _window(path: pd.DataFrame) -> pd.Series[float]:
    excess = path["stock"] / path["stock"].iloc[0] - path["index"] / path["index"].iloc[0]
    inside = excess[path["session"] >= path["opens"]]
    held = (inside.round(9) >= path["low"].iloc[0]).mean()
    return pd.Series([excess.iloc[-1], inside.iloc[0], inside.mean(), inside.max(), inside.min(), held])


def _first(batch: Batch, count: int) -> Batch:
    shared = {"targets", "scales"}
    return replace(batch, **{f.name: getattr(batch, f.name)[:count] for f in fields(batch) if f.name not in shared})


def _peak(work: Callable[[], object]) -> int:
    """Bytes at most in use beyond what was in use before."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _least(work: Callable[[], object]) -> float:
    return min(_seconds(work) for _ in range(5))


def _seconds(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun
