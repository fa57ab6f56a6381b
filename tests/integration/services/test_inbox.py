"""The inbox: what was written down and not handled is handled after a restart, but not for ever."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.services.messages.inbox import MOST_ATTEMPTS, Inbox
from bot.store import Store
from tests.integration.services.house import House
from tests.integration.services.parts import SetClock, shanghai


async def test_an_update_is_written_down_once_and_forgotten_when_it_was_handled(store: Store, clock: SetClock) -> None:
    inbox = Inbox(store, clock)
    assert await inbox.put(5, '{"update_id": 5}')
    assert not await inbox.put(5, '{"update_id": 5}')
    await inbox.done(5)
    assert not await inbox.put(5, '{"update_id": 5}')
    assert await inbox.unhandled() == []


async def test_what_a_kill_left_is_handed_over_again_oldest_first(store: Store, clock: SetClock) -> None:
    killed = Inbox(store, clock)
    for number in (9, 7, 8):  # in the order in which they came
        await killed.put(number, str(number))
        await clock.sleep(1)
    await killed.done(7)
    assert await Inbox(store, clock).unhandled() == ["9", "8"]


async def test_an_update_that_ends_the_process_each_time_is_given_up_at_last(store: Store, clock: SetClock) -> None:
    await Inbox(store, clock).put(5, "deadly")
    for _ in range(MOST_ATTEMPTS):
        restarted = Inbox(store, clock)
        assert await restarted.unhandled() == ["deadly"]
        await restarted.begin(5)
        await restarted.begin(5)  # queued again while the database was away: the same attempt
    await Inbox(store, clock).put(6, "harmless")
    assert await Inbox(store, clock).unhandled() == ["harmless"]
    async with store.snapshot() as tx:
        assert [each.update_id for each in await tx.inbox.pending()] == [6]


async def test_an_update_that_only_waits_in_line_is_never_given_up(store: Store, clock: SetClock) -> None:
    await Inbox(store, clock).put(5, "patient")
    for _ in range(5):
        assert await Inbox(store, clock).unhandled() == ["patient"]


async def test_housekeeping_forgets_after_a_week_what_was_handled_and_nothing_else(house: House, store: Store) -> None:
    for number in (1, 2):
        await house.inbox.put(number, str(number))
    await house.inbox.done(1)
    later = house.clock.now() + timedelta(days=7)
    await house.routine.housekeeping(later)
    assert not await house.inbox.put(1, "1")
    await house.routine.housekeeping(later + timedelta(seconds=1))
    assert await house.inbox.put(1, "1")
    assert sorted(await house.inbox.unhandled()) == ["1", "2"]
    assert house.clock.now() == shanghai("2024-12-26T20:00")


async def test_an_update_that_is_gone_keeps_no_other_from_being_noted(house: House) -> None:
    for number in (1, 2):
        await house.inbox.put(number, str(number))
    done = await asyncio.gather(*(house.inbox.done(each) for each in (1, 99, 2)), return_exceptions=True)
    assert not any(done)
    assert await house.inbox.unhandled() == []
