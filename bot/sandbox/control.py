"""The people's side over HTTP, for another process: POST /control/<action> with JSON, and a client for it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from aiohttp import ClientSession, web

from bot.sandbox.acting import NoSuchButton
from bot.sandbox.clock import SimulatedClock
from bot.sandbox.errors import ApiError

if TYPE_CHECKING:
    from bot.sandbox.acting import Acting

PLAIN = frozenset(
    {
        "add_user",
        "add_group",
        "say",
        "upload",
        "edit",
        "press",
        "press_old",
        "query",
        "choose",
        "block",
        "unblock",
        "fail",
        "transcript",
        "next_message",
        "answered",
        "results",
        "quiet",
    }
)


class ControlError(Exception):
    """The control side refused; the message says why."""


class ControlRoutes:
    """Each action is the method of `Acting` of that name with its parameters by name; bytes travel as base64."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    async def handle(self, request: web.Request) -> web.Response:
        """Answer ``{"result": …}``, or 400 and ``{"error": …}``."""
        try:
            result = await self._do(request.match_info["action"], await request.json())
        except (ApiError, NoSuchButton, KeyError, TypeError, ValueError, TimeoutError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)
        return web.json_response({"result": jsonable(result)})

    async def _do(self, action: str, arguments: dict[str, Any]) -> Any:  # noqa: ANN401
        if action == "clock":
            return await self._clock(**arguments)
        if action not in PLAIN:
            raise ValueError(f"no action {action!r}; there are {', '.join(sorted({*PLAIN, 'clock'}))}")
        if "data" in arguments and action == "upload":
            arguments["data"] = base64.b64decode(arguments["data"])
        if action == "add_group":
            arguments["members"] = {int(who): status for who, status in (arguments.get("members") or {}).items()}
        result = getattr(self._acting, action)(**arguments)
        return await result if hasattr(result, "__await__") else result

    async def _clock(self, advance: float | None = None, to: str | None = None) -> datetime:
        clock = self._acting.state.clock
        if advance is not None or to is not None:
            if not isinstance(clock, SimulatedClock):
                raise ValueError("the sandbox runs on the machine's clock, which cannot be advanced")
            if to is not None:
                await clock.advance_to(datetime.fromisoformat(to))
            else:
                await clock.advance(advance or 0.0)
        return clock.now()


def jsonable(value: Any) -> Any:  # noqa: ANN401
    """Dataclasses, bytes and instants as JSON; bytes as base64."""
    match value:
        case bytes():
            return base64.b64encode(value).decode()
        case datetime():
            return value.isoformat()
        case Mapping():
            return {str(key): jsonable(item) for key, item in value.items()}
        case list() | tuple():
            return [jsonable(item) for item in value]
        case _ if hasattr(value, "__dataclass_fields__"):
            return jsonable(asdict(value))
        case _:
            return value


class SandboxClient:
    """Acts through a sandbox in another process; results are JSON (see `SentMessage` for the fields of a message)."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def do(self, action: str, **arguments: Any) -> Any:  # noqa: ANN401
        """Any action by name.

        Raises:
            ControlError: the sandbox refused.
        """
        if self._session is None:
            raise ControlError("use the client as an async context manager")
        async with self._session.post(f"{self._url}/control/{action}", json=jsonable(arguments)) as response:
            body = await response.json()
        if "error" in body:
            raise ControlError(body["error"])
        return body["result"]

    async def add_user(self, user_id: int, first_name: str, language_code: str = "zh-hans") -> None:
        """See `Acting.add_user`."""
        await self.do("add_user", user_id=user_id, first_name=first_name, language_code=language_code)

    async def say(self, user_id: int, text: str) -> int:
        """See `Acting.say`."""
        return int(await self.do("say", user_id=user_id, text=text))

    async def upload(self, user_id: int, filename: str, data: bytes, mime: str | None = None, caption: str = "") -> int:
        """See `Acting.upload`."""
        return int(await self.do("upload", user_id=user_id, filename=filename, data=data, mime=mime, caption=caption))

    async def press(self, user_id: int, message_id: int, button: str) -> str:
        """See `Acting.press`."""
        return str(await self.do("press", user_id=user_id, message_id=message_id, button=button))

    async def query(self, user_id: int, text: str) -> str:
        """See `Acting.query`."""
        return str(await self.do("query", user_id=user_id, text=text))

    async def next_message(self, chat_id: int, *, timeout: float = 5.0) -> dict[str, Any]:  # noqa: ASYNC109
        """See `Acting.next_message`."""
        message: dict[str, Any] = await self.do("next_message", chat_id=chat_id, timeout=timeout)
        return message

    async def transcript(self, chat_id: int) -> list[dict[str, Any]]:
        """See `Acting.transcript`."""
        messages: list[dict[str, Any]] = await self.do("transcript", chat_id=chat_id)
        return messages

    async def fail(self, method: str, **fault: Any) -> None:  # noqa: ANN401
        """See `Acting.fail`."""
        await self.do("fail", method=method, **fault)

    async def advance(self, seconds: float) -> datetime:
        """Move a simulated clock; where it stands then."""
        return datetime.fromisoformat(await self.do("clock", advance=seconds))
