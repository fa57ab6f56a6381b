"""Reads documents as the bot does, in the reading worker with its limits, and says what came of each."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from bot.domain.names import Names
from bot.extraction.documents import MEGABYTE, Document, DocumentError, read_document
from bot.extraction.report import NotAReport, extract
from bot.settings import ReadingSettings
from bot.workers import Worker, WorkerDied, WorkerTimeout
from tests.fuzz.documents import Case

NO_NAMES = Names(())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case: a report, no report, the name of a typed answer; ``wrong`` where it was none of these."""

    case: Case
    answer: str
    seconds: float
    wrong: str = ""


def reading_worker(seconds: float) -> Worker:
    """The reading worker with the memory of the settings, and less patience."""
    return Worker("reading", limit=seconds, memory=ReadingSettings().memory_megabytes * MEGABYTE)


async def outcomes(worker: Worker, cases: Iterable[Case]) -> AsyncIterator[Outcome]:
    """Read each case; nothing that a document does raises here."""
    for case in cases:
        start = time.monotonic()
        answer, wrong = await _answer(worker, case.data)
        yield Outcome(case, answer, time.monotonic() - start, wrong)


async def _answer(worker: Worker, data: bytes) -> tuple[str, str]:
    try:
        document = await worker.run(read_document, data, "report.pdf")
    except (DocumentError, WorkerTimeout, WorkerDied, MemoryError) as error:
        return type(error).__name__, "" if str(error) or isinstance(error, MemoryError) else "it says nothing"
    except Exception as error:  # noqa: BLE001 - any other exception is what is looked for
        return type(error).__name__, repr(error)
    return _extracted(document)


def _extracted(document: Document) -> tuple[str, str]:
    try:
        extract(document, NO_NAMES)
    except NotAReport:
        return "NotAReport", ""
    except Exception as error:  # noqa: BLE001 - as above
        return type(error).__name__, repr(error)
    return "Report", ""
