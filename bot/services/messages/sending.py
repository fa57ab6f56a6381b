"""Sending: one claimed message leaves, in its turn, and whatever becomes of it is recorded."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.services.messages.codec import load_view
from bot.services.messages.commits import Arrived, Begin, Commits, Write
from bot.services.messages.holding import Holding
from bot.services.messages.pacing import Pacer
from bot.services.messages.recording import Recording
from bot.services.messages.transport import Later, NotSent, Outcome, Outgoing, Sent, Transport
from bot.services.views import View
from bot.store.errors import StoreBusy
from bot.store.messages import Claimed

_log = logging.getLogger(__name__)

SENDERS = 8  # more at once are slower, not faster: httpcore's pool is searched for every request
FEW = 2 * SENDERS  # what still waits to leave while the next are claimed and begun
LINGER = 0.05  # seconds; a result waits so long for others to be written down with, while more are to come
AGAIN_SECONDS = 1.0
AT_ONCE = timedelta(seconds=10)  # two chats that are told to wait within this time mean all of them
MOST_VIEWS = 64


@dataclass(frozen=True, slots=True)
class Ready:
    """A claimed message, and the language of who reads it."""

    message: Claimed
    language: str


@dataclass(frozen=True, slots=True)
class DeliveryRules:
    """How long a claim holds, how long after its first try a message that does not get through is given up.

    More than ``burst`` messages for a chat within a minute become one. Who stops waits ``farewell`` for the answers to
    what has left.
    """

    lease: timedelta = timedelta(minutes=2)
    give_up: timedelta = timedelta(hours=48)
    burst: int = 10
    farewell: timedelta = timedelta(seconds=5)


class Sending:
    """Sends what it is given, as fast as the pace allows.

    As many wait for a place as send: who has one holds no other's. What has its place is begun together with whatever
    else has one at that moment, and then leaves as soon as a sender is free.
    """

    def __init__(
        self,
        transport: Transport,
        pacer: Pacer,
        clock: Clock,
        commit: Commits,
        holding: Holding,
        rules: DeliveryRules,
    ) -> None:
        self._transport = transport
        self._pacer = pacer
        self._clock = clock
        self._commit = commit
        self._holding = holding
        self._rules = rules
        self._recording = Recording(clock, rules.give_up)
        self._views: OrderedDict[str, View] = OrderedDict()
        self._told_to_wait: dict[int, datetime] = {}
        self._places = asyncio.Semaphore(SENDERS)
        self._senders = asyncio.Semaphore(SENDERS)
        self._ahead: set[int] = set()
        self._few_ahead = asyncio.Event()
        self._leaving = 0

    def start(self, ready: Ready) -> asyncio.Task[None]:
        """Deliver a message while others are delivered."""
        self._ahead.add(ready.message.id)
        self._few_ahead.clear()
        task = asyncio.create_task(self.deliver(ready))
        task.add_done_callback(lambda _: self._gone(ready.message.id))
        return task

    async def almost_idle(self) -> None:
        """Until hardly more wait to leave than can at once."""
        while len(self._ahead) > FEW:
            await self._few_ahead.wait()

    async def deliver(self, ready: Ready) -> None:
        """Send one message; cancelled, it still waits a moment for the answer to what has left.

        Raises:
            StoreBusy: the database cannot be written to, and nothing has left.
        """
        message = ready.message
        try:
            view = self._view(message.payload)
        except ValueError as error:  # written by a version with other views: pydantic's errors are ValueErrors too
            reason = str(error)
            await self._commit(lambda tx: tx.outbox.dead(message.id, reason, self._clock.now()))
            return
        async with self._places:
            await self._pacer.push(message.chat_id)
        outgoing = Outgoing(
            message.chat_id,
            view,
            ready.language,
            silent=message.silent,
            repeat=message.uncertain,
            payload=message.payload,
            thread_id=message.thread_id,
            number=message.id if message.because else None,
        )
        stopped = asyncio.Event()
        leaving = asyncio.create_task(self._leave(message, outgoing, stopped))
        try:
            await asyncio.shield(leaving)
        except asyncio.CancelledError:
            stopped.set()
            await asyncio.wait({leaving}, timeout=self._rules.farewell.total_seconds())
            leaving.cancel()
            await asyncio.gather(leaving, return_exceptions=True)
            raise

    def _view(self, payload: str) -> View:
        """The view of a payload, which many chats may get one after the other."""
        if payload not in self._views:
            self._views[payload] = load_view(payload)
            if len(self._views) > MOST_VIEWS:
                self._views.popitem(last=False)
        return self._views[payload]

    async def _leave(self, message: Claimed, outgoing: Outgoing, stopped: asyncio.Event) -> None:
        if not await self._commit(Begin(message, self._clock.now())):
            return
        self._leaving += 1
        try:
            async with self._senders:
                await self._pacer.depart()
                if stopped.is_set() or self._pacer.paused:
                    await self._commit(lambda tx: tx.outbox.take_back(message.id))
                    return
                outcome = await self._sent(message.id, outgoing)
        finally:
            self._leaving -= 1
        self._gone(message.id)
        self._holding.left(message.chat_id)
        if isinstance(outcome, Later):
            self._heed(message.chat_id, outcome.wait)
        if isinstance(outcome, Sent):
            await self._record(Arrived(message, outcome.message_id, self._clock.now()))
        else:
            await self._record(lambda tx: self._recording.record(tx, message, outcome))

    async def _sent(self, number: int, outgoing: Outgoing) -> Outcome:
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
        said = False
        while True:
            try:
                await self._commit(write, patience=LINGER if self._leaving else 0.0)
            except StoreBusy as error:
                if not said:
                    _log.warning("what became of a message is written down later: %s", error)
                said = True
                await self._clock.sleep(AGAIN_SECONDS)
            else:
                return

    def _gone(self, number: int) -> None:
        self._ahead.discard(number)
        if len(self._ahead) <= FEW:
            self._few_ahead.set()

    def _heed(self, chat_id: int, wait: timedelta) -> None:
        """A 429 is about one chat, unless others are told to wait at the same time."""
        now = self._clock.now()
        self._told_to_wait = {chat: at for chat, at in self._told_to_wait.items() if timedelta() <= now - at < AT_ONCE}
        self._told_to_wait[chat_id] = now
        if len(self._told_to_wait) > 1:
            _log.warning("Telegram asks all chats to wait for %s", wait)
            self._pacer.pause(wait.total_seconds() + 1)
