"""The running bot on a full disk, beside another program that holds its database, and when its clock is set."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.sandbox.server import Sandbox
from bot.services.messages.codec import dump_view
from bot.services.views.pieces import Notice
from bot.store import Store
from bot.store.messages import OutboxMessage
from tests.e2e.bot_process import EDITOR, UNHURRIED, BotProcess, Person, environment, running, until
from tests.tools.other_time import COMMAND, other_time

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("processes")]

READER = 2301
SATURDAY = datetime(2025, 11, 22, 4, tzinfo=UTC)  # no market is open, and nothing is refreshed
PACE = 60.0
LOCKED_SECONDS = float(
    os.environ.get("PICKWATCH_LOCKED_SECONDS", "16")
)  # one waits fifteen; `make chaos` asks for more
FULL = "updates stay with Telegram for now: The database is not to be had for now: database or disk is full"
ANSWERED = "没有正在进行的操作"


@dataclass(frozen=True)
class Place:
    """A bot and what surrounds it."""

    sandbox: Sandbox
    bot: BotProcess
    data: Path
    small: bool
    clock: Path

    def answers(self, words: str = ANSWERED) -> int:
        """How many messages of the bot to the editor say so."""
        return sum(each.from_bot and words in each.text for each in self.sandbox.transcript(EDITOR))

    def waits(self) -> int:
        """How many updates Telegram has not been told to have arrived."""
        return len(self.sandbox.state.updates)


@pytest.fixture(scope="module")
def disk(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, bool]]:
    """A data directory on a disk of its own of 8 MB, and whether that could be had."""
    folder = tmp_path_factory.mktemp("disk")
    mounted = not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    ).returncode
    shutil.copytree(migrated, folder / "data")
    yield folder / "data", mounted
    if mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(disk: tuple[Path, bool], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    folder = tmp_path_factory.mktemp("trouble")
    clock = folder / "set-by.txt"
    async with await Sandbox.start(rates=UNHURRIED) as sandbox:
        sandbox.add_user(EDITOR, "王编辑", started=True)
        sandbox.add_user(READER, "李雷", started=True)
        env = environment(sandbox, disk[0]) | other_time(SATURDAY, pace=PACE, set_by=clock)
        async with running(env, folder / "errors.txt", COMMAND) as bot:
            assert ANSWERED in (await Person(sandbox, EDITOR).says("/cancel")).text
            yield Place(sandbox, bot, *disk, clock)


async def test_on_a_full_disk_it_says_so_takes_nothing_for_received_and_goes_on_when_there_is_room(
    place: Place,
) -> None:
    if not place.small:
        pytest.skip("no disk of its own can be mounted here")
    before, ballast = place.answers(), place.data / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while file.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue
    await place.sandbox.say(EDITOR, "/cancel")
    await until(lambda: FULL in place.bot.log())
    assert place.answers() == before
    assert place.waits()
    ballast.unlink()
    await until(lambda: place.answers() == before + 1 and not place.waits())
    assert "Traceback" not in place.bot.log()


async def test_while_another_program_holds_the_database_it_waits_and_answers_then(place: Place) -> None:
    before, said = place.answers(), place.bot.log().count("Another program")
    other = sqlite3.connect(place.data / "pickwatch.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    begun = time.monotonic()
    await place.sandbox.say(EDITOR, "/cancel")
    await until(lambda: time.monotonic() - begun > LOCKED_SECONDS)
    assert place.answers() == before
    other.close()
    await until(lambda: place.answers() == before + 1 and not place.waits())
    assert place.bot.log().count("Another program") > said
    assert "Traceback" not in place.bot.log()


async def test_when_its_clock_is_set_nothing_comes_twice_and_nothing_waits_for_the_wrong_time(place: Place) -> None:
    store = Store(f"sqlite+aiosqlite:///{place.data / 'pickwatch.db'}")

    async def put(key: str, at: datetime, wait: timedelta) -> None:
        message = OutboxMessage(READER, "news", dump_view(Notice("no_reports")), key, not_before=at + wait)
        async with store.transaction() as tx:
            await tx.outbox.add(message, at=at)

    def told() -> int:
        return sum(each.from_bot for each in place.sandbox.transcript(READER))

    await until(lambda: _last_run(place) > SATURDAY)
    before = _last_run(place)
    await put("held for the night", before, timedelta(hours=8))
    place.clock.write_text(str(9 * 3600))
    await until(lambda: "set forward by" in place.bot.log() and told() == 1)
    await until(lambda: _last_run(place) > before + timedelta(hours=8))
    place.clock.write_text(str(2 * 3600))
    await until(lambda: "set back by" in place.bot.log())
    await put("at once", before, timedelta())
    await until(lambda: told() == 2)
    # the jobs go on by the right time
    await until(lambda: _last_run(place) < before + timedelta(hours=8))
    assert told() == 2
    assert "Traceback" not in place.bot.log()
    await store.close()


def _last_run(place: Place) -> datetime:
    """When the job that runs every five minutes began last; the beginning where it never has."""
    database = sqlite3.connect(place.data / "pickwatch.db")
    try:
        row = database.execute("SELECT begun_at FROM job_log WHERE job = 'queue'").fetchone()
        return datetime.fromisoformat(row[0]).replace(tzinfo=UTC) if row else SATURDAY
    finally:
        database.close()
