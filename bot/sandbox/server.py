"""The Bot API over HTTP on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Self

from aiohttp import web

from bot.clock import Clock, SystemClock
from bot.sandbox import (
    errors,
    limits,
    methods_answering,
    methods_chats,
    methods_editing,
    methods_profile,
    methods_sending,
)
from bot.sandbox.acting import Acting
from bot.sandbox.chats import User
from bot.sandbox.control import ControlRoutes
from bot.sandbox.errors import ApiError
from bot.sandbox.limits import Limiter, Rates
from bot.sandbox.methods import Method
from bot.sandbox.parameters import Parameters, read
from bot.sandbox.state import State
from bot.sandbox.webhook import Webhook

TOKEN = "7000000001:AAsandbox-sandbox-sandbox-sandbox-0"  # noqa: S105 - opens nothing but the sandbox
USERNAME = "pickwatch_sandbox_bot"
MODULES = (methods_sending, methods_editing, methods_answering, methods_profile, methods_chats)


class Sandbox(Acting):
    """A Bot API server with the people who talk to the bot: see `Acting` for what they can do.

    ``url`` is the server's root (methods at ROOT/bot<token>/<method>, files at ROOT/file/bot<token>/<path>, the control
    side at ROOT/control/<action>). Nothing of it outlives `close`.
    """

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.webhook = Webhook(state)
        self.url = ""
        self._runner: web.AppRunner | None = None
        self._methods: Mapping[str, Method] = {
            name.lower(): method for module in MODULES for name, method in module.METHODS.items()
        }

    @classmethod
    async def start(
        cls,
        *,
        clock: Clock | None = None,
        token: str = TOKEN,
        host: str = "127.0.0.1",
        port: int = 0,
        rates: Rates | None = None,
        username: str = USERNAME,
        first_name: str = "研报记分牌",
    ) -> Self:
        """Serve on ``host``; port 0 is chosen by the system. Without a clock, time is the machine's."""
        clock = clock or SystemClock()
        head = token.partition(":")[0]
        if not head.isdecimal():
            raise ValueError("a token begins with the bot's number and a colon")
        bot = User(int(head), first_name, username=username, is_bot=True)
        sandbox = cls(State(clock, token, bot, Limiter(clock, rates or Rates())))
        await sandbox._serve(host, port)
        return sandbox

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.state.token

    async def close(self) -> None:
        """Stop serving; polls under way end empty."""
        await self.webhook.stop()
        self.state.updates.interrupt()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _serve(self, host: str, port: int) -> None:
        application = web.Application(client_max_size=limits.UPLOAD + (1 << 20))
        application.router.add_route("*", "/bot{token}/{method}", self._call)
        application.router.add_get("/file/bot{token}/{path:.+}", self._download)
        application.router.add_post("/control/{action}", ControlRoutes(self).handle)
        # Cancelled when the client goes: a poll whose bot was stopped must not take the next one's updates.
        self._runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=1.0, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        if request.match_info["token"] != self.token:
            return _refused(ApiError(*errors.UNAUTHORIZED))
        try:
            parameters = await read(request)
            self.state.calls.append(request.match_info["method"])
            return _ok(await self._with_faults(request, method, parameters))
        except ApiError as error:
            return _refused(error)

    async def _with_faults(self, request: web.Request, method: str, parameters: Parameters) -> Any:  # noqa: ANN401
        chat = parameters.text("chat_id")
        fault = self.state.faults.take(method, int(chat) if chat.removeprefix("-").isdecimal() else None)
        if fault is None:
            return await self._dispatch(method, parameters)
        if fault.delay and not fault.delivered:
            await asyncio.sleep(fault.delay)
        error = fault.error()
        if error is not None:
            raise error
        result = None if fault.abort and not fault.delivered else await self._dispatch(method, parameters)
        if fault.delay and fault.delivered:
            await asyncio.sleep(fault.delay)
        if fault.abort and request.transport is not None:
            request.transport.abort()
        return result

    async def _dispatch(self, method: str, parameters: Parameters) -> Any:  # noqa: ANN401
        match method:
            case "getupdates":
                return await self._get_updates(parameters)
            case "setwebhook":
                return await self.webhook.set(parameters)
            case "deletewebhook":
                return await self.webhook.delete(parameters)
            case "getwebhookinfo":
                return self.webhook.info()
            case "logout" | "close":
                return True
            case _ if method in self._methods:
                return self._methods[method](self.state, parameters)
            case _:
                raise ApiError(*errors.UNKNOWN_METHOD)

    async def _get_updates(self, parameters: Parameters) -> list[dict[str, Any]]:
        if self.webhook.active:
            raise ApiError(*errors.WEBHOOK_ACTIVE)
        if parameters.has("allowed_updates"):
            self.state.updates.allow(parameters.listing("allowed_updates"))
        return await self.state.updates.poll(
            parameters.integer("offset", 0),
            parameters.integer("limit", limits.UPDATES),
            parameters.integer("timeout", 0),
        )

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return _refused(ApiError(*errors.UNAUTHORIZED))
        file = self.state.files.at(request.match_info["path"])
        if file is None:
            return _refused(ApiError(404, "file not found"))
        return web.Response(body=file.data, content_type="application/octet-stream")


def _ok(result: Any) -> web.Response:  # noqa: ANN401
    return web.json_response({"ok": True, "result": result})


def _refused(error: ApiError) -> web.Response:
    wait = error.parameters.get("retry_after")
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return web.json_response(error.as_json(), status=error.code, headers=headers)
