"""The Telegram client: an application whose polling heals, and of which one runs with a token."""

from __future__ import annotations

import logging
import math
import os
import ssl
import time
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx
from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import Conflict, TelegramError, TimedOut
from telegram.ext import (
    ApplicationBuilder,
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

from bot.services.messages.inbox import Inbox
from bot.tg import gate
from bot.tg.context import Context, PickwatchApplication
from bot.tg.handlers import basics, buttons, inline, needs, uploads
from bot.tg.handlers.needs import HANDLERS
from bot.tg.needs import NEEDS
from bot.tg.updates import InOrderByChat, StoringBot, StoringQueue
from bot.tg.web import Pulse

_log = logging.getLogger(__name__)

ALLOWED_UPDATES = ["message", "callback_query", "inline_query", "my_chat_member"]
SEND_POOL = 16
POLL_WAIT = timedelta(seconds=10)  # getUpdates waits so long for news; whole seconds
POLL_READ_TIMEOUT = 20.0  # seconds beyond them after which the answer is taken for lost
TOKEN_REFUSED = (401, 404)
NEWCOMER = 10.0  # seconds of polling after which an instance counts as the one that was there
RIVAL_GONE = 90.0  # seconds without a conflict; PTB waits up to 30 between two tries
LONGEST_RIVALRY = 300.0  # seconds


class SelfHealingRequest(HTTPXRequest):
    """For getUpdates alone, the only user of its pool.

    A TLS handshake that hangs in a proxy's tunnel leaks the pool's only slot for ever (encode/httpcore#1023), and the
    bot would never poll again; a new pool heals it. A token that is not valid any more ends PTB's polling without a
    word; ``stop`` is called with one.
    """

    def __init__(
        self, stop: Callable[[str], None], proxy: str | None, tls: ssl.SSLContext, pulse: Pulse | None = None
    ) -> None:
        common: dict[str, Any] = {"verify": tls, "trust_env": False}
        super().__init__(connection_pool_size=1, proxy=proxy, read_timeout=POLL_READ_TIMEOUT, httpx_kwargs=common)
        self._stop = stop
        self._pulse = pulse

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
        elif self._pulse is not None and code == HTTPStatus.OK:
            self._pulse.beat()
        return code, answer


class Rivals:
    """Judges a 409: of two instances with one token the newcomer ends, and the one that was there goes on.

    Telegram gives the 409 to whichever poll is the older one, so both see it in turn. Who has polled for a while holds
    out, for the newcomer to notice; only a rival that stays for minutes, because it knows no such manners, ends it.
    A newcomer that takes over from another instance has the ``patience`` to let that one end.
    """

    def __init__(
        self, stop: Callable[[str], None], clock: Callable[[], float] = time.monotonic, *, patience: float = 0.0
    ) -> None:
        self._stop = stop
        self._patience = patience
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
        new = self._first - self._began < NEWCOMER
        if (new and now - self._first >= self._patience) or now - self._first > LONGEST_RIVALRY:
            self._stop("another instance is polling with the same token: stop it, or give this one a token of its own")
        else:
            _log.warning("another instance polls with the same token; it ought to end by itself, this one goes on")


def build_application(
    token: str,
    api_url: str,
    proxy: str | None,
    inbox: Inbox,
    stop: Callable[[str], None],
    pulse: Pulse | None = None,
    *,
    shared: bool = False,
) -> tuple[PickwatchApplication, StoringQueue]:
    """The application with its handlers; not started, nothing asked of Telegram yet.

    ``stop`` is called with the reason where polling can never work again; ``pulse`` beats with each answer to a poll;
    ``shared`` where other processes store updates for this one.
    """
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # PTB's own switch: seconds as int are deprecated and warn
    queue = StoringQueue(inbox, shared=shared)
    root = api_url.rstrip("/")
    tls = httpx.create_ssl_context()  # one for both: each holds every authority's certificate
    bot: ExtBot[None] = StoringBot(
        queue,
        token,
        f"{root}/bot",
        f"{root}/file/bot",
        request=HTTPXRequest(
            connection_pool_size=SEND_POOL,
            proxy=proxy,
            media_write_timeout=60,
            httpx_kwargs={"verify": tls, "trust_env": False},  # the settings name the proxy, and whose it is
        ),
        get_updates_request=SelfHealingRequest(stop, proxy, tls, pulse),
        defaults=Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)),
    )
    application: PickwatchApplication = (
        ApplicationBuilder()
        .bot(bot)
        .update_queue(queue)
        .concurrent_updates(InOrderByChat(inbox))
        .context_types(ContextTypes(context=Context))
        .job_queue(None)  # the jobs are the house's own: a PTB queue would lose a run for one busy second
        .build()
    )
    _add_handlers(application)
    return application, queue


async def start_polling(
    application: PickwatchApplication, stop: Callable[[str], None], *, patience: float = 0.0
) -> Updater:
    """Begin to poll; ``stop`` is called with the reason where polling can never work. Gives what is to be stopped.

    ``patience`` as in `Rivals`.

    Raises:
        RuntimeError: the application has no updater.
    """
    rivals = Rivals(stop, patience=patience)

    def failed(error: TelegramError) -> None:
        if isinstance(error, Conflict):
            rivals.conflict()
        else:
            _log.warning("polling: %s", error)

    if application.updater is None:
        raise RuntimeError("the application was built without an updater")
    await application.updater.start_polling(
        timeout=POLL_WAIT,
        allowed_updates=ALLOWED_UPDATES,
        drop_pending_updates=False,
        error_callback=failed,
    )
    return application.updater


async def set_webhook(application: PickwatchApplication, url: str, secret: str) -> None:
    """Have Telegram bring the updates; what waits comes first.

    Raises:
        TelegramError: Telegram does not take the address.
    """
    await application.bot.set_webhook(
        url, allowed_updates=ALLOWED_UPDATES, secret_token=secret, drop_pending_updates=False
    )


async def stop_polling(updater: Updater) -> None:
    """Poll no more; what ended polling before is no reason to leave the rest undone."""
    try:
        await updater.stop()
    except TelegramError as error:
        _log.warning("polling had ended: %s", error)


def _add_handlers(application: PickwatchApplication) -> None:
    """Order matters: the gate first, commands before texts, what is left last."""
    application.add_handler(TypeHandler(Update, gate.enter), group=-1)
    for need in NEEDS:
        application.add_handler(CommandHandler(need.commands, HANDLERS[need.name], filters.UpdateType.MESSAGE))
    application.add_handler(CallbackQueryHandler(buttons.tap))
    application.add_handler(InlineQueryHandler(inline.query))
    application.add_handler(MessageHandler(filters.Document.ALL, uploads.document))
    application.add_handler(MessageHandler(filters.PHOTO, uploads.photo))
    application.add_handler(MessageHandler(filters.COMMAND, needs.unknown_command))
    application.add_handler(MessageHandler(filters.TEXT & filters.UpdateType.MESSAGE, needs.text))
    asked = filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL
    application.add_handler(MessageHandler(asked, basics.nothing_to_read))
    application.add_error_handler(gate.explain)
