"""Digests: one message an evening on what somebody follows, which names the sessions it covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import fmean

from bot.clock import Clock
from bot.domain.following import DigestSlot, Followed
from bot.domain.scoring.results import Phase, PickScore
from bot.domain.securities import Market
from bot.domain.sessions import SHANGHAI, UnknownSession
from bot.market.ports import MarketError
from bot.services.because import because_of_digest
from bot.services.cards import head_of_pick, may_see, promise_of
from bot.services.codec import dump_view
from bot.services.followers import Followers
from bot.services.people import EARLIEST_DIGEST, Viewer
from bot.services.reference import Reference
from bot.services.scoring import Scored, Scoring, newest_close, newest_of_each_security
from bot.services.tracking import Tracking
from bot.services.views import AlertKind, AlertLine, Digest, Notice, Source
from bot.store.messages import OutboxMessage
from bot.store.records import ConfirmedPick, User
from bot.store.store import Store

SHOWN = 5
AHEAD = timedelta(days=14)
PRIORITY_DIGEST = 6


class Digests:
    """Makes the evening digest, for all whose time has come or for one who asks."""

    def __init__(
        self,
        store: Store,
        tracking: Tracking,
        scoring: Scoring,
        reference: Reference,
        clock: Clock,
        followers: Followers,
    ) -> None:
        self._store = store
        self._tracking = tracking
        self._scoring = scoring
        self._reference = reference
        self._clock = clock
        self._followers = followers

    async def send_due(self, now: datetime) -> None:
        """Send to each subscriber whose time has come the digest of the sessions since the last, at most one."""
        local = now.astimezone(SHANGHAI)
        try:
            calendar = await self._tracking.calendar(Market.A)
            session = calendar.last_closed(now)
        except (MarketError, UnknownSession):
            return  # the refresh has said so already
        if local.date() == session and local.time() < EARLIEST_DIGEST:
            session = calendar.before(session)  # today's total-return index is not there yet
        async with self._store.snapshot() as tx:
            users = [user for user in await tx.users.all_active() if self._due(user, session, local)]
            if not users:
                return
            follows = {chat.chat_id: chat for chat in await self._followers.all(tx)}
            scored_until = await tx.jobs.last_finished(f"refresh-{Market.A}")
        if scored_until is None or scored_until < session:
            return
        scored, _ = await self._scoring.score_picks(await self._picks_for(users, follows), session)
        for user in users:
            digest = None
            if self._wants(user, follows):
                chat = follows[user.user_id]
                sessions = tuple(calendar.between(_from(user, chat), session))
                digest = self._digest(chat, scored, sessions, qualified=user.qualified)
            await self._send(user, digest, session)

    async def _picks_for(self, users: Sequence[User], follows: Mapping[int, Followed]) -> list[ConfirmedPick]:
        """What the digests of these users can be about."""
        wanting = [(follows[user.user_id], user.qualified) for user in users if self._wants(user, follows)]
        if not wanting:
            return []
        async with self._store.snapshot() as tx:
            picks = await self._followers.picks(tx, [chat for chat, _ in wanting])
        return [
            pick
            for pick in picks
            if any(self._shows(chat, pick) and may_see(pick.report, qualified=qualified) for chat, qualified in wanting)
        ]

    async def now(self, viewer: Viewer) -> Digest | Notice:
        """The digest of the last closed session, for somebody who asks."""
        try:
            session = await self._tracking.last_session(Market.A)
        except (MarketError, UnknownSession):
            return Notice("market_unavailable")
        async with self._store.snapshot() as tx:
            follows = {chat.chat_id: chat for chat in await self._followers.all(tx)}
        if viewer.chat_id not in follows:
            return Notice("watchlist_empty")
        scored = await self._scoring.score(session)
        # until the evening's refresh the newest figures may be the day before's: they are shown under their own day
        running = [each for each in scored if each.score.phase is not Phase.SETTLED]
        session = min(session, newest_close(each.score for each in running) or session)
        return self._digest(follows[viewer.chat_id], scored, (session,), qualified=viewer.qualified) or Notice(
            "digest_empty"
        )

    def _shows(self, chat: Followed, pick: ConfirmedPick) -> bool:
        return chat.in_digest(self._followers.subject(pick), DigestSlot.CLOSE) is not None

    def _due(self, user: User, session: date, local: datetime) -> bool:
        if user.digested is not None and user.digested >= session:
            return False
        return local.date() > session or local.time() >= max(user.digest_at or EARLIEST_DIGEST, EARLIEST_DIGEST)

    def _wants(self, user: User, follows: Mapping[int, Followed]) -> bool:
        return user.digest_at is not None and user.user_id in follows

    async def _send(self, user: User, digest: Digest | None, session: date) -> None:
        """Note that the session is dealt with, for who gets nothing too: a digest turned on again tells no old news."""
        now = self._clock.now()
        async with self._store.transaction() as tx:
            current = await tx.users.get(user.user_id)
            if current is None:
                return
            await tx.users.save(replace(current, digested=session))
            if digest is not None:
                key = f"digest:{user.user_id}:{session}"
                why = because_of_digest(DigestSlot.CLOSE)
                message = OutboxMessage(user.user_id, "digest", dump_view(digest), key, PRIORITY_DIGEST, because=why)
                await tx.outbox.add(message, at=now)

    def _digest(
        self, chat: Followed, scored: Sequence[Scored], sessions: tuple[date, ...], *, qualified: bool | None
    ) -> Digest | None:
        """What one chat is shown; None where nothing it follows has a figure."""
        mine = [
            each for each in scored if self._shows(chat, each.pick) and may_see(each.pick.report, qualified=qualified)
        ]
        figures = newest_of_each_security([each for each in mine if each.score.excess is not None])
        if not figures or not sessions:
            return None
        ranked = sorted(figures, key=lambda score: score.excess or 0.0, reverse=True)
        shown = min(SHOWN, (len(ranked) + 1) // 2)
        # settled and open are never mixed (METHODOLOGY 6)
        running = [each.excess for each in figures if each.excess is not None and each.phase is not Phase.SETTLED]
        return Digest(
            sessions=sessions,
            best=tuple(ranked[:shown]),
            worst=tuple(reversed(ranked[shown:][-shown:])),
            events=self._events(mine, sessions),
            upcoming=self._upcoming(mine, sessions[-1]),
            securities=len(figures),
            open=len(running),
            mean_excess=fmean(running) if running else None,
            source=Source(mine[0].source, min(newest_close(each.score for each in mine) or sessions[-1], sessions[-1])),
        )

    def _events(self, scored: Sequence[Scored], sessions: tuple[date, ...]) -> tuple[AlertLine, ...]:
        return tuple(
            self._line(kind, each)
            for each in _once_a_promise(scored)
            for kind, day in (
                (AlertKind.WINDOW_OPENS, each.score.window_opens),
                (AlertKind.SETTLED, each.score.settles),
            )
            if day is not None and sessions[0] <= day <= sessions[-1] and _reached(each.score, kind)
        )

    def _upcoming(self, scored: Sequence[Scored], today: date) -> tuple[AlertLine, ...]:
        coming = [
            (day, self._line(kind, each))
            for each in _once_a_promise(scored)
            for kind, day in (
                (AlertKind.WINDOW_OPENS, each.score.window_opens),
                (AlertKind.SETTLES_SOON, each.score.settles),
            )
            if day is not None and today < day <= today + AHEAD and each.score.phase is not Phase.SETTLED
        ]
        return tuple(line for _, line in sorted(coming, key=lambda each: each[0]))

    def _line(self, kind: AlertKind, scored: Scored) -> AlertLine:
        security = self._reference.ref(scored.pick.pick.symbol)
        return AlertLine(kind, security, head_of_pick(scored.pick), scored.score)


def _reached(score: PickScore, kind: AlertKind) -> bool:
    if kind is AlertKind.SETTLED:
        return score.verdict is not None
    return score.phase in (Phase.IN_WINDOW, Phase.SETTLED)


def _from(user: User, chat: Followed) -> date:
    """The first day that is news to this subscriber: after the last digest, and not before he followed anything."""
    first = chat.first(DigestSlot.CLOSE)
    began = first.astimezone(SHANGHAI).date() if first else date.max
    return began if user.digested is None else max(began, user.digested + timedelta(days=1))


def _once_a_promise(scored: Sequence[Scored]) -> list[Scored]:
    """What a report says of a security in several segments is one promise, unless kind or rating differ."""
    return list({promise_of(each.pick): each for each in scored}.values())
