"""The Telegram client: an application whose updates are stored first, kept in order by chat, and whose polling heals."""

from __future__ import annotations

import asyncio
import json
import logging
import math
import os
import ssl
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from telegram import Chat, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import Conflict, TelegramError, TimedOut
from telegram.ext import (
    ApplicationBuilder,
    BaseUpdateProcessor,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    Defaults,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    Updater,
    filters,
)
from telegram.request import HTTPXRequest, RequestData

from bot.services.inbox import Inbox
from bot.store.errors import StoreBusy
from bot.tg import gate, groups
from bot.tg.context import Context, PickwatchApplication
from bot.tg.handlers import basics, buttons, following, inline, people, research, rules, uploads

_log = logging.getLogger(__name__)

ALLOWED_UPDATES = ["message", "callback_query", "inline_query", "my_chat_member"]
AT_ONCE = 32  # chats handled side by side
SEND_POOL = 16
POLL_READ_TIMEOUT = 20.0  # seconds; getUpdates waits ten of them for news
TOKEN_REFUSED = (401, 404)
STORE_AGAIN = 1.0  # seconds
NEWCOMER = 10.0  # seconds of polling after which an instance counts as the one that was there
RIVAL_GONE = 90.0  # seconds without a conflict; PTB waits up to 30 between two tries
LONGEST_RIVALRY = 300.0  # seconds


class SelfHealingRequest(HTTPXRequest):
    """For getUpdates alone, the only user of its pool.

    A TLS handshake that hangs in a proxy's tunnel leaks the pool's only slot for ever (encode/httpcore#1023), and the
    bot would never poll again; a new pool heals it. A token that is not valid any more ends PTB's polling without a
    word; ``stop`` is called with one.
    """

    def __init__(self, stop: Callable[[str], None], proxy: str | None, tls: ssl.SSLContext) -> None:
        common: dict[str, Any] = {"verify": tls, "trust_env": False}
        super().__init__(connection_pool_size=1, proxy=proxy, read_timeout=POLL_READ_TIMEOUT, httpx_kwargs=common)
        self._stop = stop

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *args: Any,  # noqa: ANN401 - PTB's time limits, passed on as they come
        **kwargs: Any,  # noqa: ANN401
    ) -> tuple[int, bytes]:
        """See `HTTPXRequest.do_request`."""
        try:
            code, answer = await super().do_request(url, method, request_data, *args, **kwargs)
        except TimedOut as error:
            if "Pool timeout" in str(error):
                _log.warning("the polling connection hung and is opened anew")
                await self.shutdown()
                await self.initialize()
            raise
        if code in TOKEN_REFUSED:
            self._stop("Telegram does not take the token any more: ask @BotFather for the present one")
        return code, answer


class StoringQueue(asyncio.Queue[object]):
    """The updates' queue: PTB awaits ``put`` before the next getUpdates confirms, so what is put is stored first."""

    def __init__(self, inbox: Inbox) -> None:
        super().__init__()
        self._inbox = inbox

    async def put(self, item: object) -> None:
        """Store an update, then queue it; one that is stored already is not queued again."""
        if not isinstance(item, Update) or not _worth_keeping(item) or await self._stored(item):
            await super().put(item)

    async def again(self, update: Update) -> None:
        """Queue once more, in a while, what could not be handled for want of the database; it is stored already."""
        await asyncio.sleep(STORE_AGAIN)
        await super().put(update)

    async def replay(self, bot: ExtBot[None]) -> None:
        """Queue what was stored and not handled when the process ended."""
        for payload in await self._inbox.unhandled():
            await super().put(Update.de_json(json.loads(payload), bot))

    async def _stored(self, update: Update) -> bool:
        while True:
            try:
                return await self._inbox.put(update.update_id, update.to_json())
            except Exception:  # noqa: BLE001 - whatever it is, PTB would end polling for good, and without a word
                _log.exception("an update could not be stored; it is tried again")
                await asyncio.sleep(STORE_AGAIN)


class Rivals:
    """Judges a 409: of two instances with one token the newcomer ends, and the one that was there goes on.

    Telegram gives the 409 to whichever poll is the older one, so both see it in turn. Who has polled for a while holds
    out, for the newcomer to notice; only a rival that stays for minutes, because it knows no such manners, ends it.
    """

    def __init__(self, stop: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._stop = stop
        self._clock = clock
        self._began = clock()
        self._first: float | None = None
        self._last = -math.inf

    def conflict(self) -> None:
        """Another getUpdates has ended ours."""
        now = self._clock()
        if self._first is None or now - self._last > RIVAL_GONE:
            self._first = now
        self._last = now
        if now - self._began < NEWCOMER or now - self._first > LONGEST_RIVALRY:
            self._stop("another instance is polling with the same token: stop it, or give this one a token of its own")
        else:
            _log.warning("another instance polls with the same token; it ought to end by itself, this one goes on")


class InOrderByChat(BaseUpdateProcessor):
    """Updates of one chat in order, chats side by side; each is marked as handled when its handlers are through."""

    def __init__(self, inbox: Inbox) -> None:
        super().__init__(AT_ONCE)
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
                await coroutine
                if update.update_id in self._unfinished:
                    self._unfinished.discard(update.update_id)
                elif _worth_keeping(update):
                    await self._done(update.update_id)
        finally:
            self._waiting[where] -= 1
            if not self._waiting[where]:
                del self._waiting[where], self._turns[where]

    async def _done(self, update_id: int) -> None:
        """Note that it was handled, however long that takes; unnoted it would be handled again at the next start."""
        while True:
            try:
                return await self._inbox.done(update_id)
            except StoreBusy as error:
                _log.warning("that an update was handled is noted later: %s", error)
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


def build_application(
    token: str, api_url: str, proxy: str | None, inbox: Inbox, stop: Callable[[str], None]
) -> tuple[PickwatchApplication, StoringQueue]:
    """The application with its handlers; not started, nothing asked of Telegram yet.

    ``stop`` is called with the reason where polling can never work again.
    """
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # PTB's own switch: seconds as int are deprecated and warn
    queue = StoringQueue(inbox)
    root = api_url.rstrip("/")
    tls = httpx.create_ssl_context()  # one for both: each holds every authority's certificate
    application: PickwatchApplication = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{root}/bot")
        .base_file_url(f"{root}/file/bot")
        .request(
            HTTPXRequest(
                connection_pool_size=SEND_POOL,
                proxy=proxy,
                media_write_timeout=60,
                httpx_kwargs={"verify": tls, "trust_env": False},  # the settings name the proxy, and whose it is
            )
        )
        .get_updates_request(SelfHealingRequest(stop, proxy, tls))
        .update_queue(queue)
        .concurrent_updates(InOrderByChat(inbox))
        .context_types(ContextTypes(context=Context))
        .defaults(Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .job_queue(None)  # the jobs are the house's own: a PTB queue would lose a run for one busy second
        .build()
    )
    _add_handlers(application)
    return application, queue


async def start_polling(application: PickwatchApplication, stop: Callable[[str], None]) -> Updater:
    """Begin to poll; ``stop`` is called with the reason where polling can never work. Gives what is to be stopped.

    Raises:
        RuntimeError: the application has no updater.
    """
    rivals = Rivals(stop)

    def failed(error: TelegramError) -> None:
        if isinstance(error, Conflict):
            rivals.conflict()
        else:
            _log.warning("polling: %s", error)

    if application.updater is None:
        raise RuntimeError("the application was built without an updater")
    await application.updater.start_polling(
        allowed_updates=ALLOWED_UPDATES, drop_pending_updates=False, error_callback=failed
    )
    return application.updater


async def stop_polling(updater: Updater) -> None:
    """Poll no more; what ended polling before is no reason to leave the rest undone."""
    try:
        await updater.stop()
    except TelegramError as error:
        _log.warning("polling had ended: %s", error)


def _add_handlers(application: PickwatchApplication) -> None:
    """Order matters: the gate first, commands before texts, what is left last."""
    application.add_handler(TypeHandler(Update, gate.enter), group=-1)
    for names, callback in (
        (["start"], basics.start),
        (["help"], basics.show_help),
        (["settings"], basics.settings),
        (["privacy"], basics.privacy),
        (["sources"], basics.sources),
        (["queue"], basics.queue),
        (["cancel"], basics.cancel),
        (["coverage", "c"], research.coverage),
        (["report", "reports"], research.report),
        (["scoreboard", "scores"], research.scoreboard),
        (["watchlist", "w"], research.watchlist),
        (["digest"], research.digest),
        (["alerts", "alert"], rules.alerts),
        (["calendar"], research.calendar),
        (["export"], research.export),
        (["subscribe"], following.subscribe),
        (["unsubscribe"], following.unsubscribe),
        (["resolve"], uploads.resolve),
        (["invite"], people.invite),
        (["users"], people.users),
        (["export_me"], people.export_me),
        (["forget_me"], people.forget_me),
    ):
        application.add_handler(CommandHandler(names, callback, filters.UpdateType.MESSAGE))
    application.add_handler(CallbackQueryHandler(buttons.tap))
    application.add_handler(InlineQueryHandler(inline.query))
    application.add_handler(MessageHandler(filters.Document.ALL, uploads.document))
    application.add_handler(MessageHandler(filters.PHOTO, uploads.photo))
    application.add_handler(MessageHandler(filters.COMMAND, basics.unknown_command))
    application.add_handler(MessageHandler(filters.TEXT & filters.UpdateType.MESSAGE, uploads.text))
    application.add_error_handler(gate.explain)
