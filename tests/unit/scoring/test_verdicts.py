"""Which band a pick is held to, and what comes of it (METHODOLOGY 5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.ratings import Band, Basis, ScaleSource
from bot.domain.reports import PickKind
from bot.domain.scoring.inputs import PickInput
from bot.domain.scoring.results import Flag, PickScore, Position, ReturnBasis
from tests.unit.scoring.scenario import PICK, SCALE, Scenario, bars, indices, one, pick

SETTLED, BEFORE = "2025-03-03", "2025-02-28"
KINDS = [PickKind.SUBJECT, PickKind.BENEFICIARY, PickKind.WATCH]


def outcome(excess: float, held: PickInput, as_of: str = SETTLED) -> PickScore:
    """The score of a share that went from 100 to 100 (1 + excess) while the index stood still."""
    return one({"2024-01-01": 100, "2024-06-03": round(100 * (1 + excess), 6)}).of(held, as_of)


@pytest.mark.parametrize(
    ("rating", "excess", "position", "met"),
    [
        ("买入", 0.20, Position.WITHIN, True),
        ("买入", 0.19, Position.BELOW, False),
        ("增持", 0.20, Position.ABOVE, True),
        ("增持", 0.05, Position.WITHIN, True),
        ("增持", 0.049, Position.BELOW, False),
        ("中性", 0.05, Position.ABOVE, False),
        ("中性", 0.049, Position.WITHIN, True),
        ("中性", -0.05, Position.WITHIN, True),
        ("中性", -0.051, Position.BELOW, False),
        ("减持", -0.05, Position.ABOVE, False),
        ("减持", -0.051, Position.WITHIN, True),
    ],
)
def test_a_rating_is_met_by_the_side_of_its_band(rating: str, excess: float, position: Position, met: bool) -> None:
    verdict = outcome(excess, pick(rating=rating)).verdict
    assert verdict is not None
    assert (verdict.position, verdict.met) == (position, met)


def test_twenty_per_cent_is_20_per_cent_although_floats_say_less() -> None:
    assert 12.00 / 10.00 - 1 < 0.2
    found = one({"2024-01-01": 10, "2024-06-03": 12}).of(pick(rating="买入"), SETTLED)
    assert found.verdict is not None
    assert (found.verdict.position, found.implied_rating) == (Position.WITHIN, "买入")
    assert found.window.share_in_band == 1
    assert found.excess == 12 / 10 - 1  # rounded where it meets a band, and nowhere else


def test_a_bearish_band_is_met_below_it_too_and_a_word_does_not_fix_the_side() -> None:
    bands = (Band("持有", 0.05, 0.20), Band("回避", -0.20, -0.10))
    scale = replace(SCALE, bands=bands)
    below = outcome(-0.5, pick(rating="回避", scale=scale)).verdict
    above = outcome(0.5, pick(rating="持有", scale=scale)).verdict
    assert below is not None
    assert above is not None
    assert (below.position, below.met) == (Position.BELOW, True)
    assert (above.position, above.met) == (Position.ABOVE, True)


@pytest.mark.parametrize(
    ("excess", "position"), [(0.05, Position.WITHIN), (0.9, Position.WITHIN), (0.0, Position.BELOW)]
)
def test_recommended_without_a_rating_is_measured_against_the_floor(excess: float, position: Position) -> None:
    found = outcome(excess, pick(kind=PickKind.RECOMMENDED, rating=None))
    assert found.verdict is not None
    assert (found.verdict.position, found.verdict.met) == (position, position is Position.WITHIN)
    assert found.flags == (Flag.MEASURED_AGAINST_FLOOR,)
    assert found.rating is None


@pytest.mark.parametrize("kind", KINDS)
def test_other_kinds_without_a_rating_get_figures_and_no_verdict(kind: PickKind) -> None:
    found = outcome(0.3, pick(kind=kind, rating=None))
    assert found.excess == pytest.approx(0.3)
    assert (found.verdict, found.implied_rating, found.window.share_in_band) == (None, "买入", None)
    assert found.window.mean == pytest.approx(0.3)


@pytest.mark.parametrize("kind", [*KINDS, PickKind.RECOMMENDED])
def test_a_rating_of_its_own_decides_whatever_the_kind(kind: PickKind) -> None:
    found = outcome(0.1, pick(kind=kind, rating="买入"))
    assert found.verdict is not None
    assert found.verdict.position is Position.BELOW
    assert found.flags == ()


@pytest.mark.parametrize("label", ["未评级", "无评级", "暂停评级", "未有评级", "无投资评级"])
def test_labels_without_an_opinion_get_no_verdict_even_when_recommended(label: str) -> None:
    found = outcome(0.3, pick(kind=PickKind.RECOMMENDED, rating=label))
    assert (found.verdict, found.implied_rating, found.flags) == (None, "买入", ())


def test_a_word_without_numbers_is_no_band_and_a_word_that_is_not_in_the_scale_is_not_guessed_at() -> None:
    words = replace(SCALE, bands=(*SCALE.bands, Band("看好", None, None)))
    assert outcome(0.3, pick(rating="看好", scale=words)).verdict is None
    recommended = outcome(0.3, pick(kind=PickKind.RECOMMENDED, rating="看好", scale=words))
    assert recommended.flags == (Flag.MEASURED_AGAINST_FLOOR,)
    unknown = outcome(0.3, pick(kind=PickKind.RECOMMENDED, rating="卖出"))
    assert (unknown.verdict, unknown.flags) == (None, (Flag.UNKNOWN_RATING,))


def test_on_an_absolute_scale_the_band_meets_the_own_return_and_needs_no_index() -> None:
    scale = replace(SCALE, basis=Basis.ABSOLUTE)
    rising = bars({"2024-01-01": 5000, "2024-06-03": 6000})
    prices = {"2024-01-01": 10.0, "2024-06-03": 12.5}
    found = one(prices, indices=indices(H00300=rising)).of(pick(scale=scale), SETTLED)
    assert found.excess == pytest.approx(0.05)
    assert found.implied_rating == "买入"
    assert found.window.share_in_band == 1
    assert found.window.mean == pytest.approx(0.05)
    assert found.verdict is not None
    assert found.verdict.met
    alone = Scenario({"VNET.US": bars(prices)}, indices={}).of(
        pick(symbol="VNET.US", scale=scale, benchmark=None, total_benchmark=None), SETTLED
    )
    assert alone.verdict is not None
    assert (alone.verdict.met, alone.excess, alone.window.share_in_band, alone.window.mean) == (True, None, 1, None)


@pytest.mark.parametrize("basis", [Basis.INDUSTRY, Basis.COVERAGE])
def test_industry_and_coverage_scales_give_no_verdict(basis: Basis) -> None:
    found = outcome(0.3, pick(scale=replace(SCALE, basis=basis)))
    assert (found.verdict, found.implied_rating) == (None, None)
    assert found.excess == pytest.approx(0.3)


def test_a_scale_with_a_gap_implies_nothing_there_and_with_an_overlap_the_first_printed() -> None:
    scale = replace(SCALE, bands=(Band("推荐", 0.15, None), Band("谨慎推荐", 0.10, 0.20), Band("中性", -0.10, 0.05)))
    implied = [outcome(excess, pick(rating="推荐", scale=scale)).implied_rating for excess in (0.18, 0.12, 0.07, -0.1)]
    assert implied == ["推荐", "谨慎推荐", None, "中性"]


@pytest.mark.parametrize(
    ("rating", "excess", "needs"),
    [
        ("买入", 0.062, 0.138),  # needs +13.8 pp
        ("买入", 0.25, -0.05),
        ("增持", 0.30, -0.25),  # above a bullish band there is nothing left to need
        ("中性", 0.08, 0.03),
        ("中性", -0.08, 0.03),
        ("中性", 0.04, -0.01),
        ("减持", 0.02, 0.07),
        ("减持", -0.20, -0.15),
    ],
)
def test_what_is_still_needed_is_the_distance_to_where_the_rating_is_met(
    rating: str, excess: float, needs: float
) -> None:
    found = outcome(excess, pick(rating=rating), BEFORE)
    assert found.needs is not None
    assert found.needs.excess == pytest.approx(needs)
    assert found.needs.sessions == 1
    assert outcome(excess, pick(rating=rating), SETTLED).needs is None


def test_no_verdict_before_the_settlement() -> None:
    assert outcome(0.5, pick(rating="买入"), BEFORE).verdict is None


def test_a_scale_from_config_is_said_so() -> None:
    assert outcome(0.3, pick(scale=replace(SCALE, source=ScaleSource.CONFIG))).flags == (Flag.SCALE_FROM_CONFIG,)


def test_the_terminals_convention_may_give_another_verdict_and_stands_beside_it() -> None:
    """+22 % against an index of +3 % with dividends, +1 % without: 19 points miss 买入, 21 would meet it."""
    market = one(
        {"2024-01-01": 100, "2024-06-03": 122},
        indices=indices(
            H00300=bars({"2024-01-01": 5000, "2024-06-03": 5150}),
            **{"000300": bars({"2024-01-01": 4000, "2024-06-03": 4040})},
        ),
    )
    found = market.of(PICK, "2025-03-03")
    assert found.verdict is not None
    assert found.other_by_convention is not None
    assert (found.verdict.position, found.verdict.met) == (Position.BELOW, False)
    assert (found.other_by_convention.position, found.other_by_convention.met) == (Position.WITHIN, True)
    assert market.of(pick(rating="增持"), "2025-03-03").other_by_convention is not None  # within, and above
    assert market.of(pick(rating="减持"), "2025-03-03").other_by_convention is None
    assert market.of(PICK, "2025-02-28").convention_verdict is None
    assert market.of(PICK, "2025-03-03", ReturnBasis.CONVENTION).other_by_convention is None
