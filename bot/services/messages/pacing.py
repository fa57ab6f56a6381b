"""Pacing: no faster than Telegram allows, in all and to each chat."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock

CLOSER = (
    0.97  # of the gap between two places: what has fallen behind catches up, and stays below Telegram's 30 a second
)
FEW = 64  # gaps; beyond, what is past is forgotten whenever their number has doubled


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
        self._next_departure = 0.0
        self._paused_until = 0.0
        self._next_push: dict[int, float] = {}
        self._kept = FEW

    async def reply(self) -> None:
        """Wait for a place in the total."""
        while await self._too_early(self._place()):
            pass

    async def push(self, chat_id: int) -> None:
        """Wait for the chat's gap, then for a place in the total; the next gap runs from that place."""
        gap = self._rates.group_gap if chat_id < 0 else self._rates.private_gap  # groups have negative ids
        while (due := self._next_push.get(chat_id, 0.0)) > self._clock.monotonic():
            await self._wait_until(due)  # of several that waited, one goes on; the others find a new gap
        self._forget_past_gaps()
        early = True
        while early:
            place = self._place()
            self._next_push[chat_id] = place + gap
            early = await self._too_early(place)

    async def depart(self) -> None:
        """Wait for the moment to leave, after `push`: what was done in between may have gathered several at one moment."""
        moment = max(self._clock.monotonic(), self._next_departure)
        self._next_departure = moment + CLOSER / self._rates.total
        await self._wait_until(moment)

    def pause(self, seconds: float) -> None:
        """Hand out nothing for a while: Telegram has asked several chats at once to wait."""
        self._paused_until = max(self._paused_until, self._clock.monotonic() + seconds)
        self._next_total = max(self._next_total, self._paused_until)

    def _place(self) -> float:
        """The next moment that is free in the total, taken."""
        place = max(self._clock.monotonic(), self._next_total)
        self._next_total = place + 1 / self._rates.total
        return place

    @property
    def paused(self) -> bool:
        """Whether nothing is to leave now, not even what had its place before."""
        return self._clock.monotonic() < self._paused_until

    async def _too_early(self, place: float) -> bool:
        """Wait for a place; whether it was handed out before all were asked to wait, for longer than that."""
        await self._wait_until(place)
        return place < self._paused_until

    def _forget_past_gaps(self) -> None:
        if len(self._next_push) > 2 * self._kept:
            now = self._clock.monotonic()
            self._next_push = {chat: due for chat, due in self._next_push.items() if due > now}
            self._kept = max(FEW, len(self._next_push))

    async def _wait_until(self, moment: float) -> None:
        wait = moment - self._clock.monotonic()
        if wait > 0:
            await self._clock.sleep(wait)
