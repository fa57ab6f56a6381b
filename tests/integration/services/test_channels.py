"""Channels: who looks after them, what they are sent, and what becomes of them when the bot goes."""

from __future__ import annotations

from datetime import time

import pytest

from bot.domain.following import DigestSlot, TargetKind
from bot.services.access.people import Refused, Viewer
from bot.services.views.channels import ChannelCard, ChannelQuestion
from bot.services.views.digests import Digest
from bot.services.views.news import Alerts
from bot.services.views.pieces import Notice, Target
from bot.store import Store
from bot.store.records import Role
from tests.integration.services.house import House, refreshed
from tests.integration.services.parts import pick, report, shanghai, waiting

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CHANNEL = -1_001_234_567_890
STOCK = Target(TargetKind.STOCK, "300308.SZ")


async def added(house: House, by: Viewer, *, may_post: bool = True, update_id: int = 1) -> ChannelCard:
    """The card that whoever has added the bot finds in his own chat."""
    await house.channels.added(CHANNEL, "频道 <b>", by, may_post=may_post, update_id=update_id)
    (card,) = [view for view in await waiting(house.store, chat_id=by.user_id) if isinstance(view, ChannelCard)]
    return card


async def test_who_adds_the_bot_is_told_how_to_go_on_and_looks_after_the_channel(house: House, owner: Viewer) -> None:
    card = await added(house, owner)
    assert (card.line.title, card.line.there, card.follows, card.owner) == ("频道 <b>", True, (), True)
    assert [line.channel_id for line in (await house.channels.page(owner)).lines] == [CHANNEL]
    ann = await house.subscriber()
    assert (await house.channels.page(ann)).lines == ()
    for refused in (
        house.channels.card(CHANNEL, ann),
        house.channels.follow(CHANNEL, Target(TargetKind.EVERYTHING), ann),
        house.channels.remove(CHANNEL, ann),
    ):
        with pytest.raises(Refused, match="channel_gone"):
            await refused


async def test_a_subscriber_is_refused_and_told_so_and_a_stranger_is_not_written_to(house: House, store: Store) -> None:
    ann = await house.subscriber()
    with pytest.raises(Refused, match="channel_not_admitted"):
        await house.channels.added(CHANNEL, "频道", ann, may_post=True, update_id=1)
    assert await waiting(store, chat_id=ann.user_id) == [Notice("channel_not_admitted", {"title": "频道"})]
    with pytest.raises(Refused, match="channel_not_admitted"):
        await house.channels.added(CHANNEL, "频道", Viewer(99, 99, "Eve", "zh", None), may_post=True, update_id=2)
    assert await waiting(store, chat_id=99) == []


async def test_a_channel_is_sent_alerts_and_digests_of_what_it_follows(
    house: House, owner: Viewer, store: Store
) -> None:
    await house.confirmed(report())
    await added(house, owner)
    house.clock.set("2025-06-25T12:00")
    card = await house.channels.typed(CHANNEL, "300308", owner)
    assert isinstance(card, ChannelCard)
    assert [each.target.ref for each in card.follows] == ["300308.SZ"]
    channel = await house.channels.of(CHANNEL, owner)
    menu = await house.digest_choices.menu(channel)
    assert menu.chat_id == CHANNEL, "its buttons stand in a private chat"
    await house.digest_choices.set_time(DigestSlot.CLOSE, time(21), channel)
    await refreshed(house, "2025-06-25T20:30", "2025-06-26T15:35", "2025-06-26T20:30")
    house.clock.set("2025-06-26T21:00")
    await house.routine.digests(shanghai("2025-06-26T21:00"))
    assert {type(view) for view in await waiting(store, chat_id=CHANNEL)} == {Alerts, Digest}
    with pytest.raises(Refused):
        await house.channels.typed(CHANNEL, "nothing like it at all", owner)
    card = await house.channels.end(CHANNEL, card.follows[0].follow_id, owner)
    assert card.follows == ()


async def test_a_channel_follows_what_its_keeper_does_but_nothing_restricted_until_an_owner_allows_it(
    house: House, owner: Viewer
) -> None:
    number = await house.confirmed(report(pick("300502.SZ"), title="restricted", risk_level="R4"))
    await added(house, owner)
    mine = await house.subscriber(owner.user_id, follows=STOCK, qualified=True)
    mine = Viewer(mine.user_id, mine.chat_id, mine.name, "zh", Role.OWNER, True)
    await house.following.subscribe(mine, Target(TargetKind.REPORT, str(number)))
    assert (await house.channels.card(CHANNEL, mine)).copies
    card = await house.channels.copy(CHANNEL, mine)
    assert [each.target.kind for each in card.follows] == [TargetKind.STOCK]
    with pytest.raises(Refused, match="hidden_report"):
        await house.channels.follow(CHANNEL, Target(TargetKind.REPORT, str(number)), mine)
    assert (await house.channels.qualify(CHANNEL, mine, qualified=True)).qualified
    assert len((await house.channels.copy(CHANNEL, mine)).follows) == 2
    editor = Viewer(mine.user_id, mine.chat_id, mine.name, "zh", Role.EDITOR, True)
    with pytest.raises(Refused, match="only_owners_decide"):
        await house.channels.qualify(CHANNEL, editor, qualified=True)


async def test_removed_it_is_quiet_and_added_again_it_is_as_it_was(house: House, owner: Viewer, store: Store) -> None:
    await added(house, owner)
    await house.channels.follow(CHANNEL, STOCK, owner)
    await house.channels.set_language(CHANNEL, "zh", owner)
    before = len(await waiting(store))
    await house.channels.left(CHANNEL)
    assert len(await waiting(store)) == before, "nobody is told"
    assert not (await house.channels.card(CHANNEL, owner)).line.there
    await house.channels.added(CHANNEL, "频道", owner, may_post=False, update_id=2)
    card = await house.channels.card(CHANNEL, owner)
    assert (card.line.there, card.line.may_post, card.language, len(card.follows)) == (True, False, "zh", 1)
    assert (await house.channels.remove(CHANNEL, owner)).lines == ()
    async with store.snapshot() as tx:
        assert await tx.users.get(CHANNEL) is None
        assert await tx.follows.of(CHANNEL) == []
        assert (await tx.digests.of(CHANNEL))[DigestSlot.CLOSE].at is None


async def test_a_name_that_several_answer_to_is_asked_back(house: House, owner: Viewer) -> None:
    await house.confirmed(report(pick(), pick("300502.SZ")))
    await added(house, owner)
    asked = await house.channels.question(CHANNEL, owner)
    assert asked == ChannelQuestion(CHANNEL, "频道 <b>")
    found = await house.channels.typed(CHANNEL, "券商 开源", owner)
    assert isinstance(found, ChannelQuestion)
    assert [each.ref for each in found.choices] == ["开源证券"]


async def test_who_looked_after_a_channel_and_is_forgotten_leaves_it_to_the_owners(
    house: House, owner: Viewer, store: Store
) -> None:
    editor = Viewer(55, 55, "Ed", "zh", Role.EDITOR)
    async with store.transaction() as tx:
        await house.people.admit(tx, editor, Role.EDITOR)
    await house.channels.added(CHANNEL, "频道", editor, may_post=True, update_id=1)
    await house.privacy.forget(editor)
    assert [line.channel_id for line in (await house.channels.page(owner)).lines] == [CHANNEL]
    async with store.snapshot() as tx:
        channel = await tx.channels.get(CHANNEL)
    assert channel is not None
    assert channel.added_by is None
    assert await waiting(store, chat_id=55) == []
