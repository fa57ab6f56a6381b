"""How ``bot run`` starts, stops and is killed."""

from __future__ import annotations

import asyncio
import shutil
import signal
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from bot.tg.client import NEWCOMER
from tests.e2e.bot_process import (
    EDITOR,
    SAMPLE,
    UNHURRIED,
    BotProcess,
    Ended,
    Person,
    environment,
    running,
    until,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.xdist_group("processes")
async def test_an_upload_that_a_kill_interrupts_is_read_after_the_restart_and_a_stop_answers_what_has_arrived(
    data_dir: Path,
) -> None:
    async with await Sandbox.start(rates=UNHURRIED) as sandbox:
        sandbox.add_user(EDITOR, "王编辑")
        editor = Person(sandbox, EDITOR)
        env = environment(sandbox, data_dir, BOT_ACCESS__OPEN="false")
        async with running(env, data_dir / "first.txt") as first:
            await _stranger_is_told_his_id(sandbox)
            await editor.says("/cancel")
            sandbox.fail("getFile", delay=3600)
            await sandbox.upload(EDITOR, SAMPLE.name, SAMPLE.read_bytes(), "application/pdf")
            await until(lambda: "getFile" in sandbox.state.calls and not len(sandbox.state.updates))
            first.process.kill()
            await first.ended()
        assert not any("待确认" in each.text for each in editor.heard())

        async with running(env, data_dir / "second.txt") as second:
            await editor.hears("待确认")
            sandbox.fail("sendMessage", delay=0.5)
            before = max(each.message_id for each in editor.heard())
            for command in ("/cancel", "/privacy", "/help"):
                await sandbox.say(EDITOR, command)
            await until(lambda: not len(sandbox.state.updates))
            second.process.send_signal(signal.SIGTERM)
            ended = await second.ended(within=10)
        answers = [each.text for each in editor.heard() if each.from_bot and each.message_id > before]
        assert [answer[:4] for answer in answers] == ["没有正在", "我们保存", "帮助\n\n"]
        assert ended.code == 0
        assert "Traceback" not in ended.errors


async def test_what_keeps_the_bot_from_starting_is_said_in_one_line(data_dir: Path, tmp_path: Path) -> None:
    async with await Sandbox.start() as sandbox:
        env = environment(sandbox, data_dir)
        unset = {name: value for name, value in env.items() if name != "BOT_TELEGRAM__TOKEN"}
        other = str(shutil.copytree(data_dir, tmp_path / "other"))  # of two on one database the second is sent away
        wrong_token, unreachable, no_token, unknown, no_prices = await asyncio.gather(
            _run(env | {"BOT_TELEGRAM__TOKEN": "7000000001:AAwrong-wrong-wrong-wrong-wrong-wrong-00"}, tmp_path / "1"),
            _run(env | {"BOT_TELEGRAM__API_URL": "http://127.0.0.1:9", "BOT_DATA_DIR": other}, tmp_path / "2"),
            _run(unset, tmp_path / "3"),
            _run(env | {"BOT_TELEGRAM__TOKN": "1"}, tmp_path / "5"),
            _run(env | {"BOT_MARKET__RECORDED_DIR": str(tmp_path / "nothing")}, tmp_path / "6"),
        )
    assert wrong_token.code == unreachable.code == 1
    assert "BOT_TELEGRAM__TOKEN" in wrong_token.errors
    assert "AAwrong" not in wrong_token.errors
    assert "Telegram cannot be used" in unreachable.errors
    assert no_token.code == unknown.code == no_prices.code == 2
    assert "BOT_TELEGRAM__TOKEN" in no_token.errors
    assert "BOT_TELEGRAM__TOKN: there is no such setting" in unknown.errors
    assert "nothing" in no_prices.errors
    for ended in (wrong_token, unreachable, no_token, unknown, no_prices):
        assert ended.errors.count("\n") == 1, ended.errors
        assert ended.errors.startswith("bot: ")


@pytest.mark.xdist_group("chats")
async def test_of_two_instances_with_one_token_the_second_ends_and_the_first_goes_on(
    sandbox: Sandbox, bot: BotProcess, editor: Person, data_dir: Path
) -> None:
    await editor.says("/cancel")
    await asyncio.sleep(NEWCOMER + 1 - bot.age)
    async with running(environment(sandbox, data_dir), data_dir / "errors.txt") as second:
        ended = await second.ended()
    assert ended.code == 1
    said = [line for line in ended.errors.splitlines() if line.startswith("bot: ")]
    assert said == [
        "bot: another instance is polling with the same token: stop it, or give this one a token of its own"
    ]
    assert "Traceback" not in ended.errors
    assert "没有正在进行的操作" in (await editor.says("/cancel")).text
    assert bot.process.returncode is None


async def _stranger_is_told_his_id(sandbox: Sandbox) -> None:
    sandbox.add_user(3001, "Eve", "en")
    eve = Person(sandbox, 3001)
    for typed in ("/start", "/report 1", "300308"):
        answer = await eve.says(typed)
        assert "Your numeric id: 3001" in answer.text
        assert not answer.keyboard
    told = await eve.says("/start")
    sandbox.block(3001)  # nothing is answered to that, and nothing fails for it
    sandbox.unblock(3001)
    await sandbox.answered(await sandbox.press_old(3001, told.message_id, "1:r:1:0"))
    assert "Your numeric id: 3001" in (await eve.says("/help")).text
    assert all("Your numeric id: 3001" in each.text for each in eve.heard() if each.from_bot)


async def _run(env: dict[str, str], log: Path) -> Ended:
    async with running(env, log) as process:
        return await process.ended()
