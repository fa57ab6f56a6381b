"""Updates on their way in: stored before they count as taken, handled in order by chat and chats side by side."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseUpdateProcessor, ExtBot

from bot.clock import SystemClock
from bot.services.messages.inbox import Inbox
from bot.store.errors import StoreBusy
from bot.tg import groups
from bot.tg.busy import Busy

_log = logging.getLogger(__name__)

AT_ONCE = 32  # chats handled side by side
STORE_AGAIN = LOOK_AGAIN = 1.0  # seconds


class StoringQueue(asyncio.Queue[object]):
    """The updates' queue: PTB awaits ``put`` before the next getUpdates confirms, so what is put is stored first."""

    def __init__(self, inbox: Inbox, *, shared: bool = False) -> None:
        """``shared`` where other processes store for this one, which then has to `look`."""
        super().__init__()
        self._inbox = inbox
        self._shared = shared
        self._come: dict[int, bool] = {}  # what came together and is not queued yet: whether it is new
        self._here: set[int] = set()  # where shared: what this process has in hand, of all that is not handled

    async def come(self, updates: Sequence[Update]) -> None:
        """Store together what one poll has brought; `put` queues each, and need not store it."""
        kept = [each for each in updates if _worth_keeping(each)]
        if len(kept) > 1:
            self._take(*(each.update_id for each in kept))
            new = await self._stored(kept)
            self._come = {each.update_id: each.update_id in new for each in kept}

    async def put(self, item: object) -> None:
        """Store an update, then queue it; one that is stored already is not queued again."""
        if isinstance(item, Update) and _worth_keeping(item):
            new = self._come.pop(item.update_id, None)
            if new is None:
                known = item.update_id in self._here
                self._take(item.update_id)  # before it is stored: `look` must not find a stranger in it
                new = bool(await self._stored([item]))
                if not new and not known:
                    self._here.discard(item.update_id)  # another process has stored it; `look` finds it
            if not new:
                return
        await super().put(item)

    async def again(self, update: Update) -> None:
        """Queue once more, in a while, what could not be handled for want of the database; it is stored already."""
        await asyncio.sleep(STORE_AGAIN)
        await super().put(update)

    async def keep(self, update: Update) -> bool:
        """Store an update for the process that leads; False where it is none that is stored."""
        if not _worth_keeping(update):
            return False
        await self._stored([update])
        return True

    async def replay(self, bot: ExtBot[None]) -> None:
        """Queue what was stored and not handled when the process ended."""
        for payload in await self._inbox.unhandled():
            update = Update.de_json(json.loads(payload), bot)
            self._take(update.update_id)
            await super().put(update)

    async def look(self, bot: ExtBot[None]) -> None:
        """Queue what processes that do not lead have stored, every second, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            before = frozenset(self._here)
            try:
                pending = await self._inbox.pending()
            except StoreBusy as error:
                _log.info("what others have stored is looked for later: %s", error)
                continue
            self._here -= before - set(pending)  # handled
            for update_id, payload in pending.items():
                if update_id not in self._here:
                    self._take(update_id)
                    await super().put(Update.de_json(json.loads(payload), bot))

    def drop(self) -> None:
        """Forget what waits; what is stored is for the process that replays it."""
        while not self.empty():
            self.get_nowait()
            self.task_done()
        self._here.clear()

    def _take(self, *update_ids: int) -> None:
        """Know what is in hand from what others store; who polls stores alone, and nothing would ever be forgotten."""
        if self._shared:
            self._here.update(update_ids)

    async def _stored(self, updates: Sequence[Update]) -> set[int]:
        """Those of the updates that were not stored before."""
        payloads = {each.update_id: json.dumps(each.to_dict(), default=_as_telegram_writes) for each in updates}
        said = False
        while True:
            try:
                return await self._inbox.put_all(payloads)
            except StoreBusy as error:
                if not said:
                    _log.warning("updates stay with Telegram for now: %s", error)
                said = True
                await asyncio.sleep(STORE_AGAIN)
            except Exception:  # noqa: BLE001 - whatever it is, PTB would end polling for good, and without a word
                _log.exception("an update could not be stored; it is tried again")
                await asyncio.sleep(STORE_AGAIN)


class StoringBot(ExtBot[None]):
    """Has all that a poll brings stored at once: one by one, two hundred chats would wait for two hundred commits."""

    __slots__ = ("_queue",)

    def __init__(self, queue: StoringQueue, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - PTB's parameters
        super().__init__(*args, **kwargs)
        self._queue = queue

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:  # noqa: ANN401 - as above
        """See `ExtBot.get_updates`."""
        updates = await super().get_updates(*args, **kwargs)
        if kwargs.get("timeout"):  # the last call, which confirms, waits for nothing; what it brings nobody queues
            await self._queue.come(updates)
        return updates


class InOrderByChat(BaseUpdateProcessor):
    """Updates of one chat in order, chats side by side; each is marked as handled when its handlers are through."""

    def __init__(self, inbox: Inbox, busy: Busy | None = None) -> None:
        """``busy`` shows what takes long; by default to somebody whose patience is of the machine's clock."""
        super().__init__(AT_ONCE)
        self.busy = busy or Busy(SystemClock())
        self._inbox = inbox
        self._turns: dict[tuple[str, int], asyncio.Lock] = {}
        self._waiting: dict[tuple[str, int], int] = {}
        self._handling: set[asyncio.Task[Any]] = set()
        self._unfinished: set[int] = set()

    def leave(self, update_id: int) -> None:
        """The update that is being handled could not be for now: it stays in the inbox."""
        self._unfinished.add(update_id)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """See `BaseUpdateProcessor.do_process_update`."""
        if not isinstance(update, Update):
            await coroutine
            return
        task = asyncio.current_task()
        if task is not None:
            self._handling.add(task)
            task.add_done_callback(self._handling.discard)
        where = _where(update)
        turn = self._turns.setdefault(where, asyncio.Lock())
        self._waiting[where] = self._waiting.get(where, 0) + 1
        try:
            async with turn:
                await self._until_it_can_be(lambda: self._inbox.begin(update.update_id))
                if _worth_keeping(update):
                    await self.busy.until(coroutine, update)
                else:
                    await coroutine
                if update.update_id in self._unfinished:
                    self._unfinished.discard(update.update_id)
                elif _worth_keeping(update):
                    await self._until_it_can_be(lambda: self._inbox.done(update.update_id))
        finally:
            self._waiting[where] -= 1
            if not self._waiting[where]:
                del self._waiting[where], self._turns[where]

    @staticmethod
    async def _until_it_can_be(note: Callable[[], Awaitable[None]]) -> None:
        """Note where an update stands, however long that takes; one unnoted would be handled again at the next start."""
        while True:
            try:
                return await note()
            except StoreBusy as error:
                _log.warning("where an update stands is noted later: %s", error)
                await asyncio.sleep(STORE_AGAIN)

    async def break_off(self) -> None:
        """Handle no more: what is under way stays in the inbox, and must not fail for want of a connection instead."""
        under_way = tuple(self._handling)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""


def _as_telegram_writes(value: object) -> float:
    """A time or a span in seconds: PTB leaves the date of a message that is not accessible any more as it is."""
    match value:
        case datetime():
            return round(value.timestamp())
        case timedelta():
            return value.total_seconds()
        case _:
            raise TypeError(f"Telegram writes no {type(value).__name__}")


def _worth_keeping(update: Update) -> bool:
    """Whether an update is stored: what somebody types in another chat is asked again with the next letter."""
    if update.inline_query is not None:
        return False
    chat = update.effective_chat
    return chat is None or chat.type == Chat.PRIVATE or groups.concerns(update)


def _where(update: Update) -> tuple[str, int]:
    """What is to be handled in order: a chat, or what one person types in others."""
    if update.effective_chat is not None:
        return "chat", update.effective_chat.id
    return "person", update.effective_user.id if update.effective_user else 0
