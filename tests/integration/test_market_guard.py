"""The guard against real peers on loopback: silence ends, refusals are named, requests are kept apart."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
import requests

from bot.domain.securities import Market
from bot.market.akshare_accidents import accidents, guarded
from bot.market.akshare_calls import AkshareCalls
from bot.market.akshare_source import AkshareMarket
from bot.market.guard import GAPS, HttpLimits, Pacer, install
from bot.market.ports import MarketError, NoData, SourceChanged, SourceUnavailable
from bot.market.sources import Sources
from bot.workers import Worker, WorkerTimeout
from tests.unit.market.recorded_fakes import SetClock


class Peer(BaseHTTPRequestHandler):
    """Answers a status, JSON or a page by its path; on /silence it never does, on /drip a byte at a time."""

    agents: ClassVar[list[str]] = []
    paths: ClassVar[list[str]] = []
    enough: ClassVar[threading.Event]

    def do_GET(self) -> None:
        self.agents.append(self.headers["User-Agent"])
        self.paths.append(self.path)
        if self.path == "/silence":
            self.enough.wait(20)
            return
        if self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            while not self.enough.wait(0.05):
                try:
                    self.wfile.write(b" ")
                except OSError:
                    return
            return
        status = int(self.path[1:]) if self.path[1:].isdigit() else 200
        body = b'{"fine": true}' if self.path == "/json" else b"<html>no</html>"
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the standard library
        """Say nothing."""


@pytest.fixture
def peer() -> Iterator[str]:
    Peer.enough = threading.Event()
    Peer.agents.clear()
    Peer.paths.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Peer)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    Peer.enough.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def guard() -> Iterator[None]:
    remove = install(HttpLimits(connect=1, read=0.3, gaps={}, other=0))
    yield
    remove()


def fetch(url: str) -> object:
    """What a function of akshare does: no time limit, no user agent, no look at the status."""
    with accidents(f"the page {url}"), requests.Session() as session:
        return session.get(url).json()


def load(url: str) -> str:
    """The same without pandas, which takes a second to import."""
    with requests.Session() as session:
        return session.get(url).text


@pytest.mark.parametrize(
    ("path", "fails", "words"),
    [
        ("/silence", SourceUnavailable, "timed out"),
        ("/404", NoData, "404"),
        ("/403", SourceUnavailable, "403"),
        ("/456", SourceUnavailable, "456"),
        ("/502", SourceUnavailable, "502"),
        ("/page", SourceChanged, "a web page"),
    ],
)
def test_each_way_of_a_peer_to_fail(guard: None, peer: str, path: str, fails: type[MarketError], words: str) -> None:
    with pytest.raises(fails, match=words):
        fetch(peer + path)


def test_a_good_answer_passes_and_the_request_says_who_it_is(guard: None, peer: str) -> None:
    assert fetch(f"{peer}/json") == {"fine": True}
    assert Peer.agents[0].startswith("Mozilla/5.0")


def test_the_environments_proxies_are_not_used(guard: None, peer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert fetch(f"{peer}/json") == {"fine": True}


def test_market_data_goes_through_the_proxy_of_its_own(peer: str) -> None:
    remove = install(HttpLimits(connect=1, read=0.3, gaps={}, other=0, proxy=peer))
    try:
        with pytest.raises(SourceChanged, match=r"a web page from quotes\.example"):
            fetch("http://quotes.example/bars")
    finally:
        remove()
    assert Peer.paths == ["http://quotes.example/bars"]


def test_nobody_there_is_unavailable(guard: None) -> None:
    with pytest.raises(SourceUnavailable, match="refused"):
        fetch("http://127.0.0.1:1/")


def test_the_guard_goes_on_once_and_comes_off() -> None:
    bare = requests.adapters.HTTPAdapter.send
    limits = HttpLimits(gaps={}, other=0)
    remove = install(limits)
    on = requests.adapters.HTTPAdapter.send
    install(limits)()
    assert requests.adapters.HTTPAdapter.send is on is not bare
    remove()
    assert requests.adapters.HTTPAdapter.send is bare


async def test_a_silent_peer_ends_the_call_in_a_real_worker_and_the_worker_lives_on(peer: str) -> None:
    limits = HttpLimits(connect=1, read=0.3, gaps={}, other=0)
    worker = Worker("market", limit=20)
    try:
        with pytest.raises(SourceUnavailable, match="timed out"):
            await worker.run(guarded, limits, partial(fetch, f"{peer}/silence"))
        answered = await worker.run(guarded, limits, partial(fetch, f"{peer}/json"))
        assert (answered.value, answered.requests) == ({"fine": True}, {"127.0.0.1": 1})
    finally:
        await worker.close()


async def test_a_dripping_peer_is_ended_by_the_wall_clock_and_the_next_call_gets_a_new_process(peer: str) -> None:
    limits = HttpLimits(connect=1, read=5, gaps={}, other=0)  # each byte comes in time: only the wall clock helps
    worker = Worker("market", limit=3)
    try:
        with pytest.raises(WorkerTimeout):
            await worker.run(guarded, limits, partial(load, f"{peer}/drip"))
        assert (await worker.run(guarded, limits, partial(load, f"{peer}/json"))).value == '{"fine": true}'
    finally:
        await worker.close()


async def test_new_yorks_calendar_out_of_a_real_worker() -> None:
    worker = Worker("market", limit=60)
    try:
        clock = SetClock("2026-11-23T12:00:00+08:00")
        sources = Sources(clock)
        market = AkshareMarket(AkshareCalls(worker, sources, HttpLimits()), sources, clock, calendars=Path("nowhere"))
        calendar = await asyncio.wait_for(market.calendar(Market.US), 60)
    finally:
        await worker.close()
    assert "2025-01-09" not in [day.isoformat() for day in calendar.sessions]
    assert "2025-01-10" in [day.isoformat() for day in calendar.sessions]


class Time:
    """A clock for the pacer that notes how long it was asked to wait."""

    def __init__(self) -> None:
        self.at = 100.0
        self.waits: list[float] = []

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.at += seconds


def test_requests_to_one_host_are_kept_apart_and_to_two_are_not() -> None:
    time = Time()
    pacer = Pacer(GAPS, 1.0, now=time.now, sleep=time.sleep)
    for host in ("push2his.eastmoney.com", "qt.gtimg.cn", "finance.sina.com.cn", "datacenter-web.eastmoney.com"):
        pacer.wait(host)
    assert time.waits == []
    pacer.wait("push2.eastmoney.com")  # another name of the same host
    assert 5 * 0.7 <= time.waits.pop() <= 5 * 1.3
    pacer.wait("somewhere.example")
    pacer.wait("elsewhere.example")
    assert time.waits == []
    pacer.wait("elsewhere.example")
    assert 0.7 <= time.waits.pop() <= 1.3
