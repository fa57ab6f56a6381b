"""Batch quotes over HTTP: what the vendors' records mean, and what is not believed of them.

The figures are of recorded lines: 300308 and 688256 on 2026-06-03, 00700 on 2026-05-22, 600519 on 2026-09-16.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal

import httpx
import pytest

from bot.domain.quotes import Quote
from bot.market.failover import FirstOf
from bot.market.ports import QuoteSource, SourceChanged, SourceUnavailable
from bot.market.sina import SinaQuotes
from bot.market.tencent import TencentQuotes
from tests.unit.market.recorded_fakes import SetClock

Answer = Callable[[httpx.Request], httpx.Response]


def tencent_line(name: str, fields: dict[int, str], length: int = 88) -> str:
    return f'v_{name}="' + "~".join(fields.get(at, "") for at in range(length)) + '";\n'


ZHONGJI = {
    0: "51",
    1: "中际旭创",
    2: "300308",
    3: "1275.00",
    4: "1191.81",
    5: "1220.00",
    6: "345251",
    30: "20260603155045",
    31: "83.19",
    33: "1320.00",
    34: "1220.00",
    35: "1275.00/345251/43881189297",
    37: "4388119",
    47: "1430.17",
    48: "953.45",
}
CAMBRICON = {
    0: "1",
    2: "688256",
    3: "1378.10",
    4: "1300.00",
    5: "1292.30",
    6: "16559805",
    30: "20260603155049",
    31: "78.10",
    33: "1428.01",
    34: "1291.00",
    35: "1378.10/16559805/22683725029",
    37: "2268373",
    47: "1560.00",
    48: "1040.00",
}
TENCENT_HK = {
    0: "100",
    2: "00700",
    3: "441.400",
    4: "439.000",
    5: "442.200",
    6: "23998219.0",
    30: "2026/05/22 16:08:22",
    31: "2.400",
    33: "445.000",
    34: "438.800",
    35: "441.400",
    37: "10609807754.648",
    47: "1.20",
    48: "677.700",
}
NONE = 'v_pv_none_match="1";\n'
MAOTAI = (
    'var hq_str_sh600519="贵州茅台,1273.930,1272.750,1257.050,1274.980,1254.100,1257.020,1257.320,1790162,2258702422.000,'
    '2026-09-16,11:30:00,00,";\n'
)


async def ask(
    source: Callable[[httpx.AsyncClient], QuoteSource], answer: Answer, symbols: Sequence[str]
) -> dict[str, Quote]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        return dict(await source(client).quotes(symbols))


def gbk(text: str) -> Answer:
    return lambda _: httpx.Response(200, content=text.encode("gb18030"))


async def test_lots_and_shares_both_come_out_in_shares() -> None:
    lines = tencent_line("sz300308", ZHONGJI) + tencent_line("sh688256", CAMBRICON)
    quotes = await ask(TencentQuotes, gbk(lines), ["300308.SZ", "688256.SH"])
    zhongji, cambricon = quotes["300308.SZ"], quotes["688256.SH"]
    assert (zhongji.volume, cambricon.volume) == (Decimal(34_525_100), Decimal(16_559_805))
    assert zhongji.amount == Decimal(43_881_189_297)
    assert (zhongji.limit_up, zhongji.limit_down) == (Decimal("1430.17"), Decimal("953.45"))
    assert zhongji.time == datetime(2026, 6, 3, 7, 50, 45, tzinfo=UTC)
    assert zhongji.source == "tencent"
    assert round(zhongji.change, 4) == Decimal("0.0698")


async def test_hong_kong_has_its_own_time_and_no_limits() -> None:
    quotes = await ask(TencentQuotes, gbk(tencent_line("hk00700", TENCENT_HK, 80)), ["00700.HK"])
    quote = quotes["00700.HK"]
    assert (quote.price, quote.volume, quote.limit_up) == (Decimal("441.400"), Decimal("23998219.0"), None)
    assert quote.time == datetime(2026, 5, 22, 8, 8, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    "change",
    [
        {3: "0.00"},
        {3: "-"},
        {3: "NaN"},
        {3: "Infinity"},
        {4: "0"},
        {5: "0.00"},  # not opened: suspended, or before the auction
        {6: "0"},
        {30: "yesterday"},
        {30: ""},
        {31: "12.00"},  # price less reference is 83.19
        {33: "1200.00"},  # a high below the price
        {2: "000001"},  # the answer to another question
    ],
)
async def test_what_does_not_hold_together_is_no_quote(change: dict[int, str]) -> None:
    lines = tencent_line("sz300308", ZHONGJI | change) + tencent_line("sh688256", CAMBRICON)
    assert list(await ask(TencentQuotes, gbk(lines), ["300308.SZ", "688256.SH"])) == ["688256.SH"]


async def test_a_volume_that_fits_no_price_is_left_out_and_the_price_is_kept() -> None:
    odd = ZHONGJI | {35: "1275.00/345251/1"}
    assert (await ask(TencentQuotes, gbk(tencent_line("sz300308", odd)), ["300308.SZ"]))["300308.SZ"].volume is None


async def test_an_unknown_security_is_left_out_and_a_short_record_too() -> None:
    assert await ask(TencentQuotes, gbk(NONE), ["999999.SZ"]) == {}
    assert await ask(TencentQuotes, gbk('v_sz300308="51~x~300308";\n'), ["300308.SZ"]) == {}


async def test_sixty_are_asked_for_at_once_and_neeq_not_at_all() -> None:
    asked: list[int] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path.count(",") + 1)
        return httpx.Response(200, content=NONE.encode())

    await ask(TencentQuotes, answer, [f"{300000 + n}.SZ" for n in range(130)] + ["430001.NQ"])
    assert asked == [60, 60, 10]


async def test_sina_wants_its_referer_and_an_empty_record_is_unknown() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers.get("Referer") != "https://finance.sina.com.cn":
            return httpx.Response(403)
        return httpx.Response(200, content=(MAOTAI + 'var hq_str_sz399999="";\n').encode("gb18030"))

    quotes = await ask(SinaQuotes, answer, ["600519.SH", "399999.SZ"])
    assert list(quotes) == ["600519.SH"]
    quote = quotes["600519.SH"]
    assert (quote.price, quote.previous_close, quote.open) == (
        Decimal("1257.050"),
        Decimal("1272.750"),
        Decimal("1273.930"),
    )
    assert (quote.high, quote.low, quote.volume) == (Decimal("1274.980"), Decimal("1254.100"), Decimal(1_790_162))
    assert quote.time == datetime(2026, 9, 16, 3, 30, tzinfo=UTC)


async def test_sinas_hong_kong_record_is_checked_by_its_own_change() -> None:
    record = (
        "TENCENT,腾讯控股,442.200,439.000,445.000,438.800,441.400,{},0.547,441.2,441.4,10609807754.6,23998219,16,0,6,7"
    )
    line = f'var hq_str_hk00700="{record},2026/05/22,16:08";\n'
    quotes = await ask(SinaQuotes, gbk(line.format("2.400")), ["00700.HK", "AAPL.US"])
    assert quotes["00700.HK"].price == Decimal("441.400")
    assert quotes["00700.HK"].time == datetime(2026, 5, 22, 8, 8, tzinfo=UTC)
    assert await ask(SinaQuotes, gbk(line.format("-9.000")), ["00700.HK"]) == {}


@pytest.mark.parametrize("source", [TencentQuotes, SinaQuotes])
async def test_each_way_to_fail_has_its_name(source: Callable[[httpx.AsyncClient], QuoteSource]) -> None:
    def reset(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("connection reset", request=request)

    with pytest.raises(SourceUnavailable, match="ReadError connection reset"):
        await ask(source, reset, ["300308.SZ"])
    for status in (403, 456, 502):
        with pytest.raises(SourceUnavailable, match=str(status)):
            await ask(source, lambda _, status=status: httpx.Response(status), ["300308.SZ"])  # type: ignore[misc] # bound per status
    with pytest.raises(SourceChanged, match="no list of quotes"):
        await ask(source, gbk("<html>please confirm that you are human</html>"), ["300308.SZ"])


class Stub:
    """A source that gives what it is told to, or fails as told."""

    def __init__(self, name: str, outcome: dict[str, Quote] | Exception) -> None:
        self.name = name
        self.outcome = outcome

    async def quotes(self, symbols: Sequence[str]) -> dict[str, Quote]:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return {symbol: quote for symbol, quote in self.outcome.items() if symbol in symbols}


async def test_the_first_that_answers_serves_and_the_failure_before_it_is_kept() -> None:
    clock = SetClock("2026-06-03T10:00:00+08:00")
    quote = Quote("300308.SZ", Decimal(1275), Decimal(1191), clock.now(), "second")
    first, second = Stub("first", SourceUnavailable("banned")), Stub("second", {"300308.SZ": quote})
    source = FirstOf([first, second], clock)
    assert await source.quotes(["300308.SZ"]) == {"300308.SZ": quote}
    assert [(each.name, each.failures, each.last_error) for each in source.health] == [
        ("first", 1, "banned"),
        ("second", 0, ""),
    ]
    first.outcome = {}
    assert await source.quotes(["300308.SZ"]) == {}  # it answered: what it leaves out stays out
    assert [each.failures for each in source.health] == [0, 0]


async def test_when_all_fail_the_reasons_of_all_are_said() -> None:
    clock = SetClock("2026-06-03T10:00:00+08:00")
    source = FirstOf([Stub("first", SourceUnavailable("banned")), Stub("second", SourceChanged("odd"))], clock)
    with pytest.raises(SourceUnavailable, match="banned; odd"):
        await source.quotes(["300308.SZ"])
    assert await source.quotes([]) == {}
