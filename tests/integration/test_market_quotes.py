"""Batch quotes over HTTP: what the vendors' records mean, and what is not believed of them.

The figures are of recorded lines: 300308 and 688256 on 2026-06-03, 00700 on 2026-05-22, 600519 on 2026-09-16.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import httpx
import pytest

from bot.domain.quotes import Quote
from bot.market.failover import CheckedQuotes
from bot.market.health import Health, Supply
from bot.market.ports import Batch, BatchSource, Reason, SecondLook, SourceChanged, SourceUnavailable
from bot.market.quote_fetch import QuotePages
from bot.market.sina import SinaQuotes
from bot.market.sources import Sources
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


async def ask(source: Callable[[QuotePages], BatchSource], answer: Answer, symbols: Sequence[str]) -> dict[str, Quote]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        return dict((await source(QuotePages(client)).batch(symbols)).quotes)


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
    odd = ZHONGJI | {35: "1275.00/345251/47881189297"}  # a mean price of 1386.86, above the high
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
async def test_each_way_to_fail_has_its_name(source: Callable[[QuotePages], BatchSource]) -> None:
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
    """A vendor that gives what it is told to, or fails as told; it keeps what it was asked for."""

    def __init__(self, name: str, *outcome: Quote, fails: Exception | None = None) -> None:
        self.name = name
        self.outcome = outcome
        self.refused: dict[str, Reason] = {}
        self.fails = fails
        self.asked: list[list[str]] = []

    async def batch(self, symbols: Sequence[str]) -> Batch:
        self.asked.append(list(symbols))
        if self.fails is not None:
            raise self.fails
        return Batch({each.symbol: each for each in self.outcome if each.symbol in symbols}, self.refused)


CLOCK = "2026-06-03T10:00:00+08:00"
SYMBOL = "300308.SZ"


def priced(source: str, price: str, *, minutes: float = 0, before: str = "1191") -> Quote:
    at = SetClock(CLOCK).now() + timedelta(minutes=minutes)
    return Quote(SYMBOL, Decimal(price), Decimal(before), at, source)


def checked(*vendors: Stub) -> tuple[CheckedQuotes, Sources]:
    clock = SetClock(CLOCK)
    sources = Sources(clock)
    return CheckedQuotes(vendors, sources, clock, differ=Decimal("0.005")), sources


TENCENT, SINA = "tencent-quotes", "sina-quotes"


def health(sources: Sources, name: str) -> Health:
    return next(each for each in sources.report().sources if each.name == name)


async def test_the_first_that_answers_serves_and_the_failure_before_it_is_kept() -> None:
    quote = priced("sina", "1275")
    first, second = Stub(TENCENT, fails=SourceUnavailable("banned", Reason.STATUS)), Stub(SINA, quote)
    quotes, sources = checked(first, second)
    assert await quotes.quotes([SYMBOL]) == {SYMBOL: quote}
    assert (health(sources, TENCENT).breaker.failures, health(sources, TENCENT).words) == (1, "banned")
    assert sources.report().in_use[Supply.QUOTES] == SINA
    first.fails = None
    assert await quotes.quotes([SYMBOL]) == {}  # it answered: what it leaves out stays out
    assert health(sources, TENCENT).breaker.failures == 0


async def test_when_all_fail_the_first_reason_is_said_and_nobody_is_asked_for_nothing() -> None:
    quotes, _ = checked(Stub(TENCENT, fails=SourceUnavailable("banned")), Stub(SINA, fails=SourceChanged("odd")))
    with pytest.raises(SourceUnavailable, match="banned"):
        await quotes.quotes([SYMBOL])
    assert await quotes.quotes([]) == {}


async def test_what_is_not_believed_is_asked_of_the_next_vendor() -> None:
    first, second = Stub(TENCENT, priced("tencent", "1275", minutes=60)), Stub(SINA, priced("sina", "1276"))
    quotes, sources = checked(first, second)
    assert (await quotes.quotes([SYMBOL]))[SYMBOL].price == 1276
    assert health(sources, TENCENT).reason is Reason.FUTURE


async def test_a_vendor_that_is_stale_alone_is_replaced_and_a_market_that_rests_is_not_asked_twice() -> None:
    old, fresh = priced("tencent", "1275", minutes=-30), priced("sina", "1276")
    first, second = Stub(TENCENT, old), Stub(SINA, fresh)
    quotes, sources = checked(first, second)
    assert await quotes.quotes([SYMBOL]) == {SYMBOL: fresh}
    assert (health(sources, TENCENT).reason, sources.report().in_use[Supply.QUOTES]) == (Reason.STALE, SINA)
    second.outcome = (priced("sina", "1275", minutes=-30),)
    for _ in range(2):
        assert await quotes.quotes([SYMBOL]) == {SYMBOL: old}
    assert len(second.asked) == 2


@pytest.mark.parametrize(
    ("other", "disputed"),
    [
        (priced("sina", "1281.4"), True),  # 0.502 % away
        (priced("sina", "1281.3"), False),  # 0.494 %
        (priced("sina", "1275", before="1300"), True),  # the same price, but no rise
        (priced("sina", "1300", minutes=-10), False),  # of another moment
    ],
)
async def test_two_vendors_that_are_half_a_percent_apart_are_a_dispute(other: Quote, disputed: bool) -> None:
    quote = priced("tencent", "1275")
    quotes, sources = checked(Stub(TENCENT, quote), Stub(SINA, other))
    second = await quotes.second_look([quote])
    assert (SYMBOL in second.disputes) is disputed
    assert (SYMBOL in second.alone) is (abs(other.time - quote.time) > timedelta(minutes=5))
    assert [each.other for each in sources.report().disputes] == ([other] if disputed else [])


async def test_where_nobody_else_answers_a_quote_is_alone() -> None:
    quote = priced("tencent", "1275")
    quotes, _ = checked(Stub(TENCENT, quote), Stub(SINA, fails=SourceUnavailable("silent")))
    assert await quotes.second_look([quote]) == SecondLook({}, frozenset({SYMBOL}))


@pytest.mark.parametrize(
    ("book", "told"),
    [
        ({9: "1274.99", 10: "7", 19: "1275.00", 20: "18"}, ("1274.99", "1275.00")),
        ({9: "1430.17", 10: "52100", 19: "0.00", 20: "0"}, ("1430.17", "0")),
        ({9: "1430.17", 10: "52100", 19: "1430.17", 20: "0"}, ("1430.17", "0")),
        ({9: "0.00", 10: "0", 19: "0.00", 20: "0"}, (None, None)),
        ({}, (None, None)),
    ],
)
async def test_an_empty_side_of_the_book_is_told_apart_from_no_book(
    book: dict[int, str], told: tuple[str | None, str | None]
) -> None:
    quote = (await ask(TencentQuotes, gbk(tencent_line("sz300308", ZHONGJI | book)), ["300308.SZ"]))["300308.SZ"]
    assert (quote.bid, quote.ask) == tuple(None if each is None else Decimal(each) for each in told)


async def test_sina_tells_the_best_prices_of_the_book() -> None:
    quote = (await ask(SinaQuotes, gbk(MAOTAI), ["600519.SH"]))["600519.SH"]
    assert (quote.bid, quote.ask) == (Decimal("1257.020"), Decimal("1257.320"))
