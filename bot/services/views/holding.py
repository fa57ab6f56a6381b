"""What quiet hours and bursts held back, told in one message, and each of it whole on a tap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HeldBecause(StrEnum):
    """Why messages came together."""

    QUIET = "quiet"
    BURST = "burst"


@dataclass(frozen=True, slots=True)
class HeldItem:
    """A message as it would have left at ``at``; ``payload`` is the view as `bot.services.messages.codec` writes it."""

    at: datetime
    payload: str


@dataclass(frozen=True, slots=True)
class Held:
    """Several messages as one, in their order; ``number`` finds them again, ``zone`` is the reader's."""

    because: HeldBecause
    number: int
    zone: str
    items: tuple[HeldItem, ...]


@dataclass(frozen=True, slots=True)
class HeldPage:
    """One of them, whole; pages count from 0."""

    number: int
    zone: str
    item: HeldItem
    page: int
    pages: int


HoldingViews = Held | HeldPage
