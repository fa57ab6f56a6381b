"""The files of a recorded market, read once: bars, ex-dates, indices, sessions, suspensions.

Layout (README of bot/sandbox/recorded): ``bars_raw.csv.gz`` and ``index.csv`` are needed for prices, ``factors.csv``
for ex-dates, ``calendar.csv`` for sessions, ``suspensions.csv`` for whole-day suspensions.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bot.domain.quotes import Adjustment, CorporateAction, Suspension
from bot.domain.securities import Market
from bot.market.ports import NoData, SourceChanged
from bot.market.series import FIELDS, Series

# The announced split is believed where two vendors' ratios agree so far, or within half a cent and its rounding.
AGREEMENT = Decimal("0.001")
ROUNDING = Decimal("0.006")

_COLUMNS = {Market.A: "akshare", Market.HK: "xhkg", Market.US: "xnys"}


UNCONFIRMED = "unconfirmed"  # a method of factors.csv that guesses the reference price


def bars(folder: Path) -> dict[str, Series]:
    """Series by symbol; rows whose ``adjust`` is not ``none`` are no raw bars and are passed over.

    Raises:
        NoData: the file is missing.
        SourceChanged: a row that cannot be read, or two bars of one session that differ.
    """
    found: dict[str, Series] = {}
    for line, row in rows_of(folder / "bars_raw.csv.gz", "symbol", "date", "close"):
        if row.get("adjust", "none") == "none":
            _put(found.setdefault(row["symbol"], Series()), row, folder / "bars_raw.csv.gz", line)
    return found


def indices(folder: Path) -> dict[str, Series]:
    """Series by index code, of the rows marked primary; raises as `bars` does."""
    found: dict[str, Series] = {}
    for line, row in rows_of(folder / "index.csv", "index_code", "date", "close", "primary"):
        if row["primary"] == "1":
            _put(found.setdefault(row["index_code"], Series()), row, folder / "index.csv", line)
    return found


def adjustments(folder: Path) -> dict[str, tuple[Adjustment, ...]]:
    """Ex-dates by symbol, ascending; raises as `bars` does."""
    found: dict[str, list[Adjustment]] = {}
    path = folder / "factors.csv"
    for line, row in rows_of(path, "symbol", "ex_date", "event_ratio"):
        try:
            found.setdefault(row["symbol"], []).append(_adjustment(row))
        except (ValueError, InvalidOperation) as error:
            raise SourceChanged(f"{path}, line {line}: {error}") from None
    return {symbol: tuple(sorted(events, key=lambda event: event.ex_date)) for symbol, events in found.items()}


def sessions(folder: Path) -> dict[Market, tuple[tuple[date, ...], date]]:
    """The sessions of each market that the file has a column for, and the last day it tells; raises as `bars` does.

    The columns are ``akshare`` (the exchange's own list; Beijing trades the same days), ``xhkg`` and ``xnys``.
    """
    days: dict[Market, list[date]] = {}
    last = date.min
    path = folder / "calendar.csv"
    for line, row in rows_of(path, "date", "akshare"):
        day = _date(row["date"], path, line)
        last = max(last, day)
        for market, column in _COLUMNS.items():
            if row.get(column) == "1":
                days.setdefault(market, []).append(day)
    return {market: (tuple(sorted(found)), last) for market, found in days.items()}


def announcements(folder: Path) -> dict[str, tuple[CorporateAction, ...]]:
    """What companies announced for their ex-dates, by symbol, where factors.csv holds the terms; raises as `bars` does."""
    found: dict[str, list[CorporateAction]] = {}
    path = folder / "factors.csv"
    for line, row in rows_of(path, "symbol", "ex_date", "event_ratio"):
        split, cash = row.get("nominal_split") or "", row.get("implied_cash_per_old_share") or ""
        if not split or not cash:
            continue
        try:
            terms = CorporateAction(
                date.fromisoformat(row["ex_date"]), Decimal(cash), transfer=Decimal(split) - 1, source="recorded"
            )
        except (ValueError, InvalidOperation) as error:
            raise SourceChanged(f"{path}, line {line}: {error}") from None
        found.setdefault(row["symbol"], []).append(terms)
    return {symbol: tuple(sorted(terms, key=lambda each: each.ex_date)) for symbol, terms in found.items()}


def suspensions(folder: Path) -> tuple[Suspension, ...]:
    """Whole-day suspensions by session, then symbol; raises as `bars` does."""
    path = folder / "suspensions.csv"
    found = [Suspension(row["symbol"], _date(row["date"], path, line)) for line, row in rows_of(path, "symbol", "date")]
    return tuple(sorted(found, key=lambda each: (each.session, each.symbol)))


def rows_of(path: Path, *needed: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of a file with the numbers of their lines; raises as `bars` does, also where a column ``needed`` is missing."""
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8", newline="")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8-sig", newline="") as file
        ):
            reader = csv.DictReader(file)
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            if missing:
                raise SourceChanged(f"{path} has no column {missing[0]}")
            for row in reader:
                yield reader.line_num, row
    except FileNotFoundError:
        what = "file" if path.parent.is_dir() else "folder"
        raise NoData(f"The recorded market has no {what} {path if what == 'file' else path.parent}") from None
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, zlib.error) as error:
        raise SourceChanged(f"{path} cannot be read: {error}") from None


def _put(series: Series, row: Mapping[str, str], path: Path, line: int) -> None:
    session = _date(row["date"], path, line)
    try:
        kept = series.put(session, [row.get(field) or "" for field in FIELDS])
    except ValueError as error:
        raise SourceChanged(f"{path}, line {line}: {error}") from None
    if not kept:
        raise SourceChanged(f"{path}, line {line}: a second, different bar of {session}")


def _date(text: str, path: Path, line: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SourceChanged(f"{path}, line {line}: {text!r} is no date") from None


def _adjustment(row: Mapping[str, str]) -> Adjustment:
    ratio = Decimal(row["event_ratio"])
    if not ratio > 0:
        raise ValueError(f"a ratio of {ratio}")
    split, cash = _terms(row, ratio)
    method = row.get("method") or "recorded"
    told = (row.get("ref_price") or "") if UNCONFIRMED not in method else ""
    reference = Decimal(told) if told else None
    return Adjustment(date.fromisoformat(row["ex_date"]), ratio, split, cash, method, reference)


def _terms(row: Mapping[str, str], ratio: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """What part of a ratio is shares and what is cash, as far as the announced terms can be believed.

    Without rights the price-return factor of METHODOLOGY 2 is 1 + bonus + transfer, the announced split. But shares in
    treasury get none, and then the announced split is not what happened to the price (300308 on 2024-06-06: announced
    1.4, reference price 1.39552): such an ex-date shows in a second vendor's ratio, computed from the terms, that
    differs from the exchange's. There the split is unknown. Where no shares were issued it is 1 whatever the cash.
    """
    split, cash, previous, reference, vendor = (
        Decimal(text) if (text := row.get(column) or "") else None
        for column in (
            "nominal_split",
            "implied_cash_per_old_share",
            "prev_raw_close",
            "ref_price",
            "yahoo_event_ratio",
        )
    )
    if split is None or cash is None:
        return None, None
    if split == 1:
        if previous is not None and reference is not None and abs(previous - cash - reference) > ROUNDING:
            return split, None
        return split, cash
    if vendor is None or previous is None:
        return None, None
    if abs(vendor / ratio - 1) > max(AGREEMENT, ROUNDING / previous):
        return None, None
    return split, cash
