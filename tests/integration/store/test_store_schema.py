"""Migrations and what the tables say of themselves are the same thing, on both databases."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.store import SchemaTooNew, Store, UnsupportedDatabase, schema
from bot.store.engine import open_engine, parse_url
from bot.store.tables import metadata


async def test_the_migrated_schema_is_what_the_tables_declare(database_url: str) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    engine = open_engine(parse_url(database_url))
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


def test_the_constant_names_the_newest_migration() -> None:
    folder = Path(schema.__file__).with_name("migrations")
    assert ScriptDirectory(str(folder)).get_heads() == [schema.HEAD]


async def test_a_migrated_database_is_current_and_migrating_again_changes_nothing(database_url: str) -> None:
    assert await schema.is_current(database_url)
    await asyncio.to_thread(schema.upgrade, database_url)
    assert await schema.is_current(database_url)


async def test_a_database_of_a_later_program_is_refused(database_url: str) -> None:
    await _execute(database_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaTooNew, match="9999"):
        await schema.is_current(database_url)


async def test_an_unfinished_migration_counts_as_old(database_url: str) -> None:
    await _execute(database_url, "UPDATE alembic_version SET version_num = '0001'")
    assert not await schema.is_current(database_url)


async def test_a_missing_file_is_not_current_and_asking_does_not_make_it(tmp_path: Path) -> None:
    file = tmp_path / "none" / "pickwatch.db"
    assert not await schema.is_current(f"sqlite+aiosqlite:///{file}")
    assert not file.parent.exists()


def test_two_programs_that_migrate_at_once_both_succeed_from_any_folder(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'a folder' / 'deep' / 'pickwatch.db'}"
    command = [sys.executable, "-m", "bot.store.schema"]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
        for _ in range(2)
    ]
    for process in started:
        assert process.stdin
        process.stdin.write(url + "\n")
        process.stdin.flush()
    assert [(process.communicate(timeout=60)[1], process.returncode) for process in started] == [("", 0), ("", 0)]
    assert asyncio.run(schema.is_current(url))


def test_migrating_something_else_fails_with_one_sentence() -> None:
    command = [sys.executable, "-m", "bot.store.schema"]
    done = subprocess.run(command, input="mysql://localhost/x", capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "mysql is not served; use sqlite+aiosqlite or postgresql+asyncpg.\n"


@pytest.mark.parametrize("url", ["", "nonsense", "sqlite+aiosqlite://", "sqlite:///x.db", "postgresql://localhost/x"])
def test_other_databases_are_refused_with_a_reason(url: str) -> None:
    with pytest.raises(UnsupportedDatabase):
        Store(url)


def test_the_steps_lead_back_as_well(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'pickwatch.db'}"
    schema.upgrade(url)

    def back(connection: Connection) -> None:
        from alembic import command  # noqa: PLC0415 - as in the module under test
        from alembic.config import Config  # noqa: PLC0415 - as above

        config = Config()
        config.set_main_option("script_location", str(Path(schema.__file__).with_name("migrations")))
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    async def run() -> set[str]:
        engine = open_engine(parse_url(url))
        async with engine.begin() as connection:
            await connection.run_sync(back)
            left = await connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
            names = set(left.scalars())
        await engine.dispose()
        return names

    assert asyncio.run(run()) == {"alembic_version"}
    schema.upgrade(url)


def test_opening_the_store_does_not_load_alembic() -> None:
    program = "import sys, bot.store, bot.store.schema; print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("table", ["report_trail", "verdicts", "corrections"])
async def test_the_ledgers_refuse_to_be_rewritten(database_url: str, table: str) -> None:
    await _execute(
        database_url,
        "INSERT INTO reports (report_id, state, sha256, broker, kind, title, document, created_at)"
        " VALUES (1, 'draft', 'x', '示例证券', 'other', 't', '{}', '2024-12-27 00:00:00')",
        "INSERT INTO report_trail (entry_id, report_id, state, at) VALUES (1, 1, 'draft', '2024-12-27 00:00:00')",
        "INSERT INTO picks (pick_id, report_id, symbol, document, dropped) VALUES (1, 1, '300308.SZ', '{}', false)",
        "INSERT INTO verdicts (pick_id, number, settled_on, recorded_at, program_version, inputs, verdict)"
        " VALUES (1, 1, '2025-12-26', '2025-12-27 00:00:00', '0.1.0', '{}', '{}')",
        "INSERT INTO corrections (correction_id, report_id, step, field, before, after, at)"
        " VALUES (1, 1, 1, 'date', '{}', '{}', '2024-12-27 00:00:00')",
    )
    key = {"report_trail": "entry_id", "verdicts": "number", "corrections": "step"}[table]
    for statement in (f"UPDATE {table} SET {key} = 2", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="append-only"):
            await _execute(database_url, statement)


@pytest.mark.parametrize("table", ["report_trail", "corrections"])
async def test_of_a_ledger_it_can_be_forgotten_who_wrote_it_and_nothing_else(database_url: str, table: str) -> None:
    await _execute(
        database_url,
        "INSERT INTO reports (report_id, state, sha256, broker, kind, title, document, created_at)"
        " VALUES (1, 'draft', 'x', '示例证券', 'other', 't', '{}', '2024-12-27 00:00:00')",
        "INSERT INTO report_trail (entry_id, report_id, state, \"by\", at) VALUES (1, 1, 'draft', 7, '2024-12-27 00:00:00')",
        'INSERT INTO corrections (correction_id, report_id, step, field, before, after, "by", at)'
        " VALUES (1, 1, 1, 'date', '{}', '{}', 7, '2024-12-27 00:00:00')",
    )
    for statement in (f'UPDATE {table} SET "by" = 8', f"UPDATE {table} SET \"by\" = NULL, at = '2025-01-01 00:00:00'"):
        with pytest.raises(DBAPIError, match="append-only"):
            await _execute(database_url, statement)
    await _execute(database_url, f'UPDATE {table} SET "by" = NULL')
    with pytest.raises(DBAPIError, match="append-only"):
        await _execute(database_url, f'UPDATE {table} SET "by" = 7')


async def _execute(url: str, *statements: str) -> None:
    engine = open_engine(parse_url(url))
    try:
        async with engine.begin() as connection:
            for statement in statements:
                await connection.execute(text(statement))
    finally:
        await engine.dispose()
