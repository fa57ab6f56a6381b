"""What stands between akshare and the network, in the worker process alone: time limits, pacing, plain refusals.

akshare gives most of its requests no time limit and no user agent, and believes whatever status comes back. All that
we call goes through `requests`, so one wrapped method holds it all.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

from bot.market.ports import Reason

if TYPE_CHECKING:
    from requests import PreparedRequest, Response
    from requests.adapters import HTTPAdapter

    Send: TypeAlias = Callable[..., Response]

USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Safari/537.36"
JITTER = 0.3

# Seconds between two requests to a host or to any under it. No site documents a safe rate; these are far below what
# was reported to be answered with a ban: East Money's quotes 5 s, its data centre 2 s, Sina's lists 4 s.
GAPS: Mapping[str, float] = {
    "eastmoney.com": 5.0,
    "datacenter-web.eastmoney.com": 2.0,
    "sina.com.cn": 4.0,
    "sinajs.cn": 4.0,
    "qq.com": 1.0,
    "gtimg.cn": 1.0,
    "csindex.com.cn": 2.0,
    "swsresearch.com": 2.0,
}


@dataclass(frozen=True, slots=True)
class HttpLimits:
    """Seconds: for connecting, for each read, for a whole answer, and between requests by host (``other`` where none is named).

    ``most`` is the largest answer in bytes. ``proxy`` is the only proxy that is used: those of the environment are not.
    ``stand_in`` is a server that plays all hosts, at ``STAND_IN/HOST/PATH``, for tests and for trying things out.
    """

    connect: float = 5.0
    read: float = 15.0
    total: float = 60.0
    most: int = 32_000_000
    gaps: Mapping[str, float] = field(default_factory=lambda: dict(GAPS))
    other: float = 1.0
    user_agent: str = USER_AGENT
    proxy: str | None = None
    stand_in: str | None = None


BANNED = (403, 429, 456)  # 456 is Sina's own
GONE = (404, 410)
PAGES = (".phtml",)  # the only addresses from which akshare reads a web page


class Refusal(OSError):
    """An answer that is none; ``reason`` says of what kind."""

    def __init__(self, message: str, reason: Reason) -> None:
        super().__init__(message)
        self.reason = reason


class Pacer:
    """Keeps requests to one host apart, with a spread of 30 % so that they do not come by the clock."""

    def __init__(
        self,
        gaps: Mapping[str, float],
        other: float,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._gaps = gaps
        self._other = other
        self._now = now
        self._sleep = sleep
        self._free: dict[str, float] = {}

    def wait(self, host: str) -> None:
        """Wait until a request to ``host`` may go, and count it."""
        key, gap = self._rule(host)
        ahead = self._free.get(key, 0.0) - self._now()
        if ahead > 0:
            self._sleep(ahead)
        spread = random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - manners, not a secret
        self._free[key] = self._now() + gap * spread

    def key(self, host: str) -> str:
        """The name under which a host is paced and counted."""
        return self._rule(host)[0]

    def _rule(self, host: str) -> tuple[str, float]:
        parts = host.split(".")
        for first in range(len(parts) - 1):  # the longest name that is listed
            key = ".".join(parts[first:])
            if key in self._gaps:
                return key, self._gaps[key]
        return host, self._other


class Guard:
    """What `install` puts on: it counts, paces, limits, and refuses what is no answer."""

    def __init__(self, limits: HttpLimits) -> None:
        self.requests: Counter[str] = Counter()
        self._limits = limits
        self._pacer = Pacer(limits.gaps, limits.other)

    def send(self, inner: Send, adapter: HTTPAdapter, request: PreparedRequest, **options: Any) -> Response:  # noqa: ANN401 - requests' own options, passed on
        """Send a request and read its answer whole.

        Raises:
            Refusal: there is no answer that could be read.
            requests.RequestException: the connection failed.
        """
        limits = self._limits
        parts = urlsplit(request.url or "")
        host = parts.hostname or ""
        self._pacer.wait(host)
        self.requests[self._pacer.key(host)] += 1
        if str(request.headers.get("User-Agent", "python-requests")).startswith("python-requests"):
            request.headers["User-Agent"] = limits.user_agent
        if limits.stand_in is not None:
            request.url = f"{limits.stand_in}/{host}{parts.path}?{parts.query}"
        options |= {
            "stream": True,
            "timeout": (limits.connect, limits.read),
            "proxies": {} if limits.proxy is None else {"http": limits.proxy, "https": limits.proxy},
        }
        began = time.monotonic()
        response = inner(adapter, request, **options)
        if response.is_redirect and (urlsplit(response.headers["location"]).hostname or host) != host:
            raise Refusal(f"{host} leads to {urlsplit(response.headers['location']).hostname}", Reason.MOVED)
        if response.status_code >= 400:  # noqa: PLR2004 - akshare would parse the page of a refusal
            raise Refusal(f"{response.status_code} from {host}", reason_of(response.status_code))
        body = read_whole(response, deadline=began + limits.total, most=limits.most, host=host)
        if not response.is_redirect:
            _require_data(body, host, page=any(parts.path.endswith(each) for each in PAGES))
        # what requests keeps of an answer that it has read
        response._content = body  # noqa: SLF001
        response._content_consumed = True  # type: ignore[attr-defined] # noqa: SLF001
        return response


def reason_of(status: int) -> Reason:
    """What a status of 400 or above says."""
    if status in GONE:
        return Reason.NOTHING
    return Reason.BANNED if status in BANNED else Reason.STATUS


def read_whole(response: Response, *, deadline: float, most: int, host: str) -> bytes:
    """The body of an answer, unpacked.

    Raises:
        Refusal: it takes too long, is too large, breaks off, or cannot be unpacked.
    """
    from urllib3.exceptions import (  # noqa: PLC0415 - in the worker alone
        DecodeError,
        HTTPError,
        ReadTimeoutError,
    )

    body = bytearray()
    try:
        while chunk := response.raw.read1(65536, decode_content=True):
            body += chunk
            if len(body) > most:
                raise Refusal(f"more than {most} bytes from {host}", Reason.HUGE)
            if time.monotonic() > deadline:
                raise Refusal(f"the answer of {host} comes too slowly", Reason.SLOW)
    except ReadTimeoutError as error:
        raise Refusal(f"{host} fell silent in the middle of its answer", Reason.SILENT) from error
    except DecodeError as error:
        raise Refusal(f"the answer of {host} cannot be unpacked", Reason.GARBLED) from error
    except (HTTPError, OSError) as error:
        if isinstance(error, Refusal):
            raise
        raise Refusal(f"the answer of {host} broke off", Reason.CUT_OFF) from error
    finally:
        response.close()
    length = response.headers.get("content-length", "")
    if length.isdigit() and not body and int(length):
        raise Refusal(f"the answer of {host} broke off", Reason.CUT_OFF)
    return bytes(body)


def _require_data(body: bytes, host: str, *, page: bool) -> None:
    start = body[:200].lstrip()[:15].lower()
    if not start:
        raise Refusal(f"an empty answer from {host}", Reason.EMPTY)
    if not page and start.startswith((b"<!doctype", b"<html", b"<script")):
        raise Refusal(f"a web page from {host} where data should be", Reason.PAGE)


def install(limits: HttpLimits) -> Callable[[], None]:
    """Put the guard on every request of this process; what comes back takes it off again.

    A second call changes nothing: a worker asks for it before each of its calls, and the pacing goes on.
    """
    from requests.adapters import HTTPAdapter  # noqa: PLC0415 - in the worker alone

    inner = HTTPAdapter.send
    if installed() is not None:
        return lambda: None
    os.environ["TQDM_DISABLE"] = "1"
    guard = Guard(limits)

    def send(self: HTTPAdapter, request: PreparedRequest, *args: Any, **options: Any) -> Response:  # noqa: ANN401 - as above
        names = ("stream", "timeout", "verify", "cert", "proxies")
        return guard.send(inner, self, request, **dict(zip(names, args, strict=False)), **options)

    send.guard = guard  # type: ignore[attr-defined] # a mark on the function, so that it goes with it
    HTTPAdapter.send = send  # type: ignore[method-assign] # the only way in: akshare makes its own sessions

    def remove() -> None:
        HTTPAdapter.send = inner  # type: ignore[method-assign] # as above

    return remove


def installed() -> Guard | None:
    """The guard of this process."""
    from requests.adapters import HTTPAdapter  # noqa: PLC0415

    guard: Guard | None = getattr(HTTPAdapter.send, "guard", None)
    return guard
