"""Invitations: who may invite, who gets in, and what a link is worth when it is old, used or made up."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal

import pytest

from bot.domain.following import DigestSlot
from bot.services.access.invitations import MOST_DAYS, Invitations
from bot.services.access.people import Defaults, People, Refused, Viewer
from bot.store import Store
from bot.store.records import Role
from tests.integration.services.house import ANN, BOB, OWNER
from tests.integration.services.parts import SetClock

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BOSS = Viewer(OWNER, OWNER, "Olga", "en", Role.OWNER)


def stranger(user_id: int = ANN) -> Viewer:
    return Viewer(user_id, user_id, "Ann", "en", None)


def parts(store: Store, clock: SetClock, owners: tuple[int, ...] = (OWNER,)) -> tuple[People, Invitations]:
    people = People(
        store, clock, Defaults(frozenset(owners), False, "zh", {DigestSlot.CLOSE: time(20, 45)}, Decimal("0.07"))
    )
    return people, Invitations(store, people, clock)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SUBSCRIBER])
async def test_a_stranger_comes_in_by_a_link_and_stays(store: Store, clock: SetClock, role: Role) -> None:
    people, invitations = parts(store, clock)
    card = await invitations.invite(role, 7, BOSS, "pickwatch_bot")
    assert len(card.start) <= 64
    assert set(card.start) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
    assert card.until == clock.now() + timedelta(days=7)
    viewer = await invitations.accept(card.start, stranger())
    assert (viewer.role, viewer.may_edit) == (role, role is Role.EDITOR)
    again = await people.arrive(ANN, "Ann", "en", ANN)
    assert again.role is role
    assert (await people.settings(again)).digests == (None, time(20, 45), None)


async def test_a_link_lets_one_person_in_and_that_one_loses_nothing_by_tapping_again(
    store: Store, clock: SetClock
) -> None:
    _, invitations = parts(store, clock)
    card = await invitations.invite(Role.SUBSCRIBER, 1, BOSS, "b")
    first = await invitations.accept(card.start, stranger())
    assert await invitations.accept(card.start, first) == first
    with pytest.raises(Refused, match="invitation_used"):
        await invitations.accept(card.start, stranger(BOB))


async def test_an_invitation_ends(store: Store, clock: SetClock) -> None:
    _, invitations = parts(store, clock)
    card = await invitations.invite(Role.SUBSCRIBER, 1, BOSS, "b")
    clock.set("2024-12-27T20:00")
    with pytest.raises(Refused, match="invitation_expired"):
        await invitations.accept(card.start, stranger())


async def test_what_is_made_up_lets_nobody_in(store: Store, clock: SetClock) -> None:
    _, invitations = parts(store, clock)
    good = (await invitations.invite(Role.SUBSCRIBER, 1, BOSS, "b")).start
    longer = good.replace("-17", "-18", 1)
    as_editor = good.replace("i_s", "i_e")
    for start in (
        longer,
        as_editor,
        good[:-1],
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        "i_",
        "i_s1-2-" + "A" * 22,
    ):
        assert start != good
        with pytest.raises(Refused, match="invitation_invalid"):
            await invitations.accept(start, stranger())
    assert (await invitations.accept(good, stranger())).role is Role.SUBSCRIBER


async def test_an_editor_s_link_lifts_a_subscriber_and_a_subscriber_s_link_never_lowers_an_editor(
    store: Store, clock: SetClock
) -> None:
    people, invitations = parts(store, clock)
    subscriber = await invitations.accept((await invitations.invite(Role.SUBSCRIBER, 1, BOSS, "b")).start, stranger())
    await people.set_day_change(subscriber, None)
    editor = await invitations.accept((await invitations.invite(Role.EDITOR, 1, BOSS, "b")).start, subscriber)
    assert editor.role is Role.EDITOR
    assert (await people.settings(editor)).day_change is None, "what was set stays"
    lower = await invitations.invite(Role.SUBSCRIBER, 1, BOSS, "b")
    assert (await invitations.accept(lower.start, editor)).role is Role.EDITOR
    assert (await invitations.accept(lower.start, BOSS)).role is Role.OWNER
    assert (await invitations.accept(lower.start, stranger(BOB))).role is Role.SUBSCRIBER, "nobody had used it up"


async def test_owners_alone_invite_and_for_a_time_that_makes_sense(store: Store, clock: SetClock) -> None:
    _, invitations = parts(store, clock)
    for role in (Role.EDITOR, Role.SUBSCRIBER, None):
        with pytest.raises(Refused, match="only_owners"):
            await invitations.invite(Role.SUBSCRIBER, 1, Viewer(ANN, ANN, "Ann", "en", role), "b")
    for wanted, days in ((Role.SUBSCRIBER, 0), (Role.SUBSCRIBER, MOST_DAYS + 1), (Role.OWNER, 1), (Role.REMOVED, 1)):
        with pytest.raises(Refused, match="invite_how"):
            await invitations.invite(wanted, days, BOSS, "b")


async def test_the_links_of_a_former_owner_and_of_another_bot_are_worth_nothing(store: Store, clock: SetClock) -> None:
    _, invitations = parts(store, clock)
    card = await invitations.invite(Role.EDITOR, 1, BOSS, "b")
    _, later = parts(store, clock, owners=(2,))
    with pytest.raises(Refused, match="invitation_invalid"):
        await later.accept(card.start, stranger())
