"""``bot demo``: the real bot over HTTP against the sandbox, a sample report, and a year of recorded real prices.

Nothing differs from ``bot run`` but the clock: jobs are fired by asking the same triggers for their next time on a
simulated clock, and what waits in the outbox is delivered after each.
"""

from __future__ import annotations

import asyncio
import gc
import heapq
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from io import StringIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from bot.demo_alerts import make_rules, told, until
from bot.domain.reports import PickKind
from bot.domain.rule_kinds import RuleKind
from bot.domain.sessions import SHANGHAI
from bot.logs import set_up_logs
from bot.running import RunningBot, running_bot
from bot.sandbox.clock import SimulatedClock
from bot.sandbox.picture import as_svg
from bot.sandbox.screen import Screen
from bot.sandbox.server import Sandbox
from bot.sandbox.transcript import SentMessage
from bot.settings import Settings, default_config_dir
from bot.tg.actions.callbacks import Action, Qualify, encode
from bot.tg.actions.digests import OWN, SetDigestTime, ShowDigestCard, ShowDigests
from bot.tg.actions.drafts import ConfirmDraft
from bot.tg.actions.views import ShowBaskets, ShowReplay, ShowReportChart, ShowStockChart

if TYPE_CHECKING:
    from bot.services.scores.scoring import Scored

FIRST = datetime(2024, 12, 26, 19, 30, tzinfo=SHANGHAI)  # the evening of the report's day
LAST = datetime(2025, 12, 29, 21, 30, tzinfo=SHANGHAI)  # after the last pick, the one in Hong Kong, has settled
HALF_WAY = datetime(2025, 6, 26, 21, 30, tzinfo=SHANGHAI)  # the evening on which the window opens
EDITOR, READER = 1001, 1002
FOLLOWED = ("中际旭创", "英维克", "中兴通讯")
PICTURED = "300308.SZ"
WIDTH, PHONE = 92, 66  # columns of the terminal, and of a chat as a phone shows it
REAL_PAUSE = 0.005  # seconds of real time in which databases and loopback make progress


@dataclass(frozen=True, slots=True)
class Words:
    """The people of the demonstration and the words of its last table, by language."""

    editor: str
    reader: str
    columns: tuple[str, str, str, str, str, str]
    kinds: dict[PickKind, str]
    verdicts: dict[bool | None, str]


WORDS = {
    "zh": Words(
        "王编辑",
        "小李",
        ("标的", "环节", "类型", "收益", "超额", "结论"),
        {PickKind.RECOMMENDED: "推荐", PickKind.BENEFICIARY: "受益"},
        {True: "● 达到", False: "✕ 未达", None: "不作结论"},
    ),
    "en": Words(
        "Wang",
        "Ann",
        ("Pick", "Segment", "Kind", "Return", "Excess", "Verdict"),
        {PickKind.RECOMMENDED: "recommended", PickKind.BENEFICIARY: "beneficiary"},
        {True: "● met", False: "✕ missed", None: "no verdict"},
    ),
}


async def play(*, language: str, output: Path, chat: bool) -> None:
    """Play the year, print the chat, write the charts; with ``chat`` stay open for commands afterwards."""
    console = Console(width=WIDTH)
    await asyncio.to_thread(output.mkdir, parents=True, exist_ok=True)
    begun = time.monotonic()
    set_up_logs("ERROR")  # what the recorded year does not hold is said by the cards
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="pickwatch-demo-"))
        stage = await stack.enter_async_context(set_stage(language, Path(folder), output, console))
        _collect_less()
        await stage.confirm_report()
        await stage.meet_reader()
        await make_rules(stage, language)
        await until(stage, HALF_WAY, language)
        await stage.say("/coverage zjxc")
        await stage.say("/calendar")
        await until(stage, LAST, language)
        await stage.say("/report 1")
        await stage.say("/watchlist")
        await stage.say("/coverage 中际旭创", picture=output / "chat.svg")
        for screen in (ShowStockChart(PICTURED), ShowReportChart(1), ShowBaskets(1), ShowReplay(1, -1)):
            await stage.tap(screen)
        await stage.say("/scoreboard")
        await _scorecard(stage, console)
        untold = sorted(set(RuleKind) - await told(stage))
        console.print(f"kinds of alerts told: {len(RuleKind) - len(untold)} of {len(RuleKind)}", *untold, style="dim")
        console.print(f"\n{(LAST - FIRST).days} days in {time.monotonic() - begun:.0f} s · {output}/", style="dim")
        if chat:
            await stage.converse()


def _collect_less() -> None:
    """Look for garbage more rarely, and not among what was loaded by now: the year took half as long again with it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


class Stage:
    """The bot, the sandbox and their clock, moved together."""

    def __init__(self, bot: RunningBot, sandbox: Sandbox, clock: SimulatedClock, words: Words) -> None:
        self.bot = bot
        self.sandbox = sandbox
        self.words = words
        self._clock = clock

    @property
    def now(self) -> datetime:
        """The instant that is being played."""
        return self._clock.now()

    async def confirm_report(self, name: str = "sample-report.pdf", number: int = 1) -> None:
        """The editor, who has greeted the bot before his first, sends a sample and confirms what was read."""
        if number == 1:
            await self.answered(self.sandbox.say(EDITOR, "/start"))
        sample = resources.files("bot.sandbox") / "samples" / name
        kind = "application/pdf" if name.endswith(".pdf") else "text/plain"
        await self.answered(self.sandbox.upload(EDITOR, sample.name, sample.read_bytes(), kind))
        await self.answered(self._press(EDITOR, ConfirmDraft(number)))

    async def meet_reader(self) -> None:
        """A subscriber answers the question of suitability, follows three stocks, and reads the digests of two days."""
        await self.answered(self.sandbox.say(READER, "/start r_1"))
        await self.answered(self._press(READER, Qualify(yes=True, then="r_1")))
        for stock in FOLLOWED:
            await self.say(f"/subscribe {stock}")
        await self.until(datetime(2024, 12, 27, 21, 30, tzinfo=SHANGHAI))
        await self.say("/settings")
        for slot in ("close", "weekly"):
            for button in (ShowDigests(), ShowDigestCard(slot), SetDigestTime(slot, OWN, "off")):
                await self.tap(button)

    async def tap(self, action: Action) -> None:
        """The subscriber taps the newest button that asks for ``action``, and the bot answers."""
        await self.answered(self._press(READER, action))

    async def say(self, text: str, *, picture: Path | None = None) -> None:
        """The subscriber types something and the bot answers; the exchange can be kept as an SVG of phone width."""
        paper = Console(width=PHONE, record=True, file=StringIO())
        stop = self.sandbox.observe(Screen(paper, picture=lambda message: "chart.png" if message.photo else None).show)
        await self.answered(self.sandbox.say(READER, text))
        stop()
        if picture is not None:
            await asyncio.to_thread(picture.write_text, as_svg(paper, "@pickwatch"), "utf-8")

    async def until(self, end: datetime) -> None:
        """Fire every job at its own time until ``end``, and deliver what each brings."""
        order = count()
        due = [
            (at, next(order), job)
            for job in self.bot.jobs
            if (at := job.trigger.get_next_fire_time(None, self._clock.now().astimezone(SHANGHAI))) is not None
        ]
        heapq.heapify(due)
        while due and due[0][0] <= end:
            at, _, job = heapq.heappop(due)
            await self._clock.jump_to(at)
            with self._clock.hold():
                await job.call(at)
            await self._deliver()
            following = job.trigger.get_next_fire_time(at, at)
            if following is not None:
                heapq.heappush(due, (following, next(order), job))
        await self._clock.jump_to(end)

    async def converse(self) -> None:
        """Let a person type commands as the subscriber; an empty line ends it."""
        while line := (await asyncio.to_thread(input, "> ")).strip():
            await self.say(line)

    async def _press(self, user: int, action: Action) -> None:
        """Tap the button of the newest message that has it."""
        data = encode(action)
        for message in reversed(self.sandbox.transcript(user)):
            if any(key.data == data for row in message.keyboard for key in row):
                await self.sandbox.press(user, message.message_id, data)
                return
        raise LookupError(f"no message has the button {data}")

    async def answered(self, act: Awaitable[object]) -> SentMessage:
        """Do something as a person, and wait until the bot has answered and everything it began has come."""
        before = len(self.sandbox.history())
        await act
        await self._played(asyncio.create_task(self._quiet(before + 1)))
        await self._deliver()
        return next(event.message for event in reversed(self.sandbox.history()) if event.message.from_bot)

    async def _quiet(self, heard: int) -> None:
        while len(self.sandbox.history()) <= heard or self.bot.busy:  # noqa: ASYNC110 - quiet is no event, it is what is left
            await asyncio.sleep(REAL_PAUSE)

    async def _deliver(self) -> None:
        """Empty the outbox, moving time on where the pace asks for it."""
        filled = self.bot.services.store.outbox_filled
        if not filled.is_set():
            return
        filled.clear()
        await self._played(asyncio.create_task(self._empty_outbox()))

    async def _played(self, work: asyncio.Task[None]) -> None:
        """Let work go on: database, processes and loopback in real time, pauses by moving the clock."""
        while not work.done():
            await asyncio.wait({work}, timeout=REAL_PAUSE)
            if not work.done() and (due := self._clock.next_due) is not None:
                await self._clock.jump_to(due)
        await work

    async def _empty_outbox(self) -> None:
        while await self.bot.delivery.pump():
            pass


@asynccontextmanager
async def set_stage(language: str, folder: Path, output: Path, console: Console) -> AsyncIterator[Stage]:
    """Sandbox and bot, started; what happens in the chats is printed as it happens."""
    clock = SimulatedClock(FIRST)
    words = WORDS[language]
    async with await Sandbox.start(clock=clock) as sandbox:
        code = "zh-hans" if language == "zh" else "en"
        sandbox.add_user(EDITOR, words.editor, code)
        sandbox.add_user(READER, words.reader, code)
        sandbox.observe(Screen(console, picture=_Pictures(output)).show)
        async with running_bot(_settings(sandbox, language, folder), clock) as bot:
            yield Stage(bot, sandbox, clock, words)


class _Pictures:
    """Writes the pictures of messages as PNG files, numbered in order of appearance."""

    def __init__(self, output: Path) -> None:
        self._output = output
        self._names: dict[tuple[int, int], str] = {}

    def __call__(self, message: SentMessage) -> str | None:
        if message.photo is None:
            return None
        key = (message.chat_id, message.message_id)
        if key not in self._names:
            path = self._output / f"chart-{len(self._names) + 1}.png"
            path.write_bytes(message.photo)
            self._names[key] = str(path)
        return self._names[key]


def _settings(sandbox: Sandbox, language: str, folder: Path) -> Settings:
    """Every setting by its default but where the demonstration lives; the operator's environment does not reach it."""
    recorded = Path(str(resources.files("bot.sandbox") / "recorded"))
    defaults = Settings.model_construct().model_dump()
    defaults |= {"language": language, "data_dir": folder, "config_dir": default_config_dir()}
    defaults["telegram"] |= {"token": sandbox.token, "api_url": sandbox.url}
    defaults["limits"] |= {"messages_per_minute": 1000}  # the clock stands while people tap
    defaults["access"] |= {"owners": frozenset({EDITOR}), "open": True}
    # six hours between quotes: the recorded ones are the opening prices, and a year has many minutes
    defaults["market"] |= {"source": "recorded", "recorded_dir": recorded, "quote_seconds": 21600}
    defaults["digest"] |= {"check_minutes": 1440}  # the evening is enough, for the same reason
    return Settings.model_validate(defaults)


async def _scorecard(stage: Stage, console: Console) -> None:
    """All picks with their verdicts, and whether each comes out the same again."""
    console.print(_table(await stage.bot.services.scoring.score(LAST.date()), stage.words))
    verified = await stage.bot.services.ledger.verify()
    console.print(f"\nbot verify: {verified.checked} verdicts, {verified.equal} equal", style="dim")


def _table(scored: list[Scored], words: Words) -> Table:
    table = Table(*words.columns, box=None, header_style="bold", pad_edge=False)
    for column in table.columns[3:5]:
        column.justify = "right"
    for score in sorted((each.score for each in scored), key=lambda s: -(s.excess if s.excess is not None else -9.0)):
        own = "-" if score.total_return is None else f"{score.total_return:+.1%}"
        excess = "-" if score.excess is None else f"{score.excess:+.1%}"
        verdict = words.verdicts[score.verdict.met if score.verdict else None]
        kind = words.kinds.get(score.kind, score.kind.value)
        table.add_row(f"{score.name} {score.symbol}", score.segment or "", kind, own, excess, verdict)
    return table
