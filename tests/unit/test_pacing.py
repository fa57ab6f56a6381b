"""Pacing on a simulated clock: 29 a second in all, a second between pushes to a person, three to a group."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.clock import SimulatedClock
from bot.services.messages.pacing import Pacer, Rates

START = datetime(2024, 12, 26, 12, 45, tzinfo=UTC)
CLOSE_ENOUGH = 1e-5  # the simulated clock counts microseconds


def moments(wanted: Callable[[Pacer], list[Awaitable[None]]], rates: Rates, seconds: float = 600) -> list[float]:
    """When each of the awaited places came, in seconds from the start."""

    async def play() -> list[float]:
        clock = SimulatedClock(START)
        places = wanted(Pacer(clock, rates))
        came = [float("nan")] * len(places)

        async def note(at: int, place: Awaitable[None]) -> None:
            await place
            came[at] = clock.monotonic()

        waiting = asyncio.gather(*(note(at, place) for at, place in enumerate(places)))
        await clock.advance(seconds)
        await waiting
        return came

    return asyncio.run(play())


def test_a_private_chat_gets_one_push_a_second() -> None:
    assert moments(lambda pacer: [pacer.push(7) for _ in range(4)], Rates()) == pytest.approx([0, 1, 2, 3])


def test_a_group_gets_one_push_in_three_seconds() -> None:
    assert moments(lambda pacer: [pacer.push(-7) for _ in range(4)], Rates()) == pytest.approx([0, 3, 6, 9])


def test_chats_do_not_wait_for_one_another_but_for_the_total() -> None:
    came = moments(lambda pacer: [pacer.push(chat) for chat in range(1, 59)], Rates())
    assert came == pytest.approx([place / 29 for place in range(58)], abs=CLOSE_ENOUGH)


def test_what_gathered_at_one_moment_still_leaves_one_after_the_other() -> None:
    came = moments(lambda pacer: [pacer.depart() for _ in range(5)], Rates())
    assert came == pytest.approx([place * 0.97 / 29 for place in range(5)], abs=CLOSE_ENOUGH)


def test_replies_do_not_wait_for_the_gap_of_their_chat_but_take_from_the_total() -> None:
    came = moments(lambda pacer: [pacer.push(7), pacer.reply(), pacer.reply(), pacer.push(8), pacer.push(7)], Rates())
    assert came == pytest.approx([0, 1 / 29, 2 / 29, 3 / 29, 1], abs=CLOSE_ENOUGH)


def test_the_gap_runs_from_when_the_total_let_a_push_go() -> None:
    crowded = Rates(total=1, private_gap=3)
    came = moments(lambda pacer: [*[pacer.reply() for _ in range(5)], pacer.push(7), pacer.push(7)], crowded)
    assert came == pytest.approx([0, 1, 2, 3, 4, 5, 8])


@given(
    chats=st.lists(st.sampled_from([1, 2, 3, -1, -2]), max_size=25),
    replies=st.integers(0, 25),
    total=st.sampled_from([2.0, 10.0, 29.0]),
)
@settings(max_examples=40, deadline=None)
def test_no_second_holds_more_than_the_total_and_no_gap_is_shorter_than_the_chats(
    chats: list[int], replies: int, total: float
) -> None:
    came = moments(
        lambda pacer: [*(pacer.push(chat) for chat in chats), *(pacer.reply() for _ in range(replies))], Rates(total)
    )
    for earlier, later in pairwise(sorted(came)):
        assert later - earlier >= 1 / total - CLOSE_ENOUGH
    for chat in set(chats):
        own = sorted(moment for moment, to in zip(came, chats, strict=False) if to == chat)
        gap = 3.0 if chat < 0 else 1.0
        assert all(later - earlier >= gap - CLOSE_ENOUGH for earlier, later in pairwise(own))


def test_who_had_a_place_before_all_were_asked_to_wait_gets_another_one() -> None:
    def wanted(pacer: Pacer) -> list[Awaitable[None]]:
        async def ask_to_wait() -> None:
            await pacer.reply()
            pacer.pause(30)

        return [ask_to_wait(), *(pacer.push(chat) for chat in (1, 2)), pacer.reply()]

    came = moments(wanted, Rates(total=10.0))
    assert came == pytest.approx([0.0, 30.0, 30.1, 30.2], abs=CLOSE_ENOUGH)
