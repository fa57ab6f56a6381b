"""Polling behind a proxy that takes connections and lets nothing through any more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from telegram import Update

from bot.sandbox.server import Sandbox
from bot.services.messages.inbox import Inbox
from bot.tg import client
from bot.tg.client import build_application, start_polling, stop_polling

READER = 1001


class Relay:
    """Passes bytes on to a server. A connection that was there when it hung stays dead, as behind a real proxy."""

    def __init__(self, upstream: str) -> None:
        self._upstream = urlsplit(upstream)
        self._passes: int | None = None  # bytes of an answer, once it hangs in the middle of one
        self.url = ""
        self.swallowed = 0

    def hang(self, after: int) -> None:
        """Let ``after`` more bytes through in the direction of the bot, and then nothing."""
        self._passes = after

    def heal(self) -> None:
        """Serve new connections as before."""
        self._passes = None

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Listen on loopback; ``url`` is what the bot is told instead of the server's."""
        connections: set[asyncio.Task[None]] = set()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            connections.add(task)
            try:
                await self._relay(reader, writer)
            except (ConnectionError, asyncio.CancelledError):
                pass  # one side went; at the end all do
            finally:
                connections.discard(task)
                writer.close()

        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield
        finally:
            server.close()
            for each in tuple(connections):
                each.cancel()
            await asyncio.gather(*connections, return_exceptions=True)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._upstream.hostname, self._upstream.port)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass(reader, back, limited=False))
                both.create_task(self._pass(there, writer, limited=True))
        except* ConnectionError:
            pass  # the bot has given the connection up
        finally:
            back.close()

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, limited: bool) -> None:
        while data := await source.read(65536):
            if limited and self._passes is not None:
                sink.write(data[: self._passes])
                self.swallowed += len(data[self._passes :])
                self._passes = 0
                await asyncio.Event().wait()
            sink.write(data)
            await sink.drain()


@pytest.mark.parametrize("after", [0, 60], ids=["before an answer", "in the middle of one"])
async def test_polling_goes_on_behind_a_proxy_that_hung(
    monkeypatch: pytest.MonkeyPatch, inbox: Inbox, after: int
) -> None:
    monkeypatch.setattr(client, "POLL_WAIT", timedelta(seconds=1))
    monkeypatch.setattr(client, "POLL_READ_TIMEOUT", 0.2)
    async with await Sandbox.start() as sandbox:
        sandbox.add_user(READER, "李雷", started=True)
        relay = Relay(sandbox.url)
        async with relay.serving():
            application, queue = build_application(sandbox.token, relay.url, None, inbox, pytest.fail)
            async with application:
                updater = await start_polling(application, pytest.fail)
                await sandbox.say(READER, "before")
                await asyncio.wait_for(queue.get(), 10)
                relay.hang(after)
                await sandbox.say(READER, "meanwhile")
                await asyncio.sleep(1.5)  # longer than an answer is waited for
                assert relay.swallowed
                assert queue.empty()
                relay.heal()
                update = await asyncio.wait_for(queue.get(), 10)
                await stop_polling(updater)
    assert isinstance(update, Update)
    assert update.message is not None
    assert update.message.text == "meanwhile"
    assert len(await inbox.unhandled()) == 2
