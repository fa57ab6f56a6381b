"""What every change to a report shares: who may, which report, and the entries that one tap leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.reports import Pick, Report
from bot.domain.sessions import SHANGHAI
from bot.services.access.people import Refused, Viewer
from bot.services.reports.changes import changed, flag
from bot.services.research.heads import may_see
from bot.store.records import Correction, Field, ReportState, StoredPick, StoredReport
from bot.store.store import Transaction


def require_editor(viewer: Viewer | None) -> None:
    """Editors and whoever sits at the machine (None) change reports, nobody else.

    Raises:
        Refused: it is somebody else.
    """
    if viewer is not None and not viewer.may_edit:
        raise Refused("only_editors")


async def lock_draft(tx: Transaction, report_id: int) -> StoredReport:
    """A report that nobody has decided yet, kept from others until the transaction ends.

    Raises:
        Refused: it is gone, or somebody has decided it already: says who and when.
    """
    stored = await tx.reports.lock(report_id)
    if stored is None:
        raise Refused("draft_gone")
    if stored.state is not ReportState.DRAFT:
        raise await decided(tx, stored)
    return stored


async def lock_report(tx: Transaction, report_id: int, viewer: Viewer | None) -> StoredReport:
    """A draft or a confirmed report, to be changed by an editor.

    Raises:
        Refused: the viewer may not, or there is no such report any more.
    """
    require_editor(viewer)
    return await open_to(tx, await tx.reports.lock(report_id), viewer)


async def open_to(tx: Transaction, stored: StoredReport | None, viewer: Viewer | None) -> StoredReport:
    """The report, where it can be corrected and this editor may see it; a draft is shown to whoever may confirm it.

    Raises:
        Refused: it is gone, or it is confirmed and its risk level is not for him.
    """
    if stored is None:
        raise Refused("draft_gone")
    if stored.state not in (ReportState.DRAFT, ReportState.CONFIRMED):
        raise await decided(tx, stored)
    shown = viewer is None or may_see(stored.report, qualified=viewer.qualified)
    if stored.state is ReportState.CONFIRMED and not shown:
        raise Refused("hidden_report", level=stored.report.risk_level or "")
    return stored


async def decided(tx: Transaction, stored: StoredReport) -> Refused:
    """Why a report is no draft any more."""
    if stored.state is ReportState.RETRACTED:
        return Refused("report_retracted", title=stored.report.headline)
    if stored.merged_into is not None:
        return Refused("already_merged", title=stored.report.headline, id=stored.merged_into)
    last = (await tx.reports.trail(stored.report_id))[-1]
    who, when = await name_of(tx, last.by), f"{last.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    if stored.state is ReportState.DISCARDED:
        return Refused("already_discarded", who=who, when=when)
    return Refused("already_confirmed", who=who, when=when, id=stored.report_id)


async def name_of(tx: Transaction, user_id: int | None) -> str:
    """The name of who did something; empty for the command line."""
    person = await tx.users.get(user_id) if user_id is not None else None
    return person.name if person else ""


def kept(stored: StoredReport) -> list[StoredPick]:
    """The picks that are not left out."""
    return [each for each in stored.picks if not each.dropped]


def require_whole(stored: StoredReport) -> None:
    """A confirmed report always has a date and a pick that counts.

    Raises:
        Refused: it would not; the transaction is to be given up.
    """
    if stored.state is ReportState.CONFIRMED and (stored.report.published is None or not kept(stored)):
        raise Refused("nothing_left", id=stored.report_id)


class Step:
    """What one tap changes in a report: every change is written with its entry; what changes nothing leaves none."""

    def __init__(self, tx: Transaction, stored: StoredReport, number: int, by: int | None, at: datetime) -> None:
        self._tx = tx
        self._blank = Correction(stored.report_id, number, Field.ADDED, "", "", by, at)
        self._at = at

    @classmethod
    async def begin(cls, tx: Transaction, stored: StoredReport, viewer: Viewer | None, at: datetime) -> Step:
        """The next step of a report that is locked."""
        number = await tx.corrections.last_step(stored.report_id) + 1
        return cls(tx, stored, number, viewer.user_id if viewer else None, at)

    async def pick(self, stored: StoredPick, field: Field, **fields: object) -> Pick:
        """Set fields of a pick."""
        pick, before, after = changed(stored.pick, **fields)
        if before != after:
            await self._tx.corrections.change_pick(stored.pick_id, self._at, document=pick)
            await self._note(field, before, after, stored.pick_id)
        return pick

    async def drop(self, pick_id: int, *, dropped: bool) -> None:
        """Leave a pick out, or take it in again, where it stands otherwise."""
        await self._tx.corrections.change_pick(pick_id, self._at, dropped=dropped)
        await self._note(Field.DROPPED, flag(dropped=not dropped), flag(dropped=dropped), pick_id)

    async def add(self, pick: Pick) -> int:
        """A further pick; its id."""
        pick_id = await self._tx.reports.add_pick(self._blank.report_id, pick)
        await self._tx.corrections.change_pick(pick_id, self._at)  # it counts from now on
        await self.note_addition(Field.ADDED, pick_id, pick.name)
        return pick_id

    async def note_addition(self, field: Field, pick_id: int, name: str) -> None:
        """Enter a pick that came into being."""
        await self._note(field, flag(absent=True), flag(absent=False, name=name), pick_id)

    async def report(self, report: Report, field: Field, **fields: object) -> None:
        """Set fields of the report as a whole."""
        after, was, now = changed(report, **fields)
        if was != now:
            await self._tx.corrections.change_report(self._blank.report_id, after, self._at)
            await self._note(field, was, now)

    async def apart(self) -> None:
        """Let the report stand beside its twin."""
        await self._tx.corrections.set_apart(self._blank.report_id, apart=True)
        await self._note(Field.APART, flag(apart=False), flag(apart=True))

    async def took_up(self, other: int) -> None:
        """Enter that another report was merged into this one."""
        await self._note(Field.MERGED, flag(merged=0), flag(merged=other))

    async def take_back(self, entries: tuple[Correction, ...]) -> None:
        """Enter that an earlier step is undone."""
        turned = [
            replace(each, step=self._blank.step, before=each.after, after=each.before, undoes=each.step)
            for each in reversed(entries)
        ]
        await self._tx.corrections.add([replace(each, by=self._blank.by, at=self._at) for each in turned])

    async def _note(self, field: Field, before: str, after: str, pick_id: int | None = None) -> None:
        entry = replace(self._blank, field=field, before=before, after=after, pick_id=pick_id)
        await self._tx.corrections.add([entry])
