"""How much cheaper the scoreboard of 100,000 episodes is than pandas' group-by of fewer figures, and than a sort of them.

No time is asserted: the ratios stand in the benchmark's ``extra_info``.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import numpy as np
import pandas as pd
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bot.domain.scoring.tallies import Outcomes, tally

EPISODES, GROUPS = 100_000, 500


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
