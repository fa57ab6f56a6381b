"""Following: who wants to hear of what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.clock import Clock
from bot.domain.sessions import SHANGHAI
from bot.services.people import Refused, Viewer
from bot.services.reference import Reference
from bot.services.views import Notice, Target, TargetKind
from bot.store.records import Follow
from bot.store.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Followed:
    """What one chat follows, with the day each began: what happened earlier is no news to it."""

    chat_id: int
    reports: dict[int, date]
    stocks: dict[str, date]
    everything: date | None

    def since(self, report_id: int, symbol: str) -> date | None:
        """Since when this pick is followed, by whatever brings it in first; None where nothing does."""
        days = (self.reports.get(report_id), self.stocks.get(symbol), self.everything)
        return min((day for day in days if day is not None), default=None)


class Following:
    """Subscriptions to a report, a stock, or everything."""

    def __init__(self, store: Store, clock: Clock, reference: Reference) -> None:
        self._store = store
        self._clock = clock
        self._reference = reference

    async def subscribe(self, viewer: Viewer, target: Target) -> Notice:
        """Follow from now on; asked again it changes nothing and says so.

        Raises:
            Refused: there is no such report or stock.
        """
        async with self._store.transaction() as tx:
            label = await self._label(tx, target)
            added = await tx.follows.add(viewer.chat_id, target.kind, target.ref, self._clock.now())
        return Notice("subscribed" if added else "already_subscribed", {"label": label})

    async def unsubscribe(self, viewer: Viewer, target: Target) -> Notice:
        """Stop following."""
        async with self._store.transaction() as tx:
            label = await self._label(tx, target)
            removed = await tx.follows.remove(viewer.chat_id, target.kind, target.ref)
        return Notice("unsubscribed" if removed else "not_subscribed", {"label": label})

    async def subscriptions(self, viewer: Viewer) -> tuple[Target, ...]:
        """What this chat follows, labelled."""
        async with self._store.transaction() as tx:
            targets = [Target(TargetKind(follow.kind), follow.ref) for follow in await tx.follows.of(viewer.chat_id)]
            return tuple([Target(each.kind, each.ref, await self._label(tx, each)) for each in targets])

    async def _label(self, tx: Transaction, target: Target) -> str:
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
                return stored.report.title


def by_chat(follows: Iterable[Follow]) -> list[Followed]:
    """Subscriptions grouped by the chat that holds them."""
    chats: dict[int, Followed] = {}
    for follow in follows:
        chat = chats.setdefault(follow.chat_id, Followed(follow.chat_id, {}, {}, None))
        day = follow.since.astimezone(SHANGHAI).date()
        match TargetKind(follow.kind):
            case TargetKind.REPORT:
                chat.reports[int(follow.ref)] = day
            case TargetKind.STOCK:
                chat.stocks[follow.ref] = day
            case TargetKind.EVERYTHING:
                chats[follow.chat_id] = Followed(follow.chat_id, chat.reports, chat.stocks, day)
    return list(chats.values())
