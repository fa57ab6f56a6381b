"""Small writes of many senders side by side, committed together: what one alone costs, all that wait share."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.store.store import Store, Transaction

Write = Callable[[Transaction], Awaitable[Any]]


class Commits:
    """Writes in one transaction whatever came while the one before was under way.

    A write may be carried out twice (alone, after one beside it failed), so it has to be such that this does no harm.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[Write, asyncio.Future[Any]]] = []
        self._turn = asyncio.Lock()

    async def __call__(self, write: Write) -> Any:  # noqa: ANN401 - what the write gives
        """Carry out ``write`` and commit it; gives what it gives.

        Raises:
            StoreBusy: the database cannot be written to for now.
        """
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append((write, done))
        try:
            async with self._turn:
                if not done.done():
                    await self._commit()
            return done.result()
        except asyncio.CancelledError:
            done.cancel()
            raise

    async def _commit(self) -> None:
        together, self._waiting = self._waiting, []
        together = [each for each in together if not each[1].done()]
        try:
            await self._all(together)
        except asyncio.CancelledError:  # the one that commits for all was stopped: the others commit without it
            self._waiting = together + self._waiting
            raise
        except Exception as error:  # noqa: BLE001 - it belongs to one of them, and is raised where that one waits
            if len(together) == 1:
                _raise_there(together[0][1], error)
                return
            for each in together:
                await self._alone(*each)

    async def _alone(self, write: Write, done: asyncio.Future[Any]) -> None:
        try:
            await self._all([(write, done)])
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            _raise_there(done, error)

    async def _all(self, together: list[tuple[Write, asyncio.Future[Any]]]) -> None:
        async with self._store.transaction() as tx:
            given = [await write(tx) for write, _ in together]
        for (_, done), value in zip(together, given, strict=True):
            if not done.done():
                done.set_result(value)


def _raise_there(done: asyncio.Future[Any], error: Exception) -> None:
    if not done.done():
        done.set_exception(error)
