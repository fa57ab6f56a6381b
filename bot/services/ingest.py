"""Ingest: an upload is stored before anything is done with it, then read into a draft."""

from __future__ import annotations

import asyncio
import logging

from bot.clock import Clock
from bot.domain.reports import Report
from bot.extraction.brokers import Broker
from bot.extraction.documents import (
    MEGABYTE,
    DocumentError,
    FileTooLarge,
    Limits,
    TextTooLong,
    TooManyPages,
    read_document,
)
from bot.extraction.report import NotAReport, extract
from bot.extraction.scale_config import NO_SCALES, ConfiguredScales
from bot.services.cards import draft_card
from bot.services.people import Refused, Viewer
from bot.services.reference import Reference
from bot.services.uploads import UploadedFiles
from bot.services.views import DraftCard
from bot.store.errors import ReportExists
from bot.store.records import ReportState, StoredReport, Upload, UploadState
from bot.store.store import Store
from bot.workers import Runner, WorkerDied, WorkerTimeout

_log = logging.getLogger(__name__)

COMMAND_LINE = 0  # the user id of whoever sits at the machine


class Ingest:
    """From a file to a draft. Reading runs in a worker process: the file comes from strangers."""

    def __init__(
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
    ) -> None:
        self._store = store
        self._files = files
        self._reader = reader
        self._reference = reference
        self._clock = clock
        self._limits = limits
        self._brokers = brokers
        self._scales = scales

    async def receive(self, viewer: Viewer | None, filename: str, data: bytes) -> int:
        """Store a file before anything is done with it; gives the upload's id. ``viewer`` is None on the command line.

        Raises:
            Refused: the viewer may not ingest.
        """
        if viewer is not None and not viewer.may_edit:
            raise Refused("only_editors")
        sha256 = await self._files.put(data)
        async with self._store.transaction() as tx:
            return await tx.uploads.add(
                Upload(
                    user_id=viewer.user_id if viewer else COMMAND_LINE,
                    chat_id=viewer.chat_id if viewer else COMMAND_LINE,
                    file_name=filename,
                    sha256=sha256,
                    size=len(data),
                    received_at=self._clock.now(),
                )
            )

    async def read(self, upload_id: int) -> DraftCard:
        """Read a stored upload into a draft; read before, it gives the same draft.

        Raises:
            Refused: it is no report, cannot be read, holds no pick, or is confirmed already.
        """
        async with self._store.transaction() as tx:
            upload = await tx.uploads.get(upload_id)
            if upload is None:
                raise Refused("draft_gone")
            known = await tx.reports.find(upload.sha256)
        if known is None:
            try:
                known = await self._read_new(upload)
            except Refused as refused:
                async with self._store.transaction() as tx:
                    await tx.uploads.set_state(upload_id, UploadState.FAILED, error=refused.notice.key)
                raise
        async with self._store.transaction() as tx:
            await tx.uploads.set_state(upload_id, UploadState.READ, report_id=known.report_id)
        if known.state is ReportState.RETRACTED:
            raise Refused("report_retracted", title=known.report.headline)
        if known.state is ReportState.CONFIRMED:
            raise Refused("report_known", title=known.report.headline, id=known.report_id)
        return draft_card(known, self._reference)

    async def _read_new(self, upload: Upload) -> StoredReport:
        report = await self._extract(upload)
        if report.published is None:
            raise Refused("no_date")
        if not report.picks and not report.unresolved:
            raise Refused("no_picks")
        async with self._store.transaction() as tx:
            known = await tx.reports.find_same(report.broker, report.title, report.published)
            if known is not None:
                return known
            try:
                at = self._clock.now()
                return await tx.reports.add(report, sha256=upload.sha256, uploaded_by=upload.user_id, at=at)
            except ReportExists as error:  # sent twice at once: the other one was a moment faster
                known = await tx.reports.get(error.report_id)
                if known is None:
                    raise
                return known

    async def _extract(self, upload: Upload) -> Report:
        try:
            data = await self._files.get(upload.sha256)
            document = await self._reader.run(read_document, data, upload.file_name, self._limits)
            return await asyncio.to_thread(extract, document, self._reference.names, self._brokers, self._scales)
        except DocumentError as error:
            raise Refused(error.key, **figures_of(error)) from error
        except NotAReport as error:
            raise Refused(error.key) from error
        except WorkerTimeout as error:
            raise Refused("reading_took_too_long") from error
        except (WorkerDied, MemoryError) as error:
            _log.warning("reading upload %s ended its worker: %r", upload.upload_id, error)
            raise Refused("reading_failed") from error


def figures_of(error: DocumentError) -> dict[str, str | int]:
    """The figures of an error as its message shows them: sizes in megabytes, a part of one counted as a whole."""
    match error:
        case FileTooLarge() | TextTooLong():
            return {"size": -(-error.size // MEGABYTE), "limit": -(-error.limit // MEGABYTE)}
        case TooManyPages():
            return {"pages": error.pages, "limit": error.limit}
        case _:
            return {}
