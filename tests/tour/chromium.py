"""A page looked at by headless Chromium: how high it is, what does not fit, and its picture."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
WIDTH = 1584  # four phones beside one another
PATIENCE = 120.0  # seconds
_FOUND = re.compile(r'<body data-look="([^"]*)"')

# Run in the page: what is wider than its place is marked and reported, together with the height of all.
SCRIPT = """
document.fonts.ready.then(() => {
  const wide = [...document.querySelectorAll('.key, .bubble')].filter(each => each.scrollWidth > each.clientWidth + 1);
  wide.forEach(each => each.classList.add('cut'));
  const look = {height: document.documentElement.scrollHeight, cut: wide.map(each => each.textContent)};
  document.body.dataset.look = JSON.stringify(look);
});
"""


class NoChromium(Exception):
    """There is no browser to look with."""


@dataclass(frozen=True, slots=True)
class Look:
    """The height of a page in pixels, and the texts that are cut."""

    height: int
    cut: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chromium:
    """The browser."""

    program: str

    @classmethod
    def found(cls) -> Chromium:
        """The one that is installed.

        Raises:
            NoChromium: there is none.
        """
        program = next(filter(None, map(shutil.which, NAMES)), None)
        if program is None:
            raise NoChromium("No Chromium is installed: install the package chromium, then ask again.")
        return cls(program)

    def look(self, page: Path, width: int = WIDTH) -> Look:
        """Measure the page, and write its picture beside it as PNG."""
        seen = _FOUND.search(self._run(page, width, 1000, "--dump-dom"))
        if seen is None:
            raise RuntimeError(f"{page} was not drawn")
        measured = json.loads(html.unescape(seen[1]))
        look = Look(measured["height"], tuple(measured["cut"]))
        picture = page.with_suffix(".png").resolve()
        self._run(page, width, look.height, f"--screenshot={picture}")
        return look

    def _run(self, page: Path, width: int, height: int, *options: str) -> str:
        # --no-sandbox: it refuses to run as root with one, and the page is our own
        flags = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=5000")
        command = [self.program, *flags, f"--window-size={width},{height}", *options, page.resolve().as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
        return done.stdout
