"""Output of the commands: results on standard output, progress and complaints on standard error."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from bot.settings import Settings, load_settings

if TYPE_CHECKING:  # the libraries of the database, which not every command needs
    from bot.services.access.people import Viewer
    from bot.services.house import Services
    from bot.services.prices.fetching import Progress
    from bot.services.views import View
    from bot.tg.i18n import Texts

LINE_SECONDS = 5.0


def out(line: str = "") -> None:
    """A line of the result."""
    print(line, flush=True)  # noqa: T201 - whoever reads the lines through a pipe sees each when it is made


def out_json(value: Mapping[str, Any]) -> None:
    """A JSON line of the result."""
    out(json.dumps(value, ensure_ascii=False))


def say(line: str) -> None:
    """A line about the work, which is no result."""
    print(line, file=sys.stderr)  # noqa: T201


def out_view(view: View, language: str) -> None:
    """A view as plain text, in the words the chat uses."""
    import html  # noqa: PLC0415 - with the texts, only where something is shown
    import re  # noqa: PLC0415

    from bot.tg.render import render  # noqa: PLC0415

    for message in render(view, _texts(), language):
        out(html.unescape(re.sub(r"<[^>]*>", "", message.html)))
        out()


def write_chart(view: View, settings: Settings, file: Path) -> None:
    """The picture of a view as a PNG, or a line that it has none."""
    from bot.tg.charts import ChartStyle, Theme, draw  # noqa: PLC0415 - as above
    from bot.tg.render import render  # noqa: PLC0415

    chart = next((message.chart for message in render(view, _texts(), settings.language) if message.chart), None)
    if chart is None:
        say("there is nothing to draw yet")
        return
    language: Literal["zh", "en"] = "en" if settings.language == "en" else "zh"
    file.write_bytes(draw(chart, ChartStyle(language, Theme(settings.market.chart_theme), settings.market.red_is_up)))


def sentence(key: str, language: str, **args: str | int) -> str:
    """A sentence of the chat, in the operator's language."""
    return _texts().plain(language, key, **args)


@cache
def _texts() -> Texts:
    from bot.tg.i18n import Texts  # noqa: PLC0415

    return Texts.load()


def operator(settings: Settings) -> Viewer:
    """Whoever sits at the machine: may see everything, and is no chat."""
    from bot.services.access.people import Viewer  # noqa: PLC0415
    from bot.store.records import Role  # noqa: PLC0415

    return Viewer(0, 0, "", settings.language, Role.OWNER, qualified=True)


@asynccontextmanager
async def opened(**overrides: object) -> AsyncIterator[tuple[Settings, Services]]:
    """The settings and the house, with logs on standard error; ``overrides`` are settings that go before all others."""
    from bot.app import open_house  # noqa: PLC0415
    from bot.logs import set_up_logs  # noqa: PLC0415

    settings = load_settings(**overrides)
    set_up_logs("ERROR")  # what fails on the way is said in plain lines by the command itself
    async with open_house(settings) as services:
        yield settings, services


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """A bar on a terminal; elsewhere a plain line every few seconds. Always on standard error."""
    if sys.stderr.isatty():
        from rich.console import Console  # noqa: PLC0415 - where there is a terminal to draw on
        from rich.progress import Progress as Bar  # noqa: PLC0415

        # a result that goes into a file must not be drawn above the bar
        with Bar(console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()) as bar:
            task = bar.add_task("")
            yield lambda code, done, total: bar.update(task, description=code, completed=done, total=total)
        return
    last = time.monotonic()

    def line(code: str, done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= LINE_SECONDS:
            last = time.monotonic()
            say(f"{done}/{total} {code}")

    yield line
