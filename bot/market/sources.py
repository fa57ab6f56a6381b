"""The sources in an order: the next one is asked where one fails, and who fails is left alone for a while."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bot.clock import Clock
from bot.domain.sessions import SHANGHAI
from bot.market.breaker import Breaker, BreakerRules, Position
from bot.market.health import PROFILES, Health, Report, Supply
from bot.market.ports import Dispute, MarketError, NoData, Reason, SourceUnavailable
from bot.market.sources_file import Kept, load, save

T = TypeVar("T")
Ask = Callable[[], Awaitable[T]]

LOG = logging.getLogger(__name__)
SAVE_EVERY = 60.0  # seconds, where nothing but another success is to be remembered
BANS = frozenset({Reason.BANNED})
SAME_DAY = timedelta(hours=18)


@dataclass(frozen=True, slots=True)
class Order:
    """Who is asked, first to last, by the names of `PROFILES`, and how many requests a day a host is sent."""

    quotes: tuple[str, ...] = ("tencent-quotes", "sina-quotes", "eastmoney-quotes")
    bars: tuple[str, ...] = ("sina", "tencent", "eastmoney")
    indices: tuple[str, ...] = ("csindex", "sina", "shenwan", "eastmoney")
    budgets: Mapping[str, int] = field(default_factory=lambda: {"eastmoney.com": 200})

    def of(self, supply: Supply) -> tuple[str, ...]:
        """The sources of a supply; where the settings name none, all that have it."""
        chosen = {Supply.QUOTES: self.quotes, Supply.BARS: self.bars, Supply.INDICES: self.indices}
        every = tuple(profile.name for profile in PROFILES.values() if supply in profile.supplies)
        return chosen.get(supply, every)


class Sources:
    """Keeps the health of every source and decides who is asked. What it knows outlives a restart where a file is given."""

    def __init__(
        self, clock: Clock, *, order: Order | None = None, rules: BreakerRules | None = None, file: Path | None = None
    ) -> None:
        self._clock = clock
        self.order = order or Order()
        self._rules = rules or BreakerRules()
        self._file = file
        kept = Kept() if file is None else load(file)
        self._health = {name: kept.health.get(name, Health(name)) for name in PROFILES}
        self._in_use = dict(kept.in_use)
        self._day, self._spent = kept.day, dict(kept.spent)
        self._disputes: dict[str, Dispute] = {}
        self._trying: set[str] = set()
        self._saved = 0.0

    async def first(
        self, supply: Supply, asks: Sequence[tuple[str, Ask[T]]], newest: Callable[[T], datetime | None] | None = None
    ) -> tuple[str, T]:
        """The first answer, with the name of the source that gave it.

        Raises:
            NoData: all that answered have nothing.
            MarketError: the first failure that is another one; what else failed stands in the health.
        """
        failures: list[MarketError] = []
        without: dict[str, NoData] = {}
        for name, ask in asks:
            try:
                answer = await self.ask(name, ask, newest)
            except MarketError as error:
                failures.append(error)
                if isinstance(error, NoData):
                    without[name] = error
                continue
            self._in_use[supply] = name
            for other, lack in without.items():  # who has nothing of what another has
                self.doubted(other, Reason.NOTHING, str(lack))
            return name, answer
        if not failures:
            raise NoData(f"there is no source of {supply}")
        raise next((each for each in failures if not isinstance(each, NoData)), failures[0])

    async def ask(self, name: str, ask: Ask[T], newest: Callable[[T], datetime | None] | None = None) -> T:
        """Ask one source, unless it is left alone, and remember how it went.

        Raises:
            MarketError: as it failed; with `Reason.PAUSED` or `Reason.BUDGET` it was not asked.
        """
        self._require(name)
        trial = self._health[name].position(self._clock.now()) is Position.TRIAL
        if trial:
            self._trying.add(name)
        try:
            answer = await ask()
        except NoData:  # it answered; whether it is well again is not known from that
            raise
        except MarketError as error:
            self.failed(name, error)
            raise
        finally:
            self._trying.discard(name)
        self.succeeded(name, newest(answer) if newest is not None else None)
        return answer

    def serves(self, supply: Supply, name: str) -> None:
        """Remember who is in use."""
        self._in_use[supply] = name

    def succeeded(self, name: str, newest: datetime | None = None) -> None:
        """Remember an answer that was believed."""
        before = self._health[name]
        known = [each for each in (before.newest, newest) if each is not None]
        self._health[name] = replace(
            before,
            last_success=self._clock.now(),
            newest=max(known, default=None),
            trouble=False,
            breaker=Breaker(),
        )
        if before.breaker.until is not None:
            LOG.warning("%s answers again", name)
        self._save(at_once=before.trouble)

    def failed(self, name: str, error: MarketError) -> None:
        """Remember a failure; a ban, or too many in a row, pause the source."""
        now, before = self._clock.now(), self._health[name]
        ban = error.reason in BANS | PROFILES[name].bans
        breaker = before.breaker.failed(now, self._rules, ban=ban)
        self._health[name] = replace(self._noted(name, error.reason, str(error)), breaker=breaker)
        if breaker.until is not None and breaker.until != before.breaker.until:
            LOG.warning(
                "%s is left alone until %s: %s", name, f"{breaker.until.astimezone(SHANGHAI):%m-%d %H:%M}", error
            )
        else:
            LOG.info("%s: %s", name, error)
        self._save(at_once=True)

    def doubted(self, name: str, reason: Reason, words: str) -> None:
        """Remember that a part of an answer was not believed, which is no failure of the source."""
        if not self._health[name].trouble:
            LOG.warning("%s: %s", name, words)
        self._health[name] = self._noted(name, reason, words)

    def spent(self, requests: Mapping[str, int]) -> None:
        """Count requests by host."""
        today = self._today()
        if today != self._day:
            self._day, self._spent = today, {}
        for host, number in requests.items():
            self._spent[host] = self._spent.get(host, 0) + number

    def dispute(self, symbol: str, dispute: Dispute | None) -> None:
        """Remember that two sources disagree about a security, or that they agree (None)."""
        if dispute is None:
            self._disputes.pop(symbol, None)
            return
        if symbol not in self._disputes:
            quote, other = dispute.quote, dispute.other
            LOG.warning("%s: %s at %s, %s at %s", symbol, quote.price, quote.source, other.price, other.source)
        self._disputes[symbol] = dispute

    def report(self) -> Report:
        """All there is to show; disputes are today's."""
        today, now = self._today(), self._clock.now()
        disputes = [each for each in self._disputes.values() if now - each.quote.time < SAME_DAY]
        return Report(
            in_use=dict(self._in_use),
            order={supply: self.order.of(supply) for supply in Supply},
            sources=tuple(self._health.values()),
            disputes=tuple(disputes),
            requests_today=dict(self._spent) if self._day == today else {},
        )

    def close(self) -> None:
        """Write down what is not yet written."""
        self._save(at_once=True)

    def _require(self, name: str) -> None:
        now, health = self._clock.now(), self._health[name]
        position = health.position(now)
        if position is Position.OPEN or (position is Position.TRIAL and name in self._trying):
            until = health.breaker.until or now
            raise SourceUnavailable(
                f"{name} is left alone until {until.astimezone(SHANGHAI):%m-%d %H:%M}, after: {health.words}",
                Reason.PAUSED,
            )
        host = PROFILES[name].budget_of
        budget = self.order.budgets.get(host)
        if budget is not None and self._day == self._today() and self._spent.get(host, 0) >= budget:
            raise SourceUnavailable(f"{name}: today's {budget} requests to {host} are used up", Reason.BUDGET)

    def _noted(self, name: str, reason: Reason, words: str) -> Health:
        now = self._clock.now()
        return replace(self._health[name], last_failure=now, reason=reason, words=words, trouble=True)

    def _today(self) -> date:
        return self._clock.now().astimezone(SHANGHAI).date()

    def _save(self, *, at_once: bool) -> None:
        now = self._clock.monotonic()
        if self._file is None or not (at_once or now - self._saved >= SAVE_EVERY):
            return
        self._saved = now
        save(self._file, Kept(self._health, self._in_use, self._day, self._spent))
