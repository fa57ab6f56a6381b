"""Pages: which part of many is shown, the last where a page past the end is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def place(page: int, count: int, size: int) -> tuple[int, int]:
    """The page shown, from 0, and how many there are; there is always one."""
    pages = max(1, -(-count // size))
    return min(max(page, 0), pages - 1), pages


def page_of(items: Sequence[T], page: int, size: int) -> tuple[Sequence[T], int, int]:
    """The items of a page counted from 0, the page shown, and how many there are."""
    page, pages = place(page, len(items), size)
    return items[page * size : (page + 1) * size], page, pages
