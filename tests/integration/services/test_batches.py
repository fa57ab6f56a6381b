"""Many files: kept in their order, the same content once, and one that fails leaves the rest to go on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest

from bot.services.access.people import Viewer
from bot.services.reports.batches import AHEAD, FileTaken, reports_in, take_all
from bot.services.reports.ingest import Ingest, Origin
from bot.store.records import ReportState, UploadState
from tests.e2e.reports import company_report, pdf_without_text
from tests.integration.services.house import House, build
from tests.integration.services.parts import DictMarket

P = ParamSpec("P")
T = TypeVar("T")
BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports, one of them twice and once more with another ending, and three files that are none."""
    reports = tmp_path / "reports"
    (reports / "older").mkdir(parents=True)
    first, second = company_report("订单饱满，产线如期投产"), company_report("产能爬坡，新品开始送样")
    (reports / "a.txt").write_text(first, "utf-8")
    (reports / "b.pdf").write_bytes(pdf_without_text())
    (reports / "c.txt").write_text("今天天气很好，适合散步。", "utf-8")
    (reports / "d.txt").write_text(first, "utf-8")
    (reports / "e.txt").write_text(second, "utf-8")
    (reports / "older" / "f.md").write_text(first + "\n\n转发", "utf-8")
    (reports / "older" / "g.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    (reports / ".h.txt").write_text(second, "utf-8")
    (reports / "i.xlsx").write_bytes(b"PK\x03\x04")
    return reports


async def taken(ingest: Ingest, folder: Path, viewer: Viewer | None = None) -> list[FileTaken]:
    return [file async for file in take_all(ingest, viewer, reports_in([folder]))]


def told(file: FileTaken) -> str:
    if file.refused is not None:
        return f"{file.path.name} {file.refused.key}"
    assert file.taken is not None
    return f"{file.path.name} {file.taken.origin} #{file.taken.stored.report_id}"


@BOTH
async def test_files_are_kept_in_their_order_and_one_that_fails_leaves_the_rest(house: House, folder: Path) -> None:
    assert [told(file) for file in await taken(house.ingest, folder)] == [
        "a.txt new #1",
        "b.pdf document_no_text",
        "c.txt document_no_report",
        "d.txt known #1",
        "e.txt new #2",
        "f.md merged #1",
        "g.pdf document_damaged",
    ]
    async with house.store.snapshot() as tx:
        assert await tx.uploads.waiting() == []
        reports = [await tx.reports.get(number) for number in (1, 2, 3)]
    assert [report and report.state for report in reports] == [ReportState.DRAFT, ReportState.DRAFT, None]


@SQLITE
async def test_a_second_call_finds_everything_and_adds_nothing(house: House, folder: Path) -> None:
    await taken(house.ingest, folder)
    again = [file.taken.origin for file in await taken(house.ingest, folder) if file.taken]
    assert again == [Origin.KNOWN, Origin.KNOWN, Origin.KNOWN, Origin.MERGED]
    async with house.store.snapshot() as tx:
        assert await tx.reports.get(3) is None


class Stumbling:
    """A reader with a mistake that one form of report brings out."""

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if str(args[1]) == "a.txt":
            raise IndexError("list index out of range")
        return function(*args, **kwargs)


@SQLITE
async def test_a_mistake_of_our_own_fails_one_file_and_is_logged(
    house: House, market: DictMarket, folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ingest = build(house.store, house.clock, market, market, house.reference, tmp_path, Stumbling()).ingest
    told_of = [told(file) for file in await taken(ingest, folder)]
    assert told_of[0] == "a.txt reading_failed"
    assert told_of[3:5] == ["d.txt new #1", "e.txt new #2"]
    (logged,) = [record for record in caplog.records if record.exc_info]
    assert logged.message.startswith("a.txt could not be read")


class Slow:
    """A reader that never comes to the file called ``stuck.txt``; counts what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        name = str(args[1])
        self.asked.append(name)
        if name == "stuck.txt":
            await asyncio.Event().wait()
        return function(*args, **kwargs)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_is_stopped_in_the_middle_goes_on_from_there(
    house: House, market: DictMarket, tmp_path: Path
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("a", "stuck", *"tuvwxyz"):
        (folder / f"{name}.txt").write_text(company_report(f"样例之{name}：订单饱满，产线如期投产"), "utf-8")
    slow = Slow()
    stopped = build(house.store, house.clock, market, market, house.reference, tmp_path, slow).ingest
    seen: list[str] = []

    async def read() -> None:
        async with aclosing(take_all(stopped, None, reports_in([folder]))) as files:
            async for file in files:
                seen.append(told(file))  # noqa: PERF401 - what was seen before the stop counts

    reading = asyncio.create_task(read())
    async with asyncio.timeout(20):
        while not (seen and len(slow.asked) == AHEAD + 1):  # noqa: ASYNC110 - the reader tells nobody
            await asyncio.sleep(0.01)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    assert seen == ["a.txt new #1"]
    assert sorted(slow.asked) == ["a.txt", "stuck.txt", "t.txt", "u.txt", "v.txt"]

    told_now = [told(file) for file in await taken(house.ingest, folder)]
    assert told_now[:3] == ["a.txt known #1", "stuck.txt new #2", "t.txt new #3"]
    async with house.store.snapshot() as tx:
        assert await tx.uploads.waiting() == []
        states = [upload.state for number in range(1, 30) if (upload := await tx.uploads.get(number))]
    assert states == [UploadState.READ] * 9  # what came before, read or cut off, goes on under its number


@SQLITE
async def test_a_file_that_vanishes_or_is_too_large_is_said_and_not_loaded(house: House, tmp_path: Path) -> None:
    with (tmp_path / "large.pdf").open("wb") as large:
        large.truncate(3 * 10**9)  # a hole: it takes no room on the disk, and would take it in memory
    files = take_all(house.ingest, None, [tmp_path / "gone.pdf", tmp_path / "large.pdf"])
    gone, large_file = [file async for file in files]
    assert gone.refused is not None
    assert (gone.refused.key, gone.refused.args) == ("file_cannot_be_opened", {"reason": "No such file or directory"})
    assert large_file.refused is not None
    assert (large_file.refused.key, large_file.refused.args["size"]) == ("document_too_large", 3000)


def test_paths_named_twice_are_read_once_and_folders_in_the_order_of_names(folder: Path) -> None:
    named = [folder / "e.txt", folder, folder / "older", folder / "i.xlsx"]
    assert [path.name for path in reports_in(named)] == [
        "e.txt",
        "a.txt",
        "b.pdf",
        "c.txt",
        "d.txt",
        "f.md",
        "g.pdf",
        "i.xlsx",
    ]
