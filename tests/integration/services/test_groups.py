"""Groups: who lets the bot in, what it shows there, and what becomes of it when the group moves or the bot goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from bot.domain.following import DigestSlot, TargetKind
from bot.services.access.people import Refused, Viewer
from bot.services.views.cards import CoverageCard, ReportList
from bot.services.views.pieces import Target
from bot.store.messages import OutboxMessage
from bot.store.records import Role
from tests.integration.services.house import ANN, House
from tests.integration.services.parts import pick, report, waiting

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
GROUP, SUPERGROUP = -4711, -1_000_000_004_711
STOCK = Target(TargetKind.STOCK, "300308.SZ")


@pytest.fixture
async def group(house: House, owner: Viewer) -> Viewer:
    viewer, welcome = await house.groups.added(GROUP, "研究小组", owner)
    assert (welcome.group, welcome.editor) == (True, False)
    return viewer


async def test_a_group_reads_in_the_language_of_who_added_the_bot_and_may_do_no_more(
    house: House, group: Viewer
) -> None:
    assert (group.role, group.language, group.qualified) == (Role.SUBSCRIBER, "en", False)
    assert await house.groups.visited(GROUP, "研究小组") == group
    renamed = await house.groups.visited(GROUP, "新名字")
    assert renamed is not None
    assert renamed.name == "新名字"
    assert await house.groups.visited(-1, "别的群") is None, "though everybody may come in alone"


async def test_who_has_no_access_lets_the_bot_in_nowhere(house: House) -> None:
    with pytest.raises(Refused, match="group_not_admitted"):
        await house.groups.added(GROUP, "研究小组", Viewer(ANN, ANN, "Ann", "zh", None))
    assert await house.groups.visited(GROUP, "研究小组") is None


async def test_a_group_that_owners_removed_comes_back_by_an_owner_alone(
    house: House, group: Viewer, owner: Viewer
) -> None:
    with pytest.raises(Refused, match="member_gone"):
        await house.members.change(GROUP, Role.EDITOR, owner)
    await house.members.change(GROUP, Role.REMOVED, owner)
    assert await house.groups.visited(GROUP, "研究小组") is None
    with pytest.raises(Refused, match="group_not_admitted"):
        await house.groups.added(GROUP, "研究小组", await house.subscriber())
    viewer, _ = await house.groups.added(GROUP, "研究小组", owner)
    assert viewer.role is Role.SUBSCRIBER


async def test_r4_is_hidden_in_a_group_without_a_question_until_it_is_allowed(house: House, group: Viewer) -> None:
    number = await house.confirmed(report(title="机密的一年", risk_level="R4"))
    await house.confirmed(report(pick("300502.SZ"), title="公开的一年"))
    card = await house.research.coverage("300308.SZ", group)
    assert isinstance(card, CoverageCard)
    assert (card.lines, card.hidden) == ((), 1)
    with pytest.raises(Refused, match="hidden_report") as refused:
        await house.research.report(number, group)
    assert house.groups.refusal(refused.value).key == "hidden_in_group"
    listed = await house.research.reports(group)
    assert isinstance(listed, ReportList)
    assert [line.head.title for line in listed.reports] == ["公开的一年"]
    assert (await house.people.qualify(group, qualified=True)).group
    allowed = await house.groups.visited(GROUP, "研究小组")
    assert allowed is not None
    assert len((await house.research.coverage("300308.SZ", allowed)).lines) == 1  # type: ignore[union-attr] # a card


async def test_a_group_that_moves_takes_everything_along_and_moving_twice_changes_nothing(
    house: House, group: Viewer
) -> None:
    now = house.clock.now()
    await house.following.subscribe(group, STOCK)
    await house.digest_choices.set_time(DigestSlot.WEEKLY, time(21, 30), group)
    await house.people.set_quiet(group, (time(23), time(8)))
    await house.people.push_here(replace(group, thread_id=5))
    async with house.store.transaction() as tx:
        await tx.events.once(GROUP, "cause", now)
        await tx.outbox.add(OutboxMessage(GROUP, "trial", "Privacy {}", "key"), at=now)
    before = await house.people.settings(group)
    for _ in range(2):
        await house.groups.moved(GROUP, SUPERGROUP)
    assert await house.groups.visited(GROUP, "研究小组") is None
    moved = await house.groups.visited(SUPERGROUP, "研究小组")
    assert moved is not None
    assert await house.people.settings(moved) == before
    assert before.topic == 5
    assert [each.ref for each in await house.following.subscriptions(moved)] == ["300308.SZ"]
    async with house.store.transaction() as tx:
        assert not await tx.events.once(SUPERGROUP, "cause", now)
    assert len(await waiting(house.store, chat_id=SUPERGROUP)) == 1


async def test_a_group_that_removes_the_bot_is_written_to_no_more_and_finds_everything_again(
    house: House, group: Viewer, owner: Viewer
) -> None:
    await house.following.subscribe(group, STOCK)
    async with house.store.transaction() as tx:
        await tx.outbox.add(OutboxMessage(GROUP, "trial", "Privacy {}", "key"), at=house.clock.now())
    await house.people.left(GROUP)
    assert await waiting(house.store) == []
    async with house.store.snapshot() as tx:
        assert GROUP not in {user.user_id for user in await tx.users.all_active()}
        assert owner.user_id in {user.user_id for user in await tx.users.all_active()}
    again, _ = await house.groups.added(GROUP, "研究小组", owner)
    assert len(await house.following.subscriptions(again)) == 1
