"""Trading calendars out of several sources: the operator's file for a year, then the exchange's list, then a library.

Pure but for `load_overrides`. What no source knows stays unknown (METHODOLOGY 4): a weekday is not a session because it
is a weekday.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from bot.domain.securities import Market
from bot.domain.sessions import Contradiction, MergedCalendar, Span, TradingCalendar
from bot.market.ports import NoData


class BadOverride(ValueError):
    """A file in config/calendar cannot be used; the message names it and says what to change."""


@dataclass(frozen=True, slots=True)
class Override:
    """The weekdays of one year on which a market is closed, as an operator stated them."""

    market: Market
    year: int
    closed: frozenset[date]
    source: str

    def knows(self, day: date) -> bool:
        """Whether the day lies in its year."""
        return day.year == self.year

    def trades(self, day: date) -> bool:
        """Whether the market trades on a day of its year."""
        return day.weekday() < 5 and day not in self.closed  # noqa: PLR2004 - Saturday


@dataclass(frozen=True, slots=True)
class SessionList:
    """A source's sessions, complete from ``first`` to ``last`` (both included)."""

    source: str
    sessions: frozenset[date]
    first: date
    last: date

    @classmethod
    def of(cls, source: str, sessions: Iterable[date], last: date | None = None) -> SessionList:
        """A list that is complete from its first session to ``last`` (by default its last session).

        A weekend right after ``last`` is known too: it is never traded.

        Raises:
            NoData: there is no session in it.
        """
        days = frozenset(sessions)
        if not days:
            raise NoData(f"{source} lists no session")
        last = last or max(days)
        while (last + timedelta(days=1)).weekday() >= 5:  # noqa: PLR2004 - Saturday
            last += timedelta(days=1)
        return cls(source, days, min(days), last)

    def knows(self, day: date) -> bool:
        """Whether the day lies in the range that the list covers."""
        return self.first <= day <= self.last

    def trades(self, day: date) -> bool:
        """Whether the day is one of its sessions."""
        return day in self.sessions


def merge(market: Market, overrides: Sequence[Override], lists: Sequence[SessionList]) -> MergedCalendar:
    """One calendar: an override for its year wins, then the first list that knows the day.

    It begins with the first day that any list knows (or the first overridden year, without a list) and ends with the
    last day before the first unknown one, even where something later is known: a calendar has no gaps.

    Raises:
        NoData: nothing is known of this market, or no session is.
    """
    sources: list[Override | SessionList] = [*(each for each in overrides if each.market == market), *lists]
    starts = [date(each.year, 1, 1) if isinstance(each, Override) else each.first for each in sources]
    if not starts:
        raise NoData(f"No source knows the sessions of {market}")
    sessions: list[date] = []
    contradictions: list[Contradiction] = []
    used: dict[str, None] = {}  # in order of use
    spans: list[Span] = []
    day = min(starts)
    while knowing := [each for each in sources if each.knows(day)]:
        first, *others = knowing
        used[first.source] = None
        if spans and spans[-1].source == first.source:
            spans[-1] = replace(spans[-1], last=day)
        else:
            spans.append(Span(first.source, day, day))
        if first.trades(day):
            sessions.append(day)
        contradictions += [
            Contradiction(day, first.trades(day), first.source, other.source)
            for other in others
            if other.trades(day) != first.trades(day)
        ]
        day += timedelta(days=1)
    if not sessions:
        raise NoData(f"No session of {market} is known")
    calendar = TradingCalendar(market, tuple(sessions), day - timedelta(days=1), source="; ".join(used))
    return MergedCalendar(calendar, tuple(contradictions), tuple(spans))


def load_overrides(folder: Path) -> tuple[Override, ...]:
    """The overrides in ``folder/YYYY.toml``, by year; none where the folder does not exist.

    Raises:
        BadOverride: a file that is no TOML, is not named by a year, or lists something that is no weekday of it.
    """
    return tuple(each for path in sorted(folder.glob("*.toml")) for each in _overrides(path))


def _overrides(path: Path) -> list[Override]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadOverride(f"{path} is no TOML: {error}") from None
    if not (path.stem.isascii() and path.stem.isdigit() and len(path.stem) == 4):  # noqa: PLR2004 - YYYY
        raise BadOverride(f"{path}: name the file by its year, as in 2026.toml")
    return [_override(path, name, table) for name, table in tables.items()]


def _override(path: Path, name: str, table: object) -> Override:
    if name not in set(Market) or not isinstance(table, dict):
        raise BadOverride(f"{path}: [{name}] is no market; write [A], [HK] or [US]")
    closed = table.get("closed")
    if not isinstance(closed, list) or not closed:
        raise BadOverride(f"{path}: [{name}] needs closed = [dates]; a year without a closed weekday does not exist")
    for day in closed:
        if type(day) is not date or day.year != int(path.stem) or day.weekday() >= 5:  # noqa: PLR2004 - Saturday
            raise BadOverride(f"{path}: [{name}] {day} is no day from Monday to Friday of {path.stem}")
    source = table.get("source")
    if not isinstance(source, str) or not source.strip():
        raise BadOverride(f"{path}: [{name}] needs source = the notice it was taken from")
    return Override(Market(name), int(path.stem), frozenset(closed), source)
