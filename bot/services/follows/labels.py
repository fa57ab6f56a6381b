"""Labels: what a reader calls the thing he follows, without giving away what he may not see."""

from __future__ import annotations

from bot.clock import Clock
from bot.domain.following import Subscription, TargetKind, analyst_of, segment_of
from bot.domain.sessions import SHANGHAI
from bot.services.access.people import Refused, Viewer
from bot.services.access.zones import zone_of
from bot.services.names.reference import Reference
from bot.services.research.heads import may_see
from bot.services.views.following import SubscriptionLine
from bot.services.views.pieces import Target
from bot.store.store import Transaction


async def labelled(tx: Transaction, kind: TargetKind, ref: str, viewer: Viewer, reference: Reference) -> Target:
    """A target with its label; a report that is not for the viewer goes by its number.

    Raises:
        Refused: there is no such stock or report.
    """
    match kind:
        case TargetKind.EVERYTHING:
            return Target(kind)
        case TargetKind.STOCK:
            security = reference.names.by_symbol(ref)
            if security is None:
                raise Refused("stock_unknown", query=ref)
            return Target(kind, ref, f"{security.name} {security.code}")
        case TargetKind.REPORT:
            return Target(kind, ref, await _title(tx, int(ref), viewer) or f"#{ref}")
        case TargetKind.SEGMENT:
            report_id, segment = segment_of(ref)
            title = await _title(tx, report_id, viewer)
            return Target(kind, ref, f"{segment}（{title}）" if title else f"#{report_id}")
        case TargetKind.ANALYST:
            name, house = analyst_of(ref)
            return Target(kind, ref, f"{name}（{house}）")
        case TargetKind.BROKER | TargetKind.INDUSTRY:
            return Target(kind, ref, ref)


async def line_of(
    tx: Transaction,
    subscription: Subscription,
    viewer: Viewer,
    reference: Reference,
    clock: Clock,
    *,
    ended: bool = False,
) -> SubscriptionLine:
    """A subscription as its owner sees it, whatever has become of what he follows."""
    each = subscription
    try:
        target = await labelled(tx, each.kind, each.ref, viewer, reference)
    except Refused:  # the exchange's list has lost the stock
        target = Target(each.kind, each.ref, each.ref)
    muted = each.muted(clock.now())
    return SubscriptionLine(
        each.follow_id,
        target,
        each.since.astimezone(SHANGHAI).date(),
        each.topics,
        each.loudness,
        each.paused,
        each.muted_until if muted else None,
        each.digest_slots,
        ended,
        (await zone_of(tx, viewer) if muted else SHANGHAI).key,
    )


async def _title(tx: Transaction, report_id: int, viewer: Viewer) -> str | None:
    """A title is a fact of the report: who may not see it knows it by its number."""
    stored = await tx.reports.get(report_id)
    if stored is None:
        raise Refused("report_unknown")
    return stored.report.headline if may_see(stored.report, qualified=viewer.qualified) else None
