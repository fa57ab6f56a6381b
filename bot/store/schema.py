"""Bringing a database's schema up to date, and telling cheaply whether it is.

Alembic costs some ten megabytes, so `is_current` goes without it, and `upgrade` belongs into a process that ends
(``python -m bot.store.schema`` reads the URL from standard input) or into a command.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.store.engine import open_engine, parse_url, sqlite_file
from bot.store.errors import SchemaTooNew, StoreError

HEAD = "0023"  # the newest of migrations/versions; a test compares

_TURN = 0x7069636B  # the key of PostgreSQL's advisory lock: of two programs that start at once one migrates


async def is_current(url: str) -> bool:
    """Whether the schema is what this program expects; False as well where there is no database file yet.

    Raises:
        UnsupportedDatabase: the URL names no database that the program can use.
        SchemaTooNew: a later version of the program has migrated it.
    """
    parsed = parse_url(url)
    file = sqlite_file(parsed)
    if file is not None and not file.exists():
        return False
    engine = open_engine(parsed)
    try:
        async with engine.connect() as connection:
            revision = await connection.run_sync(_revision)
    finally:
        await engine.dispose()
    if revision is not None and revision > HEAD:
        raise SchemaTooNew(
            f"The database has schema {revision}, this program knows {HEAD}: install the program that wrote it."
        )
    return revision == HEAD


def upgrade(url: str) -> None:
    """Create the schema or bring it up to date, in one transaction; an SQLite file gets its folder too.

    Not for a thread with a running event loop: it runs one of its own.

    Raises:
        UnsupportedDatabase, SchemaTooNew: as `is_current`.
    """
    asyncio.run(_upgrade(url))


async def _upgrade(url: str) -> None:
    file = sqlite_file(parse_url(url))
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    if await is_current(url):
        return
    engine = open_engine(parse_url(url))
    try:
        async with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _TURN})
            await connection.run_sync(_migrate)
    finally:
        await engine.dispose()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _migrate(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - heavy, and only needed here
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def main() -> int:
    """Read a URL from standard input (a command line would show its password) and migrate; 0 done, 1 failed."""
    try:
        upgrade(sys.stdin.readline().strip())
    except (StoreError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - the sentence is for the one who started the process
        return 1
    except DBAPIError as error:
        print(f"The database cannot be used: {error.orig}", file=sys.stderr)  # noqa: T201 - as above
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
