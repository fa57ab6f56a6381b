"""The names of all listed A shares through akshare, from the exchanges' own lists. Runs in the market worker alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.domain.name_forms import normal, without_mark
from bot.domain.securities import Market, Security
from bot.market.akshare_accidents import accidents
from bot.market.ports import NoData, SourceChanged
from bot.market.registry import SNAPSHOT, read_securities, save_securities
from bot.market.renames import Listed, is_renamed, merge_names

if TYPE_CHECKING:
    from pandas import DataFrame

# An exchange's list that holds less of what is known there is taken to be cut short
WHOLE = 0.9
# Where a character of many readings is read otherwise in most names of companies
_READINGS = {"长": "C", "晟": "S"}
_RUNS = re.compile(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class NamesRefreshed:
    """What a refresh found: the symbols that are new, and those that bear another name."""

    listed: int
    added: tuple[str, ...]
    renamed: tuple[str, ...]


def refresh_names(config_dir: Path, refreshed: Path, on: date) -> NamesRefreshed:
    """Bring the exchanges' lists of the day ``on`` into the file ``refreshed``, which keeps what differs from the snapshot.

    Raises:
        SourceUnavailable: an exchange did not answer.
        SourceChanged: an answer was not a list of names, or only a part of one; the file stays as it was.
        BadRegistry: a file of securities cannot be read.
    """
    snapshot = {security.symbol: security for security in read_securities(config_dir / SNAPSHOT)}
    known = dict(snapshot)
    if refreshed.exists():
        known.update((security.symbol, security) for security in read_securities(refreshed))
    fresh = listed_names()
    _require_whole(known, fresh)
    spelled = {symbol: _spelled(known.get(symbol), listed) for symbol, listed in fresh.items()}
    merged = merge_names(known.values(), spelled, on)
    save_securities(refreshed, [security for security in merged if snapshot.get(security.symbol) != security])
    return NamesRefreshed(
        listed=len(fresh),
        added=tuple(security.symbol for security in merged if security.symbol not in known),
        renamed=tuple(
            security.symbol
            for security in merged
            if security.symbol in known and known[security.symbol].name != security.name
        ),
    )


def listed_names() -> dict[str, Listed]:
    """What Shanghai, Shenzhen and Beijing list now, by symbol; names in normal form (SZSE prints 万 科Ａ).

    Raises:
        SourceUnavailable: an exchange did not answer.
        SourceChanged: an answer was not a list of names.
    """
    import akshare  # noqa: PLC0415 - in the worker alone

    lists = (akshare.stock_info_sh_name_code, akshare.stock_info_sz_name_code, akshare.stock_info_bj_name_code)
    for function in lists:
        function.cache_clear()  # akshare keeps its answers for the life of the process
    shanghai, shenzhen, beijing = lists
    try:
        with accidents("the exchanges' lists of names"):
            found = _read(shanghai(symbol="主板A股"), ".SH", "证券代码", "证券简称", "上市日期", "公司全称")
            found |= _read(shanghai(symbol="科创板"), ".SH", "证券代码", "证券简称", "上市日期", "公司全称")
            found |= _read(shenzhen(symbol="A股列表"), ".SZ", "A股代码", "A股简称", "A股上市日期")
            found |= _read(beijing(), ".BJ", "证券代码", "证券简称", "上市日期")
    except NoData as error:  # an exchange that lists nothing
        raise SourceChanged(str(error), error.reason) from error
    return found


def initials(name: str) -> str:
    """The pinyin initials of a short name in upper case, its marks left out: 盛科通信-U is SKTX, *ST国华 STGH."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - 60 MB, where names are refreshed alone

    letters: list[str] = []
    for run in _RUNS.findall("".join(filter(str.isalnum, without_mark(normal(name))))):
        # by words, so that 银行 is YH; what is not Chinese stays as it is
        read = lazy_pinyin(run, style=Style.FIRST_LETTER) if "\u4e00" <= run[0] <= "\u9fff" else run
        letters += [_READINGS.get(character, letter.upper()) for character, letter in zip(run, read, strict=True)]
    return "".join(letters)


def _read(frame: DataFrame, suffix: str, code: str, name: str, since: str, full_name: str = "") -> dict[str, Listed]:
    columns = [frame[code], frame[name], frame[since]]
    if full_name:
        columns.append(frame[full_name])
    found: dict[str, Listed] = {}
    for digits, short, first_day, *rest in zip(*(column.tolist() for column in columns), strict=True):
        if not (isinstance(digits, str) and digits.isdigit() and len(digits) == 6 and isinstance(short, str)):  # noqa: PLR2004
            raise ValueError(f"{digits!r} {short!r} is no code with a name")
        company = normal(rest[0]) if rest and isinstance(rest[0], str) else ""
        found[digits + suffix] = Listed(normal(short), _day(first_day), company)
    return found


def _day(value: Any) -> date | None:  # noqa: ANN401 - a date, a string or NaT, as pandas pleases
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _spelled(before: Security | None, listed: Listed) -> Listed:
    if before is not None and not is_renamed(before.name, listed.name):
        return listed
    return replace(listed, pinyin=initials(listed.name))


def _require_whole(known: Mapping[str, Security], fresh: Mapping[str, Listed]) -> None:
    trading = [s.symbol for s in known.values() if s.market in (Market.A, Market.BSE) and s.delisted is None]
    expected = Counter(symbol[-3:] for symbol in trading)
    found = Counter(symbol[-3:] for symbol in trading if symbol in fresh)
    for place, number in expected.items():
        if found[place] < number * WHOLE:
            raise SourceChanged(f"the list of names of {place} holds {found[place]} of {number} known securities")
