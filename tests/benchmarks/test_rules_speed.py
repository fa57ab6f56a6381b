"""What a look at 5,500 quotes costs against 1,000,000 rules of which 1 % are crossed, beside stepping each rule.

No time is asserted: the ratio stands in the benchmark's ``extra_info``. Memory is.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from time import perf_counter

import numpy as np
from pytest_benchmark.fixture import BenchmarkFixture

from bot.domain.rule_kinds import Place, RuleKind
from bot.domain.rules import Observation, Rule, RuleState, step
from bot.domain.scoring.thresholds import ABOVE, BELOW, RuleColumns, Thresholds

SECURITIES, RULES, SAMPLE = 5_500, 1_000_000, 20_000
MADE, DAY = datetime(2025, 1, 6, tzinfo=UTC), date(2025, 1, 6)


def test_a_look_at_all_quotes_costs_what_it_crosses(benchmark: BenchmarkFixture) -> None:
    random = np.random.default_rng(20241226)
    rows = random.integers(0, SECURITIES, RULES)
    lanes = random.integers(ABOVE, BELOW + 1, RULES)
    away = random.uniform(0.0, 0.5, RULES)
    thresholds = np.where(lanes == ABOVE, 100 * (1 + away), 100 * (1 - away))
    columns = RuleColumns(np.arange(RULES), rows, lanes, thresholds, np.zeros(RULES, np.int8))  # type: ignore[arg-type] # arrays are sequences of their numbers
    index = Thresholds(columns, SECURITIES)
    assert index.nbytes / RULES <= 200
    every, quiet = np.arange(SECURITIES), np.zeros(SECURITIES)
    begin = np.full(SECURITIES, 100.0)
    index.accept(every, begin, quiet)
    moved = begin * np.where(random.random(SECURITIES) < 0.5, 1.01, 0.99)
    crossed = index.crossed(every, moved, quiet)
    assert 0.008 <= len(crossed) / RULES <= 0.012
    benchmark(lambda: index.crossed(every, moved, quiet))
    rules = [
        Rule(n, 5, "", (RuleKind.PRICE_ABOVE, RuleKind.PRICE_BELOW)[lanes[n]], Decimal(str(thresholds[n])), DAY, MADE)
        for n in range(SAMPLE)
    ]
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
