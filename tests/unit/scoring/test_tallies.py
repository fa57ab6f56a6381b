"""Scoreboards: counts, intervals, overlap and base rates, with figures that a reader can check."""

from __future__ import annotations

from datetime import date
from math import inf, sqrt
from statistics import NormalDist, fmean, median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.boards import BaseQuestion, BaseRate, Outcome, Standing
from bot.domain.quotes import Bar
from bot.domain.scoring.inputs import Listing
from bot.domain.scoring.tallies import Z, base_rates, effective_number, standings, wilson
from bot.domain.securities import Market
from tests.unit.scoring.scenario import Scenario, bars, event, indices


def outcome(
    excess: float,
    *,
    met: bool | None = True,
    group: int = 0,
    symbol: str = "甲",
    month: int = 0,
    base: float | None = None,
) -> Outcome:
    return Outcome(group, met, excess, symbol, month, base)


def one(*outcomes: Outcome) -> Standing:
    (found,) = standings(outcomes, 1)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("met", "count", "low", "high"),
    [
        (8, 10, 0.490162, 0.943318),
        (0, 10, 0.0, 0.277533),
        (10, 10, 0.722467, 1.0),
        (1, 2, 0.094531, 0.905469),
    ],
)
def test_the_interval_is_wilsons(met: int, count: int, low: float, high: float) -> None:
    ends = wilson(np.array([met]), np.array([count]))
    assert [float(end[0]) for end in ends] == [pytest.approx(low, abs=1e-6), pytest.approx(high, abs=1e-6)]


@given(st.integers(1, 500), st.data())
def test_the_ends_of_the_interval_are_where_the_score_test_just_rejects(count: int, data: st.DataObject) -> None:
    """Wilson's interval is the set of shares p with |p̂ - p| <= z √(p (1 - p) / n)."""
    met = data.draw(st.integers(1, count))
    for end in wilson(np.array([met]), np.array([count])):
        p = float(end[0])
        assert abs(met / count - p) == pytest.approx(Z * sqrt(max(p * (1 - p), 0) / count), abs=1e-7)


def test_z_is_the_quantile_that_the_method_names() -> None:
    assert pytest.approx(NormalDist().inv_cdf(0.975), abs=5e-7) == Z


def test_a_group_is_counted_with_its_mean_and_median() -> None:
    found = one(*(outcome(excess, met=excess >= 0.05) for excess in (0.30, 0.06, -0.20, 0.00)))
    assert (found.settled, found.judged, found.met, found.share) == (4, 4, 2, 0.5)
    assert found.mean == pytest.approx(0.04)
    assert found.median == pytest.approx(0.03)
    assert not found.enough


def test_episodes_without_a_verdict_have_figures_and_no_share() -> None:
    found = one(*[outcome(0.1, met=None)] * 12)
    assert (found.settled, found.judged, found.share, found.low, found.enough) == (12, 0, None, None, True)
    mixed = one(*[outcome(0.1, met=None)] * 12, outcome(0.2))
    assert (mixed.settled, mixed.judged, mixed.enough) == (13, 1, False)


def test_a_verdict_without_an_excess_counts_and_stands_in_no_mean() -> None:
    found = one(outcome(0.1), Outcome(0, False, None, "乙", 0))
    assert (found.settled, found.judged, found.met, found.mean, found.median) == (2, 2, 1, 0.1, 0.1)
    assert one(Outcome(0, True, None, "乙", 0)).mean is None


def test_ten_episodes_are_enough() -> None:
    assert one(*[outcome(0.1)] * 10).enough
    assert not one(*[outcome(0.1)] * 9).enough


def test_overlap_counts_one_stock_or_one_month_as_one_bet() -> None:
    """Four episodes on stocks of 3 and 1: 16 / 10; in four months: 4; all in one: 1."""
    found = one(*(outcome(0.1, symbol=symbol, month=month) for month, symbol in enumerate("甲甲甲乙")))
    assert found.stocks == pytest.approx(1.6)
    assert found.months == pytest.approx(4)
    same = one(*[outcome(0.1, symbol=symbol, month=660) for symbol in "甲乙丙"])
    assert same.stocks == pytest.approx(3)
    assert same.months == pytest.approx(1)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=40))
def test_the_effective_number_lies_between_one_and_the_number(clusters: list[int]) -> None:
    (found,) = effective_number(np.zeros(len(clusters), dtype=np.int64), np.array(clusters), 1)
    assert 1 - 1e-12 <= found <= len(set(clusters)) + 1e-12


def test_lift_is_the_met_share_over_the_base_rate_of_the_same_episodes() -> None:
    """Two of three with a base rate are met, the universe 40 % of the time; the fourth has none."""
    found = one(
        outcome(0.1, base=0.3), outcome(0.1, base=0.4), outcome(-0.1, met=False, base=0.5), outcome(0.1, met=True)
    )
    assert found.based == 3
    assert found.base_rate == pytest.approx(0.4)
    assert found.lift == pytest.approx(2 / 3 / 0.4)
    assert (one(outcome(0.1)).base_rate, one(outcome(0.1)).lift) == (None, None)
    assert one(outcome(0.1, base=0.0)).lift is None


OUTCOMES = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from([True, False, None]), st.floats(-1, 3), st.sampled_from("甲乙丙丁"))
)


@given(OUTCOMES)
def test_groups_at_once_are_what_each_is_alone(rows: list[tuple[int, bool | None, float, str]]) -> None:
    given_ = [outcome(excess, met=met, group=group, symbol=symbol) for group, met, excess, symbol in rows]
    for group, found in enumerate(standings(given_, 5)):
        own = [each for each in given_ if each.group == group]
        if found is None:
            assert own == []
            continue
        verdicts = [each.met for each in own if each.met is not None]
        assert (found.settled, found.judged, found.met) == (len(own), len(verdicts), sum(verdicts))
        assert found.mean == pytest.approx(fmean(each.excess or 0.0 for each in own), abs=1e-9)
        assert found.median == pytest.approx(median(each.excess or 0.0 for each in own), abs=1e-12)


def _universe(gains: list[float], *, without: dict[str, str] | None = None) -> Scenario:
    """Shares that stand at 10 and go to what they gain on 2024-06-03; the index gains 10 % with dividends."""
    shares: dict[str, list[Bar]] = {}
    for n, gain in enumerate(gains):
        symbol = f"{600000 + n}.SH"
        shares[symbol] = bars(
            {"2024-01-01": 10, "2024-06-03": 10 * (1 + gain)}, until=(without or {}).get(symbol, "2025-12-31")
        )
    return Scenario(shares, indices=indices(H00300=bars({"2024-01-01": 5000, "2024-06-03": 5500})))


QUESTION = BaseQuestion(date(2024, 3, 1), date(2024, 9, 2), "H00300", False, False, 0.05, inf)


def _asked(scenario: Scenario, question: BaseQuestion = QUESTION) -> BaseRate:
    (found,) = base_rates(scenario.panel.markets[Market.A], [question])
    return found


def test_the_base_rate_is_the_share_of_all_shares_that_would_have_met_the_same_band() -> None:
    """Of 300 shares 75 beat the index by exactly 5 points, which is met, the others by 4.99."""
    scenario = _universe([0.15] * 75 + [0.1499] * 225)
    assert _asked(scenario) == BaseRate(0.25, 300)
    absolute = BaseQuestion(QUESTION.entry, QUESTION.settlement, "H00300", False, True, 0.15, inf)
    assert _asked(scenario, absolute) == BaseRate(0.25, 300)


def test_below_three_hundred_shares_there_is_no_base_rate_and_it_says_how_many_there_were() -> None:
    assert _asked(_universe([0.2] * 299)) == BaseRate(None, 299)


def test_a_share_that_was_delisted_counts_at_its_last_price_and_one_that_came_later_does_not() -> None:
    scenario = _universe([0.2] * 300 + [0.5], without={"600300.SH": "2024-06-28"})
    gone = Scenario(
        {**scenario.bars, "600999.SH": bars({"2024-04-01": 10})},
        indices=scenario.indices,
        listings={"600300.SH": Listing(None, date(2024, 7, 1)), "600999.SH": Listing(date(2024, 4, 1))},
    )
    assert _asked(gone) == BaseRate(1.0, 301)
    before = BaseQuestion(date(2024, 7, 2), date(2024, 9, 2), "H00300", False, False, -0.01, inf)
    assert _asked(gone, before).securities == 301  # 300 and the newcomer


def test_a_settlement_without_prices_has_no_base_rate() -> None:
    late = BaseQuestion(QUESTION.entry, date(2026, 3, 2), "H00300", False, False, 0.05, inf)
    assert _asked(_universe([0.2] * 300), late) == BaseRate(None, 0)
    unknown = BaseQuestion(QUESTION.entry, QUESTION.settlement, "XXX", False, False, 0.05, inf)
    assert _asked(_universe([0.2] * 300), unknown) == BaseRate(None, 300)


def test_price_returns_leave_out_whose_split_is_not_known() -> None:
    scenario = _universe([0.2] * 301)
    opaque = Scenario(scenario.bars, {"600000.SH": [event("2024-05-06", "1.1", None)]}, scenario.indices)
    question = BaseQuestion(QUESTION.entry, QUESTION.settlement, "000300", True, False, 0.05, inf)
    assert _asked(opaque, question) == BaseRate(1.0, 300)


def test_many_clusters_are_counted_as_few_are() -> None:
    few = np.array([0, 0, 0, 7, 3_000_000])  # of two groups they would fill six million cells
    groups = np.array([0, 0, 1, 1, 1])
    found = effective_number(groups, few, 2)
    assert list(found) == [pytest.approx(1), pytest.approx(3)]
    assert list(found) == list(effective_number(groups, np.minimum(few, 9), 2))
