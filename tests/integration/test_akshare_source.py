"""The akshare source as the rest of the house sees it, on stated answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import responses

from bot.domain.quotes import Suspension
from bot.domain.securities import Market
from bot.domain.sessions import Contradiction
from bot.market.akshare_calls import AkshareCalls
from bot.market.akshare_quotes import AkshareQuotes
from bot.market.akshare_source import AkshareMarket
from bot.market.ports import NoData, SourceChanged, SourceUnavailable
from bot.market.sources import Sources
from bot.workers import Inline, Runner, WorkerDied, WorkerTimeout
from tests.integration import akshare_answers as told
from tests.unit.market.recorded_fakes import SetClock

P = ParamSpec("P")
T = TypeVar("T")

CALENDARS = Path(__file__).parents[2] / "config" / "calendar"
SINCE, UNTIL = date(2024, 12, 1), date(2024, 12, 31)


@pytest.fixture
def http(monkeypatch: pytest.MonkeyPatch) -> Iterator[responses.RequestsMock]:
    told.unpackable(monkeypatch)
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


@pytest.fixture
def clock() -> SetClock:
    return SetClock("2024-12-27T12:00:00+08:00")


@pytest.fixture
def market(clock: SetClock) -> AkshareMarket:
    return through(Inline(), clock)


def through(runner: Runner, clock: SetClock) -> AkshareMarket:
    sources = Sources(clock)
    return AkshareMarket(AkshareCalls(runner, sources, None), sources, clock, calendars=CALENDARS)


def quotes(runner: Runner, clock: SetClock) -> AkshareQuotes:
    return AkshareQuotes(AkshareCalls(runner, Sources(clock), None), clock)


async def test_the_next_vendor_serves_where_the_first_is_blocked(
    http: responses.RequestsMock, market: AkshareMarket
) -> None:
    http.get(told.SINA_A.format("sz300308"), body=told.HTML)
    http.get(told.TENCENT_FIRST, body=requests.ConnectionError("reset"))
    http.get(told.EM, json=told.kline(told.EM_ROWS))
    assert (await market.daily_bars("300308.SZ", SINCE, UNTIL))[-1].close == Decimal("140.8")


async def test_when_all_fail_the_first_reason_that_is_one_is_said(
    http: responses.RequestsMock, market: AkshareMarket
) -> None:
    http.get(told.SINA_HK.format("09698"), body=requests.ConnectionError("reset"))
    http.get(told.EM_HK, json=told.NULL)
    with pytest.raises(SourceUnavailable, match=r"Sina's daily bars of 09698\.HK: reset"):
        await market.daily_bars("09698.HK", SINCE, UNTIL)


async def test_a_day_that_has_not_closed_is_left_out_whatever_the_vendor_shows(
    http: responses.RequestsMock, clock: SetClock, market: AkshareMarket
) -> None:
    told.sina_a(http, told.sina_rows())
    clock.set("2024-12-26T14:59:00+08:00")
    assert [bar.session for bar in await market.daily_bars("300308.SZ", SINCE, UNTIL)] == [date(2024, 12, 25)]
    clock.set("2024-12-26T15:00:00+08:00")
    assert len(await market.daily_bars("300308.SZ", SINCE, UNTIL)) == 2
    assert await market.daily_bars("300308.SZ", date(2024, 12, 27), UNTIL) == ()


async def test_the_second_source_of_an_index(http: responses.RequestsMock, market: AkshareMarket) -> None:
    http.get(told.CSI, status=403, body=told.HTML)
    http.get(told.EM, json=told.kline(["2024-12-26,3979.67,3987.48,3995.52,3975.73,1805000,257061000000.0,0.5"]))
    assert (await market.index_bars("000300", SINCE, UNTIL))[0].close == Decimal("3987.48")
    with pytest.raises(SourceChanged):
        await market.index_bars("H00300", SINCE, UNTIL)
    with pytest.raises(NoData, match="no index MSCI"):
        await market.index_bars("MSCI", SINCE, UNTIL)


@pytest.mark.parametrize(
    "failure", [WorkerTimeout("market: no answer in 60 s"), WorkerDied("market: the process ended")]
)
async def test_a_worker_that_was_killed_is_a_source_that_does_not_answer(clock: SetClock, failure: Exception) -> None:
    class Broken(Inline):
        async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
            raise failure from KeyError(f"{function} {args} {kwargs}")

    broken = through(Broken(), clock)
    with pytest.raises(SourceUnavailable, match="market: "):
        await broken.adjustments("300308.SZ", SINCE, UNTIL)
    with pytest.raises(SourceUnavailable, match="market: "):
        await quotes(Broken(), clock).batch(["300308.SZ"])


def halt(code: str, first: str, last: str | None, resumes: str | None, term: str = "连续停牌") -> dict[str, Any]:
    """A row of East Money's thirteen values less the index that akshare adds: positions count, names do not."""
    values = [code, "某股", first, last, term, "重大事项", "深交所", first, resumes, None, None, None]
    return {f"k{at}": value for at, value in enumerate(values)}


async def test_suspensions_of_whole_days(http: responses.RequestsMock, clock: SetClock, market: AkshareMarket) -> None:
    clock.set("2025-06-10T16:00:00+08:00")
    days = [date(2025, 5, 1) + timedelta(days=n) for n in range(300)]
    http.get(told.SINA_DAYS, body=told.packed([f"{day}T00:00:00.000Z" for day in days if day.weekday() < 5]))
    rows = [
        halt("688041", "2025-05-26 09:30:00", None, "2025-06-10"),
        halt("300308", "2025-06-09 09:30:00", "2025-06-09", "2025-06-10", "停牌一天"),
        halt("300502", "2025-06-09 13:00:00", None, None, "盘中停牌"),
        halt("600000", "2025-06-09 09:30:00", None, None),
    ]
    http.get(told.EM_HALTS, json={"success": True, "result": {"pages": 1, "count": 4, "data": rows}})
    wanted = ["688041.SH", "300308.SZ", "300502.SZ", "09698.HK"]
    found = await market.suspensions(wanted, date(2025, 6, 5), date(2025, 6, 10))
    assert found == (
        Suspension("688041.SH", date(2025, 6, 5)),
        Suspension("688041.SH", date(2025, 6, 6)),
        Suspension("300308.SZ", date(2025, 6, 9)),
        Suspension("688041.SH", date(2025, 6, 9)),
    )
    http.replace(responses.GET, told.EM_HALTS, json={"success": False, "code": 9201, "result": None})
    assert await market.suspensions(wanted, date(2025, 6, 9), date(2025, 6, 10)) == ()  # none, which akshare trips over
    assert await market.suspensions(["09698.HK"], date(2025, 6, 9), date(2025, 6, 10)) == ()


async def test_a_suspension_that_is_over_is_known_whole_by_any_of_its_days(
    http: responses.RequestsMock, clock: SetClock, market: AkshareMarket
) -> None:
    clock.set("2025-07-01T16:00:00+08:00")
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(300)]
    http.get(told.SINA_DAYS, body=told.packed([f"{day}T00:00:00.000Z" for day in days if day.weekday() < 5]))
    asked: list[str] = []

    def answer(request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        day = parse_qs(urlsplit(str(request.url)).query)["filter"][0].split("'")[1]
        asked.append(day)
        rows = [halt("688041", "2025-05-26 09:30:00", None, "2025-06-10")] if "2025-05-26" <= day < "2025-06-10" else []
        result = {"pages": 1, "count": len(rows), "data": rows} if rows else None
        return 200, {}, json.dumps({"success": bool(rows), "code": 0, "result": result})

    http.add_callback(responses.GET, told.EM_HALTS, callback=answer)
    found = await market.suspensions(["688041.SH"], date(2025, 5, 1), date(2025, 7, 1))
    assert [each.session for each in found] == [
        day for day in days if date(2025, 5, 26) <= day < date(2025, 6, 10) and day.weekday() < 5
    ]
    assert len(set(asked)) <= 13


async def test_the_calendar_is_the_exchanges_and_the_years_override_ends_it(
    http: responses.RequestsMock, clock: SetClock, market: AkshareMarket, caplog: pytest.LogCaptureFixture
) -> None:
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(731)]
    told_days = [f"{day}T00:00:00.000Z" for day in days if day.weekday() < 5 and day != date(2025, 1, 1)]
    http.get(told.SINA_DAYS, body=told.packed(told_days))
    merged = await market.merged_calendar(Market.A)
    assert merged.calendar.known_until == date(2026, 12, 31)
    assert len(merged.calendar.between(date(2026, 1, 1), date(2026, 12, 31))) == 242
    assert date(2024, 1, 1) in merged.calendar  # as this list has it; the library differs, and that is said
    contradiction = Contradiction(date(2024, 1, 1), True, "exchange list (Sina)", "exchange_calendars")
    assert contradiction in merged.contradictions
    assert [(each.source[:8], each.last) for each in merged.spans][-1] == ("Shanghai", date(2026, 12, 31))
    assert (await market.calendar(Market.BSE)).sessions == merged.calendar.sessions
    http.replace(responses.GET, told.SINA_DAYS, body=told.HTML)
    assert (await market.calendar(Market.A)) is merged.calendar  # half a day old at most
    clock.set("2024-12-28T00:00:00+08:00")
    assert date(2024, 1, 1) not in (await market.calendar(Market.A))  # the library stands in
    assert "is not to be had" in caplog.text


async def test_hong_kong_and_new_york_need_no_network(market: AkshareMarket) -> None:
    hk, us = await market.calendar(Market.HK), await market.calendar(Market.US)
    assert hk.on_or_before(date(2024, 12, 26)) == date(2024, 12, 24)
    assert us.before(date(2024, 12, 26)) == date(2024, 12, 24)
    assert date(2025, 1, 9) not in us  # a day of mourning
    assert hk.knows(date(2026, 12, 31))


def bid_ask(**changed: object) -> dict[str, Any]:
    keys = [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 168, 50, 49, 161]
    data: dict[str, object] = {f"f{key}": 1 for key in keys}
    data |= {"f43": 1275.0, "f60": 1191.81, "f46": 1220.0, "f44": 1320.0, "f45": 1220.0, "f71": 1270.99}
    data |= {"f47": 345251, "f48": 43881189297.0, "f51": 1430.17, "f52": 953.45, "f169": 83.19, "f170": 6.98}
    return {"rc": 0, "data": data | changed}


async def test_single_quotes_through_akshare(http: responses.RequestsMock, clock: SetClock) -> None:
    http.get(told.EM_QUOTE, json=bid_ask(f31="-", f32="-"))  # at its limit: no seller
    quote = (await quotes(Inline(), clock).batch(["300308.SZ", "09698.HK"])).quotes["300308.SZ"]
    assert (quote.price, quote.previous_close, quote.volume) == (Decimal(1275), Decimal("1191.81"), Decimal(34525100))
    assert quote.time == clock.now() == datetime.fromisoformat("2024-12-27T12:00:00+08:00")
    assert "time of asking" in quote.source


@pytest.mark.parametrize("nothing", [{"f43": "-"}, {"f43": 0}, {"f46": "-"}, {"f60": "-"}])
async def test_a_quote_of_nothing_is_none(
    http: responses.RequestsMock, clock: SetClock, nothing: dict[str, object]
) -> None:
    http.get(told.EM_QUOTE, json=bid_ask(**nothing))
    assert (await quotes(Inline(), clock).batch(["300308.SZ"])).quotes == {}


async def test_an_unknown_share_is_left_out_and_a_ban_ends_the_round(
    http: responses.RequestsMock, clock: SetClock
) -> None:
    http.get(told.EM_QUOTE, json=told.NULL)
    assert (await quotes(Inline(), clock).batch(["300308.SZ"])).quotes == {}
    http.reset()
    http.get(told.EM_QUOTE, body=requests.ConnectionError("RemoteDisconnected"))
    with pytest.raises(SourceUnavailable, match="RemoteDisconnected"):
        await quotes(Inline(), clock).batch(["300308.SZ", "688256.SH"])
    assert len(http.calls) == 1
