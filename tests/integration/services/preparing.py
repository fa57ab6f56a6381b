"""What tests begin from, arranged through the services once in a test process and then copied."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar, cast

from bot.domain.sessions import SHANGHAI
from tests.integration.services.house import House

T = TypeVar("T")


class Preparations:
    """The databases of this test process, by what prepared them; ``folder`` is where they lie."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._left: dict[str, tuple[Path, str, object]] = {}

    async def make(self, house: House, file: Path, prepare: Callable[[House], Awaitable[T]]) -> T:
        """Bring the house, whose SQLite ``file`` nobody has opened yet, to where ``prepare`` brings it; its answer.

        The clock comes along. What a service keeps in memory is not there in a copy, as after a restart.
        """
        name = f"{prepare.__module__}.{prepare.__qualname__}"
        if name in self._left:
            copy, at, answer = self._left[name]
            shutil.copy(copy, file)
            house.clock.set(at)
            return cast("T", answer)
        made = await prepare(house)
        copy = self._folder / f"{len(self._left)}.db"
        with closing(sqlite3.connect(file)) as from_here, closing(sqlite3.connect(copy)) as to_there:
            from_here.backup(to_there)
        at = house.clock.now().astimezone(SHANGHAI).replace(tzinfo=None).isoformat()
        self._left[name] = copy, at, made
        return made
