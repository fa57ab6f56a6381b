"""Following: a report, a stock or everything, and what a title gives away."""

from __future__ import annotations

import pytest

from bot.domain.following import TargetKind
from bot.domain.reports import Report
from bot.services.access.people import Refused, Viewer
from bot.services.views.following import FollowChange, FollowChanged
from bot.services.views.people import SuitabilityQuestion
from bot.services.views.pieces import Target
from bot.store import Store
from bot.store.records import Role
from tests.integration.services.house import House
from tests.integration.services.parts import report

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STOCK = Target(TargetKind.STOCK, "300308.SZ")


def subscriber(*, qualified: bool | None = None) -> Viewer:
    return Viewer(7, 7, "Ann", "zh", Role.SUBSCRIBER, qualified)


async def test_following_twice_changes_nothing_and_says_so(house: House, store: Store) -> None:
    viewer = subscriber()
    named = Target(TargetKind.STOCK, STOCK.ref, "中际旭创 300308")
    assert await house.following.subscribe(viewer, STOCK) == FollowChanged(FollowChange.SUBSCRIBED, named, 1)
    assert await house.following.subscribe(viewer, STOCK) == FollowChanged(FollowChange.ALREADY, named, 1)
    assert await house.following.unsubscribe(viewer, STOCK) == FollowChanged(FollowChange.UNSUBSCRIBED, named, 1)
    assert await house.following.unsubscribe(viewer, STOCK) == FollowChanged(FollowChange.NOT, named)


async def test_everything_a_stock_and_a_report_are_followed_side_by_side(house: House) -> None:
    number = await house.confirmed(report(title="<b>HTML & Co</b>"))
    viewer = subscriber()
    for target in (Target(TargetKind.EVERYTHING), STOCK, Target(TargetKind.REPORT, str(number))):
        await house.following.subscribe(viewer, target)
        await house.clock.sleep(1)
    assert [(each.kind, each.label) for each in await house.following.subscriptions(viewer)] == [
        (TargetKind.EVERYTHING, ""),
        (TargetKind.STOCK, "中际旭创 300308"),
        (TargetKind.REPORT, "<b>HTML & Co</b>"),
    ]


async def test_what_there_is_not_cannot_be_followed(house: House, owner: Viewer) -> None:
    for target, key in (
        (Target(TargetKind.STOCK, "999999.SZ"), "stock_unknown"),
        (Target(TargetKind.REPORT, "99"), "report_unknown"),
    ):
        with pytest.raises(Refused, match=key):
            await house.following.subscribe(subscriber(), target)


async def test_a_draft_and_a_retracted_report_cannot_be_followed(house: House, owner: Viewer, store: Store) -> None:
    async with store.transaction() as tx:
        draft = await tx.reports.add(report(title="draft"), sha256="d", uploaded_by=1, at=house.clock.now())
    retracted = await house.confirmed(report(title="retracted"))
    await house.drafts.retract(retracted, owner)
    for number in (draft.report_id, retracted):
        with pytest.raises(Refused, match="report_unknown"):
            await house.following.subscribe(subscriber(), Target(TargetKind.REPORT, str(number)))


async def test_a_restricted_report_is_followed_by_the_qualified_alone(house: House) -> None:
    restricted: Report = report(title="secret", risk_level="R5")
    number = await house.confirmed(restricted)
    target = Target(TargetKind.REPORT, str(number))
    assert await house.following.subscribe(subscriber(), target) == SuitabilityQuestion(
        "R5", Target(TargetKind.REPORT, str(number))
    )
    with pytest.raises(Refused, match="hidden_report"):
        await house.following.subscribe(subscriber(qualified=False), target)
    assert await house.following.subscriptions(subscriber()) == ()
    await house.following.subscribe(subscriber(qualified=True), target)
    (shown,) = await house.following.subscriptions(subscriber(qualified=True))
    assert shown.label == "secret"
    (hidden,) = await house.following.subscriptions(subscriber(qualified=False))
    assert hidden.label == f"#{number}"
    ended = await house.following.unsubscribe(subscriber(qualified=False), target)
    assert (ended.change, ended.target.label) == (FollowChange.UNSUBSCRIBED, f"#{number}")
