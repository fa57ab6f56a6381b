"""The bot's screens as another make of client reads them: aiogram, whose models are strict."""

from __future__ import annotations

import pytest

from bot.sandbox.server import Sandbox
from bot.sandbox.transcript import SentMessage
from bot.tg.actions.callbacks import LONGEST_DATA
from tests.e2e.bot_process import Person
from tests.integration.sandbox.second_client import types

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chats")]

LED_ON = ("/menu", "/coverage 300308", "/report 1", "/scoreboard", "/watchlist", "/subscriptions")
READ = ("/start", "/calendar", "/alerts", "/digest", "/settings", "/help", "/list", "/privacy")


def reading(sandbox: Sandbox, seen: SentMessage) -> types.Message:
    """A message as aiogram has it from what the server says of it; what it makes of the entities is what was meant."""
    stored = sandbox.state.messages.get(seen.chat_id, seen.message_id)
    assert stored is not None
    message = types.Message.model_validate(stored.as_json())
    assert (message.text or message.caption or "") == seen.text
    assert message.html_text == seen.html
    return message


def taps(message: types.Message) -> list[types.InlineKeyboardButton]:
    """The buttons that call back, as aiogram reads them."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    return [each for row in rows for each in row if each.callback_data]


@pytest.mark.parametrize("typed", [*LED_ON, *READ])
async def test_a_screen_and_what_its_first_button_leads_to_are_read_alike_by_another_client(
    sandbox: Sandbox, reader: Person, ann: Person, typed: str
) -> None:
    for person in (reader, ann):
        seen = await person.says(typed)
        buttons = taps(reading(sandbox, seen))
        assert all(len((each.callback_data or "").encode()) <= LONGEST_DATA for each in buttons)
        if typed in LED_ON:
            reading(sandbox, await person.taps(seen, buttons[0].text))
            await person.says("/cancel")  # a button may ask back, and the next test would answer
