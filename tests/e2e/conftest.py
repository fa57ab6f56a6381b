"""One bot process for all that is asked in chats, and what each test of starting and stopping needs for its own."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import pytest_asyncio

from bot.sandbox.server import Sandbox
from bot.store.schema import upgrade
from tests.e2e.bot_process import EDITOR, SAMPLE, SECOND_EDITOR, UNHURRIED, BotProcess, Person, environment, running

READER, CAUTIOUS = 2001, 2002


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with an empty database of the current schema, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    with ThreadPoolExecutor(1) as thread:  # an event loop may be running in this one
        thread.submit(upgrade, f"sqlite+aiosqlite:///{folder / 'pickwatch.db'}").result()
    return folder


@pytest.fixture
def data_dir(migrated: Path, tmp_path: Path) -> Path:
    """A data directory of one's own."""
    return Path(shutil.copytree(migrated, tmp_path / "data"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    """Telegram, for the bot that runs all the time."""
    async with await Sandbox.start(rates=UNHURRIED) as server:
        server.add_user(EDITOR, "王<b>编辑</b> & *ST", "zh-hans")
        server.add_user(SECOND_EDITOR, "Ann", "en")
        server.add_user(READER, "李雷", "zh-hans")
        server.add_user(CAUTIOUS, "Bob", "en")
        yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def bot(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BotProcess]:
    """The bot that runs all the time; it makes its database itself, as at somebody's first start."""
    folder = tmp_path_factory.mktemp("bot")
    async with running(environment(sandbox, folder / "data"), folder / "errors.txt") as process:
        yield process


@pytest.fixture(scope="session")
def editor(sandbox: Sandbox, bot: BotProcess) -> Person:
    """An owner, who reads Chinese."""
    return Person(sandbox, EDITOR)


@pytest.fixture(scope="session")
def ann(sandbox: Sandbox, bot: BotProcess) -> Person:
    """Another owner, who reads English."""
    return Person(sandbox, SECOND_EDITOR)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def confirmed(editor: Person) -> None:
    """The sample report, sent and confirmed by the editor, who is qualified to see it."""
    card = await editor.sends(SAMPLE.name, SAMPLE.read_bytes(), "application/pdf")
    await editor.taps(card, "确认")
    question = await editor.hears("请先确认投资者类别")
    await editor.taps(question, "是")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def reader(sandbox: Sandbox, confirmed: None) -> Person:
    """A subscriber who reads Chinese and is qualified."""
    person = Person(sandbox, READER)
    await person.taps(await person.says("/start r_1"), "是")
    return person
