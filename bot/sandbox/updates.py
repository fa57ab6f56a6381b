"""The queue of updates: polled with offsets, or pushed to a webhook.

Polls and pushes wait in real time, whatever the sandbox's clock: they are the transport's patience, and a simulated
year would otherwise wake a poll of ten seconds three million times.
"""

from __future__ import annotations

import asyncio
from collections import deque
from itertools import count
from typing import Any

from bot.sandbox import errors, limits
from bot.sandbox.errors import ApiError

DEFAULT_KINDS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "callback_query",
        "inline_query",
        "chosen_inline_result",
        "my_chat_member",
        "chat_join_request",
    }
)


class Updates:
    """What happened that the bot has not confirmed yet."""

    def __init__(self, first_id: int = 100_000_001) -> None:
        self._ids = count(first_id)
        self._pending: deque[dict[str, Any]] = deque()
        self._allowed = DEFAULT_KINDS
        self._poller: asyncio.Future[None] | None = None
        self._changed = asyncio.Event()

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def allowed(self) -> frozenset[str]:
        """The kinds that are kept."""
        return self._allowed

    @property
    def polled(self) -> bool:
        """Whether a poll waits."""
        return self._poller is not None

    def allow(self, kinds: list[str] | None) -> None:
        """Keep only ``kinds`` from now on; an empty list means the default, None leaves it as it is."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or DEFAULT_KINDS

    def add(self, kind: str, payload: dict[str, Any]) -> int:
        """Queue an update and return its id; one of a kind that is not allowed is lost, as in Telegram."""
        update_id = next(self._ids)
        if kind in self._allowed:
            self._pending.append({"update_id": update_id, kind: payload})
            self._notify()
        return update_id

    def clear(self) -> None:
        """Forget everything pending."""
        self._pending.clear()
        self._notify()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """Updates from ``offset`` on, which confirms those before; waits up to ``seconds`` while there are none.

        Raises:
            ApiError: 409, when a later poll took over.
        """
        self.interrupt(ApiError(*errors.OTHER_POLLER))
        self._confirm(offset)
        if not self._pending and seconds > 0:
            poller = self._poller = asyncio.get_running_loop().create_future()
            try:
                await asyncio.wait_for(poller, min(seconds, limits.POLL))
            except TimeoutError:
                pass  # nothing happened: an empty list says so
            finally:
                if self._poller is poller:
                    self._poller = None
        return list(self._pending)[: max(1, min(limit, limits.UPDATES))]

    def interrupt(self, error: ApiError | None = None) -> None:
        """End the poll that waits, with ``error`` or with what there is."""
        poller, self._poller = self._poller, None
        if poller is None or poller.done():
            return
        if error is None:
            poller.set_result(None)
        else:
            poller.set_exception(error)

    def first(self) -> dict[str, Any] | None:
        """The oldest update pending."""
        return self._pending[0] if self._pending else None

    def done(self, update_id: int) -> None:
        """Confirm one update that a webhook took."""
        if self._pending and self._pending[0]["update_id"] == update_id:
            self._pending.popleft()
            self._notify()

    async def changed(self) -> None:
        """Wait until something is queued or confirmed."""
        self._changed.clear()
        await self._changed.wait()

    def _confirm(self, offset: int) -> None:
        if offset < 0:  # counted from the end; all before are forgotten
            while len(self._pending) > -offset:
                self._pending.popleft()
        else:
            while self._pending and self._pending[0]["update_id"] < offset:
                self._pending.popleft()
        self._changed.set()

    def _notify(self) -> None:
        self._changed.set()
        self.interrupt()
