"""Digests: when they are due, which sessions they cover, whom they tell what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from typing import TypeVar

import pytest

from bot.domain.digests import Block
from bot.domain.following import DigestSlot, TargetKind
from bot.domain.quotes import Suspension
from bot.domain.reports import PickKind
from bot.services.access.people import Refused, Viewer
from bot.services.views.digests import Announced, Digest, DigestMenu, MorningDigest, WeeklyDigest, ZoneChoices
from bot.services.views.news import AlertKind
from bot.services.views.pieces import Notice, Target
from bot.store import Store
from bot.store.records import ConfirmedPick
from tests.integration.services.house import BOB, House, refreshed
from tests.integration.services.parts import DictMarket, pick, report, shanghai, waiting

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

T = TypeVar("T")


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
    await house.digest_choices.set_time(DigestSlot.CLOSE, time(20, 45), viewer)
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
    moved = digest.moved_up + digest.moved_down
    assert [each.score.symbol for each in moved] == ["300308.SZ", "300502.SZ"]
    assert [each.change for each in moved] == pytest.approx([0.1, -0.1])
    assert (digest.best, digest.worst) == ((), ()), "what moved says more"


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
    assert [each.score.entry.price for each in digest.moved_up] == [50]


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
    assert await house.digests.show(DigestSlot.CLOSE, owner) == Notice("watchlist_empty")
    viewer = await house.subscriber(BOB, follows=Target(TargetKind.STOCK, "300502.SZ"))
    assert await house.digests.show(DigestSlot.CLOSE, viewer) == Notice("digest_empty")  # nothing was fetched yet
    await house.routine.follow_up(number, owner)
    digest = await house.digests.show(DigestSlot.CLOSE, viewer)
    assert isinstance(digest, Digest)
    assert ([score.symbol for score in digest.best], digest.sessions) == (["300502.SZ"], (date(2024, 12, 26),))


async def test_a_digest_asked_for_before_the_evening_is_dated_by_its_figures(house: House, owner: Viewer) -> None:
    number = await house.confirmed(report(pick()))
    viewer = await house.subscriber(BOB)
    await house.routine.follow_up(number, owner)
    house.clock.set("2024-12-27T15:10")  # closed, and not refreshed yet
    digest = await house.digests.show(DigestSlot.CLOSE, viewer)
    assert isinstance(digest, Digest)
    assert [score.as_of for score in digest.best] == [date(2024, 12, 26)]
    assert (digest.sessions, digest.source.as_of) == ((date(2024, 12, 26),), date(2024, 12, 26))


async def told(store: Store, kind: type[T]) -> list[T]:
    """The digests of one kind that wait."""
    return [view for view in await waiting(store) if isinstance(view, kind)]


async def test_a_morning_brings_new_ratings_once_what_settles_and_who_is_suspended(house: House, store: Store) -> None:
    await house.confirmed(report(pick()))
    await house.subscriber(since="2025-01-03T10:00", digest_at=None, morning_at=time(8, 30))
    await refreshed(house, "2025-01-03T20:30")
    await house.confirmed(
        report(pick("300502.SZ"), title="on Sunday", published=date(2025, 1, 3)), at="2025-01-05T12:00"
    )
    async with store.transaction() as tx:
        await tx.prices.save_suspensions([Suspension("300308.SZ", date(2025, 1, 3))], house.clock.now())
    await evening(house, "2025-01-06T08:25", "2025-01-06T08:30", "2025-01-06T09:00")
    (morning,) = await told(store, MorningDigest)
    assert [each.head.title for each in morning.ratings] == ["on Sunday"]
    assert [each.symbol for each in morning.suspended] == ["300308.SZ"]
    assert (morning.day, morning.settles, morning.opens) == (date(2025, 1, 6), (), ())
    await refreshed(house, "2025-01-06T20:30")
    await evening(house, "2025-01-07T08:30")
    assert await told(store, MorningDigest) == [], "nothing is new, and nothing settles"


async def test_a_morning_that_was_missed_is_made_up_before_the_close_and_not_after(house: House, store: Store) -> None:
    await house.confirmed(report())
    await house.subscriber(since="2024-12-26T10:00", digest_at=None, morning_at=time(8, 30))
    await refreshed(house, "2025-06-24T20:30")
    await evening(house, "2025-06-25T16:00")
    assert await told(store, MorningDigest) == []
    await refreshed(house, "2025-06-25T20:30")
    await evening(house, "2025-06-26T14:00")
    (morning,) = await told(store, MorningDigest)
    assert (morning.day, [line.kind for line in morning.opens]) == (date(2025, 6, 26), [AlertKind.WINDOW_OPENS])


async def test_a_week_is_told_once_after_its_last_session(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report(pick(), pick("300502.SZ")))
    await house.subscriber(since="2025-12-20T10:00", digest_at=None, weekly_at=time(9))
    market.close("300308.SZ", "2025-12-26", 150)
    await refreshed(house, "2025-12-19T20:30", "2025-12-26T15:35", "2025-12-26T20:30")
    await evening(house, "2025-12-26T21:00", "2025-12-27T08:55", "2025-12-27T09:00", "2025-12-28T09:00")
    (weekly,) = await told(store, WeeklyDigest)
    assert [day.day for day in weekly.sessions] == [22, 23, 24, 25, 26]
    assert [(line.security.symbol, line.kind) for line in weekly.verdicts] == [
        ("300308.SZ", AlertKind.SETTLED),
        ("300502.SZ", AlertKind.SETTLED),
    ]
    assert [(each.judged, each.met, each.judged_before) for each in weekly.board] == [(2, 1, 0)]
    assert [each.change for each in weekly.moved_up] == pytest.approx([0.5])
    assert weekly.baskets == (), "it has settled"
    assert weekly.chart is not None
    assert {dot.symbol for dot in weekly.chart.dots} == {"300308.SZ", "300502.SZ"}


async def test_equal_digests_are_one_text_and_scored_once(house: House, store: Store) -> None:
    await house.confirmed(report())
    stock = Target(TargetKind.STOCK, "300308.SZ")
    for user_id in range(11, 19):
        await house.subscriber(user_id, follows=stock, since="2025-01-06T10:00")
    await house.subscriber(19, since="2025-01-06T10:00")
    await refreshed(house, "2025-01-06T20:30")
    scored: list[int] = []
    counted = house.digests._scoring.score_picks

    async def counting(picks: Sequence[ConfirmedPick], as_of: date, *, paths: bool = False) -> object:
        scored.append(len(picks))
        return await counted(picks, as_of, paths=paths)

    house.digests._scoring.score_picks = counting  # type: ignore[assignment, method-assign]
    await evening(house, "2025-01-06T20:45")
    async with store.transaction() as tx:
        claimed = await tx.outbox.claim(20, house.clock.now(), house.clock.now() - house.clock.now())
    assert len(claimed) == 9
    assert len({message.payload for message in claimed}) == 1
    assert scored == [1, 1], "as of the session, and as of the one before"


async def test_a_chat_chooses_time_zone_and_blocks_and_is_told_when_it_comes(house: House, store: Store) -> None:
    await house.confirmed(report())
    viewer = await house.subscriber(digest_at=None)
    house.clock.set("2025-01-06T10:00")
    choices = house.digest_choices
    card = await choices.set_time(DigestSlot.CLOSE, time(8, 15), viewer)
    assert card.line.next_at == shanghai("2025-01-07T08:15"), "the first one after the figures"
    menu = await choices.set_zone("america/NEW york", viewer)
    assert isinstance(menu, DigestMenu)
    assert menu.zone == "America/New_York"
    assert menu.lines[1].next_at == shanghai("2025-01-06T21:15")
    assert (await house.people.settings(viewer)).zone == "America/New_York"
    unknown = await choices.set_zone("Mars", viewer)
    assert unknown == ZoneChoices("America/New_York", "Mars")
    near = await choices.set_zone("port", viewer)
    assert isinstance(near, ZoneChoices)
    assert "America/Port_of_Spain" in near.near
    card = await choices.toggle(DigestSlot.CLOSE, Block.CHART, viewer)
    assert Block.CHART in card.blocks
    with pytest.raises(Refused, match="old_button"):
        await choices.toggle(DigestSlot.CLOSE, Block.RATINGS, viewer)
    for block in (Block.MOVERS, Block.BANDS, Block.EVENTS, Block.ALERTS, Block.AHEAD):
        card = await choices.toggle(DigestSlot.CLOSE, block, viewer)
    assert card.blocks == {Block.CHART}
    with pytest.raises(Refused, match="digest_needs_a_block"):
        await choices.toggle(DigestSlot.CLOSE, Block.CHART, viewer)
    await refreshed(house, "2025-01-06T20:30")
    await evening(house, "2025-01-06T21:00", "2025-01-06T21:15")
    assert await digests(store) == [], "a single dot makes no chart, and nothing else was wanted"


async def test_what_would_come_tomorrow_morning_is_shown_with_its_time(house: House, owner: Viewer) -> None:
    number = await house.confirmed(report(pick()))
    viewer = await house.subscriber(BOB, morning_at=time(8, 30))
    await house.routine.follow_up(number, owner)
    house.clock.set("2025-06-25T21:00")
    await refreshed(house, "2025-06-25T20:30")
    shown = await house.digests.show(DigestSlot.MORNING, viewer)
    assert isinstance(shown, MorningDigest)
    assert shown.announced == Announced(shanghai("2025-06-26T08:30"), "Asia/Shanghai")
    assert [line.security.symbol for line in shown.opens] == ["300308.SZ"]
    assert isinstance(await house.digests.show(DigestSlot.WEEKLY, viewer), WeeklyDigest)
    house.clock.set("2025-06-27T21:00")
    await refreshed(house, "2025-06-27T20:30")
    assert await house.digests.show(DigestSlot.MORNING, viewer) == Notice("digest_empty_morning")


async def test_a_subscription_stands_in_the_digests_that_it_names(house: House, store: Store) -> None:
    await house.confirmed(report())
    viewer = await house.subscriber(since="2025-01-06T10:00", weekly_at=time(21))
    async with store.transaction() as tx:
        (mine,) = await tx.follows.of(viewer.chat_id)
        await tx.follows.save(replace(mine, digest_slots=frozenset({DigestSlot.WEEKLY})))
    await refreshed(house, "2025-01-10T20:30")
    await evening(house, "2025-01-10T20:45", "2025-01-10T21:00")
    assert [type(view) for view in await waiting(store)] == [WeeklyDigest]
