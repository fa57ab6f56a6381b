from __future__ import annotations

import struct
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.sandbox.clock import SimulatedClock
from bot.sandbox.server import Sandbox

if TYPE_CHECKING:
    from aiogram import Bot

READER = 1001


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(datetime(2024, 12, 26, 7, 30, tzinfo=UTC))


@pytest.fixture
async def sandbox(clock: SimulatedClock) -> AsyncIterator[Sandbox]:
    async with await Sandbox.start(clock=clock) as running:
        running.add_user(READER, "李雷", started=True)
        yield running


@pytest.fixture
async def aiogram(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """A client of another make, whose models are strict."""
    from aiogram import Bot  # noqa: PLC0415 - seconds in every test process
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415

    class PromptSession(AiohttpSession):
        """Closes without the quarter of a second that aiogram grants TLS, which is not spoken here."""

        async def close(self) -> None:
            if self._session is not None:
                await self._session.close()

    session = PromptSession(api=TelegramAPIServer.from_base(sandbox.url), timeout=5)
    async with Bot(sandbox.token, session=session) as bot:
        yield bot


@pytest.fixture
def png() -> bytes:
    """A white picture of 4 by 3 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 4, 3, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * 4) * 3)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
