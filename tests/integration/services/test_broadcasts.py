"""A text to many: kept, shown, sent once to whom it is for, and stopped."""

from __future__ import annotations

import pytest

from bot.services.access.people import Refused, Viewer
from bot.services.messages.broadcasts import Broadcasts, whole_lines
from bot.services.messages.pacing import Rates
from bot.services.views.broadcasts import Announcement, Audience
from bot.store import Store
from bot.store.messages import MessageState
from tests.integration.services.house import ANN, BOB, House
from tests.integration.services.parts import SetClock, waiting

GROUP = -1007


@pytest.fixture
def broadcasts(store: Store, clock: SetClock) -> Broadcasts:
    return Broadcasts(store, clock, Rates(29, 1, 3))


@pytest.mark.parametrize(
    ("markup", "whole"),
    [
        ("a\nb", "a\nb"),
        ("<b>a\n\nb</b> c", "<b>a</b>\n\n<b>b</b> c"),
        (
            '<b>x <a href="https://a.b/?c=1&amp;d">y\nz</a></b>',
            '<b>x <a href="https://a.b/?c=1&amp;d">y</a></b>\n<b><a href="https://a.b/?c=1&amp;d">z</a></b>',
        ),
    ],
)
def test_each_line_of_a_text_is_whole_by_itself(markup: str, whole: str) -> None:
    assert whole_lines(markup) == whole


async def test_a_text_in_two_languages_goes_once_to_everybody_who_can_be_written_to(
    house: House, broadcasts: Broadcasts, owner: Viewer, other_owner: Viewer
) -> None:
    for chat in (ANN, BOB, GROUP):
        await house.subscriber(chat)
    await house.people.left(BOB)
    written, card = await broadcasts.write("<b>维护\n---\nDown</b> tonight", owner)
    assert written == Announcement("<b>维护</b>", "<b>Down</b> tonight")
    assert (card.line.recipients, card.line.confirmed, card.line.two_languages) == (4, None, True)
    assert card.line.ends_in == pytest.approx(4 / 29)
    number = card.line.number
    assert (await broadcasts.choose(number, Audience.GROUPS, owner)).line.recipients == 1
    assert (await broadcasts.choose(number, Audience.PEOPLE, owner)).line.recipients == 3
    sent = (await broadcasts.send(number, owner)).line
    assert (sent.recipients, sent.waiting) == (3, 3)
    assert (await broadcasts.send(number, other_owner)).line == sent, "a second tap, of another owner"
    assert (await broadcasts.choose(number, Audience.ALL, owner)).line.audience is Audience.PEOPLE
    assert await waiting(house.store, chat_id=ANN) == [written]
    through = (await broadcasts.card(number, owner)).line
    assert (through.sent, through.waiting, through.failed) == (3, 0, 0)
    assert (await broadcasts.page(owner)).lines == (through,)


async def test_what_has_not_left_when_it_is_stopped_never_leaves(
    house: House, broadcasts: Broadcasts, owner: Viewer
) -> None:
    for chat in (ANN, BOB):
        await house.subscriber(chat)
    _, card = await broadcasts.write("a", owner)
    number = card.line.number
    assert (await broadcasts.stop(number, owner)).line.stopped is None, "it was never sent"
    await broadcasts.send(number, owner)
    stopped = (await broadcasts.stop(number, owner)).line
    assert (stopped.waiting, stopped.stopped) == (0, house.clock.now())
    assert await waiting(house.store) == []
    async with house.store.snapshot() as tx:
        assert (await tx.outbox.progress(f"broadcast:{number}:"))[MessageState.CANCELLED] == 3


async def test_broadcasts_are_for_owners_alone(house: House, broadcasts: Broadcasts, owner: Viewer) -> None:
    reader = await house.subscriber()
    _, card = await broadcasts.write("a", owner)
    for refused in (
        broadcasts.write("b", reader),
        broadcasts.page(reader),
        broadcasts.card(card.line.number, reader),
        broadcasts.text(card.line.number, reader),
        broadcasts.send(card.line.number, reader),
        broadcasts.stop(card.line.number, reader),
    ):
        with pytest.raises(Refused, match="only_owners"):
            await refused
    with pytest.raises(Refused, match="old_button"):
        await broadcasts.send(99, owner)
