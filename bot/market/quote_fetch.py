"""One request for many quotes: its limits, and what each way to fail is called."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import httpx

from bot.market.guard import BANNED
from bot.market.ports import Reason, SourceChanged, SourceUnavailable

MOST = 4_000_000  # bytes; sixty records take 40,000
TOTAL = 10.0  # seconds; a quote that takes longer is too old


class QuotePages:
    """Fetches the vendors' pages. ``spent`` is told of each request, by host; ``stand_in`` is a server that plays all hosts, at ``STAND_IN/HOST/PATH``."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        spent: Callable[[Mapping[str, int]], None] | None = None,
        *,
        total: float = TOTAL,
        stand_in: str | None = None,
    ) -> None:
        self._client = client
        self._spent = spent
        self._total = total
        self._stand_in = stand_in

    async def text(self, url: str, *, asked: str, headers: dict[str, str] | None = None) -> str:
        """The text of a GBK page.

        Raises:
            SourceUnavailable: no connection, no answer in time, or a status that is not 200.
            SourceChanged: an answer that is empty, a web page, too large, or cannot be unpacked.
        """
        if self._spent is not None:
            self._spent({httpx.URL(url).host: 1})
        if self._stand_in is not None:
            url = url.replace("https:/", self._stand_in, 1)
        try:
            async with asyncio.timeout(self._total):
                body = await self._body(url, asked, headers)
        except TimeoutError as error:
            raise SourceUnavailable(f"{asked}: no whole answer in {self._total:g} s", Reason.SLOW) from error
        except httpx.DecodingError as error:
            raise SourceChanged(f"{asked}: the answer cannot be unpacked", Reason.GARBLED) from error
        except httpx.HTTPError as error:
            raise SourceUnavailable(f"{asked}: {type(error).__name__} {error}".rstrip(), _reason(error)) from error
        start = body[:200].lstrip()[:15].lower()
        if not start:
            raise SourceChanged(f"{asked}: an empty answer", Reason.EMPTY)
        if start.startswith((b"<!doctype", b"<html", b"<script")):
            raise SourceChanged(f"{asked}: the answer is no list of quotes but a web page", Reason.PAGE)
        return body.decode("gb18030", errors="replace")

    async def _body(self, url: str, asked: str, headers: dict[str, str] | None) -> bytes:
        async with self._client.stream("GET", url, headers=headers) as response:
            if response.is_redirect:
                place = httpx.URL(response.headers.get("location", "")).host
                raise SourceUnavailable(f"{asked}: leads to {place}", Reason.MOVED)
            if response.status_code != httpx.codes.OK:
                reason = Reason.BANNED if response.status_code in BANNED else Reason.STATUS
                raise SourceUnavailable(f"{asked}: {response.status_code}", reason)
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MOST:
                    raise SourceChanged(f"{asked}: more than {MOST} bytes", Reason.HUGE)
            return bytes(body)


def _reason(error: httpx.HTTPError) -> Reason:
    words = str(error).lower()
    if "ssl" in words or "certificate" in words:
        return Reason.TLS
    if isinstance(error, httpx.TimeoutException):
        return Reason.SILENT
    cut = isinstance(error, (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError))
    return Reason.CUT_OFF if cut else Reason.UNREACHABLE
