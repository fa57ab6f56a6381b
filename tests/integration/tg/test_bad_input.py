"""Whatever comes in, each handler answers: nothing is refused by Telegram, nothing fails, no tap stays unanswered.

The whole table is played with PICKWATCH_WHOLE_TABLE=1, as ``make fuzz`` does; otherwise each command meets three of the
texts from an owner and one from a reader.
"""

from __future__ import annotations

import os
import shutil
from collections import OrderedDict
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from telegram.ext import CommandHandler

from bot.services.access.allowances import Allowance
from tests.tools.whole_bot import GROUP, OWNER, READER, STRANGER, WholeBot, whole_bot, with_reports

TEXTS = {
    "nothing": "",
    "markup": "<b>*ST宝实</b> & </a> &lt; {name} %s `_*[",
    "4,096 characters": "研" * 4070,
    "emoji": "😀👨‍👩‍👧‍👦🇨🇳" * 20,
    "right to left": "\u202e中际\u202c مرحبا \u200f旭创",
    "a name with a star": "*ST宝实",
    "a number too large": "99999999999999999999",
    "less than nothing": "#-1 -1 -1",
    "no number": "1e309 NaN ∞",
    "lines": "a\n\n\t b\u2028c\x0b",
    "half a character": "旭\ud83d创",
}
ALWAYS = 2  # of them
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
DOCUMENT = {"file_id": "none", "file_unique_id": "none", "file_name": "r.pdf", "file_size": 21_000_000}
POINT = {"latitude": 31.2, "longitude": 121.5}
PERSON = {"type": "user", "sender_user": {"id": 5, "is_bot": False, "first_name": ""}, "date": 1}
CHANNEL = {"id": -1009, "type": "channel", "title": "研报 <频道>"}
OTHER_MESSAGES: dict[str, dict[str, Any]] = {
    "a sticker": {"dice": {"emoji": "🎲", "value": 3}},
    "a place": {"location": POINT},
    "a card": {"contact": {"phone_number": "1", "first_name": "李"}},
    "a voice": {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}},
    "a poll": {
        "poll": {
            "id": "1",
            "question": "?",
            "options": [],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    },
    "a file that is too large": {"document": DOCUMENT},
    "a forwarded channel post": {
        "text": "推荐 *ST宝实 & <b>",
        "forward_origin": {"type": "channel", "chat": CHANNEL, "message_id": 7, "date": 1},
    },
    "a forwarded message of nobody": {"text": "旭创", "forward_origin": PERSON},
    "a reply to nothing that is known": {
        "text": "旭创",
        "reply_to_message": {"message_id": 9, "date": 0, "chat": CHANNEL},
    },
}
# one bot for all, which remembers what went before: in one process, in order
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("bad-input")]
numbers = count(50_000)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeBot]:
    folder = tmp_path_factory.mktemp("whole")
    shutil.copy(migrated_file, folder / "pickwatch.db")
    async with whole_bot(folder) as running:
        await with_reports(running)
        yield running


def commands(bot: WholeBot) -> list[str]:
    """Every command that has a handler."""
    handlers = [each for group in bot.bot.application.handlers.values() for each in group]
    found = sorted(name for each in handlers if isinstance(each, CommandHandler) for name in each.commands)
    assert {"start", "coverage", "jobs", "forget_me"} <= set(found)
    return found


def kinds(number: int, who: int) -> list[str]:
    """The texts that the command of this number meets."""
    every = list(TEXTS)
    if os.environ.get("PICKWATCH_WHOLE_TABLE"):
        return every
    seldom = every[ALWAYS + number % (len(every) - ALWAYS)]
    return [*every[:ALWAYS], seldom] if who == OWNER else [seldom]


def message(user: int, **fields: object) -> dict[str, object]:
    """A message as Telegram would tell of it."""
    person = {"id": user, "is_bot": False, "first_name": ""}
    return {"message_id": next(numbers), "date": 1, "chat": {"id": user, "type": "private"}, "from": person} | fields


@pytest.mark.parametrize("who", [OWNER, READER])
async def test_every_command_answers_whatever_stands_behind_it(bot: WholeBot, who: int) -> None:
    before, asked = len(bot.answers(who)), 0
    for number, name in enumerate(commands(bot)):
        for kind in kinds(number, who):
            await bot.telegram.say(who, f"/{name} {TEXTS[kind]}")
            asked += 1
    await bot.act(lambda: None)
    assert bot.wrong() == []
    assert len(bot.answers(who)) - before >= asked


async def test_every_text_is_answered(bot: WholeBot) -> None:
    for kind, text in TEXTS.items():
        if text:
            before = len(bot.answers(READER))
            await bot.act(bot.telegram.say(READER, text))
            assert bot.wrong() == [], kind
            assert len(bot.answers(READER)) > before, kind


@pytest.mark.parametrize("kind", OTHER_MESSAGES)
async def test_every_message_that_is_no_text_is_answered(bot: WholeBot, kind: str) -> None:
    for who in (OWNER, READER):
        before = len(bot.answers(who))
        await bot.raw("message", message(who, **OTHER_MESSAGES[kind]))
        assert bot.wrong() == []
        assert len(bot.answers(who)) == before + 1


async def test_who_writes_too_fast_is_told_once_when_to_go_on_and_taps_are_answered_all_the_same(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bot.act(bot.telegram.say(READER, "/settings"))
    card = bot.answers(READER)[-1]
    monkeypatch.setattr(bot.bot.services.allowances, "_allowance", Allowance(messages=2))
    monkeypatch.setattr(bot.bot.services.allowances, "_heard", OrderedDict())
    before = len(bot.answers(READER))
    for _ in range(4):
        await bot.telegram.say(READER, "/help")
    await bot.act(bot.telegram.press_old(READER, card.message_id, "1:st"))
    assert bot.wrong() == []
    assert [each.text.split()[0] for each in bot.answers(READER)[before:]] == ["Help", "Help", "No"]


async def test_who_has_no_name_and_writes_for_the_first_time_is_greeted(bot: WholeBot) -> None:
    bot.telegram.add_user(9, "", None, started=True)
    await bot.raw("message", message(9, text="/start", entities=[{"type": "bot_command", "offset": 0, "length": 6}]))
    assert bot.wrong() == []
    assert len(bot.answers(9)) == 1


async def test_an_album_of_files_is_answered_file_by_file(bot: WholeBot) -> None:
    before = len(bot.answers(READER))
    for _ in range(3):
        await bot.raw("message", message(READER, document=DOCUMENT | {"file_size": 9}, media_group_id="7"))
    assert bot.wrong() == []
    assert len(bot.answers(READER)) == before + 3


async def test_an_edited_message_is_no_new_question(bot: WholeBot) -> None:
    before = len(bot.answers(READER))
    await bot.raw("edited_message", message(READER, text="/help", edit_date=2))
    assert bot.wrong() == []
    assert len(bot.answers(READER)) == before


async def test_what_is_only_told_asks_nothing(bot: WholeBot) -> None:
    before = len(bot.answers(READER))
    await bot.raw("message", message(READER, pinned_message={"message_id": 1, "date": 0, "chat": CHANNEL}))
    await bot.raw("message", message(READER, message_auto_delete_timer_changed={"message_auto_delete_time": 60}))
    assert bot.wrong() == []
    assert len(bot.answers(READER)) == before


async def test_every_command_is_taken_in_a_group_whoever_writes_it(bot: WholeBot) -> None:
    username = bot.bot.application.bot.username
    await bot.act(lambda: bot.telegram.membership.join(GROUP, READER))
    group = {"id": GROUP, "type": "supergroup", "title": "研究 <小组>"}
    before = len(bot.answers(GROUP))
    every = commands(bot)
    for number, name in enumerate(every):
        text = f"/{name}@{username} {TEXTS['right to left']}"
        command = {"type": "bot_command", "offset": 0, "length": len(f"/{name}@{username}")}
        said: dict[str, object] = {"chat": group, "text": text, "entities": [command]}
        nobody: dict[str, object] = {"from": ANONYMOUS, "sender_chat": group, "author_signature": "<b>"}
        bot.telegram.state.updates.add("message", message(STRANGER, **said) | (nobody if number % 2 else {}))
    await bot.raw("message", message(STRANGER, chat=group, **OTHER_MESSAGES["a place"]))
    assert bot.wrong() == []
    assert len(bot.answers(GROUP)) - before >= len(every)


async def test_who_has_blocked_the_bot_is_left_alone(bot: WholeBot) -> None:
    await bot.act(bot.telegram.say(STRANGER, "/start"))
    bot.telegram.block(STRANGER)
    before = len(bot.answers(STRANGER))
    await bot.raw("message", message(STRANGER, text="旭创"))  # sent before, come after
    assert [each for each in bot.wrong() if "blocked by the user" not in each] == []
    assert len(bot.answers(STRANGER)) == before


async def test_a_broadcast_is_shown_as_it_will_be_read_and_sent_on_a_tap(bot: WholeBot) -> None:
    for who in (OWNER, READER):
        await bot.act(bot.telegram.say(who, "/help"))
    before, reader = len(bot.answers(OWNER)), len(bot.answers(READER))
    bold = [
        {"type": "bot_command", "offset": 0, "length": 10},
        {"type": "bold", "offset": 11, "length": 4},
    ]
    await bot.raw("message", message(OWNER, text="/broadcast 今晚维护 <20分钟>\n---\nDown & back", entities=bold))
    chinese, english, card = bot.answers(OWNER)[before:]
    assert (chinese.html, english.html) == ("<b>今晚维护</b> &lt;20分钟&gt;", "Down &amp; back")
    send = next(each for row in card.keyboard for each in row if (each.data or "").startswith("1:zs:"))
    await bot.act(bot.telegram.press(OWNER, card.message_id, send.data or ""))
    assert [each for each in bot.wrong() if "blocked by the user" not in each] == []
    assert "Down & back" in [each.text for each in bot.answers(READER)[reader:]]
