"""A sheet measured in units of 1/1200 of its width, y downwards, on which text and shapes are placed."""

from __future__ import annotations

import gc
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from io import BytesIO
from typing import Any

from matplotlib import patheffects
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.textpath import TextToPath

from bot.tg.charts.style import ChartStyle, palette

SHEET = 1200.0
_INCHES = 8.0
_UNITS_A_POINT = SHEET / _INCHES / 72
_MISSING = "□"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in units, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two overlap."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class Canvas:
    """One chart under way: ``height`` in units, drawn at ``style.width`` pixels."""

    def __init__(self, height: float, style: ChartStyle) -> None:
        self.height = height
        self.colours = palette(style)
        self._figure = Figure(
            figsize=(_INCHES, _INCHES * height / SHEET), dpi=style.width / _INCHES, facecolor=self.colours.paper
        )
        FigureCanvasAgg(self._figure)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 12.5,
        colour: str | None = None,
        align: str = "left",
        bold: bool = False,
        halo: bool = False,
    ) -> None:
        """Write ``text`` with its middle line at ``y``; ``align`` is left, center or right of ``x``."""
        colour = colour or self.colours.ink
        effects: list[patheffects.AbstractPathEffect] = []
        if halo:
            effects.append(patheffects.withStroke(linewidth=3.5, foreground=self.colours.paper))
        if bold:  # the font has one weight; a hair of its own colour around it makes the other
            effects.append(patheffects.withStroke(linewidth=size / 26, foreground=colour))
        # the baseline is set by hand: matplotlib centres by each text's own ink, so that neighbours would dance
        self._figure.text(
            x / SHEET,
            1 - (y + size * _UNITS_A_POINT * 0.36) / self.height,
            legible(text),
            fontproperties=font(size),
            color=colour,
            ha=align,
            va="baseline",
            parse_math=False,
            path_effects=effects or None,
            zorder=10,
        )

    def line(self, points: Sequence[tuple[float, float]], **look: Any) -> None:  # noqa: ANN401 - matplotlib's keywords
        """Draw a line through ``points``; not-a-number leaves a gap."""
        look = {"solid_capstyle": "round", "solid_joinstyle": "round", "dash_capstyle": "butt"} | look
        xs = [x / SHEET for x, _ in points]
        ys = [1 - y / self.height for _, y in points]
        self._figure.add_artist(Line2D(xs, ys, transform=self._figure.transFigure, **look))

    def area(
        self, points: Sequence[tuple[float, float]], colour: str, *, zorder: float = 1, alpha: float = 1.0
    ) -> None:
        """Fill a polygon."""
        corners = [(x / SHEET, 1 - y / self.height) for x, y in points]
        # drawn with an edge of its own colour, since two areas that only touch let the paper shine through
        self._figure.add_artist(
            Polygon(
                corners,
                facecolor=colour,
                edgecolor=colour if alpha == 1.0 else "none",
                linewidth=0.3,
                alpha=alpha,
                transform=self._figure.transFigure,
                zorder=zorder,
            )
        )

    def png(self) -> bytes:
        """The finished picture; without the program's version, so that the same chart gives the same bytes."""
        buffer = BytesIO()
        self._figure.savefig(buffer, format="png", metadata={"Software": None}, facecolor=self.colours.paper)
        gc.collect()  # figures are rings of references with 5 MB of pixels in each, which would pile up between rounds
        return buffer.getvalue()


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
    return float(width) * _UNITS_A_POINT


def fit(text: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it is wider than ``room`` units."""
    shown = legible(text)
    if width_of(shown, size) <= room:
        return shown
    while shown and width_of(shown + "…", size) > room:
        shown = shown[:-1]
    return shown.rstrip() + "…"


def wrap(text: str, size: float, room: float, lines: int) -> list[str]:
    """The text in at most ``lines`` lines of ``room`` units, the last cut where it must be."""
    rest, rows = legible(text), list[str]()
    while rest and len(rows) < lines - 1 and width_of(rest, size) > room:
        end = len(rest)
        while end > 1 and width_of(rest[:end], size) > room:
            end -= 1
        if rest[end - 1].isascii() and rest[end : end + 1].isascii() and (space := rest.rfind(" ", 1, end + 1)) > 0:
            end = space  # a Latin word stays whole
        rows.append(rest[:end].strip())
        rest = rest[end:].strip()
    return [*rows, fit(rest, size, room)] if rest else rows or [""]
