"""A subscriber's way through all that can be asked, at the end of the demonstration's year."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from bot.demo import HALF_WAY, LAST, Stage, set_stage
from bot.domain.sessions import SHANGHAI
from bot.sandbox.transcript import EventKind, SentMessage, TranscriptEvent
from tests.tour.pages import Act, Bubble, Key, Scene
from tests.tour.script import Step, Tap, scenes_of


async def walk(language: str) -> list[Scene]:
    """Play the year, and then every scene of the script; what was pushed meanwhile comes between."""
    paper = Console(file=StringIO())
    with TemporaryDirectory(prefix="pickwatch-tour-") as folder:
        async with set_stage(language, Path(folder) / "data", Path(folder), paper) as stage:
            record = Record()
            stage.sandbox.observe(record)
            scenes: list[Scene] = []
            for title, who, steps in scenes_of(language):
                for step in steps:
                    await _do(stage, who, step)
                scenes += record.cut(title)
            return scenes


class Record:
    """Keeps what happens in the chats, until it is cut off as a scene."""

    def __init__(self) -> None:
        self._events: list[Bubble | Act] = []

    def __call__(self, event: TranscriptEvent) -> None:
        match event.kind:
            case EventKind.SENT | EventKind.EDITED:
                self._events.append(_bubble(event.message))
            case EventKind.PRESSED:
                self._events.append(Act(event.note))
            case EventKind.ANSWERED if event.note:
                self._events.append(Act(event.note, toast=True))
            case _:
                pass

    def cut(self, title: str) -> Iterable[Scene]:
        """The scene so far, if anything was said in it."""
        events, self._events = tuple(self._events), []
        return [Scene(title, events)] if events else []


async def _do(stage: Stage, who: int, step: Step) -> None:
    match step:
        case "half way":
            await stage.until(HALF_WAY)
        case "the end":
            await stage.until(LAST)
        case "report":
            await stage.confirm_report()
        case "reader":
            await stage.meet_reader()
        case Tap(label):
            await stage.answered(_press(stage, who, label))
        case _:
            await stage.answered(stage.sandbox.say(who, step))


async def _press(stage: Stage, who: int, label: str) -> None:
    for message in reversed(stage.sandbox.transcript(who)):
        for row in message.keyboard:
            for key in row:
                if key.data and key.text.startswith(label):
                    await stage.sandbox.press(who, message.message_id, key.data)
                    return
    raise LookupError(f"no message has a button {label}")


def _bubble(message: SentMessage) -> Bubble:
    return Bubble(
        text=message.html,
        own=not message.from_bot,
        keys=tuple(tuple(Key(each.text, link=each.url is not None) for each in row) for row in message.keyboard),
        picture=message.photo,
        file=message.document.name if message.document else "",
        time=f"{message.changed.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
    )
