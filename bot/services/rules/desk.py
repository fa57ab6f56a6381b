"""What making, showing and changing rules share: whose a rule is, how it is shown, and from where it begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.clock import Clock
from bot.domain.price_limits import board_of
from bot.domain.rule_kinds import RuleKind, fits
from bot.domain.rule_targets import RuleTarget, Scope
from bot.domain.rules import Frequency, Rule, RuleKey, RuleState, step, worth_showing
from bot.domain.securities import market_of
from bot.domain.sessions import SHANGHAI, ZONES
from bot.market.ports import QuoteSource
from bot.services.access.people import Refused, Viewer
from bot.services.names.reference import Reference
from bot.services.prices.sessions import Sessions
from bot.services.research.heads import head_of, may_see
from bot.services.rules.baskets import basket_seen
from bot.services.rules.beginnings import basis_day, quoted_now
from bot.services.rules.closes import at_target
from bot.services.rules.lines import aim_of, line_of
from bot.services.rules.subjects import Subject, Subjects
from bot.services.rules.tries import Tries
from bot.services.scores.scoring import Scoring
from bot.services.views.rules import RuleCard, RuleLine
from bot.store.store import Store, Transaction

SHOWN = 10  # entries of a rule's history on its card


@dataclass(frozen=True, slots=True)
class RuleParts:
    """What the use cases of rules need."""

    store: Store
    sessions: Sessions
    scoring: Scoring
    quotes: QuoteSource
    reference: Reference
    clock: Clock
    subjects: Subjects
    tries: Tries


class RuleDesk:
    """The rules of chats."""

    def __init__(self, parts: RuleParts) -> None:
        self._parts = parts
        self._store = parts.store
        self._clock = parts.clock
        self._reference = parts.reference

    async def _subject(self, target: RuleTarget, viewer: Viewer) -> Subject:
        return await self._parts.subjects.of(target, viewer, self._clock.now())

    def _draft(self, subject: Subject, kind: RuleKind, viewer: Viewer) -> Rule:
        """Such a rule as it would be made now.

        Raises:
            Refused: the kind cannot be watched of what it is about.
        """
        target = subject.target
        if not fits(kind, target.scope):
            raise Refused("rule_does_not_fit")
        if target.symbol and kind.about.mainland and board_of(target.symbol) is None:
            raise Refused("rule_mainland_only", name=subject.aim.label)
        report_id = target.report_id if target.scope is Scope.BASKET else None
        if target.symbol and kind.of_report:
            report_id = subject.pick_for(kind).report_id
        now = self._clock.now()
        rule = Rule(0, viewer.chat_id, target.symbol, kind, Decimal(1), now.astimezone(SHANGHAI).date(), now, report_id)
        if kind.of_event:  # each is another thing that has happened
            rule = replace(rule, frequency=Frequency.EVERY, cooldown=now - now)
        if kind.of_target:  # a price that trembles about a target has reached it all the same
            rule = replace(rule, frequency=Frequency.ONCE)
        return replace(rule, scope=target.scope, ref="" if target.symbol else target.ref)

    async def _beginnings(self, rule: Rule, subject: Subject) -> Mapping[RuleKey, RuleState]:
        """The states from which edges count: by the quote of now in session, else by the last close.

        Where quotes decide a rule about several, the next look is where it begins.
        """
        if rule.kind.of_event or (rule.scope.of_many and rule.kind.on_quotes):
            return {}
        if rule.scope is Scope.BASKET:
            scored = await self._parts.scoring.score(self._today(), report_id=rule.report_id)
            days = [each.score.as_of for each in scored if each.score.as_of is not None]
            seen = basket_seen(rule, scored, max(days)) if days else None
            return {} if seen is None else {rule.key: step(rule, RuleState(), replace(seen, doubt=None))[0]}
        found: dict[RuleKey, RuleState] = {}
        for each, past in await self._parts.tries.pasts(rule, subject, self._today()):
            quoted = await quoted_now(rule, self._parts.quotes, self._clock.now()) if rule.symbol else None
            if (seen := quoted or past.seen(each)) is not None:
                found[each.key] = step(each, RuleState(), replace(seen, doubt=None))[0]
        return found

    async def _basis(self, rule: Rule) -> date:
        return await basis_day(rule.symbol, self._parts.sessions, self._clock.now()) if rule.symbol else self._today()

    async def _own(self, rule_id: int, viewer: Viewer) -> Rule:
        async with self._store.snapshot() as tx:
            return (await own(tx, rule_id, viewer))[0]

    async def _card(self, tx: Transaction, rule_id: int, viewer: Viewer) -> RuleCard:
        rule, state = await own(tx, rule_id, viewer)
        entries = worth_showing(await tx.rules.history(rule_id, 2 * SHOWN))
        return RuleCard(await self._line(tx, rule, state, viewer), tuple(entries[:SHOWN]))

    async def _line(self, tx: Transaction, rule: Rule, state: RuleState, viewer: Viewer) -> RuleLine:
        now = self._clock.now()
        aim = await aim_of(tx, rule.target, qualified=viewer.qualified) if rule.scope is not Scope.STOCK else None
        stored = await tx.reports.get(rule.report_id) if rule.report_id is not None else None
        seen = stored is not None and may_see(stored.report, qualified=viewer.qualified)
        if rule.symbol and rule.kind.of_target and rule.report_id is not None:
            picks = await tx.reports.confirmed_picks(symbol=rule.symbol, report_id=rule.report_id)
            rule = at_target(rule, picks[0]) if picks else rule
        threshold = rule.threshold
        if rule.symbol:
            adjustments = (await tx.prices.adjustments([rule.symbol]))[rule.symbol]
            threshold = rule.carried(adjustments, now.astimezone(ZONES[market_of(rule.symbol)]).date())
        head = head_of(stored) if stored and seen else None
        return line_of(rule, state, self._reference, now, threshold, head, aim)

    def _today(self) -> date:
        return self._clock.now().astimezone(SHANGHAI).date()


async def own(tx: Transaction, rule_id: int, viewer: Viewer) -> tuple[Rule, RuleState]:
    """A rule of the viewer's chat.

    Raises:
        Refused: it is none, or was deleted.
    """
    found = [each for each in await tx.rules.get([rule_id]) if each[0].chat_id == viewer.chat_id]
    if not found:
        raise Refused("rule_unknown")
    return found[0]
