"""Polling, webhooks, faults, the control side: what goes between the methods."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientSession, web
from telegram import Bot as PtbBot
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import Forbidden, InvalidToken, RetryAfter, TimedOut
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, CommandHandler, ContextTypes

from bot.clock import SystemClock
from bot.sandbox.acting import NoSuchButton
from bot.sandbox.clock import SimulatedClock
from bot.sandbox.control import ControlError, SandboxClient
from bot.sandbox.server import Sandbox
from bot.sandbox.transcript import TranscriptEvent
from tests.integration.sandbox.second_client import exceptions, types

if TYPE_CHECKING:
    from aiogram import Bot

pytestmark = pytest.mark.xdist_group("second client")

READER = 1001


async def test_an_offset_confirms_what_lies_before_it(sandbox: Sandbox, aiogram: Bot) -> None:
    for text in "abc":
        await sandbox.say(READER, text)
    first = await aiogram.get_updates(limit=2)
    assert [update.message.text for update in first if update.message] == ["a", "b"]
    assert len(await aiogram.get_updates()) == 3  # nothing was confirmed
    rest = await aiogram.get_updates(offset=first[-1].update_id + 1)
    assert [update.message.text for update in rest if update.message] == ["c"]
    assert len(await aiogram.get_updates()) == 1


async def test_a_long_poll_ends_when_something_happens(sandbox: Sandbox, aiogram: Bot) -> None:
    poll = asyncio.create_task(aiogram.get_updates(timeout=4))
    await until_polled(sandbox)
    await sandbox.say(READER, "/start r_1")
    (update,) = await poll
    assert update.message is not None
    assert [entity.type for entity in update.message.entities or []] == ["bot_command"]


async def test_kinds_that_are_not_allowed_are_lost(sandbox: Sandbox, aiogram: Bot) -> None:
    await aiogram.get_updates(allowed_updates=["callback_query"])
    await sandbox.say(READER, "x")
    assert await aiogram.get_updates() == []
    await aiogram.get_updates(allowed_updates=[])
    await sandbox.say(READER, "y")
    assert len(await aiogram.get_updates()) == 1


async def test_the_older_of_two_pollers_is_told_to_go(sandbox: Sandbox, aiogram: Bot) -> None:
    older = asyncio.create_task(aiogram.get_updates(timeout=4))
    await until_polled(sandbox)
    newer = asyncio.create_task(aiogram.get_updates(timeout=4))
    with pytest.raises(exceptions.TelegramConflictError, match="terminated by other getUpdates request"):
        await older
    await sandbox.say(READER, "x")
    assert len(await newer) == 1


async def until_polled(sandbox: Sandbox) -> None:
    async with asyncio.timeout(4):
        while not sandbox.state.updates.polled:  # noqa: ASYNC110 - the server has no event for it
            await asyncio.sleep(0.001)


class Receiver:
    """A webhook that refuses the first delivery."""

    def __init__(self) -> None:
        self.seen: list[tuple[str | None, Any]] = []
        self.two = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        self.seen.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        if len(self.seen) == 2:
            self.two.set()
        return web.Response(status=500 if len(self.seen) == 1 else 200)


async def test_a_webhook_gets_its_secret_and_another_try(sandbox: Sandbox, aiogram: Bot, clock: SimulatedClock) -> None:
    receiver = Receiver()
    application = web.Application()
    application.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        await aiogram.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s3cret_-")
        with pytest.raises(exceptions.TelegramRetryAfter):  # a second time within a second
            await aiogram.set_webhook("https://example.org/hook")
        with pytest.raises(exceptions.TelegramConflictError, match="webhook is active"):
            await aiogram.get_updates()
        await sandbox.say(READER, "hello")
        await asyncio.wait_for(receiver.two.wait(), 4)
    finally:
        await runner.cleanup()
    assert {secret for secret, _ in receiver.seen} == {"s3cret_-"}
    assert receiver.seen[0][1] == receiver.seen[1][1]
    info = await aiogram.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    await aiogram.delete_webhook(drop_pending_updates=True)
    assert (await aiogram.get_webhook_info()).url == ""
    assert await aiogram.get_updates() == []


async def test_faults_hit_the_calls_they_are_meant_for(sandbox: Sandbox, aiogram: Bot) -> None:
    sandbox.add_user(1002, "韩梅梅", started=True)
    sandbox.fail("sendMessage", chat_id=READER, code=500, description="Internal Server Error")
    await aiogram.send_message(1002, "x")
    with pytest.raises(exceptions.TelegramServerError):
        await aiogram.send_message(READER, "x")
    await aiogram.send_message(READER, "y")
    assert [seen.text for seen in sandbox.transcript(READER)] == ["y"]


@pytest.mark.parametrize("delivered", [False, True])
async def test_a_cut_connection_leaves_open_whether_it_was_delivered(
    sandbox: Sandbox, aiogram: Bot, delivered: bool
) -> None:
    sandbox.fail("sendMessage", abort=True, delivered=delivered)
    with pytest.raises(exceptions.TelegramNetworkError):
        await aiogram.send_message(READER, "x")
    assert len(sandbox.transcript(READER)) == delivered


async def test_who_loses_patience_cannot_know_that_it_was_delivered(sandbox: Sandbox) -> None:
    sandbox.fail("sendMessage", delay=5, delivered=True)
    async with PtbBot(sandbox.token, base_url=f"{sandbox.url}/bot") as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(READER, "x", read_timeout=0.05)
    assert len(sandbox.transcript(READER)) == 1


async def test_a_button_that_is_gone_cannot_be_pressed_but_an_old_client_can_try(
    sandbox: Sandbox, aiogram: Bot
) -> None:
    sent = await aiogram.send_message(READER, "x")
    with pytest.raises(NoSuchButton):
        await sandbox.press(READER, sent.message_id, "确认")
    await sandbox.press_old(READER, sent.message_id, "0:gone")
    (update,) = await aiogram.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.data == "0:gone"


async def test_observers_are_told_until_they_stop(sandbox: Sandbox, aiogram: Bot) -> None:
    seen: list[TranscriptEvent] = []
    stop = sandbox.observe(seen.append)
    sent = await aiogram.send_message(READER, "x")
    await aiogram.edit_message_text("y", chat_id=READER, message_id=sent.message_id)
    stop()
    await aiogram.send_message(READER, "z")
    assert [(event.kind, event.message.text) for event in seen] == [("sent", "x"), ("edited", "y")]


async def test_python_telegram_bot_lives_through_its_life(clock: SimulatedClock) -> None:
    async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        button = InlineKeyboardButton("好", callback_data="1")
        await update.message.reply_html("<b>欢迎</b>", reply_markup=InlineKeyboardMarkup.from_button(button))

    async def pressed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer("收到")
        await update.callback_query.edit_message_text("完成")

    async with await Sandbox.start(clock=clock) as sandbox:
        sandbox.add_user(READER, "李雷")
        builder = ApplicationBuilder().token(sandbox.token)
        application = builder.base_url(f"{sandbox.url}/bot").base_file_url(f"{sandbox.url}/file/bot").build()
        application.add_handlers([CommandHandler("start", start), CallbackQueryHandler(pressed)])
        async with application:
            await application.start()
            assert application.updater is not None
            await application.updater.start_polling()
            await sandbox.say(READER, "/start")
            greeting = await sandbox.next_message(READER)
            assert greeting.html == "<b>欢迎</b>"
            query_id = await sandbox.press(READER, greeting.message_id, "好")
            assert (await sandbox.answered(query_id)).text == "收到"
            assert (await sandbox.wait(READER, lambda message: message.edited)).text == "完成"
            await application.updater.stop()
            await application.stop()


async def test_python_telegram_bot_knows_the_errors(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # or it warns that retry_after will be a timedelta
    async with PtbBot(sandbox.token, base_url=f"{sandbox.url}/bot") as bot:
        sandbox.block(READER)
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await bot.send_message(READER, "x")
        sandbox.fail("sendMessage", code=429, description="retry after 7", parameters={"retry_after": 7})
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(READER, "x")
        assert caught.value.retry_after == timedelta(seconds=7)
    with pytest.raises(InvalidToken):
        async with PtbBot("1:wrong", base_url=f"{sandbox.url}/bot"):
            pass


async def test_another_process_acts_through_the_control_side(
    sandbox: Sandbox, aiogram: Bot, clock: SimulatedClock
) -> None:
    async with SandboxClient(sandbox.url) as people:
        await people.add_user(7, "韩梅梅")
        await people.say(7, "/start")
        await people.upload(7, "r.txt", "研报".encode(), "text/plain")
        command, document = [update.message for update in await aiogram.get_updates()]
        assert command is not None
        assert command.text == "/start"
        assert document is not None
        assert document.document is not None
        markup = types.InlineKeyboardMarkup(
            inline_keyboard=[[types.InlineKeyboardButton(text="好", callback_data="1")]]
        )
        sent = await aiogram.send_message(7, "x", reply_markup=markup)
        assert (await people.next_message(7))["text"] == "x"
        assert await people.press(7, sent.message_id, "好")
        assert [message["from_bot"] for message in await people.transcript(7)] == [False, False, True]
        before = clock.now()
        assert (await people.advance(3600) - before).total_seconds() == 3600
        with pytest.raises(ControlError, match="no action"):
            await people.do("fly")
        with pytest.raises(ControlError, match="has no button"):
            await people.press(7, sent.message_id, "坏")


async def test_the_machines_clock_cannot_be_advanced() -> None:
    async with await Sandbox.start(clock=SystemClock()) as sandbox, SandboxClient(sandbox.url) as people:
        with pytest.raises(ControlError, match="cannot be advanced"):
            await people.advance(1)


async def test_parameters_come_in_every_form(sandbox: Sandbox) -> None:
    url = f"{sandbox.url}/bot{sandbox.token}/SENDmessage"
    async with ClientSession() as session:
        for request in (
            session.get(url, params={"chat_id": READER, "text": "query"}),
            session.post(url, data={"chat_id": READER, "text": "form"}),
            session.post(url, json={"chat_id": READER, "text": "json"}),
        ):
            async with request as response:
                assert (await response.json())["ok"]
        async with session.post(url, data=b"{", headers={"Content-Type": "application/json"}) as response:
            assert response.status == 400
        async with session.post(url, json={"chat_id": READER, "text": "x", "entities": [{"offset": 0}]}) as response:
            assert (await response.json())["description"] == "Bad Request: can't parse MessageEntity"
    assert [seen.text for seen in sandbox.transcript(READER)] == ["query", "form", "json"]


async def test_an_upload_arrives_whole_whatever_pieces_the_network_makes_of_it(sandbox: Sandbox) -> None:
    head = b"--cut\r\nContent-Disposition: form-data; name="
    chat = head + b'"chat_id"\r\n\r\n%d\r\n' % READER
    file = head + b'"document"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n'
    parts = (chat + file + b"a" * 100, b"b" * 3, b"c" * 20_000, b"\r\n--cut--\r\n")
    request = (
        f"POST /bot{sandbox.token}/sendDocument HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n"
        f"Content-Type: multipart/form-data; boundary=cut\r\nContent-Length: {sum(map(len, parts))}\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", int(sandbox.url.rsplit(":", 1)[1]))
    for part in (request.encode(), *parts):
        writer.write(part)
        await writer.drain()
        await asyncio.sleep(0.01)
    answer = json.loads((await reader.read()).partition(b"\r\n\r\n")[2])
    writer.close()
    await writer.wait_closed()
    assert answer["result"]["document"]["file_size"] == 20_103
