"""Delivery: what waits in the outbox leaves, paced, each message once, and whatever becomes of it is recorded."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.services.codec import load_view
from bot.services.commits import Commits, Write
from bot.services.holding import Holding
from bot.services.pacing import Pacer
from bot.services.recording import Recording
from bot.services.transport import Later, NotSent, Outcome, Outgoing, Transport
from bot.store.errors import StoreBusy
from bot.store.messages import Claimed
from bot.store.store import Store

_log = logging.getLogger(__name__)

WORKERS = 8  # more senders at once are slower, not faster: httpcore's pool is searched for every request
BATCH = 32  # about what leaves in a second: what comes later and is more urgent waits no longer
POLL_SECONDS = 5.0
AGAIN_SECONDS = 1.0
AT_ONCE = timedelta(seconds=10)  # two chats that are told to wait within this time mean all of them


@dataclass(frozen=True, slots=True)
class DeliveryRules:
    """How long a claim holds, how long after its first try a message that does not get through is given up.

    More than ``burst`` messages for a chat within a minute become one.
    """

    lease: timedelta = timedelta(minutes=2)
    give_up: timedelta = timedelta(hours=48)
    burst: int = 10


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
        self._transport = transport
        self._pacer = pacer
        self._clock = clock
        self._language = language
        self._rules = rules or DeliveryRules()
        self._commit = Commits(store)
        self._recording = Recording(clock, self._rules.give_up)
        self._holding = Holding(clock, self._rules.burst)
        self._told_to_wait: dict[int, datetime] = {}

    async def run(self) -> None:
        """Deliver until cancelled: at once what this process puts in line, within seconds what another one does."""
        filled = self._store.outbox_filled
        while True:
            filled.clear()
            if not await self._pumped():
                waits = {asyncio.create_task(self._clock.sleep(POLL_SECONDS)), asyncio.create_task(filled.wait())}
                try:
                    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for wait in waits:
                        wait.cancel()

    async def _pumped(self) -> int:
        try:
            return await self.pump()
        except StoreBusy as error:  # a backup, another program, a cut connection: what waits can wait
            _log.warning("nothing is delivered for now: %s", error)
            return 0

    async def pump(self) -> int:
        """Send one batch of what is due; gives how many were claimed.

        Raises:
            StoreBusy: the database cannot be written to; what was sent is recorded nevertheless, as soon as it can be.
        """
        async with self._store.transaction() as tx:
            claimed = await tx.outbox.claim(BATCH, self._clock.now(), self._rules.lease)
            line = deque(await self._holding.sift(tx, claimed))
        workers = [asyncio.create_task(self._work(line)) for _ in range(min(WORKERS, len(line)))]
        try:
            ended = await asyncio.gather(*workers, return_exceptions=True)  # one that fails takes no other along
        except asyncio.CancelledError:
            await asyncio.gather(*workers, return_exceptions=True)
            raise
        finally:
            if line:
                await self._release(line)
        for error in ended:
            if error is not None:
                raise error
        return len(claimed)

    async def _work(self, line: deque[Claimed]) -> None:
        while line:
            await self._deliver(line.popleft())

    async def _release(self, line: Sequence[Claimed]) -> None:
        """Let others have at once what this process will not send; otherwise they get it when the lease ends."""
        try:
            async with self._store.transaction() as tx:
                await tx.outbox.release(line)
        except StoreBusy as error:
            _log.info("%s messages wait for the end of their lease: %s", len(line), error)

    async def _deliver(self, message: Claimed) -> None:
        async with self._store.snapshot() as tx:
            user = await tx.users.get(message.chat_id)
        try:
            view = load_view(message.payload)
        except ValueError as error:  # written by a version with other views: pydantic's errors are ValueErrors too
            reason = str(error)
            await self._commit(lambda tx: tx.outbox.dead(message.id, reason, self._clock.now()))
            return
        language = (user.language if user else None) or self._language
        await self._pacer.push(message.chat_id)
        if await self._commit(lambda tx: tx.outbox.begin(message, self._clock.now())):
            outgoing = Outgoing(
                message.chat_id,
                view,
                language,
                silent=message.silent,
                repeat=message.uncertain,
                payload=message.payload,
                thread_id=message.thread_id,
                number=message.id if message.because else None,
            )
            outcome = await self._send(message.id, outgoing)
            self._holding.left(message.chat_id)
            if isinstance(outcome, Later):
                self._heed(message.chat_id, outcome.wait)
            await self._record(lambda tx: self._recording.record(tx, message, outcome))

    async def _send(self, number: int, outgoing: Outgoing) -> Outcome:
        sending = asyncio.create_task(self._transport.send(outgoing))
        try:
            while not (await asyncio.wait({sending}, timeout=self._rules.lease.total_seconds() / 2))[0]:
                until = self._clock.now() + self._rules.lease
                await self._record(lambda tx, until=until: tx.outbox.extend(number, until))  # type: ignore[misc] # bound now
            return sending.result()
        except asyncio.CancelledError:
            sending.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - a message that cannot be made must not keep all others from leaving
            _log.exception("message %s could not be made; it is tried again later", number)
            return NotSent(repr(error))

    async def _record(self, write: Write) -> None:
        """Write down what has happened, however long the database is not to be had: nobody else knows it."""
        while True:
            try:
                await self._commit(write)
            except StoreBusy as error:
                _log.warning("what became of a message is written down later: %s", error)
                await self._clock.sleep(AGAIN_SECONDS)
            else:
                return

    def _heed(self, chat_id: int, wait: timedelta) -> None:
        """A 429 is about one chat, unless others are told to wait at the same time."""
        now = self._clock.now()
        self._told_to_wait = {chat: at for chat, at in self._told_to_wait.items() if timedelta() <= now - at < AT_ONCE}
        self._told_to_wait[chat_id] = now
        if len(self._told_to_wait) > 1:
            _log.warning("Telegram asks all chats to wait for %s", wait)
            self._pacer.pause(wait.total_seconds() + 1)
