"""A recorded market tells what was known, and nothing sooner."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.quotes import Suspension
from bot.domain.securities import Market
from bot.market.ports import NoData, SourceChanged
from bot.market.recorded import RecordedMarket, RecordedQuotes
from tests.unit.market.recorded_fakes import BARS, FACTORS, SetClock, write_market

A, HK, US = "300308.SZ", "09698.HK", "VNET.US"
EVER = (date(2024, 1, 1), date(2026, 12, 31))


async def closes(market: RecordedMarket, symbol: str) -> list[str]:
    return [f"{bar.session:%m-%d} {bar.close}" for bar in await market.daily_bars(symbol, *EVER)]


async def test_bars_come_out_as_they_were_printed_and_a_copy_counts_once(tmp_path: Path) -> None:
    bars = await RecordedMarket(write_market(tmp_path)).daily_bars(A, date(2024, 12, 26), date(2024, 12, 26))
    assert [(bar.open, bar.high, bar.low, bar.close, bar.volume, bar.amount) for bar in bars] == [
        (Decimal("135.87"), Decimal("141.5"), Decimal("133.56"), Decimal("140.8"), Decimal(42898200), None)
    ]


async def test_a_vendor_that_gives_closes_alone_gives_bars_without_open(tmp_path: Path) -> None:
    bars = await RecordedMarket(write_market(tmp_path)).daily_bars(US, *EVER)
    assert [(bar.open, bar.close, bar.volume) for bar in bars] == [
        (None, Decimal("4.61"), None),
        (None, Decimal("5.02"), None),
    ]


async def test_a_missing_session_is_missing(tmp_path: Path) -> None:
    assert await closes(RecordedMarket(write_market(tmp_path)), A) == ["12-25 135", "12-26 140.8", "12-30 71.5"]


@pytest.mark.parametrize(
    ("now", "symbol", "last"),
    [
        ("2024-12-26T14:59:59+08:00", A, "12-25 135"),
        ("2024-12-26T15:00:00+08:00", A, "12-26 140.8"),
        ("2024-12-27T15:59:59+08:00", HK, "12-24 20.4"),
        ("2024-12-27T16:00:00+08:00", HK, "12-27 20.9"),
        ("2024-12-27T04:59:59+08:00", US, "12-24 4.61"),  # 15:59:59 in New York
        ("2024-12-27T05:00:00+08:00", US, "12-26 5.02"),
    ],
)
async def test_a_bar_appears_at_its_sessions_close(tmp_path: Path, now: str, symbol: str, last: str) -> None:
    assert (await closes(RecordedMarket(write_market(tmp_path), SetClock(now)), symbol))[-1] == last


async def test_an_index_is_not_seen_before_its_close_and_only_its_primary_rows_count(tmp_path: Path) -> None:
    clock = SetClock("2024-12-26T14:59:00+08:00")
    market = RecordedMarket(write_market(tmp_path), clock)
    assert await market.index_bars("000300", *EVER) == ()
    clock.set("2024-12-26T15:00:00+08:00")
    assert [bar.close for bar in await market.index_bars("000300", *EVER)] == [Decimal("3987.48")]
    assert [(bar.open, bar.close) for bar in await market.index_bars("H00300", *EVER)] == [(None, Decimal("5717.07"))]


async def test_ex_dates_and_suspensions_are_known_on_their_morning(tmp_path: Path) -> None:
    clock = SetClock("2024-12-26T23:59:00+08:00")
    market = RecordedMarket(write_market(tmp_path), clock)
    assert await market.suspensions([A], *EVER) == ()
    clock.set("2024-12-27T00:00:00+08:00")
    assert await market.suspensions([A, HK], *EVER) == (Suspension(A, date(2024, 12, 27)),)
    assert await market.adjustments(A, *EVER) == ()
    clock.set("2024-12-30T00:00:00+08:00")
    assert [event.ratio for event in await market.adjustments(A, *EVER)] == [Decimal("2.007128")]


async def test_ex_dates_lie_after_the_first_day_and_up_to_the_last(tmp_path: Path) -> None:
    market = RecordedMarket(write_market(tmp_path))
    assert await market.adjustments(A, date(2024, 12, 30), date(2024, 12, 31)) == ()
    assert len(await market.adjustments(A, date(2024, 12, 29), date(2024, 12, 30))) == 1
    assert await market.adjustments(HK, *EVER) == ()


def factor(ratio: str, vendor: str, split: str, cash: str, previous: str, reference: str) -> str:
    head = FACTORS.splitlines()[0]
    return f"{head}\n{A},x,2024-06-06,{previous},{reference},{ratio},{vendor},{split},{cash},m\n"


@pytest.mark.parametrize(
    ("row", "split", "cash"),
    [
        # 10 for 4 and 0.452 in cash: both vendors agree on the ratio
        (("1.405666", "1.405641", "1.4", "0.452", "112.13", "79.77"), "1.4", "0.452"),
        # 300308: announced 1.4, but treasury shares got none: reference price 119.64
        (("1.39552", "1.403783", "1.4", "", "166.96", "119.64"), None, None),
        # 600845: the cash was derived from the announced split, which the other vendor's ratio contradicts
        (("1.229277", "1.23545", "1.2", "0.996", "41.82", "34.02"), None, None),
        # cash alone
        (("1.004014", "1.004014", "1.0", "0.5", "125.06", "124.56"), "1", "0.5"),
        # 688668: no shares, and the two vendors' dividends differ: 0.02 does not explain 127.36 to 127.16
        (("1.001573", "1.000157", "1.0", "0.02", "127.36", "127.16"), "1", None),
        # only the combined ratio is known
        (("1.415446", "1.415446", "", "", "45.82", "32.37"), None, None),
    ],
)
async def test_a_split_is_believed_only_where_the_terms_explain_the_ratio(
    tmp_path: Path, row: tuple[str, ...], split: str | None, cash: str | None
) -> None:
    market = RecordedMarket(write_market(tmp_path, factors=factor(*row)))
    (event,) = await market.adjustments(A, *EVER)
    assert event.ratio == Decimal(row[0])
    assert event.split == (None if split is None else Decimal(split))
    assert event.cash == (None if cash is None else Decimal(cash))


async def test_the_calendar_is_told_whole_and_each_market_has_its_own(tmp_path: Path) -> None:
    market = RecordedMarket(write_market(tmp_path), SetClock("2024-12-26T09:00:00+08:00"))
    a, hk, us, bse = [await market.calendar(each) for each in (Market.A, Market.HK, Market.US, Market.BSE)]
    assert (len(a.sessions), len(hk.sessions), a.known_until) == (6, 4, date(2024, 12, 31))
    assert bse.sessions == a.sessions
    assert bse.market is Market.BSE
    assert hk.on_or_before(date(2024, 12, 26)) == date(2024, 12, 24)
    assert us.sessions == (date(2024, 12, 24), date(2024, 12, 26))  # no column: the days with a bar
    assert us.known_until == date(2024, 12, 26)


async def test_a_column_for_new_york_is_used_where_there_is_one(tmp_path: Path) -> None:
    rows = ["date,akshare,xhkg,xnys", "2024-12-24,1,1,1", "2024-12-25,1,0,0", "2024-12-26,1,0,1", "2024-12-27,1,1,1"]
    us = await RecordedMarket(write_market(tmp_path, calendar="\n".join(rows))).calendar(Market.US)
    assert us.sessions[-1] == us.known_until == date(2024, 12, 27)


async def test_what_is_not_recorded_is_no_data(tmp_path: Path) -> None:
    market = RecordedMarket(write_market(tmp_path))
    with pytest.raises(NoData, match=r"no bars of 600000\.SH"):
        await market.daily_bars("600000.SH", *EVER)
    with pytest.raises(NoData, match=r"no bars of 600000\.SH"):
        await market.adjustments("600000.SH", *EVER)
    with pytest.raises(NoData, match="no index SPX"):
        await market.index_bars("SPX", *EVER)


async def test_a_missing_folder_or_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoData, match=r"has no folder .*nowhere$"):
        await RecordedMarket(tmp_path / "nowhere").daily_bars(A, *EVER)
    market = RecordedMarket(write_market(tmp_path))
    (tmp_path / "index.csv").unlink()
    with pytest.raises(NoData, match=r"has no file .*index\.csv$"):
        await market.index_bars("000300", *EVER)
    assert len(await market.daily_bars(A, *EVER)) == 3  # the other files are not touched by it


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (f"{A},2024-12-26,1,1,1,2,1,none,x", "a second, different bar of 2024-12-26"),
        (f"{A},2024-12-31,1,1,1,,1,none,x", "a close of ''"),
        (f"{A},2024-12-31,1,1,1,0,1,none,x", "a close of '0'"),
        (f"{A},31.12.2024,1,1,1,1,1,none,x", "'31.12.2024' is no date"),
        (f"{A},2024-12-31,1,1,1,n/a,1,none,x", "could not convert"),
    ],
)
async def test_a_row_that_cannot_be_read_is_named(tmp_path: Path, bad: str, reason: str) -> None:
    market = RecordedMarket(write_market(tmp_path, bars=f"{BARS}{bad}\n"))
    with pytest.raises(SourceChanged, match=rf"bars_raw\.csv\.gz, line 11: .*{reason}"):
        await market.daily_bars(A, *EVER)


async def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    market = RecordedMarket(write_market(tmp_path))
    (tmp_path / "bars_raw.csv.gz").write_text("no gzip", encoding="utf-8")
    with pytest.raises(SourceChanged, match=r"bars_raw\.csv\.gz cannot be read"):
        await market.daily_bars(A, *EVER)
    with pytest.raises(SourceChanged, match="has no column symbol"):
        await RecordedMarket(write_market(tmp_path, factors="a,b\n1,2\n")).adjustments(A, *EVER)


@pytest.mark.parametrize(
    ("now", "price", "reference", "at"),
    [
        ("2024-12-26T09:29:00+08:00", None, None, None),  # 12-25 has no bar before it to refer to
        ("2024-12-26T09:30:00+08:00", "135.87", "135", "2024-12-26T01:30:00"),
        ("2024-12-26T14:59:59+08:00", "135.87", "135", "2024-12-26T01:30:00"),
        ("2024-12-26T15:00:00+08:00", "140.8", "135", "2024-12-26T07:00:00"),
        ("2024-12-27T09:00:00+08:00", "140.8", "135", "2024-12-26T07:00:00"),
        ("2024-12-27T10:00:00+08:00", None, None, None),  # suspended
        ("2024-12-29T10:00:00+08:00", None, None, None),  # Sunday: the last session was the suspended one
        ("2024-12-30T10:00:00+08:00", "70", "70.15", "2024-12-30T01:30:00"),  # over the ex-date: the reference price
    ],
)
async def test_a_replayed_quote_is_the_open_in_session_and_the_close_after_it(
    tmp_path: Path, now: str, price: str | None, reference: str | None, at: str | None
) -> None:
    clock = SetClock(now)
    quotes = await RecordedQuotes(RecordedMarket(write_market(tmp_path), clock), clock).quotes([A, "600000.SH"])
    if price is None or reference is None or at is None:
        assert quotes == {}
        return
    assert list(quotes) == [A]
    quote = quotes[A]
    assert (quote.price, quote.previous_close, quote.source) == (Decimal(price), Decimal(reference), "recorded")
    assert quote.time == datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert (quote.high is None) == (quote.price == quote.open)  # the day's high is not known before its end


async def test_no_recorded_open_is_no_quote_in_session(tmp_path: Path) -> None:
    clock = SetClock("2024-12-26T12:00:00-05:00")
    quotes = RecordedQuotes(RecordedMarket(write_market(tmp_path), clock), clock)
    assert await quotes.quotes([US]) == {}
    clock.set("2024-12-26T16:00:00-05:00")
    assert (await quotes.quotes([US]))[US].price == Decimal("5.02")
