"""The door for others: Telegram's webhook, and a page that says how the bot is."""

from __future__ import annotations

import hmac
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from telegram import Update

from bot.services.operation.health import Health
from bot.tg.context import PickwatchApplication
from bot.tg.updates import StoringQueue

if TYPE_CHECKING:
    from aiohttp import web

_log = logging.getLogger(__name__)

HOOK = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name, not its value
LARGEST = 1 << 20  # bytes; an update is words, files come another way


class Pulse:
    """When an update, or the word that there is none, last came from Telegram."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: float | None = None

    def beat(self) -> None:
        """It came now."""
        self._last = self._clock()

    def stop(self) -> None:
        """Nobody asks any more."""
        self._last = None

    @property
    def seconds(self) -> float | None:
        """How long ago; None where nobody asks."""
        return None if self._last is None else self._clock() - self._last


class Door:
    """Takes updates; a process that does not lead stores them for the one that does."""

    def __init__(self, health: Health, pulse: Pulse, secret: str | None, standby: StoringQueue | None = None) -> None:
        """``standby`` stores where this process does not lead; without one Telegram is sent away, to come again."""
        self._standby = standby
        self._health = health
        self._pulse = pulse
        self._secret = secret
        self._application: PickwatchApplication | None = None
        self._leads = False

    @asynccontextmanager
    async def leading(self, application: PickwatchApplication | None) -> AsyncIterator[None]:
        """This process leads; with an ``application`` updates come in by the webhook."""
        self._application, self._leads = application, True
        if application is None:
            self._pulse.beat()  # counted from now: a Telegram that is never reached does not pass for a healthy one
        try:
            yield
        finally:
            self._application, self._leads = None, False
            self._pulse.stop()

    @asynccontextmanager
    async def serving(self, host: str, port: int) -> AsyncIterator[int]:
        """Serve; the port, which the system chooses for 0."""
        from aiohttp import web  # noqa: PLC0415 - half a second that who polls and wants no page need not pay

        routes = web.Application(client_max_size=LARGEST)
        routes.router.add_get("/healthz", self._healthz)
        routes.router.add_post(HOOK, self._hook)
        runner = web.AppRunner(routes, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
            yield int(runner.addresses[0][1])
        finally:
            await runner.cleanup()

    async def _healthz(self, _request: web.Request) -> web.Response:
        from aiohttp import web  # noqa: PLC0415 - as above

        report = await self._health.look(self._pulse.seconds if self._leads else None, leads=self._leads)
        body = {"ok": not report.sick, "leads": self._leads, **asdict(report)}
        return web.json_response(body, status=503 if report.sick else 200)

    async def _hook(self, request: web.Request) -> web.Response:
        """Answer 200 once the update is stored: what is not, Telegram sends again."""
        from aiohttp import web  # noqa: PLC0415 - as above

        given = request.headers.get(SECRET_HEADER, "")
        if self._secret is None or not hmac.compare_digest(given.encode(), self._secret.encode()):
            return web.Response(status=403)
        application = self._application
        if application is None and (self._leads or self._standby is None):
            return web.Response(status=503)
        try:
            update = Update.de_json(json.loads(await request.read()), application.bot if application else None)
        except (ValueError, KeyError, TypeError, AttributeError):
            _log.warning("what came to the webhook is no update")
            return web.Response(status=400)
        if application is not None:
            await application.update_queue.put(update)
        elif self._standby is None or not await self._standby.keep(update):
            return web.Response(status=503)  # what somebody types in another chat: the one that leads may get it
        return web.Response()
