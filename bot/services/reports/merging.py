"""Merging: one report that came as two files becomes one again, or a person lets both stand."""

from __future__ import annotations

from dataclasses import replace

from bot.clock import Clock
from bot.domain.reports import Pick
from bot.services.access.people import Refused, Viewer
from bot.services.names.reference import Reference
from bot.services.reports.draft_cards import draft_card
from bot.services.reports.editing import Step, lock_report, require_editor
from bot.services.views.drafts import DraftCard
from bot.store.records import Field, ReportState, StoredReport
from bot.store.store import Store, Transaction


class Merging:
    """What becomes of a draft beside which the same report stands already."""

    def __init__(self, store: Store, reference: Reference, clock: Clock) -> None:
        self._store = store
        self._reference = reference
        self._clock = clock

    async def merge(self, draft_id: int, into: int, viewer: Viewer | None) -> DraftCard:
        """Unite a draft's picks with those of the report that was there first, whose card this gives.

        What both name keeps the figures of the report that was there; a rating or a target price that it lacks comes
        from the draft. Picks that it lacks are added with their evidence. The draft's file leads to it from now on.

        Raises:
            Refused: the viewer may not, somebody has decided already, or the two are not the same report.
        """
        require_editor(viewer)
        now = self._clock.now()
        async with self._store.transaction() as tx:
            draft, other = await self._both(tx, draft_id, into, viewer)
            if draft.merged_into != into:  # a second tap finds it done
                if other.report_id not in {each.report_id for each in await tx.reports.twins(draft)}:
                    raise Refused("not_the_same", id=into)
                step = await Step.begin(tx, other, viewer, now)
                await step.took_up(draft_id)
                await _unite(draft, other, step)
                await tx.corrections.set_merged(draft_id, into)
                await tx.reports.set_state(draft_id, ReportState.MERGED, viewer.user_id if viewer else None, now)
            after = await tx.reports.get(into)
            return await draft_card(tx, after or other, self._reference)

    async def keep_apart(self, draft_id: int, viewer: Viewer | None) -> DraftCard:
        """Let a draft stand beside the other: they are two reports.

        Raises:
            Refused: the viewer may not, or the draft is gone.
        """
        async with self._store.transaction() as tx:
            stored = await lock_report(tx, draft_id, viewer)
            if not stored.apart and stored.state is ReportState.DRAFT:
                await (await Step.begin(tx, stored, viewer, self._clock.now())).apart()
            after = await tx.reports.get(draft_id)
            return await draft_card(tx, after or stored, self._reference)

    async def _both(
        self, tx: Transaction, draft_id: int, into: int, viewer: Viewer | None
    ) -> tuple[StoredReport, StoredReport]:
        """Both reports locked, the lower number first, so that two who merge at once do not wait for each other."""
        for report_id in sorted((draft_id, into)):
            await tx.reports.lock(report_id)
        other = await lock_report(tx, into, viewer)
        draft = await tx.reports.get(draft_id)
        if draft is not None and draft.merged_into == into:
            return draft, other
        draft = await lock_report(tx, draft_id, viewer)
        if draft.state is not ReportState.DRAFT:
            raise Refused("not_the_same", id=into)
        return draft, other


async def _unite(draft: StoredReport, other: StoredReport, step: Step) -> None:
    mine: dict[str, list[Pick]] = {}
    for each in draft.picks:
        if not each.dropped:
            mine.setdefault(each.pick.symbol, []).append(each.pick)
    for there in other.picks:
        known = mine.get(there.pick.symbol, [])
        if there.dropped or not known:
            continue
        ratings = {pick.rating for pick in known if pick.rating}
        pick = there.pick
        if pick.rating is None and len(ratings) == 1:
            pick = await step.pick(there, Field.RATING, rating=ratings.pop())
        priced = next((one for one in known if one.target_price is not None), None)
        if pick.target_price is None and priced is not None:
            target = {"target_price": priced.target_price, "currency": priced.currency}
            await step.pick(replace(there, pick=pick), Field.TARGET, **target)
    there_already = {each.pick.symbol for each in other.picks}
    for symbol, picks in mine.items():
        if symbol not in there_already:
            for pick in picks:
                await step.add(pick)
