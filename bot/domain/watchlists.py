"""Watchlists: named lists of securities that a chat keeps, each in an order of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_NAME = 20  # characters: a button shows no more
MOST_LISTS = 20  # of one chat
MOST_MEMBERS = 300  # of one list


class Move(StrEnum):
    """Where a member goes."""

    TOP = "top"
    UP = "up"
    DOWN = "down"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class Watchlist:
    """A list of a chat; ``symbols`` in its order, none twice.

    ``token`` opens it to whoever holds the link; None while it is not shared.
    """

    list_id: int
    chat_id: int
    name: str
    symbols: tuple[str, ...]
    made_at: datetime
    token: str | None = None


def list_name(typed: str) -> str:
    """A name as it is kept: one line of printable characters, at most `LONGEST_NAME`; empty where nothing is left."""
    line = " ".join(unicodedata.normalize("NFKC", typed).split())
    return "".join(filter(str.isprintable, line))[:LONGEST_NAME].strip()


def same_name(one: str, other: str) -> bool:
    """Whether two names are one to a reader: widths and cases do not count."""
    return list_name(one).casefold() == list_name(other).casefold()


def free_name(wanted: str, taken: Collection[str]) -> str:
    """``wanted``, or with the first number behind it that makes it another than those ``taken``."""
    name, number = list_name(wanted), 1
    while any(same_name(name, each) for each in taken):
        number += 1
        tail = f" {number}"
        name = list_name(wanted)[: LONGEST_NAME - len(tail)] + tail
    return name


def joined(symbols: Sequence[str], more: Iterable[str]) -> tuple[str, ...]:
    """The list with ``more`` behind it: who is there already keeps his place; cut at `MOST_MEMBERS`."""
    return tuple(dict.fromkeys([*symbols, *more]))[:MOST_MEMBERS]


def moved(symbols: Sequence[str], symbol: str, to: Move) -> tuple[str, ...]:
    """The list with one member moved; as it was where he is not in it, or is at that end already."""
    if symbol not in symbols:
        return tuple(symbols)
    here = symbols.index(symbol)
    place = {Move.TOP: 0, Move.UP: max(here - 1, 0), Move.DOWN: here + 1, Move.BOTTOM: len(symbols)}[to]
    return placed(symbols, symbol, place)


def placed(symbols: Sequence[str], symbol: str, place: int) -> tuple[str, ...]:
    """The list with ``symbol`` at that place, counted from 0, whether it was in it or not."""
    others = [each for each in symbols if each != symbol]
    others.insert(place, symbol)
    return tuple(others)
