"""Subjects: what a rule is to be about, as its owner may see it, with the picks by which it is watched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_targets import RuleTarget, Scope
from bot.domain.rules import Rule
from bot.domain.sessions import SHANGHAI
from bot.services.access.people import Refused, Viewer
from bot.services.follows.followers import Followers
from bot.services.names.reference import Reference
from bot.services.research.heads import may_see
from bot.services.rules.closes import target_of
from bot.services.rules.lines import aim_of
from bot.services.rules.members import Member, members_of
from bot.services.views.rules import RuleAim
from bot.store.records import ConfirmedPick, ReportState
from bot.store.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule is about: a name, its securities each with its newest pick, and all picks that its viewer may see."""

    target: RuleTarget
    aim: RuleAim
    members: tuple[Member, ...]
    picks: tuple[ConfirmedPick, ...]

    def pick_for(self, kind: RuleKind) -> ConfirmedPick:
        """The pick since which a rule about one stock counts: the newest, of those with a target price for such a rule.

        Raises:
            Refused: none has one.
        """
        if not kind.of_target:
            return self.members[0].pick
        aimed = [each for each in self.picks if target_of(each, None) is not None]
        if not aimed:
            raise Refused("rule_no_target", name=self.aim.label)
        return aimed[-1]


class Subjects:
    """Finds them."""

    def __init__(self, store: Store, reference: Reference, followers: Followers) -> None:
        self._store = store
        self._reference = reference
        self._followers = followers

    async def of(self, target: RuleTarget, viewer: Viewer, now: datetime) -> Subject:
        """The subject.

        Raises:
            Refused: nobody covers it, or the viewer may not see it, or it is not his.
        """
        async with self._store.snapshot() as tx:
            if target.scope is Scope.STOCK:
                return await self._stock(tx, target, viewer)
            await self._require(tx, target, viewer)
            aim = await aim_of(tx, target, qualified=viewer.qualified)
            scope = Scope.REPORT if target.scope is Scope.BASKET else target.scope
            kind, today = RuleKind.DAY_CHANGE, now.astimezone(SHANGHAI).date()
            asking = Rule(0, viewer.chat_id, "", kind, Decimal(1), today, now, scope=scope, ref=target.ref)
            members = (await members_of(tx, [asking], self._followers))[0]
        if not members:
            raise Refused("rule_nothing_in_it")
        return Subject(target, aim, members, tuple(each.pick for each in members))

    async def _stock(self, tx: Transaction, target: RuleTarget, viewer: Viewer) -> Subject:
        picks = await tx.reports.confirmed_picks(symbol=target.symbol)
        seen = [each for each in picks if may_see(each.report, qualified=viewer.qualified)]
        security = self._reference.ref(target.symbol)
        if not seen:
            raise Refused("rule_not_covered", name=security.name)
        seen.sort(key=lambda each: each.report.published or date.min)
        member = Member(target.symbol, seen[-1], seen[0].counts_since)
        return Subject(target, RuleAim(Scope.STOCK, target.symbol, security.name), (member,), tuple(seen))

    @staticmethod
    async def _require(tx: Transaction, target: RuleTarget, viewer: Viewer) -> None:
        if target.scope is Scope.LIST:
            known = await tx.watchlists.get(int(target.ref))
            if known is None or known.chat_id != viewer.chat_id:
                raise Refused("list_unknown")
        elif target.report_id is not None:
            stored = await tx.reports.get(target.report_id)
            if stored is None or stored.state is not ReportState.CONFIRMED:
                raise Refused("report_unknown")
            if not may_see(stored.report, qualified=viewer.qualified):
                raise Refused("rule_report_first", id=target.report_id)
