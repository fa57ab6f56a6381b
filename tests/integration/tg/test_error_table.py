"""What Telegram can say to a push, each row of the table against a server that says it: what becomes of the message."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot
from telegram.request import HTTPXRequest

from bot.clock import Clock, SystemClock
from bot.sandbox.limits import Rates as Limits
from bot.sandbox.server import Sandbox
from bot.services.messages.codec import dump_view
from bot.services.messages.delivery import Delivery
from bot.services.messages.pacing import Pacer, Rates
from bot.services.messages.sending import DeliveryRules
from bot.services.views.pieces import Notice
from bot.store.messages import MessageState, OutboxMessage
from bot.store.store import Store
from bot.tg.sender import Sender
from bot.workers import Inline
from tests.integration.services.parts import SetClock
from tests.looks import light_and_red
from tests.texts import shipped

READER, OTHER, GROUP = 1001, 1002, -77
START = "2024-12-26T20:00"
WAITING, SENT, DEAD = MessageState.WAITING, MessageState.SENT, MessageState.DEAD


@dataclass(frozen=True)
class Line:
    """A bot's delivery in this process, a server beside it, and the database between."""

    sandbox: Sandbox
    store: Store
    delivery: Delivery
    clock: SetClock

    async def put(self, chat_id: int, *views: Notice) -> None:
        async with self.store.transaction() as tx:
            for number, view in enumerate(views or (Notice("no_reports"),)):
                message = OutboxMessage(chat_id, "trial", dump_view(view), f"{chat_id}:{number}")
                await tx.outbox.add(message, at=self.clock.now())

    async def pushed(self, chat_id: int = READER) -> list[MessageState]:
        """Put one message in line and try it once."""
        await self.put(chat_id)
        await self.delivery.pump()
        return await self.states()

    async def states(self) -> list[MessageState]:
        async with self.store.snapshot() as tx:
            return [state for state, count in (await tx.outbox.counts()).items() for _ in range(count)]

    async def later(self, seconds: float) -> list[MessageState]:
        await self.clock.sleep(seconds)
        await self.delivery.pump()
        return await self.states()

    def texts(self, chat_id: int = READER) -> list[str]:
        return [each.text for each in self.sandbox.transcript(chat_id)]


@pytest.fixture
async def line(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Line]:
    shutil.copy(migrated_file, tmp_path / "pickwatch.db")
    store, clock = Store(f"sqlite+aiosqlite:///{tmp_path / 'pickwatch.db'}"), SetClock(START)
    async with await Sandbox.start(rates=Limits(total=1000, chat=1000, burst=1000)) as sandbox:
        for user in (READER, OTHER):
            sandbox.add_user(user, "李雷", started=True)
        sandbox.add_group(GROUP, "研究小组", {READER: "creator"}, kind="group")
        patience = HTTPXRequest(read_timeout=0.3)
        bot = ExtBot(
            sandbox.token, f"{sandbox.url}/bot", request=patience, defaults=Defaults(parse_mode=ParseMode.HTML)
        )
        async with bot:
            real: Clock = SystemClock()
            sender = Sender(bot, shipped(), Inline(), real, light_and_red)
            pacer = Pacer(clock, Rates(1000, 0.001, 0.001))
            yield Line(sandbox, store, Delivery(store, sender, pacer, clock, "zh", DeliveryRules()), clock)
    await store.close()


@pytest.mark.parametrize("code", [500, 502, 503, 504])
async def test_a_failing_server_is_asked_again_and_the_repeat_says_so(line: Line, code: int) -> None:
    line.sandbox.fail("sendMessage", code=code, description="Internal Server Error")
    assert await line.pushed() == [WAITING]
    assert await line.later(3) == [SENT]
    assert line.texts() == ["（可能重复）\n还没有研报。"]


async def test_a_429_holds_that_chat_for_as_long_as_it_says(line: Line) -> None:
    said: dict[str, Any] = {"retry_after": 30}
    line.sandbox.fail("sendMessage", chat_id=READER, code=429, description="retry after 30", parameters=said)
    await line.put(OTHER)
    assert await line.pushed() == [WAITING, SENT]
    assert await line.later(29) == [WAITING, SENT]
    assert await line.later(2.5) == [SENT, SENT]
    assert line.texts() == ["还没有研报。"]


@pytest.mark.parametrize(("delivered", "seen"), [(True, 2), (False, 1)])
async def test_a_cut_connection_repeats_once_and_marked(line: Line, delivered: bool, seen: int) -> None:
    line.sandbox.fail("sendMessage", abort=True, delivered=delivered)
    assert await line.pushed() == [WAITING]
    assert await line.later(11) == [SENT]
    assert line.texts()[-1] == "（可能重复）\n还没有研报。"
    assert len(line.texts()) == seen


@pytest.mark.parametrize(("delivered", "seen"), [(True, 2), (False, 1)])
async def test_an_answer_that_comes_too_late_repeats_once_and_marked(line: Line, delivered: bool, seen: int) -> None:
    line.sandbox.fail("sendMessage", delay=0.6, abort=True, delivered=delivered)
    assert await line.pushed() == [WAITING]
    assert await line.later(11) == [SENT]
    assert len(line.texts()) == seen


async def test_nobody_there_keeps_the_message_unmarked(line: Line) -> None:
    await line.sandbox.close()
    assert await line.pushed() == [WAITING]
    async with line.store.snapshot() as tx:
        (claimed,) = await tx.outbox.letters((WAITING,), 0, 9)
    assert "ConnectError" in (claimed.error or "")
    assert not claimed.uncertain


@pytest.mark.parametrize("leaves", ["block", "deactivate", "unknown"])
async def test_who_is_out_of_reach_gets_nothing_more(line: Line, leaves: str) -> None:
    chat = 404 if leaves == "unknown" else READER
    if leaves == "block":
        line.sandbox.block(READER)
    elif leaves == "deactivate":
        line.sandbox.membership.deactivate(READER)
    await line.put(chat, Notice("no_reports"), Notice("no_reports"))
    await line.delivery.pump()
    assert await line.states() == [DEAD, MessageState.CANCELLED]


async def test_a_group_that_has_thrown_the_bot_out_gets_nothing_more(line: Line) -> None:
    line.sandbox.membership.kick(GROUP, READER)
    assert await line.pushed(GROUP) == [DEAD]


async def test_a_group_that_becomes_a_supergroup_is_followed(line: Line) -> None:
    line.sandbox.membership.migrate(GROUP, -100777)
    async with line.store.transaction() as tx:
        await tx.follows.add(GROUP, "everything", "", line.clock.now())
        await tx.events.once(GROUP, "new-report:1", line.clock.now())
    assert await line.pushed(GROUP) == [WAITING]
    assert await line.later(1) == [SENT]
    assert line.texts(-100777) == ["还没有研报。"]
    async with line.store.transaction() as tx:
        assert [each.chat_id for each in await tx.follows.all()] == [-100777]
        assert not await tx.events.once(-100777, "new-report:1", line.clock.now())


@pytest.mark.parametrize("topic", [True, False])
async def test_what_was_for_a_deleted_topic_comes_to_the_group_which_is_told_so_once(line: Line, topic: bool) -> None:
    forum = -100778
    line.sandbox.add_group(forum, "论坛", {READER: "creator"}, forum=True)
    number = line.sandbox.topics.open(READER, forum, "研报")
    async with line.store.transaction() as tx:
        await tx.topics.choose(forum, number if topic else None)
    await line.put(forum, Notice("no_reports"))
    if topic:
        line.sandbox.topics.delete(forum, number)
    await line.delivery.pump()
    for _ in range(2):
        await line.later(5)
    said = ["原来接收推送的话题已不存在"] if topic else [""]
    texts = [text.partition("，")[0] for text in line.texts(forum)]
    assert texts == [*said, "还没有研报。"]
    async with line.store.transaction() as tx:
        assert await tx.topics.of(forum) is None
        await tx.topics.choose(forum, 5)
        await tx.topics.leave(forum, 6)
        assert await tx.topics.of(forum) == 5, "a topic that is no more is not the one chosen since"


async def test_a_group_is_pushed_to_in_its_topic(line: Line) -> None:
    forum = -100778
    line.sandbox.add_group(forum, "论坛", {READER: "creator"}, forum=True)
    number = line.sandbox.topics.open(READER, forum, "研报")
    await line.put(forum, Notice("no_reports"))
    async with line.store.transaction() as tx:
        await tx.topics.choose(forum, number)
    await line.put(forum, Notice("no_reports"), Notice("nothing_settles"))
    for _ in range(2):
        await line.delivery.pump()
        await line.later(5)
    assert [each.thread_id for each in line.sandbox.transcript(forum)[1:]] == [number, number]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (400, "not enough rights to send text messages to the chat"),
        (400, "have no rights to send a message"),
        (400, "need administrator rights in the channel chat"),
        (400, "TOPIC_CLOSED"),
        (400, "CHAT_RESTRICTED"),
        (403, "CHAT_WRITE_FORBIDDEN"),
    ],
)
async def test_a_chat_that_may_not_be_written_to_is_asked_again_in_an_hour(line: Line, code: int, words: str) -> None:
    line.sandbox.fail("sendMessage", code=code, description=words)
    assert await line.pushed() == [WAITING]
    assert await line.later(3590) == [WAITING]
    assert await line.later(11) == [SENT]


@pytest.mark.parametrize(
    ("code", "words"), [(400, "message is too long"), (400, "reply markup is too long"), (413, "")]
)
async def test_what_telegram_will_never_take_is_dead_and_the_next_goes_out(line: Line, code: int, words: str) -> None:
    line.sandbox.fail("sendMessage", code=code, description=words)
    await line.put(READER, Notice("no_reports"), Notice("no_reports"))
    await line.delivery.pump()
    assert await line.later(1) == [SENT, DEAD]


async def test_markup_that_cannot_be_parsed_goes_out_as_plain_text(line: Line) -> None:
    line.sandbox.fail("sendMessage", code=400, description="can't parse entities: unclosed start tag")
    assert await line.pushed() == [SENT]
    assert line.texts() == ["还没有研报。"]


async def test_a_token_that_is_refused_loses_nothing(line: Line) -> None:
    line.sandbox.fail("sendMessage", code=401, description="")
    assert await line.pushed() == [WAITING]
    assert await line.later(3) == [SENT]
