"""Small writes of many senders side by side, committed together: what one alone costs, all that wait share."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.store.errors import StoreBusy
from bot.store.messages import Claimed
from bot.store.store import Store, Transaction

Other = Callable[[Transaction], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Begin:
    """A message leaves now; gives whether it may."""

    message: Claimed
    at: datetime


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message was delivered, under Telegram's number."""

    message: Claimed
    number: int
    at: datetime


Write = Begin | Arrived | Other


class Commits:
    """Writes in one transaction whatever came while the one before was under way, what is alike in one statement.

    A write may be carried out twice (alone, after one beside it failed), so it has to be such that this does no harm.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[Write, asyncio.Future[Any]]] = []
        self._turn = asyncio.Lock()

    async def __call__(self, write: Write, *, patience: float = 0.0) -> Any:  # noqa: ANN401 - what the write gives
        """Carry out ``write`` and commit it; gives what it gives.

        For ``patience`` (seconds, real ones: it is about work, not about the hour) it waits for another to share with.

        Raises:
            StoreBusy: the database cannot be written to for now.
        """
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append((write, done))
        try:
            if patience:
                await asyncio.wait({done}, timeout=patience)
            if not done.done():
                async with self._turn:
                    await asyncio.sleep(0)  # whoever has the same moment comes along
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
            if len(together) == 1 or type(error) is StoreBusy:  # nobody got as far as to begin
                for _, done in together:
                    _raise_there(done, error)
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
            given = await _carried_out(tx, [write for write, _ in together])
        for (_, done), value in zip(together, given, strict=True):
            if not done.done():
                done.set_result(value)


async def _carried_out(tx: Transaction, writes: Sequence[Write]) -> list[Any]:
    """What each write gives."""
    begins = [each for each in writes if isinstance(each, Begin)]
    arrived = [each for each in writes if isinstance(each, Arrived)]
    leave = await tx.outbox.begin_all([each.message for each in begins], begins[0].at) if begins else set()
    if arrived:
        await tx.outbox.sent_all([(each.message, each.number) for each in arrived], arrived[0].at)
    given: list[Any] = []
    for write in writes:
        match write:
            case Begin(message):
                given.append(message.id in leave)
            case Arrived():
                given.append(None)
            case _:
                given.append(await write(tx))
    return given


def _raise_there(done: asyncio.Future[Any], error: Exception) -> None:
    if not done.done():
        done.set_exception(error)
