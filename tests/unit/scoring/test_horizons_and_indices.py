"""Dates and indices: entries of three markets, horizon ends, calendars that end, indices with holes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.scoring.results import Flag, Phase, ReturnBasis
from tests.unit.scoring.scenario import (
    PICK,
    SCALE,
    SIX_MONTHS,
    Scenario,
    bars,
    event,
    flat,
    indices,
    one,
    pick,
)

STILL = one({"2024-01-01": 10})
HONG_KONG, NEW_YORK = "09698.HK", "VNET.US"


@pytest.mark.parametrize(
    ("published", "entry", "tradable"),
    [
        ("2024-03-01", "2024-03-01", "2024-03-04"),  # a Friday
        ("2024-03-02", "2024-03-01", "2024-03-04"),  # a Saturday
        ("2024-03-03", "2024-03-01", "2024-03-04"),
        ("2024-03-04", "2024-03-04", "2024-03-05"),
    ],
)
def test_a_report_of_a_weekend_counts_from_friday(published: str, entry: str, tradable: str) -> None:
    found = STILL.of(pick(published=date.fromisoformat(published)), "2024-06-03")
    assert found.entry.session == date.fromisoformat(entry)
    assert found.tradable.session == date.fromisoformat(tradable)


def test_a_us_session_of_the_reports_date_closes_after_shanghais_midnight() -> None:
    market = Scenario({NEW_YORK: flat(4), HONG_KONG: flat(20), PICK.symbol: flat(10)})
    picks = [pick(symbol=symbol, published=date(2024, 3, 6)) for symbol in market.bars]
    entries = {found.symbol: (found.entry.session, found.tradable.session) for found in market.all(picks, "2024-06-03")}
    assert entries == {
        NEW_YORK: (date(2024, 3, 5), date(2024, 3, 7)),
        HONG_KONG: (date(2024, 3, 6), date(2024, 3, 7)),
        PICK.symbol: (date(2024, 3, 6), date(2024, 3, 7)),
    }


def test_hong_kong_is_measured_by_price_and_a_market_without_index_keeps_its_own_return() -> None:
    rising = bars({"2024-01-01": 4, "2024-04-01": 5})
    market = Scenario({NEW_YORK: rising, HONG_KONG: rising}, indices=indices(HSI=flat(17000)))
    hong_kong = market.of(pick(symbol=HONG_KONG, benchmark="HSI", total_benchmark=None), "2024-06-03")
    assert (hong_kong.return_basis, hong_kong.benchmark) == (ReturnBasis.PRICE, "HSI")
    assert hong_kong.excess == pytest.approx(0.25)
    assert hong_kong.flags == (Flag.PRICE_BASIS,)
    new_york = market.of(pick(symbol=NEW_YORK, benchmark="SPX", total_benchmark=None), "2024-06-03")
    assert new_york.total_return == pytest.approx(0.25)
    assert (new_york.benchmark_return, new_york.excess, new_york.benchmark) == (None, None, None)
    assert new_york.flags == (Flag.NO_BENCHMARK_DATA,)


def test_a_report_of_the_31st_ends_on_the_last_of_a_shorter_month() -> None:
    found = STILL.of(pick(published=date(2024, 8, 31)), "2024-09-02")
    assert found.window_opens == date(2025, 2, 28)
    assert found.settles == date(2025, 9, 1)  # 2025-08-31 is a Sunday


def test_a_horizon_that_ends_on_a_holiday_is_rolled_to_the_next_session() -> None:
    market = replace(STILL, holidays=[date(2025, 3, 3), date(2025, 3, 4)])
    assert market.of(PICK, "2024-09-02").settles == date(2025, 3, 5)


@pytest.mark.parametrize(
    ("as_of", "phase", "used"),
    [
        ("2024-02-29", Phase.PENDING, None),
        ("2024-03-01", Phase.MATURING, "2024-03-01"),
        ("2024-08-31", Phase.MATURING, "2024-08-30"),
        ("2024-09-02", Phase.IN_WINDOW, "2024-09-02"),
        ("2025-02-28", Phase.IN_WINDOW, "2025-02-28"),
        ("2025-03-03", Phase.SETTLED, "2025-03-03"),
        ("2025-08-01", Phase.SETTLED, "2025-03-03"),
    ],
)
def test_phases_of_six_to_twelve_months(as_of: str, phase: Phase, used: str | None) -> None:
    found = STILL.of(PICK, as_of)
    assert (found.phase, found.as_of) == (phase, used and date.fromisoformat(used))


def test_a_single_horizon_knows_no_in_window_and_its_window_is_the_whole_path() -> None:
    market = one({"2024-01-01": 10, "2024-05-01": 13, "2024-06-03": 12.5})
    held = pick(scale=SIX_MONTHS)
    before = market.of(held, "2024-08-30")
    assert (before.phase, before.window.first_month_excess) == (Phase.MATURING, None)
    assert before.window.best == pytest.approx(0.3)
    settled = market.of(held, "2024-09-02")
    assert settled.phase is Phase.SETTLED
    assert settled.window.first_month_excess == settled.excess == pytest.approx(0.25)
    assert settled.window.worst == 0
    # from 2024-03-04 to 09-02 are 131 weekdays, and 89 of them from 05-01 on
    assert settled.window.share_in_band == pytest.approx(89 / 131)


def test_a_window_runs_from_its_first_session_to_the_settlement() -> None:
    market = one({"2024-01-01": 10, "2024-09-02": 12, "2024-09-03": 11, "2024-09-04": 13})
    window = market.of(PICK, "2024-09-04").window
    assert window.first_month_excess == pytest.approx(0.2)
    assert window.mean == pytest.approx((0.2 + 0.1 + 0.3) / 3)
    assert window.best == pytest.approx(0.3)
    assert window.worst == pytest.approx(0.1)
    assert window.share_in_band == pytest.approx(2 / 3)
    assert market.of(PICK, "2024-08-30").window.mean is None


def test_an_end_beyond_the_published_calendar_is_provisional() -> None:
    market = replace(STILL, known_until=date(2024, 12, 31))
    found = market.of(PICK, "2024-12-31")
    assert found.window_opens == date(2024, 9, 2)
    assert found.settles == date(2025, 3, 1)  # the bare date: nobody knows yet whether it is a session
    assert found.phase is Phase.IN_WINDOW
    assert Flag.PROVISIONAL in found.flags
    assert found.needs is not None
    assert found.needs.sessions is None


def test_a_report_of_the_last_known_session_has_an_entry_and_one_after_it_has_none() -> None:
    market = replace(STILL, known_until=date(2024, 3, 1))
    last = market.of(PICK, "2024-03-01")
    assert (last.entry.session, last.total_return, last.tradable.session) == (date(2024, 3, 1), 0, None)
    after = market.of(pick(published=date(2024, 3, 4)), "2024-03-04")
    assert (after.phase, after.entry.session, after.flags) == (Phase.PENDING, None, (Flag.PROVISIONAL,))


def test_a_report_older_than_all_prices_has_none() -> None:
    found = STILL.of(pick(published=date(2023, 6, 1)), "2024-03-01")
    assert (found.phase, found.flags) == (Phase.PENDING, (Flag.NO_PRICE_DATA,))


def test_a_symbol_that_was_not_loaded_has_no_prices() -> None:
    found = STILL.of(pick(symbol="600009.SH"), "2024-06-03")
    assert (found.phase, found.flags, found.total_return) == (Phase.PENDING, (Flag.NO_PRICE_DATA,), None)


def test_a_market_whose_calendar_was_not_loaded_gives_a_pending_pick() -> None:
    found = STILL.of(pick(symbol=HONG_KONG), "2024-06-03")
    assert (found.phase, found.as_of, found.settles) == (Phase.PENDING, None, date(2025, 3, 1))
    assert found.flags == (Flag.NO_PRICE_DATA, Flag.NO_BENCHMARK_DATA, Flag.PROVISIONAL)


def test_without_the_total_return_index_both_sides_are_price_returns() -> None:
    """10.00 becomes 11.00 and pays 0.50 between: total 15.79 %, price 10 %; the price index gains 5 %."""
    market = one(
        {"2024-01-01": 10, "2024-05-06": 9.5, "2024-06-03": 11},
        events={PICK.symbol: [event("2024-05-06", "1.052631578947368421")]},
        indices={"000300": bars({"2024-01-01": 4000, "2024-06-03": 4200})},
    )
    found = market.of(PICK, "2024-06-03")
    assert (found.return_basis, found.benchmark) == (ReturnBasis.PRICE, "000300")
    assert found.total_return == pytest.approx(0.10)
    assert found.excess == pytest.approx(0.05)
    assert found.flags == (Flag.PRICE_BASIS,)
    assert found.convention_excess == pytest.approx(11 / 9.5 - 1 - 0.05)


def test_without_the_split_of_an_ex_date_there_is_no_price_return() -> None:
    market = one(
        {"2024-01-01": 10, "2024-05-06": 5},
        events={PICK.symbol: [event("2024-05-06", "2.1", None)]},
        indices={"000300": flat(4000)},
    )
    before = market.of(PICK, "2024-05-03")
    assert (before.return_basis, before.excess) == (ReturnBasis.PRICE, 0)
    after = market.of(PICK, "2024-05-06")
    assert (after.return_basis, after.excess, after.benchmark) == (ReturnBasis.TOTAL, None, None)
    assert after.total_return == pytest.approx(0.05)
    assert after.flags == (Flag.NO_BENCHMARK_DATA, Flag.NO_PRICE_RETURN)


def test_a_day_missing_from_the_index_is_left_out_of_the_window() -> None:
    closes = {"2024-01-01": 10.0, "2024-09-02": 12.0, "2024-09-03": 20.0, "2024-09-04": 13.0}
    holed = one(closes, indices=indices(H00300=flat(5000, without=["2024-09-03"])))
    found = holed.of(PICK, "2024-09-04")
    assert found.excess == pytest.approx(0.3)
    assert found.window.mean == pytest.approx((0.2 + 0.3) / 2)
    assert found.window.best == pytest.approx(0.3)


def test_where_the_index_has_no_value_yet_the_close_before_is_scored() -> None:
    market = one({"2024-01-01": 10, "2024-06-04": 15}, indices=indices(H00300=flat(5000, until="2024-06-03")))
    found = market.of(PICK, "2024-06-04")
    assert (found.as_of, found.total_return, found.excess) == (date(2024, 6, 3), 0, 0)
    assert found.flags == ("behind:1",)


def test_new_york_is_not_behind_while_shanghai_has_closed_and_it_has_not() -> None:
    market = Scenario({NEW_YORK: flat(4, until="2024-06-03"), PICK.symbol: flat(10)}, suspensions={})
    found = market.of(pick(symbol=NEW_YORK, benchmark="SPX", total_benchmark=None), "2024-06-04")
    assert found.as_of == date(2024, 6, 3)
    assert found.flags == (Flag.NO_BENCHMARK_DATA,)


def test_a_report_of_today_waits_for_the_index() -> None:
    market = one({"2024-01-01": 10}, indices=indices(H00300=flat(5000, until="2024-02-29")))
    assert market.of(PICK, "2024-03-01").phase is Phase.PENDING


def test_an_index_without_a_value_at_the_settlement_lets_it_wait_and_then_gives_way_to_the_price_index() -> None:
    closes = {"2024-01-01": 10.0, "2025-03-03": 13.0}
    market = one(closes, indices=indices(H00300=flat(5000, without=["2025-03-03"])))
    waiting = market.of(PICK, "2025-03-03")
    assert (waiting.phase, waiting.as_of, waiting.verdict) == (Phase.IN_WINDOW, date(2025, 2, 28), None)
    certain = market.of(PICK, "2025-03-04")
    assert (certain.phase, certain.benchmark, certain.return_basis) == (Phase.SETTLED, "000300", ReturnBasis.PRICE)
    assert certain.verdict is not None
    assert certain.verdict.met
    without = one(closes, indices={"000300": flat(4000, without=["2025-03-03"])})
    assert without.of(PICK, "2025-03-10").verdict is None


def test_an_index_without_a_value_at_the_entry_gives_way_to_the_price_index() -> None:
    market = one({"2024-01-01": 10}, indices=indices(H00300=flat(5000, without=["2024-03-01"])))
    found = market.of(PICK, "2024-06-03")
    assert (found.benchmark, found.flags) == ("000300", (Flag.PRICE_BASIS,))


def test_the_total_return_index_at_an_open_moves_as_the_price_index_does() -> None:
    """000300 closes at 4,000 and opens at 4,080: H00300 opens at 5,000 x 1.02 = 5,100, and closes at 5,202."""
    opening = [
        replace(bar, open=bar.close * 102 / 100) if bar.session == date(2024, 3, 4) else bar for bar in flat(4000)
    ]
    total = bars({"2024-01-01": 5000, "2024-03-04": 5202})
    found = one({"2024-01-01": 10}, indices={"000300": opening, "H00300": total}).of(PICK, "2024-03-04").tradable
    assert found.benchmark_return == pytest.approx(0.02)
    assert found.excess == pytest.approx(-0.02)


def test_the_terminals_convention_stands_beside_and_can_be_the_basis() -> None:
    market = one(
        {"2024-01-01": 10, "2024-06-03": 12},
        indices={
            "000300": bars({"2024-01-01": 4000, "2024-06-03": 4400}),
            "H00300": bars({"2024-01-01": 5000, "2024-06-03": 5750}),
        },
    )
    found = market.of(PICK, "2024-06-03")
    assert found.excess == pytest.approx(0.05)
    assert found.convention_excess == pytest.approx(0.10)
    by_convention = market.of(PICK, "2024-06-03", ReturnBasis.CONVENTION)
    assert by_convention.return_basis is ReturnBasis.CONVENTION
    assert by_convention.excess == pytest.approx(0.10)
    assert by_convention.benchmark == "000300"


def test_without_months_there_are_figures_and_no_verdict() -> None:
    found = one({"2024-01-01": 10, "2024-06-03": 15}).of(pick(scale=replace(SCALE, months=None)), "2025-12-31")
    assert found.excess == pytest.approx(0.5)
    assert found.implied_rating == "买入"
    assert (found.verdict, found.needs, found.settles, found.phase) == (None, None, None, Phase.MATURING)
    assert found.flags == (Flag.NO_HORIZON,)
