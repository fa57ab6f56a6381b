"""Messages out: a rendered view becomes requests to Telegram, and its answers become outcomes (no other place does this)."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import httpx
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram import Message as SentMessage
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.services.transport import Gone, Later, Moved, NotSent, Outcome, Outgoing, Rejected, Sent, Uncertain
from bot.services.views import StockChart
from bot.tg.charts import ChartStyle, draw_stock
from bot.tg.i18n import Texts
from bot.tg.render import Message, marked_as_repeat, render
from bot.workers import Runner, WorkerDied, WorkerTimeout

_log = logging.getLogger(__name__)

# Sent for certain not: the connection was never made. Anything later may have arrived.
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


class Sender:
    """Renders and sends; implements `bot.services.transport.Transport`."""

    def __init__(self, bot: ExtBot[None], texts: Texts, drawer: Runner, *, red_up: bool) -> None:
        self._bot = bot
        self._texts = texts
        self._drawer = drawer
        self._red_up = red_up

    async def send(self, message: Outgoing) -> Outcome:
        """Send a view as one message or several; see `Transport.send`."""
        parts = list(render(message.view, self._texts, message.language))
        if message.repeat:
            parts[0] = marked_as_repeat(parts[0], self._texts, message.language)
        first: int | None = None
        for part in parts:
            try:
                sent = await self.send_message(message.chat_id, part, message.language, silent=message.silent)
            except TelegramError as error:
                # once a part has arrived, sending the whole again would repeat it
                return outcome_of(error) if first is None else Uncertain(f"cut off after a part: {error}")
            first = first or sent.message_id
        return Sent(first or 0)

    async def send_message(self, chat_id: int, message: Message, language: str, *, silent: bool = False) -> SentMessage:
        """Send one rendered message, with its chart where it has one.

        Raises:
            TelegramError: whatever Telegram or the way to it says.
        """
        common: dict[str, Any] = {"reply_markup": self.markup(message), "disable_notification": silent}
        picture = await self._draw(message.chart, language) if message.chart else None
        if picture is not None:
            return await self._bot.send_photo(chat_id, picture, caption=message.html, **common)
        try:
            return await self._bot.send_message(chat_id, message.html, **common)
        except BadRequest as error:
            if "can't parse entities" not in str(error).lower():
                raise
            _log.exception("the markup of a message is wrong; it goes out as plain text")
            return await self._bot.send_message(chat_id, message.html, parse_mode=None, **common)

    @staticmethod
    def markup(message: Message) -> InlineKeyboardMarkup | None:
        """The buttons of a message as Telegram takes them."""
        if not message.keyboard:
            return None
        return InlineKeyboardMarkup(
            [
                [InlineKeyboardButton(each.label, callback_data=each.data, style=each.style or None) for each in row]
                for row in message.keyboard
            ]
        )

    async def _draw(self, chart: StockChart, language: str) -> bytes | None:
        style = ChartStyle(language="zh" if language == "zh" else "en", red_up=self._red_up)
        try:
            return await self._drawer.run(draw_stock, chart, style)
        except (WorkerTimeout, WorkerDied) as error:
            _log.warning("a chart was not drawn, its figures go out without it: %s", error)
            return None


def outcome_of(error: TelegramError) -> Outcome:
    """What an error means for the message. BadRequest is a NetworkError in PTB, so the order matters."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            return Later(wait if isinstance(wait, timedelta) else timedelta(seconds=wait))
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Gone(str(error))
        case BadRequest():
            gone = "chat not found" in str(error).lower()
            return Gone(str(error)) if gone else Rejected(str(error))
        case InvalidToken():
            return NotSent(str(error))
        case NetworkError():
            cause = error.__cause__
            lost = cause is None or not isinstance(cause, _NEVER_LEFT)
            return Uncertain(f"{error} ({cause!r})") if lost else NotSent(f"{error} ({cause!r})")
        case _:
            return Rejected(str(error))
