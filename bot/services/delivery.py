"""Delivery: what waits in the outbox leaves, paced, each message once, and whatever becomes of it is recorded."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from bot.clock import Clock
from bot.services.codec import load_view
from bot.services.pacing import Pacer
from bot.services.transport import Gone, Later, Moved, NotSent, Outcome, Outgoing, Rejected, Sent, Transport, Uncertain
from bot.store.errors import StoreBusy
from bot.store.records import Claimed
from bot.store.store import Store, Transaction

_log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
BATCH = 8  # more senders at once are slower, not faster: httpcore's pool is searched for every request
POLL_SECONDS = 5.0
LONGEST_WAIT = timedelta(minutes=15)
LONGEST_DOUBLING = 10  # 2**10 s is beyond the longest wait, 2**50 s beyond what a timedelta holds
AFTER_A_LOST_ANSWER = timedelta(seconds=10)


class Delivery:
    """Claims rows by lease, sends them, and records the outcome."""

    def __init__(self, store: Store, transport: Transport, pacer: Pacer, clock: Clock, language: str) -> None:
        self._store = store
        self._transport = transport
        self._pacer = pacer
        self._clock = clock
        self._language = language

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
        except StoreBusy as error:  # a backup, or another program: what waits can wait, and the bot goes on
            _log.warning("nothing is delivered for now: %s", error)
            return 0

    async def pump(self) -> int:
        """Send one batch of what is due; gives how many were claimed."""
        async with self._store.transaction() as tx:
            claimed = await tx.outbox.claim(BATCH, self._clock.now(), LEASE)
        await asyncio.gather(*(self._deliver(message) for message in claimed))
        return len(claimed)

    async def _deliver(self, message: Claimed) -> None:
        async with self._store.snapshot() as tx:
            user = await tx.users.get(message.chat_id)
        try:
            view = load_view(message.payload)
        except ValueError as error:  # written by a version with other views: pydantic's errors are ValueErrors too
            async with self._store.transaction() as tx:
                await tx.outbox.dead(message.id, str(error), self._clock.now())
            return
        language = (user.language if user else None) or self._language
        await self._pacer.push(message.chat_id)
        outcome = await self._send(message.id, Outgoing(message.chat_id, view, language, repeat=message.uncertain))
        async with self._store.transaction() as tx:
            await self._record(tx, message, outcome)

    async def _send(self, number: int, outgoing: Outgoing) -> Outcome:
        try:
            return await self._transport.send(outgoing)
        except Exception as error:  # noqa: BLE001 - a message that cannot be made must not keep all others from leaving
            _log.exception("message %s could not be made; it is tried again later", number)
            return NotSent(repr(error))

    async def _record(self, tx: Transaction, message: Claimed, outcome: Outcome) -> None:
        now = self._clock.now()
        match outcome:
            case Sent(message_id):
                await tx.outbox.sent(message.id, message_id, now)
            case Later(wait):
                await tx.outbox.retry(message.id, now + wait + timedelta(seconds=1), "429")
                await tx.outbox.postpone_chat(message.chat_id, now + wait + timedelta(seconds=1))
            case NotSent(error):
                wait = min(timedelta(seconds=2 ** min(message.attempts, LONGEST_DOUBLING)), LONGEST_WAIT)
                await tx.outbox.retry(message.id, now + wait, error)
            case Gone(error):
                _log.info("chat %s is out of reach: %s", message.chat_id, error)
                await tx.outbox.dead(message.id, error, now)
                await tx.outbox.cancel_chat(message.chat_id, now)
                await tx.users.set_active(message.chat_id, False)  # noqa: FBT003 - the verb says what the flag is
            case Moved(chat_id):
                await tx.outbox.retry(message.id, now, f"moved to {chat_id}")
                await tx.outbox.move_chat(message.chat_id, chat_id)
                await tx.follows.move_chat(message.chat_id, chat_id)
            case Rejected(error):
                _log.error("message %s was rejected: %s", message.id, error)
                await tx.outbox.dead(message.id, error, now)
            case Uncertain(error) if message.uncertain:
                _log.warning("message %s may have arrived, the second time too: %s", message.id, error)
                await tx.outbox.uncertain(message.id, error, now)
            case Uncertain(error):
                _log.warning(
                    "message %s may have arrived; it is sent once more, marked as a repeat: %s", message.id, error
                )
                await tx.outbox.retry(message.id, now + AFTER_A_LOST_ANSWER, error, uncertain=True)
