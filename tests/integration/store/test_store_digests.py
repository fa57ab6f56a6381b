"""What chats want of their digests, the topic that a group pushes to, and channels, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from bot.domain.digests import USUAL, Block
from bot.domain.following import DigestSlot
from bot.store import Store
from bot.store.messages import DigestTime, OutboxMessage
from bot.store.records import Channel
from tests.integration.store.test_store_people import USER

MORNING, CLOSE, WEEKLY = DigestSlot
GROUP, MOVED = -5, -1005


async def test_choices_are_found_by_their_times_and_how_far_they_have_come(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        for chat in (7, 8):
            await tx.users.save(replace(USER, user_id=chat))
            await tx.digests.begin(chat, {CLOSE: time(21), MORNING: None})
        await tx.digests.begin(7, {CLOSE: time(9)})
        await tx.holding.set_hours(8, None, None, "Europe/London", now)
        same = DigestTime(CLOSE, time(21), None, None)
        assert sorted(await tx.digests.times(), key=lambda each: each.zone or "") == [
            same,
            replace(same, zone="Europe/London"),
        ]
        assert [each.chat_id for each in await tx.digests.at(same)] == [7]
        await tx.digests.deal(CLOSE, [7], date(2024, 12, 26), now)
        mine = (await tx.digests.of(7))[CLOSE]
        assert (mine.at, mine.dealt, mine.dealt_at, mine.blocks) == (time(21), date(2024, 12, 26), now, USUAL[CLOSE])
        await tx.digests.save(replace(mine, blocks=frozenset({Block.CHART, Block.MOVERS})))
        assert (await tx.digests.of(7))[CLOSE].blocks == {Block.CHART, Block.MOVERS}
        assert (await tx.digests.of(9))[WEEKLY].at is None
        await tx.users.set_active(8, False)
        assert {each.dealt for each in await tx.digests.times()} == {date(2024, 12, 26)}


async def test_a_group_takes_digests_and_topic_along_and_what_waits_goes_there(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        await tx.digests.begin(GROUP, {CLOSE: time(21)})
        await tx.topics.choose(GROUP, 5)
        await tx.outbox.add(OutboxMessage(GROUP, "trial", "Privacy {}", "a"), at=now)
        for _ in range(2):
            await tx.digests.move_chat(GROUP, MOVED)
            await tx.topics.move_chat(GROUP, MOVED)
        assert ((await tx.digests.of(MOVED))[CLOSE].at, (await tx.digests.of(GROUP))[CLOSE].at) == (time(21), None)
        assert await tx.topics.of(MOVED) == 5
        await tx.topics.leave(GROUP, 5)
        assert await tx.topics.of(GROUP) is None


async def test_a_channel_keeps_the_day_it_came_and_is_found_by_who_added_it(store: Store, now: datetime) -> None:
    channel = Channel(-1009, 7, True, now)
    async with store.transaction() as tx:
        await tx.channels.save(channel)
        await tx.channels.save(replace(channel, may_post=False))
        assert await tx.channels.of(7) == await tx.channels.of(None) == [replace(channel, may_post=False)]
        assert await tx.channels.of(8) == []
        await tx.channels.remove(-1009)
        assert await tx.channels.get(-1009) is None
