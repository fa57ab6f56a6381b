"""The bot among several people: it explains itself, speaks when spoken to, and obeys the group's administrators."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.sandbox.server import Sandbox
from bot.sandbox.transcript import SentMessage
from tests.e2e.bot_process import (
    EDITOR,
    PATIENCE,
    SAMPLE,
    UNHURRIED,
    BotProcess,
    Person,
    environment,
    labels,
    running,
    until,
)

pytestmark = pytest.mark.asyncio(loop_scope="function")
HEAD, MEMBER, STRANGER = 5_000_000_001, 5_000_000_002, 5_000_000_003
GROUP, SUPERGROUP, ELSEWHERE = -4711, -1_000_000_004_711, -4712
FORUM, CHANNEL = -1_000_000_004_713, -1_000_000_004_714
NAME = "pickwatch_sandbox_bot"


class Group:
    """A chat of several."""

    def __init__(self, sandbox: Sandbox, chat_id: int) -> None:
        self.sandbox = sandbox
        self.chat_id = chat_id

    async def hears(self, user_id: int, text: str) -> SentMessage:
        """What the bot says to what somebody says."""
        said = await self.sandbox.say(user_id, text, chat=self.chat_id)
        return await self.sandbox.wait(
            self.chat_id, lambda each: each.from_bot and each.message_id > said, timeout=PATIENCE
        )

    async def joined_by(self, user_id: int) -> SentMessage:
        """What the bot says when somebody adds it."""
        before = len(self.sandbox.transcript(self.chat_id))
        self.sandbox.membership.kick(self.chat_id, user_id)
        self.sandbox.membership.join(self.chat_id, user_id)
        await self.sandbox.state.until(
            lambda: len(self.sandbox.transcript(self.chat_id)) > before, PATIENCE, "a word in the group"
        )
        return self.sandbox.transcript(self.chat_id)[-1]

    def said(self) -> list[str]:
        """What the bot has said."""
        return [each.text for each in self.sandbox.transcript(self.chat_id) if each.from_bot]


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with await Sandbox.start(rates=UNHURRIED) as server:
        for user_id, name in ((EDITOR, "Olga"), (HEAD, "群主"), (MEMBER, "群友"), (STRANGER, "路人")):
            server.add_user(user_id, name, "zh-hans")
        people = {HEAD: "creator", MEMBER: "member", EDITOR: "member"}
        server.add_group(GROUP, "研究小组", people, kind="group")
        server.add_group(ELSEWHERE, "别的群", {STRANGER: "creator"}, kind="group")
        server.add_group(FORUM, "论坛", people, forum=True)
        server.add_group(CHANNEL, "频道", {EDITOR: "creator", STRANGER: "administrator"}, kind="channel")
        yield server


@pytest_asyncio.fixture
async def closed(telegram: Sandbox, data_dir: Path, tmp_path: Path) -> AsyncIterator[BotProcess]:
    env = environment(telegram, data_dir, BOT_ACCESS__OPEN="false", BOT_ACCESS__OWNERS=f"[{EDITOR}]")
    async with running(env, tmp_path / "errors.txt") as process:
        yield process


async def test_a_group_reads_its_administrators_steer_and_an_owner_decides_on_r4(
    telegram: Sandbox, closed: BotProcess
) -> None:
    owner = Person(telegram, EDITOR)
    await owner.taps(await owner.sends(SAMPLE.name, SAMPLE.read_bytes(), "application/pdf"), "确认")
    group = Group(telegram, GROUP)
    assert "群里我只回答命令和 @ 我的消息" in (await group.joined_by(EDITOR)).text

    before = len(group.said())
    for chatter in ("大家好", "旭创怎么样", "@somebody_else 旭创", "/coverage@other_bot 旭创", "/ban"):
        await telegram.say(MEMBER, chatter, chat=GROUP)
    await telegram.upload(MEMBER, "x.txt", b"text", chat=GROUP)
    answer = await group.hears(MEMBER, "/coverage 旭创")
    assert len(group.said()) == before + 1, "the command alone is answered"
    assert "R4 及以上" in answer.text
    assert "中际旭创" in (await group.hears(MEMBER, f"@{NAME} 旭创")).text
    assert "私聊" in (await group.hears(HEAD, "/export_me")).text
    assert "受邀" in (await Person(telegram, MEMBER).says("/start")).text, "alone he stays a stranger"

    assert "只有群管理员" in (await group.hears(MEMBER, "/subscribe 中际旭创")).text
    followed = await group.hears(HEAD, "/subscribe 中际旭创")
    assert "已订阅" in followed.text
    query = await telegram.press(MEMBER, followed.message_id, "提醒选项", chat=GROUP)
    assert "只有群管理员" in (await telegram.answered(query, timeout=PATIENCE)).text
    settings = await group.hears(HEAD, f"/settings@{NAME}")
    assert "为本群确认：可显示 R4 及以上" in labels(settings)
    for who, word in ((MEMBER, "管理员"), (HEAD, "机器人的管理员")):
        button = "涨跌提醒" if who == MEMBER else "为本群确认：可显示 R4 及以上"
        query = await telegram.press(who, settings.message_id, button, chat=GROUP)
        refused = await telegram.answered(query, timeout=PATIENCE)
        assert refused.alert
        assert word in refused.text
    await telegram.press(EDITOR, settings.message_id, "为本群确认：可显示 R4 及以上", chat=GROUP)
    await telegram.wait(GROUP, lambda each: "本群显示 R4 及以上的研报" in each.text, timeout=PATIENCE)
    assert "研报 #1：共 " in (await group.hears(MEMBER, "/report 1")).text

    telegram.membership.migrate(GROUP, SUPERGROUP)
    later = Group(telegram, SUPERGROUP)
    assert "中际旭创" in (await later.hears(MEMBER, "/watchlist")).text
    telegram.membership.kick(SUPERGROUP, HEAD)
    assert "研究小组" in (await owner.says("/users")).text
    await _in_a_topic(telegram)
    await _in_a_channel(telegram, owner)
    assert " ERROR " not in closed.log()


async def _in_a_topic(telegram: Sandbox) -> None:
    """Asked in a topic it answers there, and one tap of an administrator has everything pushed there."""
    forum = Group(telegram, FORUM)
    await forum.joined_by(EDITOR)
    topic = telegram.topics.open(HEAD, FORUM, "研报")
    said = await telegram.say(HEAD, "/settings", chat=FORUM, topic=topic)
    settings = await telegram.wait(FORUM, lambda each: each.from_bot and each.message_id > said, timeout=PATIENCE)
    assert settings.thread_id == topic
    await telegram.press(HEAD, settings.message_id, "推送到本话题", chat=FORUM)
    await telegram.wait(FORUM, lambda each: "推送到：本话题" in each.text, timeout=PATIENCE)


async def _in_a_channel(telegram: Sandbox, owner: Person) -> None:
    """Who makes it an administrator looks after the channel from his own chat; a stranger cannot, and is not written to."""
    telegram.membership.join(CHANNEL, STRANGER, "administrator")
    await until(lambda: telegram.state.chats.chat(CHANNEL).bot_status == "left")
    telegram.membership.join(CHANNEL, EDITOR, "administrator")
    card = await telegram.wait(EDITOR, lambda each: "订阅全部" in labels(each), timeout=PATIENCE)
    assert "频道" in card.text
    question = await owner.taps(card, "订阅…")
    assert "要订阅什么" in question.text
    card = await owner.says("中际旭创")
    assert "订阅：中际旭创 300308" in card.text
    digests = await owner.taps(card, "日报设置")
    assert "周报：关" in (await owner.taps(await owner.taps(digests, "⚙ 周报"), "不发")).text
    assert "订阅 1 项" in (await owner.says("/channels")).text
    assert telegram.transcript(CHANNEL) == [], "nothing is said there before there is something to push"
    gone = await owner.taps(await owner.taps(await owner.says("/channels"), "频道"), "移除频道")
    await owner.taps(gone, "移除并退出")
    await until(lambda: telegram.state.chats.chat(CHANNEL).bot_status == "left")


async def test_a_stranger_cannot_take_the_bot_into_a_group(telegram: Sandbox, closed: BotProcess) -> None:
    elsewhere = Group(telegram, ELSEWHERE)
    assert str(STRANGER) in (await elsewhere.joined_by(STRANGER)).text
    await until(lambda: telegram.state.chats.chat(ELSEWHERE).bot_status == "left")
    before = len(elsewhere.said())
    await telegram.say(STRANGER, "/coverage 旭创", chat=ELSEWHERE)
    owner = Person(telegram, EDITOR)
    assert "别的群" not in (await owner.says("/users")).text
    assert len(elsewhere.said()) == before
    assert " ERROR " not in closed.log()
