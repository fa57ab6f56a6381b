"""What delivery costs: ``python -m tests.benchmarks.delivery_costs [RATE|SPEED|ALERT|CLAIM …]``, as ``make delivery-costs`` does.

On both databases, beside python-telegram-bot alone in the same run. Nothing is asserted: the figures stand in DELIVERY.md.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bot.clock import SystemClock
from bot.sandbox.clock import SimulatedClock
from bot.sandbox.errors import ApiError
from bot.sandbox.limits import Limiter
from bot.sandbox.limits import Rates as Limits
from bot.services.messages.codec import dump_view
from bot.services.messages.delivery import Delivery
from bot.services.messages.pacing import Pacer, Rates
from bot.services.messages.sending import DeliveryRules
from bot.services.messages.transport import Later, Outcome, Outgoing, Sent, Transport
from bot.services.views.pieces import Notice
from bot.store import Store, Transaction
from bot.store.messages import MessageState, OutboxMessage
from bot.tg.i18n import Texts
from bot.tg.sender import Sender
from bot.workers import Inline
from tests.chaos.databases import Database, postgresql, sqlite
from tests.looks import light_and_red

CHATS = 10_000
QUIET = 20  # turns of the loop without anything to do
OPEN_ROWS = (10_000, 100_000, 1_000_000)
SPEED_MESSAGES, ALERTS, CLAIMS = 1_500, 150, 40
UNBRAKED = Rates(total=1e6, private_gap=1e-6, group_gap=1e-6)
VIEW = dump_view(Notice("nothing_covers", {"name": "中际旭创"}))


class Counting(Store):
    """Knows whether anything goes on in the database."""

    active = 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        self.active += 1
        try:
            async with super().transaction() as tx:
                yield tx
        finally:
            self.active -= 1


class Limited:
    """Telegram's limits, and nothing of the way there but a tenth of a second."""

    def __init__(self, clock: SimulatedClock) -> None:
        self._limiter, self._clock = Limiter(clock, Limits()), clock
        self.refused = 0
        self.sent: list[float] = []

    async def send(self, message: Outgoing) -> Outcome:
        await self._clock.sleep(0.1)
        try:
            self._limiter.take(message.chat_id)
        except ApiError:
            self.refused += 1
            return Later(timedelta(seconds=1))
        self.sent.append(self._clock.monotonic())
        return Sent(len(self.sent))


class At:
    """Notes when each message arrives."""

    def __init__(self) -> None:
        self.times: dict[int, float] = {}

    async def send(self, message: Outgoing) -> Outcome:
        self.times[message.chat_id] = time.perf_counter()
        return Sent(len(self.times))


async def rate(store: Counting) -> str:
    """How near 10,000 chats come to the rate of the settings; the database is real, and time stands while it works."""
    clock, rates = SimulatedClock(datetime.now(UTC)), Rates()
    telegram = Limited(clock)
    await put(store, range(1, CHATS + 1), clock.now())
    async with running(Delivery(store, telegram, Pacer(clock, rates), clock, "zh")):
        while len(telegram.sent) < CHATS:
            for _ in range(QUIET):
                await asyncio.sleep(0)
            if store.active:
                await asyncio.sleep(0.0005)
            elif clock.next_due is not None:
                await clock.jump_to(clock.next_due)
    reached = CHATS / telegram.sent[-1] / rates.total
    return f"{reached:.1%} of {rates.total:g}/s over {CHATS:,} chats, {telegram.refused} refused"


async def speed(store: Counting) -> str:
    """Messages a second with the brake off, beside the client alone, which sends with as many workers."""
    from telegram.constants import ParseMode  # noqa: PLC0415 - of this measure alone
    from telegram.ext import Defaults, ExtBot  # noqa: PLC0415
    from telegram.request import HTTPXRequest  # noqa: PLC0415

    with no_op_api() as url:
        request = HTTPXRequest(connection_pool_size=16)
        async with ExtBot("1:a", f"{url}/bot", request=request, defaults=Defaults(parse_mode=ParseMode.HTML)) as bot:
            sender = Sender(bot, Texts.load(), Inline(), SystemClock(), light_and_red)
            text = "没有找到覆盖中际旭创的研报。"
            alone = await per_second(lambda chat: bot.send_message(chat, text), range(1, SPEED_MESSAGES + 1))
            await put(store, range(1, SPEED_MESSAGES + 1), datetime.now(UTC))
            begun = time.perf_counter()
            async with running(_delivery(store, sender)):
                await until_sent(store, SPEED_MESSAGES)
            ours = SPEED_MESSAGES / (time.perf_counter() - begun)
            again = await per_second(lambda chat: bot.send_message(chat, text), range(1, SPEED_MESSAGES + 1))
    return f"{ours:.0f}/s through outbox and client, the client alone {alone:.0f}/s before and {again:.0f}/s after"


async def alert(store: Counting) -> str:
    """From the moment at which an alert is put in line until it is with Telegram's client, nothing else in line."""
    telegram, clock = At(), SystemClock()
    took = []
    async with running(_delivery(store, telegram)):
        for number in range(1, ALERTS + 1):
            await asyncio.sleep(0.01)
            begun = time.perf_counter()
            await put(store, [number], clock.now())
            await until(lambda number=number: number in telegram.times, pause=0.001)  # type: ignore[misc] # bound now
            took.append((telegram.times[number] - begun) * 1000)
    return f"{median(took):.1f} ms in the median, {quantiles(took, n=100)[98]:.1f} ms at p99, of {ALERTS}"


async def claim(store: Counting) -> str:
    """A claim of 32 with ever more open rows."""
    lines, have, now = [], 0, datetime.now(UTC)
    for rows in OPEN_ROWS:
        begun = time.perf_counter()
        async with store.transaction() as tx:
            await tx.outbox.add_all((_message(n, n % (rows // 10) + 1) for n in range(have, rows)), at=now)
        added = (rows - have) / (time.perf_counter() - begun)
        have, took = rows, []
        async with store.transaction() as tx:
            await tx.outbox._connection.exec_driver_sql("ANALYZE")
        for _ in range(CLAIMS):
            begun = time.perf_counter()
            async with store.transaction() as tx:
                claimed = await tx.outbox.claim(32, now, timedelta(minutes=2))
            took.append((time.perf_counter() - begun) * 1000)
            async with store.transaction() as tx:
                for message in claimed:
                    await tx.outbox.begin(message, now)
                    await tx.outbox.sent(message.id, 1, now)
        lines.append(f"{median(took):.1f} ms at {rows:,} open rows ({added:,.0f} rows/s put in line)")
    return "; ".join(lines)


def _delivery(store: Store, transport: Transport) -> Delivery:
    clock = SystemClock()
    return Delivery(store, transport, Pacer(clock, UNBRAKED), clock, "zh", DeliveryRules(burst=100))


def _message(number: int, chat: int) -> OutboxMessage:
    return OutboxMessage(chat, "news", VIEW, f"cost:{number}", 3 + number % 3)


async def put(store: Store, chats: Any, at: datetime) -> None:  # noqa: ANN401 - any numbers
    """One message for each."""
    async with store.transaction() as tx:
        await tx.outbox.add_all((OutboxMessage(chat, "news", VIEW, f"one:{chat}", 3) for chat in chats), at=at)


@asynccontextmanager
async def running(delivery: Delivery) -> Any:  # noqa: ANN401 - nothing is yielded
    """Deliver meanwhile."""
    task = asyncio.create_task(delivery.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(holds: Callable[[], bool], pause: float = 0.02) -> None:
    """Wait for something."""
    while not holds():  # noqa: ASYNC110 - it is measured, and must not be told
        await asyncio.sleep(pause)


async def until_sent(store: Store, count: int) -> None:
    """Wait for so many to be recorded as sent."""
    while True:
        async with store.snapshot() as tx:
            if (await tx.outbox.counts())[MessageState.SENT] >= count:
                return
        await asyncio.sleep(0.2)


async def per_second(send: Callable[[int], Awaitable[object]], chats: range) -> float:
    """How many calls a second eight workers make."""
    line = iter(chats)

    async def work() -> None:
        for chat in line:
            await send(chat)

    begun = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(8)))
    return len(chats) / (time.perf_counter() - begun)


@contextmanager
def no_op_api() -> Iterator[str]:
    """A Bot API in a process of its own that takes everything."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}"
    finally:
        process.terminate()
        process.join()


def _serve(parent: Connection) -> None:
    from aiohttp import web  # noqa: PLC0415 - of that process alone

    message = {
        "message_id": 1,
        "date": 1735288200,
        "chat": {"id": 1, "type": "private", "first_name": "A"},
        "text": "x",
    }
    user = {"id": 1, "is_bot": True, "first_name": "B", "username": "b_bot"}

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"ok": True, "result": user if request.path.endswith("getMe") else message})

    async def serve() -> None:
        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        parent.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(serve())


MEASURES = {"RATE": rate, "SPEED": speed, "ALERT": alert, "CLAIM": claim}


def main(names: list[str]) -> None:
    """Each measure on each database, new each time."""
    for name in names or list(MEASURES):
        for database in (sqlite, postgresql):
            with tempfile.TemporaryDirectory() as folder, database(Path(folder)) as ready:
                print(f"{name:6} {ready.name:11} {asyncio.run(_measured(ready, MEASURES[name]))}", flush=True)  # noqa: T201


async def _measured(database: Database, measure: Callable[[Counting], Awaitable[str]]) -> str:
    store = Counting(database.url)
    try:
        return await measure(store)
    finally:
        await store.close()


if __name__ == "__main__":
    main([name.upper() for name in sys.argv[1:]])
