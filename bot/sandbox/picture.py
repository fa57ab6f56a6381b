"""A recorded chat as an SVG, for a page to show."""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

FONTS = "Fira Code, Menlo, DejaVu Sans Mono, Noto Sans Mono CJK SC, PingFang SC, Microsoft YaHei, monospace"
GLYPH = 20.0  # the size of the type in rich's pictures
FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
TEXT = re.compile(
    r'<text class="(?P<kind>[^"]*)" x="(?P<x>[^"]*)" y="(?P<y>[^"]*)" textLength="(?P<length>[^"]*)"(?P<rest>[^>]*)>(?P<text>[^<]*)</text>'
)


def as_svg(console: Console, title: str) -> str:
    """What a recording console printed, as a picture that loads nothing from anywhere."""
    svg = FONT_FACE.sub("", console.export_svg(title=title))
    return TEXT.sub(_by_width, svg).replace("Fira Code, monospace", FONTS)


def _by_width(match: re.Match[str]) -> str:
    """One text as stretches of narrow and of wide characters.

    rich gives a Chinese character the length of a Latin one, which presses it into half its width.
    """
    from rich.cells import cell_len  # noqa: PLC0415 - loaded with the console

    text = unescape(match["text"])
    cell = float(match["length"]) / len(text)
    x = float(match["x"])
    stretches = []
    for width, characters in groupby(text, key=cell_len):
        stretch = "".join(characters)
        length = cell * len(stretch) * width
        gap = max(0.0, cell * width - GLYPH) if width > 1 else 0.0  # what two cells have over one glyph
        # Spaces hold nothing; a length of its own keeps each stretch on its columns whatever the font.
        if stretch.strip():
            stretches.append(
                f'<text class="{match["kind"]}" x="{x + gap / 2:.1f}" y="{match["y"]}" textLength="{length - gap:.1f}"{match["rest"]}>'
                f"{escape(stretch).replace(chr(0xA0), '&#160;')}</text>"
            )
        x += length
    return "".join(stretches)
