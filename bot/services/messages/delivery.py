"""Delivery: what waits in the outbox leaves, most urgent first, each message once, without a gap between batches."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Collection
from datetime import datetime

from bot.clock import Clock
from bot.services.messages.commits import Commits
from bot.services.messages.holding import Holding
from bot.services.messages.pacing import Pacer
from bot.services.messages.sending import DeliveryRules, Ready, Sending
from bot.services.messages.transport import Transport
from bot.store.errors import StoreBusy
from bot.store.store import Store

_log = logging.getLogger(__name__)

WORKERS = 8  # more senders at once are slower, not faster: httpcore's pool is searched for every request
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
        self._sending = Sending(transport, pacer, clock, Commits(store), self._holding, self._rules)

    async def run(self) -> None:
        """Deliver until cancelled: at once what this process puts in line, within seconds what another one does."""
        line: asyncio.Queue[Ready] = asyncio.Queue(WORKERS)
        tasks = [
            asyncio.create_task(self._fill(line)),
            *(asyncio.create_task(self._empty(line)) for _ in range(WORKERS)),
        ]
        try:
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()  # they never return: this raises what ended one
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._release([line.get_nowait() for _ in range(line.qsize())])

    async def pump(self) -> int:
        """Send one batch of what is due; gives how many were claimed.

        Raises:
            StoreBusy: the database cannot be written to; what was sent is recorded nevertheless, as soon as it can be.
        """
        count, ready, _ = await self._claim()
        line = deque(ready)

        async def work() -> None:
            while line:
                await self._sending.deliver(line.popleft())

        workers = [asyncio.create_task(work()) for _ in range(min(WORKERS, len(line)))]
        try:
            ended = await asyncio.gather(*workers, return_exceptions=True)  # one that fails takes no other along
        except asyncio.CancelledError:
            await asyncio.gather(*workers, return_exceptions=True)
            raise
        finally:
            await self._release(line)
        for error in ended:
            if error is not None:
                raise error
        return count

    async def _fill(self, line: asyncio.Queue[Ready]) -> None:
        """Claim the next batch while the last of the one before is leaving."""
        filled, trouble = self._store.outbox_filled, ""
        while True:
            filled.clear()
            count, ready, due = 0, deque[Ready](), None
            try:
                count, ready, due = await self._claim()
            except StoreBusy as error:  # a backup, another program, a cut connection, a full disk: what waits can wait
                if str(error) != trouble:
                    _log.warning("nothing is delivered for now: %s", error)
                trouble = str(error)
            else:
                if trouble:
                    _log.warning("messages are delivered again")
                trouble = ""
            try:
                while ready:
                    await line.put(ready[0])
                    ready.popleft()
            finally:
                await self._release(ready)
            if not count:
                await self._rest(filled, due)

    async def _empty(self, line: asyncio.Queue[Ready]) -> None:
        while True:
            ready = await line.get()
            try:
                await self._sending.deliver(ready)
            except StoreBusy as error:
                _log.info("message %s waits for the end of its lease: %s", ready.message.id, error)

    async def _rest(self, filled: asyncio.Event, due: datetime | None) -> None:
        """Until something is put in line here, something is due, or another process may have put something in line."""
        until_due = POLL_SECONDS if due is None else (due - self._clock.now()).total_seconds()
        waits = {
            asyncio.create_task(self._clock.sleep(max(0.0, min(POLL_SECONDS, until_due)))),
            asyncio.create_task(filled.wait()),
        }
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _claim(self) -> tuple[int, deque[Ready], datetime | None]:
        """How many messages were claimed, those of them that leave now, and when the next is due where there was none."""
        now = self._clock.now()
        async with self._store.transaction() as tx:
            claimed = await tx.outbox.claim(BATCH, now, self._rules.lease)
            leaving = await self._holding.sift(tx, claimed) if claimed else []
            languages = await tx.users.languages([each.chat_id for each in leaving]) if leaving else {}
            due = None if claimed else await tx.outbox.next_due(now)
        ready = deque(Ready(each, languages.get(each.chat_id) or self._language) for each in leaving)
        return len(claimed), ready, due

    async def _release(self, line: Collection[Ready]) -> None:
        """Let others have at once what this process will not send; otherwise they get it when the lease ends."""
        if not line:
            return
        try:
            async with self._store.transaction() as tx:
                await tx.outbox.release([each.message for each in line])
        except StoreBusy as error:
            _log.info("%s messages wait for the end of their lease: %s", len(line), error)
