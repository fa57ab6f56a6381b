"""How the sources of prices do, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from bot.services.views.pieces import SecurityRef


class SourceState(StrEnum):
    """In one word: answers, answers in part or failed last time, is left alone, or was never asked."""

    WELL = "well"
    TROUBLED = "troubled"
    PAUSED = "paused"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class SupplyLine:
    """What is asked of sources (bars, quotes), in which order, and who is in use: who served last, or the first that is well."""

    supply: str
    order: tuple[str, ...]
    in_use: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source. Instants are aware; ``newest`` is that of its newest figure, ``reason`` a code with words in the locales.

    ``words`` is the technical sentence of the last failure, in English; ``failures`` counts those in a row.
    """

    name: str
    state: SourceState
    last_success: datetime | None
    newest: datetime | None
    last_failure: datetime | None
    reason: str
    words: str
    failures: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """Two sources disagree about a price; nothing is told of it meanwhile."""

    security: SecurityRef
    first: str
    first_price: Decimal
    second: str
    second_price: Decimal
    at: datetime


@dataclass(frozen=True, slots=True)
class SourcesView:
    """``market`` is the market's source in the settings; a recorded one has no sources that could fail."""

    market: str
    at: datetime
    supplies: tuple[SupplyLine, ...]
    sources: tuple[SourceLine, ...]
    disputes: tuple[DisputeLine, ...]
    requests_today: int
