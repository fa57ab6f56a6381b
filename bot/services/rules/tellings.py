"""Telling: rules are stepped with figures; event, state, history and message are one transaction."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.clock import Clock
from bot.domain.rule_figures import Grounds
from bot.domain.rules import Fired, Held, Reason, Rule, RuleEntry, RuleEvent, RuleKey, RuleState, carried, step
from bot.services.alerts.doubts import doubted
from bot.services.alerts.happenings import day_cause
from bot.services.messages.codec import dump_view
from bot.services.names.reference import Reference
from bot.services.research.heads import head_of, may_see
from bot.services.rules.lines import aims_of, line_of
from bot.services.rules.seen import Seen
from bot.services.views.pieces import ReportHead, Source
from bot.services.views.rules import CarriedThreshold, RuleAlert, RuleTelling
from bot.store.messages import OutboxMessage
from bot.store.records import User
from bot.store.store import Transaction

PRIORITY = 3


class RuleTeller:
    """Tells chats what their rules have crossed."""

    def __init__(self, reference: Reference, clock: Clock) -> None:
        self._reference = reference
        self._clock = clock

    async def tell(
        self,
        tx: Transaction,
        rules: Mapping[RuleKey, tuple[Rule, RuleState]],
        figures: Mapping[RuleKey, Sequence[Seen]],
        source: Source,
        *,
        notice: bool = False,
    ) -> None:
        """Step rules with figures and tell what fires; ``notice`` is of what was announced, not of what was traded."""
        rules = {key: known for key, known in rules.items() if _moves(*known, figures[key])}
        if not rules:
            return
        users = {user.user_id: user for user in await tx.users.active({rule.chat_id for rule, _ in rules.values()})}
        heads = await _heads(tx, [rule for rule, _ in rules.values()], users)
        aims = await aims_of(tx, [rule for rule, _ in rules.values()], users)
        moved: dict[RuleKey, RuleState] = {}
        entries: list[RuleEntry] = []
        told: dict[int, list[RuleTelling]] = defaultdict(list)
        causes: set[tuple[object, ...]] = set()
        for key, (rule, before) in rules.items():
            if rule.chat_id not in users or (rule.report_id is not None and key not in heads):
                continue
            state = before
            for each in figures[key]:
                after, outcome = step(rule, state, each.seen)
                cause = (rule.chat_id, rule.symbol, rule.report_id, rule.kind, each.seen.threshold)
                if isinstance(outcome, Fired) and cause in causes:  # another of the chat's rules has told the same
                    after = replace(after, up=state.up, down=state.down, spent=state.spent)
                    outcome = Held(Reason.TOLD, outcome.seen)
                state = after
                if outcome is not None:
                    entries.append(_entry(rule, outcome))
                if isinstance(outcome, Fired):
                    causes.add(cause)
                    await self._spare(tx, rule, each, users[rule.chat_id])
                    line = line_of(
                        rule,
                        state,
                        self._reference,
                        each.seen.at,
                        each.seen.threshold,
                        heads.get(key),
                        aims.get(rule.rule_id),
                    )
                    told[rule.chat_id].append(
                        RuleTelling(
                            line,
                            each.seen.value,
                            each.seen.at,
                            each.source,
                            each.since,
                            each.touched,
                            each.seen.grounds,
                            carried=await _carried(tx, rule, each.seen.grounds),
                        )
                    )
            if state != before:
                moved[key] = state
        await tx.rules.save_states(moved)
        await tx.rules.note(entries)
        await tx.findings.note(doubted(entries, rules, source.as_of), self._clock.now())
        day = self._clock.now().date()
        alerts = ((chat, RuleAlert(source.as_of or day, tuple(lines), source, notice)) for chat, lines in told.items())
        await tx.outbox.add_all((_message(chat, alert) for chat, alert in alerts), at=self._clock.now())

    async def _spare(self, tx: Transaction, rule: Rule, each: Seen, user: User) -> None:
        """A move that the chat's subscriptions would tell of as well is told by the rule alone."""
        if rule.kind.of_day and user.day_change is not None and abs(each.seen.value) >= user.day_change:
            cause = day_cause(rule.symbol, each.seen.session, up=each.seen.value > 0)
            await tx.events.once(rule.chat_id, cause, self._clock.now())


def _message(chat_id: int, alert: RuleAlert) -> OutboxMessage:
    causes = "\n".join(
        f"{each.rule.rule_id} {each.rule.security.symbol} {each.at.isoformat()} {each.value}" for each in alert.lines
    )
    key = f"rules:{chat_id}:{hashlib.sha256(causes.encode()).hexdigest()[:24]}"
    return OutboxMessage(chat_id, "rules", dump_view(alert), key, PRIORITY)


def _moves(rule: Rule, before: RuleState, figures: Sequence[Seen]) -> bool:
    """Whether any of these figures means something to the rule: most say nothing new, and cost no reading."""
    return any(step(rule, before, each.seen) != (before, None) for each in figures)


def _entry(rule: Rule, outcome: Fired | Held) -> RuleEntry:
    at, symbol = outcome.seen.at, rule.symbol if rule.scope.of_many else ""
    value, threshold = outcome.seen.noted(rule.kind)
    if isinstance(outcome, Held):
        return RuleEntry(rule.rule_id, at, RuleEvent.HELD, outcome.reason, value, threshold, symbol)
    return RuleEntry(rule.rule_id, at, RuleEvent.FIRED, None, value, threshold, symbol)


async def _carried(tx: Transaction, rule: Rule, grounds: Grounds | None) -> tuple[CarriedThreshold, ...]:
    """What an ex-date makes of the prices for which the chat's other rules about the security wait."""
    ex = None if grounds is None else grounds.ex
    if ex is None:
        return ()
    known = (await tx.prices.adjustments([rule.symbol]))[rule.symbol]
    earlier = [each for each in known if each.ex_date < ex.day]
    found = []
    for other, _ in await tx.rules.of(rule.chat_id):
        if other.symbol == rule.symbol and other.kind.in_prices and other.based_on < ex.day:
            before = other.carried(earlier, ex.day)
            found.append(CarriedThreshold(other.kind, before, carried(before, ex.ratio)))
    return tuple(found)


async def _heads(tx: Transaction, rules: Sequence[Rule], users: Mapping[int, User]) -> dict[RuleKey, ReportHead]:
    """By rule the report since which its excess counts, where it still counts and its owner may see it."""
    stored = {each: await tx.reports.get(each) for each in sorted({rule.report_id for rule in rules if rule.report_id})}
    return {
        rule.key: head_of(report)
        for rule in rules
        if (report := stored.get(rule.report_id or 0)) is not None
        and (user := users.get(rule.chat_id)) is not None
        and may_see(report.report, qualified=user.qualified)
    }
