"""Following: who wants to hear of what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.services.cards import asked_first, may_see
from bot.services.people import Refused, Viewer
from bot.services.reference import Reference
from bot.services.views import Notice, SuitabilityQuestion, Target, TargetKind
from bot.store.records import Follow, ReportState
from bot.store.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Followed:
    """What one chat follows, with the instant each began: what happened earlier is no news to it."""

    chat_id: int
    reports: dict[int, datetime]
    stocks: dict[str, datetime]
    everything: datetime | None

    def since(self, report_id: int, symbol: str) -> datetime | None:
        """Since when this pick is followed, by whatever brings it in first; None where nothing does."""
        began = (self.reports.get(report_id), self.stocks.get(symbol), self.everything)
        return min((instant for instant in began if instant is not None), default=None)

    @property
    def first(self) -> datetime | None:
        """Since when anything that is still followed is."""
        began = (*self.reports.values(), *self.stocks.values(), self.everything)
        return min((instant for instant in began if instant is not None), default=None)


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
            removed = await tx.follows.remove(viewer.chat_id, target.kind, target.ref)
        return _notice("unsubscribed" if removed else "not_subscribed", target, label)

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


def _notice(key: str, target: Target, label: str) -> Notice:
    """With the number of a report that is named by its title, so that it can be opened."""
    titled = target.kind is TargetKind.REPORT and label != f"#{target.ref}"
    return Notice(key, {"label": label, "id": int(target.ref)} if titled else {"label": label})


def by_chat(follows: Iterable[Follow]) -> list[Followed]:
    """Subscriptions grouped by the chat that holds them."""
    chats: dict[int, Followed] = {}
    for follow in follows:
        chat = chats.setdefault(follow.chat_id, Followed(follow.chat_id, {}, {}, None))
        match TargetKind(follow.kind):
            case TargetKind.REPORT:
                chat.reports[int(follow.ref)] = follow.since
            case TargetKind.STOCK:
                chat.stocks[follow.ref] = follow.since
            case TargetKind.EVERYTHING:
                chats[follow.chat_id] = Followed(follow.chat_id, chat.reports, chat.stocks, follow.since)
    return list(chats.values())
