"""Pages printed for tests: Chinese text at given places, so that a test can say what stands where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from fpdf import FPDF

FONT = Path(__file__).parents[2] / "bot" / "assets" / "NotoSansSC-Regular.otf"
LEADING = 1.6  # of the size of the type


class Printed(FPDF):
    """A document measured in points from the top left, in the font of the charts."""

    def __init__(self, *, landscape: bool = False) -> None:
        super().__init__(orientation="landscape" if landscape else "portrait", unit="pt")
        self.add_font("noto", fname=FONT)
        self.set_auto_page_break(auto=False)

    def write_at(self, x: float, y: float, lines: str | Iterable[str], size: float = 10) -> None:
        """One line, or several one under the other; ``y`` is the base line of the first."""
        self.set_font("noto", size=size)
        for number, line in enumerate([lines] if isinstance(lines, str) else lines):
            self.text(x, y + number * size * LEADING, line)

    def bytes(self) -> bytes:
        """The PDF."""
        return bytes(self.output())


def without_characters(pdf: bytes) -> bytes:
    """The same pages with fonts that do not say which characters they draw."""
    return re.sub(rb"/ToUnicode \d+ 0 R", lambda found: b" " * len(found[0]), pdf)
