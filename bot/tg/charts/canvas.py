"""A sheet measured in units of 1/1200 of its width, y downwards, on which text and shapes are placed."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from matplotlib import patheffects
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from PIL import Image  # matplotlib's own, which writes its PNG too

from bot.tg.charts.lettering import INCHES, SHEET, UNITS_A_POINT, font, legible, width_of
from bot.tg.charts.style import LABEL, ChartStyle, palette

_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}


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
    """One chart under way: ``height`` in units, drawn at ``style.width`` pixels; ``texts`` is what it says and where."""

    def __init__(self, height: float, style: ChartStyle) -> None:
        self.height = height
        self.style = style
        self.colours = palette(style)
        self.texts: list[tuple[Box, str]] = []
        self._figure = Figure(
            figsize=(INCHES, INCHES * height / SHEET), dpi=style.width / INCHES, facecolor=self.colours.paper
        )
        self._agg = FigureCanvasAgg(self._figure)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = LABEL,
        colour: str | None = None,
        align: str = "left",
        bold: bool = False,
        halo: bool = False,
    ) -> None:
        """Write ``text`` with its middle line at ``y``; ``align`` is left, center or right of ``x``."""
        if not (shown := legible(text)):
            return
        wide, high = width_of(shown, size), size * UNITS_A_POINT
        left = x - wide * _SHARES[align]
        self.texts.append((Box(left, y - high / 2, left + wide, y + high / 2), shown))
        colour = colour or self.colours.ink
        effects: list[patheffects.AbstractPathEffect] = []
        if halo:
            effects.append(patheffects.withStroke(linewidth=3.5, foreground=self.colours.paper))
        if bold:  # the font has one weight; a hair of its own colour around it makes the other
            effects.append(patheffects.withStroke(linewidth=size / 26, foreground=colour))
        # the baseline is set by hand: matplotlib centres by each text's own ink, so that neighbours would dance
        self._figure.text(
            x / SHEET,
            1 - (y + high * 0.36) / self.height,
            shown,
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
        """The finished picture, in the 256 colours that serve it best; the same chart gives the same bytes."""
        raw, buffer = BytesIO(), BytesIO()
        self._figure.savefig(raw, format="rgba", facecolor=self.colours.paper)
        width, height = self._agg.get_width_height()
        picture = Image.frombytes("RGBA", (width, height), raw.getvalue()).convert("RGB")
        few = picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(
            buffer, format="png", optimize=True
        )  # a third of what all colours take, and no eye sees the difference
        gc.collect()  # figures are rings of references with 5 MB of pixels in each, which would pile up between rounds
        return buffer.getvalue()
