"""What is known before anybody trades: suspensions that an exchange lists, and ex-dates on the evening before."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from bot.clock import Clock
from bot.domain.rule_figures import HALTS, Grounds, announced
from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_traits import Place
from bot.domain.rules import Observation, Rule, RuleState
from bot.domain.securities import Market, market_of
from bot.domain.sessions import ZONES, TradingCalendar, UnknownSession
from bot.market.ports import ActionSource, MarketError, MarketSource
from bot.services.follows.followers import Followers
from bot.services.names.reference import Reference
from bot.services.prices.sessions import TOGETHER, Sessions
from bot.services.rules.announced import AHEAD, Announced
from bot.services.rules.bases import LOOK_BACK
from bot.services.rules.members import watching
from bot.services.rules.seen import Seen
from bot.services.rules.tellings import RuleTeller
from bot.services.rules.watch import RuleWatch
from bot.services.views.pieces import Source
from bot.store.store import Store, Transaction

_log = logging.getLogger(__name__)
SO = Decimal(1)


class RuleNotices:
    """Steps rules about suspensions and ex-dates with what was announced; what fails is not known, and nothing is told of it."""

    def __init__(  # noqa: PLR0913, PLR0917 - parts of the house, each of its own kind
        self,
        store: Store,
        watch: RuleWatch,
        sessions: Sessions,
        source: MarketSource,
        actions: ActionSource | None,
        announced: Announced,
        followers: Followers,
        clock: Clock,
        reference: Reference,
    ) -> None:
        self._store = store
        self._watch = watch
        self._sessions = sessions
        self._source = source
        self._actions = actions
        self._announced = announced
        self._followers = followers
        self._clock = clock
        self._teller = RuleTeller(reference, clock)

    async def suspended(self, due: datetime) -> None:
        """Tell of what the exchanges list as suspended for the whole of the session of ``due``."""
        session, calendar = await self._session(due)
        if calendar is None or session not in calendar:
            return
        rules = await self._rules(HALTS)
        symbols = sorted({rule.symbol for rule, _ in rules if market_of(rule.symbol) in TOGETHER[Market.A]})
        if not symbols:
            return
        try:
            listed = await self._source.suspensions(symbols, session, session)
        except MarketError as error:
            _log.warning("suspensions of %s are not known: %s", session, error)
            listed = ()
        async with self._store.transaction() as tx:
            await tx.prices.save_suspensions(listed, self._clock.now())
            halted = [symbol for symbol, days in (await tx.prices.suspensions(symbols)).items() if session in days]
            bars = await tx.prices.bars(halted, session - LOOK_BACK, session)
            grounds = {symbol: Grounds(own[-1].close) for symbol, own in bars.items() if own}
            await self._tell(tx, HALTS, grounds, session, self._source.name)

    async def ex_dates(self, due: datetime) -> None:
        """Tell of what has its ex-date in the session after that of ``due``, by the terms that were announced."""
        today, calendar = await self._session(due)
        try:
            following = None if calendar is None else calendar.after(today)
            session = None if calendar is None else calendar.on_or_before(today)
        except UnknownSession:
            return
        rules = await self._rules((RuleKind.EX_DATE,))
        symbols = {rule.symbol for rule, _ in rules if market_of(rule.symbol) in TOGETHER[Market.A]}
        if following is None or session is None or not symbols:
            return
        await self._ask(symbols, today)
        terms = {symbol: self._announced.terms.get((symbol, following)) for symbol in sorted(symbols)}
        named = [symbol for symbol, each in terms.items() if each is not None]
        async with self._store.transaction() as tx:
            bars = await tx.prices.bars(named, session - LOOK_BACK, session)
            grounds: dict[str, Grounds] = {}
            for symbol in named:
                each, own = terms[symbol], bars[symbol]
                # the ratio is of the last close before, which a suspension may have left some sessions ago
                found = announced(own[-1].close, each) if each is not None and own else None
                grounds |= {} if found is None else {symbol: found}
            source = next((each.source for each in terms.values() if each is not None and each.source), "")
            await self._tell(tx, (RuleKind.EX_DATE,), grounds, session, source or self._source.name)

    async def _session(self, due: datetime) -> tuple[date, TradingCalendar | None]:
        today = due.astimezone(ZONES[Market.A]).date()
        try:
            return today, await self._sessions.calendar(Market.A)
        except MarketError as error:
            _log.warning("no calendar: %s", error)
            return today, None

    async def _rules(self, kinds: Sequence[RuleKind]) -> list[tuple[Rule, RuleState]]:
        symbols = await self._watch.symbols()
        async with self._store.transaction() as tx:
            return await watching(tx, kinds, symbols, self._clock.now(), self._followers)

    async def _ask(self, symbols: set[str], today: date) -> None:
        if self._actions is None:
            return
        for symbol in self._announced.due(symbols, today):
            try:
                found = await self._actions.corporate_actions(symbol, today, today + AHEAD)
            except MarketError as error:
                _log.info("what %s has announced is not known: %s", symbol, error)
                continue
            self._announced.told(symbol, found, today)

    async def _tell(
        self, tx: Transaction, kinds: Sequence[RuleKind], grounds: Mapping[str, Grounds], session: date, source: str
    ) -> None:
        """Step the rules of these kinds about these securities with what is so."""
        now = self._clock.now()
        if not grounds:
            return
        rules = {
            rule.key: (rule, _known(rule, state, session))
            for rule, state in await watching(tx, kinds, grounds, now, self._followers)
        }
        seen = {key: [_seen(rule, session, now, grounds[rule.symbol], source)] for key, (rule, _) in rules.items()}
        await self._teller.tell(tx, rules, seen, Source(source, session, now), notice=True)


def _known(rule: Rule, state: RuleState, session: date) -> RuleState:
    """What was announced is news for who asked after the announcement, too."""
    news = rule.kind is not RuleKind.RESUMED and state.place is None
    return replace(state, place=Place.QUIET, session=session) if news else state


def _seen(rule: Rule, session: date, now: datetime, grounds: Grounds, source: str) -> Seen:
    so = Decimal(0) if rule.kind is RuleKind.RESUMED else SO
    return Seen(Observation(so, SO, session, now, None, grounds), source)
