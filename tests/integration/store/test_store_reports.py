"""Reports: stored once, confirmed by one, changed with a trail."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.reports import Evidence, Pick, PickKind, Report
from bot.store import AlreadyResolved, ReportExists, Store, UnknownRecord
from bot.store.records import ReportState, StateChange, StoredReport, Upload, UploadState
from bot.store.types import Document


async def test_a_report_comes_back_whole(store: Store, report: Report, now: datetime) -> None:
    stored = await _add(store, report, now)
    async with store.snapshot() as tx:
        assert await tx.reports.get(stored.report_id) == stored
        assert await tx.reports.find("a" * 64) == stored
        assert await tx.reports.find_same(report, None) == stored
        assert await tx.reports.get(stored.report_id + 1) is None
    assert stored.report == report
    assert stored.state is ReportState.DRAFT
    assert [pick.pick for pick in stored.picks] == list(report.picks)
    assert [name.unresolved for name in stored.unresolved] == list(report.unresolved)
    assert stored.picks[0].pick.target_price == Decimal("180.00")
    assert (stored.uploaded_by, stored.created_at, stored.confirmed_at) == (7, now, None)


async def test_the_same_file_is_stored_once(store: Store, report: Report, now: datetime) -> None:
    stored = await _add(store, report, now)
    with pytest.raises(ReportExists) as caught:
        await _add(store, replace(report, title="另一个标题"), now)
    assert caught.value.report_id == stored.report_id


async def test_the_same_headline_or_words_in_another_file_are_a_twin(
    store: Store, report: Report, now: datetime
) -> None:
    stored = await _add(store, report, now)
    headline = await _add(store, report, now, sha256="b" * 64)
    other = replace(report, title="另一个标题")
    words = await _add(store, other, now, sha256="c" * 64, text_sha256="w" * 64)
    again = await _add(store, replace(report, broker="", title=""), now, sha256="d" * 64, text_sha256="w" * 64)
    async with store.snapshot() as tx:
        assert [await tx.reports.twins(one) for one in (stored, headline)] == [[headline], [stored]]
        assert [await tx.reports.twins(one) for one in (words, again)] == [[again], [words]]
        assert await tx.reports.find_same(report, None) == stored
        assert await tx.reports.find_same(replace(report, title="第三个标题"), "w" * 64) == words
        assert await tx.reports.find_same(replace(report, title="第三个标题"), None) is None


async def test_a_file_that_was_merged_is_the_report_that_took_it_up(
    store: Store, report: Report, now: datetime
) -> None:
    first, second, third = [await _add(store, report, now, sha256=letter * 64) for letter in "abc"]
    for one, into in ((third, second), (second, first)):
        await _set(store, one, ReportState.MERGED, now)
        async with store.transaction() as tx:
            await tx.corrections.set_merged(one.report_id, into.report_id)
    async with store.snapshot() as tx:
        assert await tx.reports.find("c" * 64) == first
        assert await tx.reports.twins(first) == []
        assert await tx.corrections.merged_into(first.report_id) == [second.report_id]


async def test_many_at_once_store_one(store: Store, report: Report, now: datetime) -> None:
    results = await asyncio.gather(*(_add(store, report, now) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(result, StoredReport) for result in results) == 1
    assert sum(isinstance(result, ReportExists) for result in results) == 7


async def test_undated_reports_are_the_same_by_their_file_alone(store: Store, report: Report, now: datetime) -> None:
    undated = replace(report, published=None)
    await _add(store, undated, now)
    await _add(store, undated, now, sha256="b" * 64)
    async with store.snapshot() as tx:
        assert await tx.reports.find_same(undated, None) is None


async def test_a_discarded_report_may_come_again_and_a_retracted_one_may_not(
    store: Store, report: Report, now: datetime
) -> None:
    first = await _add(store, report, now)
    await _set(store, first, ReportState.DISCARDED, now)
    second = await _add(store, report, now)
    assert second.report_id != first.report_id
    await _set(store, second, ReportState.CONFIRMED, now)
    await _set(store, second, ReportState.RETRACTED, now)
    with pytest.raises(ReportExists):
        await _add(store, report, now)


async def test_the_trail_says_who_and_when(store: Store, report: Report, now: datetime) -> None:
    stored = await _add(store, report, now)
    later = now + timedelta(hours=1)
    await _set(store, stored, ReportState.CONFIRMED, now, by=8)
    await _set(store, stored, ReportState.RETRACTED, later, by=9)
    async with store.snapshot() as tx:
        assert await tx.reports.trail(stored.report_id) == [
            StateChange(ReportState.DRAFT, 7, now),
            StateChange(ReportState.CONFIRMED, 8, now),
            StateChange(ReportState.RETRACTED, 9, later),
        ]
        retracted = await tx.reports.get(stored.report_id)
    assert retracted is not None
    assert (retracted.state, retracted.confirmed_by, retracted.confirmed_at) == (ReportState.RETRACTED, 8, now)


async def test_of_two_who_confirm_at_once_one_finds_it_confirmed(store: Store, report: Report, now: datetime) -> None:
    stored = await _add(store, report, now)

    async def confirm(by: int) -> bool:
        async with store.transaction() as tx:
            draft = await tx.reports.lock(stored.report_id)
            assert draft is not None
            await asyncio.sleep(0.01)  # the other one arrives meanwhile
            if draft.state is not ReportState.DRAFT:
                return False
            await tx.reports.set_state(draft.report_id, ReportState.CONFIRMED, by, now)
            return True

    assert sorted(await asyncio.gather(confirm(8), confirm(9), confirm(10))) == [False, False, True]
    async with store.snapshot() as tx:
        assert len(await tx.reports.trail(stored.report_id)) == 2


async def test_a_dropped_pick_counts_no_more_and_can_be_taken_back(store: Store, report: Report, now: datetime) -> None:
    stored = await _add(store, report, now)
    await _set(store, stored, ReportState.CONFIRMED, now)
    pick_id = stored.picks[0].pick_id
    for dropped, expected in ((True, ["300502.SZ"]), (False, ["300308.SZ", "300502.SZ"])):
        async with store.transaction() as tx:
            await tx.corrections.change_pick(pick_id, now, dropped=dropped)
        async with store.snapshot() as tx:
            assert [one.pick.symbol for one in await tx.reports.confirmed_picks()] == expected


async def test_a_resolved_name_becomes_a_pick_once(store: Store, report: Report, pick: Pick, now: datetime) -> None:
    stored = await _add(store, report, now)
    name = stored.unresolved[0]
    chosen = replace(pick, name="旭日", symbol="600001.SH", kind=PickKind.WATCH, evidence=Evidence(3, "关注：旭日"))
    async with store.transaction() as tx:
        added = await tx.reports.resolve(name.unresolved_id, chosen, by=7, at=now)
        changed = await tx.reports.get(stored.report_id)
    assert changed is not None
    assert changed.unresolved == ()
    assert changed.picks == (*stored.picks, added)
    assert changed.report == report
    with pytest.raises(AlreadyResolved) as caught:
        async with store.transaction() as tx:
            await tx.reports.resolve(name.unresolved_id, chosen, by=8, at=now)
    assert caught.value.pick_id == added.pick_id


@pytest.mark.parametrize("unread", ["broker", "title"])
async def test_headlines_that_were_not_read_are_never_the_same(
    store: Store, report: Report, now: datetime, unread: str
) -> None:
    given = replace(report, broker="", title="t") if unread == "broker" else replace(report, title="")
    first = await _add(store, given, now, sha256="a" * 64)
    second = await _add(store, given, now, sha256="b" * 64)
    assert first.report_id != second.report_id
    async with store.snapshot() as tx:
        assert await tx.reports.find_same(given, None) is None


async def test_confirmed_reports_come_newest_first_in_pages(store: Store, report: Report, now: datetime) -> None:
    days = [date(2024, 12, 24), date(2024, 12, 26), None, date(2024, 12, 25), date(2024, 12, 23)]
    stored = [await _add(store, replace(report, published=day), now, sha256=str(day)) for day in days]
    for one in stored[:-1]:
        await _set(store, one, ReportState.CONFIRMED, now)
    async with store.snapshot() as tx:
        assert await tx.reports.count_confirmed() == 4
        pages = [await tx.reports.confirmed(3), await tx.reports.confirmed(3, 3)]
    newest = [date(2024, 12, 26), date(2024, 12, 25), date(2024, 12, 24), None]
    assert [one.report.published for page in pages for one in page] == newest


async def test_levels_that_a_reader_may_not_see_are_on_no_page(store: Store, report: Report, now: datetime) -> None:
    for level in ("R3", None, "R4", "R5"):
        one = await _add(store, replace(report, title=str(level), risk_level=level), now, sha256=str(level))
        await _set(store, one, ReportState.CONFIRMED, now)
    async with store.snapshot() as tx:
        assert await tx.reports.count_confirmed(hidden_levels=("R4", "R5")) == 2
        shown = await tx.reports.confirmed(5, hidden_levels=("R4", "R5"))
    assert sorted(one.report.title for one in shown) == ["None", "R3"]


async def test_confirmed_picks_carry_their_report_and_can_be_chosen(
    store: Store, report: Report, now: datetime
) -> None:
    first = await _add(store, report, now)
    second = await _add(store, replace(report, title="光通信周报"), now, sha256="b" * 64)
    await _add(store, replace(report, title="草稿"), now, sha256="c" * 64)
    for one in (first, second):
        await _set(store, one, ReportState.CONFIRMED, now)
    async with store.snapshot() as tx:
        everything = await tx.reports.confirmed_picks()
        of_report = await tx.reports.confirmed_picks(report_id=second.report_id)
        of_stock = await tx.reports.confirmed_picks(symbol="300502.SZ")
    assert [one.pick_id for one in everything] == [pick.pick_id for one in (first, second) for pick in one.picks]
    assert everything[0].report == report
    assert everything[0].report is everything[1].report
    assert [one.pick_id for one in of_report] == [pick.pick_id for pick in second.picks]
    assert [one.report.title for one in of_stock] == ["光通信的下一年", "光通信周报"]
    assert of_stock[0].confirmed_at == now


async def test_what_is_not_there_is_said(store: Store, report: Report, pick: Pick, now: datetime) -> None:
    async with store.transaction() as tx:
        with pytest.raises(UnknownRecord, match="report 5"):
            await tx.reports.set_state(5, ReportState.CONFIRMED, 7, now)
        with pytest.raises(UnknownRecord, match="pick 5"):
            await tx.corrections.change_pick(5, now, dropped=True)
        with pytest.raises(UnknownRecord, match="name 5"):
            await tx.reports.resolve(5, pick, by=7, at=now)
        with pytest.raises(UnknownRecord, match="report 5"):
            await tx.corrections.change_report(5, report, now)
        with pytest.raises(UnknownRecord, match="upload 5"):
            await tx.uploads.set_state(5, UploadState.READ)
        assert await tx.reports.lock(5) is None
        assert await tx.uploads.get(5) is None


async def test_uploads_wait_until_they_are_read_or_failed(store: Store, report: Report, now: datetime) -> None:
    stored = await _add(store, report, now)
    upload = Upload(7, 7, "报告.pdf", "a" * 64, 1234, now)
    async with store.transaction() as tx:
        ids = [await tx.uploads.add(upload) for _ in range(3)]
        await tx.uploads.set_state(ids[0], UploadState.READ, report_id=stored.report_id)
        await tx.uploads.set_state(ids[1], UploadState.FAILED, error="no-text")
    async with store.snapshot() as tx:
        assert await tx.uploads.waiting() == [replace(upload, upload_id=ids[2])]
        read = replace(upload, upload_id=ids[0], state=UploadState.READ, report_id=stored.report_id)
        failed = replace(upload, upload_id=ids[1], state=UploadState.FAILED, error="no-text")
        assert [await tx.uploads.get(upload_id) for upload_id in ids[:2]] == [read, failed]


async def _add(
    store: Store, report: Report, now: datetime, sha256: str = "a" * 64, text_sha256: str | None = None
) -> StoredReport:
    async with store.transaction() as tx:
        return await tx.reports.add(report, sha256=sha256, uploaded_by=7, at=now, text_sha256=text_sha256)


async def _set(store: Store, stored: StoredReport, state: ReportState, at: datetime, by: int = 7) -> None:
    async with store.transaction() as tx:
        await tx.reports.set_state(stored.report_id, state, by, at)


async def test_a_pick_keeps_its_reasons_and_one_stored_before_them_is_read_without(
    store: Store, report: Report, now: datetime
) -> None:
    stored = await _add(store, report, now)
    assert stored.picks[0].pick.reasons == report.picks[0].reasons
    adapter = Document[Pick](Pick).adapter
    old = adapter.dump_python(report.picks[0], mode="json")
    del old["reasons"], old["close"]
    read = adapter.validate_python(old)
    assert (read.reasons, read.close, read.confidence) == ((), None, 0.98)
