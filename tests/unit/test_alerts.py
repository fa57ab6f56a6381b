"""When something is worth a message: bands with hysteresis, and the milestones of a horizon, once each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import BandMemory, Crossing, Milestone, follow_band, milestones
from bot.domain.ratings import Band, Basis, RatingScale, ScaleSource, Subject
from bot.domain.reports import PickKind
from bot.domain.scoring.results import (
    Entry,
    EntryBasis,
    Phase,
    PickScore,
    ReturnBasis,
    Tradable,
    Window,
)

SCALE = RatingScale(
    Subject.STOCK,
    Basis.EXCESS,
    (6, 12),
    ScaleSource.REPORT,
    (Band("买入", 0.20, None), Band("增持", 0.05, 0.20), Band("中性", -0.05, 0.05), Band("减持", None, -0.05)),
)
FIRST = date(2025, 1, 2)
SOON = timedelta(days=30)


def told(*excesses: float, margin: float = 0.01, closes: int = 2, scale: RatingScale = SCALE) -> list[str]:
    """What is said at each close of a row, one a day: ``中性→增持`` or nothing."""
    memory, said = BandMemory(), []
    for day, excess in enumerate(excesses):
        memory, crossing = follow_band(memory, scale, excess, FIRST + timedelta(days=day), margin=margin, closes=closes)
        said.append(f"{crossing.before}→{crossing.after}" if crossing else "")
    return said


def test_a_band_is_left_after_two_closes_a_point_beyond_its_edge() -> None:
    assert told(0.03, 0.06, 0.07) == ["", "", "中性→增持"]


def test_a_single_close_outside_says_nothing() -> None:
    assert told(0.03, 0.07, 0.04, 0.07) == ["", "", "", ""]


@pytest.mark.parametrize(("second", "crossed"), [(0.0599, ""), (0.0600, "中性→增持")])
def test_the_margin_belongs_to_what_is_beyond(second: float, crossed: str) -> None:
    assert told(0.03, 0.08, second)[-1] == crossed


@pytest.mark.parametrize(("second", "crossed"), [(-0.06, ""), (-0.0601, "中性→减持")])
def test_below_the_lower_edge_which_belongs_to_the_band_it_takes_more_than_the_margin(
    second: float, crossed: str
) -> None:
    assert told(0.03, -0.08, second)[-1] == crossed


def test_trembling_at_an_edge_is_one_message_at_most() -> None:
    assert told(*[0.195, 0.205] * 10) == [""] * 20


def test_a_jump_over_a_band_names_where_it_came_to_rest() -> None:
    assert told(0.03, 0.12, 0.25) == ["", "", "中性→买入"]


def test_after_a_crossing_the_new_band_has_its_own_edges() -> None:
    assert told(0.03, 0.07, 0.07, 0.045, 0.041, 0.039, 0.038) == [
        "",
        "",
        "中性→增持",
        "",
        "",
        "",
        "增持→中性",
    ]


def test_one_close_looked_at_twice_counts_once() -> None:
    memory, _ = follow_band(BandMemory(), SCALE, 0.03, FIRST, margin=0.01, closes=2)
    once, crossing = follow_band(memory, SCALE, 0.07, FIRST + timedelta(days=1), margin=0.01, closes=2)
    assert crossing is None
    again, crossing = follow_band(once, SCALE, 0.07, FIRST + timedelta(days=1), margin=0.01, closes=2)
    assert (again, crossing) == (once, None)
    _, crossing = follow_band(again, SCALE, 0.07, FIRST + timedelta(days=2), margin=0.01, closes=2)
    assert crossing == Crossing("中性", "增持")


def test_an_older_close_than_the_last_says_nothing() -> None:
    memory = BandMemory(FIRST, "中性", 1)
    assert follow_band(memory, SCALE, 0.5, FIRST - timedelta(days=1), margin=0.01, closes=2) == (memory, None)


def test_the_first_close_and_a_band_that_a_corrected_scale_has_lost_only_set_the_memory() -> None:
    assert follow_band(BandMemory(), SCALE, 0.3, FIRST, margin=0.01, closes=1) == (BandMemory(FIRST, "买入"), None)
    lost = BandMemory(FIRST - timedelta(days=1), "强烈推荐", 1)
    assert follow_band(lost, SCALE, 0.3, FIRST, margin=0.01, closes=1) == (BandMemory(FIRST, "买入"), None)


def test_in_a_gap_between_printed_bands_it_waits_for_a_band() -> None:
    gap = replace(SCALE, bands=(Band("买入", 0.20, None), Band("中性", -0.05, 0.10)))
    assert told(0.05, 0.15, 0.15, 0.15, 0.25, scale=gap) == ["", "", "", "", "中性→买入"]


@given(st.lists(st.floats(-0.5, 0.9), min_size=1, max_size=40), st.integers(1, 4))
def test_crossings_form_a_chain_and_each_needs_its_closes_clearly_outside(excesses: list[float], closes: int) -> None:
    memory, band, outside = BandMemory(), None, 0
    for day, excess in enumerate(excesses):
        memory, crossing = follow_band(memory, SCALE, excess, FIRST + timedelta(days=day), margin=0.01, closes=closes)
        if band is None:
            band = SCALE.implied(excess)
            assert crossing is None
            continue
        left = SCALE.band(band)
        assert left is not None
        within = (left.low is None or round(left.low - excess, 9) <= 0.01) and (
            left.high is None or round(excess - left.high, 9) < 0.01
        )
        outside = 0 if within else outside + 1
        assert (crossing is not None) == (outside == closes)
        if crossing is not None:
            assert crossing == Crossing(band, SCALE.implied(excess) or "")
            band, outside = crossing.after, 0


def scored(phase: Phase, as_of: date | None) -> PickScore:
    """A pick of 2024-12-26 with a horizon of 6 to 12 months."""
    return PickScore(
        symbol="300308.SZ",
        name="中际旭创",
        segment=None,
        kind=PickKind.RECOMMENDED,
        rating="买入",
        entry=Entry(EntryBasis.PUBLISHED, date(2024, 12, 26), None),
        as_of=as_of,
        return_basis=ReturnBasis.TOTAL,
        total_return=None,
        benchmark_return=None,
        excess=0.1,
        benchmark="H00300",
        phase=phase,
        implied_rating=None,
        verdict=None,
        window=Window(None, None, None, None, None),
        tradable=Tradable(None, None, None, None, None),
        flags=(),
        window_opens=date(2025, 6, 26),
        settles=date(2025, 12, 26),
    )


@pytest.mark.parametrize(
    ("phase", "as_of", "expected"),
    [
        (Phase.PENDING, None, []),
        (Phase.MATURING, date(2025, 6, 25), []),
        (Phase.IN_WINDOW, date(2025, 6, 26), [(Milestone.WINDOW_OPENS, date(2025, 6, 26))]),
        (Phase.IN_WINDOW, date(2025, 11, 25), [(Milestone.WINDOW_OPENS, date(2025, 6, 26))]),
        (
            Phase.IN_WINDOW,
            date(2025, 11, 26),
            [(Milestone.WINDOW_OPENS, date(2025, 6, 26)), (Milestone.SETTLES_SOON, date(2025, 11, 26))],
        ),
        (Phase.SETTLED, date(2025, 12, 26), [(Milestone.SETTLED, date(2025, 12, 26))]),
    ],
)
def test_milestones_are_passed_on_their_days(
    phase: Phase, as_of: date | None, expected: list[tuple[Milestone, date]]
) -> None:
    assert milestones(scored(phase, as_of), since=date(2024, 12, 26), soon=SOON) == expected


def test_what_lay_before_the_confirmation_is_no_news() -> None:
    late = date(2025, 11, 26)
    assert milestones(scored(Phase.IN_WINDOW, late), since=late, soon=SOON) == [(Milestone.SETTLES_SOON, late)]
    assert milestones(scored(Phase.IN_WINDOW, late), since=late + timedelta(days=1), soon=SOON) == []
    settled = scored(Phase.SETTLED, date(2025, 12, 26))
    assert milestones(settled, since=date(2025, 12, 27), soon=SOON) == []


def test_a_pick_without_a_horizon_has_no_milestones() -> None:
    without = replace(scored(Phase.MATURING, FIRST), window_opens=None, settles=None)
    assert milestones(without, since=date(2024, 12, 26), soon=SOON) == []


@given(
    as_of=st.dates(date(2024, 12, 26), date(2026, 3, 1)),
    since=st.dates(date(2024, 12, 1), date(2026, 3, 1)),
    soon=st.integers(1, 180),
)
def test_a_milestone_is_never_in_the_future_never_before_since_and_stays_what_it_was(
    as_of: date, since: date, soon: int
) -> None:
    settles, opens = date(2025, 12, 26), date(2025, 6, 26)
    phase = Phase.SETTLED if as_of >= settles else Phase.IN_WINDOW if as_of >= opens else Phase.MATURING
    close = min(as_of, settles)
    passed = milestones(scored(phase, close), since=since, soon=timedelta(days=soon))
    assert all(since <= day <= close for _, day in passed)
    assert len({milestone for milestone, _ in passed}) == len(passed)
    known = {Milestone.WINDOW_OPENS: opens, Milestone.SETTLED: settles}
    known[Milestone.SETTLES_SOON] = settles - timedelta(days=soon)
    assert all(known[milestone] == day for milestone, day in passed)
