"""Following: who wants to hear of what."""

from __future__ import annotations

from zlib import crc32

from bot.clock import Clock
from bot.domain.following import TargetKind, analyst_of, analyst_ref, segment_of, segment_ref
from bot.services.access.allowances import Allowances
from bot.services.access.people import Refused, Viewer
from bot.services.follows.followers import Followers, analysts_of
from bot.services.follows.labels import labelled, line_of
from bot.services.names.reference import Reference
from bot.services.research.heads import asked_first, head_of
from bot.services.views.following import FollowChange, FollowChanged, FollowPart, FollowParts
from bot.services.views.people import SuitabilityQuestion
from bot.services.views.pieces import Target
from bot.store.records import ReportState, StoredReport
from bot.store.store import Store, Transaction

LONGEST_NAME = 40  # characters of a broker, an analyst or an industry that somebody types


class Following:
    """Subscriptions: their beginning and their end."""

    def __init__(
        self, store: Store, clock: Clock, reference: Reference, followers: Followers, allowances: Allowances
    ) -> None:
        self._store = store
        self._clock = clock
        self._reference = reference
        self._followers = followers
        self._allowances = allowances

    async def subscribe(self, viewer: Viewer, target: Target) -> FollowChanged | SuitabilityQuestion:
        """Follow from now on; asked again it changes nothing and says so.

        Raises:
            Refused: there is no such stock or confirmed report, it is not for this viewer, or the chat has too many.
        """
        async with self._store.transaction() as tx:
            if target.kind in (TargetKind.REPORT, TargetKind.SEGMENT):
                stored = await _report_of(tx, target)
                if (question := asked_first(stored, viewer)) is not None:
                    return question
            target = await self._named(tx, target, viewer)
            if await tx.follows.find(viewer.chat_id, target.kind, target.ref) is None:
                await self._allowances.require_subscription(tx, viewer)
            added = await tx.follows.add(viewer.chat_id, target.kind, target.ref, self._clock.now())
            found = await tx.follows.find(viewer.chat_id, target.kind, target.ref)
        change = FollowChange.SUBSCRIBED if added else FollowChange.ALREADY
        return FollowChanged(change, target, found.follow_id if found else None)

    async def unsubscribe(self, viewer: Viewer, target: Target) -> FollowChanged:
        """Stop following; it can be taken back.

        Raises:
            Refused: there is no such stock or report.
        """
        async with self._store.transaction() as tx:
            target = await self._named(tx, target, viewer)
            found = await tx.follows.find(viewer.chat_id, target.kind, target.ref)
            if found is None:
                return FollowChanged(FollowChange.NOT, target)
            await tx.follows.end(found.follow_id, self._clock.now())
        return FollowChanged(FollowChange.UNSUBSCRIBED, target, found.follow_id)

    async def subscriptions(self, viewer: Viewer) -> tuple[Target, ...]:
        """What this chat follows, labelled."""
        async with self._store.snapshot() as tx:
            found = await tx.follows.of(viewer.chat_id)
            lines = [await line_of(tx, each, viewer, self._reference, self._clock) for each in found]
        return tuple(line.target for line in lines)

    async def parts(self, report_id: int, viewer: Viewer) -> FollowParts | SuitabilityQuestion:
        """All that can be followed of a report.

        Raises:
            Refused: there is no such confirmed report, or it is not for this viewer.
        """
        async with self._store.snapshot() as tx:
            stored = await _report_of(tx, Target(TargetKind.REPORT, str(report_id)))
            if (question := asked_first(stored, viewer)) is not None:
                return question
            mine = (await self._followers.of(tx, viewer.chat_id)).subscriptions
        parts = [
            FollowPart(target, mark_of(target.ref), (target.kind, target.ref) in mine) for target in self._parts(stored)
        ]
        return FollowParts(head_of(stored), tuple(parts))

    async def choose_part(
        self, report_id: int, kind: TargetKind, mark: str, viewer: Viewer, *, wanted: bool
    ) -> FollowParts | SuitabilityQuestion:
        """Follow a part of a report, or no longer, and see all of them again; a part that is gone changes nothing.

        Raises:
            Refused: as `parts`.
        """
        parts = await self.parts(report_id, viewer)
        if isinstance(parts, SuitabilityQuestion):
            return parts
        for each in parts.parts:
            if each.target.kind is kind and each.mark == mark:
                await (self.subscribe if wanted else self.unsubscribe)(viewer, each.target)
        return await self.parts(report_id, viewer)

    def _parts(self, stored: StoredReport) -> list[Target]:
        report, number = stored.report, stored.report_id
        found = [Target(TargetKind.REPORT, str(number), report.headline)]
        segments = dict.fromkeys(each.pick.segment for each in stored.picks if not each.dropped and each.pick.segment)
        if len(segments) > 1:  # of a report with one segment that is all of it
            found += [Target(TargetKind.SEGMENT, segment_ref(number, each), each) for each in segments if each]
        if report.broker:
            house = self._followers.house(report.broker)
            found.append(Target(TargetKind.BROKER, house, house))
            found += [
                Target(TargetKind.ANALYST, analyst_ref(name, house), f"{name}（{house}）")
                for name in analysts_of(report)
            ]
        if report.industry:
            found.append(Target(TargetKind.INDUSTRY, report.industry, report.industry))
        return found

    async def _named(self, tx: Transaction, target: Target, viewer: Viewer) -> Target:
        """The target as it is kept, labelled; a broker goes by its name of today.

        Raises:
            Refused: it cannot be followed.
        """
        kind, ref = target.kind, target.ref
        if kind in (TargetKind.BROKER, TargetKind.ANALYST, TargetKind.INDUSTRY) and not 0 < len(ref) <= LONGEST_NAME:
            raise Refused("old_button")
        if kind is TargetKind.BROKER:
            ref = self._followers.house(ref)
        if kind is TargetKind.ANALYST:
            name, house = analyst_of(ref)
            if not name or not house:
                raise Refused("old_button")
            ref = analyst_ref(name, self._followers.house(house))
        return await labelled(tx, kind, ref, viewer, self._reference)


async def _report_of(tx: Transaction, target: Target) -> StoredReport:
    """The confirmed report that a target is, or a part of.

    Raises:
        Refused: there is none, or it has no such segment.
    """
    report_id, segment = (int(target.ref), "") if target.kind is TargetKind.REPORT else segment_of(target.ref)
    stored = await tx.reports.get(report_id)
    if stored is None or stored.state is not ReportState.CONFIRMED:
        raise Refused("report_unknown")
    if segment and not any(each.pick.segment == segment for each in stored.picks):
        raise Refused("segment_unknown", segment=segment, id=report_id)
    return stored


def mark_of(ref: str) -> str:
    """A few letters that stand for a ref on a button, where the ref itself may be too long."""
    return f"{crc32(ref.encode()):08x}"
