"""When a security bore a name: the record's dates, exact or observed, against the day of a report."""

from __future__ import annotations

from datetime import date, timedelta
from enum import IntEnum

from bot.domain.name_forms import base_form, normal
from bot.domain.securities import DatedName, Security


class Bore(IntEnum):
    """How well a security answers to a name on a day."""

    AT_ANOTHER_TIME = 1
    POSSIBLY = 2
    CERTAINLY = 3


def former_names(security: Security) -> tuple[DatedName, ...]:
    """The names that ``security`` bore and bears no more, in the record's order."""
    return tuple(former for former in security.former if former.name != security.name)


def gone(security: Security, on: date | None) -> bool:
    """Whether ``security`` was delisted before the day; without a day it is taken to have been listed."""
    return on is not None and security.delisted is not None and security.delisted < on


def bore(security: Security, texts: set[str], on: date | None, *, loose: bool) -> Bore | None:
    """How well ``security`` answers on a day to the (normal) names ``texts``; None where it was delisted by then."""
    if gone(security, on):
        return None

    def meant(name: str) -> bool:
        name = normal(name)
        return name in texts or (loose and base_form(name) in texts)

    current = any(map(meant, (security.name, security.full_name, *security.aliases)))
    if on is None:
        return Bore.CERTAINLY if current and security.delisted is None else Bore.POSSIBLY
    if security.listed is not None and on < security.listed:
        return Bore.AT_ANOTHER_TIME
    grades = [
        _on_day(former, on) for former in security.former if meant(former.name) and not _is_current(security, former)
    ]
    if current:
        grades.append(_current_on_day(security, on))
    return max(grades)


def _is_current(security: Security, named: DatedName) -> bool:
    """Whether a dated name is today's, not yet ended."""
    return named.name == security.name and named.until is None and named.ended_between is None


def _on_day(named: DatedName, on: date) -> Bore:
    """Whether a name that ended was borne on a day; a missing date leaves it possible."""
    seen, other = named.ended_between or (named.until, named.until and named.until + timedelta(days=1))
    if (named.since is not None and on < named.since) or (other is not None and other <= on):
        return Bore.AT_ANOTHER_TIME
    return Bore.CERTAINLY if named.since is not None and seen is not None and on <= seen else Bore.POSSIBLY


def _current_on_day(security: Security, on: date) -> Bore:
    """Whether today's name was borne on a day: since its own date where there is one, else since the last other name's end."""
    for named in security.former:
        if _is_current(security, named) and named.since is not None:
            return Bore.AT_ANOTHER_TIME if on < named.since else Bore.CERTAINLY
    grade = Bore.CERTAINLY
    for named in former_names(security):
        if named.ended_between is None and named.until is None:
            grade = min(grade, Bore.POSSIBLY)
        elif on <= (named.ended_between[0] if named.ended_between else named.until or date.min):
            return Bore.AT_ANOTHER_TIME
        elif named.ended_between and on < named.ended_between[1]:
            grade = min(grade, Bore.POSSIBLY)
    return grade
