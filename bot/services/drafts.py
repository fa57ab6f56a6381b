"""Drafts: what was read is corrected, confirmed, discarded or retracted by an editor; every step leaves its trail."""

from __future__ import annotations

from unicodedata import normalize

from bot.clock import Clock
from bot.domain.reports import Pick
from bot.domain.securities import Security
from bot.domain.sessions import SHANGHAI
from bot.services.cards import draft_card, head_of, may_see
from bot.services.codec import dump_view
from bot.services.people import Refused, Viewer
from bot.services.reference import Reference
from bot.services.views import AlertKind, AlertLine, Alerts, DraftCard, Notice, SecurityRef, Source, TargetKind
from bot.store.records import OutboxMessage, ReportState, StoredReport, StoredUnresolved
from bot.store.store import Store, Transaction


class Drafts:
    """From a draft to a confirmed report, and back where it must be."""

    def __init__(self, store: Store, reference: Reference, clock: Clock) -> None:
        self._store = store
        self._reference = reference
        self._clock = clock

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
            await tx.corrections.change_pick(pick_id, self._clock.now(), dropped=dropped)
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
            await self._resolve(tx, draft, waiting, security, viewer)
        return await self.card(draft_id)

    async def resolve_name(
        self, report_id: int, printed: str, security: Security, viewer: Viewer
    ) -> DraftCard | Notice:
        """Say which security a printed name means wherever it waits in a report, confirmed ones included.

        Raises:
            Refused: the viewer may not, or no such name waits there.
        """
        if not viewer.may_edit:
            raise Refused("only_editors")
        async with self._store.transaction() as tx:
            stored = await tx.reports.lock(report_id)
            if stored is None or stored.state not in (ReportState.DRAFT, ReportState.CONFIRMED):
                raise Refused("report_unknown")
            waiting = [each for each in stored.unresolved if each.unresolved.name == normalize("NFKC", printed)]
            if not waiting:
                raise Refused("name_not_waiting", name=printed, id=report_id)
            for each in waiting:
                await self._resolve(tx, stored, each, security, viewer)
        if stored.state is ReportState.DRAFT:
            return await self.card(report_id)
        return Notice("resolved_late", {"name": printed, "stock": f"{security.name} {security.code}"})

    async def _resolve(
        self, tx: Transaction, stored: StoredReport, waiting: StoredUnresolved, security: Security, viewer: Viewer
    ) -> None:
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
        added = await tx.reports.resolve(waiting.unresolved_id, pick, by=viewer.user_id, at=self._clock.now())
        if any(_same_place(each.pick, pick) for each in stored.picks if not each.dropped):
            await tx.corrections.change_pick(
                added.pick_id, self._clock.now(), dropped=True
            )  # printed under two names it counts once

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
