"""An inbox on a database of its own, and the application in this process against the sandbox."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.services.messages.inbox import Inbox
from bot.store.store import Store

os.environ.setdefault("PTB_TIMEDELTA", "1")  # as the application sets it: PTB's errors warn without


@pytest.fixture
async def inbox(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Inbox]:
    file = tmp_path / "pickwatch.db"
    shutil.copy(migrated_file, file)
    store = Store(f"sqlite+aiosqlite:///{file}")
    yield Inbox(store, SystemClock())
    await store.close()
