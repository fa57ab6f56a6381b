"""How much cheaper the scoreboard of 100,000 episodes is than pandas' group-by of fewer figures, and than a sort of them.

No time is asserted: the ratios stand in the benchmark's ``extra_info``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from math import inf
from time import perf_counter

import numpy as np
import pandas as pd
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bot.domain.boards import BaseQuestion
from bot.domain.quotes import BarColumns
from bot.domain.scoring.build import build_panel
from bot.domain.scoring.panel import MarketPanel
from bot.domain.scoring.tallies import Outcomes, base_rates, tally
from bot.domain.securities import Market
from bot.domain.sessions import TradingCalendar

EPISODES, GROUPS = 100_000, 500
SHARES, SESSIONS = 5_000, 300


@pytest.fixture(scope="module")
def outcomes() -> Outcomes:
    random = np.random.default_rng(20241226)
    excess = random.normal(0, 0.3, EPISODES)
    return Outcomes(
        group=random.integers(0, GROUPS, EPISODES),
        judged=random.random(EPISODES) < 0.9,
        met=excess >= 0.05,
        excess=excess,
        security=random.integers(0, 5_000, EPISODES),
        month=random.integers(600, 660, EPISODES),
        base=np.where(random.random(EPISODES) < 0.8, random.random(EPISODES), np.nan),
    )


@pytest.fixture(scope="module")
def universe() -> MarketPanel:
    """5,000 shares over 300 sessions."""
    random = np.random.default_rng(3)
    days = [date(2024, 1, 1) + timedelta(n) for n in range(SESSIONS)]
    ordinals = [day.toordinal() for day in days]

    def walk() -> BarColumns:
        closes = list(20 * np.exp(np.cumsum(random.normal(0, 0.02, SESSIONS))))
        return BarColumns(ordinals, closes, closes, closes, closes, [1.0] * SESSIONS)

    shares = {f"{600000 + n}.SH": walk() for n in range(SHARES)}
    calendar = TradingCalendar(Market.A, tuple(days), days[-1])
    return build_panel(shares, {}, {Market.A: calendar}, {"H00300": walk()}).markets[Market.A]


def test_the_base_rates_of_a_years_entries(benchmark: BenchmarkFixture, universe: MarketPanel) -> None:
    """Every session of 100 is an entry; each answer looks at all 5,000 shares once, as the plain quotient does."""
    first = date(2024, 1, 1)
    questions = [
        BaseQuestion(first + timedelta(n), first + timedelta(n + 180), "H00300", False, False, 0.05, inf)
        for n in range(100)
    ]
    levels = universe.securities.total_level

    def plain() -> object:
        return [float((levels[:, n + 180] / levels[:, n]).mean()) for n in range(100)]

    once = min(_seconds(lambda: base_rates(universe, questions)) for _ in range(3))
    benchmark.extra_info["times a plain quotient of the same closes"] = round(
        once / min(_seconds(plain) for _ in range(3)), 1
    )
    found = benchmark(base_rates, universe, questions)
    assert {each.securities for each in found} == {SHARES}
    assert all(each.share is not None for each in found)


def _seconds(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def test_a_scoreboard_of_a_hundred_thousand_episodes(benchmark: BenchmarkFixture, outcomes: Outcomes) -> None:
    frame = pd.DataFrame({"group": outcomes.group, "met": outcomes.met, "excess": outcomes.excess})

    def grouped() -> object:
        return frame.groupby("group").agg({"met": ["sum", "count"], "excess": ["mean", "median"]})

    once = min(_seconds(lambda: tally(outcomes, GROUPS)) for _ in range(3))
    benchmark.extra_info["milliseconds"] = round(once * 1000, 1)
    benchmark.extra_info["times pandas' four figures"] = round(once / min(_seconds(grouped) for _ in range(3)), 2)
    sorting = min(_seconds(lambda: np.sort(outcomes.excess)) for _ in range(3))
    benchmark.extra_info["times a sort of one figure"] = round(once / sorting, 1)

    found = benchmark(tally, outcomes, GROUPS)

    by_pandas = frame.groupby("group")["excess"].agg(["mean", "median"])
    np.testing.assert_allclose(found.mean, by_pandas["mean"])
    np.testing.assert_allclose(found.median, by_pandas["median"])
