"""The routine: each session once and in order, caught up after a stop, done again where it was cut off."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.securities import Market
from bot.market.ports import SourceUnavailable
from bot.services.access.people import Viewer
from bot.services.names.reference import Reference
from bot.services.views.cards import ReportCard
from bot.services.views.digests import Digest
from bot.services.views.news import Alerts
from bot.services.views.people import SuitabilityQuestion
from bot.services.views.pieces import Notice
from bot.store import Store
from tests.integration.services.house import House, build, refreshed
from tests.integration.services.parts import DictMarket, SetClock, pick, report, waiting

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def runs(store: Store, market: Market = Market.A) -> list[tuple[str, str]]:
    """The sessions and slots that are done."""
    async with store.snapshot() as tx:
        return sorted((f"{day:%m-%d}", slot) for day, slot in await tx.jobs.finished(f"refresh-{market}", date.min))


async def test_each_session_and_slot_runs_once(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report())
    await refreshed(house, "2025-01-06T15:35")
    market.asked.clear()
    await refreshed(house, "2025-01-06T15:36", "2025-01-06T19:00")
    assert market.asked == []
    await refreshed(house, "2025-01-06T20:30", "2025-01-07T09:00")
    assert await runs(store) == [("01-06", "close"), ("01-06", "evening")]


async def test_on_a_day_without_session_nothing_happens(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report())
    await refreshed(house, "2025-01-27T15:35", "2025-01-27T20:30")  # the last session before Spring Festival
    market.asked.clear()
    await refreshed(house, "2025-01-28T15:35", "2025-01-28T20:30", "2025-01-29T15:35", "2025-02-01T15:35")
    assert market.asked == []
    assert await runs(store) == [("01-27", "close"), ("01-27", "evening")]


async def test_after_a_stop_each_missed_session_is_scored_in_order_and_fetched_once(
    house: House, market: DictMarket, store: Store
) -> None:
    await house.confirmed(report())
    await house.subscriber()
    await refreshed(house, "2025-01-06T15:35", "2025-01-06T20:30")
    for day in (7, 8, 9, 10):
        market.close("300308.SZ", date(2025, 1, day), 108)
    market.asked.clear()
    house.clock.set("2025-01-10T16:00")
    await house.routine.catch_up()
    assert await runs(store) == [
        ("01-06", "close"),
        ("01-06", "evening"),
        ("01-07", "close"),
        ("01-08", "close"),
        ("01-09", "close"),
        ("01-10", "close"),
    ]
    assert market.asked.count("bars 300308.SZ") == 1
    (alerts,) = [view for view in await waiting(store) if isinstance(view, Alerts)]
    assert alerts.session == date(2025, 1, 8)  # the second close out of the band, though two more have passed


async def test_the_evenings_figures_are_caught_up_too(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report())
    await refreshed(house, "2025-01-10T15:35")
    for at, done in (("2025-01-10T20:29", False), ("2025-01-10T22:00", True)):
        house.clock.set(at)
        await house.routine.catch_up()
        assert (("01-10", "evening") in await runs(store)) == done
    house.clock.set("2025-01-13T09:00")
    market.asked.clear()
    await house.routine.catch_up()
    assert not [asked for asked in market.asked if asked.startswith("bars")]


async def test_what_was_corrected_is_found_by_the_evenings_look(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report())
    await refreshed(house, "2025-01-06T15:35", "2025-01-06T20:30", "2025-01-07T15:35")
    market.close("300308.SZ", "2025-01-06", 99)
    for at, close in (("2025-01-08T15:35", 100), ("2025-01-08T20:30", 99)):
        await refreshed(house, at)
        async with store.snapshot() as tx:
            found = await tx.prices.bars(["300308.SZ"], date(2025, 1, 6), date(2025, 1, 8))
        assert [bar.close for bar in found["300308.SZ"]] == [close, 100, 100]


async def test_a_run_that_was_cut_off_is_done_again_and_tells_once(
    house: House,
    market: DictMarket,
    store: Store,
    clock: SetClock,
    reference: Reference,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await house.confirmed(report())
    await house.subscriber()
    market.close("300308.SZ", "2025-01-07", 107)
    market.close("300308.SZ", "2025-01-08", 108)
    await refreshed(house, "2025-01-06T15:35", "2025-01-07T15:35")

    async def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(house.alerting, "after_close", cut_off)
    with pytest.raises(KeyboardInterrupt):
        await refreshed(house, "2025-01-08T15:35")
    assert ("01-08", "close") not in await runs(store)
    restarted = build(store, clock, market, market, reference, tmp_path)
    clock.set("2025-01-08T15:50")
    await restarted.routine.catch_up()
    await restarted.routine.catch_up()
    assert ("01-08", "close") in await runs(store)
    assert len([view for view in await waiting(store) if isinstance(view, Alerts)]) == 1


async def test_an_evening_that_was_cut_off_after_its_prices_were_stored_is_scored_all_the_same(
    house: House, market: DictMarket, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.confirmed(report())
    await house.subscriber()
    for day in (7, 8):
        market.close("300308.SZ", date(2025, 1, day), 108)
    await refreshed(house, "2025-01-06T20:30", "2025-01-07T20:30")
    late = market.bars["H00300"].pop(date(2025, 1, 8))
    await refreshed(house, "2025-01-08T15:35")
    market.bars["H00300"][date(2025, 1, 8)] = late

    async def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(house.alerting, "after_close", cut_off)
        with pytest.raises(KeyboardInterrupt):
            await refreshed(house, "2025-01-08T20:30")
    house.clock.set("2025-01-08T20:40")
    await house.routine.catch_up()
    assert len([view for view in await waiting(store) if isinstance(view, Alerts)]) == 1


async def test_without_answers_a_session_stays_open_and_later_ones_wait_for_it(
    house: House, market: DictMarket, store: Store
) -> None:
    await house.confirmed(report())
    await refreshed(house, "2025-01-06T15:35")
    market.failing = dict.fromkeys(("bars", "index"), SourceUnavailable("no network"))
    await refreshed(house, "2025-01-07T15:35", "2025-01-08T15:35")
    assert await runs(store) == [("01-06", "close")]
    market.failing = {}
    await refreshed(house, "2025-01-08T20:30")
    assert await runs(store) == [("01-06", "close"), ("01-07", "close"), ("01-08", "evening")]


async def test_one_security_without_an_answer_holds_up_nothing(house: House, market: DictMarket, store: Store) -> None:
    await house.confirmed(report(pick(), pick("300502.SZ")))
    market.failing["bars 300308.SZ"] = SourceUnavailable("no answer")
    await refreshed(house, "2025-01-06T15:35")
    assert await runs(store) == [("01-06", "close")]


async def test_a_market_whose_calendar_cannot_be_had_does_not_stop_the_others(
    house: House, market: DictMarket, store: Store
) -> None:
    market.flat("09698.HK", 20)
    market.flat("HSI", 20000)
    await house.confirmed(report(pick(), pick("09698.HK")))
    market.failing["calendar A"] = SourceUnavailable("no answer")
    house.clock.set("2025-01-10T17:00")
    await house.routine.catch_up()
    assert await runs(store, Market.A) == []
    assert await runs(store, Market.HK) == [("01-10", "close")]


async def test_past_the_end_of_the_calendar_nothing_is_guessed(house: House, store: Store) -> None:
    await house.confirmed(report())
    await refreshed(house, "2026-01-05T15:35")
    assert await runs(store) == []


async def test_verdicts_of_missed_sessions_fall_on_their_day(house: House, market: DictMarket, store: Store) -> None:
    number = await house.confirmed(report(), at="2024-12-26T20:00")
    await refreshed(house, "2025-12-24T15:35")
    market.close("300308.SZ", "2025-12-26", 110)
    market.close("300308.SZ", "2025-12-29", 300)
    house.clock.set("2025-12-30T16:00")
    await house.routine.catch_up()
    async with store.snapshot() as tx:
        (confirmed,) = await tx.reports.confirmed_picks(report_id=number)
        ((verdict,),) = (await tx.scores.verdicts([confirmed.pick_id])).values()
    assert verdict.settled_on == date(2025, 12, 26)
    assert '"position": "within"' in verdict.verdict


async def test_after_a_start_at_most_one_digest_comes_and_names_its_sessions(
    house: House, market: DictMarket, store: Store
) -> None:
    await house.confirmed(report())
    await house.subscriber()
    await refreshed(house, "2025-01-06T15:35", "2025-01-06T20:30")
    house.clock.set("2025-01-06T20:45")
    await house.routine.digests(house.clock.now())
    assert [type(view) for view in await waiting(store)] == [Digest]
    house.clock.set("2025-01-10T22:00")
    await house.routine.catch_up()
    (digest,) = await waiting(store)
    assert isinstance(digest, Digest)
    assert digest.sessions == tuple(date(2025, 1, day) for day in (7, 8, 9, 10))
    await house.routine.catch_up()
    assert await waiting(store) == []


async def test_who_confirmed_gets_the_card_once_its_prices_are_there(house: House, owner: Viewer, store: Store) -> None:
    number = await house.confirmed(report(risk_level="R3"))
    await house.routine.follow_up(number, owner)
    await house.routine.follow_up(number, owner)
    (card,) = await waiting(store, chat_id=owner.chat_id)
    assert isinstance(card, ReportCard)
    assert [score.entry.price for score in card.scores] == [100]


async def test_a_stop_right_after_a_confirmation_loses_neither_the_prices_nor_the_card(
    house: House, market: DictMarket, owner: Viewer, store: Store
) -> None:
    await refreshed(house, "2024-12-26T20:30")  # the day's runs are done when the report comes
    drafts = []
    for given in (report(pick("300502.SZ"), title="from the command line"), report(title="from the chat")):
        async with store.transaction() as tx:
            stored = await tx.reports.add(given, sha256=given.title, uploaded_by=1, at=house.clock.now())
        drafts.append(stored.report_id)
    await house.drafts.confirm(drafts[0], None)
    await house.drafts.confirm(drafts[1], owner)
    assert await house.tracking.without_prices() == drafts
    await house.routine.catch_up()
    (card,) = await waiting(store, chat_id=owner.chat_id)
    assert isinstance(card, ReportCard)
    assert (card.head.title, [score.entry.price for score in card.scores]) == ("from the chat", [Decimal(100)])
    assert await house.tracking.without_prices() == []
    market.asked.clear()
    await house.routine.catch_up()
    assert await waiting(store, chat_id=owner.chat_id) == []
    assert not [asked for asked in market.asked if asked.startswith("bars")]


async def test_the_card_of_a_restricted_report_asks_and_one_retracted_meanwhile_says_so(
    house: House, owner: Viewer, store: Store
) -> None:
    restricted = await house.confirmed(report(risk_level="R4"))
    await house.routine.follow_up(restricted, owner)
    (card,) = await waiting(store, chat_id=owner.chat_id)
    assert isinstance(card, SuitabilityQuestion)
    gone = await house.confirmed(report(title="soon retracted"))
    await house.drafts.retract(gone, owner)
    await house.routine.follow_up(gone, owner)
    assert await waiting(store, chat_id=owner.chat_id) == [Notice("report_retracted", {"title": "soon retracted"})]
