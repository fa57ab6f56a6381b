"""Views on their way out: one message or several, with or without their chart, and each outcome of a push."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot

from bot.clock import SystemClock
from bot.sandbox.limits import Rates
from bot.sandbox.server import Sandbox
from bot.services.messages.transport import Gone, Later, Outgoing, Sent, Uncertain
from bot.services.views.people import Help
from bot.services.views.pieces import Notice
from bot.tg.i18n import Html
from bot.tg.render import Message
from bot.tg.render.message import Document
from bot.tg.sender import Sender
from bot.workers import Inline
from tests.looks import light_and_red
from tests.texts import shipped

READER = 1001


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with await Sandbox.start(rates=Rates(total=1000, chat=1000, burst=1000)) as server:
        server.add_user(READER, "李雷", started=True)
        yield server


@pytest.fixture
async def sender(sandbox: Sandbox) -> AsyncIterator[Sender]:
    defaults = Defaults(parse_mode=ParseMode.HTML)
    async with ExtBot(sandbox.token, f"{sandbox.url}/bot", defaults=defaults) as bot:
        yield Sender(bot, shipped(), Inline(), SystemClock(), light_and_red)


def pushed(view: Notice | Help, *, chat: int = READER, repeat: bool = False) -> Outgoing:
    return Outgoing(chat, view, "zh", repeat=repeat)


async def test_a_message_that_arrives_is_sent_under_its_number(sandbox: Sandbox, sender: Sender) -> None:
    outcome = await sender.send(pushed(Notice("no_reports")))
    [message] = sandbox.transcript(READER)
    assert outcome == Sent(message.message_id)
    assert message.text == "还没有研报。"


async def test_a_file_goes_out_as_a_document_with_its_caption(sandbox: Sandbox, sender: Sender) -> None:
    message = Message(Html("<b>eins</b>"), document=Document("pickwatch.ics", b"BEGIN:VCALENDAR"))
    await sender.send_message(READER, message, "zh")
    [sent] = sandbox.transcript(READER)
    assert sent.text == "eins"
    assert sent.document is not None
    assert sent.document.data == b"BEGIN:VCALENDAR"


async def test_a_repeat_says_that_it_may_be_one(sandbox: Sandbox, sender: Sender) -> None:
    await sender.send(pushed(Notice("no_reports"), repeat=True))
    assert sandbox.transcript(READER)[0].text == "（可能重复）\n还没有研报。"


async def test_a_silent_message_makes_no_sound(sandbox: Sandbox, sender: Sender) -> None:
    await sender.send(Outgoing(READER, Notice("no_reports"), "zh", silent=True))
    await sender.send(pushed(Notice("no_reports")))
    assert [message.silent for message in sandbox.transcript(READER)] == [True, False]


async def test_a_429_postpones_and_is_not_waited_for_here(sandbox: Sandbox, sender: Sender) -> None:
    sandbox.fail("sendMessage", code=429, description="Too Many Requests: retry after 9", parameters={"retry_after": 9})
    outcome = await sender.send(pushed(Notice("no_reports")))
    assert isinstance(outcome, Later)
    assert outcome.wait.total_seconds() == 9


async def test_a_chat_that_blocks_or_does_not_exist_is_gone(sandbox: Sandbox, sender: Sender) -> None:
    sandbox.block(READER)
    assert isinstance(await sender.send(pushed(Notice("no_reports"))), Gone)
    assert isinstance(await sender.send(pushed(Notice("no_reports"), chat=404)), Gone)


@pytest.mark.parametrize("delivered", [True, False])
async def test_a_lost_answer_leaves_it_open_whether_the_message_arrived(
    sandbox: Sandbox, sender: Sender, delivered: bool
) -> None:
    sandbox.fail("sendMessage", abort=True, delivered=delivered)
    assert isinstance(await sender.send(pushed(Notice("no_reports"))), Uncertain)
    assert len(sandbox.transcript(READER)) == delivered


async def test_once_a_part_has_arrived_the_rest_waits_out_a_429(
    sandbox: Sandbox, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = (Message(Html("eins")), Message(Html("zwei")))
    monkeypatch.setattr("bot.tg.once.render", lambda *_: parts)

    def once_sent(_: object) -> None:
        if len(sandbox.transcript(READER)) == 1:
            busy = {"retry_after": 1}
            sandbox.fail("sendMessage", code=429, description="Too Many Requests: retry after 1", parameters=busy)

    stop = sandbox.observe(once_sent)
    outcome = await sender.send(pushed(Help(editor=False)))
    stop()
    first, second = sandbox.transcript(READER)
    assert outcome == Sent(first.message_id)
    assert (first.text, second.text) == ("eins", "zwei")


async def test_wrong_markup_goes_out_as_plain_text_and_is_logged(
    sandbox: Sandbox, sender: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    await sender.send_message(READER, Message(Html("<b>PE</b> < 20 &amp; <i>more")), "zh")
    assert sandbox.transcript(READER)[0].text == "PE < 20 & more"
    assert "the markup of a message is wrong" in caplog.text
