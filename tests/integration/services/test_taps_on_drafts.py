"""Any sequence of taps and answers, by two editors, with buttons of any age: always answered, always consistent, undone whole."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.reports import Evidence, PickKind, Report, Unresolved
from bot.services.access.people import Refused, Viewer
from bot.services.house import Services
from bot.services.names.reference import Reference
from bot.services.views import View
from bot.services.views.drafts import DraftCard, DraftItemCard, DraftName, DraftPick
from bot.store import Store
from bot.store.records import ReportState, Role, StoredReport
from bot.tg.actions.callbacks import decode, encode
from bot.tg.actions.drafts import CheckPick, DraftAction, ShowName
from bot.tg.handlers.buttons import answer
from bot.tg.handlers.drafts import typed
from bot.tg.render import render
from tests.integration.services.house import House, build
from tests.integration.services.parts import DictMarket, SetClock, pick, report
from tests.texts import shipped
from tests.unit.tg.test_rendered_views import check

EDITORS = [Viewer(number, number, name, "zh", Role.EDITOR, None) for number, name in ((1, "Olga"), (2, "Otto"))]
TYPED = ("300502", "中际", "2024-12-24", "没有这个", "国信证券", "", "<b>", "2030-01-01")
TEXTS = shipped()


def reports() -> Iterator[tuple[str, Report]]:
    """The same report from two feeds, one of which has read more."""
    waiting = Unresolved("旭创", "光模块", PickKind.WATCH, Evidence(2, "关注：旭创"), ("300308.SZ", "300502.SZ"))
    less = replace(pick("300502.SZ", rating=None), confidence=0.6)
    yield "a", report(pick(), less, unresolved=(waiting,))
    yield "b", report(pick(rating="买入"), pick("300502.SZ"), pick("002335.SZ", segment=None))


@dataclass
class Phone:
    """Every button that was ever shown, oldest first; any of them may be tapped again."""

    house: House
    buttons: list[str] = field(default_factory=list)

    def shows(self, view: View) -> None:
        spoken = [render(view, TEXTS, language) for language in ("zh", "en")]
        for messages in spoken:
            check(messages)
        for row in spoken[0][-1].keyboard:
            self.buttons += [each.data for each in row if isinstance(decode(each.data), DraftAction)]

    async def taps(self, number: int, editor: Viewer) -> None:
        action = decode(self.buttons[-1 - number % len(self.buttons)])
        services = cast("Services", self.house)
        try:
            self.shows(await answer(action, services, editor))
        except Refused as refused:
            self.shows(refused.notice)

    async def types(self, text: str, editor: Viewer) -> None:
        asked = await self.house.asking.waiting(editor)
        if asked is None:
            return
        try:
            view, _ = await typed(text, asked, cast("Services", self.house), editor)
        except Refused as refused:
            view = refused.notice
        self.shows(view)


STEPS = st.lists(
    st.tuples(st.sampled_from(EDITORS), st.integers(0, 60) | st.sampled_from(TYPED)), min_size=3, max_size=25
)


@pytest.fixture(scope="module")
def template(migrated_file: Path) -> Path:
    return migrated_file


@settings(
    max_examples=int(os.environ.get("TAP_EXAMPLES", "10")), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(steps=STEPS)
def test_taps_are_answered_leave_a_consistent_state_and_can_all_be_undone(
    template: Path,
    reference: Reference,
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[Viewer, int | str]],
) -> None:
    folder = tmp_path_factory.mktemp("taps")
    shutil.copy(template, folder / "taps.db")
    asyncio.run(_played(f"sqlite+aiosqlite:///{folder / 'taps.db'}", reference, folder, steps))
    shutil.rmtree(folder)


async def _played(url: str, reference: Reference, folder: Path, steps: list[tuple[Viewer, int | str]]) -> None:
    store, clock = Store(url), SetClock("2024-12-27T20:00")
    market = DictMarket(clock)
    house = build(store, clock, market, market, reference, folder)
    try:
        async with store.transaction() as tx:
            before = [
                await tx.reports.add(given, sha256=file, uploaded_by=1, at=clock.now()) for file, given in reports()
            ]
        phone = Phone(house)
        for stored in before:
            phone.shows(await house.drafts.card(stored.report_id))
        for editor, step in steps:
            await (phone.taps(step, editor) if isinstance(step, int) else phone.types(step, editor))
            for stored in await _now(store, before):
                _consistent(stored)
        await _undone(house, before)
    finally:
        await store.close()


async def _now(store: Store, before: list[StoredReport]) -> list[StoredReport]:
    async with store.snapshot() as tx:
        found = [await tx.reports.get(each.report_id) for each in before]
    return [each for each in found if each is not None]


def _consistent(stored: StoredReport) -> None:
    kept = [each.pick for each in stored.picks if not each.dropped]
    places = [(each.segment, each.kind, each.symbol) for each in kept]
    assert len(places) == len(set(places)), "no pick counts twice"
    assert (stored.state is ReportState.MERGED) == (stored.merged_into is not None) or (
        stored.state is ReportState.DISCARDED
    )
    if stored.state is ReportState.CONFIRMED:
        assert kept
        assert stored.report.published is not None


async def _undone(house: House, before: list[StoredReport]) -> None:
    """Take everything back, in every report that still stands; what is left is what was read."""
    decided: set[int] = set()
    for _ in range(2):  # what is taken out of a merger has corrections of its own
        for stored in await _now(house.store, before):
            if stored.state not in (ReportState.DRAFT, ReportState.CONFIRMED):
                decided.add(stored.report_id)
                continue
            decided.discard(stored.report_id)
            try:
                await _back(house, await house.drafts.card(stored.report_id))
            except Refused as refused:
                if refused.notice.key != "nothing_left":  # confirmed with none of the picks that were read
                    raise
                return
    for was, now in zip(before, await _now(house.store, before), strict=True):
        if was.report_id not in decided:
            same = replace(now, state=was.state, confirmed_by=None, confirmed_at=None)
            assert same == was


async def _back(house: House, card: DraftCard) -> None:
    while card.undo is not None:
        card = await house.undoing.undo(card.draft_id, card.undo.step, EDITORS[0])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_name_that_is_come_to_while_looking_through_can_be_typed_too(house: House) -> None:
    services, editor = cast("Services", house), EDITORS[0]
    async with house.store.transaction() as tx:
        given = dict(reports())["a"]
        number = (await tx.reports.add(given, sha256="a", uploaded_by=1, at=house.clock.now())).report_id
    card = await house.drafts.card(number)
    name, doubtful = card.items[:2]
    assert isinstance(name, DraftName)
    assert isinstance(doubtful, DraftPick)
    opened = await answer(CheckPick(number, doubtful.pick_id), services, editor)
    assert isinstance(opened, DraftItemCard)
    assert opened.draft.items[opened.position] == name
    assert await house.asking.waiting(editor) == encode(ShowName(number, name.unresolved_id))
    asked = await house.asking.waiting(editor)
    assert asked is not None
    view, report_id = await typed("科华数据", asked, services, editor)
    assert isinstance(view, DraftCard)
    assert (view.names, report_id) == ((), None), "a draft needs no prices yet"
    assert await house.asking.waiting(editor) is None
    again = await answer(ShowName(number, name.unresolved_id), services, editor)
    assert again == view, "what is resolved is shown as it stands"
    assert await house.asking.waiting(editor) is None
