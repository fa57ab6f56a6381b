"""Subscriptions with their options: listed, opened, changed and ended, each where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.clock import Clock
from bot.domain.following import DigestSlot, Loudness, Subscription, Topic
from bot.domain.securities import Market
from bot.domain.sessions import OPENS, SHANGHAI, UnknownSession
from bot.market.ports import MarketError
from bot.services.access.people import Refused, Viewer
from bot.services.follows.labels import line_of
from bot.services.names.reference import Reference
from bot.services.paging import page_of
from bot.services.prices.sessions import Sessions
from bot.services.views.following import FollowChange, FollowChanged, SubscriptionCard, SubscriptionList
from bot.services.views.pieces import Notice
from bot.store.store import Store, Transaction

PAGE = 8


class MuteFor(StrEnum):
    """How long nothing is pushed; `SESSION` is until the next session of the A market opens."""

    HOUR = "hour"
    SESSION = "session"
    WEEK = "week"
    NOT = "not"


class Subscriptions:
    """What a chat has chosen; what is not of this chat is unknown to it."""

    def __init__(self, store: Store, sessions: Sessions, reference: Reference, clock: Clock) -> None:
        self._store = store
        self._sessions = sessions
        self._reference = reference
        self._clock = clock

    async def page(self, viewer: Viewer, page: int = 0, *, stopping: bool = False) -> SubscriptionList | Notice:
        """What the chat follows, in the order in which it began to."""
        async with self._store.snapshot() as tx:
            found = await tx.follows.of(viewer.chat_id)
            shown, page, pages = page_of(found, page, PAGE)
            lines = tuple([await line_of(tx, each, viewer, self._reference, self._clock) for each in shown])
        return SubscriptionList(lines, page, pages, len(found), stopping) if found else Notice("nothing_followed")

    async def card(self, follow_id: int, viewer: Viewer) -> SubscriptionCard:
        """One subscription.

        Raises:
            Refused: it is not there any more.
        """
        async with self._store.snapshot() as tx:
            return await self._card(tx, await _own(tx, follow_id, viewer), viewer)

    async def card_of(self, kind: str, ref: str, viewer: Viewer) -> SubscriptionCard:
        """The subscription to a target.

        Raises:
            Refused: the chat does not follow it.
        """
        async with self._store.snapshot() as tx:
            found = await tx.follows.find(viewer.chat_id, kind, ref)
            if found is None:
                raise Refused("subscription_gone")
            return await self._card(tx, found, viewer)

    async def set_loudness(self, follow_id: int, loudness: Loudness, viewer: Viewer) -> SubscriptionCard:
        """Tell with a sound, without one, or not at all.

        Raises:
            Refused: as `card`.
        """
        return await self._change(follow_id, viewer, lambda each: replace(each, loudness=loudness))

    async def set_topic(self, follow_id: int, topic: Topic, viewer: Viewer, *, wanted: bool) -> SubscriptionCard:
        """Hear of a topic or not.

        Raises:
            Refused: as `card`.
        """
        return await self._change(
            follow_id,
            viewer,
            lambda each: replace(each, topics=each.topics | {topic} if wanted else each.topics - {topic}),
        )

    async def set_slot(self, follow_id: int, slot: DigestSlot, viewer: Viewer, *, wanted: bool) -> SubscriptionCard:
        """Let it appear in a digest or not.

        Raises:
            Refused: as `card`.
        """
        return await self._change(
            follow_id,
            viewer,
            lambda each: replace(
                each, digest_slots=each.digest_slots | {slot} if wanted else each.digest_slots - {slot}
            ),
        )

    async def pause(self, follow_id: int, viewer: Viewer, *, paused: bool) -> SubscriptionCard:
        """Let it rest, or go on.

        Raises:
            Refused: as `card`.
        """
        return await self._change(follow_id, viewer, lambda each: replace(each, paused=paused))

    async def mute(self, follow_id: int, how_long: MuteFor, viewer: Viewer) -> SubscriptionCard:
        """Push nothing for a while; what happens meanwhile is not told later.

        Raises:
            Refused: as `card`; or no calendar says when the next session is.
        """
        until = await self.until(how_long)
        return await self._change(follow_id, viewer, lambda each: replace(each, muted_until=until))

    async def end(self, follow_id: int, viewer: Viewer) -> FollowChanged:
        """Follow it no longer; ended twice it is ended.

        Raises:
            Refused: as `card`.
        """
        async with self._store.transaction() as tx:
            found = await tx.follows.get(follow_id, ended=True)
            if found is None or found.chat_id != viewer.chat_id:
                found = await _own(tx, follow_id, viewer)
                await tx.follows.end(follow_id, self._clock.now())
            line = await line_of(tx, found, viewer, self._reference, self._clock)
        return FollowChanged(FollowChange.UNSUBSCRIBED, line.target, follow_id)

    async def take_up(self, follow_id: int, viewer: Viewer) -> SubscriptionCard:
        """Take an end back, with all that was chosen; taken back twice it is there.

        Raises:
            Refused: it is too long ago.
        """
        async with self._store.transaction() as tx:
            found = await tx.follows.get(follow_id, ended=True)
            if found is not None and found.chat_id == viewer.chat_id:
                await tx.follows.take_up(follow_id)
            return await self._card(tx, await _own(tx, follow_id, viewer), viewer)

    async def until(self, how_long: MuteFor) -> datetime | None:
        """When a mute that begins now ends.

        Raises:
            Refused: no calendar says when the next session is.
        """
        now = self._clock.now()
        match how_long:
            case MuteFor.HOUR:
                return now + timedelta(hours=1)
            case MuteFor.WEEK:
                return now + timedelta(days=7)
            case MuteFor.NOT:
                return None
        try:
            calendar = await self._sessions.calendar(Market.A)
            today = now.astimezone(SHANGHAI).date()
            opening = datetime.combine(calendar.on_or_after(today), OPENS[Market.A], SHANGHAI)
            if opening <= now:
                opening = datetime.combine(calendar.after(today), OPENS[Market.A], SHANGHAI)
        except (MarketError, UnknownSession):
            raise Refused("market_unavailable") from None
        return opening

    async def _change(
        self, follow_id: int, viewer: Viewer, change: Callable[[Subscription], Subscription]
    ) -> SubscriptionCard:
        async with self._store.transaction() as tx:
            changed = change(await _own(tx, follow_id, viewer))
            await tx.follows.save(changed)
            return await self._card(tx, changed, viewer)

    async def _card(self, tx: Transaction, found: Subscription, viewer: Viewer) -> SubscriptionCard:
        return SubscriptionCard(await line_of(tx, found, viewer, self._reference, self._clock))


async def _own(tx: Transaction, follow_id: int, viewer: Viewer) -> Subscription:
    found = await tx.follows.get(follow_id)
    if found is None or found.chat_id != viewer.chat_id:
        raise Refused("subscription_gone")
    return found
