"""Taking back: the last correction of a report that still stands, one tap at a time, back to what was read."""

from __future__ import annotations

import json
from datetime import datetime

from bot.clock import Clock
from bot.services.access.people import Refused, Viewer
from bot.services.names.reference import Reference
from bot.services.reports.changes import last_open, restored
from bot.services.reports.draft_cards import draft_card
from bot.services.reports.editing import Step, lock_report, require_whole
from bot.services.views.drafts import DraftCard
from bot.store.records import Correction, Field, ReportState, StoredReport
from bot.store.store import Store, Transaction


class Undoing:
    """The way back through the corrections of a report."""

    def __init__(self, store: Store, reference: Reference, clock: Clock) -> None:
        self._store = store
        self._reference = reference
        self._clock = clock

    async def undo(self, report_id: int, step: int, viewer: Viewer | None) -> DraftCard:
        """Take a step back where it is the last one that stands; of a second tap nothing more becomes.

        Raises:
            Refused: the viewer may not, or a confirmed report would be left without a date or a pick.
        """
        now = self._clock.now()
        async with self._store.transaction() as tx:
            stored = await lock_report(tx, report_id, viewer)
            entries = last_open(await tx.corrections.of(report_id))
            if entries and entries[0].step == step:
                for entry in reversed(entries):
                    await _take_back(tx, report_id, entry, viewer, now)
                await (await Step.begin(tx, stored, viewer, now)).take_back(entries)
            after = await _again(tx, report_id)
            require_whole(after)
            return await draft_card(tx, after, self._reference)


async def _take_back(tx: Transaction, report_id: int, entry: Correction, viewer: Viewer | None, now: datetime) -> None:
    values = json.loads(entry.before)
    match entry.field:
        case Field.DATE | Field.BROKER:
            report = (await _again(tx, report_id)).report
            await tx.corrections.change_report(report_id, restored(report, entry.before), now)
        case Field.APART:
            await tx.corrections.set_apart(report_id, apart=False)
        case Field.MERGED:
            other = int(json.loads(entry.after)["merged"])
            await tx.corrections.set_merged(other, None)
            await tx.reports.set_state(other, ReportState.DRAFT, viewer.user_id if viewer else None, now)
        case _ if entry.pick_id is None:
            raise ValueError(f"a correction of {entry.field} without a pick")
        case Field.DROPPED:
            await tx.corrections.change_pick(entry.pick_id, now, dropped=bool(values["dropped"]))
        case Field.ADDED | Field.RESOLVED:
            await tx.corrections.change_pick(entry.pick_id, now, absent=True)
            await tx.corrections.reopen_name(entry.pick_id)
        case _:
            stored = await _again(tx, report_id)
            pick = next(each.pick for each in stored.picks if each.pick_id == entry.pick_id)
            await tx.corrections.change_pick(entry.pick_id, now, document=restored(pick, entry.before))


async def _again(tx: Transaction, report_id: int) -> StoredReport:
    stored = await tx.reports.get(report_id)
    if stored is None:
        raise Refused("draft_gone")
    return stored
