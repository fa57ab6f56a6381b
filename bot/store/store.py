"""The store: transactions on one database, each with the repositories of all subjects."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.broadcasts import Broadcasts
from bot.store.channels import Channels
from bot.store.corrections import Corrections
from bot.store.digests import Digests
from bot.store.engine import BUSY_MILLISECONDS, open_engine, parse_url, passes, reading_engine
from bot.store.errors import StoreAway, StoreBusy
from bot.store.events import Events
from bot.store.failures import Failures, JobLog
from bot.store.finding_reports import FindingReports
from bot.store.findings import Findings
from bot.store.follows import Follows
from bot.store.forgetting import Forgetting
from bot.store.holding import Holding
from bot.store.inbox import Inbox
from bot.store.invitations import Invitations
from bot.store.jobs import Jobs
from bot.store.kept import Kept
from bot.store.known_names import KnownNames
from bot.store.line import Line
from bot.store.outbox import Outbox
from bot.store.prices import Prices
from bot.store.questions import Questions
from bot.store.reports import Reports
from bot.store.rules import Rules
from bot.store.scores import Scores
from bot.store.topics import Topics
from bot.store.uploads import Uploads
from bot.store.users import Users
from bot.store.watchlists import Watchlists


class Transaction:
    """What one transaction can read and write; it ends with the `async with` that opened it."""

    __slots__ = (
        "broadcasts",
        "channels",
        "corrections",
        "digests",
        "events",
        "failures",
        "finding",
        "findings",
        "follows",
        "forgetting",
        "holding",
        "inbox",
        "invitations",
        "job_log",
        "jobs",
        "kept",
        "known",
        "line",
        "outbox",
        "prices",
        "questions",
        "reports",
        "rules",
        "scores",
        "topics",
        "uploads",
        "users",
        "watchlists",
    )

    def __init__(self, connection: AsyncConnection) -> None:
        self.channels = Channels(connection)
        self.broadcasts = Broadcasts(connection)
        self.corrections = Corrections(connection)
        self.digests = Digests(connection)
        self.events = Events(connection)
        self.failures = Failures(connection)
        self.finding = FindingReports(connection)
        self.findings = Findings(connection)
        self.follows = Follows(connection)
        self.line = Line(connection)
        self.holding = Holding(connection, self.line)
        self.forgetting = Forgetting(connection)
        self.inbox = Inbox(connection)
        self.invitations = Invitations(connection)
        self.job_log = JobLog(connection)
        self.jobs = Jobs(connection)
        self.kept = Kept(connection)
        self.known = KnownNames(connection)
        self.outbox = Outbox(connection, self.line)
        self.prices = Prices(connection)
        self.questions = Questions(connection)
        self.reports = Reports(connection)
        self.rules = Rules(connection)
        self.scores = Scores(connection)
        self.topics = Topics(connection)
        self.uploads = Uploads(connection)
        self.users = Users(connection)
        self.watchlists = Watchlists(connection)


class Store:
    """One database. ``url`` is ``sqlite+aiosqlite:////path/t.db`` or ``postgresql+asyncpg://…``; the schema must be current.

    Raises:
        UnsupportedDatabase: the URL names another kind of database, or its driver is not installed.
    """

    def __init__(self, url: str) -> None:
        parsed = parse_url(url)
        self._engine = open_engine(parsed)
        self._reading = reading_engine(self._engine)
        self._sqlite = parsed.get_backend_name() == "sqlite"
        # Set when something was put into the outbox here, or may leave now: its sender need not wait for the next look.
        self.outbox_filled = asyncio.Event()
        # SQLite's own waiting is polling, in which the longest waiter may be the last; in one process we queue.
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Write: commits at the end, rolls back when an exception passes through. They do not nest.

        On SQLite one writer works at a time, from the first statement; on PostgreSQL rows are locked where a method
        says so.

        Raises:
            StoreBusy: another writer kept the database for too long.
            StoreAway: the connection was cut, or the disk is full; what was written may or may not be there.
        """
        async with self._writing(), _connected(self._engine) as connection:
            await self._begin(connection)
            transaction = Transaction(connection)
            yield transaction
            await transaction.line.settle()
            await connection.commit()
            if transaction.outbox.filled or transaction.line.ready:
                self.outbox_filled.set()

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Transaction]:
        """Read one consistent state, without waiting for writers; writing in it fails.

        Raises:
            StoreAway: the connection was cut.
        """
        async with _connected(self._reading) as connection:
            yield Transaction(connection)

    async def close(self) -> None:
        """Give all connections back; the store cannot be used afterwards."""
        await self._reading.dispose()
        await self._engine.dispose()

    @asynccontextmanager
    async def _queue(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(BUSY_MILLISECONDS / 1000):
                await self._turn.acquire()
        except TimeoutError:
            raise StoreBusy("Another part of the program has been writing for too long.") from None
        try:
            yield
        finally:
            self._turn.release()

    def _writing(self) -> AbstractAsyncContextManager[None]:
        return self._queue() if self._sqlite else nullcontext()

    async def _begin(self, connection: AsyncConnection) -> None:
        try:
            await connection.begin()
        except OperationalError as error:
            if "database is locked" not in str(error.orig):
                raise
            raise StoreBusy("Another program has been writing to the database for too long.") from error


@asynccontextmanager
async def _connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    connection = engine.connect()
    try:
        await connection.start()
    except OSError as error:  # PostgreSQL's driver says so where nobody listens
        raise StoreAway(f"The database cannot be reached: {error}.") from error
    except DBAPIError as error:
        raise _explained(error) from error.__cause__
    try:
        yield connection
    except DBAPIError as error:
        raise _explained(error) from error.__cause__
    finally:
        await connection.close()


def _explained(error: DBAPIError) -> Exception:
    return StoreAway(f"The database is not to be had for now: {error.orig}.") if passes(error) else error
