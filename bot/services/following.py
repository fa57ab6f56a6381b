"""Following: who wants to hear of what."""

from __future__ import annotations

from bot.clock import Clock
from bot.domain.following import analyst_of, segment_of
from bot.services.cards import asked_first, may_see
from bot.services.people import Refused, Viewer
from bot.services.reference import Reference
from bot.services.views import Notice, SuitabilityQuestion, Target, TargetKind
from bot.store.records import ReportState
from bot.store.store import Store, Transaction


class Following:
    """Subscriptions to a report, a stock, or everything."""

    def __init__(self, store: Store, clock: Clock, reference: Reference) -> None:
        self._store = store
        self._clock = clock
        self._reference = reference

    async def subscribe(self, viewer: Viewer, target: Target) -> Notice | SuitabilityQuestion:
        """Follow from now on; asked again it changes nothing and says so.

        Raises:
            Refused: there is no such stock or confirmed report, or it is not for this viewer.
        """
        async with self._store.transaction() as tx:
            if target.kind is TargetKind.REPORT:
                stored = await tx.reports.get(int(target.ref))
                if stored is None or stored.state is not ReportState.CONFIRMED:
                    raise Refused("report_unknown")
                if (question := asked_first(stored, viewer)) is not None:
                    return question
            label = await self._label(tx, target, viewer)
            added = await tx.follows.add(viewer.chat_id, target.kind, target.ref, self._clock.now())
        return _notice("subscribed" if added else "already_subscribed", target, label)

    async def unsubscribe(self, viewer: Viewer, target: Target) -> Notice:
        """Stop following."""
        async with self._store.transaction() as tx:
            label = await self._label(tx, target, viewer)
            found = await tx.follows.find(viewer.chat_id, target.kind, target.ref)
            if found is not None:
                await tx.follows.end(found.follow_id, self._clock.now())
        return _notice("unsubscribed" if found else "not_subscribed", target, label)

    async def subscriptions(self, viewer: Viewer) -> tuple[Target, ...]:
        """What this chat follows, labelled."""
        async with self._store.transaction() as tx:
            targets = [Target(TargetKind(follow.kind), follow.ref) for follow in await tx.follows.of(viewer.chat_id)]
            return tuple([Target(each.kind, each.ref, await self._label(tx, each, viewer)) for each in targets])

    async def _label(self, tx: Transaction, target: Target, viewer: Viewer) -> str:
        match target.kind:
            case TargetKind.EVERYTHING:
                return ""
            case TargetKind.STOCK:
                security = self._reference.names.by_symbol(target.ref)
                if security is None:
                    raise Refused("stock_unknown", query=target.ref)
                return f"{security.name} {security.code}"
            case TargetKind.REPORT:
                stored = await tx.reports.get(int(target.ref))
                if stored is None:
                    raise Refused("report_unknown")
                # a title is a fact of the report: who may not see it knows it by its number
                return (
                    stored.report.headline if may_see(stored.report, qualified=viewer.qualified) else f"#{target.ref}"
                )
            case TargetKind.SEGMENT:
                return await self._segment(tx, target.ref, viewer)
            case TargetKind.ANALYST:
                name, house = analyst_of(target.ref)
                return f"{name}（{house}）"
            case TargetKind.BROKER | TargetKind.INDUSTRY:
                return target.ref

    @staticmethod
    async def _segment(tx: Transaction, ref: str, viewer: Viewer) -> str:
        report_id, segment = segment_of(ref)
        stored = await tx.reports.get(report_id)
        if stored is None:
            raise Refused("report_unknown")
        seen = may_see(stored.report, qualified=viewer.qualified)
        return f"{segment}（{stored.report.headline}）" if seen else f"#{report_id}"


def _notice(key: str, target: Target, label: str) -> Notice:
    """With the number of a report that is named by its title, so that it can be opened."""
    titled = target.kind is TargetKind.REPORT and label != f"#{target.ref}"
    return Notice(key, {"label": label, "id": int(target.ref)} if titled else {"label": label})
