"""What the repositories share: the connection of their transaction, and an insert that tolerates what is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

T = TypeVar("T")
AT_ONCE = 500  # rows that are made ready for the database at a stretch; some ten milliseconds


class Repository:
    """The rows of one subject, within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @property
    def _postgresql(self) -> bool:
        return self._connection.dialect.name == "postgresql"

    def _insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        """An insert with ``on_conflict_…``, which both databases have in the same words."""
        if not self._postgresql:
            return sqlite.insert(table)
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - two megabytes that SQLite need not pay

        return postgresql.insert(table)

    @staticmethod
    def _portions(values: Iterable[T], size: int = 10_000) -> Iterator[list[T]]:
        """The values in lists short enough for one IN (…): either database takes some 32,000 parameters."""
        rest = iter(values)
        while portion := list(islice(rest, size)):
            yield portion

    async def _change(self, statement: Executable) -> int:
        """Run one statement; how many rows it touched."""
        return (await self._connection.execute(statement)).rowcount

    async def _insert_new(self, table: Table, values: Mapping[str, Any]) -> bool:
        """Insert a row unless one with the same key is there; whether it was new."""
        insert = self._insert(table).values(**values).on_conflict_do_nothing()
        return await self._change(insert) == 1

    async def _upsert(self, table: Table, rows: Sequence[Mapping[str, Any]], *, keep: Sequence[str] = ()) -> None:
        """Insert rows, or overwrite those with the same primary key, except the columns to ``keep``."""
        if not rows:
            return
        insert = self._insert(table)
        keys = [column.name for column in table.primary_key]
        written = {name: insert.excluded[name] for name in rows[0] if name not in keys and name not in keep}
        upsert = (
            insert.on_conflict_do_update(index_elements=keys, set_=written)
            if written
            else insert.on_conflict_do_nothing()
        )
        for portion in self._portions(rows, AT_ONCE):  # others go on in between
            await self._connection.execute(upsert, portion)
