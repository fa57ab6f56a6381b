from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.sandbox.prompt import HELP, Prompt
from bot.sandbox.server import Sandbox
from tests.integration.sandbox.second_client import types

if TYPE_CHECKING:
    from aiogram import Bot

pytestmark = pytest.mark.xdist_group("second client")

READER = 1001


async def lines(*texts: str) -> AsyncIterator[str]:
    for text in texts:
        yield text + "\n"


async def test_lines_become_what_a_person_does(sandbox: Sandbox, aiogram: Bot, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("研报")
    button = types.InlineKeyboardButton(text="确认 全部", callback_data="1:ok")
    await aiogram.send_message(READER, "x", reply_markup=types.InlineKeyboardMarkup(inline_keyboard=[[button]]))
    told: list[str] = []
    prompt = Prompt(sandbox, READER, told.append)
    assert await prompt.run(lines("/start", "", f":upload {report}", ":press 确认 全部", ":help", ":quit", "never"))
    updates = await aiogram.get_updates()
    start, upload = updates[0].message, updates[1].message
    assert start is not None
    assert start.text == "/start"
    assert upload is not None
    assert upload.document is not None
    assert upload.document.file_name == "report.txt"
    assert updates[2].callback_query is not None
    assert updates[2].callback_query.data == "1:ok"
    assert len(updates) == 3
    assert told == [HELP]


async def test_a_wrong_line_is_answered_and_the_next_one_read(sandbox: Sandbox) -> None:
    told: list[str] = []
    prompt = Prompt(sandbox, READER, told.append)
    assert not await prompt.run(lines(":dance", ":press x", ":upload /nowhere", "hello"))
    assert told[:2] == ["no command :dance; :help lists them", "no message has a button 'x'"]
    assert "nowhere" in told[2]
    assert [seen.text for seen in sandbox.transcript(READER)] == ["hello"]
