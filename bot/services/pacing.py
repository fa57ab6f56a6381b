"""Pacing: no faster than Telegram allows, in all and to each chat."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock


@dataclass(frozen=True, slots=True)
class Rates:
    """The pace: messages a second in all, seconds between pushed messages to one private chat or group."""

    total: float = 29.0
    private_gap: float = 1.0
    group_gap: float = 3.0


class Pacer:
    """Hands out moments to send at. Replies take from the total but do not wait for their chat's gap (DESIGN 2)."""

    def __init__(self, clock: Clock, rates: Rates) -> None:
        self._clock = clock
        self._rates = rates
        self._next_total = 0.0
        self._next_push: dict[int, float] = {}

    async def reply(self) -> None:
        """Wait for a place in the total."""
        at = max(self._clock.monotonic(), self._next_total)
        self._next_total = at + 1 / self._rates.total
        await self._wait_until(at)

    async def push(self, chat_id: int) -> None:
        """Wait for the chat's gap, then for a place in the total."""
        now = self._clock.monotonic()
        self._next_push = {chat: due for chat, due in self._next_push.items() if due > now}
        at = self._next_push.get(chat_id, now)
        gap = self._rates.group_gap if chat_id < 0 else self._rates.private_gap  # groups have negative ids
        self._next_push[chat_id] = at + gap
        await self._wait_until(at)
        await self.reply()

    async def _wait_until(self, moment: float) -> None:
        wait = moment - self._clock.monotonic()
        if wait > 0:
            await self._clock.sleep(wait)
