"""Pushing updates to a webhook, and the methods that set it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.sandbox.errors import bad_request, flood
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import State

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LOOPBACK = ("http://127.0.0.1:", "http://localhost:")
FIRST_RETRY, LAST_RETRY = 0.05, 2.0  # real seconds between attempts, doubling


@dataclass(frozen=True, slots=True)
class Target:
    """Where updates go, and the secret that goes with them."""

    url: str
    secret: str


class Webhook:
    """The webhook of the bot; an update stays pending until the target answers 2xx."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._target: Target | None = None
        self._pushing: asyncio.Task[None] | None = None
        self._set_at: float | None = None
        self._failed: tuple[int, str] | None = None

    @property
    def active(self) -> bool:
        """Whether updates are pushed."""
        return self._target is not None

    async def set(self, parameters: Parameters) -> bool:
        """``setWebhook``; plain http is taken for this machine alone, and any port.

        Raises:
            ApiError: 400 for a wrong address or secret, 429 for the second call within a second.
        """
        url = parameters.text("url")
        if not url:
            return await self.delete(parameters)
        if not url.startswith(("https://", *LOOPBACK)):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        secret = parameters.text("secret_token")
        if secret and not SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        now = self._state.clock.monotonic()
        if self._set_at is not None and now - self._set_at < 1:
            raise flood(1)
        await self.stop()
        self._set_at = now
        self._apply(parameters)
        self._target = Target(url, secret)
        self._pushing = asyncio.create_task(self._push(self._target))
        return True

    async def delete(self, parameters: Parameters) -> bool:
        """``deleteWebhook``."""
        await self.stop()
        self._apply(parameters)
        return True

    def info(self) -> dict[str, Any]:
        """``getWebhookInfo``."""
        fields: dict[str, Any] = {
            "url": self._target.url if self._target else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._state.updates),
            "max_connections": 40,
        }
        if self._failed:
            fields |= {"last_error_date": self._failed[0], "last_error_message": self._failed[1]}
        return fields

    async def stop(self) -> None:
        """Push no more."""
        self._target = None
        task, self._pushing = self._pushing, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    def _apply(self, parameters: Parameters) -> None:
        if parameters.flag("drop_pending_updates"):
            self._state.updates.clear()
        if parameters.has("allowed_updates"):
            self._state.updates.allow(parameters.listing("allowed_updates"))
        self._state.updates.interrupt()

    async def _push(self, target: Target) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": target.secret} if target.secret else {}
        updates = self._state.updates
        async with ClientSession(headers=headers, timeout=ClientTimeout(total=60)) as session:
            retry = FIRST_RETRY
            while True:
                update = updates.first()
                if update is None:
                    await updates.changed()
                elif await self._delivered(session, target, update):
                    updates.done(update["update_id"])
                    retry = FIRST_RETRY
                else:
                    await asyncio.sleep(retry)
                    retry = min(2 * retry, LAST_RETRY)

    async def _delivered(self, session: ClientSession, target: Target, update: Mapping[str, Any]) -> bool:
        try:
            async with session.post(target.url, json=update) as response:
                if response.ok:
                    return True
                reason = f"Wrong response from the webhook: {response.status} {response.reason}"
        except (ClientError, TimeoutError) as error:
            reason = str(error) or type(error).__name__
        self._failed = (int(self._state.clock.now().timestamp()), reason)
        return False
