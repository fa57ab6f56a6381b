"""The index of thresholds names every rule whose place has changed, and asks about no other."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_traits import Place
from bot.domain.rules import Rule
from bot.domain.scoring.arrays import Floats
from bot.domain.scoring.thresholds import LANE_OF, LANES, NEVER_LOOKED, RuleColumns, Thresholds

SECURITIES = 3
RULES = st.tuples(st.integers(0, SECURITIES - 1), st.sampled_from(LANES), st.integers(1, 12))
# a figure of each lane for each security, from -20 to 20 for those that may fall; None where it is not known
FIGURES = st.lists(
    st.lists(st.none() | st.integers(-20, 20), min_size=len(LANES), max_size=len(LANES)),
    min_size=SECURITIES,
    max_size=SECURITIES,
)


def rule(number: int, kind: RuleKind, level: int) -> Rule:
    made = datetime(2025, 1, 6, tzinfo=UTC)
    return Rule(number, 5, "300308.SZ", kind, Decimal(level), date(2025, 1, 6), made)


def of_prices(price: float) -> Floats:
    """The figures of one security that has a price and nothing else."""
    figures = np.full((1, len(LANES)), np.nan)
    figures[0, LANE_OF[RuleKind.PRICE_ABOVE]] = figures[0, LANE_OF[RuleKind.PRICE_BELOW]] = price
    return figures


def index_of(given: list[tuple[int, RuleKind, int]], places: list[int]) -> tuple[Thresholds, list[Rule]]:
    rules = [rule(number, kind, level) for number, (_, kind, level) in enumerate(given)]
    columns = RuleColumns(
        [each.rule_id for each in rules],
        [row for row, *_ in given],
        [LANES.index(each.kind) for each in rules],
        [float(each.threshold) for each in rules],
        places,
    )
    return Thresholds(columns, SECURITIES), rules


@given(st.lists(RULES, min_size=1, max_size=30), st.lists(FIGURES, min_size=1, max_size=12), st.booleans())
def test_it_names_exactly_the_rules_whose_place_changed(
    given_rules: list[tuple[int, RuleKind, int]], path: list[list[list[int | None]]], known: bool
) -> None:
    before = [Place.QUIET if known else None for _ in given_rules]
    index, rules = index_of(given_rules, [NEVER_LOOKED if each is None else each.value for each in before])
    rows = np.arange(SECURITIES)
    for seen in path:
        figures = np.array([[np.nan if each is None else each for each in own] for own in seen], float)
        named = index.crossed(rows, figures)
        now = []
        for (row, kind, _), each, was in zip(given_rules, rules, before, strict=True):
            value = seen[row][LANE_OF[kind]]
            now.append(was if value is None else each.place(Decimal(value), each.threshold))
        assert sorted(named) == [n for n, pair in enumerate(zip(before, now, strict=True)) if pair[0] != pair[1]]
        index.accept(rows, figures)
        before = list(now)


def test_figures_that_were_not_accepted_are_asked_about_again() -> None:
    index, _ = index_of([(0, RuleKind.PRICE_ABOVE, 12)], [Place.QUIET])
    low, high = ((np.array([0]), of_prices(price)) for price in (11.0, 12.0))
    assert list(index.crossed(*low)) == []
    index.accept(*low)
    assert list(index.crossed(*high)) == [0]
    assert list(index.crossed(*high)) == [0]
    index.accept(*high)
    assert list(index.crossed(*high)) == []
    assert list(index.crossed(*low)) == [0]
