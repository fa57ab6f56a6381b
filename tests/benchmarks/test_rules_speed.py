"""What a look at 5,500 quotes costs against 1,000,000 rules of which 1 % are crossed, beside stepping each rule.

No time is asserted: the ratio stands in the benchmark's ``extra_info``. Memory is.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from time import perf_counter

import numpy as np
from pytest_benchmark.fixture import BenchmarkFixture

from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_traits import Place
from bot.domain.rules import Observation, Rule, RuleState, step
from bot.domain.scoring.thresholds import LANE_OF, LANES, RuleColumns, Thresholds

SECURITIES, RULES, SAMPLE = 5_500, 1_000_000, 20_000
MADE, DAY = datetime(2025, 1, 6, tzinfo=UTC), date(2025, 1, 6)


def test_a_look_at_all_quotes_costs_what_it_crosses(benchmark: BenchmarkFixture) -> None:
    random = np.random.default_rng(20241226)
    rows = random.integers(0, SECURITIES, RULES)
    above, below = LANE_OF[RuleKind.PRICE_ABOVE], LANE_OF[RuleKind.PRICE_BELOW]
    lanes = np.where(random.random(RULES) < 0.5, above, below)
    away = random.uniform(0.0, 0.5, RULES)
    thresholds = np.where(lanes == above, 100 * (1 + away), 100 * (1 - away))
    columns = RuleColumns(np.arange(RULES), rows, lanes, thresholds, np.zeros(RULES, np.int8))  # type: ignore[arg-type] # arrays are sequences of their numbers
    index = Thresholds(columns, SECURITIES)
    assert index.nbytes / RULES <= 200
    every = np.arange(SECURITIES)
    index.accept(every, np.full((SECURITIES, len(LANES)), 100.0))
    moved = 100 * np.where(random.random(SECURITIES) < 0.5, 1.01, 0.99)
    figures = np.repeat(moved[:, None], len(LANES), axis=1)
    crossed = index.crossed(every, figures)
    assert 0.008 <= len(crossed) / RULES <= 0.012
    benchmark(lambda: index.crossed(every, figures))
    rules = [Rule(n, 5, "300308.SZ", LANES[lanes[n]], Decimal(str(thresholds[n])), DAY, MADE) for n in range(SAMPLE)]
    state, prices = RuleState(Place.QUIET, DAY), [Decimal(str(moved[row])) for row in rows[:SAMPLE]]
    begun = perf_counter()
    for rule, price in zip(rules, prices, strict=True):
        step(rule, state, Observation(price, rule.threshold, DAY, MADE))
    one_by_one = (perf_counter() - begun) / SAMPLE * RULES
    if benchmark.stats is not None:  # None where benchmarks are only tried
        median = benchmark.stats.stats.median
        benchmark.extra_info["ratio to each rule"] = one_by_one / median
        benchmark.extra_info["milliseconds"] = median * 1000
    benchmark.extra_info["bytes a rule"] = index.nbytes / RULES
