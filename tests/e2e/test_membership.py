"""A bot by invitation: strangers learn nothing, a link lets one in, owners decide, and whoever wants it is forgotten."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.sandbox.server import Sandbox
from tests.e2e.bot_process import EDITOR, PATIENCE, UNHURRIED, BotProcess, Person, environment, labels, running

pytestmark = pytest.mark.asyncio(loop_scope="function")
GUEST, OTHER = 5_000_000_001, 5_000_000_002


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with await Sandbox.start(rates=UNHURRIED) as server:
        server.add_user(EDITOR, "Olga", "en")
        server.add_user(GUEST, "李雷", "zh-hans")
        server.add_user(OTHER, "Ann", "en")
        yield server


@pytest_asyncio.fixture
async def closed(telegram: Sandbox, data_dir: Path, tmp_path: Path) -> AsyncIterator[BotProcess]:
    env = environment(telegram, data_dir, BOT_ACCESS__OPEN="false", BOT_ACCESS__OWNERS=f"[{EDITOR}]")
    async with running(env, tmp_path / "errors.txt") as process:
        yield process


async def test_from_stranger_to_editor_to_forgotten(telegram: Sandbox, closed: BotProcess) -> None:
    owner, guest, other = (Person(telegram, who) for who in (EDITOR, GUEST, OTHER))
    assert str(GUEST) in (await guest.says("/start")).text
    hint = await telegram.results(await telegram.query(GUEST, "旭创"), timeout=PATIENCE)
    assert (hint.results, hint.button, hint.start) == ((), "启动机器人后才能搜索", "inline")
    assert hint.personal
    assert str(GUEST) in (await guest.says("/start inline")).text

    question = await owner.says("/invite")
    assert labels(question) == ["A subscriber", "An editor"]
    assert "start=i_" in (await owner.taps(question, "A subscriber")).text
    invitation = await owner.says("/invite editor 3")
    link = invitation.text.splitlines()[-1]
    start = link.removeprefix("https://t.me/pickwatch_sandbox_bot?start=")
    assert start.startswith("i_e")
    assert "邀请链接无效" in (await guest.says(f"/start {start[:-3]}AAA")).text
    assert "李雷，您好" in (await guest.says(f"/start {start}")).text
    assert "has been used" in (await other.says(f"/start {start}")).text
    assert "只有管理员" in (await guest.says("/users")).text

    users = await owner.says("/users")
    assert "李雷" in users.text
    card = await owner.taps(users, "李雷")
    asked = await owner.taps(card, "Make subscriber")
    assert "Make this user a subscriber?" in asked.text
    assert "Make editor" in labels(await owner.taps(card, "Yes"))

    await guest.says("/subscribe 中际旭创")
    document = await guest.says("/export_me")
    assert document.document is not None
    mine = json.loads(document.document.data)
    assert (mine["telegram_id"], mine["users"][0]["role"]) == (GUEST, "subscriber")
    assert mine["subscriptions"][0]["ref"] == "300308.SZ"
    question = await guest.says("/forget_me")
    assert "暂不" in labels(question)
    assert "已全部删除" in (await guest.taps(question, "确定，全部删除")).text
    assert str(GUEST) in (await guest.says("/watchlist")).text, "a stranger again"
    assert "李雷" not in (await owner.says("/users")).text
    assert " ERROR " not in closed.log()


async def test_who_is_removed_is_a_stranger(telegram: Sandbox, closed: BotProcess) -> None:
    owner, guest = Person(telegram, EDITOR), Person(telegram, GUEST)
    start = (await owner.says("/invite 订阅者")).text.splitlines()[-1].partition("start=")[2]
    await guest.says(f"/start {start}")
    card = await owner.taps(await owner.says("/users"), "李雷")
    await owner.taps(card, "Remove")
    assert "李雷" not in (await owner.taps(card, "Yes, remove")).text
    assert "需要受邀才能使用" in (await guest.says("/watchlist")).text
    assert "已被使用过" in (await guest.says(f"/start {start}")).text
    assert (await telegram.results(await telegram.query(GUEST, ""), timeout=PATIENCE)).results == ()
