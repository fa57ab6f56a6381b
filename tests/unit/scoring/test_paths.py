"""What happens to a share on the way: suspensions, ex-dates, delisting, merger, listing, late bars."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.quotes import Bar, BarColumns
from bot.domain.scoring.inputs import Listing
from bot.domain.scoring.results import Flag, Phase, ReturnBasis
from tests.unit.scoring.scenario import PICK, SIX_MONTHS, Scenario, bars, event, flat, indices, one, pick, span_of

SHARE = PICK.symbol
OTHER = "600001.SH"


def suspended(*spans: str, closes: dict[str, float] | None = None) -> Scenario:
    return one(
        {}, bars={SHARE: bars(closes or {"2024-01-01": 10, "2024-06-03": 12}, without=spans)},
        suspensions={SHARE: [day for span in spans for day in span_of(span)]},
    )  # fmt: skip


def test_suspended_at_entry_the_close_before_it_counts() -> None:
    found = suspended("2024-02-28..2024-03-05").of(PICK, "2024-06-03")
    assert found.entry.session == date(2024, 3, 1)
    assert found.entry.price == 10
    assert found.total_return == pytest.approx(0.2)
    assert found.flags == ("suspended_at_entry:3",)
    assert found.tradable.session == date(2024, 3, 6)
    assert found.tradable.flags == ("waited_for_trading:2",)


def test_suspended_at_settlement_the_last_close_is_carried() -> None:
    found = suspended("2025-02-27..2025-03-10").of(PICK, "2025-06-03")
    assert found.as_of == date(2025, 3, 3)
    assert found.flags == ("suspended_at_settlement:3",)
    assert found.verdict is not None
    assert found.verdict.settled_on == date(2025, 3, 3)


def test_suspended_throughout_the_share_stood_still_while_the_index_moved() -> None:
    rising = {"2024-01-01": 5000.0, "2024-08-01": 5500.0}
    market = suspended("2024-03-01..2025-06-30")
    found = Scenario(market.bars, suspensions=market.suspensions, indices=indices(H00300=bars(rising))).of(
        PICK, "2025-03-03"
    )
    assert found.total_return == 0
    assert found.excess == pytest.approx(-0.1)
    assert found.verdict is not None
    assert not found.verdict.met
    assert found.flags == ("suspended_at_entry:1", "suspended_at_settlement:262")
    assert found.tradable.session is None
    assert found.tradable.flags == ("waited_for_trading:261",)


def test_a_suspension_before_the_settlement_is_told_as_such() -> None:
    assert suspended("2024-05-01..2024-05-31").of(PICK, "2024-05-03").flags == ("suspended_now:3",)


def test_an_ex_date_during_a_suspension_counts_when_the_share_trades_again() -> None:
    market = one(
        {},
        bars={SHARE: bars({"2024-01-01": 10, "2024-03-11": 5}, without=["2024-02-28..2024-03-08"])},
        events={SHARE: [event("2024-02-29", "2", "2")]},
    )
    assert market.of(PICK, "2024-03-08").total_return == 0
    assert market.of(PICK, "2024-03-11").total_return == 0


def test_dividend_bonus_and_rights_inside_the_window() -> None:
    """10.00 with 0.50 cash: k = 9.5 / 10. Ten for ten: k = 1 / 2. Three for ten at 5: k = (10 + 1.5) / 1.3 / 10."""
    cash = one({"2024-01-01": 10, "2024-05-06": 9.5}, events={SHARE: [event("2024-05-06", "1.052631578947368421")]})
    assert cash.of(PICK, "2024-05-06").total_return == pytest.approx(0)
    assert cash.of(PICK, "2024-05-06", ReturnBasis.PRICE).total_return == pytest.approx(-0.05)
    bonus = one({"2024-01-01": 10, "2024-05-06": 5}, events={SHARE: [event("2024-05-06", "2", "2")]})
    assert bonus.of(PICK, "2024-05-06").total_return == 0
    assert bonus.of(PICK, "2024-05-06", ReturnBasis.PRICE).total_return == 0
    ratio = str(Decimal(13) / Decimal("11.5"))
    rights = one({"2024-01-01": 10, "2024-05-06": 9}, events={SHARE: [event("2024-05-06", ratio, ratio)]})
    assert rights.of(PICK, "2024-05-06").total_return == pytest.approx(9 * 13 / 11.5 / 10 - 1)


def test_an_ex_date_on_the_day_of_entry_is_in_that_close_already() -> None:
    market = one({"2024-01-01": 10, "2024-03-01": 5}, events={SHARE: [event("2024-03-01", "2", "2")]})
    assert market.of(PICK, "2024-06-03").total_return == 0


def test_an_ex_date_on_the_tradable_session_is_in_its_open_already() -> None:
    ex_day = Bar(date(2024, 3, 4), Decimal(6), Decimal(5), Decimal(6), Decimal(5))
    before, after = bars({"2024-01-01": 10}, until="2024-03-01"), bars({"2024-03-05": 6})
    market = one({}, bars={SHARE: [*before, ex_day, *after]}, events={SHARE: [event("2024-03-04", "2", "2")]})
    found = market.of(PICK, "2024-03-05")
    assert found.total_return == pytest.approx(0.2)
    assert found.tradable.price == 5
    assert found.tradable.total_return == pytest.approx(0.2)


def test_two_events_of_one_day_multiply() -> None:
    both = [event("2024-05-06", "2", "2"), event("2024-05-06", "1.25")]
    market = one({"2024-01-01": 10, "2024-05-06": 4}, events={SHARE: both})
    assert market.of(PICK, "2024-05-06").total_return == 0


def test_delisted_the_last_close_is_carried_to_the_settlement() -> None:
    market = one(
        {},
        bars={SHARE: bars({"2024-01-01": 10, "2024-06-03": 6}, until="2024-07-31")},
        suspensions={},
        listings={SHARE: Listing(delisted=date(2024, 8, 1))},
    )
    found = market.of(PICK, "2025-03-03")
    assert (found.phase, found.as_of) == (Phase.SETTLED, date(2025, 3, 3))
    assert found.total_return == pytest.approx(-0.4)
    assert found.flags == (Flag.DELISTED,)


def test_merged_the_exchange_ratio_leads_into_the_successor() -> None:
    """One share at 8 became 0.4 shares of the successor at 20, which pays 1 of 25 and stands at 24 then."""
    prices = {
        SHARE: bars({"2024-01-01": 8}, until="2024-07-31"),
        OTHER: bars({"2024-01-01": 20, "2024-09-02": 25, "2024-10-01": 24}),
    }
    events = {OTHER: [event("2024-02-01", "3"), event("2024-10-01", str(Decimal(25) / 24))]}
    listing = Listing(delisted=date(2024, 8, 5), successor=OTHER, exchange_ratio=Decimal("0.4"))
    market = Scenario(prices, events, listings={SHARE: listing})
    assert market.of(PICK, "2024-08-05").total_return == pytest.approx(0)
    assert market.of(PICK, "2024-09-02").total_return == pytest.approx(0.25)
    found = market.of(PICK, "2025-03-03")
    assert found.total_return == pytest.approx(0.25)
    assert found.flags == (Flag.MERGED,)
    unknown = Scenario(prices, listings={SHARE: Listing(delisted=date(2024, 8, 5), successor=OTHER)})
    found = unknown.of(PICK, "2025-03-03")
    assert (found.total_return, found.flags) == (0, (Flag.MERGED,))


def test_not_listed_yet_it_is_pending_and_the_horizon_still_runs_from_the_report() -> None:
    prices = {SHARE: bars({"2024-04-08": 30, "2024-05-06": 33}), OTHER: flat(7)}
    before = Scenario(prices, listings={SHARE: Listing(listed=date(2024, 4, 8))}).of(PICK, "2024-04-05")
    assert (before.phase, before.flags, before.total_return) == (Phase.PENDING, (Flag.NOT_LISTED_YET,), None)
    after = Scenario(prices).of(PICK, "2024-05-06")
    assert after.entry.session == date(2024, 4, 8)
    assert after.total_return == pytest.approx(0.1)
    assert after.settles == date(2025, 3, 3)
    assert after.flags == (Flag.NOT_LISTED_YET,)
    assert after.tradable.session == date(2024, 4, 8)
    assert after.tradable.flags == ()


def test_listed_long_ago_but_without_old_bars_there_is_nothing_to_count_from() -> None:
    market = one(
        {},
        bars={SHARE: bars({"2024-04-08": 30}), OTHER: flat(7)},
        listings={SHARE: Listing(listed=date(1999, 11, 10))},
    )
    found = market.of(PICK, "2024-05-06")
    assert (found.phase, found.flags) == (Phase.PENDING, (Flag.NO_PRICE_DATA,))


def test_a_bar_that_is_late_holds_the_figures_at_the_close_before() -> None:
    market = one({}, bars={SHARE: bars({"2024-01-01": 10}, until="2024-06-03"), OTHER: flat(7)}, suspensions={})
    found = market.of(PICK, "2024-06-04")
    assert found.as_of == date(2024, 6, 3)
    assert found.flags == ("behind:1",)


def test_a_late_bar_at_the_settlement_lets_it_wait_and_its_arrival_settles() -> None:
    late = one({}, bars={SHARE: bars({"2024-01-01": 10}, until="2025-02-28"), OTHER: flat(7)}, suspensions={})
    waiting = late.of(PICK, "2025-03-03")
    assert (waiting.phase, waiting.verdict) == (Phase.IN_WINDOW, None)
    arrived = one({"2024-01-01": 10, "2025-03-03": 13}, suspensions={}).of(PICK, "2025-03-03")
    assert arrived.verdict is not None
    assert arrived.verdict.met


def test_a_gap_that_trading_has_ended_is_no_late_bar() -> None:
    prices = {SHARE: bars({"2024-01-01": 10}, without=["2025-03-03"]), OTHER: flat(7)}
    found = Scenario(prices, suspensions={}).of(PICK, "2025-03-10")
    assert found.phase is Phase.SETTLED
    assert found.flags == ("suspended_at_settlement:1", "missing_bars:1")


def test_a_bar_that_is_corrected_gives_the_corrected_figure() -> None:
    assert one({"2024-01-01": 10, "2024-06-03": 11}).of(PICK, "2024-06-03").total_return == pytest.approx(0.1)
    assert one({"2024-01-01": 10, "2024-06-03": 12}).of(PICK, "2024-06-03").total_return == pytest.approx(0.2)


@pytest.mark.parametrize("close", ["0", "NaN", "-1"])
def test_a_quote_that_is_no_price_is_no_bar(close: str) -> None:
    good = [bar for bar in flat(10) if bar.session != date(2024, 6, 3)]
    broken = [*good, Bar(date(2024, 6, 3), Decimal(close))]
    found = one({}, bars={SHARE: sorted(broken, key=lambda bar: bar.session)}).of(PICK, "2024-06-03")
    assert found.total_return == 0
    assert found.flags == ("suspended_now:1",)


def test_a_copy_of_the_day_before_without_volume_is_a_suspension() -> None:
    copies = [
        Bar(bar.session, bar.close, bar.open, volume=Decimal(0 if bar.session == date(2024, 3, 4) else 100))
        for bar in flat(10)
    ]
    found = one({}, bars={SHARE: copies}).of(PICK, "2024-03-08")
    assert found.tradable.session == date(2024, 3, 5)
    assert one({}, bars={SHARE: BarColumns.of(copies)}).of(PICK, "2024-03-08") == found


def test_a_bar_on_a_day_that_is_no_session_is_not_used() -> None:
    """A make-up working Saturday, and a holiday that a vendor filled."""
    saturday = Bar(date(2024, 3, 2), Decimal(99), Decimal(99))
    prices = sorted([*flat(10), saturday], key=lambda bar: bar.session)
    market = one({}, bars={SHARE: prices}, holidays=[date(2024, 3, 4)])
    found = market.of(pick(published=date(2024, 3, 2)), "2024-03-05")
    assert found.entry.session == date(2024, 3, 1)
    assert found.entry.price == 10
    assert found.tradable.session == date(2024, 3, 5)


def test_a_share_that_opened_at_its_limit_and_stayed_there_could_not_be_bought() -> None:
    def first_day(symbol: str, opened: str, low: str) -> tuple[str, ...]:
        day = Bar(date(2024, 3, 4), Decimal(opened), Decimal(opened), Decimal(opened), Decimal(low))
        prices = [*bars({"2024-01-01": 10.05}, until="2024-03-01"), day]
        return Scenario({symbol: prices}).of(pick(symbol=symbol), "2024-03-04").tradable.flags

    assert first_day("600000.SH", "11.06", "11.06") == (Flag.SEALED_AT_LIMIT,)  # 10.05 x 1.1 = 11.055
    assert first_day("600000.SH", "11.06", "10.90") == ()
    assert first_day("600000.SH", "10.80", "10.80") == ()
    assert first_day("600000.SH", "10.55", "10.55") == (Flag.SEALED_AT_LIMIT,)  # an ST share, + 5 %
    assert first_day("300001.SZ", "12.06", "12.06") == (Flag.SEALED_AT_LIMIT,)
    assert first_day("300001.SZ", "11.06", "11.06") == ()
    assert first_day("688001.SH", "12.06", "12.06") == (Flag.SEALED_AT_LIMIT,)
    assert first_day("600000.SH", "9.05", "9.05") == ()  # at its lower limit, where anybody can buy


def test_a_bar_without_an_open_gives_no_tradable_figure() -> None:
    closes = [Bar(bar.session, bar.close) for bar in flat(10)]
    found = one({}, bars={SHARE: closes}).of(PICK, "2024-06-03")
    assert found.total_return == 0
    assert (found.tradable.price, found.tradable.total_return) == (None, None)
    assert found.tradable.flags == (Flag.NO_OPEN,)


def test_a_new_name_and_an_st_mark_change_no_figure() -> None:
    market = one({"2024-01-01": 10, "2024-09-02": 11})
    before, after = market.all([PICK, pick(name="*ST甲")], "2024-09-02")
    assert after == replace(before, name="*ST甲")


def test_two_reports_of_one_day_are_two_scores() -> None:
    market = one({"2024-01-01": 10, "2024-09-02": 11})
    first, second = market.all([PICK, pick(rating="增持", scale=SIX_MONTHS)], "2024-09-02")
    assert (first.rating, first.verdict) == ("买入", None)
    assert second.verdict is not None
    assert second.verdict.met
