"""The tables, by subject; `metadata` knows all of them."""

from __future__ import annotations

from bot.store.tables import administration, corrections, delivery, kept, market, people, research, rules, watchlists
from bot.store.tables.base import metadata

__all__ = [
    "administration",
    "corrections",
    "delivery",
    "kept",
    "market",
    "metadata",
    "people",
    "research",
    "rules",
    "watchlists",
]
