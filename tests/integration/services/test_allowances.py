"""How much one person may ask for, and what he is told where it is too much."""

from __future__ import annotations

import pytest

from bot.domain.following import TargetKind
from bot.services.access.allowances import Allowance, Allowances
from bot.services.access.people import Refused, Viewer
from bot.services.follows.following import Following
from bot.services.views.pieces import Target
from bot.store.records import Role, Upload
from tests.integration.services.house import ANN, House
from tests.integration.services.parts import SetClock


async def test_who_asks_too_often_is_told_once_when_to_go_on(clock: SetClock) -> None:
    allowances = Allowances(clock, Allowance(messages=3))
    for _ in range(3):
        assert allowances.hear(ANN)
        await clock.sleep(10)
    with pytest.raises(Refused) as refused:  # the first was 30 s ago
        allowances.hear(ANN)
    assert refused.value.notice.args == {"n": 3, "seconds": 30}
    assert not allowances.hear(ANN)
    assert allowances.hear(ANN + 1), "of others nothing is counted"
    await clock.sleep(30)
    assert allowances.hear(ANN)
    with pytest.raises(Refused):
        allowances.hear(ANN)


async def test_an_editor_sends_so_many_files_a_day_and_an_owner_as_many_as_he_likes(
    house: House, owner: Viewer, clock: SetClock
) -> None:
    allowances = Allowances(clock, Allowance(uploads=2))
    editor = Viewer(ANN, ANN, "Ann", "en", Role.EDITOR)
    for number in range(2):
        async with house.store.transaction() as tx:
            for viewer in (editor, owner):
                await allowances.require_upload(tx, viewer)
                sent = Upload(viewer.user_id, viewer.user_id, "a", f"{viewer.user_id}{number}", 1, clock.now())
                await tx.uploads.add(sent)
    async with house.store.snapshot() as tx:
        await allowances.require_upload(tx, owner)
        with pytest.raises(Refused, match="too_many_uploads"):
            await allowances.require_upload(tx, editor)
        clock.set("2024-12-27T00:00")
        await allowances.require_upload(tx, editor)


async def test_a_chat_follows_so_much_and_what_it_follows_already_is_no_more(house: House, clock: SetClock) -> None:
    following = house.following
    limited = Following(
        house.store, clock, house.reference, following._followers, Allowances(clock, Allowance(subscriptions=2))
    )
    ann = await house.subscriber()  # follows everything
    await limited.subscribe(ann, Target(TargetKind.STOCK, "300308.SZ"))
    with pytest.raises(Refused, match="too_many_subscriptions"):
        await limited.subscribe(ann, Target(TargetKind.STOCK, "300502.SZ"))
    await limited.subscribe(ann, Target(TargetKind.STOCK, "300308.SZ"))
    assert len(await limited.subscriptions(ann)) == 2
