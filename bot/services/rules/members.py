"""Members: which securities a rule about several watches, each from where it stood when it joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.following import Followed
from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_targets import Scope
from bot.domain.rules import Rule, RuleKey, RuleState
from bot.services.follows.followers import Followers
from bot.services.research.heads import may_see
from bot.store.records import ConfirmedPick, User
from bot.store.store import Transaction

_NOBODY = Followed(0)
MANY = tuple(scope for scope in Scope if scope.of_many)


@dataclass(frozen=True, slots=True)
class Member:
    """A security of a rule: the newest pick of it that its owner may see, and since when it belongs to it."""

    symbol: str
    pick: ConfirmedPick
    since: datetime


def key_of(rule: Rule, member: Member) -> RuleKey:
    """Under which the rule's state there is kept: what counts from a report begins anew with the next report."""
    return rule.rule_id, member.symbol, member.pick.report_id if rule.kind.of_report else 0


def narrowed(rule: Rule, member: Member) -> Rule:
    """The rule about one of its securities, which it watches since that joined."""
    _, symbol, report_id = key_of(rule, member)
    return replace(rule.about(symbol, report_id or None), made_at=max(rule.made_at, member.since))


async def members_of(tx: Transaction, rules: Sequence[Rule], followers: Followers) -> dict[int, tuple[Member, ...]]:
    """The members of these rules about several securities, by rule; one security each once, in the order of its reports.

    What nobody covers is no member: there are no prices of it.
    """
    if not rules:
        return {}
    users = {user.user_id: user for user in await tx.users.active({rule.chat_id for rule in rules})}
    scopes = {rule.scope for rule in rules}
    picks = await _picks(tx, rules, scopes)
    chats = {chat.chat_id: chat for chat in await followers.all(tx)} if Scope.FOLLOWED in scopes else {}
    joined = await tx.watchlists.joined({int(rule.ref) for rule in rules if rule.scope is Scope.LIST})
    of_list = {rule.rule_id: joined.get(int(rule.ref), {}) for rule in rules if rule.scope is Scope.LIST}

    def since(rule: Rule, pick: ConfirmedPick) -> datetime | None:
        match rule.scope:
            case Scope.LIST:
                return of_list[rule.rule_id].get(pick.pick.symbol)
            case Scope.FOLLOWED:
                return chats.get(rule.chat_id, _NOBODY).since(followers.subject(pick))
            case _:
                return pick.counts_since if pick.report_id == rule.target.report_id else None

    return {rule.rule_id: _members(rule, picks, users.get(rule.chat_id), since) for rule in rules}


async def watching(
    tx: Transaction,
    kinds: Collection[RuleKind],
    symbols: Collection[str],
    at: datetime,
    followers: Followers,
) -> list[tuple[Rule, RuleState]]:
    """The rules of these kinds that can still tell something of these securities, locked; those about several narrowed."""
    found = await tx.rules.watching(kinds, symbols, at, lock=True)
    many = await tx.rules.of_scope(kinds, MANY, at, lock=True)
    if not many:
        return found
    members, states = await members_of(tx, many, followers), await tx.rules.states({rule.rule_id for rule in many})
    for rule in many:
        for member in members[rule.rule_id]:
            state = states.get(key_of(rule, member), RuleState())
            if member.symbol in symbols and not state.spent:
                found.append((narrowed(rule, member), state))
    return found


async def _picks(tx: Transaction, rules: Iterable[Rule], scopes: Collection[Scope]) -> list[ConfirmedPick]:
    """The picks that can bring securities in, by date."""
    if Scope.LIST in scopes or Scope.FOLLOWED in scopes:
        found = await tx.reports.confirmed_picks()
    else:
        found = [
            pick
            for report_id in sorted({rule.target.report_id or 0 for rule in rules})
            for pick in await tx.reports.confirmed_picks(report_id=report_id)
        ]
    return sorted(found, key=lambda each: each.report.published or date.min)


def _members(
    rule: Rule,
    picks: Sequence[ConfirmedPick],
    user: User | None,
    since_when: Callable[[Rule, ConfirmedPick], datetime | None],
) -> tuple[Member, ...]:
    if user is None:
        return ()
    found: dict[str, Member] = {}
    began: dict[str, list[datetime]] = defaultdict(list)
    for pick in picks:
        since = since_when(rule, pick)
        if since is None or not may_see(pick.report, qualified=user.qualified):
            continue
        began[pick.pick.symbol].append(since)
        found[pick.pick.symbol] = Member(pick.pick.symbol, pick, min(began[pick.pick.symbol]))
    return tuple(found.values())
