"""Bars a row a symbol and year instead of a row a bar; corrections, findings, reference prices, the index that judges."""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIGURES = ("close", "open", "high", "low", "volume", "amount")
_PLACES = (9, 9, 9, 9, 4, 4)


def _bars(*constraints: SchemaItem) -> list[SchemaItem]:
    figures = (sa.Column(name, sa.BigInteger, nullable=name != "close") for name in _FIGURES)
    return [
        sa.Column("symbol", sa.Text),
        sa.Column("session", sa.Date),
        *figures,
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("fetched_at", _INSTANT, nullable=False),
        *constraints,
    ]


_OLD = sa.table("bars", *(column for column in _bars() if isinstance(column, sa.Column)))
_NEW = sa.table(
    "bar_years",
    *(sa.column(name, kind) for name, kind in (("symbol", sa.Text()), ("year", sa.Integer()), ("last", sa.Date()))),
    *(sa.column(name, kind) for name, kind in (("sources", sa.Text()), ("figures", sa.LargeBinary()))),
    sa.column("rest", sa.LargeBinary()),
)


def upgrade() -> None:
    """Pack every bar, with its source and time, into its year."""
    op.create_table(
        "bar_years",
        sa.Column("symbol", sa.Text),
        sa.Column("year", sa.Integer, autoincrement=False),
        sa.Column("last", sa.Date, nullable=False),
        sa.Column("sources", sa.Text, nullable=False),
        sa.Column("figures", sa.LargeBinary, nullable=False),
        sa.Column("rest", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("symbol", "year", name="pk_bar_years"),
    )
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:  # the server's own compression would be undone at each reading of a panel
        op.execute("ALTER TABLE bar_years ALTER COLUMN figures SET STORAGE EXTERNAL")
    _repack(_pack_year)
    op.drop_table("bars")
    op.create_table(
        "bar_corrections",
        sa.Column("correction_id", _ID, nullable=False),
        sa.Column("symbol", sa.Text, nullable=False),
        sa.Column("session", sa.Date, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("seen_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("correction_id", name="pk_bar_corrections"),
    )
    op.create_index("ix_bar_corrections_symbol", "bar_corrections", ["symbol", "session"])
    _append_only("bar_corrections", postgresql=postgresql)
    op.create_table(
        "findings",
        sa.Column("finding_id", _ID, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("args", sa.Text, nullable=False),
        sa.Column("found_at", _INSTANT, nullable=False),
        sa.Column("told_at", _INSTANT),
        sa.PrimaryKeyConstraint("finding_id", name="pk_findings"),
        sa.UniqueConstraint("key", name="uq_findings_key"),
    )
    op.create_table(
        "pick_benchmarks",
        sa.Column("pick_id", _ID, autoincrement=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("chosen_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("pick_id", name="pk_pick_benchmarks"),
        sa.ForeignKeyConstraint(["pick_id"], ["picks.pick_id"], name="fk_pick_benchmarks_pick_id"),
    )
    op.add_column("adjustments", sa.Column("reference", sa.BigInteger()))


def downgrade() -> None:
    """Unpack the bars; reference prices, corrections and findings are lost."""
    op.drop_column("adjustments", "reference")
    for name in ("pick_benchmarks", "findings", "bar_corrections"):
        op.drop_table(name)
    op.create_table(
        "bars", *_bars(sa.PrimaryKeyConstraint("symbol", "session", name="pk_bars")), sqlite_with_rowid=False
    )
    _unpack()
    op.drop_table("bar_years")


def _append_only(table: str, *, postgresql: bool) -> None:
    if postgresql:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _repack(pack: Any) -> None:  # noqa: ANN401 - a function of this file
    """A symbol at a time, so that the memory of one is enough."""
    connection = op.get_bind()
    for symbol in connection.execute(sa.select(_OLD.c.symbol).distinct().order_by(_OLD.c.symbol)).scalars().all():
        rows = connection.execute(sa.select(_OLD).where(_OLD.c.symbol == symbol).order_by(_OLD.c.session)).all()
        years = [pack(symbol, year, list(bars)) for year, bars in groupby(rows, key=lambda row: row.session.year)]
        connection.execute(sa.insert(_NEW), years)


# The layout of store/blocks.py as it was when this migration was written.
def _pack_year(symbol: str, year: int, bars: Sequence[Any]) -> dict[str, object]:
    count = len(bars)
    sources = list(dict.fromkeys(row.source for row in bars))
    columns = [
        [math.nan if row[2 + at] is None else row[2 + at] / 10**places for row in bars]
        for at, places in enumerate(_PLACES)
    ]
    instants = [(_utc(row.fetched_at) - _EPOCH) // timedelta(microseconds=1) for row in bars]
    figures = struct.pack(f"<{count}i", *(row.session.toordinal() for row in bars))
    figures += b"".join(struct.pack(f"<{count}d", *column) for column in columns[:5]) + bytes(count)
    rest = struct.pack(f"<{count}d", *columns[5]) + struct.pack(f"<{count}d", *[math.nan] * count)
    rest += struct.pack(f"<{count}q", *instants) + bytes(sources.index(row.source) for row in bars)
    return {
        "symbol": symbol,
        "year": year,
        "last": bars[-1].session,
        "sources": json.dumps(sources, ensure_ascii=False, separators=(",", ":")),
        "figures": figures,
        "rest": zlib.compress(rest, 1),
    }


def _unpack() -> None:
    connection = op.get_bind()
    keys = connection.execute(sa.select(_NEW.c.symbol, _NEW.c.year).order_by(_NEW.c.symbol, _NEW.c.year)).all()
    for symbol, year in keys:
        row = connection.execute(sa.select(_NEW).where(_NEW.c.symbol == symbol, _NEW.c.year == year)).one()
        connection.execute(sa.insert(_OLD), _bars_of(row))


def _bars_of(row: Any) -> list[dict[str, object]]:  # noqa: ANN401 - a row
    count = len(row.figures) // 45
    rest, sources = zlib.decompress(row.rest), json.loads(row.sources)
    days = struct.unpack_from(f"<{count}i", row.figures)
    columns = [struct.unpack_from(f"<{count}d", row.figures, count * (4 + 8 * at)) for at in range(5)]
    columns.append(struct.unpack_from(f"<{count}d", rest))
    instants = struct.unpack_from(f"<{count}q", rest, 16 * count)
    return [
        {
            "symbol": row.symbol,
            "session": date.fromordinal(day),
            "source": sources[rest[24 * count + at]],
            "fetched_at": _EPOCH + instants[at] * timedelta(microseconds=1),
        }
        | {
            name: None if math.isnan(column[at]) else int(Decimal(repr(column[at])).scaleb(places))
            for name, column, places in zip(_FIGURES, columns, _PLACES, strict=True)
        }
        for at, day in enumerate(days)
    ]


def _utc(instant: datetime) -> datetime:
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant
