"""What the running bot sends unasked: to whom it no longer goes, how it waits, and what is never lost or doubled."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from tests.e2e.bot_process import EDITOR, UNHURRIED, Person, environment, running, until
from tests.e2e.reports import company_report

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("processes")]

TITLE = "通知订阅者的样例"
BLOCKER, LEAVER, WAITER, UNSURE, ASKER = 2201, 2202, 2203, 2204, 2205


async def test_a_confirmed_report_reaches_each_follower_once_whatever_happens_on_the_way(data_dir: Path) -> None:
    async with (
        await Sandbox.start(rates=UNHURRIED) as sandbox,
        running(environment(sandbox, data_dir), data_dir / "errors.txt"),
    ):
        sandbox.add_user(EDITOR, "王编辑")
        people = {user: Person(sandbox, user) for user in (BLOCKER, LEAVER, WAITER, UNSURE, ASKER)}
        for user, person in people.items():
            sandbox.add_user(user, f"订户{user}")
            await person.says("/subscribe all")
        sandbox.block(BLOCKER)
        sandbox.membership.deactivate(LEAVER)
        busy, later = "Too Many Requests: retry after 1", {"retry_after": 1}
        sandbox.fail("sendMessage", chat_id=WAITER, code=429, description=busy, parameters=later)
        sandbox.fail("sendMessage", chat_id=UNSURE, abort=True, delivered=True)
        sandbox.fail("sendMessage", chat_id=ASKER, code=429, description=busy, parameters=later)

        begun = time.monotonic()
        assert "没有正在进行的操作" in (await people[ASKER].says("/cancel")).text
        assert time.monotonic() - begun >= 1

        editor = Person(sandbox, EDITOR)
        await editor.taps(await editor.says(company_report(TITLE)), "确认")
        begun = time.monotonic()
        await people[WAITER].hears(TITLE)
        assert time.monotonic() - begun >= 1

        await people[UNSURE].hears("（可能重复）")
        await asyncio.sleep(1.5)  # for what must not come
        assert [_told(people[user]) for user in (BLOCKER, LEAVER, WAITER, UNSURE, ASKER)] == [0, 0, 1, 2, 1]
        assert _inactive(data_dir) == {BLOCKER, LEAVER}

        sandbox.unblock(BLOCKER)
        await until(lambda: _inactive(data_dir) == {LEAVER})
        assert _told(people[BLOCKER]) == 0


def _told(person: Person) -> int:
    return sum(each.from_bot and TITLE in each.text for each in person.heard())


def _inactive(data_dir: Path) -> set[int]:
    database = sqlite3.connect(data_dir / "pickwatch.db")
    try:
        return {user for (user,) in database.execute("SELECT user_id FROM users WHERE NOT active")}
    finally:
        database.close()
