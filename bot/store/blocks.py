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
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.domain.bars import KeptBar
from bot.domain.quotes import Bar, BarColumns
from bot.store.errors import OutOfRange

_SCORED = ("close", "open", "high", "low", "volume")
_UNSCORED = ("amount", "reference")
_FIGURES = (*_SCORED, *_UNSCORED)
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


def pack(bars: Iterable[KeptBar], standing: Block | None = None) -> Block:
    """One year's bars of one symbol, in whatever order they come, laid over those that stand there.

    Raises:
        OutOfRange: a figure is no number.
    """
    columns = _opened(standing) if standing else _Columns()
    for each in bars:
        columns.put(each)
    return columns.closed()


def unpack(block: Block, since: date = date.min, until: date = date.max) -> list[KeptBar]:
    """The bars of sessions in ``[since, until]``, ascending."""
    columns = _opened(block)
    first = bisect_left(columns.days, since.toordinal())
    return [columns.at(place) for place in range(first, bisect_right(columns.days, until.toordinal()))]


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


@dataclass(slots=True)
class _Columns:
    """An open block: a change costs what it changes, not what a year of bars holds."""

    days: array[int] = field(default_factory=lambda: array("i"))
    figures: dict[str, array[float]] = field(default_factory=lambda: {name: array("d") for name in _FIGURES})
    flags: bytearray = field(default_factory=bytearray)
    instants: array[int] = field(default_factory=lambda: array("q"))
    numbers: bytearray = field(default_factory=bytearray)
    sources: list[str] = field(default_factory=list)

    def put(self, kept: KeptBar) -> None:
        """In the place of its session."""
        day = kept.bar.session.toordinal()
        place = bisect_left(self.days, day)
        if place == len(self.days) or self.days[place] != day:
            self._make_room(place)
        self.days[place] = day
        for name, column in self.figures.items():
            column[place] = _float(getattr(kept.bar, name))
        self.flags[place] = kept.bar.preliminary
        self.instants[place] = (kept.seen_at - _EPOCH) // _MICROSECOND
        self.numbers[place] = self._number(kept.source)

    def at(self, place: int) -> KeptBar:
        """The bar in one place."""
        figures = {name: _decimal(column[place]) for name, column in self.figures.items()}
        session, preliminary = date.fromordinal(self.days[place]), bool(self.flags[place])
        bar = Bar(session, **figures, preliminary=preliminary)  # type: ignore[arg-type] # a close is always there
        return KeptBar(bar, self.sources[self.numbers[place]], _EPOCH + self.instants[place] * _MICROSECOND)

    def closed(self) -> Block:
        """As bytes, with the sources that a bar still names."""
        used = sorted(set(self.numbers))
        numbers = self.numbers.translate(bytes(used.index(each) if each in used else 0 for each in range(256)))
        scored, unscored = ([self.figures[name].tobytes() for name in names] for names in (_SCORED, _UNSCORED))
        rest = zlib.compress(b"".join([*unscored, self.instants.tobytes(), numbers]), 1)
        figures = b"".join([self.days.tobytes(), *scored, self.flags])
        return Block(date.fromordinal(self.days[-1]), figures, rest, tuple(self.sources[each] for each in used))

    def _make_room(self, place: int) -> None:
        for column in (self.days, self.instants, self.flags, self.numbers):
            column.insert(place, 0)
        for figures in self.figures.values():
            figures.insert(place, math.nan)

    def _number(self, source: str) -> int:
        if source not in self.sources:
            if len(self.sources) == _MOST_SOURCES:
                raise OutOfRange(f"more than {_MOST_SOURCES} sources of one year's bars do not fit")
            self.sources.append(source)
        return self.sources.index(source)


def _opened(block: Block) -> _Columns:
    count = len(block.figures) // _A_BAR
    rest = zlib.decompress(block.rest)
    figures = {name: _read("d", block.figures, count * (4 + 8 * at), count) for at, name in enumerate(_SCORED)}
    figures |= {name: _read("d", rest, 8 * count * at, count) for at, name in enumerate(_UNSCORED)}
    return _Columns(
        days=_read("i", block.figures, 0, count),
        figures=figures,
        flags=bytearray(block.figures[-count:]),
        instants=_read("q", rest, 16 * count, count),
        numbers=bytearray(rest[24 * count :]),
        sources=list(block.sources),
    )


def _read(kind: str, block: bytes, start: int, count: int) -> array[Any]:
    column: array[Any] = array(kind)
    column.frombytes(block[start : start + count * column.itemsize])
    return column


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
