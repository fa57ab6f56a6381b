"""Everything one sandbox knows, and the few things that happen to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.clock import Clock
from bot.sandbox.chats import Chats, User
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.limits import Limiter
from bot.sandbox.messages import Message, Messages
from bot.sandbox.transcript import CallbackAnswer, EventKind, InlineAnswer, TranscriptEvent
from bot.sandbox.updates import Updates

Observer = Callable[[TranscriptEvent], None]


@dataclass(slots=True)
class Press:
    """A button pressed, not answered yet or answered."""

    user: User
    message: Message
    answer: CallbackAnswer | None = None


@dataclass(slots=True)
class InlineQuery:
    """An inline query, not answered yet or answered; ``raw`` are the results as the bot sent them."""

    user: User
    text: str
    answer: InlineAnswer | None = None
    raw: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Profile:
    """What the bot says of itself: texts, commands and menu buttons, by (scope and) language."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    menu_buttons: dict[int | None, dict[str, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class State:
    """The world on the other side of the Bot API."""

    clock: Clock
    token: str
    bot: User
    limiter: Limiter
    chats: Chats = field(default_factory=Chats)
    messages: Messages = field(default_factory=Messages)
    files: Files = field(default_factory=Files)
    updates: Updates = field(default_factory=Updates)
    faults: Faults = field(default_factory=Faults)
    profile: Profile = field(default_factory=Profile)
    presses: dict[str, Press] = field(default_factory=dict)
    queries: dict[str, InlineQuery] = field(default_factory=dict)
    actions: list[tuple[int, str]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    history: list[TranscriptEvent] = field(default_factory=list)
    observers: list[Observer] = field(default_factory=list)
    waiting: list[asyncio.Future[None]] = field(default_factory=list)
    numbers: count[int] = field(default_factory=lambda: count(7_000_001))

    def post(self, message: Message) -> Message:
        """Keep a new message and tell who watches."""
        self.messages.add(message)
        self.tell(EventKind.SENT, message)
        return message

    def tell(self, kind: EventKind, message: Message, note: str = "") -> None:
        """Record an event, call the observers, wake those who wait."""
        event = TranscriptEvent(kind, message.seen(), note)
        self.history.append(event)
        for observer in tuple(self.observers):
            observer(event)
        self.wake()

    def wake(self) -> None:
        """Let those who wait for something look again."""
        waiting, self.waiting = self.waiting, []
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, ready: Callable[[], bool], seconds: float, what: str) -> None:
        """Wait until ``ready``, at most ``seconds`` of real time.

        Raises:
            TimeoutError: it did not become so; the message says what was waited for.
        """
        try:
            async with asyncio.timeout(seconds):
                while not ready():
                    waiter = asyncio.get_running_loop().create_future()
                    self.waiting.append(waiter)
                    await waiter
        except TimeoutError:
            raise TimeoutError(f"{what}: not within {seconds:g} s") from None
