"""What a verdict was reckoned from gives it again by hand, and what differs is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ledger import (
    Difference,
    Proof,
    Reason,
    VerdictInputs,
    contradictions,
    differences,
    prove,
    reason_of,
)
from bot.domain.quotes import Adjustment, BarColumns
from bot.domain.scoring.results import PickScore, ReturnBasis
from tests.unit.scoring.scenario import PICK, Scenario, bars, event, flat, indices, one

SHARE, SETTLES = PICK.symbol, "2025-03-03"


def proof_of(scenario: Scenario, score: PickScore, events: Sequence[Adjustment] = ()) -> Proof:
    series = {code: BarColumns.of(list(values)) for code, values in scenario.indices.items()}
    found = prove(score, BarColumns.of(list(scenario.bars[SHARE])), events, series, "000300")
    assert found is not None
    return found


def test_a_verdict_follows_from_two_closes_the_ratios_between_them_and_two_index_values() -> None:
    """10 → 9 over a 1.5-for-1 split is +35 %; the index gains 10 % with dividends and 8 % without: 25 % and 27 %."""
    scenario = one(
        {"2024-01-01": 10, "2024-06-03": 9},
        events={SHARE: [event("2024-06-03", "1.5", "1.4")]},
        indices=indices(
            H00300=bars({"2024-01-01": 5000, "2024-06-03": 5500}),
            **{"000300": bars({"2024-01-01": 4000, "2024-06-03": 4320})},
        ),
    )
    score = scenario.of(PICK, SETTLES)
    proof = proof_of(scenario, score, scenario.events[SHARE])
    assert (proof.entry.close, proof.settlement.close) == (Decimal("10.0"), Decimal("9.0"))
    assert [(each.ex_date, each.ratio) for each in proof.ratios] == [(date(2024, 6, 3), Decimal("1.5"))]
    assert proof.figures() == {
        "total_return": pytest.approx(0.35),
        "benchmark_return": pytest.approx(0.10),
        "excess": pytest.approx(0.25),
        "convention_excess": pytest.approx(0.27),
    }
    assert contradictions(proof, score) == ()
    assert proof.own(by_price=True) == pytest.approx(9 / 10 * 1.4 - 1)


def test_an_ex_date_in_a_suspension_belongs_to_the_close_after_it() -> None:
    scenario = one(
        {"2024-01-01": 10, "2025-02-10": 6},
        bars={SHARE: bars({"2024-01-01": 10, "2025-04-01": 5}, without=["2025-02-03..2025-03-31"])},
        events={SHARE: [event("2025-02-10", "2", "2")]},
    )
    score = scenario.of(PICK, "2025-06-02")
    proof = proof_of(scenario, score, scenario.events[SHARE])
    assert (proof.settlement.session, proof.settlement.struck) == (date(2025, 3, 3), date(2025, 1, 31))
    assert proof.ratios == ()
    assert contradictions(proof, score) == ()


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.decimals("0.5", "500", places=2), min_size=4, max_size=4),
    st.decimals("0.9", "3", places=4),
    st.sampled_from(list(ReturnBasis)),
)
def test_every_score_follows_from_its_proof(closes: list[Decimal], ratio: Decimal, basis: ReturnBasis) -> None:
    days = ("2024-01-01", "2024-05-06", "2024-10-08", "2025-02-10")
    scenario = one(
        {day: float(close) for day, close in zip(days, closes, strict=True)},
        events={SHARE: [event("2024-07-01", str(ratio), str(ratio))]},
        indices=indices(H00300=bars({"2024-01-01": 5000, "2024-09-02": 5432.1})),
    )
    score = scenario.of(PICK, SETTLES, basis)
    assert contradictions(proof_of(scenario, score, scenario.events[SHARE]), score) == ()


def test_a_figure_that_somebody_changed_contradicts_its_prices() -> None:
    scenario = one({"2024-01-01": 10, "2024-06-03": 13})
    score = scenario.of(PICK, SETTLES)
    forged = replace(score, excess=0.31)
    (found,) = contradictions(proof_of(scenario, score), forged)
    assert (found.field, found.recorded) == ("proof.excess", 0.31)
    assert found.recomputed == pytest.approx(0.3)


def test_figures_are_equal_to_nine_decimals_and_a_name_is_none() -> None:
    score = one({"2024-01-01": 10, "2024-06-03": 13}).of(PICK, SETTLES)
    assert score.excess is not None
    assert differences(score, replace(score, name="乙", excess=score.excess + 5e-10)) == ()
    other = one({"2024-01-01": 10, "2024-06-03": 11.9}).of(PICK, SETTLES)
    fields = {each.field for each in differences(score, other)}
    assert {"total_return", "excess", "verdict.met", "verdict.position", "implied_rating", "window.best"} <= fields
    assert Difference("verdict.met", "True", "False") in differences(score, other)


def test_the_reason_of_a_correction_is_what_changed_first() -> None:
    scenario = one({"2024-01-01": 10, "2024-06-03": 13})
    proof = proof_of(scenario, scenario.of(PICK, SETTLES))
    before = VerdictInputs(PICK, ReturnBasis.TOTAL, proof)
    corrected = replace(before, proof=replace(proof, entry=replace(proof.entry, close=Decimal("10.5"))))
    edited = replace(corrected, pick=replace(PICK, rating="增持"))

    def why(after: VerdictInputs, *, same_program: bool = True) -> Reason:
        return reason_of(before, after, same_program=same_program)

    assert why(edited) is Reason.PICK
    assert why(replace(corrected, basis=ReturnBasis.PRICE)) is Reason.BASIS
    assert why(corrected, same_program=False) is Reason.PRICES
    assert why(replace(before, pick=replace(PICK, name="乙")), same_program=False) is Reason.PROGRAM
    assert why(before) is Reason.PRICES  # a close between the ends


def test_a_copy_of_the_day_before_is_no_close() -> None:
    scenario = one({"2024-01-01": 10})
    score = scenario.of(PICK, SETTLES)
    filled = [replace(bar, volume=Decimal(0)) if bar.session >= date(2025, 2, 10) else bar for bar in flat(10)]
    found = prove(score, BarColumns.of(filled), (), {}, None)
    assert found is not None
    assert found.settlement.struck == date(2025, 2, 7)
    assert (found.benchmark, found.convention) == (None, None)
