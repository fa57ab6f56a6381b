"""What is offered to be sent into other chats, where anybody may read it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.views.cards import CoverageCard, ReportCard
from bot.services.views.pieces import SecurityRef


@dataclass(frozen=True, slots=True)
class SharedCard:
    """A card of unrestricted reports alone; ``more`` is how much of the coverage stands only on the card in the bot."""

    card: CoverageCard | ReportCard
    more: int = 0


@dataclass(frozen=True, slots=True)
class SharedCards:
    """One page of what was found. ``following`` is where the next begins, None after the last.

    ``seconds`` is for how long the page stays true; ``allowed`` is False for somebody without access, who gets nothing;
    ``certain`` is the one security that was meant, where there is nothing to share of it.
    """

    cards: tuple[SharedCard, ...]
    following: int | None
    seconds: int
    allowed: bool = True
    certain: SecurityRef | None = None
