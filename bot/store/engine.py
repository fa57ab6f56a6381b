"""How connections are opened, so that both databases keep the same promises."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from sqlite3 import DatabaseError

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store.errors import UnsupportedDatabase
from bot.store.sqlite_driver import READING, connect

BUSY_MILLISECONDS = 15_000
SWITCH_AGAIN = 50  # milliseconds
MAPPED_BYTES = 2**31
_PASSING = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
)
# Connection exceptions, transactions to be repeated, full disks, shutdowns (PostgreSQL's classes of SQLSTATE).
_PASSING_CLASSES = ("08", "40", "53", "57")


def parse_url(url: str) -> URL:
    """The parsed URL of a database that the program can use.

    Raises:
        UnsupportedDatabase: neither ``sqlite+aiosqlite:///PATH`` nor ``postgresql+asyncpg://…``.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise UnsupportedDatabase(
            "The database's URL cannot be read; it begins with sqlite+aiosqlite:/// or postgresql+asyncpg://."
        ) from None
    if parsed.drivername not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
        raise UnsupportedDatabase(f"{parsed.drivername} is not served; use sqlite+aiosqlite or postgresql+asyncpg.")
    if parsed.drivername == "sqlite+aiosqlite" and parsed.database in (None, "", ":memory:"):
        raise UnsupportedDatabase("An SQLite database needs a file: sqlite+aiosqlite:////path/to/pickwatch.db.")
    return parsed


def sqlite_file(url: URL) -> Path | None:
    """The file of an SQLite database; None for PostgreSQL."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def open_engine(url: URL) -> AsyncEngine:
    """An engine whose transactions behave alike on both databases; nothing is connected yet.

    Raises:
        UnsupportedDatabase: PostgreSQL's driver is not installed.
    """
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url)
    try:
        return create_async_engine(url, pool_size=5, max_overflow=5, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise UnsupportedDatabase(
            "PostgreSQL needs asyncpg; install the extra: pip install 'pickwatch[postgres]'."
        ) from None


def reading_engine(engine: AsyncEngine) -> AsyncEngine:
    """An engine on the same database, in whose transactions one consistent state is read and nothing can be written."""
    if engine.dialect.name == "sqlite":
        return _open_sqlite(engine.url, reading=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _keep_a_log(cursor: DBAPICursor) -> None:
    """Have changes go to a write-ahead log; a file that does so already is left alone.

    The switch does not wait for another program that has just made the file, whatever the timeout: it is asked again.
    """
    for remaining in reversed(range(BUSY_MILLISECONDS // SWITCH_AGAIN)):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except DatabaseError as error:
            if "locked" not in str(error) or not remaining:
                raise
            time.sleep(SWITCH_AGAIN / 1000)
        else:
            return


def _open_sqlite(url: URL, *, reading: bool = False) -> AsyncEngine:
    # A thread stands behind each connection; one writes, and few need to read at the same time.
    engine = create_async_engine(url, pool_size=1, max_overflow=3, connect_args={"async_creator_fn": connect})
    pragmas = [f"busy_timeout = {BUSY_MILLISECONDS}", "foreign_keys = ON"]
    if reading:
        pragmas += ["query_only = ON", f"mmap_size = {MAPPED_BYTES}"]  # a panel's blocks are copied once, not twice
    # A deferred transaction that reads first and writes later cannot wait for another writer: it fails at once.
    begin_sql = READING if reading else "BEGIN IMMEDIATE"

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing of its own accord; `begin` below does
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        _keep_a_log(cursor)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin_sql)

    return engine


def passes(error: DBAPIError) -> bool:
    """Whether the database will be itself again without anybody changing the program or the schema."""
    if error.connection_invalidated:
        return True
    if isinstance(error.orig, sqlite3.Error):
        # the primary code is the last byte of the extended one
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _PASSING
    return str(getattr(error.orig, "sqlstate", None) or "").startswith(_PASSING_CLASSES)
