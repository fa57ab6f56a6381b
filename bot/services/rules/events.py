"""Rules that wait for something to happen: matched with what has, told once a chat whoever else tells of it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bot.clock import Clock
from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_targets import Scope
from bot.domain.rule_traits import Place
from bot.domain.rules import (
    Fired,
    Held,
    Observation,
    Reason,
    Rule,
    RuleEntry,
    RuleEvent,
    RuleKey,
    RuleState,
    hear,
)
from bot.domain.sessions import SHANGHAI
from bot.services.follows.followers import Followers
from bot.services.messages.codec import dump_view
from bot.services.names.reference import Reference
from bot.services.research.heads import head_of_pick, may_see
from bot.services.rules.lines import aims_of, line_of
from bot.services.rules.members import watching
from bot.services.views.news import AlertLine
from bot.services.views.pieces import Source
from bot.services.views.rules import RuleAlert, RuleTelling
from bot.store.messages import OutboxMessage
from bot.store.records import ConfirmedPick, User
from bot.store.store import Transaction

PRIORITY = 3
SO = Decimal(1)
OF_A_REPORT = (RuleKind.BAND_CROSSED, RuleKind.WINDOW_OPENS, RuleKind.DAYS_LEFT, RuleKind.SETTLES, RuleKind.VERDICT)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that rules may wait for.

    ``cause`` is unique for ever, and the same under which a subscription tells of it. ``place`` is its direction,
    ``days`` how many were to be left.
    """

    kind: RuleKind
    cause: str
    at: datetime
    pick: ConfirmedPick
    line: AlertLine
    place: Place = Place.UP
    days: int | None = None

    def concerns(self, rule: Rule) -> bool:
        """Whether the rule, narrowed to one security, waits for this."""
        if rule.kind is not self.kind or rule.symbol != self.pick.pick.symbol or self.at < rule.made_at:
            return False
        if self.days is not None and rule.threshold != self.days:
            return False
        # what a report's pick goes through concerns who asked for that report; what others say of its stocks as well
        of_report = rule.scope is Scope.REPORT and self.kind in OF_A_REPORT
        return not of_report or rule.target.report_id == self.pick.report_id


class RuleEvents:
    """Tells rules what has happened, in the transaction of whoever found it."""

    def __init__(self, reference: Reference, clock: Clock, followers: Followers) -> None:
        self._followers = followers
        self._reference = reference
        self._clock = clock

    async def tell(self, tx: Transaction, happened: Sequence[Occurrence], source: Source) -> None:
        """Tell of what rules waited for; where one does not tell, its history says why."""
        if not happened:
            return
        symbols = {each.pick.pick.symbol for each in happened}
        rules = await watching(tx, {each.kind for each in happened}, symbols, self._clock.now(), self._followers)
        matched = [(rule, state, each) for rule, state in rules for each in happened if each.concerns(rule)]
        if not matched:
            return
        users = {user.user_id: user for user in await tx.users.all_active()}
        seen = [each for each in matched if _may_hear(each[0], each[2], users)]
        await self._tell(tx, await _new(tx, seen, self._clock.now()), users, source)

    async def _tell(
        self,
        tx: Transaction,
        matched: Sequence[tuple[Rule, RuleState, Occurrence]],
        users: Mapping[int, User],
        source: Source,
    ) -> None:
        aims = await aims_of(tx, [rule for rule, _, _ in matched], users)
        states: dict[RuleKey, RuleState] = {}
        entries: list[RuleEntry] = []
        told: dict[int, list[RuleTelling]] = defaultdict(list)
        now = self._clock.now()
        for rule, before, each in matched:
            state = states.get(rule.key, before)
            session = each.at.astimezone(SHANGHAI).date()
            after, outcome = hear(rule, state, Observation(SO, rule.threshold, session, each.at), each.place)
            if isinstance(outcome, Fired) and not await tx.events.once(rule.chat_id, each.cause, now):
                after, outcome = state, Held(Reason.TOLD, outcome.seen)
            if outcome is None:
                continue
            entries.append(_entry(rule, outcome, each))
            states[rule.key] = after
            if isinstance(outcome, Fired):
                line = line_of(
                    rule, after, self._reference, now, rule.threshold, head_of_pick(each.pick), aims.get(rule.rule_id)
                )
                told[rule.chat_id].append(RuleTelling(line, SO, each.at, source.name, event=each.line))
        await tx.rules.save_states(states)
        await tx.rules.note(entries)
        for chat_id, lines in told.items():
            await self._send(tx, chat_id, lines, source)

    async def _send(self, tx: Transaction, chat_id: int, lines: Sequence[RuleTelling], source: Source) -> None:
        now = self._clock.now()
        causes = "\n".join(f"{each.rule.rule_id} {each.rule.security.symbol} {each.at.isoformat()}" for each in lines)
        key = f"rule-events:{chat_id}:{hashlib.sha256(causes.encode()).hexdigest()[:24]}"
        view = RuleAlert(source.as_of or now.astimezone(SHANGHAI).date(), tuple(lines), source)
        await tx.outbox.add(OutboxMessage(chat_id, "rules", dump_view(view), key, PRIORITY), at=now)


def _may_hear(rule: Rule, happened: Occurrence, users: Mapping[int, User]) -> bool:
    user = users.get(rule.chat_id)
    return user is not None and may_see(happened.pick.report, qualified=user.qualified)


async def _new(
    tx: Transaction, matched: Iterable[tuple[Rule, RuleState, Occurrence]], now: datetime
) -> list[tuple[Rule, RuleState, Occurrence]]:
    """Those that the rule has not heard of: what a horizon has passed is found again at every close."""
    by_chat: dict[int, dict[str, tuple[Rule, RuleState, Occurrence]]] = defaultdict(dict)
    for rule, state, each in matched:
        by_chat[rule.chat_id].setdefault(f"rule:{rule.rule_id}:{each.cause}", (rule, state, each))
    found = []
    for chat_id, causes in by_chat.items():
        new = await tx.events.once_each(chat_id, causes, now)
        found += [each for cause, each in causes.items() if cause in new]
    return found


def _entry(rule: Rule, outcome: Fired | Held, happened: Occurrence) -> RuleEntry:
    reason = outcome.reason if isinstance(outcome, Held) else None
    entry = RuleEntry(
        rule.rule_id,
        happened.at,
        RuleEvent.HELD if reason else RuleEvent.FIRED,
        reason,
        before=happened.line.before,
        after=happened.line.after,
    )
    return replace(entry, symbol=rule.symbol) if rule.scope.of_many else entry
