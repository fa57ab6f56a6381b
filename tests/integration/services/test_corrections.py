"""Corrections: an editor sets right what was read, everything is kept with who and when, and can be taken back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.confidence import Reason, Sign
from bot.domain.ratings import ScaleSource
from bot.domain.reports import Evidence, Pick, PickKind, Report, Unresolved
from bot.services.access.people import Refused, Viewer
from bot.services.views.drafts import Change, DraftCard, DraftName, DraftPick
from bot.services.views.pieces import Notice
from bot.store import Store
from bot.store.records import StoredReport
from tests.integration.services.house import ANN, House
from tests.integration.services.parts import pick, report

BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WAITING = Unresolved("旭创", "光模块", PickKind.WATCH, Evidence(2, "关注：旭创"), ("300308.SZ", "300502.SZ"))


async def drafted(house: House, *picks: Pick, unresolved: tuple[Unresolved, ...] = (), **changes: object) -> DraftCard:
    """A draft of these picks (one, unless told otherwise)."""
    given: Report = replace(report(*picks, unresolved=unresolved), **changes)  # type: ignore[arg-type] # fields by name
    async with house.store.transaction() as tx:
        stored = await tx.reports.add(
            given,
            sha256=f"{given.title}{given.published}{len(picks)}",
            uploaded_by=1,
            at=house.clock.now(),
            dates=(date(2024, 12, 24), date(2024, 12, 26), date(2027, 1, 1)),
        )
    return await house.drafts.card(stored.report_id)


async def stored(house: House, report_id: int) -> StoredReport:
    async with house.store.snapshot() as tx:
        found = await tx.reports.get(report_id)
    assert found is not None
    return found


def only(card: DraftCard) -> DraftPick:
    (item,) = card.items
    assert isinstance(item, DraftPick)
    return item


@BOTH
async def test_every_field_of_a_pick_can_be_set_and_what_was_there_is_kept(house: House, owner: Viewer) -> None:
    card = await drafted(house)
    number, first = card.draft_id, only(card).pick_id
    await house.corrections.set_rating(number, first, "买入", owner)
    await house.corrections.set_kind(number, first, PickKind.WATCH, owner)
    await house.corrections.set_security(number, first, "300502.SZ", owner)
    card = await house.corrections.set_rating(number, first, None, owner)
    changed = only(card)
    assert (changed.security.symbol, changed.kind, changed.rating) == ("300502.SZ", PickKind.WATCH, None)
    assert changed.printed_name == "中际旭创", "what was printed stays"
    history = await house.corrections.history(number, owner)
    assert [step.changes for step in history.steps] == [
        (Change("rating", "中际旭创", "买入", None),),
        (Change("security", "中际旭创", "300308.SZ", "300502.SZ"),),
        (Change("kind", "中际旭创", "recommended", "watch"),),
        (Change("rating", "中际旭创", "增持", "买入"),),
    ]
    assert {(step.who, step.at) for step in history.steps} == {(owner.name, house.clock.now())}


@BOTH
async def test_undoing_goes_back_step_by_step_and_a_second_tap_goes_no_further(house: House, owner: Viewer) -> None:
    card = await drafted(house, pick(), pick("300502.SZ"), unresolved=(WAITING,))
    number = card.draft_id
    before = await stored(house, number)
    first = before.picks[0].pick_id
    await house.corrections.set_rating(number, first, "买入", owner)
    await house.corrections.drop(number, before.picks[1].pick_id, owner, dropped=True)
    await house.corrections.resolve(number, before.unresolved[0].unresolved_id, "300308.SZ", owner)
    await house.corrections.add(number, "002335.SZ", PickKind.BENEFICIARY, owner)
    await house.corrections.set_date(number, date(2024, 12, 24), owner)
    card = await house.corrections.set_broker(number, "另一证券", owner)
    for step in (6, 5, 4, 3, 2, 1):
        assert card.undo is not None
        assert card.undo.step == step
        card = await house.undoing.undo(number, step, owner)
        assert await house.undoing.undo(number, step, owner) == card, "the same button again"
    assert card.undo is None
    assert await stored(house, number) == before
    history = await house.corrections.history(number, owner)
    assert [(step.undone, step.changes[0].field) for step in history.steps] == [
        (True, field) for field in ("broker", "date", "added", "resolved", "dropped", "rating")
    ]
    async with house.store.snapshot() as tx:
        assert len(await tx.corrections.of(number)) == 12


@SQLITE
async def test_what_changes_nothing_leaves_no_entry(house: House, owner: Viewer) -> None:
    card = await drafted(house)
    number, first = card.draft_id, only(card).pick_id
    for _ in range(2):
        await house.corrections.set_rating(number, first, "增持", owner)
        await house.corrections.set_kind(number, first, PickKind.RECOMMENDED, owner)
        await house.corrections.set_security(number, first, "300308.SZ", owner)
        await house.corrections.drop(number, first, owner, dropped=False)
        await house.corrections.check(number, first, owner)
        await house.corrections.set_date(number, date(2024, 12, 26), owner)
        await house.corrections.set_broker(number, "示例证券", owner)
        card = await house.corrections.add(number, "300308.SZ", PickKind.RECOMMENDED, owner)
    assert (card.undo, len(card.items)) == (None, 1)


@SQLITE
async def test_a_pick_that_becomes_another_is_counted_once(house: House, owner: Viewer) -> None:
    card = await drafted(
        house, pick(), pick(kind=PickKind.WATCH), unresolved=(replace(WAITING, kind=PickKind.RECOMMENDED),)
    )
    number = card.draft_id
    second = card.kept[1].pick_id
    card = await house.corrections.set_kind(number, second, PickKind.RECOMMENDED, owner)
    assert [each.dropped for each in card.items if isinstance(each, DraftPick)] == [False, True]
    with pytest.raises(Refused, match="pick_twice"):
        await house.corrections.drop(number, second, owner, dropped=False)
    card = await house.corrections.resolve(number, 1, "300308.SZ", owner)
    assert len(card.kept) == 1
    assert card.names == ()
    assert card.undo is not None
    card = await house.undoing.undo(number, card.undo.step, owner)
    assert [each.name for each in card.names] == ["旭创"], "the name and its left-out pick go back in one step"


@SQLITE
async def test_doubtful_picks_come_first_and_checking_one_sends_it_to_its_place(house: House, owner: Viewer) -> None:
    reasons = (Reason(Sign.IN_SENTENCE, 0.6, "关注"),)
    doubtful = replace(pick("300502.SZ"), confidence=0.6, reasons=reasons)
    less = replace(pick("002335.SZ"), confidence=0.75)
    card = await drafted(house, pick(), less, doubtful, unresolved=(WAITING,))
    order = ["旭创", "新易盛", "科华数据", "中际旭创"]
    names = [each.name if isinstance(each, DraftName) else each.security.name for each in card.items]
    assert (names, card.first) == (order, 3)
    opened = await house.drafts.item(card.draft_id, owner, pick_id=card.kept[0].pick_id)
    assert (opened.position, opened.ratings) == (1, ("买入", "增持", "中性", "减持"))
    card = await house.corrections.check(card.draft_id, card.kept[0].pick_id, owner)
    assert [each.security.name for each in card.kept] == ["科华数据", "中际旭创", "新易盛"]
    assert card.kept[2].confidence == 1.0
    assert card.kept[2].reasons == reasons
    waiting = await house.drafts.item(card.draft_id, owner, unresolved_id=card.names[0].unresolved_id)
    assert [each.symbol for each in waiting.near[:2]] == ["300308.SZ", "300502.SZ"]


@SQLITE
async def test_a_report_without_a_date_waits_for_one(house: House, owner: Viewer) -> None:
    card = await drafted(house, published=None, warnings=("no_date", "no_broker"), broker="")
    assert (card.head.published, card.warnings) == (None, ("no_date", "no_broker"))
    with pytest.raises(Refused, match="no_date_yet"):
        await house.drafts.confirm(card.draft_id, owner)
    question = await house.asking.date(card.draft_id, owner)
    assert question.choices == (date(2024, 12, 24), date(2024, 12, 26)), "no day that has not come"
    with pytest.raises(Refused, match="date_out_of_range"):
        await house.corrections.set_date(card.draft_id, date(2024, 12, 27), owner)
    card = await house.corrections.set_date(card.draft_id, date(2024, 12, 24), owner)
    card = await house.corrections.set_broker(card.draft_id, " 示例 证券 ", owner)
    assert (card.head.published, card.head.broker, card.warnings) == (date(2024, 12, 24), "示例证券", ())
    await house.drafts.confirm(card.draft_id, owner)
    async with house.store.snapshot() as tx:
        (counted,) = await tx.reports.confirmed_picks()
    assert counted.report.published == date(2024, 12, 24)


@SQLITE
async def test_a_confirmed_report_never_loses_its_date_or_its_last_pick(house: House, owner: Viewer) -> None:
    card = await drafted(house, published=None)
    await house.corrections.set_date(card.draft_id, date(2024, 12, 24), owner)
    await house.drafts.confirm(card.draft_id, owner)
    before = await stored(house, card.draft_id)
    with pytest.raises(Refused, match="nothing_left"):
        await house.undoing.undo(card.draft_id, 1, owner)
    with pytest.raises(Refused, match="nothing_left"):
        await house.corrections.drop(card.draft_id, before.picks[0].pick_id, owner, dropped=True)
    assert await stored(house, card.draft_id) == before


@SQLITE
async def test_the_broker_s_usual_bands_come_with_its_name_where_the_report_prints_none(
    house: House, owner: Viewer
) -> None:
    card = await drafted(house, broker="", scales=())
    assert card.scale is None
    card = await house.corrections.set_broker(card.draft_id, "国信证券", owner)
    assert card.scale is not None
    assert card.scale.source is ScaleSource.CONFIG
    card = await house.undoing.undo(card.draft_id, 1, owner)
    assert (card.scale, card.head.broker) == (None, "")
    printed = await drafted(house, broker="", title="印有评级说明")
    assert (await house.corrections.set_broker(printed.draft_id, "国信证券", owner)).scale == printed.scale


@SQLITE
async def test_a_rating_must_be_a_word_of_the_report(house: House, owner: Viewer) -> None:
    card = await drafted(house, pick(rating="强推"))
    assert (await house.drafts.item(card.draft_id, owner, pick_id=only(card).pick_id)).ratings[-1] == "强推"
    with pytest.raises(Refused, match="old_button"):
        await house.corrections.set_rating(card.draft_id, only(card).pick_id, "跑赢", owner)
    for broker in ("", "  ", "长" * 31, "a\x00b"):
        with pytest.raises(Refused, match="broker_unknown"):
            await house.corrections.set_broker(card.draft_id, broker, owner)


@SQLITE
async def test_nobody_but_editors_sees_or_changes_a_draft(house: House, owner: Viewer) -> None:
    card = await drafted(house, unresolved=(WAITING,))
    ann = await house.people.arrive(ANN, "Ann", "en", ANN)
    number, first = card.draft_id, card.kept[0].pick_id
    corrections, asking = house.corrections, house.asking
    for attempt in (
        house.drafts.card(number, ann),
        house.drafts.item(number, ann, pick_id=first),
        house.drafts.confirm(number, ann),
        house.drafts.discard(number, ann),
        corrections.set_rating(number, first, None, ann),
        corrections.set_kind(number, first, PickKind.WATCH, ann),
        corrections.set_security(number, first, "300502.SZ", ann),
        corrections.check(number, first, ann),
        corrections.drop(number, first, ann, dropped=True),
        corrections.add(number, "300502.SZ", PickKind.WATCH, ann),
        corrections.resolve(number, 1, "300502.SZ", ann),
        corrections.set_date(number, date(2024, 12, 24), ann),
        corrections.set_broker(number, "某证券", ann),
        corrections.history(number, ann),
        house.undoing.undo(number, 1, ann),
        house.merging.merge(number, 2, ann),
        house.merging.keep_apart(number, ann),
        asking.stock(number, ann),
        asking.kind_of(number, "300502.SZ", ann),
        asking.date(number, ann),
        asking.broker(number, ann),
    ):
        with pytest.raises(Refused, match="only_editors"):
            await attempt
    assert await house.drafts.card(number, owner) == card


@BOTH
async def test_two_editors_at_once_leave_one_state_and_both_entries(
    house: House, owner: Viewer, other_owner: Viewer
) -> None:
    card = await drafted(house)
    number, first = card.draft_id, only(card).pick_id
    await asyncio.gather(
        house.corrections.set_rating(number, first, "买入", owner),
        house.corrections.set_rating(number, first, None, other_owner),
        house.corrections.set_kind(number, first, PickKind.WATCH, owner),
    )
    history = await house.corrections.history(number, owner)
    assert sorted(step.step for step in history.steps) == [1, 2, 3]
    last = next(change for step in history.steps for change in step.changes if change.field == "rating")
    assert only(await house.drafts.card(number)).rating == last.after


@SQLITE
async def test_what_is_gone_is_said(house: House, owner: Viewer) -> None:
    card = await drafted(house, unresolved=(WAITING,))
    number = card.draft_id
    await house.corrections.resolve(number, 1, "300502.SZ", owner)
    for attempt, why in (
        (house.corrections.resolve(number, 1, "300502.SZ", owner), "name_gone"),
        (house.corrections.resolve(number, 1, "999999.SZ", owner), "stock_unknown"),
        (house.corrections.set_rating(number, 10**6, None, owner), "pick_gone"),
        (house.drafts.item(number, owner, unresolved_id=1), "name_gone"),
        (house.asking.stock(number, owner, pick_id=10**6), "pick_gone"),
        (house.corrections.add(99, "300502.SZ", PickKind.WATCH, owner), "draft_gone"),
    ):
        with pytest.raises(Refused, match=why):
            await attempt
    await house.drafts.discard(number, owner)
    with pytest.raises(Refused, match="already_discarded"):
        await house.corrections.set_date(number, date(2024, 12, 24), owner)


@SQLITE
async def test_a_name_can_still_be_resolved_after_the_confirmation(house: House, owner: Viewer, store: Store) -> None:
    number = (await drafted(house, unresolved=(WAITING,))).draft_id
    await house.drafts.confirm(number, owner)
    security = house.reference.names.by_symbol("300502.SZ")
    assert security is not None
    with pytest.raises(Refused, match="only_editors"):
        await house.corrections.resolve_name(number, "旭创", security, await house.subscriber())
    with pytest.raises(Refused, match="name_not_waiting"):
        await house.corrections.resolve_name(number, "新易盛", security, owner)
    answer = await house.corrections.resolve_name(number, "旭创", security, owner)
    assert answer == Notice("resolved_late", {"name": "旭创", "stock": "新易盛 300502"})
    async with store.snapshot() as tx:
        assert [each.pick.symbol for each in await tx.reports.confirmed_picks()] == ["300308.SZ", "300502.SZ"]


@SQLITE
async def test_a_confirmed_report_of_a_level_that_is_not_for_the_editor_is_not_shown_to_him(
    house: House, owner: Viewer
) -> None:
    number = (await drafted(house, risk_level="R4")).draft_id
    assert (await house.drafts.card(number, owner)).draft_id == number, "a draft is read before it is confirmed"
    await house.drafts.confirm(number, owner)
    with pytest.raises(Refused, match="hidden_report"):
        await house.drafts.card(number, owner)
    assert (await house.drafts.card(number, replace(owner, qualified=True))).confirmed


@SQLITE
async def test_a_question_waits_ten_minutes_for_its_answer(house: House, owner: Viewer) -> None:
    await house.asking.wait_for(owner, "1:ad:7")
    assert await house.asking.waiting(owner) == "1:ad:7"
    house.clock.set("2024-12-26T20:11")
    assert await house.asking.waiting(owner) is None
    assert not await house.asking.forget(owner)
    assert house.asking.known_broker("国泰君安") == "国泰君安", "a former name stays as it is printed"
    assert house.asking.known_broker("国信证券股份有限公司") == "国信证券"
    assert house.asking.known_broker("某某证券") is None
