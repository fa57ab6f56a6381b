"""Trying the bot by hand: lines typed become messages, presses and uploads of a person in the sandbox."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.sandbox.acting import NoSuchButton
from bot.sandbox.errors import ApiError
from bot.sandbox.server import TOKEN, Sandbox

if TYPE_CHECKING:
    from bot.sandbox.acting import Acting
    from bot.sandbox.transcript import SentMessage

PORT = 8081
HELP = """Every line is said to the bot, except:
:press TEXT    press that button of the newest message that has it
:upload PATH   send a file
:query TEXT    type @bot TEXT in another chat
:as ID         go on as another person
:quit          end"""


class Prompt:
    """One person at a keyboard; ``out`` gets the lines that are not part of the chat."""

    def __init__(self, acting: Acting, user_id: int, out: Callable[[str], None]) -> None:
        self._acting = acting
        self._user = user_id
        self._out = out

    async def run(self, lines: AsyncIterator[str]) -> bool:
        """Do what the lines say; True when one said ``:quit``, False when they ended."""
        async for line in lines:
            if line.strip() == ":quit":
                return True
            try:
                await self.do(line.strip())
            except (ApiError, NoSuchButton, KeyError, OSError, TimeoutError, ValueError) as error:
                self._out(str(error))
        return False

    async def do(self, line: str) -> None:
        """Do what one line says.

        Raises:
            NoSuchButton: no message has the button.
            OSError: the file cannot be read.
            TimeoutError: the bot did not answer the inline query.
            ValueError: there is no such command or person.
        """
        command, _, rest = line.partition(" ")
        match command:
            case "":
                pass
            case ":help":
                self._out(HELP)
            case ":press":
                await self._acting.press(self._user, self._with_button(rest).message_id, rest)
            case ":upload":
                await self._acting.upload(self._user, Path(rest).name, await asyncio.to_thread(Path(rest).read_bytes))
            case ":query":
                answer = await self._acting.results(await self._acting.query(self._user, rest))
                self._out(
                    "\n".join(f"{result.title} · {result.description}" for result in answer.results) or "(nothing)"
                )
            case ":as":
                self._user = self._acting.state.chats.user(int(rest)).user_id
            case _ if command.startswith(":"):
                raise ValueError(f"no command {command}; :help lists them")
            case _:
                await self._acting.say(self._user, line)

    def _with_button(self, text: str) -> SentMessage:
        for message in reversed(self._acting.transcript(self._user)):
            if any(text in (key.text, key.data) for row in message.keyboard for key in row):
                return message
        raise NoSuchButton(f"no message has a button {text!r}")


async def typed() -> AsyncIterator[str]:
    """The lines of standard input; its thread never holds up the end of the program."""
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        try:
            for line in sys.stdin:
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, None)
        except RuntimeError:  # the loop was closed while this waited for a line
            return

    threading.Thread(target=read, daemon=True).start()
    while (line := await lines.get()) is not None:
        yield line


async def serve(
    *,
    host: str = "127.0.0.1",
    port: int = PORT,
    token: str = TOKEN,
    users: Sequence[tuple[int, str, str]] = ((1001, "李雷", "zh-hans"), (1002, "Ann", "en")),
) -> None:
    """Run a sandbox in the foreground on the machine's clock, for a `bot run` by hand, until ``:quit``.

    ``users`` are ids, first names and language codes; the first of them types. Without standard input it serves until
    it is cancelled.

    Raises:
        OSError: the port is taken.
    """
    from rich.console import Console  # noqa: PLC0415 - loaded for this command alone
    from rich.text import Text  # noqa: PLC0415

    from bot.sandbox.screen import Screen  # noqa: PLC0415

    console = Console()
    async with await Sandbox.start(token=token, host=host, port=port) as sandbox:
        for user_id, name, language in users:
            sandbox.add_user(user_id, name, language)
        console.print(
            Text(f"BOT_TELEGRAM__API_URL={sandbox.url}\nBOT_TELEGRAM__TOKEN={sandbox.token}\n:help", style="dim")
        )
        sandbox.observe(Screen(console).show)
        prompt = Prompt(sandbox, users[0][0], lambda text: console.print(Text(text, style="dim")))
        if not await prompt.run(typed()):
            await asyncio.Event().wait()
