"""What companies have announced for their ex-dates, asked for seldom: terms stand days before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from bot.domain.quotes import CorporateAction

ASK_AGAIN = timedelta(days=2)  # terms are announced four sessions before an ex-date, at the latest
AHEAD = timedelta(days=14)  # the longest holidays between two sessions


class Announced:
    """The terms by security and ex-date, for the life of the process."""

    def __init__(self) -> None:
        self._terms: dict[tuple[str, date], CorporateAction] = {}
        self._asked: dict[str, date] = {}

    @property
    def terms(self) -> Mapping[tuple[str, date], CorporateAction]:
        """All that is known."""
        return self._terms

    def due(self, symbols: Collection[str], today: date) -> list[str]:
        """The securities to ask about."""
        return [each for each in sorted(symbols) if today - self._asked.get(each, date.min) >= ASK_AGAIN]

    def told(self, symbol: str, actions: Collection[CorporateAction], today: date) -> None:
        """What was announced of a security as of today."""
        self._asked[symbol] = today
        self._terms |= {(symbol, each.ex_date): each for each in actions}
