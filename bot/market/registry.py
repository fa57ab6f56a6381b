"""The securities that are known: our snapshot in config/, companies listed abroad, and what was refreshed since.

The snapshot and the refreshed file are CSV of one format (config/SOURCES.md): ``symbol,name,pinyin,listed,delisted,
full_name,former,former_symbols``. ``former`` joins names by a bar, each as ``NAME[@SINCE][~UNTIL]``, UNTIL being the last
day or, where only observations tell, LAST_SEEN/FIRST_SEEN_WITHOUT. ``delisted`` may be ``<DATE``: some day before DATE.
"""

from __future__ import annotations

import csv
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from bot.domain.names import Names
from bot.domain.securities import DatedName, Market, Security, market_of

SNAPSHOT = "securities.csv"
OVERSEAS = "overseas.toml"
COLUMNS = ("symbol", "name", "pinyin", "listed", "delisted", "full_name", "former", "former_symbols")


class BadRegistry(Exception):
    """A file of securities cannot be read; names the file and the line or company."""


def load_securities(config_dir: Path, refreshed: Path | None = None) -> Names:
    """The names of all known securities: snapshot, then the rows of ``refreshed`` in its place, then config/overseas.toml.

    Args:
        config_dir: holds securities.csv and overseas.toml.
        refreshed: the file that `save_securities` writes; it need not exist.

    Raises:
        BadRegistry: a file is missing or has a row that cannot be read.
    """
    known = {security.symbol: security for security in read_securities(config_dir / SNAPSHOT)}
    if refreshed is not None and refreshed.exists():
        known.update((security.symbol, security) for security in read_securities(refreshed))
    for security in _read_overseas(config_dir / OVERSEAS, known):
        known[security.symbol] = security
    return Names(known.values())


def read_securities(path: Path) -> list[Security]:
    """The securities of one CSV file, in its order.

    Raises:
        BadRegistry: the file is missing, or names its line where a row cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            if tuple(next(rows, ())) != COLUMNS:
                raise BadRegistry(f"{path}, line 1: the columns must be {','.join(COLUMNS)}")
            return [_security(row, path, rows.line_num) for row in rows if row]
    except OSError as error:
        raise BadRegistry(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadRegistry(f"{path}: {error}") from error


def save_securities(path: Path, securities: Iterable[Security]) -> None:
    """Write ``securities`` sorted by symbol, whole or not at all: a reader meets the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.new")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_row(security) for security in sorted(securities, key=lambda security: security.symbol))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _security(row: list[str], path: Path, line: int) -> Security:
    try:
        symbol, name, pinyin, listed, delisted, full_name, former, former_symbols = row
        return Security(
            symbol,
            name or _missing("name"),
            market_of(symbol),
            pinyin,
            full_name,
            (),
            tuple([_dated_name(text) for text in former.split("|")]) if former else (),
            date.fromisoformat(listed) if listed else None,
            date.fromisoformat(delisted.removeprefix("<")) if delisted else None,
            "",
            tuple(former_symbols.split("|")) if former_symbols else (),
        )
    except ValueError as error:
        raise BadRegistry(f"{path}, line {line}: {error}") from error


def _missing(column: str) -> NoReturn:
    raise ValueError(f"no {column}")


def _dated_name(text: str) -> DatedName:
    head, _, end = text.partition("~")
    name, _, since = head.partition("@")
    seen, between, gone = end.partition("/")
    first = date.fromisoformat(since) if since else None
    if between:
        return DatedName(name, first, None, (date.fromisoformat(seen), date.fromisoformat(gone)))
    return DatedName(name, first, date.fromisoformat(seen) if seen else None)


def _row(security: Security) -> tuple[str, ...]:
    return (
        security.symbol,
        security.name,
        security.pinyin,
        str(security.listed or ""),
        str(security.delisted or ""),
        security.full_name,
        "|".join(map(_printed, security.former)),
        "|".join(security.former_symbols),
    )


def _printed(named: DatedName) -> str:
    end = "/".join(map(str, named.ended_between)) if named.ended_between else str(named.until or "")
    return named.name + (f"@{named.since}" if named.since else "") + (f"~{end}" if end else "")


def _read_overseas(path: Path, known: Mapping[str, Security]) -> Iterator[Security]:
    """The listings of each company of overseas.toml, its mainland listing of ``known`` among them."""
    try:
        with path.open("rb") as file:
            companies: dict[str, dict[str, Any]] = tomllib.load(file)
    except OSError as error:
        raise BadRegistry(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRegistry(f"{path}: {error}") from error
    for company, entry in companies.items():
        try:
            yield from _listings(company, entry, known)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadRegistry(f"{path}, [{company}]: {error}") from error


def _listings(company: str, entry: Mapping[str, Any], known: Mapping[str, Security]) -> Iterator[Security]:
    aliases = tuple(entry.get("aliases", ()))
    if mainland := entry.get("a"):
        if mainland not in known:
            raise ValueError(f"{mainland} is not in {SNAPSHOT}")
        yield replace(known[mainland], company=company, aliases=aliases)
    for key in ("hk", "us"):
        if not (listing := entry.get(key)):
            continue
        symbol = listing["symbol"]
        if market_of(symbol) is not Market(key.upper()):
            raise ValueError(f"{symbol} is not a symbol of {key}")
        since = listing.get("listed")
        if since is not None and type(since) is not date:
            raise ValueError(f"{symbol}: listed must be a date such as 2020-11-02")
        yield Security(
            symbol=symbol,
            name=listing["name"],
            market=Market(key.upper()),
            pinyin=entry["pinyin"],
            full_name=entry.get("full_name", ""),
            aliases=aliases,
            listed=since,
            company=company,
        )
