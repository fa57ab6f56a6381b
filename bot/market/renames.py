"""What the exchanges list today, brought into what is known: new securities, and old ones under new names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.name_forms import without_mark
from bot.domain.securities import DatedName, Security, market_of

# Marks of an ex-date; the rest of the name is cut to fit, so such a day tells no new name
_EX_DATE = ("XD", "XR", "DR")
# Marks of the first sessions, before the rest of a name that is cut too
_FIRST_DAYS = ("N", "C")


@dataclass(frozen=True, slots=True)
class Listed:
    """A security as an exchange lists it. ``pinyin`` holds initials where they were looked up."""

    name: str
    since: date | None = None
    full_name: str = ""
    pinyin: str = ""


def merge_names(known: Iterable[Security], fresh: Mapping[str, Listed], on: date) -> tuple[Security, ...]:
    """``known`` with what the exchanges list on the day ``on``; a name that changed becomes a former one.

    Args:
        known: the securities known so far.
        fresh: what is listed, by symbol (300308.SZ), names in normal form.
        on: the day of the list. A name that it no longer shows is taken to have ended the day before.

    Returns:
        All of ``known`` in its order, then the new ones by symbol. What ``fresh`` lacks stays as it is: a list cut short
        must not delist anything.
    """
    merged = {security.symbol: security for security in known}
    for symbol in sorted(fresh):
        listed, before = fresh[symbol], merged.get(symbol)
        if before is None:
            merged[symbol] = Security(
                symbol,
                listed.name,
                market_of(symbol),
                listed.pinyin,
                listed.full_name,
                listed=listed.since,
            )
        elif is_renamed(before.name, listed.name):
            merged[symbol] = _renamed(before, listed, on)
    return tuple(merged.values())


def is_renamed(before: str, listed: str) -> bool:
    """Whether an exchange lists another name than ``before``.

    A name with an ex-date mark, one in its first days, and -U come or gone are none.
    """
    if listed.startswith(_EX_DATE) or without_mark(listed) == without_mark(before):
        return False
    rest = listed[1:]
    return not (listed.startswith(_FIRST_DAYS) and (before.startswith(rest) or before[1:] == rest))


def _renamed(before: Security, listed: Listed, on: date) -> Security:
    pinyin, full_name = listed.pinyin or before.pinyin, listed.full_name or before.full_name
    if before.name.startswith(_FIRST_DAYS) and listed.name.startswith(before.name[1:]):
        return replace(before, name=listed.name, pinyin=pinyin, full_name=full_name)
    running = tuple(old for old in before.former if old.name == before.name and not (old.until or old.ended_between))
    kept = tuple(old for old in before.former if old not in running)
    since = running[0].since if running else _since(before)
    ended = DatedName(before.name, since, on - timedelta(days=1))
    return replace(before, name=listed.name, pinyin=pinyin, full_name=full_name, former=(*kept, ended))


def _since(security: Security) -> date | None:
    """The first day of a name without a date of its own: the day after the last other one, or the listing."""
    untils = [old.until for old in security.former]
    known = [until for until in untils if until is not None]
    if len(known) < len(untils):
        return None
    return max(known) + timedelta(days=1) if known else security.listed
