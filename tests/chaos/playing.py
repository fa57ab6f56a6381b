"""The bot as a process that is killed again and again, and what the people on the other side have seen in the end.

An editor sends reports and confirms each; every follower is to be told of each report once. Reading, confirming and
sending are wherever they are when the process is killed or loses its database.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.sandbox.server import Sandbox
from bot.store.messages import Letter, MessageState
from bot.store.records import Role, User
from bot.store.store import Store
from tests.chaos.databases import Database
from tests.e2e.bot_process import EDITOR, PATIENCE, UNHURRIED, BotProcess, environment, running
from tests.e2e.reports import company_report

FOLLOWERS = range(5001, 5009)
NEWS, REPEATED = "新研报", "（可能重复）"
AWAKE = 0.75  # of the processes are killed some time after they listen, the others on the way there
LIFE = (0.0, 3.0)  # seconds until then
LISTENING = "is listening"
SETTLING = 120.0


@dataclass
class Tally:
    """What came of a run. An ``event`` is one report for one follower."""

    database: str
    kills: int = 0
    cuts: int = 0
    faults: int = 0
    events: int = 0
    once: int = 0
    repeated_marked: int = 0
    recorded_uncertain: int = 0
    given_up: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        """How many events were lost, doubled unmarked or stuck."""
        return len(self.lost) + len(self.doubled) + len(self.stuck)

    def rows(self) -> list[tuple[str, int]]:
        """The table."""
        return [
            ("kills", self.kills),
            ("database connections cut", self.cuts),
            ("faults of Telegram", self.faults),
            ("events", self.events),
            ("arrived once", self.once),
            ("repeated, marked and recorded as uncertain", self.repeated_marked),
            ("not seen, recorded as uncertain", self.recorded_uncertain),
            ("never told, its update recorded as given up after kill upon kill", self.given_up),
            ("LOST", len(self.lost)),
            ("DOUBLED unmarked", len(self.doubled)),
            ("STUCK", len(self.stuck)),
        ]


class Play:
    """One run on one database."""

    def __init__(self, database: Database, folder: Path, seed: int, report: Callable[[str], None]) -> None:
        self._database = database
        self._folder = folder
        self._random = random.Random(seed)
        self._report = report
        self.tally = Tally(database.name)
        self._titles: list[str] = []

    async def run(self, kills: int, cuts: int, *, bad_days: bool = True) -> Tally:
        """Kill and cut so often, a report for each, then let the bot come to rest and count.

        On ``bad_days`` Telegram is slow, fails, asks to wait and loses answers besides.
        """
        store = Store(self._database.url)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(store.close)
            sandbox = await stack.enter_async_context(await Sandbox.start(rates=UNHURRIED))
            await self._introduce(store, sandbox)
            env = environment(
                sandbox,
                self._folder,
                BOT_DATABASE_URL=self._database.url,
                BOT_DELIVERY__LEASE_SECONDS="5",
                BOT_DELIVERY__BURST="100",
                BOT_TELEGRAM__GAP_PRIVATE="0.02",
            )
            editing = asyncio.create_task(self._edit(sandbox))
            try:
                ends = ["kill"] * kills + ["cut"] * (cuts if self._database.cut else 0)
                self._random.shuffle(ends)
                await self._torment(sandbox, env, ends, bad_days=bad_days)
                async with running(env, self._folder / "errors.txt"):
                    await self._rest(store, sandbox)
            finally:
                editing.cancel()
                await asyncio.gather(editing, return_exceptions=True)
            await self._count(store, sandbox)
            if self.tally.wrong:
                await self._write_down(store)
        return self.tally

    async def _introduce(self, store: Store, sandbox: Sandbox) -> None:
        sandbox.add_user(EDITOR, "王编辑")
        now = datetime.now(UTC) - timedelta(days=1)
        async with store.transaction() as tx:
            for user in FOLLOWERS:
                sandbox.add_user(user, f"订户{user}", started=True)
                known = User(user, f"订户{user}", "zh", Role.SUBSCRIBER, None, None, True, now)
                await tx.users.save(known)
                await tx.follows.add(user, "everything", "", now)

    async def _torment(self, sandbox: Sandbox, env: dict[str, str], ends: Sequence[str], *, bad_days: bool) -> None:
        for number, end in enumerate(ends, 1):
            await self._send(sandbox, number)
            if bad_days:
                self._disturb(sandbox)
            async with running(env, self._folder / "errors.txt") as bot:
                if self._random.random() < AWAKE:
                    await self._listening(bot)
                await asyncio.sleep(self._random.uniform(*LIFE))
                if end == "cut" and self._database.cut is not None:
                    await asyncio.to_thread(self._database.cut)
                    self.tally.cuts += 1
                    await asyncio.sleep(self._random.uniform(0.2, 2.0))
            self.tally.kills += 1  # leaving the block is a SIGKILL
            self._report(f"{self._database.name}: {number} of {len(ends)}")

    async def _listening(self, bot: BotProcess) -> None:
        """Until the process says that it listens.

        Raises:
            RuntimeError: it ended instead, or says nothing; with the end of what it wrote.
        """
        before, begun = bot.log().count(LISTENING), time.monotonic()
        while bot.log().count(LISTENING) == before:
            if bot.process.returncode is not None or time.monotonic() - begun > PATIENCE:
                raise RuntimeError(f"no bot listens:\n{bot.log()[-5000:]}")
            await asyncio.sleep(0.05)

    async def _send(self, sandbox: Sandbox, number: int) -> None:
        title = f"第{number}号样例报告的标题"
        self._titles.append(title)
        await sandbox.say(EDITOR, company_report(title, stock=("新易盛", "中际旭创")[number % 2]))

    def _disturb(self, sandbox: Sandbox) -> None:
        """Telegram has its own bad days: slow, cut before and after delivery, failing, asking to wait."""
        faults: list[dict[str, object]] = [
            {"delay": 0.3, "delivered": True, "times": 4},
            {"abort": True, "delivered": True},
            {"abort": True},
            {"code": 502, "description": "Bad Gateway"},
            {
                "code": 429,
                "description": "Too Many Requests: retry after 1",
                "parameters": {"retry_after": 1},
                "times": 3,
            },
        ]
        fault = self._random.choice(faults)
        sandbox.fail("sendMessage", chat_id=self._random.choice(FOLLOWERS), **fault)  # type: ignore[arg-type] # by name
        self.tally.faults += 1

    async def _edit(self, sandbox: Sandbox) -> None:
        """Confirm each draft whose card is shown, once a card."""
        pressed: set[int] = set()
        while True:
            for message in sandbox.transcript(EDITOR):
                wanted = [each for row in message.keyboard for each in row if each.text.startswith("确认")]
                if message.from_bot and wanted and message.message_id not in pressed:
                    pressed.add(message.message_id)
                    await sandbox.press_old(EDITOR, message.message_id, wanted[0].data or "")
            await asyncio.sleep(0.1)

    async def _rest(self, store: Store, sandbox: Sandbox) -> None:
        """Until everything has been told and nothing waits; what does not come to rest is found by counting."""
        begun = time.monotonic()
        while time.monotonic() - begun < SETTLING:
            async with store.snapshot() as tx:
                counts = await tx.outbox.counts()
                pending = await tx.inbox.pending()
            moving = counts[MessageState.WAITING] + counts[MessageState.SENDING]
            told = all(self._copies(sandbox, user, title) for user in FOLLOWERS for title in self._titles)
            if not moving and not pending and (told or counts[MessageState.UNCERTAIN]):
                return
            await asyncio.sleep(0.2)

    async def _count(self, store: Store, sandbox: Sandbox) -> None:
        async with store.snapshot() as tx:
            letters = [
                each for each in await tx.outbox.letters(tuple(MessageState), 0, 100_000) if each.kind == "new_report"
            ]
            unfinished = await tx.outbox.letters((MessageState.WAITING, MessageState.SENDING), 0, 100)
            pending = await tx.inbox.pending()
            rows = await tx.inbox._connection.exec_driver_sql("SELECT payload FROM inbox WHERE error IS NOT NULL")
            failed = [json.dumps(json.loads(payload), ensure_ascii=False) for (payload,) in rows]
        # an update at which the process was killed again and again is taken for the cause; administrators are told of it
        given_up_titles = {each for each in self._titles if any(each in payload for payload in failed)}
        given_up_titles -= {each for each in self._titles if any(self._copies(sandbox, u, each) for u in FOLLOWERS)}
        self.tally.given_up = len(given_up_titles) * len(FOLLOWERS)
        self.tally.events += self.tally.given_up
        self.tally.stuck += [f"message {each.id} {each.error}" for each in unfinished]
        self.tally.stuck += [f"update {each.update_id}" for each in pending]
        for user in FOLLOWERS:
            doubtful = [each for each in letters if each.chat_id == user and _doubtful(each)]
            for title in self._titles:
                if title in given_up_titles:
                    continue
                self._judge(f"{title} for {user}", self._copies(sandbox, user, title), doubtful)
            # each that is recorded as uncertain accounts for one that was not seen, and for no more
            unseen = [each for each in self.tally.lost if each.endswith(str(user))]
            explained = unseen[: sum(each.state is MessageState.UNCERTAIN for each in doubtful)]
            self.tally.recorded_uncertain += len(explained)
            self.tally.lost = [each for each in self.tally.lost if each not in explained]

    async def _write_down(self, store: Store) -> None:
        """Every message and update of the database, for whoever looks for the cause; the database may end with its server."""
        async with store.snapshot() as tx:
            for name in ("outbox", "inbox"):
                rows = await tx.inbox._connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY 1")
                lines = [json.dumps(dict(row._mapping), ensure_ascii=False, default=str) for row in rows]
                (self._folder / f"{name}.jsonl").write_text("\n".join(lines), "utf-8")

    def _judge(self, event: str, copies: list[str], doubtful: list[Letter]) -> None:
        self.tally.events += 1
        unmarked = [each for each in copies if REPEATED not in each]
        if not copies:
            self.tally.lost.append(event)
        elif len(unmarked) > 1 or (len(copies) > 1 and not doubtful):
            self.tally.doubled.append(event)
        elif len(copies) > 1 or not unmarked:
            self.tally.repeated_marked += 1
        else:
            self.tally.once += 1

    @staticmethod
    def _copies(sandbox: Sandbox, user: int, title: str) -> list[str]:
        heard = sandbox.transcript(user)
        return [each.text for each in heard if each.from_bot and NEWS in each.text and title in each.text]


def _doubtful(letter: Letter) -> bool:
    return letter.uncertain or letter.state is MessageState.UNCERTAIN
