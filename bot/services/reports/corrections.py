"""Corrections: an editor sets right what was read of a report, before and after it is confirmed, and can take it back."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any
from unicodedata import normalize

from bot.clock import Clock
from bot.domain.ratings import ScaleSource
from bot.domain.reports import Evidence, Pick, PickKind, Report
from bot.domain.securities import Security
from bot.domain.sessions import SHANGHAI
from bot.extraction.scale_config import ConfiguredScales
from bot.services.access.people import Refused, Viewer
from bot.services.names.reference import Reference
from bot.services.paging import page_of
from bot.services.reports.draft_cards import draft_card, history_of, ratings_of
from bot.services.reports.editing import Step, kept, lock_report, open_to, require_editor, require_whole
from bot.services.views.drafts import CorrectionHistory, DraftCard
from bot.services.views.pieces import Notice
from bot.store.records import Field, StoredPick, StoredReport, StoredUnresolved
from bot.store.store import Store, Transaction

LINES_A_PAGE = 8
LONGEST_BROKER = 30
FIRST_DAY = date(1990, 12, 19)  # no exchange, no report

Change = Callable[[Transaction, StoredReport, Step], Coroutine[Any, Any, None]]


class Corrections:
    """Every method changes one thing, writes who did it and when, and gives the report's card as it stands then."""

    def __init__(self, store: Store, reference: Reference, clock: Clock, scales: ConfiguredScales) -> None:
        self._store = store
        self._reference = reference
        self._clock = clock
        self._scales = scales

    async def set_rating(self, report_id: int, pick_id: int, rating: str | None, viewer: Viewer | None) -> DraftCard:
        """Give a pick one of the report's own rating words, or none.

        Raises:
            Refused: the report knows no such word, or it cannot be changed by this viewer.
        """

        async def change(_tx: Transaction, stored: StoredReport, step: Step) -> None:
            if rating is not None and rating not in ratings_of(stored):
                raise Refused("old_button")
            await step.pick(_pick(stored, pick_id), Field.RATING, rating=rating)

        return await self._change(report_id, viewer, change)

    async def set_kind(self, report_id: int, pick_id: int, kind: PickKind, viewer: Viewer | None) -> DraftCard:
        """Say as what a pick was named; what another pick says already is left out.

        Raises:
            Refused: it cannot be changed by this viewer.
        """

        async def change(_tx: Transaction, stored: StoredReport, step: Step) -> None:
            given = _pick(stored, pick_id)
            await _once(stored, given, await step.pick(given, Field.KIND, kind=kind), step)

        return await self._change(report_id, viewer, change)

    async def set_security(self, report_id: int, pick_id: int, symbol: str, viewer: Viewer | None) -> DraftCard:
        """Say which security a pick is; a person did, so the confidence is 1.

        Raises:
            Refused: there is no such security, or it cannot be changed by this viewer.
        """
        security = self._security(symbol)

        async def change(_tx: Transaction, stored: StoredReport, step: Step) -> None:
            given = _pick(stored, pick_id)
            if given.pick.symbol == security.symbol:
                return
            pick = await step.pick(
                given,
                Field.SECURITY,
                symbol=security.symbol,
                listed_name=security.name,
                market=security.market,
                confidence=1.0,
                reasons=(),
            )
            await _once(stored, given, pick, step)

        return await self._change(report_id, viewer, change)

    async def check(self, report_id: int, pick_id: int, viewer: Viewer | None) -> DraftCard:
        """Say that a doubtful pick is right as it stands.

        Raises:
            Refused: it cannot be changed by this viewer.
        """

        async def change(_tx: Transaction, stored: StoredReport, step: Step) -> None:
            await step.pick(_pick(stored, pick_id), Field.CHECKED, confidence=1.0)

        return await self._change(report_id, viewer, change)

    async def drop(self, report_id: int, pick_id: int, viewer: Viewer | None, *, dropped: bool) -> DraftCard:
        """Leave a pick out, or take it in again.

        Raises:
            Refused: it is the last of a confirmed report, it stands there already, or this viewer may not.
        """

        async def change(_tx: Transaction, stored: StoredReport, step: Step) -> None:
            given = _pick(stored, pick_id)
            if given.dropped == dropped:
                return
            if not dropped and _stands_already(stored, given):
                raise Refused("pick_twice", name=given.pick.name, id=report_id)
            await step.drop(pick_id, dropped=dropped)

        return await self._change(report_id, viewer, change)

    async def add(self, report_id: int, symbol: str, kind: PickKind, viewer: Viewer | None) -> DraftCard:
        """Add a pick that was missed; where it stands already nothing changes.

        Raises:
            Refused: there is no such security, or it cannot be changed by this viewer.
        """
        security = self._security(symbol)

        async def change(_tx: Transaction, stored: StoredReport, step: Step) -> None:
            if any((each.pick.symbol, each.pick.kind) == (security.symbol, kind) for each in kept(stored)):
                return
            await step.add(_by_hand(security, security.name, None, kind, Evidence(1, "")))

        return await self._change(report_id, viewer, change)

    async def resolve(self, report_id: int, unresolved_id: int, symbol: str, viewer: Viewer | None) -> DraftCard:
        """Say which security an unresolved name means.

        Raises:
            Refused: there is no such security, somebody was faster, or it cannot be changed by this viewer.
        """
        security = self._security(symbol)

        async def change(tx: Transaction, stored: StoredReport, step: Step) -> None:
            waiting = [each for each in stored.unresolved if each.unresolved_id == unresolved_id]
            if not waiting:
                raise Refused("name_gone")
            await self._resolve(tx, stored, waiting[0], security, step, viewer)

        return await self._change(report_id, viewer, change)

    async def resolve_name(
        self, report_id: int, printed: str, security: Security, viewer: Viewer | None
    ) -> DraftCard | Notice:
        """Say which security a printed name means wherever it waits in a report, confirmed ones included.

        Raises:
            Refused: the viewer may not, or no such name waits there.
        """

        async def change(tx: Transaction, stored: StoredReport, step: Step) -> None:
            waiting = [each for each in stored.unresolved if each.unresolved.name == normalize("NFKC", printed)]
            if not waiting:
                raise Refused("name_not_waiting", name=printed, id=report_id)
            for each in waiting:
                await self._resolve(tx, stored, each, security, step, viewer)

        card = await self._change(report_id, viewer, change)
        if not card.confirmed:
            return card
        return Notice("resolved_late", {"name": printed, "stock": f"{security.name} {security.code}"})

    async def set_date(self, report_id: int, day: date, viewer: Viewer | None) -> DraftCard:
        """Say of which day the report is; the broker's usual bands follow the day where it prints none.

        Raises:
            Refused: the day is not over yet or lies before all exchanges, or this viewer may not.
        """
        if not FIRST_DAY <= day <= self._clock.now().astimezone(SHANGHAI).date():
            raise Refused("date_out_of_range", day=day.isoformat())

        async def change(_tx: Transaction, stored: StoredReport, step: Step) -> None:
            if stored.report.published != day:
                fields = self._with_scales(stored.report, stored.report.broker, day)
                await step.report(stored.report, Field.DATE, published=day, **fields)

        return await self._change(report_id, viewer, change)

    async def set_broker(self, report_id: int, broker: str, viewer: Viewer | None) -> DraftCard:
        """Say whose report it is; its usual bands serve where the report prints none.

        Raises:
            Refused: it is no name, or this viewer may not.
        """
        name = "".join(normalize("NFKC", broker).split())
        if not name or len(name) > LONGEST_BROKER or not name.isprintable():
            raise Refused("broker_unknown", broker=name[:LONGEST_BROKER])

        async def change(_tx: Transaction, stored: StoredReport, step: Step) -> None:
            if stored.report.broker != name:
                fields = self._with_scales(stored.report, name, stored.report.published)
                await step.report(stored.report, Field.BROKER, broker=name, **fields)

        return await self._change(report_id, viewer, change)

    async def history(self, report_id: int, viewer: Viewer | None, page: int = 0) -> CorrectionHistory:
        """What people changed in a report, newest first.

        Raises:
            Refused: the viewer may not, or there is no such report any more.
        """
        require_editor(viewer)
        async with self._store.snapshot() as tx:
            stored = await open_to(tx, await tx.reports.get(report_id), viewer)
            steps = await history_of(tx, await tx.corrections.of(report_id), stored)
        shown, page, pages = page_of(steps, page, LINES_A_PAGE)
        return CorrectionHistory(report_id, stored.report.headline, tuple(shown), page, pages)

    async def _change(self, report_id: int, viewer: Viewer | None, change: Change) -> DraftCard:
        async with self._store.transaction() as tx:
            stored = await lock_report(tx, report_id, viewer)
            await change(tx, stored, await Step.begin(tx, stored, viewer, self._clock.now()))
            after = await tx.reports.get(report_id)
            if after is None:
                raise Refused("draft_gone")
            require_whole(after)
            return await draft_card(tx, after, self._reference)

    async def _resolve(
        self,
        tx: Transaction,
        stored: StoredReport,
        waiting: StoredUnresolved,
        security: Security,
        step: Step,
        viewer: Viewer | None,
    ) -> None:
        name = waiting.unresolved
        pick = _by_hand(security, name.name, name.segment, name.kind, name.evidence)
        by, at = viewer.user_id if viewer else None, self._clock.now()
        added = await tx.reports.resolve(waiting.unresolved_id, pick, by=by, at=at)
        await tx.corrections.change_pick(added.pick_id, at)  # it counts from now on
        await step.note_addition(Field.RESOLVED, added.pick_id, name.name)
        await _once(stored, added, pick, step)

    def _security(self, symbol: str) -> Security:
        security = self._reference.names.by_symbol(symbol)
        if security is None:
            raise Refused("stock_unknown", query=symbol)
        return security

    def _with_scales(self, report: Report, broker: str, day: date | None) -> dict[str, object]:
        """The broker's usual bands of that day, for a report that prints none of its own."""
        if any(scale.source is ScaleSource.REPORT for scale in report.scales):
            return {}
        return {"scales": self._scales.of(broker, day)}


def _pick(stored: StoredReport, pick_id: int) -> StoredPick:
    found = next((each for each in stored.picks if each.pick_id == pick_id), None)
    if found is None:
        raise Refused("pick_gone")
    return found


def _place(pick: Pick) -> tuple[str | None, PickKind, str]:
    return pick.segment, pick.kind, pick.symbol


def _stands_already(stored: StoredReport, given: StoredPick) -> bool:
    return any(_place(each.pick) == _place(given.pick) for each in kept(stored) if each.pick_id != given.pick_id)


async def _once(stored: StoredReport, given: StoredPick, now: Pick, step: Step) -> None:
    """Printed under two names it counts once (DESIGN 3): what another pick says already is left out."""
    others = (each for each in kept(stored) if each.pick_id != given.pick_id)
    if not given.dropped and any(_place(each.pick) == _place(now) for each in others):
        await step.drop(given.pick_id, dropped=True)


def _by_hand(security: Security, name: str, segment: str | None, kind: PickKind, evidence: Evidence) -> Pick:
    """A pick that a person has decided: its confidence is 1."""
    return Pick(
        name=name,
        listed_name=security.name,
        symbol=security.symbol,
        market=security.market,
        segment=segment,
        kind=kind,
        rating=None,
        rating_change=None,
        target_price=None,
        currency=None,
        evidence=evidence,
        confidence=1.0,
    )
