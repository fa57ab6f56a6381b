"""The Telegram client: what comes in is stored first and kept in order, and polling neither dies nor fights."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime

import httpx
import pytest
from telegram import Chat, InlineQuery, Message, MessageEntity, Update, User
from telegram.error import TimedOut
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.sandbox.server import Sandbox
from bot.services.messages.inbox import MOST_ATTEMPTS, Inbox
from bot.store import StoreAway
from bot.tg import updates
from bot.tg.client import (
    LONGEST_RIVALRY,
    NEWCOMER,
    RIVAL_GONE,
    Rivals,
    SelfHealingRequest,
    build_application,
    start_polling,
    stop_polling,
)
from bot.tg.updates import InOrderByChat, StoringQueue

TOKEN = "7000000001:AAsandbox-sandbox-sandbox-sandbox-0"


def said(number: int, chat: int = 1, text: str = "/help") -> Update:
    person = User(chat, "李雷", is_bot=False)
    message = Message(number, datetime(2025, 1, 2, tzinfo=UTC), Chat(chat, Chat.PRIVATE), from_user=person, text=text)
    return Update(number, message=message)


async def test_an_update_is_stored_before_it_is_queued_and_only_once(inbox: Inbox) -> None:
    queue = StoringQueue(inbox)
    await queue.put(said(7))
    await queue.put(said(7))
    assert queue.qsize() == 1
    assert len(await inbox.unhandled()) == 1


async def test_what_a_poll_brings_is_stored_together_before_any_of_it_is_queued(inbox: Inbox) -> None:
    queue = StoringQueue(inbox)
    await queue.put(said(7))
    poll = [said(number) for number in (7, 8, 9)]
    await queue.come(poll)
    assert queue.qsize() == 1
    assert len(await inbox.unhandled()) == 3
    for each in poll:
        await queue.put(each)
    assert [queue.get_nowait().update_id for _ in range(queue.qsize())] == [7, 8, 9]  # type: ignore[attr-defined] # updates


async def test_an_update_about_a_message_that_is_not_accessible_is_stored_and_comes_back_as_it_was(
    inbox: Inbox,
) -> None:
    gone = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}}
    told = {"message_id": 2, "date": 5, "chat": {"id": 7, "type": "private"}, "pinned_message": gone}
    update = Update.de_json({"update_id": 7, "message": told}, ExtBot(TOKEN))
    await asyncio.wait_for(StoringQueue(inbox).put(update), 5)
    after = StoringQueue(inbox)
    await after.replay(ExtBot(TOKEN))
    assert after.get_nowait() == update


async def test_what_is_typed_in_other_chats_is_queued_without_being_stored(inbox: Inbox) -> None:
    queue, processor = StoringQueue(inbox), InOrderByChat(inbox)
    person = User(7, "李雷", is_bot=False)
    asked = Update(7, inline_query=InlineQuery("1", person, "旭创", ""))
    await queue.put(asked)
    assert queue.qsize() == 1
    assert await inbox.unhandled() == []
    await processor.process_update(asked, asyncio.sleep(0))
    assert (processor._turns, processor._waiting) == ({}, {})


async def test_what_people_say_to_one_another_in_a_group_is_not_stored(inbox: Inbox) -> None:
    queue, person = StoringQueue(inbox), User(7, "李雷", is_bot=False)
    when, group = datetime(2025, 1, 2, tzinfo=UTC), Chat(-5, Chat.GROUP, title="研究小组")
    command = MessageEntity(MessageEntity.BOT_COMMAND, 0, 9)
    mention = MessageEntity(MessageEntity.MENTION, 0, 9)
    for number, text, entities in (
        (1, "大家好", []),
        (2, "/coverage 旭创", [command]),
        (3, "@pick_bot 旭创", [mention]),
    ):
        await queue.put(Update(number, message=Message(number, when, group, person, text=text, entities=entities)))
    await queue.put(Update(4, message=Message(4, when, group, person, migrate_to_chat_id=-1009)))
    assert queue.qsize() == 4
    assert [json.loads(each)["update_id"] for each in await inbox.unhandled()] == [2, 3, 4]


async def test_what_was_not_handled_is_queued_again_at_the_next_start_in_its_order(inbox: Inbox) -> None:
    before = StoringQueue(inbox)
    for number in (7, 8, 9):
        await before.put(said(number, text=f"/report {number}"))
    await inbox.done(8)

    after = StoringQueue(inbox)
    await after.replay(ExtBot(TOKEN))
    replayed = [after.get_nowait() for _ in range(after.qsize())]
    assert [(each.update_id, each.message and each.message.text) for each in replayed if isinstance(each, Update)] == [
        (7, "/report 7"),
        (9, "/report 9"),
    ]


async def test_an_update_that_ends_the_process_each_time_is_given_up(inbox: Inbox) -> None:
    await StoringQueue(inbox).put(said(7))
    sizes = []

    async def ends_it() -> None:
        raise KeyboardInterrupt

    for _ in range(MOST_ATTEMPTS + 1):
        restarted = Inbox(inbox._store, inbox._clock)
        queue = StoringQueue(restarted)
        await queue.replay(ExtBot(TOKEN))
        sizes.append(queue.qsize())
        if sizes[-1]:
            with pytest.raises(KeyboardInterrupt):
                await InOrderByChat(restarted).do_process_update(queue.get_nowait(), ends_it())
    assert sizes == [1] * MOST_ATTEMPTS + [0]


async def test_an_update_that_cannot_be_stored_waits_until_it_can(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class FullDisk(Inbox):
        tries = 0

        async def put_all(self, payloads: Mapping[int, str]) -> set[int]:
            self.tries += 1
            if self.tries < 3:
                raise OSError("no space left on device")
            return await inbox.put_all(payloads)

    monkeypatch.setattr(updates, "STORE_AGAIN", 0.001)
    queue = StoringQueue(FullDisk(inbox._store, inbox._clock))
    await queue.put(said(7))
    assert queue.qsize() == 1
    assert caplog.text.count("could not be stored") == 2


async def test_an_update_that_wants_the_database_while_it_is_away_stays_and_is_queued_again(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates, "STORE_AGAIN", 0.001)
    processor, queue = InOrderByChat(inbox), StoringQueue(inbox)

    async def handle(*, away: bool) -> None:
        if away:
            processor.leave(7)

    await queue.put(said(7))
    await processor.process_update(queue.get_nowait(), handle(away=True))
    assert len(await inbox.unhandled()) == 1
    await queue.again(said(7))
    await processor.process_update(queue.get_nowait(), handle(away=False))
    assert await inbox.unhandled() == []


async def test_that_an_update_was_handled_is_noted_as_soon_as_it_can_be(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    class AwayTwice(Inbox):
        tries = 0

        async def done(self, update_id: int) -> None:
            self.tries += 1
            if self.tries < 3:
                raise StoreAway("the connection was cut")
            await inbox.done(update_id)

    monkeypatch.setattr(updates, "STORE_AGAIN", 0.001)
    await inbox.put(7, "{}")
    await InOrderByChat(AwayTwice(inbox._store, inbox._clock)).process_update(said(7), asyncio.sleep(0))
    assert await inbox.unhandled() == []


async def test_a_chat_is_served_in_order_and_chats_side_by_side(inbox: Inbox) -> None:
    processor, log = InOrderByChat(inbox), list[int]()
    slow, other = asyncio.Event(), asyncio.Event()

    async def handle(number: int, wait: asyncio.Event | None) -> None:
        if wait is not None:
            await wait.wait()
        log.append(number)
        if number == 4:
            other.set()

    async def process(number: int, chat: int, wait: asyncio.Event | None = None) -> None:
        await inbox.put(number, "{}")
        await processor.process_update(said(number, chat), handle(number, wait))

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(process(1, 100, slow))
        await asyncio.sleep(0.05)
        for number in (2, 3):
            tasks.create_task(process(number, 100))
        tasks.create_task(process(4, 200))
        await other.wait()
        assert log == [4]
        slow.set()
    assert log == [4, 1, 2, 3]
    assert (processor._turns, processor._waiting) == ({}, {})
    assert await inbox.unhandled() == []


async def test_an_update_whose_handling_breaks_off_stays_in_the_inbox(inbox: Inbox) -> None:
    processor = InOrderByChat(inbox)
    await inbox.put(1, "{}")

    async def breaks() -> None:
        raise RuntimeError("the end")

    with pytest.raises(RuntimeError, match="the end"):
        await processor.process_update(said(1), breaks())
    assert (processor._turns, processor._waiting) == ({}, {})
    assert len(await inbox.unhandled()) == 1


async def test_what_is_broken_off_at_a_stop_stays_in_the_inbox(inbox: Inbox) -> None:
    processor, begun = InOrderByChat(inbox), asyncio.Event()

    async def hangs() -> None:
        begun.set()
        await asyncio.Event().wait()

    async def follows() -> None:
        raise AssertionError("it is not the turn of this one any more")

    for number in (1, 2):
        await inbox.put(number, "{}")
    first = asyncio.create_task(processor.process_update(said(1), hangs()))
    await begun.wait()
    waiting = follows()
    second = asyncio.create_task(processor.process_update(said(2), waiting))
    await asyncio.sleep(0)
    await asyncio.wait_for(processor.break_off(), 5)
    waiting.close()
    assert first.cancelled()
    assert second.cancelled()
    assert len(await inbox.unhandled()) == 2


async def test_a_polling_connection_that_hangs_is_opened_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hangs(*_: object, **__: object) -> tuple[int, bytes]:
        raise TimedOut("Pool timeout: All connections in the connection pool are occupied.")

    request = SelfHealingRequest(_never, None, httpx.create_ssl_context())
    await request.initialize()
    first: httpx.AsyncClient = request._client
    with monkeypatch.context() as patch:
        patch.setattr(HTTPXRequest, "do_request", hangs)
        with pytest.raises(TimedOut):
            await request.do_request("http://127.0.0.1:9/", "POST")
    assert first.is_closed
    assert not request._client.is_closed
    await request.shutdown()


async def test_a_token_that_is_revoked_ends_the_bot_with_a_word(inbox: Inbox) -> None:
    reason: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def stop(said: str) -> None:
        if not reason.done():
            reason.set_result(said)

    async with await Sandbox.start() as sandbox:
        application, _ = build_application(sandbox.token, sandbox.url, None, inbox, stop)
        async with application:
            sandbox.fail("getUpdates", code=401, description="Unauthorized", times=2)
            updater = await start_polling(application, stop)
            assert "does not take the token any more" in await asyncio.wait_for(reason, 10)
            await stop_polling(updater)


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_of_two_instances_the_newcomer_ends_at_the_first_conflict() -> None:
    reasons: list[str] = []
    time = Time()
    rivals = Rivals(reasons.append, time)
    time.now += NEWCOMER - 1
    rivals.conflict()
    assert "another instance is polling with the same token" in reasons[0]


def test_the_one_that_was_there_goes_on_unless_the_rival_stays(caplog: pytest.LogCaptureFixture) -> None:
    reasons: list[str] = []
    time = Time()
    rivals = Rivals(reasons.append, time)
    time.now += NEWCOMER + 1
    with caplog.at_level(logging.WARNING):
        rivals.conflict()
        time.now += RIVAL_GONE + LONGEST_RIVALRY  # the rival has gone, and a day later there is another
        rivals.conflict()
        for _ in range(int(LONGEST_RIVALRY // 30)):
            time.now += 30
            rivals.conflict()
    assert not reasons
    assert "this one goes on" in caplog.text
    time.now += 30
    rivals.conflict()
    assert len(reasons) == 1


def _never(reason: str) -> None:
    raise AssertionError(reason)
