"""Alerts: each cause once for each subscriber, whatever is restarted, and never what happened before he followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.following import TargetKind
from bot.domain.ratings import Basis
from bot.domain.reports import PickKind
from bot.domain.securities import Market
from bot.market.ports import SourceUnavailable
from bot.services.names.reference import Reference
from bot.services.views.news import AlertKind, Alerts
from bot.services.views.pieces import Notice, Target
from bot.store import Store
from tests.integration.services.house import BOB, OWNER, House, build
from tests.integration.services.parts import SCALE, DictMarket, SetClock, pick, report, shanghai, waiting

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
IN_SESSION = "2025-01-10T10:31"


async def told(store: Store, chat_id: int | None = None) -> list[tuple[AlertKind, str, str, str]]:
    """What the outbox tells: kind, symbol, from, to."""
    views = [view for view in await waiting(store, chat_id=chat_id) if isinstance(view, Alerts)]
    return [(line.kind, line.security.symbol, line.before, line.after) for view in views for line in view.lines]


def rise(market: DictMarket, *closes: tuple[str, float], symbol: str = "300308.SZ") -> None:
    for day, price in closes:
        market.close(symbol, day, price)


async def evenings(house: House, *days: str) -> None:
    """What the evening's refresh does, on these days alone."""
    for day in days:
        session = date.fromisoformat(day)
        for look in ("15:35", "20:30"):  # a close is sure when two looks agree on it
            house.clock.set(f"{day}T{look}")
            await house.tracking.refresh(Market.A, session)
        await house.alerting.after_close(session, await house.scoring.score(session))


async def test_a_band_crossed_on_two_closes_is_told_once(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report())
    await house.subscriber()
    rise(market, ("2025-01-07", 107), ("2025-01-08", 108))
    await evenings(house, "2025-01-06", "2025-01-07")
    assert await told(store) == []
    await evenings(house, "2025-01-08", "2025-01-09")
    assert await told(store) == [(AlertKind.BAND_CROSSED, "300308.SZ", "中性", "增持")]


async def test_after_a_restart_nothing_is_told_again_and_the_count_of_closes_goes_on(
    house: House, market: DictMarket, store: Store, clock: SetClock, reference: Reference, tmp_path: Path
) -> None:
    await house.confirmed(report())
    await house.subscriber()
    rise(market, ("2025-01-07", 107), ("2025-01-08", 108), ("2025-01-09", 108))
    await evenings(house, "2025-01-06", "2025-01-07")
    restarted = build(store, clock, market, market, reference, tmp_path)
    await evenings(restarted, "2025-01-08")
    assert len(await told(store)) == 1
    again = build(store, clock, market, market, reference, tmp_path)
    scored = await again.scoring.score(date(2025, 1, 8))
    await again.alerting.after_close(date(2025, 1, 8), scored)
    await again.alerting.after_close(date(2025, 1, 8), scored)
    await evenings(again, "2025-01-09")
    assert await told(store) == []


async def test_a_stop_between_event_and_message_loses_neither(
    house: House, market: DictMarket, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.confirmed(report())
    await house.subscriber()
    rise(market, ("2025-01-07", 107), ("2025-01-08", 108))
    await evenings(house, "2025-01-06", "2025-01-07")

    def stopped(view: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("bot.services.alerts.alerting.dump_view", stopped)
        with pytest.raises(KeyboardInterrupt):
            await evenings(house, "2025-01-08")
    assert await told(store) == []
    await evenings(house, "2025-01-08")
    assert len(await told(store)) == 1


async def test_horizon_events_are_told_on_their_days_and_the_verdict_with_the_settlement(
    house: House, store: Store
) -> None:
    await house.confirmed(report())
    await house.subscriber()
    days = ("2025-06-25", "2025-06-26", "2025-06-27", "2025-11-25", "2025-11-26", "2025-11-27", "2025-12-25")
    said = []
    for day in (*days, "2025-12-26", "2025-12-29"):
        await evenings(house, day)
        said += [(day, kind) for kind, *_ in await told(store)]
    assert said == [
        ("2025-06-26", AlertKind.WINDOW_OPENS),
        ("2025-11-26", AlertKind.SETTLES_SOON),
        ("2025-12-26", AlertKind.SETTLED),
    ]


async def test_the_settled_line_carries_the_verdict(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report())
    await house.subscriber()
    market.close("300308.SZ", "2025-12-26", 105)
    await evenings(house, "2025-12-26")
    (view,) = await waiting(store)
    assert isinstance(view, Alerts)
    (line,) = view.lines
    assert line.score is not None
    assert line.score.verdict is not None
    assert line.score.verdict.met


async def test_picks_without_a_verdict_do_not_settle_aloud(house: House, store: Store) -> None:
    await house.confirmed(report(pick(rating=None, kind=PickKind.BENEFICIARY)))
    await house.subscriber()
    await evenings(house, "2025-12-26")
    assert await told(store) == []


@pytest.mark.parametrize(
    ("since", "hears"),
    [("2025-06-26T09:00", True), ("2025-06-26T14:59", True), ("2025-06-26T15:01", False), ("2025-06-27T09:00", False)],
)
async def test_who_follows_since_after_the_event_hears_nothing(
    house: House, store: Store, since: str, hears: bool
) -> None:
    await house.confirmed(report())
    await house.subscriber(since=since)
    await evenings(house, "2025-06-26", "2025-06-27", "2025-06-30")
    assert (await told(store) != []) == hears


async def test_a_report_confirmed_after_its_event_announces_only_what_comes(house: House, store: Store) -> None:
    await house.confirmed(report(), at="2025-07-01T10:00")
    await house.subscriber(since="2024-12-26T20:00")
    await evenings(house, "2025-07-01")
    assert await told(store) == []


async def test_each_subscriber_hears_of_what_he_follows(house: House, market: DictMarket, store: Store) -> None:
    first = await house.confirmed(report(pick(), pick("300502.SZ")))
    await house.subscriber(follows=Target(TargetKind.STOCK, "300502.SZ"))
    await house.subscriber(BOB, follows=Target(TargetKind.REPORT, str(first)))
    for symbol in ("300308.SZ", "300502.SZ"):
        rise(market, ("2025-01-07", 107), ("2025-01-08", 108), symbol=symbol)
    await evenings(house, "2025-01-06", "2025-01-07", "2025-01-08")
    found = await waiting(store)
    assert sorted(len(view.lines) for view in found if isinstance(view, Alerts)) == [1, 2]


async def test_a_stock_in_two_segments_of_a_report_crosses_once(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report(pick(segment="交换机"), pick(segment="服务器")))
    await house.subscriber()
    rise(market, ("2025-01-07", 107), ("2025-01-08", 108))
    await evenings(house, "2025-01-06", "2025-01-07", "2025-01-08")
    assert len(await told(store)) == 1
    await evenings(house, "2025-06-26")
    assert [kind for kind, *_ in await told(store)].count(AlertKind.WINDOW_OPENS) == 1


async def test_an_absolute_scale_is_crossed_by_the_own_return(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report(scale=replace(SCALE, basis=Basis.ABSOLUTE)))
    await house.subscriber()
    for day in ("2025-01-07", "2025-01-08"):  # the excess stays at zero
        rise(market, (day, 108))
        market.close("H00300", day, 1080)
        market.close("000300", day, 1080)
    await evenings(house, "2025-01-06", "2025-01-07", "2025-01-08")
    assert await told(store) == [(AlertKind.BAND_CROSSED, "300308.SZ", "中性", "增持")]


async def test_bands_of_an_industry_scale_are_not_measured_by_the_market(
    house: House, market: DictMarket, store: Store
) -> None:
    await house.confirmed(report(scale=replace(SCALE, basis=Basis.INDUSTRY)))
    await house.subscriber()
    rise(market, ("2025-01-07", 108), ("2025-01-08", 108))
    await evenings(house, "2025-01-06", "2025-01-07", "2025-01-08")
    assert await told(store) == []


async def test_names_are_carried_as_they_are_printed(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report(title="<b>*ST & Co</b>"))
    await house.subscriber()
    rise(market, ("2025-01-07", 107), ("2025-01-08", 108))
    await evenings(house, "2025-01-06", "2025-01-07", "2025-01-08")
    (view,) = await waiting(store)
    assert isinstance(view, Alerts)
    assert view.lines[0].report is not None
    assert view.lines[0].report.title == "<b>*ST & Co</b>"


async def test_who_blocked_the_bot_is_told_nothing(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report())
    viewer = await house.subscriber()
    await house.changed(viewer, active=False)
    rise(market, ("2025-01-07", 107), ("2025-01-08", 108))
    await evenings(house, "2025-01-06", "2025-01-07", "2025-01-08")
    assert await told(store) == []


async def look(house: House, at: str) -> None:
    house.clock.set(at)
    await house.routine.quotes(shanghai(at))


async def test_a_price_that_two_sources_dispute_is_told_to_the_owners_alone_until_they_agree(
    house: House, market: DictMarket, store: Store, clock: SetClock
) -> None:
    await house.people.arrive(OWNER, "Olga", "zh", OWNER)
    await house.confirmed(report(pick("300308.SZ"), pick("300502.SZ")))
    subscriber = await house.subscriber()
    clock.set(IN_SESSION)
    market.quote("300308.SZ", "0.08")
    market.quote("300502.SZ", "0.09")
    market.disputed["300308.SZ"] = replace(market.prices["300308.SZ"], price=Decimal(101), source="sina")
    for _ in range(2):
        await look(house, IN_SESSION)
    views = await waiting(store)
    assert [view.key for view in views if isinstance(view, Notice)] == ["quotes_disagree"]  # once a day
    lines = [line.security.symbol for view in views if isinstance(view, Alerts) for line in view.lines]
    assert lines == ["300502.SZ"]
    assert market.asked.count("second look 300308.SZ,300502.SZ") == 1
    assert market.asked.count("second look 300308.SZ") == 1  # who was borne out is not asked about again
    del market.disputed["300308.SZ"]
    await look(house, IN_SESSION)
    assert [each[1] for each in await told(store, subscriber.chat_id)] == ["300308.SZ"]
    asked = len([each for each in market.asked if each.startswith("second look")])
    await look(house, IN_SESSION)
    assert len([each for each in market.asked if each.startswith("second look")]) == asked


async def test_a_day_change_that_one_source_alone_has_is_held_and_said_to_owners(
    house: House, market: DictMarket, clock: SetClock, store: Store
) -> None:
    await house.confirmed(report())
    subscriber = await house.subscriber()
    clock.set(IN_SESSION)
    market.quote("300308.SZ", "0.08")
    market.alone.add("300308.SZ")
    await look(house, IN_SESSION)
    assert await told(store, subscriber.chat_id) == []
    async with store.snapshot() as tx:
        assert [each.args["cause"] for each in await tx.findings.untold()] == ["single_source"]
    market.alone.clear()
    await look(house, IN_SESSION)
    assert len(await told(store, subscriber.chat_id)) == 1


async def test_a_day_change_is_told_once_a_day_and_direction(
    house: House, market: DictMarket, store: Store, clock: SetClock, reference: Reference, tmp_path: Path
) -> None:
    await house.confirmed(report())
    await house.confirmed(report(title="another that names the stock"))
    await house.subscriber()
    clock.set(IN_SESSION)
    market.quote("300308.SZ", "0.07")
    await look(house, IN_SESSION)
    (view,) = await waiting(store)
    assert isinstance(view, Alerts)
    assert [(line.change, line.price) for line in view.lines] == [(0.07, market.prices["300308.SZ"].price)]
    restarted = build(store, clock, market, market, reference, tmp_path)
    for at, change, kinds in (
        ("2025-01-10T10:32", "0.08", 0),
        ("2025-01-10T14:10", "-0.09", 1),
        ("2025-01-10T14:11", "0.09", 0),
        ("2025-01-13T09:31", "0.08", 1),
    ):
        clock.set(at)
        market.quote("300308.SZ", change)
        await look(restarted, at)
        assert len(await told(store)) == kinds, at


async def test_each_subscriber_has_a_threshold_of_his_own(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report())
    for user_id, threshold in ((11, "0.05"), (12, "0.0501"), (13, None)):
        await house.subscriber(user_id, day_change=threshold)
    house.clock.set(IN_SESSION)
    market.quote("300308.SZ", "0.05")
    await look(house, IN_SESSION)
    async with store.snapshot() as tx:
        assert sum((await tx.outbox.counts()).values()) == 1
    assert len(await told(store, chat_id=11)) == 1


async def test_a_stale_quote_and_a_failing_source_tell_nothing(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report())
    await house.subscriber()
    house.clock.set(IN_SESSION)
    market.quote("300308.SZ", "0.09", age=timedelta(minutes=5, seconds=1))
    await look(house, IN_SESSION)
    market.quote("300308.SZ", "0.09")
    market.failing["quotes"] = SourceUnavailable("no network")
    await look(house, IN_SESSION)
    assert await told(store) == []


@pytest.mark.parametrize(
    "at",
    ["2025-01-10T09:29", "2025-01-10T15:01", "2025-01-11T10:31", "2025-01-29T10:31", "2025-01-10T22:00"],
)
async def test_outside_trading_hours_nobody_is_asked(house: House, market: DictMarket, store: Store, at: str) -> None:
    await house.confirmed(report())
    await house.subscriber()
    house.clock.set(at)
    market.quote("300308.SZ", "0.09")
    await look(house, at)
    assert not [asked for asked in market.asked if asked.startswith("quotes")]
    assert await told(store) == []


async def test_new_york_is_one_session_though_shanghais_midnight_falls_into_it(
    house: House, market: DictMarket, store: Store
) -> None:
    await house.confirmed(report(pick("VNET.US")))
    await house.subscriber()
    for at, messages in (("2025-01-10T23:50", 1), ("2025-01-11T00:10", 0)):
        house.clock.set(at)
        market.quote("VNET.US", "0.09")
        await look(house, at)
        assert len(await told(store)) == messages, at


async def test_only_markets_in_session_are_asked_for(house: House, market: DictMarket) -> None:
    await house.confirmed(report(pick(), pick("09698.HK"), pick("VNET.US")))
    await house.subscriber()
    for at, symbols in (
        ("2025-01-10T10:31", "09698.HK,300308.SZ"),
        ("2025-01-10T15:30", "09698.HK"),
        ("2025-01-10T22:31", "VNET.US"),
    ):
        await look(house, at)
        assert market.asked[-1] == f"quotes {symbols}"


async def test_what_nobody_follows_is_not_asked_for(house: House, market: DictMarket) -> None:
    await house.confirmed(report(pick(), pick("300502.SZ")))
    await house.subscriber(follows=Target(TargetKind.STOCK, "300502.SZ"))
    await look(house, IN_SESSION)
    assert market.asked[-1] == "quotes 300502.SZ"


async def test_restricted_reports_are_told_to_the_qualified_alone(
    house: House, market: DictMarket, store: Store
) -> None:
    await house.confirmed(report(risk_level="R4"))
    for user_id, qualified in ((11, True), (12, False), (13, None)):
        await house.subscriber(user_id, qualified=qualified)
    rise(market, ("2025-01-07", 107), ("2025-01-08", 108))
    await evenings(house, "2025-01-06", "2025-01-07", "2025-01-08")
    house.clock.set(IN_SESSION)
    market.quote("300308.SZ", "0.09")
    await look(house, IN_SESSION)
    async with store.snapshot() as tx:
        assert sum((await tx.outbox.counts()).values()) == 2
    assert [kind for kind, *_ in await told(store, chat_id=11)] == [AlertKind.BAND_CROSSED, AlertKind.DAY_CHANGE]


async def test_markets_are_scored_by_themselves(house: House, market: DictMarket) -> None:
    await house.confirmed(report(pick("09698.HK")))
    await house.routine.refresh(Market.A, "close", shanghai("2025-01-10T15:35"))
    assert not [asked for asked in market.asked if asked.startswith("bars")]
