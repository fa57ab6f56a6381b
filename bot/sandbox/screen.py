"""Prints a chat as a person would see it: bubbles, formatting, keyboards, pictures by name. Needs `rich`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.sandbox.entities import COMMAND, Entity, units
from bot.sandbox.transcript import Button, EventKind, SentMessage, TranscriptEvent

if TYPE_CHECKING:
    from datetime import date

    from rich.console import Console, RenderableType
    from rich.text import Text

SHANGHAI = ZoneInfo("Asia/Shanghai")
WIDEST = 0.8  # a bubble's share of the width
LINK = "#4ea1e6"
STYLES = {
    "bold": "bold",
    "italic": "italic",
    "underline": "underline",
    "strikethrough": "strike",
    "spoiler": "reverse dim",
    "code": "#d19a66",
    "pre": "#d19a66",
    "text_link": f"underline {LINK}",
    "text_mention": LINK,
    "bot_command": LINK,
}
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
TALL_KEYBOARD = 5  # rows from which the lines between them are left out


class Screen:
    """Shows events on a console of 60 columns or more; `show` can be an observer of a sandbox.

    ``picture`` names the picture of a message, for example after writing it to a file; by itself it bears the name
    that the bot gave it. Times are Asia/Shanghai.
    """

    def __init__(self, console: Console, *, picture: Callable[[SentMessage], str | None] | None = None) -> None:
        self._console = console
        self._picture = picture or (lambda message: message.picture_name)
        self._day: date | None = None

    def show(self, event: TranscriptEvent) -> None:
        """Print what happened."""
        from rich.align import Align  # noqa: PLC0415 - rich is loaded when something is shown
        from rich.text import Text  # noqa: PLC0415

        message = event.message
        match event.kind:
            case EventKind.SENT | EventKind.EDITED:
                self._show_day(message)
                bubble = self._bubble(message)
                self._console.print(bubble if message.from_bot else Align.right(bubble))
            case EventKind.PRESSED:
                self._console.print(Align.right(Text(f"👆 {event.note} ", style="green")))
            case EventKind.ANSWERED if event.note:
                self._console.print(Align.center(Text(f" {event.note} ", style="reverse")))
            case EventKind.DELETED:
                self._console.print(Text(f"✕ {message.text.partition(chr(10))[0][:40]}", style="dim strike"))
            case _:
                pass

    def _show_day(self, message: SentMessage) -> None:
        from rich.align import Align  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        day = message.changed.astimezone(SHANGHAI).date()
        if day != self._day:
            self._day = day
            self._console.print(Align.center(Text(f" {day.isoformat()} ", style="dim")))

    def _bubble(self, message: SentMessage) -> RenderableType:
        from rich.box import ROUNDED  # noqa: PLC0415
        from rich.console import Group  # noqa: PLC0415
        from rich.measure import measure_renderables  # noqa: PLC0415
        from rich.panel import Panel  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        widest = int(self._console.width * WIDEST)
        body = Group(*self._lines(message, widest - 4))
        marks = " ".join(filter(None, ["🔕" if message.silent else "", "✎" if message.edited else ""]))
        when = Text(" ".join(filter(None, [marks, f"{message.changed.astimezone(SHANGHAI):%H:%M}"])), style="dim")
        title = Text(message.sender, style="bold #4ea1e6" if message.from_bot else "bold green")
        content = measure_renderables(self._console, self._console.options, [body]).maximum if body.renderables else 0
        keys = self._keyboard_width(message)
        width = min(widest, max(content, title.cell_len + 4, when.cell_len + 4, keys) + 4)
        panel = Panel(
            body,
            box=ROUNDED,
            title=title,
            title_align="left",
            subtitle=when,
            subtitle_align="right",
            width=width,
            border_style="#4a6d8c" if message.from_bot else "green",
        )
        return Group(panel, *self._keyboard(message.keyboard, width)) if message.keyboard else panel

    def _lines(self, message: SentMessage, width: int) -> Iterator[Text]:
        from rich.text import Text  # noqa: PLC0415

        if message.photo is not None:
            yield Text(f"📊 {self._picture(message) or 'photo'}", style=LINK)
        if message.document is not None:
            yield Text(f"📄 {message.document.name} ({_size(len(message.document.data))})", style=LINK)
        styled = Text(message.text)
        starts = _positions(message.text)
        for command in COMMAND.finditer(message.text):  # in a bot's messages too, commands can be tapped
            styled.stylize(STYLES["bot_command"], command.start(), command.end())
        quoted: list[range] = []
        for entity in message.entities:
            start, end = starts[entity.offset], starts[entity.offset + entity.length]
            if entity.type in QUOTES:
                quoted.append(range(start, end))
            styled.stylize(_style(entity), start, end)
        position = 0
        for line in styled.split("\n", allow_blank=True) if message.text else []:
            is_quoted = any(position in stretch for stretch in quoted)
            for piece in line.wrap(self._console, width - 2 * is_quoted):
                yield Text.assemble(("▎ ", LINK), piece) if is_quoted else piece
            position += len(line) + 1

    @staticmethod
    def _keyboard_width(message: SentMessage) -> int:
        from rich.cells import cell_len  # noqa: PLC0415

        return max((sum(cell_len(_label(key)) + 3 for key in row) - 3 for row in message.keyboard), default=0)

    @staticmethod
    def _keyboard(rows: tuple[tuple[Button, ...], ...], width: int) -> Iterator[RenderableType]:
        """Neighbouring rows with as many buttons share a grid."""
        from rich.box import ROUNDED  # noqa: PLC0415
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        for columns, alike in groupby(rows, key=len):
            grid = Table(
                box=ROUNDED,
                show_header=False,
                show_lines=len(rows) < TALL_KEYBOARD,
                width=width,
                border_style="#4a6d8c",
            )
            for _ in range(columns):
                grid.add_column(justify="center", ratio=1, no_wrap=True, overflow="ellipsis")
            for row in alike:
                grid.add_row(*(Text(_label(key), style="bold") for key in row))
            yield grid


def _label(key: Button) -> str:
    return f"{key.text} ↗" if key.url else key.text


def _style(entity: Entity) -> str:
    return STYLES.get(entity.type, "")


def _positions(text: str) -> dict[int, int]:
    """From UTF-16 offsets to indices of the string."""
    positions, offset = {}, 0
    for index, character in enumerate(text):
        positions[offset] = index
        offset += units(character)
    return positions | {offset: len(text)}


def _size(count: int) -> str:
    return f"{count / 1024:,.0f} KB" if count >= 1024 else f"{count} B"  # noqa: PLR2004
