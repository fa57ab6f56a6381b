"""Members: what owners see of people, and what they decide about them."""

from __future__ import annotations

import pytest

from bot.services.access.members import PAGE
from bot.services.access.people import Refused, Viewer
from bot.services.views.members import MemberCard, MemberList
from bot.store.messages import OutboxMessage
from bot.store.records import Role
from tests.integration.services.house import ANN, OWNER, House
from tests.integration.services.parts import waiting

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_owners_see_everybody_with_access_page_by_page(house: House, owner: Viewer) -> None:
    for user_id in range(100, 100 + PAGE + 2):
        await house.subscriber(user_id)
    first = await house.members.page(owner)
    assert (len(first.lines), first.pages, first.total) == (PAGE, 2, PAGE + 3)
    rest = await house.members.page(owner, 1)
    everybody = {line.user_id: line for line in (*first.lines, *rest.lines)}
    assert set(everybody) == {OWNER, *range(100, 100 + PAGE + 2)}
    assert (everybody[OWNER].role, everybody[OWNER].fixed) == (Role.OWNER, True)
    assert await house.members.page(owner, 99) == rest


async def test_a_role_is_changed_after_a_question_and_counts_at_once(house: House, owner: Viewer) -> None:
    ann = await house.subscriber()
    asked = await house.members.card(ANN, owner, Role.EDITOR)
    assert (asked.asked, asked.line.role) == (Role.EDITOR, Role.SUBSCRIBER)
    assert not (await house.people.again(ann)).may_edit, "a question changes nothing"
    changed = await house.members.change(ANN, Role.EDITOR, owner)
    assert isinstance(changed, MemberCard)
    assert changed.line.role is Role.EDITOR
    assert (await house.people.again(ann)).may_edit


async def test_who_is_removed_hears_nothing_more_and_cannot_come_back_by_himself(house: House, owner: Viewer) -> None:
    ann = await house.subscriber()
    async with house.store.transaction() as tx:
        await tx.outbox.add(OutboxMessage(ANN, "trial", "Privacy {}", "key"), at=house.clock.now())
        await tx.questions.ask(ANN, "date", house.clock.now())
    left = await house.members.change(ANN, Role.REMOVED, owner)
    assert isinstance(left, MemberList)
    assert ANN not in {line.user_id for line in left.lines}
    assert await waiting(house.store) == []
    assert (await house.people.again(ann)).role is None, "though everybody else may come in"
    assert (await house.people.look(ANN, "Ann", "en")).role is None
    async with house.store.snapshot() as tx:
        assert await tx.follows.of(ANN) == []
        user = await tx.users.get(ANN)
    assert user is not None
    assert (user.name, user.active) == ("", False)
    invited = await house.invitations.invite(Role.EDITOR, 1, owner, "b")
    back = await house.invitations.accept(invited.start, await house.people.again(ann))
    assert back.role is Role.EDITOR
    assert (await house.people.settings(back)).day_change == 0.07, "as if for the first time"


async def test_owners_are_changed_in_the_settings_alone(house: House, owner: Viewer, other_owner: Viewer) -> None:
    for role in (Role.EDITOR, Role.REMOVED):
        with pytest.raises(Refused, match="owners_by_settings"):
            await house.members.card(other_owner.user_id, owner, role)
        with pytest.raises(Refused, match="owners_by_settings"):
            await house.members.change(other_owner.user_id, role, owner)
    await house.subscriber()
    with pytest.raises(Refused, match="owners_by_settings"):
        await house.members.change(ANN, Role.OWNER, owner)


async def test_nobody_else_sees_or_changes_anybody(house: House, owner: Viewer) -> None:
    ann = await house.subscriber()
    editor = Viewer(9, 9, "Eve", "en", Role.EDITOR)
    for viewer in (ann, editor):
        for asked in (
            house.members.page(viewer),
            house.members.card(ANN, viewer),
            house.members.change(ANN, Role.EDITOR, viewer),
        ):
            with pytest.raises(Refused, match="only_owners"):
                await asked
    with pytest.raises(Refused, match="member_gone"):
        await house.members.card(4711, owner)
