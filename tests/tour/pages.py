"""Scenes as HTML: a phone each, four beside one another."""

from __future__ import annotations

import html
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from pathlib import Path

from tests.tour.chromium import SCRIPT

LINES_A_PAGE = 420  # of text, so that a picture can still be looked at
LINES_OF_A_PICTURE = 14
TALL = 60
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Key:
    """A button; ``link`` where it opens something outside the chat."""

    label: str
    link: bool = False


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message as a browser shows it; ``text`` is Telegram's HTML, ``picture`` a PNG."""

    text: str
    own: bool = False
    keys: tuple[tuple[Key, ...], ...] = ()
    picture: bytes | None = None
    file: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """A tap on a button, or with ``toast`` what the bot answered to it."""

    text: str
    toast: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """What happens under one heading."""

    title: str
    events: tuple[Bubble | Act, ...]

    @property
    def lines(self) -> int:
        """About how high it is."""
        return 3 + sum(_lines(each) for each in self.events)


def write_pages(folder: Path, name: str, scenes: Sequence[Scene]) -> list[Path]:
    """Write the scenes to as many pages as keep a picture of each readable; their files."""
    shutil.copy(str(resources.files("bot.assets") / "NotoSansSC-Regular.otf"), folder)
    shutil.copy(HERE / "style.css", folder)
    written = []
    for number, part in enumerate(_parts(scenes), 1):
        path = folder / f"{name}-{number}.html"
        path.write_text(_page(folder, f"{name} {number}", part), "utf-8")
        written.append(path)
    return written


def _parts(scenes: Sequence[Scene]) -> Iterator[list[Scene]]:
    part: list[Scene] = []
    for scene in scenes:
        if part and sum(each.lines for each in part) + scene.lines > LINES_A_PAGE:
            yield part
            part = []
        part.append(scene)
    yield part


def _lines(event: Bubble | Act) -> int:
    if isinstance(event, Act):
        return 1
    text = sum(1 + len(line) // 24 for line in event.text.split("\n"))
    return 1 + text + 2 * len(event.keys) + (LINES_OF_A_PICTURE if event.picture else 0)


def _page(folder: Path, title: str, scenes: Sequence[Scene]) -> str:
    body = "\n".join(_scene(folder, each) for each in scenes)
    head = f'<meta charset="utf-8"><title>{title}</title><link rel="stylesheet" href="style.css">'
    return f"<!doctype html><html><head>{head}</head><body><h1>{title}</h1><main>{body}</main><script>{SCRIPT}</script></body></html>\n"


def _scene(folder: Path, scene: Scene) -> str:
    events = "".join(_event(folder, each) for each in scene.events)
    tall = ' class="tall"' if scene.lines > TALL else ""
    return f'<section{tall}><h2>{html.escape(scene.title)}</h2><div class="phone">{events}</div></section>'


def _event(folder: Path, event: Bubble | Act) -> str:
    if isinstance(event, Act):
        kind = "toast" if event.toast else "act"
        return f'<div class="line{"" if event.toast else " own"}"><span class="{kind}">{html.escape(event.text)}</span></div>'
    picture = f'<img src="{_kept(folder, event.picture)}" alt="">' if event.picture else ""
    file = f'<span class="file">📄 {html.escape(event.file)}</span>' if event.file else ""
    time = f'<span class="time">{event.time}</span>' if event.time else ""
    keys = "".join(f'<div class="row">{"".join(map(_key, row))}</div>' for row in event.keys)
    keyed = " keyed" if keys or picture else ""
    bubble = f'<div class="bubble{keyed}">{picture}{file}{event.text}{time}</div>'
    return f'<div class="line{" own" if event.own else ""}">{bubble}<div class="keys">{keys}</div></div>'


def _key(key: Key) -> str:
    return f'<span class="key{" link" if key.link else ""}">{html.escape(key.label)}</span>'


def _kept(folder: Path, picture: bytes) -> str:
    name = f"{sha256(picture).hexdigest()[:12]}.png"
    (folder / name).write_bytes(picture)
    return name
