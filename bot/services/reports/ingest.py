"""Ingest: an upload is stored before anything is done with it, then read into a draft."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib import import_module
from pathlib import Path

from bot.clock import Clock
from bot.domain.reports import Report
from bot.extraction.brokers import Broker
from bot.extraction.documents import (
    MEGABYTE,
    Document,
    DocumentError,
    FileTooLarge,
    Limits,
    TextTooLong,
    TooManyPages,
    read_document,
)
from bot.extraction.marks import printed_days, words_sha256
from bot.extraction.scale_config import NO_SCALES, ConfiguredScales
from bot.services.access.allowances import Allowances
from bot.services.access.people import Refused, Viewer
from bot.services.names.reference import Reference
from bot.services.reports.closes import CloseCheck
from bot.services.reports.draft_cards import draft_card
from bot.services.reports.uploads import UploadedFiles
from bot.services.views.drafts import DraftCard
from bot.store.errors import ReportExists
from bot.store.records import ReportState, StoredReport, Upload, UploadState
from bot.store.store import Store, Transaction
from bot.workers import Runner, WorkerDied, WorkerTimeout

_log = logging.getLogger(__name__)

COMMAND_LINE = 0  # the user id of whoever sits at the machine


class Origin(StrEnum):
    """How a file came to its report: it is a new one, the same file was there, or the same report from another file."""

    NEW = "new"
    KNOWN = "known"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Examined:
    """An upload with what was read from it, or with the report that its content is already; nothing is decided yet."""

    upload: Upload
    found: Report | StoredReport
    words: str | None = None  # their hash: the same text in another file has the same
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """The report that an upload has come to, in whatever state."""

    stored: StoredReport
    origin: Origin


class Ingest:
    """From a file to a draft. Reading runs in a worker process: the file comes from strangers."""

    def __init__(  # noqa: PLR0913 - wired in one place, by name
        self,
        store: Store,
        files: UploadedFiles,
        reader: Runner,
        reference: Reference,
        clock: Clock,
        *,
        limits: Limits,
        brokers: tuple[Broker, ...],
        scales: ConfiguredScales = NO_SCALES,
        closes: CloseCheck | None = None,
        allowances: Allowances | None = None,
    ) -> None:
        self._store = store
        self._files = files
        self._reader = reader
        self._reference = reference
        self._clock = clock
        self._limits = limits
        self._brokers = brokers
        self._allowances = allowances
        self._scales = scales
        self._closes = closes

    async def receive(self, viewer: Viewer | None, filename: str, data: bytes) -> int:
        """Store a file before anything is done with it; gives the upload's id. ``viewer`` is None on the command line.

        What the same person sent before under that name goes on under its id.

        Raises:
            Refused: the viewer may not ingest, or has sent as many today as he may.
        """
        if viewer is not None and not viewer.may_edit:
            raise Refused("only_editors")
        sha256 = await self._files.put(data)
        upload = Upload(
            user_id=viewer.user_id if viewer else COMMAND_LINE,
            chat_id=viewer.chat_id if viewer else COMMAND_LINE,
            file_name=filename,
            sha256=sha256,
            size=len(data),
            received_at=self._clock.now(),
        )
        async with self._store.transaction() as tx:
            before = [each.upload_id for each in await tx.uploads.of_content(sha256) if _same_sender(each, upload)]
            if not before and viewer is not None and self._allowances is not None:
                await self._allowances.require_upload(tx, viewer)
            return before[0] if before else await tx.uploads.add(upload)

    async def receive_file(self, viewer: Viewer | None, path: Path) -> int:
        """As `receive`, for a file on this machine; what is too large is not even loaded.

        Raises:
            Refused: the viewer may not ingest, or the file is too large or cannot be opened.
        """
        try:
            data = await asyncio.to_thread(_loaded, path, self._limits.file)
        except FileTooLarge as error:
            raise Refused(error.key, **figures_of(error)) from error
        except OSError as error:
            raise Refused("file_cannot_be_opened", reason=error.strerror or str(error)) from error
        return await self.receive(viewer, path.name, data)

    async def read(self, upload_id: int) -> DraftCard:
        """Read a stored upload into a draft; read before, it gives the same draft.

        Raises:
            Refused: it is no report, cannot be read, holds no pick, or is confirmed already.
        """
        known = (await self.keep(await self.examine(upload_id, dated=False), beside=True)).stored
        if known.state is ReportState.RETRACTED:
            raise Refused("report_retracted", title=known.report.headline)
        if known.state is ReportState.CONFIRMED:
            raise Refused("report_known", title=known.report.headline, id=known.report_id)
        async with self._store.snapshot() as tx:
            return await draft_card(tx, known, self._reference)

    async def examine(self, upload_id: int, *, dated: bool = True) -> Examined:
        """Read a stored upload, unless its content is known: several may be examined at once, `keep` goes in order.

        One without a date is taken where it need not be ``dated``: a person can say it.

        Raises:
            Refused: it is no report, cannot be read, or holds no pick; the reason stays with the upload.
        """
        async with self._store.snapshot() as tx:
            upload = await tx.uploads.get(upload_id)
            known = await tx.reports.find(upload.sha256) if upload else None
        if upload is None:
            raise Refused("draft_gone")
        if known is not None:
            return Examined(upload, known)
        try:
            report, document = await self._extract(upload)
            _require_picks(report, dated=dated)
        except Refused as refused:
            async with self._store.transaction() as tx:
                await tx.uploads.set_state(upload_id, UploadState.FAILED, error=refused.notice.key)
            raise
        if self._closes is not None:
            report = await self._closes.checked(report)
        return Examined(upload, report, words_sha256(document), printed_days(document))

    async def keep(self, examined: Examined, *, beside: bool = False) -> Taken:
        """Store what was examined as a draft, or find the report that it is already.

        The same report from another file is that report, unless this may stand ``beside`` it for a person to decide.
        """
        upload = examined.upload
        async with self._store.transaction() as tx:
            taken = await self._kept(tx, examined, beside=beside)
            await tx.uploads.set_state(upload.upload_id, UploadState.READ, report_id=taken.stored.report_id)
        return taken

    async def _kept(self, tx: Transaction, examined: Examined, *, beside: bool) -> Taken:
        upload, report = examined.upload, examined.found
        if isinstance(report, StoredReport):  # as it stands now: it may have been confirmed meanwhile
            return Taken(await tx.reports.get(report.report_id) or report, Origin.KNOWN)
        known = await tx.reports.find(upload.sha256)
        if known is None and not beside:
            known = await tx.reports.find_same(report, examined.words)
        if known is None:
            try:
                stored = await tx.reports.add(
                    report,
                    sha256=upload.sha256,
                    uploaded_by=upload.user_id,
                    at=self._clock.now(),
                    text_sha256=examined.words,
                    dates=examined.days,
                )
            except ReportExists as error:  # sent twice at once: the other one was a moment faster
                known = await tx.reports.get(error.report_id)
                if known is None:
                    raise
            else:
                return Taken(stored, Origin.NEW)
        return Taken(known, Origin.KNOWN if known.sha256 == upload.sha256 else Origin.MERGED)

    async def _extract(self, upload: Upload) -> tuple[Report, Document]:
        # hundreds of patterns: the start does not wait for them, and the loop not for the first report
        await asyncio.to_thread(import_module, "bot.extraction.report")
        from bot.extraction.report import NotAReport, extract  # noqa: PLC0415 - as said above

        data = await self._files.get(upload.sha256)
        try:
            document = await self._reader.run(read_document, data, upload.file_name, self._limits)
            report = await asyncio.to_thread(extract, document, self._reference.names, self._brokers, self._scales)
        except DocumentError as error:
            raise Refused(error.key, **figures_of(error)) from error
        except NotAReport as error:
            raise Refused(error.key) from error
        except WorkerTimeout as error:
            raise Refused("reading_took_too_long") from error
        except (WorkerDied, MemoryError) as error:
            _log.warning("reading upload %s ended its worker: %r", upload.upload_id, error)
            raise Refused("reading_failed") from error
        except (
            Exception
        ) as error:  # a form that our reading stumbles over must not keep the next thousand files from coming in
            _log.warning("%s could not be read (upload %s)", upload.file_name, upload.upload_id, exc_info=error)
            raise Refused("reading_failed") from error
        return report, document


def _loaded(path: Path, limit: int) -> bytes:
    if (size := path.stat().st_size) > limit:
        raise FileTooLarge(size, limit)
    return path.read_bytes()


def _same_sender(before: Upload, upload: Upload) -> bool:
    return (before.user_id, before.file_name) == (upload.user_id, upload.file_name)


def _require_picks(report: Report, *, dated: bool) -> None:
    if dated and report.published is None:
        raise Refused("no_date")
    if not report.picks and not report.unresolved:
        raise Refused("no_picks")


def figures_of(error: DocumentError) -> dict[str, str | int]:
    """The figures of an error as its message shows them: sizes in megabytes, a part of one counted as a whole."""
    match error:
        case FileTooLarge() | TextTooLong():
            return {"size": -(-error.size // MEGABYTE), "limit": -(-error.limit // MEGABYTE)}
        case TooManyPages():
            return {"pages": error.pages, "limit": error.limit}
        case _:
            return {}
