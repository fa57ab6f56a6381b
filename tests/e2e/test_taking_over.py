"""Two bots on one PostgreSQL: one leads, the other takes over when it is killed, and each message arrives once."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.sandbox.server import Sandbox
from bot.services.messages.codec import dump_view
from bot.services.views.pieces import Notice
from bot.store import Store
from bot.store.messages import MessageState, OutboxMessage
from tests.chaos.databases import Database, postgresql
from tests.e2e.bot_process import EDITOR, UNHURRIED, Person, environment, running, until

pytestmark = [pytest.mark.asyncio(loop_scope="function"), pytest.mark.xdist_group("processes")]

READERS = range(6001, 6061)
WITHIN = 10.0  # seconds, in which another process has taken over (the promise to operators)
LEADS, LISTENS, REPEATED = "this process leads", "is listening", "（可能重复）"


@pytest_asyncio.fixture
async def server(tmp_path: Path) -> AsyncIterator[Database]:
    with ThreadPoolExecutor(1) as thread:  # where the schema is made, an event loop may not run
        opened = postgresql(tmp_path)
        yield thread.submit(opened.__enter__).result()
        thread.submit(opened.__exit__, None, None, None).result()


async def test_another_bot_takes_over_from_one_that_is_killed_and_nothing_is_lost_or_doubled(
    server: Database, tmp_path: Path
) -> None:
    store = Store(server.url)
    async with await Sandbox.start(rates=UNHURRIED) as sandbox:
        for user in (EDITOR, *READERS):
            sandbox.add_user(user, f"订户{user}", started=True)
        env = environment(
            sandbox,
            tmp_path,
            BOT_DATABASE_URL=server.url,
            BOT_DELIVERY__LEASE_SECONDS="5",
            BOT_TELEGRAM__RATE_TOTAL="25",
        )
        async with running(env, tmp_path / "one.txt") as one, running(env, tmp_path / "two.txt") as two:
            await until(lambda: LISTENS in one.log() + two.log())
            first, second = (one, two) if LEADS in one.log() else (two, one)
            assert "没有正在进行的操作" in (await Person(sandbox, EDITOR).says("/cancel")).text
            await _put(store)
            await until(lambda: _told(sandbox) > 20)
            assert LEADS not in second.log()
            first.process.kill()
            killed = time.monotonic()
            await until(lambda: LEADS in second.log())
            assert time.monotonic() - killed < WITHIN
            await until(lambda: _told(sandbox) == len(READERS))
            assert "没有正在进行的操作" in (await Person(sandbox, EDITOR).says("/cancel")).text
            await _judge(store, sandbox)
            assert " ERROR " not in second.log()
    await store.close()


async def _put(store: Store) -> None:
    view = dump_view(Notice("no_reports"))
    async with store.transaction() as tx:
        messages = (OutboxMessage(reader, "news", view, f"news:{reader}") for reader in READERS)
        assert await tx.outbox.add_all(messages, at=datetime.now(UTC)) == len(READERS)


async def _judge(store: Store, sandbox: Sandbox) -> None:
    """Who got more than one has one that says so, and it stands as uncertain in the outbox."""
    async with store.snapshot() as tx:
        letters = await tx.outbox.letters(tuple(MessageState), 0, 1000)
    assert {each.state for each in letters} == {MessageState.SENT}
    doubtful = {each.chat_id for each in letters if each.uncertain}
    for reader in READERS:
        said = [each.text for each in sandbox.transcript(reader) if each.from_bot]
        assert sum(REPEATED not in text for text in said) == 1 or reader in doubtful
        assert len(said) == 1 or (len(said) == 2 and reader in doubtful)


def _told(sandbox: Sandbox) -> int:
    return sum(any(each.from_bot for each in sandbox.transcript(reader)) for reader in READERS)
