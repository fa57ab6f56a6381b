"""A year's bars of one symbol as two runs of bytes: what scoring reads, and the rest.

All numbers are little-endian, as on every machine that akshare runs on, a column after another. Figures are the float64 nearest to the decimal, which gives back
every decimal of up to 15 digits as it was; NaN stands for what is missing.

* figures: days as proleptic ordinals (int32), close, open, high, low, volume (float64), preliminary (a byte).
* rest, deflated: amount and reference (float64), the instant in microseconds since 1970 (int64), the number of the
  source in the block's list (a byte).
"""

from __future__ import annotations

import math
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.domain.bars import KeptBar
from bot.domain.quotes import Bar, BarColumns
from bot.store.errors import OutOfRange

_SCORED = ("close", "open", "high", "low", "volume")
_UNSCORED = ("amount", "reference")
_A_BAR = 4 + 8 * len(_SCORED) + 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MOST_SOURCES = 255


@dataclass(frozen=True, slots=True)
class Block:
    """The bars of a symbol and year as they stand in the database; ``last`` is its newest session."""

    last: date
    figures: bytes
    rest: bytes
    sources: tuple[str, ...]


def pack(bars: Iterable[KeptBar]) -> Block:
    """One year's bars of one symbol, in whatever order they come.

    Raises:
        OutOfRange: a figure is no number.
    """
    kept = sorted(bars, key=lambda each: each.bar.session)
    sources = tuple(dict.fromkeys(each.source for each in kept))
    if len(sources) > _MOST_SOURCES:
        raise OutOfRange(f"{len(sources)} sources of one year's bars do not fit")
    days = array("i", [each.bar.session.toordinal() for each in kept])
    instants = array("q", [(each.seen_at - _EPOCH) // _MICROSECOND for each in kept])
    numbers = {name: number for number, name in enumerate(sources)}
    rest = [*_columns(kept, _UNSCORED), instants.tobytes(), bytes(numbers[each.source] for each in kept)]
    flags = bytes(each.bar.preliminary for each in kept)
    figures = b"".join([days.tobytes(), *_columns(kept, _SCORED), flags])
    return Block(kept[-1].bar.session, figures, zlib.compress(b"".join(rest), 1), sources)


def unpack(block: Block) -> list[KeptBar]:
    """The bars, ascending."""
    count = len(block.figures) // _A_BAR
    days, flags = _read("i", block.figures, 0, count), block.figures[-count:]
    scored = [_read("d", block.figures, count * (4 + 8 * at), count) for at in range(len(_SCORED))]
    rest = zlib.decompress(block.rest)
    unscored = [_read("d", rest, 8 * count * at, count) for at in range(len(_UNSCORED))]
    instants = _read("q", rest, 16 * count, count)
    columns = zip(days, flags, instants, rest[24 * count :], *scored, *unscored, strict=True)
    return [
        KeptBar(
            Bar(
                date.fromordinal(day),
                **dict(zip((*_SCORED, *_UNSCORED), map(_decimal, figures), strict=True)),  # type: ignore[arg-type] # a close is always there
                preliminary=bool(flag),
            ),
            block.sources[source],
            _EPOCH + instant * _MICROSECOND,
        )
        for day, flag, instant, source, *figures in columns
    ]


def columns_of(blocks: Sequence[bytes], since: date, until: date) -> BarColumns:
    """The figures of ascending years in ``[since, until]``, copied once, not reckoned."""
    days, flags = array("i"), b""
    columns: list[array[float]] = [array("d") for _ in _SCORED]
    for block in blocks:
        count, view = len(block) // _A_BAR, memoryview(block)
        sessions = view[: 4 * count].cast("i")
        first, last = bisect_left(sessions, since.toordinal()), bisect_right(sessions, until.toordinal())
        days.frombytes(view[4 * first : 4 * last])
        for at, column in enumerate(columns):
            start = count * (4 + 8 * at)
            column.frombytes(view[start + 8 * first : start + 8 * last])
        flags += block[-count:][first:last]
    close, open_, high, low, volume = columns
    return BarColumns(days, close, open_, high, low, volume, flags if any(flags) else b"")


def _read(kind: str, block: bytes, start: int, count: int) -> array[Any]:
    column: array[Any] = array(kind)
    column.frombytes(block[start : start + count * column.itemsize])
    return column


def _columns(kept: Sequence[KeptBar], names: Iterable[str]) -> list[bytes]:
    return [array("d", [_float(getattr(each.bar, name)) for each in kept]).tobytes() for name in names]


def _float(value: Decimal | None) -> float:
    if value is None:
        return math.nan
    if not value.is_finite() or math.isinf(float(value)):
        raise OutOfRange(f"{value} is no number that can be stored.")
    return float(value)


def _decimal(value: float) -> Decimal | None:
    if math.isnan(value):
        return None
    return Decimal(int(value)) if value == int(value) else Decimal(repr(value))
