"""The bot killed at random points on each database: a few times here, many times by ``make chaos``."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.chaos.__main__ import table
from tests.chaos.crossing import WISHES, Crossings
from tests.chaos.databases import Database, postgresql, sqlite
from tests.chaos.playing import FOLLOWERS, Play

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("processes")]


@pytest.mark.parametrize(("database", "kills", "cuts"), [(sqlite, 2, 0), (postgresql, 0, 1)])
async def test_no_event_is_lost_none_doubled_unmarked_and_nothing_gets_stuck(
    database: Callable[[Path], AbstractContextManager[Database]], kills: int, cuts: int, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(1) as thread:  # where the schema is made, an event loop may not run
        opened = database(tmp_path)
        ready = thread.submit(opened.__enter__).result()
        try:
            tally = await Play(ready, tmp_path, 11, print).run(kills, cuts, bad_days=False)
        finally:
            thread.submit(opened.__exit__, None, None, None).result()
    print(table(tally))  # noqa: T201 - seen where the test fails
    assert tally.events == 8 * (kills + cuts)
    assert not tally.lost + tally.doubled + tally.stuck


async def test_each_crossing_is_told_once_and_no_rule_gets_stuck(data_dir: Path) -> None:
    database = Database("SQLite", f"sqlite+aiosqlite:///{data_dir / 'pickwatch.db'}", None)
    tally = await Crossings(database, data_dir, 4, print, pace=40).run(1, 0, bad_days=False, again=False)
    print(table(tally))  # noqa: T201 - as above
    assert tally.events >= len(FOLLOWERS) * len(WISHES) // 2
    assert not tally.lost + tally.doubled + tally.stuck
