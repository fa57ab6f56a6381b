"""Ingest: an upload is stored, read, shown as a draft, and confirmed by an editor."""

from __future__ import annotations

import asyncio
import logging

from bot.clock import Clock
from bot.domain.reports import Pick, Report
from bot.domain.sessions import SHANGHAI
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
from bot.services.cards import draft_card, head_of, may_see
from bot.services.codec import dump_view
from bot.services.people import Refused, Viewer
from bot.services.reference import Reference
from bot.services.uploads import UploadedFiles
from bot.services.views import AlertKind, AlertLine, Alerts, DraftCard, Notice, SecurityRef, Source, TargetKind
from bot.store.errors import ReportExists
from bot.store.records import OutboxMessage, ReportState, StoredReport, Upload, UploadState
from bot.store.store import Store, Transaction
from bot.workers import Runner, WorkerDied, WorkerTimeout

_log = logging.getLogger(__name__)

COMMAND_LINE = 0  # the user id of whoever sits at the machine


class Ingest:
    """From a file to a confirmed report. Reading runs in a worker process: the file comes from strangers."""

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

    async def card(self, draft_id: int) -> DraftCard:
        """A draft as it stands now."""
        async with self._store.transaction() as tx:
            return draft_card(await _open(tx, await tx.reports.get(draft_id)), self._reference)

    async def drop(self, draft_id: int, pick_id: int, *, dropped: bool) -> DraftCard:
        """Leave a pick out, or take it in again."""
        async with self._store.transaction() as tx:
            draft = await _open(tx, await tx.reports.lock(draft_id))
            if all(each.pick_id != pick_id for each in draft.picks):
                raise Refused("draft_gone")
            await tx.reports.drop_pick(pick_id, dropped)
        return await self.card(draft_id)

    async def resolve(self, draft_id: int, unresolved_id: int, symbol: str, viewer: Viewer) -> DraftCard:
        """Say which security an unresolved name means; a person did, so the confidence is 1."""
        security = self._reference.names.by_symbol(symbol)
        if security is None:
            raise Refused("stock_unknown", query=symbol)
        async with self._store.transaction() as tx:
            draft = await _open(tx, await tx.reports.lock(draft_id))
            waiting = next((each for each in draft.unresolved if each.unresolved_id == unresolved_id), None)
            if waiting is None:
                raise Refused("draft_gone")
            pick = Pick(
                name=waiting.unresolved.name,
                listed_name=security.name,
                symbol=security.symbol,
                market=security.market,
                segment=waiting.unresolved.segment,
                kind=waiting.unresolved.kind,
                rating=None,
                rating_change=None,
                target_price=None,
                currency=None,
                evidence=waiting.unresolved.evidence,
                confidence=1.0,
            )
            added = await tx.reports.resolve(unresolved_id, pick, by=viewer.user_id, at=self._clock.now())
            if any(_same_place(each.pick, pick) for each in draft.picks if not each.dropped):
                await tx.reports.drop_pick(added.pick_id, dropped=True)  # printed under two names it counts once
        return await self.card(draft_id)

    async def confirm(self, draft_id: int, viewer: Viewer | None) -> Notice:
        """Make a draft's picks count, subscribe the one who confirmed, and tell those who follow its stocks.

        Raises:
            Refused: somebody was faster (says who and when), or nothing is left to confirm.
        """
        now = self._clock.now()
        async with self._store.transaction() as tx:
            draft = await _open(tx, await tx.reports.lock(draft_id))
            kept = [each for each in draft.picks if not each.dropped]
            if not kept:
                raise Refused("no_picks")
            await tx.reports.set_state(draft_id, ReportState.CONFIRMED, viewer.user_id if viewer else None, now)
            if viewer is not None:
                await tx.follows.add(viewer.chat_id, TargetKind.REPORT, str(draft_id), now)
            await self._announce(tx, draft, AlertKind.NEW_REPORT, besides=viewer)
        return Notice("confirmed", {"title": draft.report.headline, "picks": len(kept), "id": draft_id})

    async def discard(self, draft_id: int, viewer: Viewer) -> Notice:
        """Throw a draft away; its file may be sent again."""
        async with self._store.transaction() as tx:
            draft = await _open(tx, await tx.reports.lock(draft_id))
            await tx.reports.set_state(draft_id, ReportState.DISCARDED, viewer.user_id, self._clock.now())
        return Notice("discarded", {"title": draft.report.headline})

    async def retract(self, report_id: int, viewer: Viewer) -> Notice:
        """Take a confirmed report back: it is not scored any more, its trail stays, its followers are told.

        Raises:
            Refused: the viewer may not, or there is no such confirmed report.
        """
        if not viewer.may_edit:
            raise Refused("only_editors")
        async with self._store.transaction() as tx:
            stored = await tx.reports.lock(report_id)
            if stored is None or stored.state is not ReportState.CONFIRMED:
                raise Refused("report_unknown")
            await tx.reports.set_state(report_id, ReportState.RETRACTED, viewer.user_id, self._clock.now())
            await self._announce(tx, stored, AlertKind.REPORT_RETRACTED, besides=viewer)
        return Notice("retracted", {"title": stored.report.headline})

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
            raise Refused(error.key, **_figures(error)) from error
        except NotAReport as error:
            raise Refused(error.key) from error
        except WorkerTimeout as error:
            raise Refused("reading_took_too_long") from error
        except (WorkerDied, MemoryError) as error:
            _log.warning("reading upload %s ended its worker: %r", upload.upload_id, error)
            raise Refused("reading_failed") from error

    async def _announce(
        self, tx: Transaction, stored: StoredReport, kind: AlertKind, *, besides: Viewer | None
    ) -> None:
        """One message to each chat that follows the report, one of its stocks, or everything."""
        chats = set(await tx.follows.followers(TargetKind.EVERYTHING, ""))
        chats.update(await tx.follows.followers(TargetKind.REPORT, str(stored.report_id)))
        for each in stored.picks:
            if not each.dropped:
                chats.update(await tx.follows.followers(TargetKind.STOCK, each.pick.symbol))
        now = self._clock.now()
        head = head_of(stored)
        line = AlertLine(kind, SecurityRef("", ""), head, None)
        view = Alerts(now.astimezone(SHANGHAI).date(), (line,), Source(stored.report.broker, head.published))
        for chat_id in chats - ({besides.chat_id} if besides else set()):
            user = await tx.users.get(chat_id)
            if user is None or not user.active or not may_see(stored.report, qualified=user.qualified):
                continue
            key = f"{kind}:{stored.report_id}:{chat_id}"
            await tx.outbox.add(OutboxMessage(chat_id, kind, dump_view(view), key), at=now)


def _same_place(one: Pick, other: Pick) -> bool:
    return (one.segment, one.kind, one.symbol) == (other.segment, other.kind, other.symbol)


async def _open(tx: Transaction, stored: StoredReport | None) -> StoredReport:
    """The draft, if it still is one.

    Raises:
        Refused: it is gone, or somebody has decided it already: says who and when.
    """
    if stored is None:
        raise Refused("draft_gone")
    if stored.state is ReportState.DRAFT:
        return stored
    if stored.state is ReportState.RETRACTED:
        raise Refused("report_retracted", title=stored.report.headline)
    last = (await tx.reports.trail(stored.report_id))[-1]
    person = await tx.users.get(last.by) if last.by is not None else None
    key = "already_discarded" if stored.state is ReportState.DISCARDED else "already_confirmed"
    raise Refused(key, who=person.name if person else "", when=f"{last.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")


def _figures(error: DocumentError) -> dict[str, str | int]:
    """The figures of an error as its message shows them: sizes in megabytes, a part of one counted as a whole."""
    match error:
        case FileTooLarge() | TextTooLong():
            return {"size": -(-error.size // MEGABYTE), "limit": -(-error.limit // MEGABYTE)}
        case TooManyPages():
            return {"pages": error.pages, "limit": error.limit}
        case _:
            return {}
