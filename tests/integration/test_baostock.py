"""baostock's own client against a server that speaks its protocol as the client reads it (not recorded)."""

from __future__ import annotations

import json
import socketserver
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.quotes import Bar
from bot.market import baostock_bars
from bot.market.baostock_bars import FIELDS, baostock
from bot.market.ports import MarketError, NoData, Reason, SourceChanged, SourceUnavailable

SINCE, UNTIL = date(2024, 12, 1), date(2024, 12, 31)
ROW = [
    "2024-12-26",
    "sz.300308",
    "135.87",
    "141.50",
    "133.56",
    "140.80",
    "135.00",
    "42898200",
    "5900000000.00",
    "3",
    "1",
]
STILL = ["2024-12-27", "sz.300308", "140.80", "140.80", "140.80", "140.80", "140.80", "", "", "3", "0"]
LOGIN = "0\1success\1login\1anonymous"
Talk = Callable[[socketserver.StreamRequestHandler], None]


def message(kind: str, text: str, *, packed: bool = False) -> bytes:
    body = text.encode()
    if packed:
        body = zlib.compress(body)
    return f"00.9.10\1{kind}\1{len(body):010}".encode() + body + b"<![CDATA[]]>\n"


def rows(*found: list[str], code: str = "0") -> bytes:
    head = [code, "said", "query_history_k_data_plus", "anonymous", "1", "10000"]
    text = "\1".join([*head, json.dumps({"record": found}), "sz.300308", FIELDS, "2024-12-01", "2024-12-31", "d", "3"])
    return message("96", text, packed=True)


@contextmanager
def server(*answers: bytes | None) -> Iterator[tuple[str, int]]:
    """One answer a question; None hangs up."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            for answer in answers:
                if not self.rfile.readline() or answer is None:
                    return
                self.wfile.write(answer)
            over.wait(5)

    over = threading.Event()
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as tcp:
        tcp.daemon_threads = True
        thread = threading.Thread(target=tcp.serve_forever, args=(0.02,))
        thread.start()
        yield "127.0.0.1", tcp.server_address[1]
        over.set()
        tcp.shutdown()
        thread.join()


def test_unadjusted_bars_without_the_days_of_a_suspension(capsys: pytest.CaptureFixture[str]) -> None:
    with server(message("01", LOGIN), rows(ROW, STILL)) as place:
        found = baostock("300308.SZ", SINCE, UNTIL, place)
    day, close, opened, high, low = date(2024, 12, 26), *map(Decimal, ("140.8", "135.87", "141.5", "133.56"))
    assert found == (Bar(day, close, opened, high, low, Decimal(42898200), Decimal(5900000000), Decimal(135)),)
    assert capsys.readouterr().out == ""  # its client prints


@pytest.mark.parametrize(
    ("answers", "fails", "reason"),
    [
        ((None,), SourceUnavailable, Reason.CUT_OFF),  # where its own client would read for ever
        ((message("01", LOGIN), None), SourceUnavailable, Reason.CUT_OFF),
        ((), SourceUnavailable, Reason.SILENT),
        ((message("04", "10001011\1黑名单用户"),), SourceUnavailable, Reason.BANNED),
        ((message("04", "10002007\1网络接收错误"),), SourceUnavailable, Reason.STATUS),
        ((message("01", LOGIN), rows([*ROW[:9], "2", "1"])), SourceChanged, Reason.SHAPE),  # adjusted
        ((message("01", LOGIN), rows(["2024-12-26", "sz.000001", *ROW[2:]])), SourceChanged, Reason.SHAPE),
        ((message("01", LOGIN), rows([*ROW[:5], "-1.60", *ROW[6:]])), SourceChanged, Reason.IMPLAUSIBLE),
    ],
)
def test_each_way_to_fail(
    monkeypatch: pytest.MonkeyPatch, answers: tuple[bytes | None, ...], fails: type[MarketError], reason: Reason
) -> None:
    monkeypatch.setattr(baostock_bars, "READ", 0.2)
    with server(*answers) as place, pytest.raises(fails) as failure:
        baostock("300308.SZ", SINCE, UNTIL, place)
    assert failure.value.reason is reason


def test_nobody_there_and_nobody_asked() -> None:
    with pytest.raises(SourceUnavailable, match="refused") as failure:
        baostock("300308.SZ", SINCE, UNTIL, ("127.0.0.1", 1))
    assert failure.value.reason is Reason.UNREACHABLE
    for symbol in ("09698.HK", "920799.BJ"):
        with pytest.raises(NoData, match="only Shanghai and Shenzhen"):
            baostock(symbol, SINCE, UNTIL)
