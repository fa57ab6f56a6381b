"""SQLite's driver with one way to its thread a statement.

aiosqlite goes there for a cursor, to execute, for the rows and to close: each way costs a tenth of a millisecond of the
processor, and among two hundred chats the turn of the loop that it waits for. Where all is only read, neither the
beginning of a transaction nor its end is waited for either.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any, Self, TypeVar

import aiosqlite

T = TypeVar("T")
READING = "BEGIN"  # as `bot.store.engine` begins where nothing is written
AHEAD = 500  # rows that come with the statement; who asks for them one portion after another need not hold more


class Connection(aiosqlite.Connection):
    """A connection whose cursors need its thread for little but statements."""

    def cursor(self) -> Cursor:  # type: ignore[override] # SQLAlchemy enters it in the same way
        """A cursor; nothing is asked of the thread for it."""
        return Cursor(self)

    _to_begin = _reading = False

    def begin_to_read(self) -> None:
        """Begin with the next statement: until there is one, nothing is read."""
        self._to_begin = True

    async def rollback(self) -> None:
        """See `aiosqlite.Connection.rollback`; the end of mere reading is not waited for, what comes next stands behind it."""
        if self._to_begin:
            self._to_begin = False
        elif self._reading:
            self._reading = False
            self._tx.put_nowait((None, self._conn.rollback))
        else:
            await super().rollback()

    async def in_thread(self, function: Callable[..., T], *args: object) -> T:
        """Run ``function`` where the connection lives."""
        result: T = await self._execute(function, *args)  # type: ignore[no-untyped-call] # theirs has no types
        return result

    def opened(self) -> sqlite3.Cursor:
        """SQLite's own cursor, in the transaction that was to begin; in the thread alone."""
        cursor = self._conn.cursor()
        if self._to_begin:
            cursor.execute(READING)
            self._to_begin, self._reading = False, True
        return cursor


class Cursor:
    """What SQLAlchemy uses of a cursor."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor: sqlite3.Cursor | None = None
        self._rows: list[Any] = []
        self._more = False  # whether SQLite has rows left

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:  # noqa: ANN401 - as DBAPI has it
        """The columns; None where the statement has none."""
        return self._cursor.description if self._cursor else None

    @property
    def rowcount(self) -> int:
        """How many rows were changed; -1 for none that are."""
        return self._cursor.rowcount if self._cursor else -1

    @property
    def lastrowid(self) -> int | None:
        """The number of the row inserted last."""
        return self._cursor.lastrowid if self._cursor else None

    async def execute(self, sql: str, parameters: Any = ()) -> None:  # noqa: ANN401 - whatever SQLite takes
        """Run one statement; the first rows come with it."""
        if sql == READING:
            self._connection.begin_to_read()
            return
        await self._connection.in_thread(self._run, sqlite3.Cursor.execute, sql, parameters)

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> None:
        """Run one statement for each set of parameters."""
        await self._connection.in_thread(self._run, sqlite3.Cursor.executemany, sql, parameters)

    async def fetchall(self) -> list[Any]:
        """The rows that were not fetched yet."""
        return await self.fetchmany(-1)

    async def fetchmany(self, size: int) -> list[Any]:
        """So many of the rows that were not fetched yet; -1 for all."""
        if self._more and not 0 <= size <= len(self._rows):
            await self._connection.in_thread(self._fetch, size)
        end = len(self._rows) if size < 0 else size
        rows, self._rows = self._rows[:end], self._rows[end:]
        return rows

    async def close(self) -> None:
        """Ask for no more rows; what was fetched, and how many it were, can still be asked for."""
        if self._more:
            await self._connection.in_thread(self._end)

    def _run(self, execute: Callable[..., object], sql: str, parameters: Any) -> None:  # noqa: ANN401 - as above
        self._cursor = self._connection.opened()
        execute(self._cursor, sql, parameters)
        self._more = self._cursor.description is not None
        self._rows = []
        if self._more:
            self._fetch(AHEAD)

    def _fetch(self, size: int) -> None:
        if self._cursor is None:
            return
        rows = self._cursor.fetchall() if size < 0 else self._cursor.fetchmany(max(size, AHEAD))
        self._rows += rows
        if size < 0 or len(rows) < max(size, AHEAD):
            self._end()

    def _end(self) -> None:
        self._more = False
        if self._cursor is not None:
            self._cursor.close()


def connect(*args: Any, **options: Any) -> Connection:  # noqa: ANN401 - those of sqlite3.connect
    """A connection with a thread of its own, opened when it is awaited."""
    connection = Connection(lambda: sqlite3.connect(*args, **options), iter_chunk_size=1)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does: a process that ends waits for no statement
    return connection
