"""Alerting: what happened to what somebody follows, each cause told once and never again after a restart."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.clock import Clock
from bot.domain.following import Followed, Loudness, Subject, Wanted, places_of, together
from bot.domain.quotes import Quote
from bot.domain.rules import Reason
from bot.domain.securities import Market, market_of
from bot.domain.sessions import CLOSES, OPENS, SHANGHAI, ZONES, UnknownSession
from bot.market.ports import Dispute, MarketError, QuoteSource, SecondLook
from bot.services.alerts.doubts import doubts
from bot.services.alerts.happenings import AlertRules, Happened, day_cause, happened_at_close
from bot.services.follows.followers import TOPICS, Followers
from bot.services.messages.because import because
from bot.services.messages.codec import dump_view
from bot.services.names.reference import Reference
from bot.services.prices.sessions import TOGETHER
from bot.services.prices.tracking import Tracking
from bot.services.research.heads import may_see
from bot.services.rules.events import RuleEvents
from bot.services.rules.horizons import occurrences
from bot.services.scores.scoring import Scored, newest_close
from bot.services.views.news import AlertKind, AlertLine, Alerts
from bot.services.views.pieces import Notice, Source
from bot.store.messages import OutboxMessage
from bot.store.records import ConfirmedPick, Role, User
from bot.store.store import Store, Transaction

_log = logging.getLogger(__name__)

STALE_QUOTE = timedelta(minutes=5)
PRIORITY_ALERT = 3


class Alerting:
    """Decides what is news after a close and in session, and puts it into the outbox in the same transaction."""

    def __init__(
        self,
        store: Store,
        tracking: Tracking,
        quotes: QuoteSource,
        reference: Reference,
        clock: Clock,
        rules: AlertRules,
        followers: Followers,
        events: RuleEvents | None = None,
    ) -> None:
        """``events`` tells those who wait for it by a rule of their own, before anybody else."""
        self._store = store
        self._tracking = tracking
        self._quotes = quotes
        self._reference = reference
        self._clock = clock
        self._rules = rules
        self._followers = followers
        self._events = events
        self._borne_out: set[str] = set()  # causes of today that a second source agrees with

    async def after_close(self, session: date, scored: Sequence[Scored]) -> None:
        """Tell of bands crossed and of milestones passed, given the figures as of ``session``."""
        if not scored:
            return
        async with self._store.transaction() as tx:
            states = await tx.scores.states([each.pick.pick_id for each in scored])
            happened, remembered = happened_at_close(scored, states, self._rules, self._reference.ref)
            await tx.scores.save_states(list(remembered.values()))
            newest = newest_close(each.score for each in scored)
            source = Source(scored[0].source, min(session, newest or session))
            if self._events is not None:
                days = await tx.rules.days_left()
                found = occurrences(scored, happened, days, self._rules.soon, self._reference.ref)
                await self._events.tell(tx, found, source)
            subjects = [self._followers.subject(each.pick) for each in happened]
            places = places_of(subjects)
            for chat in await self._followers.all(tx):
                mine = [(happened[place], subjects[place]) for place in chat.among(places)]
                await self._tell(tx, chat, mine, session, source)

    async def look_at_quotes(
        self,
        due: datetime,
        also: Collection[str] = (),
        *,
        first: Callable[[dict[str, Quote]], Awaitable[None]] | None = None,
    ) -> dict[str, Quote]:
        """Tell of day changes in session of at least what each subscriber chose; nothing outside trading hours.

        ``also`` are securities that somebody else needs; all quotes, stale ones included, are given back, and to
        ``first`` before anything is told.
        """
        markets = [market for market in TOGETHER if await self._trading(market, due)]
        if not markets:
            return {}
        async with self._store.snapshot() as tx:
            followed = set(await self._followers.symbols(tx, await self._followers.all(tx)))
        trading = {part for market in markets for part in TOGETHER[market]}
        symbols = sorted(symbol for symbol in followed.union(also) if market_of(symbol) in trading)
        if not symbols:
            return {}
        try:
            quotes = dict(await self._quotes.quotes(symbols))
        except MarketError as error:
            _log.warning("no quotes: %s", error)
            return {}
        if first is not None:
            await first(quotes)
        fresh = {
            symbol: each for symbol, each in quotes.items() if symbol in followed and due - each.time <= STALE_QUOTE
        }
        undisputed = await self._undisputed(due, fresh)
        if undisputed:
            await self._tell_day_changes(due, undisputed)
        return quotes

    async def _undisputed(self, due: datetime, quotes: dict[str, Quote]) -> dict[str, Quote]:
        """The quotes less those that are about to be told of and that another source contradicts, or no other has.

        Owners hear of those. Another source is asked once for each cause that it bears out, and again each time while
        it does not.
        """
        async with self._store.snapshot() as tx:
            chosen = {user.day_change for user in await tx.users.all_active()}
        threshold = min((each for each in chosen if each is not None), default=None)
        if threshold is None:
            return quotes
        causes = {symbol: _cause(quote, due) for symbol, quote in quotes.items() if abs(quote.change) >= threshold}
        self._borne_out &= set(causes.values())
        unsure = [quotes[symbol] for symbol, cause in causes.items() if cause not in self._borne_out]
        second = await self._quotes.second_look(unsure) if unsure else SecondLook({})
        alone = frozenset() if self._rules.single_source else second.alone
        doubted = alone.union(second.disputes)
        self._borne_out |= {causes[quote.symbol] for quote in unsure if quote.symbol not in doubted}
        if second.disputes:
            await self._tell_owners(due, second.disputes)
        if alone:
            async with self._store.transaction() as tx:
                await tx.findings.note(doubts(alone, Reason.SINGLE, due.astimezone(SHANGHAI).date()), self._clock.now())
        return {symbol: quote for symbol, quote in quotes.items() if symbol not in doubted}

    async def _tell_owners(self, due: datetime, disputes: Mapping[str, Dispute]) -> None:
        """Tell the owners once a day of each security whose prices two sources dispute."""
        day = due.astimezone(SHANGHAI).date()
        now = self._clock.now()
        async with self._store.transaction() as tx:
            for owner in (user for user in await tx.users.all_active() if user.role is Role.OWNER):
                for symbol, each in disputes.items():
                    cause = f"dispute:{symbol}:{day}"
                    if not await tx.events.once(owner.user_id, cause, now):
                        continue
                    args: dict[str, str | int] = {"stock": self._reference.ref(symbol).name, "symbol": symbol}
                    args |= {"one": each.quote.source, "other": each.other.source}
                    args |= {"price": str(each.quote.price), "other_price": str(each.other.price)}
                    view = dump_view(Notice("quotes_disagree", args))
                    key = f"{cause}:{owner.user_id}"
                    await tx.outbox.add(OutboxMessage(owner.user_id, "notice", view, key, PRIORITY_ALERT), at=now)

    async def _tell_day_changes(self, due: datetime, quotes: dict[str, Quote]) -> None:
        async with self._store.transaction() as tx:
            users = {user.user_id: user for user in await tx.users.all_active() if user.day_change is not None}
            chats = [chat for chat in await self._followers.all(tx) if chat.chat_id in users]
            least = min((users[chat.chat_id].day_change or Decimal(0) for chat in chats), default=Decimal(0))
            moved = [symbol for symbol, quote in quotes.items() if abs(quote.change) >= least]
            picks = await self._followers.picks(tx, chats, moved) if chats and moved else []
            about = [
                (self._day_changed(pick, quotes[pick.pick.symbol], due), self._followers.subject(pick))
                for pick in picks
            ]
            names = sorted({quote.source for quote in quotes.values()})
            day = due.astimezone(SHANGHAI).date()
            for chat in chats:
                user = users[chat.chat_id]
                enough = {symbol for symbol in moved if abs(quotes[symbol].change) >= (user.day_change or 0)}
                mine = [each for each in about if each[0].pick.pick.symbol in enough]
                await self._tell(tx, chat, mine, day, Source(" + ".join(names), day, due), user=user)

    def _day_changed(self, pick: ConfirmedPick, quote: Quote, due: datetime) -> Happened:
        line = AlertLine(
            AlertKind.DAY_CHANGE,
            self._reference.ref(pick.pick.symbol),
            None,
            None,
            change=float(quote.change),
            price=quote.price,
            time=quote.time,
            source=quote.source,
        )
        return Happened(_cause(quote, due), due, pick, line)

    async def _tell(
        self,
        tx: Transaction,
        chat: Followed,
        happened: Sequence[tuple[Happened, Subject]],
        session: date,
        source: Source,
        *,
        user: User | None = None,
    ) -> None:
        """Put what is news to this chat into one message; event and message are one transaction."""
        if not happened:
            return
        user = user or await tx.users.get(chat.chat_id)
        if user is None or not user.active:
            return
        now = self._clock.now()
        news: dict[str, AlertLine] = {}
        wanted: dict[str, Wanted] = {}
        for each, subject in happened:
            how = chat.wants(subject, TOPICS[each.line.kind], each.at, now)
            if how is not None and may_see(each.pick.report, qualified=user.qualified):
                news.setdefault(each.cause, each.line)
                wanted[each.cause] = how.or_louder(wanted.get(each.cause))
        untold = await tx.events.once_each(chat.chat_id, news, now)  # what nobody is to be told of now is no news later
        causes = [cause for cause in news if cause in untold and wanted[cause].loudness is not Loudness.OFF]
        if not causes:
            return
        digest = hashlib.sha256("\n".join(causes).encode()).hexdigest()[:16]
        view = Alerts(session, tuple(news[cause] for cause in causes), source)
        key = f"alerts:{chat.chat_id}:{session}:{digest}"
        why = together(wanted[cause] for cause in causes)
        message = OutboxMessage(
            chat.chat_id, "alerts", dump_view(view), key, PRIORITY_ALERT, silent=why.silent, because=because(why)
        )
        await tx.outbox.add(message, at=now)

    async def _trading(self, market: Market, at: datetime) -> bool:
        local = at.astimezone(ZONES[market])
        if not OPENS[market] <= local.time() <= CLOSES[market]:
            return False
        try:
            return local.date() in await self._tracking.calendar(market)
        except (MarketError, UnknownSession) as error:
            _log.warning("no calendar for %s: %s", market, error)
            return False


def _cause(quote: Quote, due: datetime) -> str:
    session = due.astimezone(ZONES[market_of(quote.symbol)]).date()  # New York's goes on after midnight in Shanghai
    return day_cause(quote.symbol, session, up=quote.change > 0)
