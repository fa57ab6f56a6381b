"""From akshare's frames to bars: columns by name, values by type, and nothing believed that cannot be true.

Runs in the market worker.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.domain.quotes import Bar
from bot.market.ports import NoData, SourceChanged

if TYPE_CHECKING:
    import pandas as pd

DECIMALS = 4  # the finest that any of the sources prints; binary dust beyond it is cut off
SLACK = Decimal("0.01")  # of the day's range, for amounts that were rounded to 10,000 yuan
LOT = 100
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Columns:
    """What a function calls its columns; None where it has no such column.

    ``per_volume`` and ``per_amount`` are what one unit of a column is in shares and in currency. ``lots`` says that the
    volume may be in lots of 100 or in shares, which the amount then settles.
    """

    session: str
    close: str
    open: str | None = None
    high: str | None = None
    low: str | None = None
    volume: str | None = None
    amount: str | None = None
    per_volume: int = 1
    per_amount: int = 1
    lots: bool = False


def bars(
    frame: pd.DataFrame, columns: Columns, since: date, until: date, *, asked: str, index: bool = False
) -> tuple[Bar, ...]:
    """The bars of ``[since, until]`` in ascending order.

    A day on which nothing was traded is left out, except in an index. Only the days asked for are checked: a flaw in
    1993 is nobody's trouble.

    Raises:
        NoData: the frame is empty, with or without columns.
        SourceChanged: a column is missing, or a value cannot be what it is said to be.
    """
    if not len(frame):
        raise NoData(f"{asked}: the source has nothing")
    wanted = {name: column for name in _NAMES if (column := getattr(columns, name)) is not None}
    missing = [column for column in (columns.session, *wanted.values()) if column not in frame.columns]
    if missing:
        raise SourceChanged(f"{asked}: no column {missing[0]} among {', '.join(map(str, frame.columns))}")
    days = [_day(value, asked) for value in frame[columns.session].tolist()]
    values = {name: frame[column].tolist() for name, column in wanted.items()}
    found: dict[date, Bar] = {}
    for at, day in enumerate(days):
        if since <= day <= until:
            bar = _bar(day, {name: _number(column[at], asked) for name, column in values.items()}, columns, asked)
            if not index and bar.volume == 0:
                continue
            _check(bar, asked)
            if found.setdefault(day, bar) != bar:
                raise SourceChanged(f"{asked}: two different bars of {day}")
    return tuple(found[day] for day in sorted(found))


def rows(frame: pd.DataFrame, names: Sequence[str], *, asked: str) -> list[Mapping[str, object]]:
    """The rows of a frame as mappings of the columns ``names``.

    Raises:
        SourceChanged: a column is missing.
    """
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise SourceChanged(f"{asked}: no column {missing[0]} among {', '.join(map(str, frame.columns))}")
    columns = [frame[name].tolist() for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def day_or_none(value: object) -> date | None:
    """The day of a value that may be missing (None, NaN, NaT)."""
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT alone differ from themselves
        return None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def decimal_or_none(value: object) -> Decimal | None:
    """A finite number out of a number or a text; None for what is none (``-``, NaN, an empty text)."""
    try:
        number = float(value) if isinstance(value, (int, float, str)) else math.nan
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return Decimal(int(number)) if number == int(number) else Decimal(repr(round(number, DECIMALS)))


_NAMES = ("open", "high", "low", "close", "volume", "amount")


def _day(value: object, asked: str) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            raise SourceChanged(f"{asked}: {value!r} is no date") from None
    found = day_or_none(value)
    if found is None:
        raise SourceChanged(f"{asked}: {value!r} is no date")
    return found


def _number(value: object, asked: str) -> Decimal | None:
    found = decimal_or_none(value)
    if found is None and isinstance(value, str) and value.strip() not in ("", "-"):
        raise SourceChanged(f"{asked}: {value!r} is no number")
    return found


def _bar(day: date, values: Mapping[str, Decimal | None], columns: Columns, asked: str) -> Bar:
    close = values["close"]
    if close is None:
        raise SourceChanged(f"{asked}: no close on {day}")
    bar = Bar(
        day,
        close,
        values.get("open"),
        values.get("high"),
        values.get("low"),
        _times(values.get("volume"), columns.per_volume),
        _times(values.get("amount"), columns.per_amount) or None,
    )
    return _in_shares(bar, asked) if columns.lots and bar.volume else bar


def _times(value: Decimal | None, unit: int) -> Decimal | None:
    return None if value is None else value * unit


def _in_shares(bar: Bar, asked: str) -> Bar:
    """Lots, shares, or shares taken for lots: the mean price amount / volume has to lie within the day's range."""
    if bar.amount is None or bar.volume is None or bar.low is None or bar.high is None:
        raise SourceChanged(f"{asked}: nothing on {bar.session} tells whether the volume is in lots")
    for volume in (bar.volume, bar.volume * LOT, bar.volume / LOT):
        if bar.low * (1 - SLACK) <= bar.amount / volume <= bar.high * (1 + SLACK):
            return Bar(bar.session, bar.close, bar.open, bar.high, bar.low, volume, bar.amount)
    raise SourceChanged(
        f"{asked}: amount {bar.amount} and volume {bar.volume} of {bar.session} fit no price of the day"
    )


def _check(bar: Bar, asked: str) -> None:
    prices = [price for price in (bar.open, bar.high, bar.low, bar.close) if price is not None]
    if min(prices) <= 0:
        raise SourceChanged(f"{asked}: a price of {min(prices)} on {bar.session}")
    if bar.low is not None and bar.low > min(prices):
        raise SourceChanged(f"{asked}: on {bar.session} the low {bar.low} is above {min(prices)}")
    if bar.high is not None and bar.high < max(prices):
        raise SourceChanged(f"{asked}: on {bar.session} the high {bar.high} is below {max(prices)}")
    if bar.session.weekday() >= SATURDAY:
        raise SourceChanged(f"{asked}: a bar on the weekend day {bar.session}")
    if (bar.volume is not None and bar.volume < 0) or (bar.amount is not None and bar.amount < 0):
        raise SourceChanged(f"{asked}: a negative volume or amount on {bar.session}")
