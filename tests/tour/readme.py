"""The pictures of the README, out of the scenes of the walk: ``chat-zh.png`` and ``chat-en.png``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from tests.tour.chromium import Chromium
from tests.tour.pages import Scene, write_pages

SHOWN = {"zh": ("窗口期中的个股卡片",), "en": ("A rule is tried, then made",)}
WIDTH = 408  # one phone: the README shows both pictures beside one another
HEADING = 64  # pixels at the top of a page


def write_picture(folder: Path, language: str, scenes: Sequence[Scene], browser: Chromium) -> Path:
    """Draw the scenes that the README shows in this language; the picture."""
    shown = [scene for scene in scenes if scene.title in SHOWN[language]]
    (page,) = write_pages(folder, f"chat-{language}", shown)
    browser.look(page, WIDTH)
    written, picture = page.with_suffix(".png"), folder / f"chat-{language}.png"
    with Image.open(written) as drawn:
        phones = drawn.convert("RGB").crop((0, HEADING, drawn.width, drawn.height))
        phones.quantize(256, method=Image.Quantize.MAXCOVERAGE).save(picture, optimize=True)
    return picture
