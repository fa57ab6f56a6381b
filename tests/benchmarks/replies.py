"""How long the bot takes from an update to its reply, out of a store of a hundred thousand reports.

``python -m tests.benchmarks.replies`` (make replies) makes the store where there is none yet, plays people over the
sandbox on loopback against the bot as a process of its own, beside an application of python-telegram-bot that only says
"ok", and writes REPLIES.md. Nothing is asserted: the machine may do other things, which is why the processor's time
stands there too.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import gettempdir

import psutil

from bot.domain.securities import Market, Security
from bot.sandbox.limits import Rates
from bot.sandbox.server import Sandbox
from bot.sandbox.transcript import EventKind, TranscriptEvent
from bot.services.names.reference import Reference
from bot.tg.actions.callbacks import encode
from bot.tg.actions.views import ShowStockChart
from tests.benchmarks.many_reports import CHATS, FIRST_CHAT, OWNER, REPORTS, ROOT, SECURITIES, fill

PAGE = Path(__file__).with_name("REPLIES.md")
SAMPLE = ROOT / "bot" / "sandbox" / "samples" / "sample-report.pdf"
UNHURRIED = Rates(total=1_000_000, chat=1e6, burst=1_000_000)
PATIENCE = 120.0
EACH = 100  # replies of a kind, one after another
Asking = Callable[[], Awaitable[float]]


@dataclass
class Measured:
    """Seconds from the update to the first reply, and the seconds of CPU of the process that replied."""

    name: str
    seconds: list[float] = field(default_factory=list)
    cpu: float = 0.0

    def row(self) -> str:
        """A line of the table, in milliseconds."""
        cuts = quantiles(self.seconds, n=100, method="inclusive")
        figures = (cuts[49], cuts[98], max(self.seconds), self.cpu / len(self.seconds))
        return f"| {self.name} | {len(self.seconds)} | " + " | ".join(f"{1000 * each:.1f}" for each in figures) + " |"


class Phones:
    """Everybody's telephone: tells when the first message after a question came."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._waiting: dict[int, asyncio.Future[float]] = {}
        sandbox.state.observers.append(self._seen)

    async def ask(self, chat: int, text: str) -> float:
        """Seconds until the bot's first answer."""
        waiting = self._waiting[chat] = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        await self._sandbox.say(chat, text)
        came: float = await asyncio.wait_for(waiting, PATIENCE)
        return came - began

    async def type(self, chat: int, text: str) -> float:
        """Seconds until the page of an inline query is there."""
        began = time.perf_counter()
        await self._sandbox.results(await self._sandbox.query(chat, text), timeout=PATIENCE)
        return time.perf_counter() - began

    async def make_work(self, code: str, symbol: str) -> None:
        """The owner sends a PDF, which is read in a process of its own, and taps for a chart, which is drawn in another."""
        await self.ask(OWNER, f"/coverage {code}")
        card = self._sandbox.transcript(OWNER)[-1]
        another = SAMPLE.read_bytes() + f"\n% {time.time_ns()}".encode()  # one that was read is not read again
        await self._sandbox.upload(OWNER, SAMPLE.name, another, "application/pdf")
        await self._sandbox.press_old(OWNER, card.message_id, encode(ShowStockChart(symbol)))

    def _seen(self, event: TranscriptEvent) -> None:
        message = event.message
        waiting = self._waiting.get(message.chat_id)
        if event.kind is EventKind.SENT and message.from_bot and waiting is not None and not waiting.done():
            waiting.set_result(time.perf_counter())


@asynccontextmanager
async def playing(sandbox: Sandbox, module: str, folder: Path) -> AsyncIterator[tuple[psutil.Process, float]]:
    """A bot as a process, once it polls, and the seconds until it did."""
    with sqlite3.connect(folder / "pickwatch.db") as database:
        database.execute("DELETE FROM inbox")  # every sandbox counts its updates from the same number on
    database.close()
    env = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    began = time.perf_counter()
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, sandbox.url, sandbox.token, str(folder), env=env, cwd=ROOT
    )
    try:
        async with asyncio.timeout(PATIENCE):
            while not sandbox.state.updates.polled:  # noqa: ASYNC110 - another process does it
                await asyncio.sleep(0.005)
        yield psutil.Process(child.pid), time.perf_counter() - began
    finally:
        child.terminate()
        await child.wait()


class Player:
    """Asks one bot everything, and keeps what it took."""

    def __init__(self, name: str, phones: Phones, process: psutil.Process, chosen: Sequence[Security]) -> None:
        self._name = name
        self._phones = phones
        self._process = process
        self._chosen = chosen
        self._random = Random(4)
        self.measured: list[Measured] = []

    async def one_by_one(self, name: str, text: Callable[[], str], *, inline: bool = False) -> None:
        """Each asks when the one before has been answered."""
        way = self._phones.type if inline else self._phones.ask
        await way(self._chat(), text())  # what is loaded at the first question of a kind is loaded once
        async with self._measuring(name) as found:
            for _ in range(EACH):
                found.seconds.append(await way(self._chat(), text()))

    async def all_of(self, name: str, text: Callable[[], str], over: float) -> None:
        """Every chat asks once within so many seconds."""
        async with self._measuring(name) as found:
            asking = [self._after(over * place / CHATS, FIRST_CHAT + place, text()) for place in range(CHATS)]
            found.seconds += await asyncio.gather(*asking)

    def stock(self) -> str:
        """A security that has reports, those with many more often."""
        return self._chosen[int(len(self._chosen) * self._random.random() ** 2)].code

    async def work(self) -> None:
        """A chart and a PDF, which are being made while others ask."""
        security = self._chosen[self._random.randrange(len(self._chosen))]
        await self._phones.make_work(security.code, security.symbol)

    def number(self) -> int:
        """A report."""
        return self._random.randrange(1, REPORTS + 1)

    def card(self) -> str:
        """A question that some card answers."""
        asked = (f"/coverage {self.stock()}", f"/report {self.number()}", "/watchlist", "/scoreboard", "/calendar")
        return self._random.choice(asked)

    async def _after(self, seconds: float, chat: int, text: str) -> float:
        await asyncio.sleep(seconds)
        return await self._phones.ask(chat, text)

    def _chat(self) -> int:
        return FIRST_CHAT + self._random.randrange(CHATS)

    @asynccontextmanager
    async def _measuring(self, name: str) -> AsyncIterator[Measured]:
        """Counts the processor's time of the process itself, not of those that draw and read."""
        found = Measured(f"{self._name}: {name}")
        before = self._process.cpu_times()
        yield found
        after = self._process.cpu_times()
        found.cpu = after.user + after.system - before.user - before.system
        self.measured.append(found)
        print(found.row(), flush=True)  # noqa: T201 - a benchmark that takes minutes


async def play_echo(player: Player) -> None:
    """An empty answer, in the same ways."""
    await player.one_by_one("an answer", lambda: "hello")
    await player.one_by_one("an inline page", lambda: "hello", inline=True)
    await player.all_of("200 chats at one moment", lambda: "hello", 0.0)
    await player.all_of("200 chats within a second", lambda: "hello", 1.0)
    await player.all_of("200 chats over 5 s", lambda: "hello", 5.0)


async def play_ours(player: Player) -> None:
    """The cards."""
    await player.one_by_one("coverage", lambda: f"/coverage {player.stock()}")
    await player.one_by_one("a name as plain text", player.stock)
    await player.one_by_one("report", lambda: f"/report {player.number()}")
    await player.one_by_one("list of reports", lambda: "/reports")
    await player.one_by_one("watchlist", lambda: "/watchlist")
    await player.one_by_one("scoreboard", lambda: "/scoreboard")
    await player.one_by_one("scoreboard of analysts", lambda: "/scoreboard analyst")
    await player.one_by_one("calendar", lambda: "/calendar")
    await player.one_by_one("inline, a stock", player.stock, inline=True)
    await player.one_by_one("inline, words", lambda: "行业周报", inline=True)
    await player.one_by_one("inline, what is followed", lambda: "", inline=True)

    await player.all_of("200 chats at one moment, the first time", player.card, 0.0)
    for name, over in (("at one moment", 0.0), ("within a second", 1.0), ("over 5 s", 5.0)):
        await player.work()
        await player.all_of(f"200 chats {name}, a chart and a PDF being made", player.card, over)


async def bench(folder: Path) -> tuple[list[Measured], dict[str, float]]:
    """What was measured, and the seconds from start to first poll by bot."""
    names = [each for each in Reference(ROOT / "config", folder / "none.csv").names if each.market is Market.A]
    chosen = Random(1).sample([each for each in names if not each.delisted], SECURITIES)
    measured: list[Measured] = []
    starts: dict[str, float] = {}
    for name, module in (("echo", "tests.benchmarks.echo_bot"), ("Pickwatch", "tests.benchmarks.evening_bot")):
        async with await Sandbox.start(rates=UNHURRIED) as sandbox:
            for chat in (OWNER, *range(FIRST_CHAT, FIRST_CHAT + CHATS)):
                sandbox.add_user(chat, f"user {chat}", "zh-hans", started=True)
            phones = Phones(sandbox)
            async with playing(sandbox, module, folder) as (process, until_polling):
                starts[name] = until_polling
                player = Player(name, phones, process, chosen)
                await (play_echo(player) if name == "echo" else play_ours(player))
                measured += player.measured
    return measured, starts


def page(measured: Sequence[Measured], starts: dict[str, float]) -> str:
    """REPLIES.md."""
    began = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in starts.items())
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, SQLite."
    head, _, rest = PAGE.read_text("utf-8").partition("| what |") if PAGE.exists() else ("# Replies", "", "")
    _, _, after = rest.partition("\nFrom start to first poll: ")
    lines = [
        head.rstrip(),
        "",
        "| what | replies | p50 ms | p99 ms | longest ms | CPU ms a reply |",
        "| --- | --- | --- | --- | --- | --- |",
        *(each.row() for each in measured),
        "",
        f"From start to first poll: {began}. {machine}",
        after.partition("\n")[2],
    ]
    return "\n".join(lines)


async def main(folder: Path, *, write: bool) -> None:
    """Make the store where there is none, measure, and write the page."""
    if not (folder / "pickwatch.db").exists():
        seconds = await fill(folder)
        print(f"the figures of {REPORTS} reports were reckoned in {seconds:.0f} s of CPU")  # noqa: T201
    found = page(*await bench(folder))
    if write:
        PAGE.write_text(found.rstrip() + "\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(gettempdir()) / f"pickwatch-{REPORTS}-reports")
    parser.add_argument("--write", action="store_true", help="write REPLIES.md")
    asked = parser.parse_args()
    asyncio.run(main(asked.folder, write=asked.write))
