"""Ex-dates out of factor files, by figures a reader can check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import responses

from bot.domain.quotes import Bar
from bot.market.akshare_factors import from_summands, read_factors, sina_adjustments
from bot.market.ports import NoData, SourceChanged, SourceUnavailable
from tests.integration import akshare_answers as told

EVER = (date(2000, 1, 1), date(2026, 12, 31))


@pytest.fixture
def http(monkeypatch: pytest.MonkeyPatch) -> Iterator[responses.RequestsMock]:
    told.unpackable(monkeypatch)
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def test_a_ratio_is_that_of_two_neighbouring_factors(http: responses.RequestsMock) -> None:
    # 2025-06-19: 125.06 / 124.56; 2025-10-13: 390.00 / 389.60
    text = told.hfq(
        [("2025-10-13", "2.0101053"), ("2025-06-19", "2.008044"), ("2024-06-06", "2.0000"), ("1900-01-01", "1.0")]
    )
    http.get(told.SINA_HFQ.format("sz300308"), body=text)
    split, june, october = sina_adjustments("300308.SZ", *EVER)
    assert (split.ex_date, split.ratio) == (date(2024, 6, 6), Decimal(2))
    assert float(june.ratio) == pytest.approx(125.06 / 124.56, abs=1e-5)
    assert float(october.ratio) == pytest.approx(390.0 / 389.6, abs=1e-5)
    assert {(each.split, each.cash, each.source) for each in (split, june, october)} == {(None, None, "sina")}
    assert sina_adjustments("300308.SZ", date(2025, 6, 19), date(2025, 10, 12)) == ()
    assert sina_adjustments("300308.SZ", date(2025, 6, 18), date(2025, 10, 12)) == (june,)


def test_a_share_that_never_paid_has_no_ex_date_and_an_unknown_one_no_record(http: responses.RequestsMock) -> None:
    http.get(told.SINA_HFQ.format("sz300308"), body=told.hfq([("1900-01-01", "1.0")]))
    assert sina_adjustments("300308.SZ", *EVER) == ()
    http.get(told.SINA_HFQ.format("sz300309"), body=told.hfq([]))
    http.get(told.SINA_HFQ.format("sz300310"), status=404)
    http.get(told.SINA_HFQ.format("sz300311"), status=456)
    for symbol in ("300309.SZ", "300310.SZ", "430001.NQ"):
        with pytest.raises(NoData):
            sina_adjustments(symbol, *EVER)
    with pytest.raises(SourceUnavailable, match="456"):
        sina_adjustments("300311.SZ", *EVER)


def test_cash_and_shares_are_told_apart_where_the_file_does(http: responses.RequestsMock) -> None:
    # first 2.00 in cash on a close of 102.00, then one share becomes two
    text = told.hfq([("2024-12-27", "2", "2"), ("2024-12-24", "1", "2"), ("1900-01-01", "1", "0")], "hk09698")
    http.get(told.SINA_HK_HFQ.format("09698"), body=text)
    days = [("2024-12-23", 101.0, 103.0, 100.0, 102.0, 1000, 0), ("2024-12-24", 100.0, 101.0, 99.0, 100.0, 1000, 0)]
    http.get(told.SINA_HK.format("09698"), body=told.packed(told.sina_rows(days, amount=False)))
    cash, split = sina_adjustments("09698.HK", *EVER)
    assert (cash.ex_date, cash.split, cash.cash) == (date(2024, 12, 24), Decimal(1), Decimal(2))
    assert float(cash.ratio) == pytest.approx(102 / 100)
    assert (split.split, split.cash, split.ratio) == (Decimal(2), Decimal(0), Decimal(2))


def test_cash_that_is_more_than_the_price_is_not_believed() -> None:
    factors = read_factors(told.hfq([("2024-12-24", "1", "200"), ("1900-01-01", "1", "0")]), asked="it")
    with pytest.raises(SourceChanged, match="2024-12-24 cannot be"):
        from_summands(factors, [Bar(date(2024, 12, 23), Decimal(102))], asked="it")


@pytest.mark.parametrize(
    "text",
    [
        told.HTML,
        "",
        "var x=__import__('os').system('true')",  # akshare would run this
        'var x={"data": [{"d": "2024-12-24", "f": __import__("os")}]}',
        'var x={"total": 1}',
        'var x={"data": [{"d": "soon", "f": "1"}]}',
        'var x={"data": [{"d": "2024-12-24", "f": "one"}]}',
        'var x={"data": [{"d": "2024-12-24", "f": "-1"}]}',
        'var x={"data": [{"d": "2024-12-24", "f": "0"}]}',
        'var x={"data": [{"d": "2024-12-24", "f": "NaN"}]}',
        'var x={"data": [{"d": "2024-12-24", "f": "1"}, {"d": "2024-12-24", "f": "2"}]}',
        'var x={"data": [{"d": "2024-12-24", "f": "1"}',
    ],
)
def test_what_is_no_factor_file_is_read_as_none(text: str) -> None:
    with pytest.raises(SourceChanged):
        read_factors(text, asked="it")
