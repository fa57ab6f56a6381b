"""Ingest: stored before read, the same report once, and each refusal says why in one sentence."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest

from bot.domain.following import TargetKind
from bot.domain.ratings import ScaleSource
from bot.domain.reports import Evidence, PickKind, Unresolved
from bot.extraction.documents import Limits
from bot.services.access.people import Refused, Viewer
from bot.services.names.reference import Reference
from bot.services.reports.ingest import COMMAND_LINE, Ingest
from bot.services.reports.uploads import UploadedFiles
from bot.services.views.drafts import DraftCard, DraftScale
from bot.services.views.news import AlertKind, Alerts
from bot.services.views.pieces import Notice, Target
from bot.store import Store
from bot.store.records import ReportState, UploadState
from bot.workers import Worker, WorkerDied, WorkerTimeout
from tests.integration.services.house import ANN, BOB, House
from tests.integration.services.parts import SetClock, report, waiting

P = ParamSpec("P")
T = TypeVar("T")
SAMPLES = Path(__file__).parents[3] / "bot" / "sandbox" / "samples"
TEXT = (SAMPLES / "sample-report.txt").read_bytes()
BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def sent(house: House, viewer: Viewer | None, data: bytes = TEXT, name: str = "report.txt") -> DraftCard:
    return await house.ingest.read(await house.ingest.receive(viewer, name, data))


def securities(card: DraftCard) -> int:
    return len({pick.security.symbol for pick in card.kept})


async def refusal(house: House, viewer: Viewer, data: bytes, name: str = "report.txt") -> Notice:
    with pytest.raises(Refused) as caught:
        await sent(house, viewer, data, name)
    return caught.value.notice


@BOTH
async def test_a_report_becomes_a_draft_with_its_picks_by_segment(house: House, owner: Viewer) -> None:
    card = await sent(house, owner)
    assert (card.head.broker, card.head.industry, card.head.risk_level) == ("示例证券", "通信", "R4")
    assert (len({pick.segment for pick in card.kept}), securities(card), len(card.kept)) == (11, 46, 49)
    assert card.names == ()
    figures = "买入 ≥ +20% · 增持 +5% ~ +20% · 中性 -5% ~ +5% · 减持 < -5%"
    assert card.scale == DraftScale(figures, ScaleSource.REPORT, (6, 12))


@BOTH
async def test_the_same_file_twice_changes_nothing(house: House, owner: Viewer, store: Store) -> None:
    first = await sent(house, owner)
    assert await sent(house, owner) == first
    notice = await house.drafts.confirm(first.draft_id, owner)
    assert notice == Notice("confirmed", {"title": first.head.title, "picks": 49, "id": first.draft_id})
    assert await refusal(house, owner, TEXT) == Notice(
        "report_known", {"title": first.head.title, "id": first.draft_id}
    )
    async with store.snapshot() as tx:
        assert await tx.reports.count_confirmed() == 1
        assert len(await tx.reports.confirmed_picks()) == 49
        assert len(await tx.reports.trail(first.draft_id)) == 2


@SQLITE
async def test_the_same_report_from_another_file_stands_beside_the_first_and_says_so(
    house: House, owner: Viewer
) -> None:
    first = await sent(house, owner)
    again = await sent(house, owner, (SAMPLES / "sample-report.pdf").read_bytes(), "report.pdf")
    assert again.draft_id != first.draft_id
    assert again.twin is not None
    assert (again.twin.report_id, again.twin.new, again.twin.may_take) == (first.draft_id, 0, True)
    taken = await house.ingest.keep(await house.ingest.examine(await house.ingest.receive(None, "a.txt", TEXT + b" ")))
    assert (taken.stored.report_id, taken.origin) == (first.draft_id, "merged"), "in a batch nobody is asked"


@BOTH
async def test_one_report_sent_by_two_at_once_is_one_draft(house: House, owner: Viewer, other_owner: Viewer) -> None:
    cards = await asyncio.gather(sent(house, owner), sent(house, other_owner))
    assert cards[0].draft_id == cards[1].draft_id


@BOTH
async def test_an_upload_is_stored_before_it_is_read_and_read_after_a_restart(
    house: House, owner: Viewer, store: Store, clock: SetClock, reference: Reference, tmp_path: Path
) -> None:
    number = await house.ingest.receive(owner, "report.txt", TEXT)
    async with store.snapshot() as tx:
        (waits,) = await tx.uploads.waiting()
    assert (waits.upload_id, waits.file_name, waits.size, waits.user_id) == (number, "report.txt", len(TEXT), 1)
    card = await ingest_with(Worker("reading", limit=30), store, clock, reference, tmp_path).read(number)
    async with store.snapshot() as tx:
        upload = await tx.uploads.get(number)
    assert upload is not None
    assert (upload.state, upload.report_id) == (UploadState.READ, card.draft_id)


@SQLITE
async def test_only_editors_ingest_and_retract(house: House, store: Store, owner: Viewer) -> None:
    subscriber = await house.people.arrive(ANN, "Ann", "en", ANN)
    with pytest.raises(Refused, match="only_editors"):
        await house.ingest.receive(subscriber, "report.txt", TEXT)
    async with store.snapshot() as tx:
        assert await tx.uploads.waiting() == []
    card = await sent(house, owner)
    await house.drafts.confirm(card.draft_id, owner)
    with pytest.raises(Refused, match="only_editors"):
        await house.drafts.retract(card.draft_id, subscriber)
    with pytest.raises(Refused, match="only_editors"):
        await house.research.question_of_retraction(card.draft_id, subscriber)


@SQLITE
@pytest.mark.parametrize(
    ("data", "name", "notice"),
    [
        (b" \n ", "a.txt", Notice("document_empty")),
        (b"%PDF-" + bytes(25_000_000), "a.pdf", Notice("document_too_large", {"size": 26, "limit": 20})),
        (b"a " * 2_500_000, "a.txt", Notice("document_text_too_long", {"size": 5, "limit": 2})),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a.png", Notice("document_picture")),
        (b"PK\x03\x04" + bytes(100), "a.docx", Notice("document_archive")),
        (b"%PDF-1.7\nnothing more", "a.pdf", Notice("document_damaged")),
        ("今天天气很好，适合散步。".encode(), "a.txt", Notice("document_no_report")),
        (
            "\n".join(line for line in TEXT.decode().splitlines() if "标的：" not in line).encode(),
            "a.txt",
            Notice("no_picks"),
        ),
    ],
    ids=["empty", "25 MB", "5 MB of text", "picture", "Word", "damaged", "no report", "no pick"],
)
async def test_what_cannot_be_used_is_refused_with_its_reason_and_the_reason_is_kept(
    house: House, owner: Viewer, store: Store, data: bytes, name: str, notice: Notice
) -> None:
    number = await house.ingest.receive(owner, name, data)
    with pytest.raises(Refused) as caught:
        await house.ingest.read(number)
    assert caught.value.notice == notice
    async with store.snapshot() as tx:
        upload = await tx.uploads.get(number)
        assert upload is not None
        assert (upload.state, upload.error) == (UploadState.FAILED, notice.key)
        assert await tx.reports.get(1) is None


@SQLITE
async def test_sizes_are_told_in_whole_megabytes_even_of_a_small_limit(
    store: Store, clock: SetClock, reference: Reference, tmp_path: Path, owner: Viewer, house: House
) -> None:
    small = Ingest(store, UploadedFiles(tmp_path), Direct(), reference, clock, limits=Limits(file=500_000), brokers=())
    number = await small.receive(owner, "a.txt", b"a" * 600_000)
    with pytest.raises(Refused) as caught:
        await small.read(number)
    assert caught.value.notice == Notice("document_too_large", {"size": 1, "limit": 1})


class Direct:
    """A runner that runs at once, or ends as it is told to."""

    def __init__(self, failure: Exception | None = None) -> None:
        self._failure = failure

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._failure is not None:
            raise self._failure
        return function(*args, **kwargs)


def ingest_with(reader: Worker | Direct, store: Store, clock: SetClock, reference: Reference, folder: Path) -> Ingest:
    return Ingest(store, UploadedFiles(folder / "uploads"), reader, reference, clock, limits=Limits(), brokers=())


@SQLITE
@pytest.mark.parametrize(
    ("failure", "key"),
    [
        (WorkerTimeout("reading: no answer in 60 s"), "reading_took_too_long"),
        (WorkerDied("reading: the process ended"), "reading_failed"),
        (MemoryError(), "reading_failed"),
        (IndexError("list index out of range"), "reading_failed"),  # a mistake of our own
    ],
)
async def test_a_file_that_ends_its_reader_is_refused(
    house: House,
    store: Store,
    clock: SetClock,
    reference: Reference,
    tmp_path: Path,
    owner: Viewer,
    failure: Exception,
    key: str,
) -> None:
    ingest = ingest_with(Direct(failure), store, clock, reference, tmp_path)
    with pytest.raises(Refused, match=key):
        await ingest.read(await ingest.receive(owner, "a.pdf", TEXT))


@pytest.fixture
async def reader() -> AsyncIterator[Worker]:
    worker = Worker("reading", limit=30)
    yield worker
    await worker.close()


@SQLITE
async def test_reading_and_its_refusals_pass_through_a_worker_process(
    house: House, store: Store, clock: SetClock, reference: Reference, tmp_path: Path, owner: Viewer, reader: Worker
) -> None:
    ingest = ingest_with(reader, store, clock, reference, tmp_path)
    card = await ingest.read(await ingest.receive(owner, "r.pdf", (SAMPLES / "sample-report.pdf").read_bytes()))
    assert securities(card) == 46
    with pytest.raises(Refused) as caught:
        await ingest.read(await ingest.receive(owner, "long.txt", b"a " * 1_500_000))
    assert caught.value.notice == Notice("document_text_too_long", {"size": 3, "limit": 2})


async def house_draft(house: House, **changes: object) -> int:
    """A small draft: one pick, and a name that two securities answer to."""
    name = Unresolved("旭创", "光模块", PickKind.WATCH, Evidence(2, "关注：旭创"), ("300308.SZ", "300502.SZ"))
    given = replace(report(unresolved=(name,)), **changes)  # type: ignore[arg-type] # fields of Report by name
    async with house.store.transaction() as tx:
        stored = await tx.reports.add(given, sha256=given.title, uploaded_by=1, at=house.clock.now())
    return stored.report_id


@BOTH
async def test_two_reports_of_a_day_whose_brokers_were_not_read_are_two(house: House, owner: Viewer) -> None:
    unsigned = TEXT.decode().replace("示例证券股份有限公司", "某公司").replace("示例证券", "某处")
    first = await sent(house, owner, unsigned.encode())
    second = await sent(house, owner, unsigned.replace("科泰电源、", "").encode())
    assert (first.head.broker, first.head.title) == (second.head.broker, second.head.title) == ("", first.head.title)
    assert (securities(first), securities(second)) == (46, 45)


@BOTH
async def test_of_two_who_confirm_at_once_the_second_is_told_who_and_when(
    house: House, owner: Viewer, other_owner: Viewer, store: Store
) -> None:
    draft = await house_draft(house)
    house.clock.set("2024-12-26T21:05")
    results = await asyncio.gather(
        *(house.drafts.confirm(draft, viewer) for viewer in (owner, other_owner)), return_exceptions=True
    )
    (refused,) = (result for result in results if isinstance(result, Refused))
    async with store.snapshot() as tx:
        stored = await tx.reports.get(draft)
        assert stored is not None
        assert stored.state is ReportState.CONFIRMED
        assert len(await tx.reports.trail(draft)) == 2
    faster = owner if stored.confirmed_by == owner.user_id else other_owner
    assert refused.notice == Notice("already_confirmed", {"who": faster.name, "when": "2024-12-26 21:05", "id": draft})


@SQLITE
async def test_who_sits_at_the_machine_has_no_name(house: House, owner: Viewer) -> None:
    draft = await house_draft(house)
    await house.drafts.confirm(draft, None)
    with pytest.raises(Refused) as caught:
        await house.drafts.confirm(draft, owner)
    assert caught.value.notice.args["who"] == ""
    number = await house.ingest.receive(None, "a.txt", TEXT)
    async with house.store.snapshot() as tx:
        upload = await tx.uploads.get(number)
    assert upload is not None
    assert upload.user_id == COMMAND_LINE


@BOTH
async def test_a_discarded_report_can_be_sent_again(house: House, owner: Viewer) -> None:
    first = await sent(house, owner)
    assert await house.drafts.discard(first.draft_id, owner) == Notice("discarded", {"title": first.head.title})
    with pytest.raises(Refused, match="already_discarded"):
        await house.drafts.confirm(first.draft_id, owner)
    again = await sent(house, owner)
    assert again.draft_id != first.draft_id
    await house.drafts.confirm(again.draft_id, owner)


@BOTH
async def test_a_retracted_report_is_scored_no_more_and_its_followers_are_told(
    house: House, owner: Viewer, store: Store
) -> None:
    draft = await house_draft(house)
    await house.drafts.confirm(draft, owner)
    await house.subscriber(ANN, follows=Target(TargetKind.STOCK, "300308.SZ"))
    await house.subscriber(BOB, follows=Target(TargetKind.STOCK, "300502.SZ"))
    assert await house.drafts.retract(draft, owner) == Notice("retracted", {"title": "光通信的下一年"})
    async with store.snapshot() as tx:
        assert await tx.reports.confirmed_picks() == []
        assert [change.state for change in await tx.reports.trail(draft)] == [
            ReportState.DRAFT,
            ReportState.CONFIRMED,
            ReportState.RETRACTED,
        ]
    assert await kinds(store, ANN) == [AlertKind.REPORT_RETRACTED]
    for refused in (house.drafts.retract(draft, owner), house.drafts.confirm(draft, owner)):
        with pytest.raises(Refused, match=r"report_unknown|report_retracted"):
            await refused


async def kinds(store: Store, *chats: int) -> list[AlertKind]:
    views = [view for chat in chats for view in await waiting(store, chat_id=chat)]
    return [line.kind for view in views if isinstance(view, Alerts) for line in view.lines]


@SQLITE
async def test_a_retracted_report_sent_again_says_so(house: House, owner: Viewer) -> None:
    card = await sent(house, owner)
    await house.drafts.confirm(card.draft_id, owner)
    await house.drafts.retract(card.draft_id, owner)
    assert (await refusal(house, owner, TEXT)).key == "report_retracted"


@SQLITE
async def test_a_confirmation_subscribes_who_confirmed_and_tells_others_once(
    house: House, owner: Viewer, store: Store
) -> None:
    draft = await house_draft(house)
    for user_id, target in (
        (11, Target(TargetKind.EVERYTHING)),
        (12, Target(TargetKind.STOCK, "300308.SZ")),
        (13, Target(TargetKind.STOCK, "300502.SZ")),
    ):
        await house.subscriber(user_id, follows=target)
    await house.drafts.confirm(draft, owner)
    async with store.snapshot() as tx:
        assert await tx.follows.followers(TargetKind.REPORT, str(draft)) == [owner.chat_id]
        assert sum((await tx.outbox.counts()).values()) == 2
    assert await kinds(store, 12) == [AlertKind.NEW_REPORT]


@SQLITE
async def test_a_restricted_report_is_announced_to_the_qualified_alone(
    house: House, owner: Viewer, store: Store
) -> None:
    draft = await house_draft(house, risk_level="R4")
    for user_id, qualified in ((11, True), (12, False), (13, None)):
        await house.subscriber(user_id, qualified=qualified)
    await house.drafts.confirm(draft, owner)
    await house.drafts.retract(draft, owner)
    async with store.snapshot() as tx:
        assert sum((await tx.outbox.counts()).values()) == 2
    assert await kinds(store, 11) == [AlertKind.NEW_REPORT, AlertKind.REPORT_RETRACTED]


@SQLITE
async def test_a_draft_that_is_gone_says_so(house: House, owner: Viewer) -> None:
    for refused in (
        house.drafts.card(99),
        house.drafts.confirm(99, owner),
        house.drafts.discard(99, owner),
        house.ingest.read(99),
    ):
        with pytest.raises(Refused, match="draft_gone"):
            await refused


def test_a_file_is_kept_once_by_what_it_holds_and_never_half(tmp_path: Path) -> None:
    files = UploadedFiles(tmp_path / "uploads")

    async def both() -> tuple[str, str, bytes]:
        first, second = await asyncio.gather(files.put(TEXT), files.put(TEXT))
        return first, second, await files.get(first)

    first, second, data = asyncio.run(both())
    assert (first, data) == (second, TEXT)
    kept = [path for path in (tmp_path / "uploads").rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [first]
    os.utime(kept[0], (0, 0))
    asyncio.run(files.put(TEXT))
    assert kept[0].stat().st_mtime == 0 < time.time()
