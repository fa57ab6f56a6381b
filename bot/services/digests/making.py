"""Digests: in the morning, after the close and after the week; each scored once for all, and made once for all alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from bot.clock import Clock
from bot.domain.digests import Block, DigestChoice, due_session, next_due, week_of
from bot.domain.following import DigestSlot, Followed, Topic
from bot.domain.scoring.results import Phase, PickScore
from bot.domain.securities import Market
from bot.domain.sessions import SHANGHAI, TradingCalendar, UnknownSession, zone_named
from bot.market.ports import MarketError
from bot.services.access.people import Viewer
from bot.services.access.zones import zone_of
from bot.services.digests.content import Figures, Key, Sifter
from bot.services.digests.telling import Telling
from bot.services.follows.followers import Followers
from bot.services.messages.because import because_of_digest
from bot.services.messages.codec import dump_view
from bot.services.names.reference import Reference
from bot.services.prices.tracking import Tracking
from bot.services.research.heads import may_see
from bot.services.scores.scoreboards import Scoreboards
from bot.services.scores.scoring import Scored, Scoring, newest_close
from bot.services.views.digests import Announced, BoardChange, Digest, MorningDigest, WeeklyDigest
from bot.services.views.pieces import Notice
from bot.store.messages import OutboxMessage
from bot.store.records import ConfirmedPick, User
from bot.store.store import Store

PRIORITY_DIGEST = 6
AT_ONCE = 200  # chats in one transaction
MOST_BEGINNINGS = 3  # closes before the sessions told that are scored; who was away for long gets no changes
MORNING_NEWS = time(8, 30)  # Shanghai: what was confirmed since the session before was new to a first morning digest
TOPICS = {  # of the events that alerts leave behind
    "band": Topic.BANDS,
    "day": Topic.DAY_CHANGE,
    "window_opens": Topic.HORIZON,
    "settles_soon": Topic.HORIZON,
    "settled": Topic.VERDICTS,
}

Told = MorningDigest | Digest | WeeklyDigest


@dataclass(frozen=True, slots=True)
class _Wish:
    """One chat's digest to be made: whose targets, which blocks, what it covers. Equal wishes get equal digests."""

    keys: frozenset[Key]
    blocks: frozenset[Block]
    qualified: bool
    sessions: tuple[date, ...]
    since: datetime
    alerts: tuple[tuple[Topic, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Materials:
    """The figures as of each close that is needed, and what is sifted from them."""

    sifter: Sifter
    figures: Mapping[date, Figures]  # by the first session told


class Digests:
    """Makes digests for all whose time has come, or for one who asks."""

    def __init__(
        self,
        store: Store,
        tracking: Tracking,
        scoring: Scoring,
        reference: Reference,
        clock: Clock,
        followers: Followers,
        scoreboards: Scoreboards,
    ) -> None:
        self._store = store
        self._tracking = tracking
        self._scoring = scoring
        self._reference = reference
        self._clock = clock
        self._followers = followers
        self._scoreboards = scoreboards

    async def send_due(self, now: datetime) -> None:
        """Send to each chat whose time has come what is due, of each of the three digests at most one."""
        try:
            calendar = await self._tracking.calendar(Market.A)
            async with self._store.snapshot() as tx:
                times = await tx.digests.times()
            due: dict[tuple[DigestSlot, date], list[DigestChoice]] = defaultdict(list)
            for each in times:
                session = due_session(each.slot, calendar, each.at, zone_named(each.zone), now)
                if session is not None and (each.dealt is None or each.dealt < session):
                    async with self._store.snapshot() as tx:
                        due[each.slot, session] += await tx.digests.at(each)
        except (MarketError, UnknownSession):
            return  # the refresh has said so already
        for (slot, session), choices in sorted(due.items()):
            await self._send(slot, session, choices, calendar)

    async def show(self, slot: DigestSlot, viewer: Viewer) -> Told | Notice:
        """A digest for somebody who asks, sent to him or not: of the last closed session, of its week, of the next morning."""
        try:
            calendar = await self._tracking.calendar(Market.A)
            closed = calendar.last_closed(self._clock.now())
            session = self._next_morning(calendar, closed) if slot is DigestSlot.MORNING else closed
        except (MarketError, UnknownSession):
            return Notice("market_unavailable")
        async with self._store.snapshot() as tx:
            chat = await self._followers.of(tx, viewer.chat_id)
            choice = (await tx.digests.of(viewer.chat_id))[slot]
            zone = await zone_of(tx, viewer)
            picks = await self._followers.picks(tx, [chat])
        if not chat.subscriptions:
            return Notice("watchlist_empty")
        scored, _ = await self._scoring.score_picks(picks, closed)
        # until the evening's refresh the newest figures may be the day before's: they are shown under their own day
        running = [each.score for each in scored if each.score.phase is not Phase.SETTLED]
        newest = min(closed, newest_close(running) or closed)
        if slot is not DigestSlot.MORNING:
            session = newest
        sessions = (session,) if slot is not DigestSlot.WEEKLY else _until(week_of(calendar, session), session)
        since = choice.dealt_at or _morning_before(calendar, session)
        wish = _Wish(_keys(chat, slot), choice.blocks, viewer.qualified is True, sessions, since)
        materials = await self._materials(slot, [wish], picks, newest, calendar, scored)
        told = self._told(slot, wish, materials, calendar)
        if told is None:
            return Notice("digest_empty" if slot is DigestSlot.CLOSE else f"digest_empty_{slot}")
        coming = choice.at and next_due(slot, calendar, choice.at, zone, self._clock.now())
        if isinstance(told, MorningDigest) and coming and coming[0] == session:
            told = replace(told, announced=Announced(coming[1], zone.key))
        return told

    def _next_morning(self, calendar: TradingCalendar, closed: date) -> date:
        """The session that a morning digest would be about, asked for now: the next one to end."""
        return calendar.after(closed)

    async def _send(
        self, slot: DigestSlot, session: date, choices: Sequence[DigestChoice], calendar: TradingCalendar
    ) -> None:
        """Make the digests of one session and put them in line; that is noted for who gets nothing too."""
        as_of = calendar.before(session) if slot is DigestSlot.MORNING else session
        async with self._store.snapshot() as tx:
            scored_until = await tx.jobs.last_finished(f"refresh-{Market.A}")
            if scored_until is None or scored_until < as_of:
                return
            users = {user.user_id: user for user in await tx.users.all_active()}
            chats = {chat.chat_id: chat for chat in await self._followers.all(tx)}
            counts: Mapping[int, Counter[str]] = {}
            if slot is DigestSlot.CLOSE:
                counts = await tx.events.counts(_midnight(calendar.before(session) + timedelta(days=1)))
        wishes: dict[int, _Wish] = {}
        for choice in choices:
            user, chat = users.get(choice.chat_id), chats.get(choice.chat_id)
            if user is not None and chat is not None:
                wish = _wish(slot, choice, user, chat, session, calendar, counts.get(choice.chat_id, Counter()))
                if wish is not None:
                    wishes[choice.chat_id] = wish
        payloads = await self._payloads(slot, wishes, as_of, calendar, chats)
        rest = iter(choices)
        while portion := list(islice(rest, AT_ONCE)):
            await self._put(slot, session, portion, wishes, payloads)

    async def _payloads(
        self,
        slot: DigestSlot,
        wishes: Mapping[int, _Wish],
        as_of: date,
        calendar: TradingCalendar,
        chats: Mapping[int, Followed],
    ) -> dict[_Wish, str]:
        """The text of each digest that has something to say, by the wish for it."""
        if not wishes:
            return {}
        async with self._store.snapshot() as tx:
            followed = await self._followers.picks(tx, [chats[chat_id] for chat_id in wishes])
        qualified = any(wish.qualified for wish in wishes.values())
        picks = [each for each in followed if may_see(each.report, qualified=qualified)]
        if not picks:  # nobody's digest would say anything
            return {}
        scored, _ = await self._scoring.score_picks(picks, as_of)
        materials = await self._materials(slot, list(wishes.values()), picks, as_of, calendar, scored)
        made: dict[_Wish, str] = {}
        for wish in set(wishes.values()):
            told = self._told(slot, wish, materials, calendar)
            if told is not None:
                made[wish] = dump_view(told)
        return made

    async def _materials(
        self,
        slot: DigestSlot,
        wishes: Sequence[_Wish],
        picks: Sequence[ConfirmedPick],
        as_of: date,
        calendar: TradingCalendar,
        scored: Sequence[Scored],
    ) -> _Materials:
        figures: dict[date, Figures] = {}
        async with self._store.snapshot() as tx:
            suspended = await tx.prices.suspended_on(as_of) if slot is DigestSlot.MORNING else set()
        beginnings = Counter(wish.sessions[0] for wish in wishes)
        for first, _ in beginnings.most_common(MOST_BEGINNINGS):
            before: dict[int, PickScore] = {}
            changes: dict[bool, tuple[BoardChange, ...]] = {}
            if slot is not DigestSlot.MORNING:
                earlier, _ = await self._scoring.score_picks(picks, calendar.before(first))
                before = {each.pick.pick_id: each.score for each in earlier}
            if slot is DigestSlot.WEEKLY:
                for qualified in {wish.qualified for wish in wishes}:
                    reader = Viewer(0, 0, "", "", None, qualified)
                    changes[qualified] = await self._scoreboards.changes(calendar.before(first), as_of, reader)
            figures[first] = Figures(scored, before, changes, suspended)
        return _Materials(Sifter(scored, self._followers.subject), figures)

    def _told(self, slot: DigestSlot, wish: _Wish, materials: _Materials, calendar: TradingCalendar) -> Told | None:
        mine = materials.sifter.of(wish.keys, qualified=wish.qualified)
        figures = materials.figures.get(wish.sessions[0]) or Figures(mine)
        telling = Telling(mine, wish.blocks, wish.qualified, figures, self._reference.ref)
        last = wish.sessions[-1]
        match slot:
            case DigestSlot.MORNING:
                return telling.morning(last, week_of(calendar, last)[-1], wish.since)
            case DigestSlot.CLOSE:
                return telling.close(wish.sessions, dict(wish.alerts))
            case DigestSlot.WEEKLY:
                return telling.weekly(wish.sessions, last + timedelta(days=13 - last.weekday()))

    async def _put(
        self,
        slot: DigestSlot,
        session: date,
        choices: Sequence[DigestChoice],
        wishes: Mapping[int, _Wish],
        payloads: Mapping[_Wish, str],
    ) -> None:
        now, why = self._clock.now(), because_of_digest(slot)
        async with self._store.transaction() as tx:
            await tx.digests.deal(slot, [choice.chat_id for choice in choices], session, now)
            for choice in choices:
                wish = wishes.get(choice.chat_id)
                payload = payloads.get(wish) if wish is not None else None
                if payload is not None:
                    key = f"digest:{slot}:{choice.chat_id}:{session}"
                    message = OutboxMessage(choice.chat_id, "digest", payload, key, PRIORITY_DIGEST, because=why)
                    await tx.outbox.add(message, at=now)


def _wish(
    slot: DigestSlot,
    choice: DigestChoice,
    user: User,
    chat: Followed,
    session: date,
    calendar: TradingCalendar,
    counts: Counter[str],
) -> _Wish | None:
    """What a chat's digest covers: what came after the last one, and not before anything was followed."""
    began = chat.first(slot)
    if began is None:
        return None
    since = _morning_before(calendar, session)
    sessions: tuple[date, ...] = (session,)
    if slot is DigestSlot.MORNING:
        since = max(choice.dealt_at or since, began)
    else:
        first = began.astimezone(SHANGHAI).date()
        if choice.dealt is not None:
            first = max(first, choice.dealt + timedelta(days=1))
        elif slot is DigestSlot.WEEKLY:
            first = max(first, week_of(calendar, session)[0])
        sessions = tuple(calendar.between(first, session))
    if not sessions:
        return None
    told: Counter[Topic] = Counter()
    for word, count in counts.items():
        if word in TOPICS:
            told[TOPICS[word]] += count
    alerts = tuple(sorted(told.items())) if Block.ALERTS in choice.blocks else ()
    return _Wish(_keys(chat, slot), choice.blocks, user.qualified is True, sessions, since, alerts)


def _keys(chat: Followed, slot: DigestSlot) -> frozenset[Key]:
    return frozenset(key for key, each in chat.subscriptions.items() if each.stands_in(slot))


def _until(sessions: Iterable[date], last: date) -> tuple[date, ...]:
    return tuple(session for session in sessions if session <= last)


def _morning_before(calendar: TradingCalendar, session: date) -> datetime:
    return datetime.combine(calendar.before(session), MORNING_NEWS, SHANGHAI)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
