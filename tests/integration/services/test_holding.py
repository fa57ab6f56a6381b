"""Quiet hours and bursts: what is held comes later as one message with its own times, and nothing is dropped."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from bot.services.access.people import Refused, Viewer
from bot.services.messages.codec import dump_view, load_view
from bot.services.messages.delivery import Delivery
from bot.services.messages.holding import HeldMessages
from bot.services.messages.pacing import Rates
from bot.services.messages.queue import Queue
from bot.services.messages.sending import DeliveryRules
from bot.services.messages.transport import NotSent, Outgoing, Rejected
from bot.services.views.holding import Held, HeldBecause, HeldPage
from bot.services.views.pieces import Notice
from bot.store import Store
from bot.store.messages import MessageState, OutboxMessage
from tests.integration.services.house import House
from tests.integration.services.parts import KeepingTransport, shanghai
from tests.integration.services.test_delivery import pumped, put, states

NIGHT = (time(23), time(8))


@pytest.fixture
def transport() -> KeepingTransport:
    return KeepingTransport()


@pytest.fixture
def delivery(house: House, transport: KeepingTransport) -> Delivery:
    return house.delivery(transport, rules=DeliveryRules(burst=3))


@pytest.fixture
async def reader(house: House) -> Viewer:
    return await house.subscriber(7)


async def come(house: House, text: str, number: int, chat_id: int = 7) -> None:
    """A message comes about at a time."""
    house.clock.set(text)
    await put(house, number, chat_id=chat_id)


def told(outgoing: Outgoing) -> list[tuple[datetime, object]]:
    """The times and numbers within a summary."""
    assert isinstance(outgoing.view, Held)
    views = [(each.at, load_view(each.payload)) for each in outgoing.view.items]
    return [(at, view.args["number"]) for at, view in views if isinstance(view, Notice)]


async def test_a_quiet_night_comes_in_the_morning_as_one_message_with_the_times_of_each(
    house: House, delivery: Delivery, transport: KeepingTransport, store: Store, reader: Viewer
) -> None:
    await house.people.set_quiet(reader, NIGHT)
    for number, text in enumerate(("2024-12-26T22:59", "2024-12-26T23:00", "2024-12-27T03:30", "2024-12-27T07:59")):
        await come(house, text, number)
        await put(house, number, chat_id=8)  # who has no quiet hours is not kept waiting
        await pumped(delivery)
    assert [each.chat_id for each in transport.got] == [7, 8, 8, 8, 8]
    async with store.snapshot() as tx:
        assert await tx.holding.count(house.clock.now()) == 3
    await come(house, "2024-12-27T08:00", 9)
    await pumped(delivery)
    summary = next(each for each in transport.got if isinstance(each.view, Held))
    assert told(summary) == [
        (shanghai("2024-12-26T23:00"), 1),
        (shanghai("2024-12-27T03:30"), 2),
        (shanghai("2024-12-27T07:59"), 3),
    ]
    assert isinstance(summary.view, Held)
    assert summary.view.because is HeldBecause.QUIET
    assert [each.view.args for each in transport.got[5:] if isinstance(each.view, Notice)] == [{"number": 9}]
    assert (await states(store))[MessageState.FOLDED] == 3


async def test_a_summary_opens_message_by_message_for_its_own_chat(
    house: House, delivery: Delivery, transport: KeepingTransport, store: Store, reader: Viewer
) -> None:
    await put(house, *range(5))
    await pumped(delivery)
    (summary,) = [each.view for each in transport.got if isinstance(each.view, Held)]
    held = HeldMessages(store)
    page = await held.page(summary.number, reader, 3)
    assert isinstance(page, HeldPage)
    assert (load_view(page.item.payload), page.page, page.pages) == (Notice("nothing_covers", {"number": 3}), 3, 5)
    assert (await held.page(summary.number, reader, 99)).page == 4
    with pytest.raises(Refused):
        await held.page(summary.number, await house.subscriber(8), 0)


async def test_more_than_a_few_within_a_minute_become_one(
    house: House, delivery: Delivery, transport: KeepingTransport, store: Store, reader: Viewer
) -> None:
    for number in range(9):  # one after the other: the first three leave, the rest waits for the minute to end
        await put(house, number)
        await pumped(delivery)
        await house.clock.sleep(2)
    assert [each.view.args["number"] for each in transport.got if isinstance(each.view, Notice)] == [0, 1, 2]
    await house.clock.sleep(60)
    await pumped(delivery)
    assert [number for _, number in told(transport.got[3])] == [3, 4, 5, 6, 7, 8]
    assert await states(store) == {MessageState.SENT: 4, MessageState.FOLDED: 6}


async def test_what_is_folded_keeps_to_its_topic_and_sounds_where_one_of_it_would(
    house: House, delivery: Delivery, transport: KeepingTransport, store: Store
) -> None:
    async with store.transaction() as tx:
        for number, (silent, thread_id) in enumerate([(True, None), (True, 5), (False, 5), (True, None)]):
            view = dump_view(Notice("nothing_covers", {"number": number}))
            message = OutboxMessage(-7, "news", view, f"m{number}", silent=silent, thread_id=thread_id)
            await tx.outbox.add(message, at=house.clock.now())
    await pumped(delivery)
    assert [(each.silent, each.thread_id, [number for _, number in told(each)]) for each in transport.got] == [
        (True, None, [0, 3]),
        (False, 5, [1, 2]),
    ]


async def test_ending_the_quiet_hours_ends_the_waiting(
    house: House, delivery: Delivery, transport: KeepingTransport, reader: Viewer
) -> None:
    await house.people.set_quiet(reader, NIGHT)
    await come(house, "2024-12-26T23:30", 1)
    await come(house, "2024-12-26T23:31", 2)
    await pumped(delivery)
    assert transport.got == []
    house.clock.set("2024-12-26T23:40")
    await house.digest_choices.set_zone("Europe/London", reader)  # where it is afternoon
    await pumped(delivery)
    assert [number for _, number in told(transport.got[0])] == [1, 2]
    settings = await house.people.set_quiet(reader, None)
    assert (settings.quiet, settings.zone) == (None, "Europe/London")


async def test_answers_and_what_was_tried_before_are_not_held(
    house: House, delivery: Delivery, transport: KeepingTransport, store: Store, reader: Viewer
) -> None:
    await come(house, "2024-12-26T22:59", 1)
    transport.answers = [NotSent("no route")]
    await pumped(delivery)
    await house.people.set_quiet(reader, NIGHT)
    await come(house, "2024-12-26T23:05", 2)
    await pumped(delivery)
    assert len(transport.got) == 2  # the second time the first one
    assert await states(store) == {MessageState.SENT: 1, MessageState.WAITING: 1}


async def test_the_log_tells_the_line_in_one_line_and_nothing_where_it_is_empty(
    house: House, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot.services.messages.queue")
    queue = Queue(store, house.clock, Rates())
    await queue.log(house.clock.now())
    await put(house, 1)
    await house.clock.sleep(5)
    await queue.log(house.clock.now())
    (said,) = [each.message for each in caplog.records if each.name == "bot.services.messages.queue"]
    assert said.startswith("queue depth=1 oldest_seconds=5 held=0 retried=0 sent=0 uncertain=0 dead=0")


async def test_a_broadcast_is_estimated_by_what_is_before_it_how_it_really_goes_and_who_sleeps(
    house: House, delivery: Delivery, store: Store, reader: Viewer
) -> None:
    queue = Queue(store, house.clock, Rates(total=29))
    await house.people.set_quiet(reader, NIGHT)
    house.clock.set("2024-12-26T23:30")
    at_first = await queue.estimate(range(1, 292))
    assert (at_first.ahead, at_first.rate, at_first.quiet, round(at_first.seconds, 1)) == (0, 29, 1, 10.0)
    assert at_first.quiet_until == shanghai("2024-12-27T08:00")
    for chat_id in range(100, 130):
        await put(house, 1, chat_id=chat_id)
    await house.clock.sleep(61)
    await delivery.pump()  # a batch in a minute: something slows it down
    slow = await queue.estimate(range(1, 292))
    assert (slow.ahead, slow.rate) == (6, 24 / 60)
    assert slow.ends_at - house.clock.now() == timedelta(seconds=slow.seconds)
    assert slow.seconds == pytest.approx((6 + 290) / (24 / 60))


async def test_an_owner_sees_the_line_and_sends_again_or_drops_what_was_given_up(
    house: House, transport: KeepingTransport, store: Store, owner: Viewer, reader: Viewer
) -> None:
    queue = Queue(store, house.clock, Rates(total=2))
    for chat_id in (7, 8):
        await put(house, 1, chat_id=chat_id)
    transport.answers = [Rejected("message is too long")] * 2
    delivery = house.delivery(transport)
    await pumped(delivery)
    await put(house, *range(2, 8), chat_id=9)
    await house.clock.sleep(90)
    view = await queue.view(owner)
    assert (view.waiting, view.oldest, view.held, view.retried, view.sent, view.dead) == (6, 90, 0, 0, 0, 2)
    assert view.ends_in == 5  # six to one chat, a second apart
    assert [(each.chat_id, each.error) for each in view.letters] == [
        (8, "message is too long"),
        (7, "message is too long"),
    ]
    after = await queue.resend(view.letters[0].number, owner, 0)
    assert [each.chat_id for each in after.letters] == [7]
    assert (await queue.drop(after.letters[0].number, owner, 0)).letters == ()
    with pytest.raises(Refused):
        await queue.drop(after.letters[0].number, owner, 0)
    for forbidden in (queue.view(reader), queue.resend(1, reader, 0), queue.drop(1, reader, 0)):
        with pytest.raises(Refused):
            await forbidden
    await pumped(delivery)
    assert (await queue.view(owner)).oldest is None
    assert (8, 1) in [
        (each.chat_id, each.view.args["number"]) for each in transport.got[2:] if isinstance(each.view, Notice)
    ]
    assert timedelta(seconds=0) <= house.clock.now() - view.at
