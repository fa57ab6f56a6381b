"""The webhook lets in whoever shows the secret, and the health page says when something is sick."""

from __future__ import annotations

import asyncio
import shutil
import socket
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.services.messages.inbox import Inbox
from bot.services.messages.pacing import Rates
from bot.services.messages.queue import Queue
from bot.services.operation.health import POLL_SECONDS, STUCK_SECONDS, Health
from bot.services.operation.job_watch import JobWatch
from bot.settings import WrongSetting
from bot.store import Store
from bot.store.messages import OutboxMessage
from bot.tg.updates import StoringQueue
from bot.tg.web import SECRET_HEADER, Door, Pulse
from tests.integration.services.parts import SetClock
from tests.tools.whole_bot import READER, whole_bot

SECRET = "0123456789abcdef-secret"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


async def test_updates_come_by_the_webhook_from_who_shows_the_secret(migrated_file: Path, tmp_path: Path) -> None:
    shutil.copy(migrated_file, tmp_path / "pickwatch.db")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    hook = {"webhook_url": f"{url}/telegram", "webhook_secret": SECRET}
    async with whole_bot(tmp_path, telegram=hook, web={"port": port}) as bot, aiohttp.ClientSession() as others:
        await bot.act(bot.telegram.say(READER, "/help"))
        assert bot.answers(READER)[-1].text.startswith("Help")
        assert bot.wrong() == []
        assert "getUpdates" not in bot.telegram.state.calls
        for secret, body, status in (("", "{}", 403), ("wrong", "{}", 403), (SECRET, "no update", 400)):
            headers = {SECRET_HEADER: secret}
            async with others.post(f"{url}/telegram", data=body, headers=headers) as answer:
                assert answer.status == status
        async with others.get(f"{url}/healthz") as page:
            assert page.status == 200
            assert (await page.json())["ok"]


async def test_what_comes_to_a_process_that_does_not_lead_is_handled_by_the_one_that_does(
    migrated_file: Path, tmp_path: Path
) -> None:
    shutil.copy(migrated_file, tmp_path / "pickwatch.db")
    port = free_port()
    hook = {"webhook_url": f"http://127.0.0.1:{port}/telegram", "webhook_secret": SECRET}
    async with whole_bot(tmp_path, telegram=hook, web={"port": port}) as bot, AsyncExitStack() as stack:
        await bot.act(bot.telegram.say(READER, "/start"))
        store = Store(f"sqlite+aiosqlite:///{tmp_path / 'pickwatch.db'}")
        stack.push_async_callback(store.close)
        clock = SetClock("2024-12-26T20:00")
        inbox = Inbox(store, clock)
        health = Health(Queue(store, clock, Rates(29, 1, 3)), JobWatch(store, clock), clock)
        door = Door(health, Pulse(), SECRET, StoringQueue(inbox))
        other = await stack.enter_async_context(door.serving("127.0.0.1", 0))
        others = await stack.enter_async_context(aiohttp.ClientSession())
        person = {"id": READER, "is_bot": False, "first_name": "Ann"}
        chat = {"id": READER, "type": "private", "first_name": "Ann"}
        message = {"message_id": 900, "date": 1735000000, "chat": chat, "from": person, "text": "/cancel"}
        query = {"id": "1", "from": person, "query": "x", "offset": ""}
        before = len(bot.answers(READER))
        for update, status in (
            ({"message": message}, 200),
            ({"message": message}, 200),
            ({"inline_query": query}, 503),
        ):
            body = {"update_id": 900_000_001, **update}
            headers = {SECRET_HEADER: SECRET}
            async with others.post(f"http://127.0.0.1:{other}/telegram", json=body, headers=headers) as answer:
                assert answer.status == status
        async with asyncio.timeout(30):
            while await inbox.pending():  # noqa: ASYNC110 - the one that leads looks each second
                await asyncio.sleep(0.1)
        await asyncio.sleep(1.5)  # for what must not come
        assert len(bot.answers(READER)) == before + 1


@pytest.mark.parametrize(("missing", "name"), [("webhook_secret", "webhook_secret"), ("port", "web.port")])
async def test_a_webhook_without_what_it_needs_does_not_start(
    missing: str, name: str, migrated_file: Path, tmp_path: Path
) -> None:
    shutil.copy(migrated_file, tmp_path / "pickwatch.db")
    hook = {"webhook_url": "http://127.0.0.1:9/telegram", "webhook_secret": SECRET}
    hook.pop(missing, None)
    web = {} if missing == "port" else {"port": free_port()}
    with pytest.raises(WrongSetting, match=name):
        async with whole_bot(tmp_path, telegram=hook, web=web):
            pass


async def test_the_page_says_what_is_sick(store: Store) -> None:
    clock = SetClock("2024-12-26T20:00")
    jobs = JobWatch(store, clock)
    health = Health(Queue(store, clock, Rates(29, 1, 3)), jobs, clock)
    pulse = Pulse(clock.monotonic)
    door = Door(health, pulse, SECRET)

    async def asked() -> tuple[int, list[str]]:
        async with aiohttp.ClientSession() as session, session.get(f"{url}/healthz") as page:
            return page.status, (await page.json())["sick"]

    async def fails(_due: datetime) -> None:
        raise ValueError("no names")

    async with AsyncExitStack() as stack:
        url = f"http://127.0.0.1:{await stack.enter_async_context(door.serving('127.0.0.1', 0))}"
        async with aiohttp.ClientSession() as session:
            headers = {SECRET_HEADER: SECRET}
            async with session.post(f"{url}/telegram", data="{}", headers=headers) as answer:
                assert answer.status == 503, "another process leads"
        assert await asked() == (200, [])
        async with door.leading(None):
            assert await asked() == (200, [])
            await clock.sleep(POLL_SECONDS + 1)
            assert await asked() == (503, ["poll"])
            pulse.beat()
            async with store.transaction() as tx:
                await tx.outbox.add(OutboxMessage(7, "news", "{}", "k"), at=clock.now())
            assert await asked() == (200, [])
            await clock.sleep(STUCK_SECONDS + 1)
            pulse.beat()
            assert await asked() == (503, ["queue"])
            watched = jobs.watch("names", fails, lambda now: now, by_hand=True)
            for _ in range(3):
                await watched(datetime.now(UTC))
            assert await asked() == (503, ["queue", "jobs"])
    with pytest.raises(aiohttp.ClientError):
        await asked()
