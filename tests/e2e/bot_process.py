"""The bot as a process, and a person who talks to it through the sandbox."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.limits import Rates
from bot.sandbox.server import Sandbox
from bot.sandbox.transcript import SentMessage

ROOT = Path(__file__).parents[2]
RECORDED = ROOT / "bot" / "sandbox" / "recorded"
SAMPLE = ROOT / "bot" / "sandbox" / "samples" / "sample-report.pdf"
EDITOR, SECOND_EDITOR = 1001, 1002
PATIENCE = 60.0  # seconds, only ever waited in full by a test that fails; a machine under load starts a process slowly
UNHURRIED = Rates(total=10_000, chat=1_000.0, burst=1_000)  # where pace is not the subject


def environment(sandbox: Sandbox, data_dir: Path, **changes: str) -> dict[str, str]:
    """What the bot is started with; no setting of the machine reaches it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    settings = {
        "BOT_TELEGRAM__API_URL": sandbox.url,
        "BOT_TELEGRAM__TOKEN": sandbox.token,
        "BOT_MARKET__SOURCE": "recorded",
        "BOT_MARKET__RECORDED_DIR": str(RECORDED),
        "BOT_DATA_DIR": str(data_dir),
        "BOT_ACCESS__OWNERS": f"[{EDITOR}, {SECOND_EDITOR}]",
        "BOT_ACCESS__OPEN": "true",
        "BOT_LIMITS__MESSAGES_PER_MINUTE": "1000",
    }
    return inherited | settings | changes


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its exit code and what it wrote to standard error."""

    code: int
    errors: str


class BotProcess:
    """``bot run``; whatever becomes of the test, it does not outlive it."""

    def __init__(self, process: Process, log: Path) -> None:
        self.process = process
        self._log = log
        self._began = time.monotonic()

    @property
    def age(self) -> float:
        """The seconds since it was started."""
        return time.monotonic() - self._began

    async def ended(self, within: float = PATIENCE) -> Ended:
        """Wait for its end.

        Raises:
            TimeoutError: it goes on.
        """
        async with asyncio.timeout(within):
            return Ended(await self.process.wait(), self.log())

    def log(self) -> str:
        """What it has written to standard error so far."""
        return self._log.read_text("utf-8")


@asynccontextmanager
async def running(
    env: dict[str, str], log: Path, command: tuple[str, ...] = ("bot", "run")
) -> AsyncIterator[BotProcess]:
    """Start ``bot run``, and kill it at the end where it still runs; ``command`` is a module and its arguments."""
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *command, env=env, cwd=log.parent, stderr=errors
        )
    try:
        yield BotProcess(process, log)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


class Person:
    """Somebody with a telephone."""

    def __init__(self, sandbox: Sandbox, user_id: int) -> None:
        self.sandbox = sandbox
        self.user_id = user_id

    async def says(self, text: str, *, offering: str = "") -> SentMessage:
        """Write something; the bot's answer: the first with a button whose label begins as ``offering`` does.

        Something pushed may come before the answer, and it has other buttons.
        """
        before = self._seen()
        await self.sandbox.say(self.user_id, text)
        return await self.answer(before, offering)

    async def sends(self, name: str, data: bytes, mime: str | None = None, *, offering: str = "") -> SentMessage:
        """Send a file; the bot's answer, as of `says`."""
        before = self._seen()
        await self.sandbox.upload(self.user_id, name, data, mime)
        return await self.answer(before, offering)

    async def taps(self, message: SentMessage, label: str) -> SentMessage:
        """Tap the button whose label begins so; the message it stood under as it is then, or the new one."""
        before, standing = self._seen(), self.now(message)
        data = next(each.data for row in standing.keyboard for each in row if each.text.startswith(label))
        assert data is not None
        return await self._tapped(await self.sandbox.press(self.user_id, message.message_id, data), standing, before)

    async def taps_what_is_gone(self, message: SentMessage, data: str) -> SentMessage:
        """Tap a button that an old client still shows."""
        before, standing = self._seen(), self.now(message)
        return await self._tapped(
            await self.sandbox.press_old(self.user_id, message.message_id, data), standing, before
        )

    async def answer(self, after: int, offering: str = "") -> SentMessage:
        """The bot's first message with a number beyond ``after``, and with such a button where one is named."""

        def answers(each: SentMessage) -> bool:
            labels = [button.text for row in each.keyboard for button in row]
            offered = not offering or any(label.startswith(offering) for label in labels)
            return each.from_bot and each.message_id > after and offered

        return await self.sandbox.wait(self.user_id, answers, timeout=PATIENCE)

    async def hears(self, words: str) -> SentMessage:
        """The bot's first message that holds ``words``, there already or still to come."""
        return await self.sandbox.wait(
            self.user_id, lambda each: each.from_bot and words in each.text, timeout=PATIENCE
        )

    def now(self, message: SentMessage) -> SentMessage:
        """The message as it stands at present."""
        return next(each for each in self.heard() if each.message_id == message.message_id)

    def heard(self) -> list[SentMessage]:
        """All that stands in the chat."""
        return self.sandbox.transcript(self.user_id)

    async def _tapped(self, query: str, standing: SentMessage, before: int) -> SentMessage:
        await self.sandbox.answered(query, timeout=PATIENCE)

        def changed(each: SentMessage) -> bool:
            if each.message_id == standing.message_id:
                return each.text != standing.text or each.keyboard != standing.keyboard
            return each.from_bot and each.message_id > before

        return await self.sandbox.wait(self.user_id, changed, timeout=PATIENCE)

    def _seen(self) -> int:
        return max((each.message_id for each in self.heard()), default=0)


def labels(message: SentMessage) -> list[str]:
    """The buttons under a message."""
    return [each.text for row in message.keyboard for each in row]


async def until(ready: Callable[[], bool]) -> None:
    """Wait for something that nobody tells of.

    Raises:
        TimeoutError: it does not come.
    """
    async with asyncio.timeout(PATIENCE):
        while not ready():  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.02)
