"""The migration to bars by year loses no digit, no source and no time, there and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from bot.store import Store, schema
from bot.store.engine import open_engine, parse_url

ROWS = [
    (
        "300308.SZ",
        date(2024, 12, 31),
        123_510_000_000,
        None,
        None,
        None,
        284_512_330_000,
        4_001_234_567_8900,
        "sina",
        0,
    ),
    ("300308.SZ", date(2025, 1, 2), 120_000_000_000, 1, 2, 3, 0, None, "sina", 1),
    ("300308.SZ", date(2025, 1, 3), 9_007_199_254_740_993, 140_810_000_000, None, None, None, None, "tencent", 2),
    ("H00300", date(2025, 1, 3), 5_717_070_000_000, None, None, None, None, None, "csindex", 3),
]
COLUMNS = "symbol, session, close, open, high, low, volume, amount, source, fetched_at"


@pytest.fixture
def versions(database_url: str) -> Callable[[str], object]:
    async def to(revision: str) -> None:
        def migrate(connection: Connection) -> None:
            config = Config()
            config.set_main_option("script_location", str(schema.__file__).replace("schema.py", "migrations"))
            config.attributes["connection"] = connection
            (command.downgrade if revision < schema.HEAD else command.upgrade)(config, revision)

        engine = open_engine(parse_url(database_url))
        async with engine.begin() as connection:
            await connection.run_sync(migrate)
        await engine.dispose()

    return to


async def test_every_bar_is_there_after_the_migration_and_back_again(
    versions: Callable[[str], object], database_url: str, store: Store, now: datetime
) -> None:
    await versions("0007")  # type: ignore[misc] # an async function
    engine = open_engine(parse_url(database_url))
    naive = engine.dialect.name == "sqlite"
    written = []
    for *row, hours in ROWS:
        at = now + timedelta(hours=hours, microseconds=7)
        kept = str(at.replace(tzinfo=None)) if naive else at
        written.append(dict(zip(COLUMNS.split(", "), [*row, kept], strict=True)))
        if naive:
            written[-1]["session"] = str(row[1])
    places = ", ".join(f":{name}" for name in COLUMNS.split(", "))
    async with engine.begin() as connection:
        await connection.execute(text(f"INSERT INTO bars ({COLUMNS}) VALUES ({places})"), written)
        before = (await connection.execute(text(f"SELECT {COLUMNS} FROM bars ORDER BY symbol, session"))).all()
    await versions(schema.HEAD)  # type: ignore[misc]
    async with store.snapshot() as tx:
        found = await tx.prices.kept_bars(["300308.SZ", "H00300"], date.min, date.max)
    first, second, third = found["300308.SZ"]
    assert (first.bar.close, first.bar.volume, first.bar.amount) == (
        Decimal("123.51"),
        Decimal(28451233),
        Decimal("4001234567.89"),
    )
    assert (second.bar.open, second.bar.low, second.bar.volume) == (Decimal("1e-9"), Decimal("3e-9"), Decimal(0))
    assert (third.bar.close, third.bar.open, third.bar.high) == (Decimal("9007199.254740993"), Decimal("140.81"), None)
    assert [each.source for each in found["300308.SZ"]] == ["sina", "sina", "tencent"]
    assert found["H00300"][0].seen_at == now + timedelta(hours=3, microseconds=7)
    await versions("0007")  # type: ignore[misc]
    async with engine.connect() as connection:
        after = (await connection.execute(text(f"SELECT {COLUMNS} FROM bars ORDER BY symbol, session"))).all()
    await engine.dispose()
    assert after == before
    await versions(schema.HEAD)  # type: ignore[misc]
