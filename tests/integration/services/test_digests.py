"""Digests: when they are due, which sessions they cover, whom they tell what."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.domain.reports import PickKind
from bot.services.people import Viewer
from bot.services.views import AlertKind, Digest, Notice, Target, TargetKind
from bot.store import Store
from tests.integration.services.house import BOB, House, refreshed
from tests.integration.services.parts import DictMarket, pick, report, shanghai, waiting

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def evening(house: House, *moments: str) -> None:
    """Let the digests' job fire at these Shanghai times."""
    for text in moments:
        house.clock.set(text)
        await house.routine.digests(shanghai(text))


async def digests(store: Store, chat_id: int | None = None) -> list[Digest]:
    return [view for view in await waiting(store, chat_id=chat_id) if isinstance(view, Digest)]


async def covered(store: Store, chat_id: int | None = None) -> list[list[str]]:
    """The sessions of each digest that waits."""
    return [[f"{day:%m-%d}" for day in digest.sessions] for digest in await digests(store, chat_id)]


async def test_the_digest_comes_at_its_time_once_an_evening(house: House, store: Store) -> None:
    await house.confirmed(report())
    await house.subscriber()
    await refreshed(house, "2025-01-06T15:35", "2025-01-06T20:30")
    await evening(house, "2025-01-06T20:00", "2025-01-06T20:30")
    assert await covered(store) == [["12-26", "12-27", "12-30", "12-31", "01-02", "01-03"]]  # what the start has missed
    await evening(house, "2025-01-06T20:45", "2025-01-06T21:00", "2025-01-06T23:45")
    assert await covered(store) == [["01-06"]]


async def test_each_subscriber_has_a_time_of_his_own_not_before_a_quarter_to_nine(house: House, store: Store) -> None:
    await house.confirmed(report())
    for user_id, at in ((11, time(20, 45)), (12, time(22, 0)), (13, None), (14, time(18, 0))):
        await house.subscriber(user_id, digest_at=at, since="2025-01-06T10:00")
    await refreshed(house, "2025-01-06T15:35", "2025-01-06T20:30")
    for moment, due in (
        ("2025-01-06T20:44", set()),
        ("2025-01-06T20:45", {11, 14}),
        ("2025-01-06T21:45", set()),
        ("2025-01-06T22:00", {12}),
        ("2025-01-06T23:45", set()),
    ):
        await evening(house, moment)
        async with store.transaction() as tx:
            claimed = await tx.outbox.claim(9, house.clock.now(), house.clock.now() - house.clock.now())
            assert {message.chat_id for message in claimed} == due, moment
            for message in claimed:
                await tx.outbox.sent(message.id, 1, house.clock.now())


async def test_a_new_follower_is_told_of_sessions_from_his_first_day_on(house: House, store: Store) -> None:
    await house.confirmed(report())
    await house.subscriber(since="2025-01-04T12:00")  # a Saturday
    await refreshed(house, "2025-01-03T20:30")
    await evening(house, "2025-01-06T20:00", "2025-01-06T20:30")
    assert await covered(store) == []
    await refreshed(house, "2025-01-06T20:30")
    await evening(house, "2025-01-06T20:45")
    assert await covered(store) == [["01-06"]]


async def test_on_days_without_session_there_is_no_digest(house: House, store: Store) -> None:
    await house.confirmed(report())
    await house.subscriber(since="2025-01-27T10:00")
    await refreshed(house, "2025-01-27T15:35", "2025-01-27T20:30")
    await evening(house, "2025-01-27T20:45", "2025-01-28T20:45", "2025-01-31T20:45", "2025-02-01T22:00")
    assert await covered(store) == [["01-27"]]


async def test_without_the_days_refresh_the_digest_waits_and_then_covers_both_days(house: House, store: Store) -> None:
    await house.confirmed(report())
    await house.subscriber(since="2025-01-06T10:00")
    await refreshed(house, "2025-01-03T20:30")
    await evening(house, "2025-01-06T20:45")
    assert await covered(store) == []
    await refreshed(house, "2025-01-07T20:30")
    await evening(house, "2025-01-07T20:45")
    assert await covered(store) == [["01-06", "01-07"]]


async def test_turned_off_and_on_again_it_tells_no_old_news(house: House, owner: Viewer, store: Store) -> None:
    await house.confirmed(report())
    viewer = await house.subscriber(since="2025-01-06T10:00", digest_at=None)
    for day in ("2025-01-06", "2025-01-07", "2025-01-08"):
        await refreshed(house, f"{day}T20:30")
        await evening(house, f"{day}T20:45")
    await house.people.set_digest(viewer, time(20, 45))
    await evening(house, "2025-01-08T21:00")
    assert await covered(store) == []
    await refreshed(house, "2025-01-09T20:30")
    await evening(house, "2025-01-09T20:45")
    assert await covered(store) == [["01-09"]]


async def test_it_counts_each_security_once_and_ranks_by_excess(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report(pick(segment="a"), pick(segment="b"), pick("300502.SZ")))
    await house.subscriber(since="2025-01-06T10:00")
    market.close("300308.SZ", "2025-01-06", 110)
    market.close("300502.SZ", "2025-01-06", 90)
    await refreshed(house, "2025-01-06T20:30")
    await evening(house, "2025-01-06T20:45")
    (digest,) = await digests(store)
    assert digest.securities == 2
    assert digest.open == 2
    assert digest.mean_excess == pytest.approx(0)
    assert [score.symbol for score in digest.best + digest.worst] == ["300308.SZ", "300502.SZ"]
    assert [score.excess for score in digest.best + digest.worst] == pytest.approx([0.1, -0.1])


async def test_of_two_reports_on_a_stock_the_newer_speaks_though_the_older_came_later(
    house: House, market: DictMarket, store: Store
) -> None:
    await house.confirmed(report(title="newer", published=date(2025, 1, 3)))
    await house.confirmed(report(title="older", published=date(2024, 12, 26)))
    market.close("300308.SZ", "2025-01-03", 50)
    await house.subscriber(since="2025-01-06T10:00")
    await refreshed(house, "2025-01-06T20:30")
    await evening(house, "2025-01-06T20:45")
    (digest,) = await digests(store)
    assert [score.entry.price for score in digest.best] == [50]


async def test_events_are_told_once_a_promise_and_what_comes_in_two_weeks(house: House, store: Store) -> None:
    await house.confirmed(report(pick(segment="a"), pick(segment="b")))
    await house.subscriber(since="2025-06-19T10:00")
    await refreshed(house, "2025-06-19T20:30")
    await evening(house, "2025-06-19T20:45")
    (digest,) = await digests(store)
    assert ([line.kind for line in digest.events], [line.kind for line in digest.upcoming]) == (
        [],
        [AlertKind.WINDOW_OPENS],
    )
    await refreshed(house, "2025-06-26T20:30")
    await evening(house, "2025-06-26T20:45")
    (digest,) = await digests(store)
    assert ([line.kind for line in digest.events], digest.upcoming) == ([AlertKind.WINDOW_OPENS], ())


async def test_a_digest_over_the_settlement_names_it(house: House, store: Store) -> None:
    await house.confirmed(report(pick(), pick("300502.SZ", rating=None, kind=PickKind.WATCH)))
    await house.subscriber(since="2025-12-24T10:00")
    await refreshed(house, "2025-12-24T20:30", "2025-12-29T20:30")
    await evening(house, "2025-12-29T20:45")
    (digest,) = await digests(store)
    assert [day.day for day in digest.sessions] == [24, 25, 26, 29]
    assert [(line.kind, line.security.symbol) for line in digest.events] == [(AlertKind.SETTLED, "300308.SZ")]


async def test_restricted_reports_are_in_the_digests_of_the_qualified_alone(house: House, store: Store) -> None:
    await house.confirmed(report(risk_level="R4"))
    await house.confirmed(report(pick("300502.SZ"), title="for all", risk_level="R2"))
    for user_id, qualified in ((11, True), (12, False), (13, None)):
        await house.subscriber(user_id, qualified=qualified, since="2025-01-06T10:00")
    await refreshed(house, "2025-01-06T20:30")
    await evening(house, "2025-01-06T20:45")
    async with store.transaction() as tx:
        claimed = await tx.outbox.claim(9, house.clock.now(), house.clock.now() - house.clock.now())
    assert {message.chat_id: "300308" in message.payload for message in claimed} == {11: True, 12: False, 13: False}


async def test_a_digest_on_demand_is_of_what_one_follows(house: House, owner: Viewer, store: Store) -> None:
    number = await house.confirmed(report(pick(), pick("300502.SZ")))
    assert await house.digests.now(owner) == Notice("watchlist_empty")
    viewer = await house.subscriber(BOB, follows=Target(TargetKind.STOCK, "300502.SZ"))
    assert await house.digests.now(viewer) == Notice("digest_empty")  # nothing was fetched yet
    await house.routine.follow_up(number, owner)
    digest = await house.digests.now(viewer)
    assert isinstance(digest, Digest)
    assert ([score.symbol for score in digest.best], digest.sessions) == (["300502.SZ"], (date(2024, 12, 26),))


async def test_a_digest_asked_for_before_the_evening_is_dated_by_its_figures(house: House, owner: Viewer) -> None:
    number = await house.confirmed(report(pick()))
    viewer = await house.subscriber(BOB)
    await house.routine.follow_up(number, owner)
    house.clock.set("2024-12-27T15:10")  # closed, and not refreshed yet
    digest = await house.digests.now(viewer)
    assert isinstance(digest, Digest)
    assert [score.as_of for score in digest.best] == [date(2024, 12, 26)]
    assert (digest.sessions, digest.source.as_of) == ((date(2024, 12, 26),), date(2024, 12, 26))
