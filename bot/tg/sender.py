"""Messages out: a rendered view becomes requests to Telegram, and its answers become outcomes."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile
from telegram import Message as SentMessage
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.clock import Clock
from bot.services.messages.transport import Outcome, Outgoing, Sent, Uncertain
from bot.services.views.charts import Chart
from bot.tg.charts import ChartStyle, Theme
from bot.tg.i18n import Texts
from bot.tg.keyboards import stack
from bot.tg.once import RenderedOnce, UploadedOnce
from bot.tg.outcomes import outcome_of, patiently
from bot.tg.pictures import Pictures
from bot.tg.render import Message, marked_as_repeat
from bot.tg.render.following import why_row
from bot.tg.render.voice import Voice
from bot.workers import Runner, WorkerDied, WorkerTimeout

_log = logging.getLogger(__name__)
_WRONG_FILE = "wrong file"
_TAG = re.compile(r"</?[a-z][^<>]*>")


class Sender:
    """Renders and sends; implements `bot.services.messages.transport.Transport`."""

    def __init__(
        self,
        bot: ExtBot[None],
        texts: Texts,
        drawer: Runner,
        clock: Clock,
        look_of: Callable[[int], Awaitable[tuple[bool, bool]]],
        *,
        paid: bool = False,
    ) -> None:
        """``look_of`` a chat is whether charts are dark there and gains red. ``paid``: what is pushed may cost Stars."""
        self._bot = bot
        self._clock = clock
        self._texts = texts
        self._pictures = Pictures(drawer)
        self._look_of = look_of
        self._rendered = RenderedOnce(texts)
        self._uploaded = UploadedOnce()
        self._paid = paid

    async def send(self, message: Outgoing) -> Outcome:
        """Send a view as one message or several; see `Transport.send`."""
        parts = list(self._rendered.of(message))
        if message.number is not None:  # the text is the same for many chats, the button is this message's own
            why = why_row(message.number, Voice(self._texts, message.language))
            parts[-1] = replace(parts[-1], keyboard=stack(parts[-1].keyboard, why))
        if message.repeat:
            parts[0] = marked_as_repeat(parts[0], self._texts, message.language)
        first: int | None = None
        for part in parts:
            # once a part has arrived, sending the whole again would repeat it: the rest waits here
            patient = first is not None
            try:
                sent = await self.send_message(
                    message.chat_id,
                    part,
                    message.language,
                    silent=message.silent,
                    thread_id=message.thread_id,
                    patient=patient,
                    paid=self._paid,
                )
            except TelegramError as error:
                return outcome_of(error) if first is None else Uncertain(f"cut off after a part: {error}")
            first = first or sent.message_id
        return Sent(first or 0)

    async def send_message(
        self,
        chat_id: int,
        message: Message,
        language: str,
        *,
        silent: bool = False,
        thread_id: int | None = None,
        patient: bool = False,
        paid: bool = False,
    ) -> SentMessage:
        """Send one rendered message, with its chart or document where it has one; a ``patient`` one as `patiently` does.

        A ``paid`` one may go out beyond the free rate; ``thread_id`` is a topic of a group.

        Raises:
            TelegramError: whatever Telegram or the way to it says.
        """
        picture = await self._draw(message.chart, language, chat_id) if message.chart else None
        common: dict[str, Any] = {"reply_markup": self.markup(message), "disable_notification": silent}
        common |= {"allow_paid_broadcast": True} if paid else {}
        common |= {"message_thread_id": thread_id} if thread_id is not None else {}

        def send(text: str, **extra: Any) -> Callable[[], Awaitable[SentMessage]]:  # noqa: ANN401 - PTB's parameters
            if message.document is not None:
                file = InputFile(message.document.content, message.document.name)
                return lambda: self._bot.send_document(chat_id, file, caption=text, **common, **extra)
            if picture is None:
                return lambda: self._bot.send_message(chat_id, text, **common, **extra)
            name = self._uploaded.name(picture)
            photo = name or InputFile(picture, "chart.png")
            return lambda: self._bot.send_photo(chat_id, photo, caption=text, **common, **extra)

        async def sent(request: Callable[[], Awaitable[SentMessage]]) -> SentMessage:
            return await (patiently(request, self._clock) if patient else request())

        try:
            done = await sent(send(message.html))
        except BadRequest as error:
            if picture is not None and _WRONG_FILE in str(error).lower() and self._uploaded.name(picture):
                self._uploaded.forget(picture)
                return await sent(send(message.html))
            if "can't parse entities" not in str(error).lower():
                raise
            _log.exception("the markup of a message is wrong; it goes out as plain text")
            return await sent(send(html.unescape(_TAG.sub("", message.html)), parse_mode=None))
        if picture is not None:
            self._uploaded.keep(picture, done)
        return done

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

    async def _draw(self, chart: Chart, language: str, chat_id: int) -> bytes | None:
        dark, red_up = await self._look_of(chat_id)
        style = ChartStyle("en" if language == "en" else "zh", Theme.DARK if dark else Theme.LIGHT, red_up)
        try:
            return await self._pictures.of(chart, style)
        except (WorkerTimeout, WorkerDied) as error:
            _log.warning("a chart was not drawn, its figures go out without it: %s", error)
            return None
