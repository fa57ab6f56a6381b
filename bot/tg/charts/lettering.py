"""Texts as our own font writes them: what it can write, how wide that is, and how it is cut to fit.

Widths are in units, of which a sheet is 1200 wide.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import lru_cache
from importlib.resources import as_file, files

from matplotlib.font_manager import FontProperties, get_font
from matplotlib.textpath import TextToPath

SHEET = 1200.0
MARGIN = 48.0
INCHES = 8.0
UNITS_A_POINT = SHEET / INCHES / 72
_MISSING = "□"


@lru_cache(maxsize=1)
def _font_file() -> str:
    with as_file(files("bot") / "assets" / "NotoSansSC-Regular.otf") as path:
        return str(path)


@lru_cache(maxsize=1)
def _known_characters() -> frozenset[int]:
    return frozenset(get_font(_font_file()).get_charmap())


@lru_cache(maxsize=32)
def font(size: float) -> FontProperties:
    """Our own font, by its file: what a machine has installed plays no part."""
    return FontProperties(fname=_font_file(), size=size)


def legible(text: str) -> str:
    """The text with what the font does not hold replaced by □, and without control characters."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(
        char if ord(char) in _known_characters() else _MISSING
        for char in text
        if unicodedata.category(char) not in {"Cc", "Cf", "Mn", "Cs"}
    )


def width_of(text: str, size: float) -> float:
    """The width of a text in units."""
    if not (shown := legible(text)):
        return 0.0
    width, _, _ = TextToPath().get_text_width_height_descent(shown, font(size), ismath=False)
    return float(width) * UNITS_A_POINT


def fit(text: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it is wider than ``room`` units."""
    shown = legible(text)
    if width_of(shown, size) <= room:
        return shown
    return shown[: _longest(shown, size, room - width_of("…", size))].rstrip() + "…"


def wrap(text: str, size: float, room: float, lines: int) -> list[str]:
    """The text in at most ``lines`` lines of ``room`` units, the last cut where it must be."""
    rest, rows = legible(text), list[str]()
    while rest and len(rows) < lines - 1 and width_of(rest, size) > room:
        end = max(_longest(rest, size, room), 1)
        if rest[end - 1].isascii() and rest[end : end + 1].isascii() and (space := rest.rfind(" ", 1, end + 1)) > 0:
            end = space  # a Latin word stays whole
        rows.append(rest[:end].strip())
        rest = rest[end:].strip()
    return [*rows, fit(rest, size, room)] if rest else rows or [""]


def _longest(text: str, size: float, room: float) -> int:
    """How many characters fit, by halving: names from outside may be long, and measuring one takes milliseconds."""
    return bisect_right(range(1, len(text) + 1), room, key=lambda end: width_of(text[:end], size))
