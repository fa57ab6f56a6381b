"""Every screen as a page of chat bubbles, in both languages: ``python -m tests.tour [FOLDER]``, by default tour-output.

A subscriber's walk through the year of the demonstration, then each kind of message there is. Writes HTML and, by
headless Chromium, PNG; says what does not fit on a phone's screen and ends with 1 where something does not. The
pictures of the README are chat-zh.png and chat-en.png among them; they are kept in deploy/pictures.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.logs import set_up_logs
from tests.tour.chromium import Chromium, NoChromium
from tests.tour.gallery import Language, gallery
from tests.tour.pages import Scene, write_pages
from tests.tour.readme import write_picture
from tests.tour.walk import walk


def main(arguments: list[str]) -> int:
    """Make the pages and look at each; 0 where all fits, 1 where something is cut, 2 where there is no browser."""
    folder = Path(arguments[0] if arguments else "tour-output")
    folder.mkdir(parents=True, exist_ok=True)
    set_up_logs("ERROR")
    try:
        browser = Chromium.found()
    except NoChromium as error:
        print(error, file=sys.stderr)  # noqa: T201 - this is a command
        return 2
    cut = 0
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        scenes: dict[str, list[Scene]] = {
            f"walk-{language}": asyncio.run(walk(language)),
            f"gallery-{language}": gallery(language),
        }
        write_picture(folder, language, scenes[f"walk-{language}"], browser)
        for name, each in scenes.items():
            for page in write_pages(folder, name, each):
                look = browser.look(page)
                cut += len(look.cut)
                print(f"{page.with_suffix('.png')}", *(f"  cut: {text}" for text in look.cut), sep="\n")  # noqa: T201 - as above
    print(f"{cut} cut" if cut else "nothing cut")  # noqa: T201 - as above
    return 1 if cut else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
