"""That an answer is on its way: shown in its chat once it takes longer than a moment, and until it has come."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.clock import Clock

SOON = 1.0  # seconds; shown before each answer, it would cost as much as the answer
AGAIN = 4.5  # seconds; a phone shows it for five


class Busy:
    """Shows in each chat what the bot is doing there: it types, unless somebody says otherwise."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._doing: dict[int, ChatAction] = {}

    def turns_to(self, chat_id: int, action: ChatAction) -> None:
        """What is being done in the chat from now on, until the answer has come."""
        self._doing[chat_id] = action

    async def until(self, answered: Awaitable[Any], update: Update) -> None:
        """Wait until an update is answered, and show meanwhile that it will be; the answer does not depend on it."""
        chat = update.effective_chat
        if chat is None:
            await answered
            return
        showing = asyncio.create_task(self._show(update, chat.id))
        try:
            await answered
        finally:
            showing.cancel()
            self._doing.pop(chat.id, None)

    async def _show(self, update: Update, chat_id: int) -> None:
        message = update.effective_message
        thread_id = message.message_thread_id if message is not None and message.is_topic_message else None
        await self._clock.sleep(SOON)
        while True:
            with contextlib.suppress(TelegramError):
                action = self._doing.get(chat_id, ChatAction.TYPING)
                await update.get_bot().send_chat_action(chat_id, action, message_thread_id=thread_id)
            await self._clock.sleep(AGAIN)
