"""Everything that sources do wrong, as one table: who does what, and what the owner is told of it.

A server on loopback plays the vendors in their own formats out of recorded prices, and akshare's own parsing runs
against it. Whatever is played, each row holds to the same: no figure differs from the recorded one, the next source
serves where there is one, nothing hangs, `/sources` says why in both languages, and when the fault goes the source
serves again.
"""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal

import httpx
import pytest

from bot.domain.securities import Market
from bot.market.akshare_calls import AkshareCalls
from bot.market.akshare_quotes import AkshareQuotes
from bot.market.akshare_source import AkshareMarket
from bot.market.breaker import BreakerRules
from bot.market.failover import CheckedQuotes
from bot.market.guard import HttpLimits, install
from bot.market.health import Health
from bot.market.ports import MarketError, Reason
from bot.market.quote_fetch import QuotePages
from bot.market.sina import SinaQuotes
from bot.market.sources import Order, Sources
from bot.market.tencent import TencentQuotes
from bot.services.access.people import Viewer
from bot.services.names.reference import Reference
from bot.services.prices.sources import SourceWatch
from bot.store.records import Role
from bot.tg.i18n import Texts
from bot.tg.render import render
from bot.workers import Inline
from tests.texts import shipped
from tests.tools.vendors import faults as does
from tests.tools.vendors.answers import Recording
from tests.tools.vendors.faults import days, json_rows, klines, last, record, reshaped
from tests.tools.vendors.server import Fault, Vendors
from tests.unit.market.recorded_fakes import SetClock

ROOT = Path(__file__).parents[2]
Ask = Literal["quotes", "bars", "index", "total", "industry", "ex-dates", "suspensions"]
OWNER = Viewer(1, 1, "", "zh", Role.OWNER)
MORNING, EVENING = "2025-01-10T10:00:30+08:00", "2025-01-10T20:30:00+08:00"
SINCE, UNTIL = date(2024, 12, 20), date(2025, 1, 10)
STOCK, SYMBOLS = "300308.SZ", ("300308.SZ", "688256.SH", "09698.HK")
MAINLAND = SYMBOLS[:2]
QT, SINAJS, PUSH2 = "qt.gtimg.cn", "hq.sinajs.cn", "push2.eastmoney.com"
SINA, QQ, HIS = "finance.sina.com.cn", "proxy.finance.qq.com", "push2his.eastmoney.com"
CSI, SWS, DATA = "csindex.com.cn", "swsresearch.com", "datacenter-web.eastmoney.com"
R = Reason


@dataclass(frozen=True)
class Row:
    """``host`` does ``fault``; asked for ``ask`` with ``source`` first, the owner is told ``said`` of it (None: nothing)."""

    what: str
    source: str
    ask: Ask
    host: str
    fault: Fault
    said: Reason | None
    tls: bool = False


# fmt: off
TABLE = [
    # on the wire, quotes in one batch
    Row("silence",                      "tencent-quotes", "quotes", QT, does.silence, R.SILENT),
    Row("silence in the middle",        "tencent-quotes", "quotes", QT, does.silence_in_the_middle, R.SILENT),
    Row("slow drip",                    "tencent-quotes", "quotes", QT, does.drip, R.SLOW),
    Row("reset",                        "tencent-quotes", "quotes", QT, does.reset, R.CUT_OFF),
    Row("cut off half-way",             "tencent-quotes", "quotes", QT, does.cut, R.CUT_OFF),
    Row("403",                          "tencent-quotes", "quotes", QT, does.status(403), R.BANNED),
    Row("429",                          "tencent-quotes", "quotes", QT, does.status(429), R.BANNED),
    Row("456, which is Sina's own",     "sina-quotes",    "quotes", SINAJS, does.status(456), R.BANNED),
    Row("502",                          "tencent-quotes", "quotes", QT, does.status(502), R.STATUS),
    Row("a web page",                   "sina-quotes",    "quotes", SINAJS, does.page, R.PAGE),
    Row("a redirect to a login page",   "sina-quotes",    "quotes", SINAJS, does.login, R.MOVED),
    Row("an empty body",                "tencent-quotes", "quotes", QT, does.empty, R.EMPTY),
    Row("garbage for gzip",             "tencent-quotes", "quotes", QT, does.gzip_garbage, R.GARBLED),
    Row("a huge body",                  "tencent-quotes", "quotes", QT, does.body(b"v" * 4_100_000), R.HUGE),
    Row("another charset",              "tencent-quotes", "quotes", QT, does.utf16, R.SHAPE),
    Row("no TLS",                       "tencent-quotes", "quotes", QT, does.silence, R.TLS, tls=True),
    # what quotes say
    Row("a field put in between",       "tencent-quotes", "quotes", QT, reshaped(lambda f: [*f[:3], "new", *f[3:]]), R.SHAPE),
    Row("fields missing",               "tencent-quotes", "quotes", QT, reshaped(lambda f: f[:20]), R.SHAPE),
    Row("high and low changed places",  "tencent-quotes", "quotes", QT, record((33, "100.00"), (34, "130.00")), R.IMPLAUSIBLE),
    Row("price and reference swapped",  "tencent-quotes", "quotes", QT, record((3, "118.20"), (4, "118.19")), R.IMPLAUSIBLE),
    Row("the change does not fit",      "tencent-quotes", "quotes", QT, record((31, "25.00")), R.IMPLAUSIBLE),
    Row("a price of -",                 "tencent-quotes", "quotes", QT, record((3, "-")), None),
    Row("a price of 0",                 "tencent-quotes", "quotes", QT, record((3, "0.00")), None),
    Row("a price of NaN",               "tencent-quotes", "quotes", QT, record((3, "NaN")), None),
    Row("another security's record",    "tencent-quotes", "quotes", QT, record((2, "000001")), R.SHAPE),
    Row("a time that is none",          "tencent-quotes", "quotes", QT, record((30, "soon")), R.SHAPE),
    Row("a time in the future",         "tencent-quotes", "quotes", QT, record((30, "20250110153000")), R.FUTURE),
    Row("yesterday's quote",            "tencent-quotes", "quotes", QT, record((30, "20250109150003")), R.STALE),
    Row("prices in cents",              "sina-quotes",    "quotes", SINAJS, reshaped(lambda f: [f[0], *[str(float(x) * 100) for x in f[1:6]], *f[6:]] if len(f) > 30 else f, ","), R.IMPLAUSIBLE),
    Row("prices in cents, too",         "tencent-quotes", "quotes", QT, record((3, "12144"), (4, "12151"), (5, "12144"), (31, "-7"), (33, "12144"), (34, "12144")), R.IMPLAUSIBLE),
    Row("all of it an hour old",        "tencent-quotes", "quotes", QT, reshaped(lambda f: [*f[:30], f[30].replace("100030", "090030").replace("10:00:30", "09:00:30"), *f[31:]] if len(f) > 30 else f), R.STALE),
    Row("akshare's quote with -",       "eastmoney-quotes", "quotes", PUSH2, does.edited(lambda b: b.replace(b'"f43": ', b'"f43": "-", "x": ')), None),
    Row("akshare's quote cut off",      "eastmoney-quotes", "quotes", PUSH2, does.reset, R.CUT_OFF),
    # on the wire, through akshare
    Row("silence",                      "sina",      "bars", SINA, does.silence, R.SILENT),
    Row("silence in the middle",        "tencent",   "bars", QQ, does.silence_in_the_middle, R.SILENT),
    Row("slow drip",                    "eastmoney", "bars", HIS, does.drip, R.SLOW),
    Row("reset, which is its ban",      "eastmoney", "bars", HIS, does.reset, R.CUT_OFF),
    Row("cut off half-way",             "tencent",   "bars", QQ, does.cut, R.CUT_OFF),
    Row("403",                          "sina",      "bars", SINA, does.status(403), R.BANNED),
    Row("456",                          "sina",      "bars", SINA, does.status(456), R.BANNED),
    Row("502",                          "tencent",   "bars", QQ, does.status(502), R.STATUS),
    Row("a web page",                   "eastmoney", "bars", HIS, does.page, R.PAGE),
    Row("a redirect to a login page",   "sina",      "bars", SINA, does.login, R.MOVED),
    Row("an empty body",                "sina",      "bars", SINA, does.empty, R.EMPTY),
    Row("garbage for gzip",             "sina",      "bars", SINA, does.gzip_garbage, R.GARBLED),
    Row("a huge body",                  "tencent",   "bars", QQ, does.huge, R.HUGE),
    Row("no TLS",                       "sina",      "bars", SINA, does.silence, R.TLS, tls=True),
    Row("JSON cut short",               "eastmoney", "bars", HIS, does.truncated, R.GARBLED),
    Row("packed bars that are none",    "sina",      "bars", SINA, does.body(b'var KLC_KL="#!";'), R.SHAPE),
    Row("a program for data",           "sina",      "bars", SINA, does.body(b"var x=__import__('os').abort();"), R.SHAPE),
    # what bars say
    Row("a column more",                "eastmoney", "bars", HIS, klines(lambda rows: [[*row, "1"] for row in rows]), R.SHAPE),
    Row("columns changed places",       "eastmoney", "bars", HIS, klines(lambda rows: [[r[0], r[1], r[3], r[2], *r[4:]] for r in rows]), R.IMPLAUSIBLE),
    Row("a close of -",                 "eastmoney", "bars", HIS, klines(last((2, "-"))), R.IMPLAUSIBLE),
    Row("a close of 0",                 "eastmoney", "bars", HIS, klines(last((2, "0"))), R.IMPLAUSIBLE),
    Row("a close of NaN",               "tencent",   "bars", QQ, days(last((2, "NaN"))), R.IMPLAUSIBLE),
    Row("negative adjusted prices",     "eastmoney", "bars", HIS, klines(lambda rows: [[r[0], *[f"{float(x) - 200:.2f}" for x in r[1:5]], *r[5:]] for r in rows]), R.IMPLAUSIBLE),
    Row("adjusted prices for raw",      "eastmoney", "bars", HIS, klines(lambda rows: [[r[0], *[f"{float(x) / 1.4:.2f}" for x in r[1:5]], *r[5:]] for r in rows]), R.IMPLAUSIBLE),
    Row("prices in cents",              "tencent",   "bars", QQ, days(lambda rows: [[r[0], *[f"{float(x) * 100:.0f}" for x in r[1:5]], *r[5:]] for r in rows]), R.IMPLAUSIBLE),
    Row("prices in cents, too",         "eastmoney", "bars", HIS, klines(lambda rows: [[r[0], *[f"{float(x) * 100:.0f}" for x in r[1:5]], *r[5:]] for r in rows]), R.IMPLAUSIBLE),
    Row("shares for lots",              "eastmoney", "bars", HIS, klines(lambda rows: [[*r[:5], str(float(r[5]) * 100), *r[6:]] for r in rows]), None),
    Row("amounts in 10,000",            "eastmoney", "bars", HIS, klines(lambda rows: [[*r[:6], str(float(r[6]) / 10000), *r[7:]] for r in rows]), R.IMPLAUSIBLE),
    Row("a copy while suspended",       "eastmoney", "bars", HIS, klines(lambda rows: [*rows[:-1], ["2025-01-10", *rows[-2][1:]]]), R.IMPLAUSIBLE),
    Row("a bar without trade",          "tencent",   "bars", QQ, days(lambda rows: [*rows, ["2025-01-04", "1", "1", "1", "1", "0.00", "", "0", "0.00", ""]]), None),
    Row("a bar on a Saturday",          "tencent",   "bars", QQ, days(lambda rows: [*rows, ["2025-01-04", *rows[-1][1:]]]), R.IMPLAUSIBLE),
    Row("a day that is none",           "eastmoney", "bars", HIS, klines(last((0, "soon"))), R.SHAPE),
    Row("a bar of next year",           "eastmoney", "bars", HIS, klines(lambda rows: [*rows, ["2026-01-09", *rows[-1][1:]]]), R.FUTURE),
    Row("a day twice",                  "eastmoney", "bars", HIS, klines(lambda rows: [*rows, rows[-1]]), None),
    Row("a day twice, differently",     "eastmoney", "bars", HIS, klines(lambda rows: [*rows, [rows[-1][0], *rows[-2][1:]]]), R.IMPLAUSIBLE),
    Row("a bar missing",                "tencent",   "bars", QQ, days(lambda rows: [row for row in rows if row[0] != "2025-01-06"]), R.MISSING),
    Row("the last bar late",            "eastmoney", "bars", HIS, klines(lambda rows: rows[:-1]), R.MISSING),
    Row("no rows",                      "tencent",   "bars", QQ, days(lambda rows: rows[:0]), R.NOTHING),
    Row("nothing at all",               "eastmoney", "bars", HIS, does.body(b'{"rc":100,"data":null}'), R.NOTHING),
    # indices, ex-dates, suspensions
    Row("a ban",                        "csindex",   "index", CSI, does.status(403), R.BANNED),
    Row("another index",                "csindex",   "index", CSI, json_rows("data", indexCode="000905"), R.SHAPE),
    Row("close and change swapped",     "csindex",   "index", CSI, json_rows("data", close=12.5, change=3900.0), R.IMPLAUSIBLE),
    Row("a key more",                   "csindex",   "index", CSI, json_rows("data", more=1), R.SHAPE),
    Row("no close",                     "csindex",   "total", CSI, json_rows("data", close=None), R.IMPLAUSIBLE),
    Row("a web page, and nobody else",  "csindex",   "total", CSI, does.page, R.PAGE),
    Row("other keys",                   "shenwan",   "industry", SWS, does.body(b'{"code":"200","data":[{"a":1}]}'), R.SHAPE),
    Row("silence",                      "shenwan",   "industry", SWS, does.silence, R.SILENT),
    Row("a program for factors",        "sina",      "ex-dates", SINA, does.body(b"var hfq=__import__('os').abort()"), R.SHAPE),
    Row("a factor of 0",                "sina",      "ex-dates", SINA, does.body(b'var x={"data":[{"d":"2024-06-06","f":"0"}]}'), R.IMPLAUSIBLE),
    Row("a day with two factors",       "sina",      "ex-dates", SINA, does.body(b'var x={"data":[{"d":"2024-06-06","f":"1"},{"d":"2024-06-06","f":"2"}]}'), R.IMPLAUSIBLE),
    Row("a factor of a thousand",       "sina",      "ex-dates", SINA, does.body(b'var x={"data":[{"d":"2025-01-06","f":"1000"},{"d":"1900-01-01","f":"1"}]}'), R.IMPLAUSIBLE),
    Row("a ban",                        "eastmoney-data", "suspensions", DATA, does.status(403), R.BANNED),
    Row("a column less",                "eastmoney-data", "suspensions", DATA, does.body(b'{"result":{"pages":1,"data":[{"a":1}]}}'), R.SHAPE),
]
# fmt: on

# Who else could be asked for it, here; where nobody, the error is passed on and the figure is missing.
FIRST_OF: Mapping[Ask, tuple[str, ...]] = {
    "quotes": ("tencent-quotes", "sina-quotes", "eastmoney-quotes"),
    "bars": ("sina", "tencent", "eastmoney"),
    "index": ("csindex", "eastmoney"),
}
LIMITS = HttpLimits(connect=0.5, read=0.2, total=0.4, most=500_000, gaps={}, other=0)


@dataclass
class Bench:
    """The sources in their order, a clock to move, and the recorded figures."""

    market: AkshareMarket
    quotes: CheckedQuotes
    sources: Sources
    clock: SetClock
    recording: Recording

    @property
    def symbols(self) -> tuple[str, ...]:
        """akshare's single quotes are of A shares."""
        return MAINLAND if self.sources.order.quotes[0] == "eastmoney-quotes" else SYMBOLS

    async def figures(self, ask: Ask) -> object:
        """What comes back, in a form that can be compared with `truth`."""
        match ask:
            case "quotes":
                found = await self.quotes.quotes(self.symbols)
                return {symbol: (quote.price, quote.previous_close) for symbol, quote in found.items()}
            case "bars":
                return closes(await self.market.daily_bars(STOCK, SINCE, UNTIL))
            case "ex-dates":
                return await self.market.adjustments(STOCK, SINCE, UNTIL)
            case "suspensions":
                await self.market.calendar(Market.A)
                return await self.market.suspensions([STOCK], date(2025, 1, 9), UNTIL)
            case _:
                return closes(await self.market.index_bars(INDEX[ask], SINCE, UNTIL))

    def truth(self, ask: Ask) -> object:
        match ask:
            case "quotes":
                quotes = {symbol: self.recording.quote(symbol) for symbol in self.symbols}
                return {symbol: (quote[0].close, quote[1]) for symbol, quote in quotes.items() if quote}
            case "bars":
                return closes([bar for bar in self.recording.bars[STOCK] if SINCE <= bar.session <= UNTIL])
            case "ex-dates" | "suspensions":
                return ()
            case _:
                return closes([bar for bar in self.recording.indices[INDEX[ask]] if SINCE <= bar.session <= UNTIL])

    def health(self, name: str) -> Health:
        return next(each for each in self.sources.report().sources if each.name == name)


INDEX = {"index": "000300", "total": "H00300", "industry": "801770"}


def closes(bars: object) -> list[tuple[date, Decimal]]:
    return [(bar.session, bar.close) for bar in bars]  # type: ignore[attr-defined] # a sequence of bars


@pytest.fixture(scope="module")
def recorded() -> Recording:
    return Recording.of(ROOT / "bot" / "sandbox" / "recorded", datetime.fromisoformat(EVENING))


@dataclass(frozen=True)
class Eyes:
    """How an owner sees it."""

    reference: Reference
    texts: Texts

    def reads(self, bench: Bench, language: str) -> str:
        """`/sources`."""
        view = SourceWatch("akshare", bench.sources, {}, self.reference, bench.clock).view(OWNER)
        return "\n".join(message.html for message in render(view, self.texts, language))

    def words(self, reason: Reason, language: str) -> str:
        return self.texts.text(language, f"reason-{reason}")


@pytest.fixture(scope="module")
def owner() -> Eyes:
    return Eyes(Reference(ROOT / "config", ROOT / "nowhere.csv"), shipped())


@pytest.fixture(scope="module")
def tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()


@asynccontextmanager
async def bench(
    vendors: Vendors, sources: Sources, clock: SetClock, tls: ssl.SSLContext, *, scheme: str = "http"
) -> AsyncIterator[Bench]:
    url = vendors.url.replace("http", scheme)
    calls = AkshareCalls(Inline(), sources, limits := replace(LIMITS, stand_in=url))
    with contextlib.ExitStack() as stack:
        stack.callback(install(limits))
        async with httpx.AsyncClient(timeout=0.2, trust_env=False, verify=tls) as client:
            pages = QuotePages(client, total=0.4, stand_in=url)
            vendor = {
                each.name: each for each in (TencentQuotes(pages), SinaQuotes(pages), AkshareQuotes(calls, clock))
            }
            asked = [vendor[name] for name in sources.order.quotes]
            quotes = CheckedQuotes(asked, sources, clock, differ=Decimal("0.005"))
            market = AkshareMarket(calls, sources, clock, calendars=ROOT / "config" / "calendar")
            yield Bench(market, quotes, sources, clock, vendors.recording)


def first(row: Row, ask: Ask) -> tuple[str, ...]:
    order = FIRST_OF[ask]
    return (row.source, *(name for name in order if name != row.source)) if row.source in order else order


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.source} {row.ask}: {row.what}")
async def test_no_wrong_figure_a_plain_reason_and_recovery(
    row: Row, recorded: Recording, owner: Eyes, tls: ssl.SSLContext
) -> None:
    clock = SetClock(MORNING if row.ask == "quotes" else EVENING)
    order = Order(first(row, "quotes"), first(row, "bars"), (*first(row, "index"), "sina", "shenwan"))
    sources = Sources(clock, order=order, rules=BreakerRules(failures=1, pause=timedelta(minutes=5)))
    with Vendors(replace(recorded, now=clock.now())).running() as vendors:
        vendors.faults[row.host] = row.fault
        async with bench(vendors, sources, clock, tls, scheme="https" if row.tls else "http") as sick:
            if row.said is Reason.MISSING:
                await sick.market.calendar(Market.A)
            await holds_while_it_lasts(row, sick)
        vendors.faults.clear()
        later = clock.now() + timedelta(hours=0 if row.ask == "quotes" else 2)
        for health in sources.report().sources:  # past the pause, which is shorter than what is left of the day
            later = max(later, health.breaker.until or later)
        clock.set(later.isoformat())
        vendors.recording.now = clock.now()
        async with bench(vendors, sources, clock, tls) as well:
            assert await well.figures(row.ask) == well.truth(row.ask)
            assert not well.health(row.source).trouble
            assert row.source in well.sources.report().in_use.values()


async def holds_while_it_lasts(row: Row, sick: Bench) -> None:
    """What comes back is true; where the source is the only one there is an error for it instead."""
    truth = sick.truth(row.ask)
    if row.said is not None and (row.tls or row.ask not in FIRST_OF):
        with pytest.raises(MarketError) as failure:
            await sick.figures(row.ask)
        assert failure.value.reason is row.said
        return
    found = await sick.figures(row.ask)
    if isinstance(found, dict) and isinstance(truth, dict) and row.said is None:
        assert found.items() <= truth.items()
        assert len(found) < len(truth)  # a security without a price has no quote
    else:
        assert found == truth


def says_why(row: Row, sick: Bench, owner: Eyes) -> None:
    health = sick.health(row.source)
    assert health.trouble is (row.said is not None)
    if row.said is not None:
        assert health.reason is row.said
        assert all(owner.words(row.said, language) in owner.reads(sick, language) for language in ("zh", "en"))


async def test_who_lacks_a_day_three_times_is_asked_last_about_it(recorded: Recording, tls: ssl.SSLContext) -> None:
    clock = SetClock(EVENING)
    sources = Sources(clock, order=Order(bars=("eastmoney", "tencent")))
    with Vendors(replace(recorded, now=clock.now())).running() as vendors:
        vendors.faults[HIS] = klines(lambda rows: rows[:-1])
        async with bench(vendors, sources, clock, tls) as late:
            await late.market.calendar(Market.A)
            for symbol in ("300308.SZ", "300502.SZ", "300394.SZ", "000063.SZ", "000938.SZ"):
                assert (await late.market.daily_bars(symbol, SINCE, UNTIL))[-1].session == UNTIL
    assert vendors.asked[HIS] == 3


def test_the_table_is_as_wide_as_promised() -> None:
    assert len({(row.source, row.what) for row in TABLE}) >= 40
