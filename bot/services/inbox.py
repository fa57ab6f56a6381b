"""The inbox: every update is written down before Telegram is told that it arrived, and handled at least once."""

from __future__ import annotations

from bot.clock import Clock
from bot.store.store import Store

MOST_ATTEMPTS = 3  # an update that ends the process each time must not do so for ever


class Inbox:
    """Updates as they came, by update_id."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def put(self, update_id: int, payload: str) -> bool:
        """Write an update down; False where it is there already."""
        async with self._store.transaction() as tx:
            return await tx.inbox.put(update_id, payload, self._clock.now())

    async def done(self, update_id: int) -> None:
        """An update was handled."""
        async with self._store.transaction() as tx:
            await tx.inbox.done(update_id, self._clock.now())

    async def unhandled(self) -> list[str]:
        """What was written down and not handled when the process ended, oldest first; each is tried a few times."""
        async with self._store.transaction() as tx:
            payloads = []
            for update in await tx.inbox.pending():
                if update.attempts >= MOST_ATTEMPTS:
                    error = f"given up after {update.attempts} attempts"
                    await tx.inbox.failed(update.update_id, error, self._clock.now())
                    continue
                await tx.inbox.attempt(update.update_id)
                payloads.append(update.payload)
            return payloads
