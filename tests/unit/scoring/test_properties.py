"""What holds for every price, event, band and order of picks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import inf, nextafter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.quotes import Adjustment, Bar
from bot.domain.ratings import Band
from bot.domain.scoring import horizon
from bot.domain.scoring.results import Flag, PickScore
from bot.domain.scoring.verdicts import implied_labels, meeting_point
from bot.domain.sessions import add_months
from tests.unit.scoring.scenario import PICK, SCALE, WEEKDAYS, Scenario, bars, event, indices, one, pick

SHARE = PICK.symbol
FEW = settings(max_examples=25, deadline=None)
PRICES = st.decimals("0.5", "500", places=2)
RATIOS = st.decimals("0.9", "3", places=4)


def walk(closes: list[Decimal]) -> list[Bar]:
    """The closes one after the other from the report's date on, and before it the first of them."""
    start = WEEKDAYS.index(PICK.published)
    series = [closes[0]] * start + closes
    return [Bar(day, close, close, close, close) for day, close in zip(WEEKDAYS, series, strict=False)]


def total_return(closes: list[Decimal], events: list[Adjustment], sessions: int) -> float:
    as_of = WEEKDAYS[WEEKDAYS.index(PICK.published) + sessions]
    found = Scenario({SHARE: walk(closes)}, {SHARE: events}).of(PICK, as_of.isoformat()).total_return
    assert found is not None
    return found


@FEW
@given(st.lists(PRICES, min_size=30, max_size=30), RATIOS, st.integers(1, 28))
def test_returns_compose_over_splits(closes: list[Decimal], ratio: Decimal, at: int) -> None:
    """A return is that up to the ex-date's eve, times the ex-date's, times that after it."""
    ex_date = WEEKDAYS[WEEKDAYS.index(PICK.published) + at]
    whole = total_return(closes, [Adjustment(ex_date, ratio, ratio)], 29)
    before = total_return(closes, [], at - 1)
    across = float(closes[at]) * float(ratio) / float(closes[at - 1])
    after = float(closes[29]) / float(closes[at])
    assert 1 + whole == pytest.approx((1 + before) * across * after, rel=1e-12)


@FEW
@given(st.lists(PRICES, min_size=10, max_size=10), st.integers(0, 9))
def test_an_adjustment_of_ratio_one_changes_nothing(closes: list[Decimal], at: int) -> None:
    ex_date = WEEKDAYS[WEEKDAYS.index(PICK.published) + at]
    nothing = Adjustment(ex_date, Decimal(1), Decimal(1))
    assert total_return(closes, [nothing], 9) == total_return(closes, [], 9)


@FEW
@given(st.lists(PRICES, min_size=12, max_size=12), st.sampled_from([Decimal("0.01"), Decimal(4), Decimal(1000)]))
def test_scaling_all_prices_changes_nothing(closes: list[Decimal], factor: Decimal) -> None:
    def figures(by: Decimal) -> list[float | None]:
        market = Scenario({SHARE: walk([close * by for close in closes])}, indices=index_of(Decimal(4000) * by))
        found = market.of(PICK, WEEKDAYS[WEEKDAYS.index(PICK.published) + 11].isoformat())
        return [found.total_return, found.benchmark_return, found.excess, found.convention_excess]

    assert figures(factor) == pytest.approx(figures(Decimal(1)), abs=1e-12)


@FEW
@given(st.lists(PRICES, min_size=12, max_size=12), st.integers(1, 11), st.decimals("0.01", "0.4", places=2))
def test_a_dividend_with_its_ratio_changes_no_total_return(closes: list[Decimal], at: int, cash: Decimal) -> None:
    """Each later price is taken down by k = (close - cash) / close, as the exchange's reference price is."""
    k = (closes[at - 1] - cash) / closes[at - 1]
    ex_date = WEEKDAYS[WEEKDAYS.index(PICK.published) + at]
    paid = [*closes[:at], *(close * k for close in closes[at:])]
    after = total_return(paid, [Adjustment(ex_date, 1 / k, Decimal(1), cash)], 11)
    assert after == pytest.approx(total_return(closes, [], 11), abs=1e-9)


@FEW
@given(st.lists(st.decimals("100", "200", places=2), min_size=3, max_size=3), st.decimals("-0.3", "2", places=3))
def test_shifting_benchmark_and_stock_together_leaves_the_excess(closes: list[Decimal], shift: Decimal) -> None:
    """Both gain so many points of their entry more: the difference is what it was."""
    start = WEEKDAYS.index(PICK.published)

    def excess(by: Decimal) -> float | None:
        shifted = [closes[0], *(close + by * closes[0] for close in closes[1:])]
        values = {f"{WEEKDAYS[start + 1]}": float(5000 * (1 + by))}
        index = bars({"2024-01-01": 5000} | values)
        market = Scenario({SHARE: walk(shifted)}, indices=indices(H00300=index))
        return market.of(PICK, WEEKDAYS[start + 2].isoformat()).excess

    assert excess(shift) == pytest.approx(excess(Decimal(0)), abs=1e-9)


def index_of(value: Decimal) -> dict[str, list[Bar]]:
    """Both indices: a quarter more on the fifth session after the report."""
    later = WEEKDAYS[WEEKDAYS.index(PICK.published) + 5].isoformat()
    series = {"2024-01-01": float(value), later: float(value) * 1.25}
    return {"000300": bars(series), "H00300": bars(series)}


EDGES = st.lists(st.floats(-0.5, 0.5).map(lambda edge: round(edge, 3)), min_size=1, max_size=5, unique=True).map(sorted)


@given(EDGES, st.floats(-1, 1))
def test_bands_that_follow_one_another_hold_every_excess_once(edges: list[float], excess: float) -> None:
    ends = [None, *edges, None]
    bands = [Band(f"{n}", low, high) for n, (low, high) in enumerate(pairwise(ends))]
    assert len(replace(SCALE, bands=tuple(bands)).holding(excess)) == 1


@pytest.mark.parametrize(
    ("close", "implied", "flag"),
    [(112, "增持", None), (103, None, Flag.BETWEEN_BANDS), (118, "买入", Flag.SEVERAL_BANDS), (90, "减持", None)],
)
def test_a_gap_or_an_overlap_of_the_printed_bands_is_reported(
    close: int, implied: str | None, flag: Flag | None
) -> None:
    printed = (Band("买入", 0.15, None), Band("增持", 0.05, 0.20), Band("减持", None, 0.0))
    market = one({"2024-01-01": 100, "2024-06-03": close})
    found = market.of(pick(scale=replace(SCALE, bands=printed)), "2025-03-03")
    assert found.implied_rating == implied
    assert [each for each in found.flags if each.endswith("_bands")] == ([flag] if flag else [])


@FEW
@given(st.lists(PRICES, min_size=2, max_size=2), st.sampled_from(["买入", "增持"]))
def test_a_bullish_verdict_is_never_lost_by_a_higher_excess(closes: list[Decimal], rating: str) -> None:
    low, high = (
        one({"2024-01-01": 100, "2024-06-03": float(close)}).of(pick(rating=rating), "2025-03-03").verdict
        for close in sorted(closes)
    )
    assert low is not None
    assert high is not None
    assert low.met <= high.met


@given(st.floats(-2, 5), st.floats(-1e-8, 1e-8))
def test_the_meeting_point_of_an_edge_parts_exactly_what_the_band_parts(edge: float, near: float) -> None:
    band, point = Band("", edge, None), meeting_point(edge)
    for figure in (edge, edge + near, point, nextafter(point, -inf), nextafter(point, inf)):
        assert (figure >= point) == (figure in band)


@given(st.floats(-1, 5))
def test_the_implied_rating_is_that_of_the_scale(excess: float) -> None:
    found = int(implied_labels(SCALE, np.array([excess]))[0])
    assert (SCALE.bands[found].label if found >= 0 else None) == SCALE.implied(excess)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_months_are_added_as_the_calendar_does(day: date, months: int) -> None:
    found = horizon.add_months(np.array([day], dtype="datetime64[D]"), months)
    assert found[0].astype(object) == add_months(day, months)


MARKET = Scenario(
    {
        "600000.SH": bars({"2024-01-01": 10, "2024-05-06": 12, "2024-10-08": 15}, without=["2024-02-28..2024-03-06"]),
        "600001.SH": bars({"2024-06-03": 7, "2024-11-01": 5}),
        "300001.SZ": bars({"2024-01-01": 30, "2024-08-01": 16}),
        "09698.HK": bars({"2024-01-01": 20, "2024-08-01": 30}),
        "VNET.US": bars({"2024-01-01": 4, "2024-08-01": 3}),
    },
    {"300001.SZ": [event("2024-08-01", "2", "2")]},
)
PICKS = [
    pick(symbol=symbol, rating=rating, published=published, scale=replace(SCALE, months=months))
    for symbol in MARKET.bars
    for rating in ("买入", None)
    for published in (date(2024, 3, 1), date(2024, 4, 30))
    for months in ((6, 6), (6, 12))
]


@FEW
@given(st.permutations(range(len(PICKS))), st.dates(date(2024, 2, 1), date(2025, 12, 31)))
def test_the_order_of_picks_is_the_order_of_scores_and_nothing_else(order: list[int], as_of: date) -> None:
    straight = MARKET.all(PICKS, as_of.isoformat())
    assert MARKET.all([PICKS[n] for n in order], as_of.isoformat()) == [straight[n] for n in order]


def test_one_pick_alone_scores_as_it_does_among_others() -> None:
    together = MARKET.all(PICKS, "2024-12-02")
    assert together == [MARKET.of(alone, "2024-12-02") for alone in PICKS]


@FEW
@given(st.integers(0, 200))
def test_after_the_settlement_nothing_changes_any_more(days: int) -> None:
    def settled(as_of: date) -> list[PickScore]:
        return MARKET.all(PICKS, as_of.isoformat())

    assert settled(date(2025, 5, 1) + timedelta(days)) == settled(date(2025, 4, 30))


@FEW
@given(st.dates(date(2024, 2, 1), date(2025, 12, 31)))
def test_nothing_later_than_the_date_asked_for_is_looked_at(as_of: date) -> None:
    def until(series: Mapping[str, Sequence[Bar]]) -> dict[str, list[Bar]]:
        return {name: [bar for bar in bars if bar.session <= as_of] for name, bars in series.items()}

    known = replace(MARKET, bars=until(MARKET.bars), indices=until(MARKET.indices))
    assert known.all(PICKS, as_of.isoformat()) == MARKET.all(PICKS, as_of.isoformat())


def test_the_results_can_be_named_without_loading_numpy() -> None:
    code = "import sys, json, bot.domain.scoring.results, bot.domain.scoring.inputs; print(json.dumps('numpy' in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) is False
