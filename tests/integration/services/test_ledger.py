"""The ledger: each verdict once, corrections beside what they correct, and all of it proved from the stored bars."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.bars import Look
from bot.domain.ledger import Reason
from bot.domain.quotes import Bar
from bot.domain.scoring.results import ReturnBasis
from bot.services.scores.ledger import Entry, Recorded
from bot.services.views.news import AlertKind, Alerts
from bot.store import Store
from tests.integration.services.house import ANN, House, refreshed
from tests.integration.services.parts import SCALE, DictMarket, pick, report, shanghai, waiting

STOCK, SETTLED = "300308.SZ", date(2025, 6, 26)
SIX = replace(SCALE, months=(6, 6))
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@only_sqlite
async def test_each_verdict_of_a_recorded_year_is_written_once_and_comes_out_again(recorded: House) -> None:
    day = date(2025, 12, 26)
    settled = [each for each in await recorded.ledger.settle(day) if each.score.verdict]
    entries = await recorded.ledger.entries()
    assert len(entries) == len(settled) > 10
    assert await recorded.ledger.record(settled, day) == Recorded()
    assert (
        await recorded.ledger.record(await recorded.scoring.score(date(2025, 12, 27)), date(2025, 12, 27)) == Recorded()
    )
    verified = await recorded.ledger.verify()
    assert (verified.checked, verified.equal, verified.differing) == (len(settled), len(settled), ())
    assert all(entry.inputs.proof is not None for entry in entries)
    assert {(entry.entry.number, entry.entry.settled_on) for entry in entries} == {(1, day)}
    first = json.loads(entries[0].entry.inputs)
    assert set(first) == {"basis", "pick", "proof"}
    assert first["pick"]["scale"]["source"] == "report"
    assert set(first["proof"]) >= {"entry", "settlement", "ratios", "benchmark"}


@only_sqlite
async def test_a_verdict_of_the_seed_can_be_reckoned_by_hand_from_its_entry(recorded: House) -> None:
    """300308: 140.80 on 2024-12-26; dividends on the way; H00300 5,717.07 then (recorded prices)."""
    await recorded.ledger.settle(date(2025, 12, 26))
    (entry,) = [each for each in await recorded.ledger.entries() if each.inputs.pick.symbol == STOCK]
    proof = entry.inputs.proof
    assert proof is not None
    assert proof.entry.close == Decimal("140.8")
    assert proof.benchmark is not None
    assert (proof.benchmark.code, proof.benchmark.entry) == ("H00300", Decimal("5717.07"))
    grown = proof.settlement.close / proof.entry.close
    for each in proof.ratios:
        grown *= each.ratio
    assert len(proof.ratios) >= 2
    market = proof.benchmark.settlement / proof.benchmark.entry
    assert entry.score.excess == pytest.approx(float(grown - market), abs=1e-9)


async def _settled(house: House, market: DictMarket) -> int:
    """A report of six months whose pick gained 30 % and is met; a subscriber was told so."""
    number = await house.confirmed(report(pick(rating="买入"), scale=SIX))
    await house.subscriber()
    market.close(STOCK, SETTLED, 130)
    await refreshed(house, "2025-06-25T15:35", "2025-06-26T15:35", "2025-06-26T20:30")
    return number


async def _corrected(house: House, price: str) -> None:
    async with house.store.transaction() as tx:
        bar = Bar(SETTLED, Decimal(price), open=Decimal(price))
        await tx.prices.save_deliveries({STOCK: [bar]}, Look("dictionary", shanghai("2025-07-01T12:00")))


async def test_a_corrected_bar_gives_a_new_entry_with_its_reason_and_who_was_told_hears_of_it(
    house: House, market: DictMarket, store: Store
) -> None:
    number = await _settled(house, market)
    told = [view for view in await waiting(store, chat_id=ANN) if isinstance(view, Alerts)]
    assert AlertKind.SETTLED in {line.kind for view in told for line in view.lines}
    await _corrected(house, "115")
    verified = await house.ledger.verify(number)
    assert (verified.checked, verified.equal) == (1, 0)
    (wrong,) = verified.differing
    assert {"excess", "verdict.met"} <= {each.field for each in wrong.differences}

    house.clock.set("2025-07-01T20:30")
    await house.ledger.settle(date(2025, 7, 1))
    first, second = await house.ledger.entries(number)
    assert first.score.verdict is not None
    assert second.score.verdict is not None
    assert (first.score.verdict.met, second.score.verdict.met) == (True, False)
    assert (second.entry.number, second.entry.corrects, second.entry.reason) == (2, 1, Reason.PRICES)
    assert second.entry.recorded_at == house.clock.now()
    ((line,),) = [view.lines for view in await waiting(store, chat_id=ANN) if isinstance(view, Alerts)]
    assert (line.kind, line.before, line.after, line.reason) == (
        AlertKind.VERDICT_CORRECTED,
        "met",
        "missed",
        "prices",
    )
    assert (await house.ledger.verify()).differing == ()
    await house.ledger.settle(date(2025, 7, 2))
    assert len(await house.ledger.entries()) == 2
    assert await waiting(store, chat_id=ANN) == []


async def test_a_correction_that_leaves_the_verdict_is_recorded_and_not_told(
    house: House, market: DictMarket, store: Store
) -> None:
    await _settled(house, market)
    await waiting(store)
    await _corrected(house, "131")
    await house.ledger.settle(date(2025, 7, 1))
    assert [each.entry.reason for each in await house.ledger.entries()] == [None, "prices"]
    assert await waiting(store) == []


async def test_a_rating_that_an_editor_corrects_is_a_correction_and_an_earlier_day_corrects_nothing(
    house: House, market: DictMarket, store: Store
) -> None:
    number = await _settled(house, market)
    await waiting(store)
    async with store.transaction() as tx:
        (stored,) = await tx.reports.confirmed_picks(report_id=number)
        await tx.corrections.change_pick(
            stored.pick_id, house.clock.now(), document=replace(stored.pick, rating="中性")
        )
    await house.ledger.settle(date(2025, 6, 25))
    assert len(await house.ledger.entries()) == 1
    await house.ledger.settle(date(2025, 7, 1))
    first, second = await house.ledger.entries()
    assert (first.inputs.pick.rating, second.inputs.pick.rating) == ("买入", "中性")
    assert second.entry.reason == Reason.PICK
    ((line,),) = [view.lines for view in await waiting(store, chat_id=ANN) if isinstance(view, Alerts)]
    assert (line.before, line.after, line.reason) == ("met", "missed", "pick")
    assert await house.scoring.rescore([], SETTLED, ReturnBasis.TOTAL) == []


async def test_a_date_that_an_editor_corrects_takes_a_verdict_back_until_the_right_settlement(
    house: House, market: DictMarket, store: Store
) -> None:
    number = await _settled(house, market)
    await waiting(store)
    async with store.transaction() as tx:
        stored = await tx.reports.get(number)
        assert stored is not None
        await tx.corrections.change_report(
            number, replace(stored.report, published=date(2025, 1, 6)), house.clock.now()
        )
    for day in (date(2025, 6, 27), date(2025, 6, 30), date(2025, 7, 4)):
        await house.ledger.settle(day)
    first, second = await house.ledger.entries()
    assert first.score.verdict is not None
    assert (second.score.verdict, second.entry.settled_on, second.entry.reason) == (None, SETTLED, "pick")
    ((line,),) = [view.lines for view in await waiting(store, chat_id=ANN) if isinstance(view, Alerts)]
    assert (line.before, line.after) == ("met", "none")
    assert (await house.ledger.verify()).checked == 0
    await refreshed(house, "2025-07-07T15:35", "2025-07-07T20:30")
    third = (await house.ledger.entries())[-1]
    assert (third.entry.number, third.entry.corrects, third.entry.settled_on) == (3, 2, date(2025, 7, 7))


async def test_entries_of_the_first_version_are_read_and_proved_too(
    house: House, market: DictMarket, store: Store
) -> None:
    await _settled(house, market)
    (entry,) = await house.ledger.entries()
    old = replace(
        entry.entry, number=2, inputs=json.dumps(json.loads(entry.entry.inputs)["pick"]), program_version="0.1.0"
    )
    async with store.transaction() as tx:
        assert await tx.scores.record_verdict(old)
    first, second = await house.ledger.entries()
    assert _bare(second) == _bare(first)
    assert second.inputs.proof is None
    assert (await house.ledger.verify()).differing == ()


def _bare(entry: Entry) -> object:
    return entry.inputs.pick, entry.inputs.basis, entry.score
