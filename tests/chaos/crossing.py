"""Rules of subscribers while the bot is killed: quotes move, every crossing is to be told once, and each rule goes on.

The market's hours go by faster than ours, and only while a process lives. A price stays where it is until the rules
have seen it there, so that what must be told follows from the prices alone, however many processes it takes.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import re
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from bot.domain.bars import Look
from bot.domain.quotes import Bar
from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_traits import Place
from bot.domain.rules import Frequency, Rule, RuleState
from bot.domain.sessions import SHANGHAI
from bot.sandbox.server import Sandbox
from bot.store.messages import Letter, MessageState
from bot.store.records import Role, User
from bot.store.store import Store
from tests.chaos.databases import Database
from tests.chaos.playing import AWAKE, FOLLOWERS, LIFE, Play, Tally, _doubtful
from tests.e2e.bot_process import PATIENCE, UNHURRIED, environment, running
from tests.tools.other_time import COMMAND, other_time

SESSION, BEFORE = date(2025, 11, 24), date(2025, 11, 21)
MINUTE = timedelta(minutes=1)
PAUSE, AFTERNOON, END = (datetime(2025, 11, 24, *each, tzinfo=SHANGHAI) for each in ((11, 27), (13, 1), (14, 50)))
QUIET, UP, DOWN = Place.QUIET, Place.UP, Place.DOWN
CENT = Decimal("0.01")
_TOLD = re.compile(r" (?P<code>\d{6}) [^\n]*\n现在 (?:[▲▼] )?(?P<figure>[−+\d.]+%?)")


@dataclass(frozen=True)
class Wish:
    """A rule of every follower, and a price for each place in which it can be; no two steps have the same cents."""

    symbol: str
    kind: RuleKind
    threshold: Decimal
    previous: Decimal
    prices: dict[Place, Decimal]
    frequency: Frequency = Frequency.EVERY

    def price(self, place: Place, step: int) -> Decimal:
        """The price of a step in that place."""
        return self.prices[place] + step * CENT

    @property
    def code(self) -> str:
        """As messages show it."""
        return self.symbol.partition(".")[0]

    def figure(self, price: Decimal) -> str:
        """What a message tells of that price."""
        if self.kind is not RuleKind.DAY_CHANGE:
            return f"{price:.2f}"
        return f"{price / self.previous - 1:+.2%}".replace("-", "\N{MINUS SIGN}")


WISHES = (
    Wish("300502.SZ", RuleKind.PRICE_ABOVE, Decimal(50), Decimal(47), {QUIET: Decimal(45), UP: Decimal(51)}),
    Wish("300308.SZ", RuleKind.PRICE_BELOW, Decimal(40), Decimal(41), {QUIET: Decimal(41), DOWN: Decimal(36)}),
    Wish(
        "300394.SZ",
        RuleKind.DAY_CHANGE,
        Decimal("0.03"),
        Decimal(100),
        {QUIET: Decimal(100), UP: Decimal(104), DOWN: Decimal(94)},
    ),
    Wish(
        "300570.SZ",
        RuleKind.PRICE_ABOVE,
        Decimal(80),
        Decimal(78),
        {QUIET: Decimal(77), UP: Decimal(81)},
        Frequency.SESSION,
    ),
)


class Told(NamedTuple):
    """What every follower must be told once: of which step, and how it reads."""

    step: int
    code: str
    figure: str


@dataclass
class Prices:
    """The prices so far, what each step asks of the rules, and what they must have told."""

    folder: Path
    random: random.Random
    rows: list[str] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    steps: int = 0
    at: datetime = datetime(2025, 11, 24, 9, 30, tzinfo=SHANGHAI)

    def begin(self) -> None:
        """A recorded market of these securities, each where no rule has anything to tell."""
        self.folder.mkdir()
        bars = [f"{w.symbol},{BEFORE},{p},{p},{p},{p},1000000,none,test" for w in WISHES for p in (w.previous,)]
        bars += [f"{w.symbol},{SESSION},{p},{p},{p},{p},1000000,none,test" for w in WISHES for p in (w.previous,)]
        head = "symbol,date,open,high,low,close,volume,adjust,source"
        (self.folder / "bars_raw.csv.gz").write_bytes(gzip.compress("\n".join([head, *bars]).encode()))
        (self.folder / "factors.csv").write_text("symbol,ex_date,event_ratio\n")
        (self.folder / "suspensions.csv").write_text("symbol,date\n")
        (self.folder / "index.csv").write_text("index_code,date,close,primary\n")
        days = [date(2025, 10, 1) + timedelta(days=each) for each in range(120)]
        sessions = [",".join([str(day), *["01"[day.weekday() < 5]] * 3]) for day in days]
        (self.folder / "calendar.csv").write_text("\n".join(["date,akshare,xhkg,xnys", *sessions]))
        self._put({wish.symbol: QUIET for wish in WISHES})

    def move(self, now: datetime, *, to: Place | None = None) -> None:
        """From the next whole minute on each price is somewhere else, or ``to`` such a place where it has one."""
        before, self.steps = self.places, self.steps + 1
        self.at = max(self.at + MINUTE, now.replace(second=0, microsecond=0) + MINUTE)
        self._put({w.symbol: self._place(w, to) for w in WISHES})
        for wish in WISHES:
            place = self.places[wish.symbol]
            if place is QUIET or place is before[wish.symbol]:
                continue
            if wish.frequency is Frequency.EVERY or wish.code not in {each.code for each in self.told}:
                self.told.append(Told(self.steps, wish.code, wish.figure(wish.price(place, self.steps))))

    def _place(self, wish: Wish, to: Place | None) -> Place:
        if to is None:
            return self.random.choice(list(wish.prices))
        return to if to in wish.prices else next(each for each in wish.prices if each is not QUIET)

    def _put(self, places: dict[str, Place]) -> None:
        if self.places:  # a price goes evenly from one to the next, so each stays until a minute before
            self._row(self.at - MINUTE, self.places, self.steps - 1)
        self.places = places
        self._row(self.at, places, self.steps)
        head = "symbol,time,price,sealed,volume"
        (self.folder / "played.csv").write_text("\n".join([head, *dict.fromkeys(self.rows)]))

    def _row(self, at: datetime, places: dict[str, Place], step: int) -> None:
        for wish in WISHES:
            self.rows.append(f"{wish.symbol},{at:%Y-%m-%dT%H:%M},{wish.price(places[wish.symbol], step)},0,1000000")


class Crossings(Play):
    """One run on one database; ``pace`` is how many times faster than ours the market's time goes by."""

    def __init__(
        self, database: Database, folder: Path, seed: int, report: Callable[[str], None], *, pace: float = 12.0
    ) -> None:
        super().__init__(database, folder, seed, report)
        self.tally = Tally(f"{database.name}, rules")
        self._pace = pace
        self._now = datetime(2025, 11, 24, 9, 31, tzinfo=SHANGHAI)
        self._prices = Prices(folder / "market", self._random)
        self._env: dict[str, str] = {}

    async def run(self, kills: int, cuts: int, *, bad_days: bool = True, again: bool = True) -> Tally:
        """Kill and cut so often while prices move, then let the bot come to rest and count.

        Before that each rule is crossed ``again``, whatever has happened.
        """
        store = Store(self._database.url)
        self._prices.begin()
        async with AsyncExitStack() as stack:
            stack.push_async_callback(store.close)
            sandbox = await stack.enter_async_context(await Sandbox.start(rates=UNHURRIED))
            await self._introduce(store, sandbox)
            self._env = environment(
                sandbox,
                self._folder,
                BOT_DATABASE_URL=self._database.url,
                BOT_MARKET__RECORDED_DIR=str(self._prices.folder),
                BOT_MARKET__QUOTE_SECONDS="15",
                BOT_DELIVERY__LEASE_SECONDS=str(5 * self._pace),
                BOT_DELIVERY__BURST="100",
            )
            ends = ["kill"] * kills + ["cut"] * (cuts if self._database.cut else 0)
            self._random.shuffle(ends)
            for number, end in enumerate(ends, 1):
                await self._live(store, sandbox, end, bad_days=bad_days)
                self._report(f"{self.tally.database}: {number} of {len(ends)}")
                if self._now > END:
                    break
            await self._come_to_rest(store)
            if again:
                for place in (QUIET, UP):
                    self._prices.move(self._now, to=place)
                    await self._come_to_rest(store)
            await self._count(store, sandbox)
        return self.tally

    async def _introduce(self, store: Store, sandbox: Sandbox) -> None:
        made = self._now - timedelta(days=1)
        async with store.transaction() as tx:
            bars = {
                each.symbol: [Bar(BEFORE, each.previous, each.previous, each.previous, each.previous)]
                for each in WISHES
            }
            await tx.prices.save_deliveries(bars, Look("recorded", made))
            for user in FOLLOWERS:
                sandbox.add_user(user, f"订户{user}", started=True)
                await tx.users.save(User(user, f"订户{user}", "zh", Role.SUBSCRIBER, None, None, True, made))
                for wish in WISHES:
                    own = (0, user, wish.symbol, wish.kind, wish.threshold, BEFORE, made)
                    rule = await tx.rules.add(Rule(*own, frequency=wish.frequency, cooldown=timedelta()))
                    await tx.rules.save_states({(rule, wish.symbol, 0): RuleState(QUIET, BEFORE)})

    async def _live(self, store: Store, sandbox: Sandbox, end: str, *, bad_days: bool) -> None:
        if await self._settled(store):
            self._prices.move(self._now)
        if bad_days:
            self._disturb(sandbox)
        begun = time.monotonic()
        async with running(self._env | other_time(self._now, pace=self._pace), self._errors, COMMAND) as bot:
            if self._random.random() < AWAKE:
                await self._listening(bot)
            await asyncio.sleep(self._random.uniform(*LIFE))
            if end == "cut" and self._database.cut is not None:
                await asyncio.to_thread(self._database.cut)
                self.tally.cuts += 1
                await asyncio.sleep(self._random.uniform(0.2, 2.0))
        self.tally.kills += 1  # leaving the block is a SIGKILL
        self._pass(begun)

    @property
    def _errors(self) -> Path:
        return self._folder / "errors.txt"

    def _pass(self, begun: float) -> None:
        """So much time has gone by in the market; at noon nothing is traded."""
        self._now += timedelta(seconds=(time.monotonic() - begun) * self._pace)
        if PAUSE < self._now < AFTERNOON:
            self._now = AFTERNOON

    async def _come_to_rest(self, store: Store) -> None:
        begun = time.monotonic()
        async with running(self._env | other_time(self._now, pace=self._pace), self._errors, COMMAND):
            while time.monotonic() - begun < PATIENCE:
                async with store.snapshot() as tx:
                    counts = await tx.outbox.counts()
                moving = counts[MessageState.WAITING] + counts[MessageState.SENDING]
                there = self._now + timedelta(seconds=(time.monotonic() - begun) * self._pace)
                if not moving and there > self._prices.at and await self._settled(store):
                    break
                await asyncio.sleep(0.1)
        self._pass(begun)

    async def _settled(self, store: Store) -> bool:
        """Whether every rule is where the last step has left its price."""
        async with store.snapshot() as tx:
            found = [each for user in FOLLOWERS for each in await tx.rules.of(user)]
        return all(_place(rule, state) is self._prices.places[rule.symbol] for rule, state in found)

    async def _count(self, store: Store, sandbox: Sandbox) -> None:
        async with store.snapshot() as tx:
            letters = await tx.outbox.letters(tuple(MessageState), 0, 100_000)
            found = [each for user in FOLLOWERS for each in await tx.rules.of(user)]
        open_ = (MessageState.WAITING, MessageState.SENDING)
        self.tally.stuck += [f"message {each.id} {each.error}" for each in letters if each.state in open_]
        self.tally.stuck += [
            f"rule {rule.rule_id} on {rule.symbol}: {state.place}"
            for rule, state in found
            if _place(rule, state) is not self._prices.places[rule.symbol]
        ]
        for user in FOLLOWERS:
            heard = _lines([each.text for each in sandbox.transcript(user) if each.from_bot])
            doubtful = [each for each in letters if each.chat_id == user and _doubtful(each)]
            lost = self._judge_all(user, heard, doubtful)
            # each message that is recorded as uncertain accounts for what one step had it tell, and for no more
            explained = sorted({step for step, _, _ in lost})[
                : sum(each.state is MessageState.UNCERTAIN for each in doubtful)
            ]
            self.tally.recorded_uncertain += sum(each.step in explained for each in lost)
            self.tally.lost += [_named(each, user) for each in lost if each.step not in explained]

    def _judge_all(self, user: int, heard: dict[tuple[str, str], list[str]], doubtful: list[Letter]) -> list[Told]:
        """Sort what a follower has heard; what he has not is given back."""
        lost = []
        for event in self._prices.told:
            copies = heard.pop((event.code, event.figure), [])
            if copies:
                self._judge(_named(event, user), copies, doubtful)
            else:
                self.tally.events += 1
                lost.append(event)
        self.tally.doubled += [f"{code} {figure} for {user}, which did not happen" for code, figure in heard]
        return lost


def _named(event: Told, user: int) -> str:
    return f"{event.code} {event.figure} in step {event.step} for {user}"


def _lines(texts: list[str]) -> dict[tuple[str, str], list[str]]:
    """By code and figure the messages in which a rule has told it."""
    found: dict[tuple[str, str], list[str]] = {}
    for text in texts:
        for line in _TOLD.finditer(text):
            found.setdefault((line["code"], line["figure"]), []).append(text)
    return found


def _place(rule: Rule, state: RuleState) -> Place | None:
    """Where a rule is; a kind that begins each session anew may not have moved yet."""
    return rule.kind.about.anew if state.place is None else state.place
