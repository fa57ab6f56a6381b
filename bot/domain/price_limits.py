"""Daily price limits of the mainland's exchanges: which share of the reference price a session may move, and to which cent.

A quote that states its limits needs none of this. The shares stand in config/price_limits.toml with their days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from bot.domain.name_dates import Bore, bore
from bot.domain.name_forms import normal
from bot.domain.securities import Security

CENT = Decimal("0.01")
LONG_HOLIDAY = 16  # days without a session within so few sessions, weekends included, at the most
_ST = re.compile(r"S?\*?ST")
_LEAVING = re.compile(r"退市|退$")  # the period before a delisting has days without a limit


class Board(StrEnum):
    """The boards whose rules differ."""

    MAIN = "main"
    CHINEXT = "chinext"
    STAR = "star"
    BEIJING = "beijing"


@dataclass(frozen=True, slots=True)
class LimitRule:
    """What a board allows on the days in ``[since, until]``; an open end is None.

    ``share`` is the limit of its shares, ``share_st`` of those under special treatment; ``free`` is the number of
    sessions from the listing on that have none.
    """

    board: Board
    since: date
    until: date | None
    share: Decimal
    share_st: Decimal
    free: int


@dataclass(frozen=True, slots=True)
class Limits:
    """The highest and the lowest price of a session. ``share`` is None where the quote itself stated them."""

    up: Decimal
    down: Decimal
    share: Decimal | None = None


class PriceLimits:
    """The rules by board and day."""

    def __init__(self, rules: Iterable[LimitRule]) -> None:
        self._rules = tuple(rules)

    def rule(self, board: Board, day: date) -> LimitRule | None:
        """What a board allowed on a day; None where that is not known."""
        fits = (each for each in self._rules if each.board is board and each.since <= day)
        return next((each for each in fits if each.until is None or day <= each.until), None)

    def share(self, security: Security, day: date, sessions: Sequence[date]) -> Decimal | None:
        """By how much of its reference price a security may move on a session; None without a limit, or where it is not known.

        Args:
            security: With the names that it bore, by which special treatment is known.
            day: The session.
            sessions: The market's sessions, by which the first ones since the listing are counted.
        """
        board = board_of(security.symbol)
        rule = self.rule(board, day) if board is not None else None
        if rule is None or _in_first_sessions(security, day, sessions, rule.free):
            return None
        if rule.share == rule.share_st:
            return None if _may_be(security, day, _LEAVING) is not False else rule.share
        treated = _may_be(security, day, _ST)
        if treated is None or _may_be(security, day, _LEAVING) is not False:
            return None
        return rule.share_st if treated else rule.share


def board_of(symbol: str) -> Board | None:
    """The board of an A share; None for B shares and for all other markets."""
    code, _, suffix = symbol.rpartition(".")
    if suffix == "BJ":
        return Board.BEIJING
    if suffix == "SH":
        return Board.STAR if code.startswith(("688", "689")) else Board.MAIN if code.startswith("60") else None
    if suffix == "SZ":
        return Board.CHINEXT if code.startswith("30") else Board.MAIN if code.startswith("00") else None
    return None


def limits_of(reference: Decimal, share: Decimal) -> Limits:
    """The limits around a reference price, half up to the cent, and never less than a cent away from it."""
    up = (reference * (1 + share)).quantize(CENT, ROUND_HALF_UP)
    down = (reference * (1 - share)).quantize(CENT, ROUND_HALF_UP)
    return Limits(max(up, reference + CENT), max(CENT, min(down, reference - CENT)), share)


def _in_first_sessions(security: Security, day: date, sessions: Sequence[date], free: int) -> bool:
    if security.listed is None:
        return False
    if not sessions or sessions[0] > security.listed:
        return (day - security.listed).days < free + LONG_HOLIDAY  # so many sessions have surely passed then
    return sum(security.listed <= each <= day for each in sessions) <= free


def _may_be(security: Security, day: date, marks: re.Pattern[str]) -> bool | None:
    """Whether the name of a day bore a mark; None where the record leaves both possible."""
    names = {security.name, *(each.name for each in security.former)}
    marked = {normal(name) for name in names if marks.search(normal(name))}
    if not marked:
        return False
    borne = bore(security, marked, day, loose=False)
    if borne in (None, Bore.AT_ANOTHER_TIME):
        return False
    others = {normal(name) for name in names} - marked
    return True if borne is Bore.CERTAINLY or not others else None
