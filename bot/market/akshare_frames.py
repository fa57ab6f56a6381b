"""From akshare's frames to bars: columns by name, values by type, and nothing believed that cannot be true.

Runs in the market worker.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.domain.quotes import Bar
from bot.market.ports import NoData, Reason, SourceChanged

if TYPE_CHECKING:
    import pandas as pd

DECIMALS = 4  # the finest that any of the sources prints; binary dust beyond it is cut off
SLACK = Decimal("0.01")  # of the day's range, for amounts that were rounded to 10,000 yuan
LOT = Decimal(100)
SATURDAY = 5
FARTHEST = timedelta(days=20)  # no day that has closed lies so far behind today


@dataclass(frozen=True, slots=True)
class Columns:
    """What a function calls its columns; None where it has no such column.

    ``per_volume`` and ``per_amount`` are what one unit of a column is in shares and in currency. Where the volume may be
    in lots or in shares, ``lots`` has what it may have to be multiplied by, the usual first; the amount then settles it.
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
    lots: tuple[Decimal, ...] = ()


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
                raise _Impossible(f"{asked}: two different bars of {day}")
        elif day > until + FARTHEST:
            raise SourceChanged(f"{asked}: a bar of {day}, which is to come", Reason.FUTURE)
    ordered = tuple(found[day] for day in sorted(found))
    if not index:
        _require_no_copies(ordered, asked)
    return ordered


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


class _Impossible(SourceChanged):
    """A value cannot be what it is said to be."""

    reason = Reason.IMPLAUSIBLE


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
        raise _Impossible(f"{asked}: no close on {day}")
    bar = Bar(
        day,
        close,
        values.get("open"),
        values.get("high"),
        values.get("low"),
        _times(values.get("volume"), columns.per_volume),
        _times(values.get("amount"), columns.per_amount) or None,
    )
    return _in_shares(bar, columns.lots, asked) if columns.lots and bar.volume else bar


def all_whole(*prices: Decimal | None) -> bool:
    """Whether no price has decimals: prices in cents with a volume in lots look like prices in yuan with one in shares."""
    return all(price is None or price == price.to_integral_value() for price in prices)


def _times(value: Decimal | None, unit: int) -> Decimal | None:
    return None if value is None else value * unit


def _in_shares(bar: Bar, lots: Sequence[Decimal], asked: str) -> Bar:
    """The mean price amount / volume has to lie within the day's range, for one of the units that it may be in."""
    if bar.amount is None or bar.volume is None or bar.low is None or bar.high is None:
        raise SourceChanged(f"{asked}: nothing on {bar.session} tells whether the volume is in lots")
    for each in lots:
        volume = bar.volume * each
        if bar.low * (1 - SLACK) <= bar.amount / volume <= bar.high * (1 + SLACK):
            if each != lots[0] and all_whole(bar.open, bar.high, bar.low, bar.close):
                raise _Impossible(f"{asked}: the prices of {bar.session} are in cents, or the volume in other units")
            return replace(bar, volume=volume)
    raise _Impossible(f"{asked}: amount {bar.amount} and volume {bar.volume} of {bar.session} fit no price of the day")


def _require_no_copies(found: Sequence[Bar], asked: str) -> None:
    """A vendor may fill a suspension with copies of the day before, volume and all; no two real days are the same."""
    for before, bar in pairwise(found):
        if bar.volume and replace(before, session=bar.session) == bar:
            raise _Impossible(f"{asked}: the bar of {bar.session} is a copy of that of {before.session}")


def _check(bar: Bar, asked: str) -> None:
    prices = [price for price in (bar.open, bar.high, bar.low, bar.close) if price is not None]
    if min(prices) <= 0:
        raise _Impossible(f"{asked}: a price of {min(prices)} on {bar.session}")
    if bar.low is not None and bar.low > min(prices):
        raise _Impossible(f"{asked}: on {bar.session} the low {bar.low} is above {min(prices)}")
    if bar.high is not None and bar.high < max(prices):
        raise _Impossible(f"{asked}: on {bar.session} the high {bar.high} is below {max(prices)}")
    if bar.session.weekday() >= SATURDAY:
        raise _Impossible(f"{asked}: a bar on the weekend day {bar.session}")
    if (bar.volume is not None and bar.volume < 0) or (bar.amount is not None and bar.amount < 0):
        raise _Impossible(f"{asked}: a negative volume or amount on {bar.session}")
