"""Buttons in rows, within Telegram's limits: 8 in a row, 100 in all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil
from typing import Literal
from unicodedata import east_asian_width

from bot.tg.actions.callbacks import Action, Nothing, encode

PER_ROW = 8
IN_ALL = 100
PHONE = 44  # Latin letters side by side in the buttons of a row; a Chinese character takes the place of two
LONGEST_LABEL = 60  # characters; a phone shows about 20 and cuts the rest

Style = Literal["", "primary", "success", "danger"]


@dataclass(frozen=True, slots=True)
class Button:
    """A label and what a tap sends; ``style`` is a colour that newer clients show."""

    label: str
    data: str
    style: Style = ""


Keyboard = tuple[tuple[Button, ...], ...]


def button(label: str, action: Action, style: Style = "") -> Button:
    """A button that asks for ``action``; labels are plain text and cut where no client would show the rest."""
    label = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"
    return Button(label, encode(action), style)


def in_rows(buttons: Iterable[Button], width: int) -> Keyboard:
    """Buttons side by side in rows of about one length, at most ``width``, or fewer where a phone would cut a label."""
    every = tuple(buttons)
    rows = ceil(len(every) / max(1, min(width, _beside(every))))
    start, keyboard = 0, []
    for row in range(rows):
        end = start + ceil((len(every) - start) / (rows - row))
        keyboard.append(every[start:end])
        start = end
    return tuple(keyboard)


def _beside(buttons: Iterable[Button]) -> int:
    """How many buttons with such labels a phone shows whole in one row."""
    return max(1, PHONE // (1 + max((_letters(each.label) for each in buttons), default=1)))


def _letters(label: str) -> int:
    return sum(1 + (east_asian_width(letter) in "WF") for letter in label)


def _whole(row: tuple[Button, ...]) -> Keyboard:
    """A row, or as many of about one length as show every label whole."""
    return in_rows(row, len(row))


def pager(page: int, pages: int, total: int | None, to: Callable[[int], Action]) -> Keyboard:
    """``‹ | 2/5 (43) | ›`` for a page counted from 0; no row where one page holds everything."""
    if pages <= 1:
        return ()
    page = min(max(page, 0), pages - 1)
    label = f"{page + 1}/{pages}" if total is None else f"{page + 1}/{pages} ({total})"
    back = (button("‹", to(page - 1)),) if page > 0 else ()
    forward = (button("›", to(page + 1)),) if page < pages - 1 else ()
    return ((*back, button(label, Nothing()), *forward),)


def stack(*keyboards: Keyboard) -> Keyboard:
    """Keyboards below one another; a row that a phone would cut becomes several.

    Raises:
        ValueError: more buttons than Telegram takes.
    """
    rows = tuple(part for keyboard in keyboards for row in keyboard if row for part in _whole(row))
    if any(len(row) > PER_ROW for row in rows) or sum(map(len, rows)) > IN_ALL:
        raise ValueError("more buttons than Telegram takes")
    return rows
