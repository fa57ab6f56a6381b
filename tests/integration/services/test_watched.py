"""The watched folder: complete files become drafts once, whatever stops the bot in between."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.services.access.people import Viewer
from bot.services.reports.batches import KINDS
from bot.services.reports.ingest import COMMAND_LINE
from bot.services.reports.watched import WatchedFolder
from bot.services.views.drafts import DraftCard
from bot.services.views.news import RefusedFile, RefusedFiles
from bot.services.views.pieces import Notice
from bot.store.records import ReportState, UploadState
from tests.e2e.reports import company_report, pdf_without_text
from tests.integration.services.house import OWNER, House
from tests.integration.services.parts import waiting

BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
OTTO = 2
REPORT = company_report("订单饱满，产线如期投产")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def watching(house: House, inbox: Path) -> WatchedFolder:
    """As after a start of the bot."""
    return WatchedFolder(
        inbox,
        house.store,
        house.ingest,
        house.drafts,
        house.clock,
        owners=(OWNER, OTTO),
        words=lambda notice: f"because: {notice.key}",
    )


async def looks(house: House, watched: WatchedFolder, times: int) -> None:
    for _ in range(times):
        await house.clock.sleep(30)
        await watched.look(house.clock.now())


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@BOTH
async def test_a_file_is_taken_once_it_is_complete_and_its_first_owner_gets_the_card(
    house: House, owner: Viewer, other_owner: Viewer, inbox: Path
) -> None:
    watched = watching(house, inbox)
    file = inbox / "report.txt"
    file.write_text(REPORT[:200], "utf-8")
    await looks(house, watched, 1)
    file.write_text(REPORT, "utf-8")
    await looks(house, watched, 1)  # another size than at the look before
    assert files(inbox) == ["report.txt"]
    await looks(house, watched, 1)
    assert files(inbox) == ["done/report.txt"]

    (card,) = await waiting(house.store, chat_id=OWNER)
    assert isinstance(card, DraftCard)
    async with house.store.snapshot() as tx:
        stored = await tx.reports.get(card.draft_id)
    assert stored is not None
    assert (stored.state, stored.uploaded_by) == (ReportState.DRAFT, OWNER)
    await house.drafts.confirm(card.draft_id, other_owner)
    assert await waiting(house.store, chat_id=OTTO) == []


@SQLITE
async def test_what_is_touched_again_is_not_complete(house: House, owner: Viewer, inbox: Path) -> None:
    watched = watching(house, inbox)
    file = inbox / "report.txt"
    file.write_text(REPORT, "utf-8")
    for second in (100, 200, 300):
        os.utime(file, (second, second))
        await looks(house, watched, 1)
    assert files(inbox) == ["report.txt"]
    await looks(house, watched, 1)
    assert files(inbox) == ["done/report.txt"]


@SQLITE
async def test_hidden_and_unfinished_files_and_links_are_left_alone(house: House, owner: Viewer, inbox: Path) -> None:
    for name in (".report.txt", "report.pdf.part", "~$report.txt", "report.tmp", "a.crdownload", "report.txt~"):
        (inbox / name).write_text(REPORT, "utf-8")
    (inbox / ".sync").mkdir()
    (inbox / ".sync" / "report.txt").write_text(REPORT, "utf-8")
    (inbox / "link.txt").symlink_to(inbox / ".report.txt")
    before = files(inbox)
    await looks(house, watching(house, inbox), 3)
    assert files(inbox) == before
    assert await waiting(house.store) == []


@BOTH
async def test_what_fails_lies_in_failed_with_its_reason_and_every_owner_hears_once(
    house: House, owner: Viewer, other_owner: Viewer, inbox: Path
) -> None:
    (inbox / "desk").mkdir()
    (inbox / "desk" / "scan.pdf").write_bytes(pdf_without_text())
    (inbox / "strange.dat").write_bytes(b"\x00\xff\xfe\x01" * 20)
    (inbox / "good.txt").write_text(REPORT, "utf-8")
    assert ".dat" not in KINDS  # a folder that is ingested passes over it; here somebody waits for an answer
    await looks(house, watching(house, inbox), 3)
    assert files(inbox) == [
        "done/good.txt",
        "failed/desk/scan.pdf",
        "failed/desk/scan.pdf.reason.txt",
        "failed/strange.dat",
        "failed/strange.dat.reason.txt",
    ]
    assert (inbox / "failed/desk/scan.pdf.reason.txt").read_text("utf-8") == "because: document_no_text\n"
    refused = RefusedFiles(
        (
            RefusedFile("scan.pdf", Notice("document_no_text")),
            RefusedFile("strange.dat", Notice("document_unreadable")),
        ),
        2,
    )
    heard = await waiting(house.store)
    assert [view for view in heard if isinstance(view, RefusedFiles)] == [refused, refused]
    assert len(heard) == 3


@SQLITE
async def test_a_report_without_picks_is_done_with_and_says_so_beside_it(
    house: House, owner: Viewer, inbox: Path
) -> None:
    text = "\n".join(line for line in REPORT.splitlines() if "标的：" not in line and "300502" not in line)
    (inbox / "plain.txt").write_text(text, "utf-8")
    await looks(house, watching(house, inbox), 2)
    assert files(inbox) == ["done/plain.txt", "done/plain.txt.reason.txt"]
    assert await waiting(house.store) == []


@BOTH
async def test_a_stop_between_reading_and_moving_doubles_nothing(house: House, owner: Viewer, inbox: Path) -> None:
    good, bad = inbox / "good.txt", inbox / "bad.txt"
    good.write_text(REPORT, "utf-8")
    bad.write_text("今天天气很好，适合散步。", "utf-8")
    stamps = {path: path.stat() for path in (good, bad)}
    await looks(house, watching(house, inbox), 2)
    for path, place in ((good, "done"), (bad, "failed")):  # as if the stop had come before the move
        (inbox / place / path.name).rename(path)
        os.utime(path, ns=(stamps[path].st_atime_ns, stamps[path].st_mtime_ns))
    await looks(house, watching(house, inbox), 2)
    assert files(inbox) == ["done/good.txt", "failed/bad.txt", "failed/bad.txt.reason.txt"]
    heard = await waiting(house.store)
    assert sorted(type(view).__name__ for view in heard) == ["DraftCard", "RefusedFiles"]
    async with house.store.snapshot() as tx:
        assert await tx.reports.get(2) is None
        uploads = [upload for number in range(1, 9) if (upload := await tx.uploads.get(number))]
    states = sorted((upload.file_name, upload.state) for upload in uploads)
    assert states == [("bad.txt", UploadState.FAILED), ("good.txt", UploadState.READ)]


@SQLITE
async def test_a_folder_that_may_not_be_written_keeps_its_files_and_they_are_taken_once(
    house: House, owner: Viewer, inbox: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (inbox / "good.txt").write_text(REPORT, "utf-8")
    (inbox / "bad.txt").write_text("今天天气很好，适合散步。", "utf-8")
    watched = watching(house, inbox)
    (inbox / "done").touch()  # root may write everywhere, but not below a file
    (inbox / "failed").touch()
    await looks(house, watched, 5)
    await looks(house, watching(house, inbox), 5)
    assert files(inbox) == ["bad.txt", "done", "failed", "good.txt"]
    heard = await waiting(house.store)
    assert sorted(type(view).__name__ for view in heard) == ["DraftCard", "RefusedFiles"]
    assert len(caplog.records) == 2  # one a start
    async with house.store.snapshot() as tx:
        assert await tx.uploads.get(3) is None


@SQLITE
async def test_the_same_report_again_makes_no_second_draft_and_no_second_card(
    house: House, owner: Viewer, inbox: Path
) -> None:
    watched = watching(house, inbox)
    for name in ("one.txt", "two.txt", "one.txt"):
        (inbox / name).write_text(REPORT, "utf-8")
        await looks(house, watched, 2)
    assert files(inbox) == ["done/one-2.txt", "done/one.txt", "done/two.txt"]
    assert len(await waiting(house.store)) == 1


@SQLITE
async def test_files_wait_until_an_owner_can_be_written_to(house: House, inbox: Path) -> None:
    (inbox / "report.txt").write_text(REPORT, "utf-8")
    watched = watching(house, inbox)
    await looks(house, watched, 3)
    assert files(inbox) == ["report.txt"]
    await house.people.arrive(OTTO, "Otto", "en", OTTO)
    await looks(house, watched, 1)
    (card,) = await waiting(house.store, chat_id=OTTO)
    assert isinstance(card, DraftCard)
    async with house.store.snapshot() as tx:
        stored = await tx.reports.get(card.draft_id)
    assert stored is not None
    assert stored.uploaded_by == OTTO != COMMAND_LINE


@SQLITE
async def test_a_folder_that_is_gone_is_said_once_and_looked_for_again(
    house: House, owner: Viewer, inbox: Path, caplog: pytest.LogCaptureFixture
) -> None:
    watched = watching(house, inbox)
    inbox.rmdir()  # noqa: ASYNC240 - nobody waits
    await looks(house, watched, 3)
    assert [record.message for record in caplog.records] == [f"{inbox} cannot be looked at: No such file or directory"]
    inbox.mkdir()  # noqa: ASYNC240 - as above
    (inbox / "report.txt").write_text(REPORT, "utf-8")
    await looks(house, watched, 2)
    assert files(inbox) == ["done/report.txt"]
