"""What people change is listed in order and never rewritten; one question a chat waits for its answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.domain.reports import Pick, Report
from bot.store import Store
from bot.store.records import Correction, Field, PickState, ReportState


async def test_corrections_come_back_in_their_order(store: Store, report: Report, now: datetime) -> None:
    async with store.transaction() as tx:
        stored = await tx.reports.add(report, sha256="a" * 64, uploaded_by=7, at=now)
        pick_id = stored.picks[0].pick_id
        first = Correction(stored.report_id, 1, Field.RATING, '{"rating":null}', '{"rating":"买入"}', 7, now, pick_id)
        second = Correction(stored.report_id, 2, Field.DATE, '{"published":null}', "{}", None, now)
        back = replace(second, step=3, undoes=2)
        assert await tx.corrections.last_step(stored.report_id) == 0
        for entry in (first, second, back):
            await tx.corrections.add([entry])
        await tx.corrections.add([])
        assert await tx.corrections.of(stored.report_id) == [first, second, back]
        assert await tx.corrections.last_step(stored.report_id) == 3
        assert await tx.corrections.of(stored.report_id + 1) == []


async def test_a_changed_pick_counts_as_it_stands_now_and_alerts_forget_what_they_knew(
    store: Store, report: Report, now: datetime
) -> None:
    later = now + timedelta(days=1)
    async with store.transaction() as tx:
        stored = await tx.reports.add(report, sha256="a" * 64, uploaded_by=7, at=now)
        await tx.reports.set_state(stored.report_id, ReportState.CONFIRMED, 7, now)
        ids = [each.pick_id for each in stored.picks]
        await tx.scores.save_states(
            [PickState(each, date(2025, 1, 2), 0.1, "增持", None, 0, "maturing") for each in ids]
        )
        other = replace(stored.picks[0].pick, symbol="600001.SH")
        await tx.corrections.change_pick(ids[0], later, document=other)
    async with store.snapshot() as tx:
        (changed,) = await tx.reports.confirmed_picks(symbol="600001.SH")
        assert (changed.pick, changed.changed_at, changed.counts_since) == (other, later, later)
        assert set(await tx.scores.states(ids)) == {ids[1]}
    async with store.transaction() as tx:
        await tx.corrections.change_report(stored.report_id, replace(report, published=date(2024, 12, 25)), later)
    async with store.snapshot() as tx:
        picks = await tx.reports.confirmed_picks()
        assert {(each.report.published, each.counts_since) for each in picks} == {(date(2024, 12, 25), later)}
        assert await tx.scores.states(ids) == {}


async def test_an_addition_that_was_taken_back_is_seen_nowhere(
    store: Store, report: Report, pick: Pick, now: datetime
) -> None:
    async with store.transaction() as tx:
        stored = await tx.reports.add(report, sha256="a" * 64, uploaded_by=7, at=now)
        await tx.reports.set_state(stored.report_id, ReportState.CONFIRMED, 7, now)
        name = stored.unresolved[0]
        added = await tx.reports.resolve(name.unresolved_id, replace(pick, symbol="600001.SH"), by=7, at=now)
    async with store.transaction() as tx:
        await tx.corrections.change_pick(added.pick_id, now, absent=True)
        await tx.corrections.reopen_name(added.pick_id)
    async with store.snapshot() as tx:
        assert await tx.reports.confirmed_picks(symbol="600001.SH") == []
        assert "600001.SH" not in {each.pick.symbol for each in await tx.reports.confirmed_picks()}
        found = await tx.reports.get(stored.report_id)
    assert found is not None
    assert (found.picks, found.unresolved) == (stored.picks, stored.unresolved)


async def test_a_chat_waits_for_one_answer_and_not_for_ever(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        await tx.questions.ask(7, "date", now)
        await tx.questions.ask(7, "broker", now)
        await tx.questions.ask(8, "date", now)
        assert await tx.questions.asked(7, now - timedelta(minutes=10)) == "broker"
        assert await tx.questions.asked(7, now + timedelta(seconds=1)) is None
        assert await tx.questions.forget(7)
        assert not await tx.questions.forget(7)
        assert await tx.questions.asked(7, now) is None
        assert await tx.questions.asked(8, now) == "date"
