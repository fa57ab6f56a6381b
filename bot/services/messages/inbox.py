"""The inbox: every update is written down before Telegram is told that it arrived, and handled at least once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from bot.clock import Clock
from bot.store.store import Store

_log = logging.getLogger(__name__)

MOST_ATTEMPTS = 6  # an update that ends the process each time must not do so for ever; some kills prove nothing


class Inbox:
    """Updates as they came, by update_id."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._left: set[int] = set()  # by an earlier process, and not begun by this one
        self._handled: set[int] = set()  # and not noted yet
        self._noting = asyncio.Lock()

    async def put(self, update_id: int, payload: str) -> bool:
        """Write an update down; False where it is there already."""
        async with self._store.transaction() as tx:
            return await tx.inbox.put(update_id, payload, self._clock.now())

    async def put_all(self, payloads: Mapping[int, str]) -> set[int]:
        """Write updates down, by id; those that were not there before."""
        async with self._store.transaction() as tx:
            return await tx.inbox.put_all(payloads, self._clock.now())

    async def begin(self, update_id: int) -> None:
        """An update is handled from now on; counted where an earlier process has left it, which may be its doing.

        One that only waited in line when the process ended is not counted, however often that happens.
        """
        if update_id in self._left:
            async with self._store.transaction() as tx:
                await tx.inbox.attempt(update_id)
            self._left.discard(update_id)

    async def done(self, update_id: int) -> None:
        """An update was handled; those that are while another one is being noted are noted together."""
        self._handled.add(update_id)
        async with self._noting:
            noted = tuple(self._handled)
            if update_id not in noted:  # the one before has taken it along
                return
            async with self._store.transaction() as tx:
                await tx.inbox.done(*noted, at=self._clock.now())
            self._handled.difference_update(noted)

    async def pending(self) -> dict[int, str]:
        """What is written down and not handled, by id, oldest first."""
        async with self._store.snapshot() as tx:
            return {each.update_id: each.payload for each in await tx.inbox.pending()}

    async def unhandled(self) -> list[str]:
        """What was written down and not handled when the process ended, oldest first; each is begun a few times."""
        async with self._store.transaction() as tx:
            payloads = []
            for update in await tx.inbox.pending():
                if update.attempts >= MOST_ATTEMPTS:
                    error = f"given up after {update.attempts} attempts"
                    _log.error("update %s ended the process each time: %s", update.update_id, error)
                    await tx.inbox.failed(update.update_id, error, self._clock.now())
                    continue
                self._left.add(update.update_id)
                payloads.append(update.payload)
            return payloads
