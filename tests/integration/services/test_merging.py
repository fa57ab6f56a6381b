"""One report in two files: united by a person's word, or kept apart by it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.domain.reports import Evidence, Pick, PickKind, Report
from bot.services.access.people import Refused, Viewer
from bot.services.views.drafts import DraftCard
from bot.store.records import ReportState, StoredReport
from tests.integration.services.house import House
from tests.integration.services.parts import pick, report

BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def added(house: House, file: str, *picks: Pick, words: str | None = None, **changes: object) -> DraftCard:
    given: Report = replace(report(*picks), **changes)  # type: ignore[arg-type] # fields by name
    async with house.store.transaction() as tx:
        stored = await tx.reports.add(given, sha256=file, uploaded_by=1, at=house.clock.now(), text_sha256=words)
    return await house.drafts.card(stored.report_id)


async def whole(house: House, *numbers: int) -> list[StoredReport | None]:
    async with house.store.snapshot() as tx:
        return [await tx.reports.get(number) for number in numbers]


def said(card: DraftCard) -> list[tuple[str, str | None, Decimal | None, str]]:
    return [(each.security.symbol, each.rating, each.target_price, each.evidence.text) for each in card.kept]


@BOTH
async def test_merged_picks_are_united_and_the_figures_that_were_there_win(house: House, owner: Viewer) -> None:
    first = await added(house, "a", pick(rating="增持"), pick("300502.SZ", rating=None))
    seen = Evidence(3, "推荐：新易盛、科华数据")
    second = await added(
        house,
        "b",
        pick(rating="买入"),
        replace(pick("300502.SZ", rating="买入"), target_price=Decimal(150), currency="CNY"),
        replace(pick("002335.SZ", rating="买入", segment="电源"), evidence=seen),
    )
    before = await whole(house, first.draft_id, second.draft_id)
    assert second.twin is not None
    assert (second.twin.report_id, second.twin.new, second.twin.differing) == (first.draft_id, 1, 1)
    with pytest.raises(Refused, match="twin_undecided"):
        await house.drafts.confirm(second.draft_id, owner)
    card = await house.merging.merge(second.draft_id, first.draft_id, owner)
    assert card.draft_id == first.draft_id
    assert said(card) == [
        ("300308.SZ", "增持", None, "推荐标的：中际旭创"),
        ("300502.SZ", "买入", Decimal(150), "推荐标的：新易盛"),
        ("002335.SZ", "买入", None, "推荐：新易盛、科华数据"),
    ]
    assert await house.merging.merge(second.draft_id, first.draft_id, owner) == card, "a second tap"
    with pytest.raises(Refused, match="already_merged"):
        await house.drafts.confirm(second.draft_id, owner)
    assert card.undo is not None
    card = await house.undoing.undo(first.draft_id, card.undo.step, owner)
    assert await whole(house, first.draft_id, second.draft_id) == before


@SQLITE
async def test_the_file_of_a_merged_draft_leads_to_the_report_and_goes_with_it(house: House, owner: Viewer) -> None:
    first, second = await added(house, "a"), await added(house, "b")
    await house.merging.merge(second.draft_id, first.draft_id, owner)
    async with house.store.snapshot() as tx:
        found = await tx.reports.find("b")
    assert found is not None
    assert found.report_id == first.draft_id
    await house.drafts.discard(first.draft_id, owner)
    async with house.store.snapshot() as tx:
        assert await tx.reports.find("b") is None, "it may be sent again"


@SQLITE
async def test_a_confirmed_report_takes_up_a_draft_and_tells_nobody(house: House, owner: Viewer) -> None:
    first = await added(house, "a")
    await house.subscriber(11)
    await house.drafts.confirm(first.draft_id, owner)
    async with house.store.snapshot() as tx:
        told = await tx.outbox.counts()
    house.clock.set("2024-12-27T09:00")
    second = await added(house, "b", pick(), pick("300502.SZ"))
    assert second.twin is not None
    assert second.twin.confirmed
    card = await house.merging.merge(second.draft_id, first.draft_id, owner)
    assert (card.confirmed, len(card.kept)) == (True, 2)
    async with house.store.snapshot() as tx:
        assert await tx.outbox.counts() == told
        new = (await tx.reports.confirmed_picks(symbol="300502.SZ"))[0]
    assert new.counts_since == house.clock.now(), "what happened before is no news of it"


@SQLITE
async def test_kept_apart_both_are_reports_of_their_own(house: House, owner: Viewer) -> None:
    first, second = await added(house, "a"), await added(house, "b")
    await house.drafts.discard((await added(house, "c")).draft_id, owner)
    with pytest.raises(Refused, match="twin_undecided"):
        await house.drafts.confirm(first.draft_id, owner)
    card = await house.merging.keep_apart(second.draft_id, owner)
    assert card.twin is None
    assert await house.merging.keep_apart(second.draft_id, owner) == card
    await house.drafts.confirm(second.draft_id, owner)
    with pytest.raises(Refused, match="not_the_same"):
        await house.merging.merge(second.draft_id, first.draft_id, owner)


@SQLITE
async def test_the_same_words_under_another_headline_are_the_same_report(house: House, owner: Viewer) -> None:
    first = await added(house, "a", words="w")
    second = await added(house, "b", words="w", title="另一个标题", broker="")
    other = await added(house, "c", words="v", title="第三个标题")
    assert second.twin is not None
    assert second.twin.same_words
    assert other.twin is None
    with pytest.raises(Refused, match="not_the_same"):
        await house.merging.merge(other.draft_id, first.draft_id, owner)
    await house.drafts.confirm((await house.merging.merge(second.draft_id, first.draft_id, owner)).draft_id, owner)


@SQLITE
async def test_a_retracted_report_takes_nothing_up(house: House, owner: Viewer) -> None:
    first = await added(house, "a")
    await house.drafts.confirm(first.draft_id, owner)
    await house.drafts.retract(first.draft_id, owner)
    second = await added(house, "b")
    assert second.twin is not None
    assert not second.twin.may_take
    with pytest.raises(Refused, match="report_retracted"):
        await house.merging.merge(second.draft_id, first.draft_id, owner)
    await house.merging.keep_apart(second.draft_id, owner)
    await house.drafts.confirm(second.draft_id, owner)


@SQLITE
async def test_what_was_left_out_there_stays_left_out(house: House, owner: Viewer) -> None:
    first = await added(house, "a", pick(), pick("300502.SZ"))
    await house.corrections.drop(first.draft_id, first.kept[1].pick_id, owner, dropped=True)
    second = await added(house, "b", pick("300502.SZ", kind=PickKind.WATCH), pick("002335.SZ"))
    await house.corrections.drop(second.draft_id, second.kept[1].pick_id, owner, dropped=True)
    card = await house.merging.merge(second.draft_id, first.draft_id, owner)
    assert [each.security.symbol for each in card.kept] == ["300308.SZ"]
    (merged,) = await whole(house, second.draft_id)
    assert merged is not None
    assert merged.state is ReportState.MERGED
