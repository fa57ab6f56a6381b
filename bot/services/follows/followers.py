"""Followers: which chats follow a pick, by any of the names that its report is known by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.following import Followed, Subject, Subscription, TargetKind, Topic, analyst_of, analyst_ref, by_chat
from bot.domain.reports import AnalystRole, Pick, Report
from bot.extraction.brokers import Broker, house_today
from bot.services.views.news import AlertKind
from bot.store.kept import KeptHorizon
from bot.store.records import ConfirmedPick, StoredReport
from bot.store.store import Transaction

MOST_NAMED = 10_000  # picks asked for by their numbers; beyond them all are read
_NAMED = (TargetKind.EVERYTHING, TargetKind.STOCK, TargetKind.REPORT)  # which lists show by themselves
TOPICS = {
    AlertKind.BAND_CROSSED: Topic.BANDS,
    AlertKind.WINDOW_OPENS: Topic.HORIZON,
    AlertKind.SETTLES_SOON: Topic.HORIZON,
    AlertKind.SETTLED: Topic.VERDICTS,
    AlertKind.VERDICT_CORRECTED: Topic.VERDICTS,
    AlertKind.DAY_CHANGE: Topic.DAY_CHANGE,
    AlertKind.REPORT_RETRACTED: Topic.REPORTS,
    AlertKind.NEW_REPORT: Topic.REPORTS,
}


class Followers:
    """What chats follow, read from the store; brokers are followed under their names of today, through every change."""

    def __init__(self, brokers: Sequence[Broker] = ()) -> None:
        self._brokers = tuple(brokers)
        self._houses: dict[str, str] = {}

    async def all(self, tx: Transaction) -> list[Followed]:
        """Every chat that follows anything."""
        return by_chat(map(self._today, await tx.follows.all()))

    async def of(self, tx: Transaction, chat_id: int) -> Followed:
        """One chat, which may follow nothing."""
        return next(iter(by_chat(map(self._today, await tx.follows.of(chat_id)))), Followed(chat_id))

    async def symbols(self, tx: Transaction, chats: Iterable[Followed]) -> list[str]:
        """The securities that any of these chats follows."""
        targets = self._targets(chats)
        return await tx.follows.symbols(targets) if targets else []

    async def picks(
        self, tx: Transaction, chats: Iterable[Followed], symbols: Collection[str] | None = None
    ) -> list[ConfirmedPick]:
        """The picks that any of these chats follows; of these securities alone where they are named."""
        targets = self._targets(chats)
        if TargetKind.EVERYTHING in targets and symbols is None:
            return await tx.reports.confirmed_picks()
        pick_ids = await tx.follows.pick_ids(targets, symbols) if targets else []
        if len(pick_ids) > MOST_NAMED:
            named = set(pick_ids)
            return [pick for pick in await tx.reports.confirmed_picks() if pick.pick_id in named]
        return await tx.reports.confirmed_picks(pick_ids=pick_ids) if pick_ids else []

    async def reports(self, tx: Transaction, chat: Followed, limit: int, hidden_levels: Collection[str]) -> list[int]:
        """The newest reports that the chat follows as such, by their segments, brokers, analysts or industries."""
        wide = {key: each for key, each in chat.subscriptions.items() if key[0] not in _NAMED}
        targets = self._targets([Followed(chat.chat_id, wide)])
        return await tx.follows.reports(targets, limit, hidden_levels) if targets else []

    async def newest(self, tx: Transaction, chat: Followed, hidden_levels: Collection[str]) -> list[int]:
        """Of the picks that the chat follows the newest of each security."""
        targets = self._targets([chat])
        return await tx.follows.newest(targets, hidden_levels) if targets else []

    async def horizons(
        self, tx: Transaction, chat: Followed, today: date, setup: str, hidden_levels: Collection[str]
    ) -> list[KeptHorizon]:
        """The ends of the horizons of what the chat follows, see `Follows.horizons`; of everything where that is nothing."""
        targets = self._targets([chat]) or {TargetKind.EVERYTHING: [""]}
        return await tx.follows.horizons(targets, today, setup, hidden_levels)

    def subject(self, pick: ConfirmedPick) -> Subject:
        """A pick as it can be followed."""
        return self._subject(pick.report_id, pick.report, pick.pick)

    def subjects(self, stored: StoredReport) -> list[Subject]:
        """The picks of a report that count, or would."""
        return [self._subject(stored.report_id, stored.report, each.pick) for each in stored.picks if not each.dropped]

    def house(self, printed: str) -> str:
        """The name under which a broker goes on today."""
        if printed not in self._houses:
            self._houses[printed] = house_today(printed, self._brokers)
        return self._houses[printed]

    def _subject(self, report_id: int, report: Report, pick: Pick) -> Subject:
        return Subject(
            report_id,
            pick.symbol,
            pick.segment,
            self.house(report.broker) if report.broker else None,
            analysts_of(report),
            report.industry,
        )

    def _today(self, subscription: Subscription) -> Subscription:
        """With the name that its house has taken since."""
        match subscription.kind:
            case TargetKind.BROKER:
                return replace(subscription, ref=self.house(subscription.ref))
            case TargetKind.ANALYST:
                name, house = analyst_of(subscription.ref)
                return replace(subscription, ref=analyst_ref(name, self.house(house)))
            case _:
                return subscription

    def _targets(self, chats: Iterable[Followed]) -> dict[TargetKind, list[str]]:
        refs: dict[TargetKind, set[str]] = defaultdict(set)
        for chat in chats:
            for kind, ref in chat.subscriptions:
                refs[kind] |= self._printed(kind, ref)
        return {kind: sorted(named) for kind, named in refs.items()}

    def _printed(self, kind: TargetKind, ref: str) -> set[str]:
        """The ref, with every name under which reports of its house were printed."""
        match kind:
            case TargetKind.BROKER:
                return self._names(ref)
            case TargetKind.ANALYST:
                name, house = analyst_of(ref)
                return {analyst_ref(name, each) for each in self._names(house)}
            case _:
                return {ref}

    def _names(self, house: str) -> set[str]:
        former = (name.short for broker in self._brokers for name in broker.former)
        names = (*(broker.short for broker in self._brokers), *former)
        return {house, *(name for name in names if self.house(name) == house)}


def analysts_of(report: Report) -> tuple[str, ...]:
    """Who answers for a report; contacts do not."""
    return tuple(dict.fromkeys(each.name for each in report.analysts if each.role is AnalystRole.ANALYST))
