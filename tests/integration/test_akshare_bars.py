"""akshare's own parsing on stated answers: what comes out as bars, and what each of its accidents is called."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import requests
import responses

from bot.domain.quotes import Bar
from bot.market import akshare_bars as vendors
from bot.market.ports import MarketError, NoData, SourceChanged, SourceUnavailable
from tests.integration import akshare_answers as told

SINCE, UNTIL = date(2024, 12, 1), date(2024, 12, 31)
DAY = date(2024, 12, 26)


@pytest.fixture
def http(monkeypatch: pytest.MonkeyPatch) -> Iterator[responses.RequestsMock]:
    told.unpackable(monkeypatch)
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def test_sina_gives_raw_bars_in_shares_and_no_phantom_on_the_day_the_capital_changed(
    http: responses.RequestsMock,
) -> None:
    told.sina_a(http, told.sina_rows())
    found = vendors.sina("300308.SZ", SINCE, UNTIL)
    assert [bar.session for bar in found] == [date(2024, 12, 25), DAY]  # not Saturday 2024-12-28
    assert found[1] == Bar(
        DAY,
        Decimal("140.8"),
        Decimal("135.87"),
        Decimal("141.5"),
        Decimal("133.56"),
        Decimal(42898200),
        Decimal(5900000000),
    )
    assert vendors.sina("300308.SZ", DAY, DAY) == found[1:]
    assert vendors.sina("300308.SZ", date(2025, 1, 1), date(2025, 1, 2)) == ()


def test_sinas_hong_kong_and_us_bars_have_no_amount(http: responses.RequestsMock) -> None:
    http.get(told.SINA_HK.format("09698"), body=told.packed(told.sina_rows(amount=False)))
    http.get(told.SINA_US.format("VNET"), body=told.packed(told.sina_rows()))
    for symbol in ("09698.HK", "VNET.US"):
        bar = vendors.sina(symbol, DAY, DAY)[0]
        assert (bar.close, bar.volume, bar.amount) == (Decimal("140.8"), Decimal(42898200), None)


def test_a_day_without_trade_is_no_bar(http: responses.RequestsMock) -> None:
    still = ("2024-12-27", 140.8, 140.8, 140.8, 140.8, 0, 0)
    told.sina_a(http, told.sina_rows([*told.DAYS, still]))
    assert vendors.sina("300308.SZ", SINCE, UNTIL)[-1].session == DAY


@pytest.mark.parametrize(
    ("symbol", "sent"),
    [
        ("000338.SZ", "428982"),  # left in lots by akshare 1.19.5
        ("300308.SZ", "428982"),  # multiplied by akshare
        ("688041.SH", "42898200"),  # in shares, and left so
        ("689009.SH", "42898200"),  # in shares, and multiplied nevertheless
    ],
)
def test_tencents_volume_is_settled_by_its_amount(http: responses.RequestsMock, symbol: str, sent: str) -> None:
    name = vendors.prefixed(symbol)
    http.get(told.TENCENT_FIRST, body='trend_qfq={"data":[["20200101","1","1"]]}')
    row = ["2024-12-26", "135.87", "140.80", "141.50", "133.56", sent, {}, "3.87", "590000.00", ""]
    http.get(told.TENCENT, body=told.tencent(name, [row]))
    (bar,) = vendors.tencent(symbol, SINCE, UNTIL)
    assert (bar.close, bar.high, bar.volume) == (Decimal("140.8"), Decimal("141.5"), Decimal(42898200))
    assert bar.amount == Decimal(5900000000)


def test_east_moneys_close_stands_before_its_high_and_its_volume_is_in_lots(http: responses.RequestsMock) -> None:
    http.get(told.EM, json=told.kline(told.EM_ROWS))
    bar = vendors.eastmoney("300308.SZ", SINCE, UNTIL)[-1]
    assert (bar.open, bar.high, bar.low, bar.close) == tuple(map(Decimal, ("135.87", "141.5", "133.56", "140.8")))
    assert (bar.volume, bar.amount) == (Decimal(42898200), Decimal(5900000000))


def test_an_adjusted_series_does_not_pass_for_a_raw_one(http: responses.RequestsMock) -> None:
    http.get(told.EM, json=told.kline([told.EM_ADJUSTED]))  # the mean price was 6.50, the high it shows is 6.36
    with pytest.raises(SourceChanged, match="fit no price of the day"):
        vendors.eastmoney("601872.SH", SINCE, UNTIL)


def test_a_us_symbol_is_looked_for_under_each_prefix(http: responses.RequestsMock) -> None:
    def answer(request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        known = "secid=106.VNET" in str(request.url)
        rows = ["2024-12-26,4.6,5.02,5.10,4.55,1000000,4900000.0,1,1,1,1"]
        return 200, {}, json.dumps(told.kline(rows) if known else told.NULL)

    http.add_callback(responses.GET, told.EM_US, callback=answer)
    assert vendors.eastmoney("VNET.US", SINCE, UNTIL)[0].volume == Decimal(1000000)


def test_csindex_gives_the_total_return_index_closes_alone_and_the_price_index_whole(
    http: responses.RequestsMock,
) -> None:
    row = told.csi_row("20241226", "H00300", 5717.07, 1.93, 0.03)
    http.get(told.CSI, json={"code": "200", "data": [row]})
    assert vendors.csindex("H00300", SINCE, UNTIL) == (Bar(DAY, Decimal("5717.07")),)
    http.reset()
    whole = {"open": 3979.67, "high": 3995.52, "low": 3975.73, "tradingVol": 180.5, "tradingValue": 2570.61}
    http.get(told.CSI, json={"code": "200", "data": [told.csi_row("20241226", "000300", 3987.48, 1.64, 0.04, **whole)]})
    (bar,) = vendors.csindex("000300", SINCE, UNTIL)
    assert (bar.open, bar.volume, bar.amount) == (Decimal("3979.67"), Decimal(180_500_000), Decimal(257_061_000_000))


def test_csindex_columns_that_changed_places_are_noticed(http: responses.RequestsMock) -> None:
    swapped = told.csi_row("20241226", "H00300", 1.93, 5717.07, 0.03)
    http.get(told.CSI, json={"data": [swapped]})
    with pytest.raises(SourceChanged, match="do not fit together"):
        vendors.csindex("H00300", SINCE, UNTIL)
    http.reset()
    http.get(told.CSI, json={"data": [told.csi_row("20241226", "000905", 5717.07, 1.93, 0.03)]})
    with pytest.raises(SourceChanged, match="the answer is about 000905"):
        vendors.csindex("H00300", SINCE, UNTIL)


def test_the_other_indices(http: responses.RequestsMock) -> None:
    rows = [{"date": "2024-12-24", "open": 19900.1234, "high": 20150.5, "low": 19850.2, "close": 20098.29, "volume": 0}]
    http.get(told.SINA_HK.format("HSI"), body=told.packed(rows))
    (hsi,) = vendors.sina_hk_index("HSI", SINCE, UNTIL)
    assert (hsi.open, hsi.close) == (Decimal("19900.1234"), Decimal("20098.29"))
    http.get(told.SINA_US.format(".INX"), body=told.packed([rows[0] | {"amount": 0}]))
    assert vendors.sina_us_index("SPX", SINCE, UNTIL)[0].close == Decimal("20098.29")
    sw = {"swindexcode": "801770", "bargaindate": "2024-12-26", "openindex": "3150.1", "maxindex": "3160", "hike": 1}
    sw |= {"minindex": "3120", "closeindex": "3144.72", "markup": 0.2, "bargainamount": "12.3", "bargainsum": "150.4"}
    http.get(told.SHENWAN, json={"code": "200", "data": [sw]})
    (bar,) = vendors.shenwan("801770", SINCE, UNTIL)
    assert (bar.open, bar.close, bar.volume) == (Decimal("3150.1"), Decimal("3144.72"), None)
    http.get(told.EM, json=told.kline(["2024-12-26,3979.67,3987.48,3995.52,3975.73,1805000,257061000000.0,0.5"]))
    assert vendors.eastmoney_index("000300", SINCE, UNTIL)[0].volume == Decimal(180_500_000)


@pytest.mark.parametrize(
    ("code", "sources"),
    [
        ("000300", ["csindex", "eastmoney"]),
        ("H00300", ["csindex"]),
        ("HSI", ["sina"]),
        ("SPX", ["sina"]),
        ("IXIC", ["sina"]),
        ("801770", ["shenwan"]),
        ("MSCI", []),
    ],
)
def test_who_is_asked_for_an_index(code: str, sources: list[str]) -> None:
    assert list(vendors.index_sources(code)) == sources


def em(answer: dict[str, Any]) -> Callable[[responses.RequestsMock], None]:
    def prepare(http: responses.RequestsMock) -> None:
        http.get(told.EM, **answer)

    return prepare


@pytest.mark.parametrize(
    ("prepare", "fails", "words"),
    [
        (em({"json": told.NULL}), NoData, "has nothing"),  # a frame without columns
        (em({"body": told.HTML}), SourceChanged, "no JSON"),
        (em({"body": '{"rc":0,"data":{"klines":["2024-12'}), SourceChanged, "no JSON"),  # cut off
        (em({"json": {"rc": 0}}), SourceChanged, "KeyError"),
        (em({"json": told.kline([told.EM_ROWS[0] + ",1"])}), SourceChanged, "Length mismatch"),
        (em({"body": requests.ConnectionError("RemoteDisconnected")}), SourceUnavailable, "RemoteDisconnected"),
        (em({"body": requests.ReadTimeout("read timed out")}), SourceUnavailable, "timed out"),
        (em({"body": requests.exceptions.SSLError("bad certificate")}), SourceUnavailable, "certificate"),
    ],
)
def test_each_accident_has_a_name(
    http: responses.RequestsMock,
    prepare: Callable[[responses.RequestsMock], None],
    fails: type[MarketError],
    words: str,
) -> None:
    prepare(http)
    with pytest.raises(fails, match=words):
        vendors.eastmoney("300308.SZ", SINCE, UNTIL)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2024-12-26,135.87,140.80,140.00,133.56,428982,5900000000.00,1,1,1,1", "the high 140 is below 140.8"),
        ("2024-12-26,135.87,140.80,141.50,136.00,428982,5900000000.00,1,1,1,1", "the low 136 is above 135.87"),
        ("2024-12-26,-1.87,-1.80,141.50,-2.56,428982,5900000000.00,1,1,1,1", "a price of -2.56"),
        ("2024-12-26,135.87,-,141.50,133.56,428982,5900000000.00,1,1,1,1", "no close on 2024-12-26"),
        ("2024-12-26,135.87,140.80,141.50,133.56,428982,1.00,1,1,1,1", "fit no price of the day"),
        ("2024-12-28,135.87,140.80,141.50,133.56,428982,5900000000.00,1,1,1,1", "the weekend day 2024-12-28"),
        ("soon,135.87,140.80,141.50,133.56,428982,5900000000.00,1,1,1,1", "is no date"),
        ("2024-12-25,133.01,135.00,136.50,132.10,400000,5400000000.00,1,1,1,1", "two different bars of 2024-12-25"),
    ],
)
def test_a_value_that_cannot_be_is_not_believed(http: responses.RequestsMock, row: str, words: str) -> None:
    http.get(told.EM, json=told.kline([told.EM_ROWS[0], row]))
    with pytest.raises(SourceChanged, match=words):
        vendors.eastmoney("300308.SZ", SINCE, UNTIL)


def test_nothing_from_each_vendor_in_its_own_way(http: responses.RequestsMock) -> None:
    http.get(told.EM_HK, json=told.NULL)  # TypeError
    http.get(told.EM_US, json=told.NULL)
    http.get(told.CSI, json={"code": "200", "data": []})  # ValueError: Length mismatch
    for ask, what in ((vendors.eastmoney, "09698.HK"), (vendors.eastmoney, "VNET.US"), (vendors.csindex, "H99999")):
        with pytest.raises(NoData):
            ask(what, SINCE, UNTIL)
    with pytest.raises(NoData, match="only A shares"):
        vendors.tencent("09698.HK", SINCE, UNTIL)
    for ask in (vendors.sina, vendors.eastmoney):
        with pytest.raises(NoData, match="NEEQ"):
            ask("430001.NQ", SINCE, UNTIL)
    with pytest.raises(NoData, match="not covered"):
        vendors.sina_us_index("DAX", SINCE, UNTIL)


def test_a_blocked_sina_answers_a_page(http: responses.RequestsMock) -> None:
    http.get(told.SINA_A.format("sz300308"), body=told.HTML)  # IndexError
    with pytest.raises(SourceChanged, match="IndexError"):
        vendors.sina("300308.SZ", SINCE, UNTIL)
    http.get(told.SINA_HK.format("09698"), body=told.HTML.replace("<body>", '<body a="b">'))  # V8 cannot unpack it
    with pytest.raises(SourceChanged, match="JSEvalException"):
        vendors.sina("09698.HK", SINCE, UNTIL)
    http.get(told.SHENWAN, json={"code": "200", "data": []})  # KeyError: None of [Index([…
    with pytest.raises(SourceChanged, match="KeyError"):
        vendors.shenwan("801999", SINCE, UNTIL)
