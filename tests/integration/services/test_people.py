"""People: who gets in, what they may, and what they prefer."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal

import pytest

from bot.domain.following import DigestSlot
from bot.services.access.people import Defaults, People, Refused
from bot.services.views.people import SettingsView
from bot.store import Store
from bot.store.messages import OutboxMessage
from bot.store.records import Role
from tests.integration.services.house import OWNER
from tests.integration.services.parts import SetClock

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def people(store: Store, clock: SetClock, *, opened: bool = False, owners: tuple[int, ...] = (OWNER,)) -> People:
    return People(
        store, clock, Defaults(frozenset(owners), opened, "zh", {DigestSlot.CLOSE: time(20, 45)}, Decimal("0.07"))
    )


async def test_a_stranger_gets_no_further_than_his_number_and_nothing_of_him_is_stored(
    store: Store, clock: SetClock
) -> None:
    house = people(store, clock)
    stranger = await house.arrive(7, "Ann", "en-GB", 7)
    assert (stranger.role, stranger.language, stranger.may_edit) == (None, "en", False)
    assert not house.welcome(stranger).allowed
    assert house.welcome(stranger).user_id == 7
    async with store.snapshot() as tx:
        assert await tx.users.get(7) is None
    with pytest.raises(Refused, match="no_access"):
        await house.settings(stranger)
    with pytest.raises(Refused, match="no_access"):
        await house.qualify(stranger, qualified=True)


async def test_an_owner_may_edit_until_he_is_taken_out_of_the_settings(store: Store, clock: SetClock) -> None:
    assert (await people(store, clock).arrive(OWNER, "Olga", "zh-hans", OWNER)).may_edit
    later = await people(store, clock, owners=()).arrive(OWNER, "Olga", "zh-hans", OWNER)
    assert later.role is None
    opened = await people(store, clock, owners=(), opened=True).arrive(OWNER, "Olga", "zh-hans", OWNER)
    assert opened.role is Role.SUBSCRIBER


async def test_a_former_owner_is_pushed_nothing_more(store: Store, clock: SetClock) -> None:
    before = people(store, clock, owners=(OWNER, 2), opened=True)
    for user_id in (OWNER, 2, 7):
        await before.arrive(user_id, "somebody", "en", user_id)
    async with store.transaction() as tx:
        await tx.outbox.add(OutboxMessage(2, "trial", "Privacy {}", "key"), at=clock.now())
    await people(store, clock, owners=(OWNER,)).part_with_former_owners()
    async with store.transaction() as tx:
        assert [user.user_id for user in await tx.users.all_active()] == [OWNER, 7]
        assert await tx.outbox.claim(1, clock.now(), timedelta(minutes=1)) == []


async def test_a_subscriber_of_an_open_bot_stays_when_it_closes(store: Store, clock: SetClock) -> None:
    assert (await people(store, clock, opened=True).arrive(7, "Ann", "en", 7)).role is Role.SUBSCRIBER
    assert (await people(store, clock).arrive(7, "Ann", "en", 7)).role is Role.SUBSCRIBER


async def test_the_language_is_telegrams_until_one_is_chosen(store: Store, clock: SetClock) -> None:
    house = people(store, clock, opened=True)
    viewer = await house.arrive(7, "Ann", "de", 7)
    assert viewer.language == "en"
    await house.set_language(viewer, "zh")
    assert (await house.arrive(7, "Ann", "de", 7)).language == "zh"
    assert (await house.again(viewer)).language == "zh"
    assert (await house.arrive(8, "Bo", None, 8)).language == "zh"


async def test_settings_begin_with_the_defaults_and_change_within_bounds(store: Store, clock: SetClock) -> None:
    house = people(store, clock, opened=True)
    viewer = await house.arrive(7, "Ann", "en", 7)
    assert await house.settings(viewer) == SettingsView("en", (None, time(20, 45), None), 0.07, None)
    assert (await house.set_day_change(viewer, Decimal("0.005"))).day_change == 0.005
    assert (await house.set_day_change(viewer, None)).day_change is None
    assert (await house.qualify(viewer, qualified=True)).qualified is True
    assert (await house.again(viewer)).qualified is True
    for change in ("0.0049", "0.51"):
        with pytest.raises(Refused, match="day_change_out_of_range"):
            await house.set_day_change(viewer, Decimal(change))


async def test_the_look_of_charts_is_that_of_the_settings_until_one_is_chosen(store: Store, clock: SetClock) -> None:
    house = People(store, clock, Defaults(frozenset({OWNER}), True, "zh", {}, None, dark=True, red_up=False))
    viewer = await house.arrive(7, "Ann", "en", 7)
    assert await house.look_of(7) == await house.look_of(-100) == (True, False)
    assert (await house.set_look(viewer, dark=False)).dark is False
    assert await house.look_of(7) == (False, False)
    assert (await house.set_look(viewer, red_up=True)).red_up is True
    assert await house.look_of(7) == (False, True)


async def test_who_left_is_written_to_again_when_he_comes_back(store: Store, clock: SetClock) -> None:
    house = people(store, clock, opened=True)
    viewer = await house.arrive(7, "Ann", "en", 7)
    await house.set_day_change(viewer, None)
    async with store.transaction() as tx:
        await tx.users.set_active(7, False)
    await house.arrive(7, "Ann B", "en", 7)
    async with store.snapshot() as tx:
        user = await tx.users.get(7)
    assert user is not None
    assert (user.active, user.name, user.day_change) == (True, "Ann B", None)


@pytest.mark.parametrize(
    ("code", "language"),
    [("zh-TW", "zh-hant"), ("zh-hk", "zh-hant"), ("zh-hant", "zh-hant"), ("zh-hans", "zh"), ("zh", "zh"), ("de", "en")],
)
async def test_the_language_is_that_of_telegram(store: Store, clock: SetClock, code: str, language: str) -> None:
    assert (await people(store, clock, opened=True).arrive(77, "Lin", code, 77)).language == language
