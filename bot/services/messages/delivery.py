"""Delivery: what waits in the outbox leaves, most urgent first, each message once, without a gap between batches."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.clock import Clock
from bot.services.messages.commits import Commits
from bot.services.messages.holding import Holding
from bot.services.messages.pacing import Pacer
from bot.services.messages.sending import DeliveryRules, Ready, Sending
from bot.services.messages.transport import Transport
from bot.store.errors import StoreBusy
from bot.store.messages import Claimed
from bot.store.store import Store, Transaction

_log = logging.getLogger(__name__)

BATCH = 24  # less than what leaves in a second: what comes later and is more urgent waits little longer
POLL_SECONDS = 5.0


class Delivery:
    """Claims rows by lease, sends them, and records the outcome."""

    def __init__(
        self,
        store: Store,
        transport: Transport,
        pacer: Pacer,
        clock: Clock,
        language: str,
        rules: DeliveryRules | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._language = language
        self._rules = rules or DeliveryRules()
        self._holding = Holding(clock, self._rules.burst)
        self._commit = Commits(store)
        self._sending = Sending(transport, pacer, clock, self._commit, self._holding, self._rules)

    async def run(self) -> None:
        """Deliver until cancelled: at once what this process puts in line, within seconds what another one does."""
        under_way: dict[asyncio.Task[None], Ready] = {}
        failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def through(task: asyncio.Task[None]) -> None:
            ready = under_way.pop(task)
            error = None if task.cancelled() else task.exception()
            if isinstance(error, StoreBusy):
                _log.info("message %s waits for the end of its lease: %s", ready.message.id, error)
            elif error is not None and not failed.done():
                failed.set_exception(error)

        def start(ready: Ready) -> None:
            task = self._sending.start(ready)
            under_way[task] = ready
            task.add_done_callback(through)

        filling = asyncio.create_task(self._fill(start))
        try:
            ended, _ = await asyncio.wait({filling, failed}, return_when=asyncio.FIRST_COMPLETED)
            for each in ended:
                each.result()  # neither comes to a good end: this raises what ended it
        finally:
            filling.cancel()
            failed.cancel()
            await asyncio.gather(filling, return_exceptions=True)
            await self._stop(dict(under_way))

    async def pump(self) -> int:
        """Send one batch of what is due; gives how many were claimed.

        Raises:
            StoreBusy: the database cannot be written to; what was sent is recorded nevertheless, as soon as it can be.
        """
        count, ready, _ = await self._claim()
        under_way = {self._sending.start(each): each for each in ready}
        try:
            ended = await asyncio.gather(*under_way, return_exceptions=True)  # one that fails takes no other along
        finally:
            await self._stop(under_way)
        for error in ended:
            if error is not None:
                raise error
        return count

    async def _fill(self, start: Callable[[Ready], None]) -> None:
        """Claim the next batch while the last of the one before is leaving."""
        filled, trouble = self._store.outbox_filled, ""
        while True:
            await self._sending.almost_idle()
            filled.clear()
            try:
                _, ready, due = await self._claim()
            except StoreBusy as error:  # a backup, another program, a cut connection, a full disk: what waits can wait
                if str(error) != trouble:
                    _log.warning("nothing is delivered for now: %s", error)
                trouble, ready, due = str(error), [], None
            else:
                if trouble:
                    _log.warning("messages are delivered again")
                trouble = ""
            for each in ready:
                start(each)
            await self._rest(filled, due)

    async def _stop(self, under_way: Mapping[asyncio.Task[None], Ready]) -> None:
        """End what is under way; others may have at once what has not begun, instead of when its lease ends."""
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        await self._give_back([ready.message for task, ready in under_way.items() if task.cancelled()])

    async def _give_back(self, messages: Sequence[Claimed]) -> None:
        if not messages:
            return
        try:
            async with self._store.transaction() as tx:
                await tx.outbox.release(messages)
        except StoreBusy as error:
            _log.info("%s messages wait for the end of their lease: %s", len(messages), error)

    async def _rest(self, filled: asyncio.Event, due: datetime | None) -> None:
        """Until something is put in line here, something is due, or another process may have put something in line."""
        until_due = POLL_SECONDS if due is None else (due - self._clock.now()).total_seconds()
        if until_due <= 0:
            return
        waits = {
            asyncio.create_task(self._clock.sleep(min(POLL_SECONDS, until_due))),
            asyncio.create_task(filled.wait()),
        }
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _claim(self) -> tuple[int, list[Ready], datetime | None]:
        """How many messages were claimed, those of them that leave now, and when to look again; None is not before long."""
        now = self._clock.now()

        async def claim(tx: Transaction) -> tuple[int, list[Ready], datetime | None]:
            claimed = await tx.outbox.claim(BATCH, now, self._rules.lease)
            leaving = await self._holding.sift(tx, claimed) if claimed else []
            languages = await tx.users.languages([each.chat_id for each in leaving]) if leaving else {}
            due = now if len(claimed) == BATCH else await tx.outbox.next_due(now)
            return len(claimed), [Ready(each, languages.get(each.chat_id) or self._language) for each in leaving], due

        claiming = asyncio.create_task(self._commit(claim))
        try:
            found: tuple[int, list[Ready], datetime | None] = await asyncio.shield(claiming)
        except asyncio.CancelledError:  # it may be committed with what others have written
            await asyncio.wait({claiming}, timeout=self._rules.farewell.total_seconds())
            if claiming.cancel() or claiming.cancelled() or claiming.exception():
                raise
            await self._give_back([each.message for each in claiming.result()[1]])
            raise
        return found
