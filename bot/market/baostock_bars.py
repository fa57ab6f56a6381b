"""Daily bars of A shares from baostock, a further source for who installs the extra. Runs in the market worker.

baostock has a protocol of its own on a socket. Its library (0.9.4 read) prints instead of raising, has no time limit,
and reads for ever from a connection that the other side has closed: so it gets a connection of ours. Not seen live by
the project's tests, which play the server as the library reads it.
"""

from __future__ import annotations

import contextlib
import io
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.domain.quotes import Bar
from bot.domain.securities import Market, market_of
from bot.market.akshare_accidents import accidents
from bot.market.akshare_frames import Columns, bars, decimal_or_none
from bot.market.ports import NoData, Reason, SourceChanged, SourceUnavailable

SERVER = ("public-api.baostock.com", 10030)
CONNECT, READ, TOTAL = 5.0, 15.0, 60.0  # seconds
MOST = 8_000_000  # bytes of one answer
RAW = "3"  # their adjustflag
BANNED_CODES = ("10001011",)  # 黑名单用户
FIELDS = "date,code,open,high,low,close,preclose,volume,amount,adjustflag,tradestatus"
_COLUMNS = Columns("date", "close", "open", "high", "low", "volume", "amount")


def baostock(symbol: str, since: date, until: date, server: tuple[str, int] = SERVER) -> tuple[Bar, ...]:
    """Unadjusted bars with the reference price of each session; sessions without trade are left out.

    Raises:
        NoData: no A share of Shanghai or Shenzhen, or nothing in that time.
        SourceUnavailable: the extra is not installed, or the server does not answer.
        SourceChanged: an answer that is not what was asked for.
    """
    asked = f"baostock's daily bars of {symbol}"
    code, _, suffix = symbol.rpartition(".")
    if market_of(symbol) is not Market.A:
        raise NoData(f"{asked}: only Shanghai and Shenzhen are covered")
    with accidents(asked), _session(asked, server) as connection:
        import pandas as pd  # noqa: PLC0415 - in the worker alone
        from baostock.security.history import query_history_k_data_plus  # noqa: PLC0415 - the same

        result = query_history_k_data_plus(
            f"{suffix.lower()}.{code}", FIELDS, since.isoformat(), until.isoformat(), frequency="d", adjustflag=RAW
        )
        connection.require_whole()
        _require_success(result.error_code, result.error_msg, asked)
        rows = []
        while result.next():
            rows.append(dict(zip(result.fields, result.get_row_data(), strict=True)))
        if any(row["adjustflag"] != RAW or row["code"] != f"{suffix.lower()}.{code}" for row in rows):
            raise SourceChanged(f"{asked}: the answer is about something else")
        traded = [row for row in rows if row["tradestatus"] == "1"]
        if not traded:
            return ()
        references = {row["date"]: decimal_or_none(row["preclose"]) for row in traded}
        found = bars(pd.DataFrame(traded), _COLUMNS, since, until, asked=asked)
        return tuple(replace(bar, reference=references[bar.session.isoformat()]) for bar in found)


@contextlib.contextmanager
def _session(asked: str, server: tuple[str, int]) -> Iterator[_Connection]:
    """Log in over a connection of ours, and leave nothing open."""
    try:
        from baostock.common import context  # noqa: PLC0415 - an extra
        from baostock.login.loginout import login  # noqa: PLC0415
        from baostock.util.socketutil import SocketUtil  # noqa: PLC0415
    except ImportError as error:
        raise SourceUnavailable(
            f"{asked}: baostock is not installed (pip install pickwatch[baostock])", Reason.WORKER
        ) from error
    connection = _Connection(asked, server)
    before = SocketUtil.connect
    SocketUtil.connect = lambda _self, _key: setattr(context, "default_socket", connection)
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # where it prints what went wrong
            answer = login()
            connection.require_whole()
            _require_success(answer.error_code, answer.error_msg, asked)
            yield connection
            connection.require_whole()
    finally:
        SocketUtil.connect = before
        context.default_socket = None
        connection.close()


def _require_success(code: str, words: str, asked: str) -> None:
    if code in BANNED_CODES:
        raise SourceUnavailable(f"{asked}: {code} {words}", Reason.BANNED)
    if code != "0":
        raise SourceUnavailable(f"{asked}: {code} {words}", Reason.STATUS)


class _Connection:
    """What the library uses of a socket; it swallows what is raised, so the failure is kept."""

    def __init__(self, asked: str, server: tuple[str, int]) -> None:
        self._asked = asked
        self._failure: SourceUnavailable | None = None
        self._end = time.monotonic() + TOTAL
        self._received = 0
        self._socket = socket.create_connection(server, timeout=CONNECT)
        self._socket.settimeout(READ)

    def send(self, data: bytes) -> int:
        self._received = 0
        self._socket.sendall(data)
        return len(data)

    def recv(self, size: int) -> bytes:
        try:
            data = self._socket.recv(size)
        except TimeoutError:
            raise self._failed("fell silent", Reason.SILENT) from None
        except OSError as error:
            raise self._failed(str(error), Reason.CUT_OFF) from error
        self._received += len(data)
        if not data:
            raise self._failed("the connection was closed", Reason.CUT_OFF)
        if self._received > MOST or time.monotonic() > self._end:
            raise self._failed("the answer is too long or too slow", Reason.SLOW)
        return data

    def close(self) -> None:
        self._socket.close()

    def require_whole(self) -> None:
        """Raise what went wrong while the library looked away."""
        if self._failure is not None:
            raise self._failure

    def _failed(self, words: str, reason: Reason) -> SourceUnavailable:
        self._failure = SourceUnavailable(f"{self._asked}: {words}", reason)
        return self._failure
