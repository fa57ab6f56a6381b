"""Channels: pure targets, kept among the users under their negative ids, and looked after from private chats."""

from __future__ import annotations

from dataclasses import replace

from bot.clock import Clock
from bot.domain.following import DigestSlot
from bot.services.access.people import People, Refused, Viewer
from bot.services.follows.finding import FollowFinding
from bot.services.follows.following import Following
from bot.services.follows.labels import line_of
from bot.services.follows.subscriptions import Subscriptions
from bot.services.follows.words import read_target
from bot.services.messages.codec import dump_view
from bot.services.names.reference import Reference
from bot.services.views import View
from bot.services.views.channels import (
    ChannelCard,
    ChannelFollow,
    ChannelLine,
    ChannelList,
    ChannelQuestion,
    ChannelRemoval,
)
from bot.services.views.following import FollowChoices
from bot.services.views.pieces import Notice, Target
from bot.store.messages import OutboxMessage
from bot.store.records import Channel, Role
from bot.store.store import Store, Transaction

MOST_FOLLOWS = 20  # shown on a card, each with a button
KIND = "channel"  # of the message that tells who has added the bot; it is not held back at night


class Channels:
    """Who adds the bot to a channel looks after it; owners look after all of them."""

    def __init__(
        self,
        store: Store,
        people: People,
        following: Following,
        finding: FollowFinding,
        subscriptions: Subscriptions,
        reference: Reference,
        clock: Clock,
        *,
        everybody: bool,
    ) -> None:
        """``everybody``: subscribers may add channels too, not owners and editors alone."""
        self._store = store
        self._people = people
        self._following = following
        self._finding = finding
        self._subscriptions = subscriptions
        self._reference = reference
        self._clock = clock
        self._everybody = everybody

    async def added(self, channel_id: int, title: str, by: Viewer, *, may_post: bool, update_id: int) -> None:
        """Somebody has made the bot an administrator of a channel, or changed its rights there; he is told how to go on.

        Raises:
            Refused: he may not; he is told why if he has access at all.
        """
        if not (by.may_edit or (self._everybody and by.role is not None)):
            if by.role is not None:
                await self._tell(by, Notice("channel_not_admitted", {"title": title}), channel_id, update_id)
            raise Refused("channel_not_admitted", title=title)
        now = self._clock.now()
        async with self._store.transaction() as tx:
            known, user = await tx.channels.get(channel_id), await tx.users.get(channel_id)
            if user is not None and user.role is Role.REMOVED and not by.owns:
                raise Refused("channel_not_admitted", title=title)
            channel = Viewer(channel_id, channel_id, title, by.language, None)
            await self._people.admit(tx, channel, Role.SUBSCRIBER)
            manager = known.added_by if known is not None and known.added_by is not None else by.user_id
            await tx.channels.save(Channel(channel_id, manager, may_post, now))
        await self._tell(by, await self.card(channel_id, by), channel_id, update_id)

    async def left(self, channel_id: int) -> None:
        """The bot is in the channel no more: nothing is sent, everything is kept, nobody is told."""
        await self._people.left(channel_id)

    async def page(self, viewer: Viewer) -> ChannelList:
        """The channels that the viewer looks after."""
        async with self._store.snapshot() as tx:
            channels = await tx.channels.of(None if viewer.owns else viewer.user_id)
            return ChannelList(tuple([await self._line(tx, each) for each in channels]))

    async def of(self, channel_id: int, viewer: Viewer) -> Viewer:
        """The channel as a chat that can be changed; nobody in it has a class (DESIGN 2).

        Raises:
            Refused: the viewer does not look after it.
        """
        async with self._store.snapshot() as tx:
            channel, user = await tx.channels.get(channel_id), await tx.users.get(channel_id)
        if channel is None or user is None or not (viewer.owns or channel.added_by == viewer.user_id):
            raise Refused("channel_gone")
        language = user.language or viewer.language
        qualified = user.qualified is True
        return Viewer(channel_id, channel_id, user.name, language, Role.SUBSCRIBER, qualified, channel=True)

    async def card(self, channel_id: int, viewer: Viewer) -> ChannelCard:
        """A channel with what it is sent.

        Raises:
            Refused: as `of`.
        """
        here = await self.of(channel_id, viewer)
        async with self._store.snapshot() as tx:
            channel = await tx.channels.get(channel_id)
            if channel is None:
                raise Refused("channel_gone")
            follows = (await tx.follows.of(channel_id))[:MOST_FOLLOWS]
            lines = [await line_of(tx, each, here, self._reference, self._clock) for each in follows]
            mine = {(each.kind, each.ref) for each in await tx.follows.of(viewer.chat_id)}
            digests = await tx.digests.of(channel_id)
            line = await self._line(tx, channel)
        return ChannelCard(
            line=line,
            language=here.language,
            follows=tuple(ChannelFollow(each.follow_id, each.target) for each in lines),
            digests=tuple(digests[slot].at for slot in DigestSlot),
            zone=(await self._people.settings(here)).zone,
            qualified=here.qualified is True,
            owner=viewer.owns,
            copies=bool(mine - {(each.kind, each.ref) for each in follows}),
        )

    async def question(self, channel_id: int, viewer: Viewer) -> ChannelQuestion:
        """Ask what the channel is to follow.

        Raises:
            Refused: as `of`.
        """
        return ChannelQuestion(channel_id, (await self.of(channel_id, viewer)).name)

    async def typed(self, channel_id: int, text: str, viewer: Viewer) -> View:
        """Let the channel follow what was typed, or what is like it.

        Raises:
            Refused: as `of`; nothing is like it, or it is not for a channel.
        """
        here = await self.of(channel_id, viewer)
        found = await self._finding.find(read_target(text), here, "subscribe")
        if isinstance(found, FollowChoices):
            return ChannelQuestion(channel_id, here.name, found.query, found.choices)
        return await self.follow(channel_id, found, viewer)

    async def follow(self, channel_id: int, target: Target, viewer: Viewer) -> ChannelCard:
        """Let the channel follow this.

        Raises:
            Refused: as `of`; it is not for a channel.
        """
        await self._following.subscribe(await self.of(channel_id, viewer), target)
        return await self.card(channel_id, viewer)

    async def copy(self, channel_id: int, viewer: Viewer) -> ChannelCard:
        """Let the channel follow what the viewer does, so far as a channel may.

        Raises:
            Refused: as `of`.
        """
        here = await self.of(channel_id, viewer)
        async with self._store.snapshot() as tx:
            mine = await tx.follows.of(viewer.chat_id)
        for each in mine:
            try:
                await self._following.subscribe(here, Target(each.kind, each.ref))
            except Refused:
                continue  # a report that is not for everybody
        return await self.card(channel_id, viewer)

    async def end(self, channel_id: int, follow_id: int, viewer: Viewer) -> ChannelCard:
        """Let the channel follow one thing less.

        Raises:
            Refused: as `of`; it does not follow that any more.
        """
        await self._subscriptions.end(follow_id, await self.of(channel_id, viewer))
        return await self.card(channel_id, viewer)

    async def set_language(self, channel_id: int, language: str, viewer: Viewer) -> ChannelCard:
        """Write there in this language (zh or en).

        Raises:
            Refused: as `of`.
        """
        await self._people.set_language(await self.of(channel_id, viewer), language)
        return await self.card(channel_id, viewer)

    async def qualify(self, channel_id: int, viewer: Viewer, *, qualified: bool) -> ChannelCard:
        """Show R4 and above there, or not; an owner decides (DESIGN 2).

        Raises:
            Refused: as `of`, or the viewer is no owner.
        """
        here = await self.of(channel_id, viewer)
        if not viewer.owns:
            raise Refused("only_owners_decide")
        await self._people.qualify(here, qualified=qualified)
        return await self.card(channel_id, viewer)

    async def removal(self, channel_id: int, viewer: Viewer) -> ChannelRemoval:
        """Ask whether the channel is really to be left.

        Raises:
            Refused: as `of`.
        """
        return ChannelRemoval(channel_id, (await self.of(channel_id, viewer)).name)

    async def remove(self, channel_id: int, viewer: Viewer) -> ChannelList:
        """Forget the channel with all that it follows; leaving it is up to the face.

        Raises:
            Refused: as `of`.
        """
        await self.of(channel_id, viewer)
        async with self._store.transaction() as tx:
            await tx.forgetting.forget(channel_id, self._clock.now())
            await tx.channels.remove(channel_id)
        return await self.page(viewer)

    async def _line(self, tx: Transaction, channel: Channel) -> ChannelLine:
        user = await tx.users.get(channel.channel_id)
        followed = len(await tx.follows.of(channel.channel_id))
        there = user is not None and user.active
        return ChannelLine(channel.channel_id, user.name if user else "", there, channel.may_post, followed)

    async def _tell(self, to: Viewer, view: View, channel_id: int, update_id: int) -> None:
        """Into the private chat, where it may be that he never wrote to the bot."""
        message = OutboxMessage(to.user_id, KIND, dump_view(view), f"{KIND}:{channel_id}:{update_id}")
        async with self._store.transaction() as tx:
            await tx.outbox.add(replace(message, priority=1), at=self._clock.now())
