"""Who of several processes on one database runs the jobs and pushes: the holder of a lock that ends with its connection.

On PostgreSQL an advisory lock of a session of its own. The server ends that session where nothing is heard of it, so that
a process that is killed, frozen or cut off lets go in any case; the holder asks every second whether it still holds, and
stops before the server has given up on it. On SQLite one process at most: a second one against the same file says so.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import TextClause, text
from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bot.store.engine import parse_url, sqlite_file
from bot.store.errors import AlreadyRunning

_log = logging.getLogger(__name__)

TRY_SECONDS = 1.0
ANSWER_SECONDS = 3.0  # a server that takes longer to say that the lock is held may as well have lost it
UNHEARD_SECONDS = 7  # after which the server ends the session; longer than a try and its answer
RUNNING = "-running"  # behind the name of the SQLite file: the file that is locked while a bot runs

_KEY = 0x7069636C
_TRY = text("SELECT pg_try_advisory_lock(:key)")
# Asked of the server rather than remembered: a pooler between may have handed the session to somebody else.
_HELD = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid() "
    "AND objid = :key AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
# A server before PostgreSQL 14 has no such setting, and does not set it.
_LET_GO = text("SELECT set_config(name, :milliseconds, false) FROM pg_settings WHERE name = 'idle_session_timeout'")

_AWAY = (DBAPIError, OSError, TimeoutError)


class Lead:
    """One process's claim to the lead of a database."""

    def __init__(self, url: str) -> None:
        """``url`` as for `Store`."""
        self._url = parse_url(url)
        self.held = False

    async def follow(self, work: Callable[[], Awaitable[None]]) -> None:
        """Wait for the lead, then do the ``work``, which is cancelled at once where the lead is lost; over and over.

        Raises:
            AlreadyRunning: on SQLite, where another bot runs on the file.
            Exception: whatever ends the work.
        """
        file = sqlite_file(self._url)
        if file is not None:
            with _alone(file):
                self.held = True
                await work()
            return
        engine = create_async_engine(self._url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        while True:
            session = await _locked(engine)
            try:
                await self._lead(session, work)
            finally:
                await _end(session)

    async def _lead(self, session: AsyncConnection, work: Callable[[], Awaitable[None]]) -> None:
        _log.info("this process leads: it runs the jobs and pushes")
        self.held = True
        working = asyncio.ensure_future(work())
        losing = asyncio.create_task(_until_lost(session))
        try:
            await asyncio.wait({working, losing}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                await working
            else:
                self.held = False
                _log.warning("the lead is lost: jobs and pushing stop here until it is back")
        finally:
            self.held = False
            for task in (working, losing):
                task.cancel()
            await asyncio.gather(working, losing, return_exceptions=True)


async def _locked(engine: AsyncEngine) -> AsyncConnection:
    """A session that holds the lock, however long that takes."""
    trouble = ""
    while True:
        session = engine.connect()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await session.start()
            await _ask(session, _LET_GO, milliseconds=str(UNHEARD_SECONDS * 1000))
            while not await _ask(session, _TRY, key=_KEY):  # noqa: ASYNC110 - another process lets go of it
                await asyncio.sleep(TRY_SECONDS)
        except _AWAY as error:
            if str(error) != trouble:
                _log.warning("who leads is not known, the database is not to be had: %s", error)
            trouble = str(error)
            await _end(session)
            await asyncio.sleep(TRY_SECONDS)
        except BaseException:
            await _end(session)
            raise
        else:
            return session


async def _until_lost(session: AsyncConnection) -> None:
    with contextlib.suppress(*_AWAY):
        while await _ask(session, _HELD, key=_KEY):  # noqa: ASYNC110 - the server knows, and does not call
            await asyncio.sleep(TRY_SECONDS)


async def _ask(session: AsyncConnection, question: TextClause, **values: object) -> object:
    async with asyncio.timeout(ANSWER_SECONDS):
        return (await session.execute(question, values)).scalar()


async def _end(session: AsyncConnection) -> None:
    """End a session without asking the server, which may not answer: with it goes the lock."""
    with contextlib.suppress(*_AWAY, InvalidRequestError):
        await session.invalidate()
    with contextlib.suppress(*_AWAY):
        await session.close()


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Keep a file locked that ends with the process: SQLite's own lock, which is the same on every system.

    Raises:
        AlreadyRunning: another process has it.
    """
    beside = sqlite3.connect(file.with_name(file.name + RUNNING), timeout=0, isolation_level=None)
    try:
        try:
            beside.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            raise AlreadyRunning(
                f"Another bot runs on {file}: stop it, or move to PostgreSQL, on which several can run."
            ) from error
        yield
    finally:
        beside.close()
