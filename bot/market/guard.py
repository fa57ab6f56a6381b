"""What stands between akshare and the network, in the worker process alone: time limits, pacing, plain refusals.

akshare gives most of its requests no time limit and no user agent, and believes whatever status comes back. All that
we call goes through `requests`, so one wrapped method holds it all.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

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
    """Seconds: for connecting, for each read, and between requests by host (``other`` where none is named)."""

    connect: float = 5.0
    read: float = 15.0
    gaps: Mapping[str, float] = field(default_factory=lambda: dict(GAPS))
    other: float = 1.0
    user_agent: str = USER_AGENT


POLITE = HttpLimits()


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

    def _rule(self, host: str) -> tuple[str, float]:
        parts = host.split(".")
        for first in range(len(parts) - 1):  # the longest name that is listed
            key = ".".join(parts[first:])
            if key in self._gaps:
                return key, self._gaps[key]
        return host, self._other


def install(limits: HttpLimits) -> Callable[[], None]:
    """Put the guard on every request of this process; what comes back takes it off again.

    A second call changes nothing: a worker asks for it before each of its calls, and the pacing goes on.
    """
    from requests import HTTPError, PreparedRequest, Response  # noqa: PLC0415 - in the worker alone
    from requests.adapters import HTTPAdapter  # noqa: PLC0415

    inner = HTTPAdapter.send
    if getattr(inner, "guarded", False):
        return lambda: None
    os.environ["TQDM_DISABLE"] = "1"
    pacer = Pacer(limits.gaps, limits.other)

    def send(
        self: HTTPAdapter,
        request: PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002 - as above
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,  # noqa: FBT001, FBT002 - as above
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        host = urlsplit(request.url or "").hostname or ""
        pacer.wait(host)
        if str(request.headers.get("User-Agent", "python-requests")).startswith("python-requests"):
            request.headers["User-Agent"] = limits.user_agent
        limit = timeout or (limits.connect, limits.read)
        response = inner(self, request, stream=stream, timeout=limit, verify=verify, cert=cert, proxies=proxies)
        if response.status_code >= 400:  # noqa: PLR2004 - akshare would parse the page of a refusal
            raise HTTPError(f"{response.status_code} from {host}", response=response)
        return response

    send.guarded = True  # type: ignore[attr-defined] # a mark on the function, so that it goes with it
    HTTPAdapter.send = send  # type: ignore[method-assign] # the only way in: akshare makes its own sessions

    def remove() -> None:
        HTTPAdapter.send = inner  # type: ignore[method-assign] # as above

    return remove
