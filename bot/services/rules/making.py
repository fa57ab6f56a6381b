"""Rules of one's own: made in three taps or one line, tried before that, listed and shown to whose they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.domain.names import Found, Unclear
from bot.domain.price_limits import board_of
from bot.domain.rule_groups import GROUPS, Group
from bot.domain.rule_kinds import RuleKind, fits
from bot.domain.rule_targets import RuleTarget, read_target
from bot.domain.rules import RuleEntry, RuleEvent
from bot.domain.securities import Security
from bot.domain.watchlists import same_name
from bot.services.access.people import Refused, Viewer
from bot.services.paging import page_of
from bot.services.rules.beginnings import end_of
from bot.services.rules.choices import require_allowed, thresholds_for
from bot.services.rules.desk import RuleDesk, RuleParts
from bot.services.rules.nearest import nearest
from bot.services.rules.words import Wish, typed_list, typed_target
from bot.services.views.pieces import Notice
from bot.services.views.rules import RuleCard, RuleDraft, RuleKinds, RuleList, RuleMisread, RuleThresholds, RuleWhich

PAGE = 8
CANDIDATES = 5


class Rules(RuleDesk):
    """The rules of a chat, at most ``limit``. What a rule is about is given as `RuleTarget.written` writes it."""

    def __init__(self, parts: RuleParts, limit: int) -> None:
        super().__init__(parts)
        self._limit = limit

    async def wished(
        self, wish: Wish, viewer: Viewer
    ) -> RuleCard | RuleDraft | RuleMisread | RuleWhich | RuleList | Notice:
        """What a typed line asks for: a rule made or tried, or what of it was understood, with what it may have meant.

        Raises:
            Refused: such a rule cannot be made.
        """
        if not wish.name and wish.kind is None:
            return await self.mine(viewer)
        target = await self._named(wish.name, viewer)
        if isinstance(target, tuple):
            candidates = tuple(self._reference.ref(each.symbol) for each in target[:CANDIDATES])
            return RuleWhich(wish.name, candidates, wish.kind, wish.threshold)
        if target is None:
            return RuleMisread(None, wish.kind, wish.name)
        if wish.kind is None or wish.threshold is None:
            subject = await self._subject(target, viewer)
            return RuleMisread(subject.aim, wish.kind, wish.rest, nearest(wish, target))
        if wish.trying:
            return await self.tried(target.written, wish.kind, wish.threshold, viewer)
        return await self.make(target.written, wish.kind, wish.threshold, viewer, note=wish.note, until=wish.until)

    async def kinds(self, target: str, viewer: Viewer, group: Group = Group.FIRST) -> RuleKinds:
        """What can be watched of it, by groups.

        Raises:
            Refused: nothing that the viewer may see covers it.
        """
        subject = await self._subject(read_target(target), viewer)
        symbol, scope = subject.target.symbol, subject.target.scope
        here = {
            name: tuple(
                kind
                for kind in kinds
                if fits(kind, scope) and not (symbol and kind.about.mainland and board_of(symbol) is None)
            )
            for name, kinds in GROUPS.items()
        }
        groups = tuple(name for name, kinds in here.items() if kinds)
        group = group if group in groups else groups[0]
        return RuleKinds(subject.aim, here[group], group, groups)

    async def thresholds(
        self, target: str, kind: RuleKind, viewer: Viewer, rule_id: int | None = None
    ) -> RuleThresholds | RuleDraft:
        """Sensible thresholds from where the figure stands, each tried on the last year; the rule itself where it has none.

        Raises:
            Refused: as `kinds`, or the rule to be changed is not the viewer's.
        """
        if not kind.has_threshold:
            return await self.tried(target, kind, Decimal(1), viewer)
        subject = await self._subject(read_target(target), viewer)
        like = await self._own(rule_id, viewer) if rule_id is not None else self._draft(subject, kind, viewer)
        tries = self._parts.tries
        pasts = await tries.pasts(like, subject, self._today())
        newest = pasts[0][1].newest if pasts and subject.target.symbol else None
        now = newest[1] if newest and (kind.of_price or kind.of_score) else None
        past = pasts[0][1] if pasts else None
        choices = thresholds_for(kind, now, past, subject.members[0].pick)
        counted = []
        for threshold in choices:
            trial = tries.together(like, pasts, threshold) if pasts else None
            counted.append((threshold, None if trial is None else len(trial.fired)))
        return RuleThresholds(subject.aim, kind, now, newest[0] if newest else None, tuple(counted), rule_id)

    async def tried(self, target: str, kind: RuleKind, threshold: Decimal, viewer: Viewer) -> RuleDraft:
        """When such a rule would have told, before it is saved.

        Raises:
            Refused: as `make`.
        """
        subject = await self._subject(read_target(target), viewer)
        rule = replace(self._draft(subject, kind, viewer), threshold=require_allowed(kind, threshold))
        return RuleDraft(subject.aim, kind, threshold, await self._parts.tries.of(rule, subject, self._today()))

    async def make(
        self,
        target: str,
        kind: RuleKind,
        threshold: Decimal,
        viewer: Viewer,
        *,
        note: str = "",
        until: date | None = None,
    ) -> RuleCard:
        """Make a rule; what lies beyond its threshold already is told when it comes there again. ``until`` is its last day.

        Raises:
            Refused: the chat has as many as it may, the threshold makes no sense, or as `kinds`.
        """
        subject = await self._subject(read_target(target), viewer)
        rule = replace(self._draft(subject, kind, viewer), threshold=require_allowed(kind, threshold))
        expires = None if until is None else end_of(until, rule.made_at)
        rule = replace(rule, based_on=await self._basis(rule), note=note, expires_at=expires)
        states = await self._beginnings(rule, subject)
        async with self._store.transaction() as tx:
            for other, _ in await tx.rules.of(viewer.chat_id):
                if (other.target, other.kind, other.threshold) == (rule.target, kind, threshold):
                    return await self._card(tx, other.rule_id, viewer)
            if await tx.rules.count(viewer.chat_id) >= self._limit:
                raise Refused("rule_limit", n=self._limit)
            rule_id = await tx.rules.add(rule)
            await tx.rules.save_states({(rule_id, *key[1:]): state for key, state in states.items()})
            given = threshold if kind.has_threshold else None
            await tx.rules.note([RuleEntry(rule_id, rule.made_at, RuleEvent.MADE, threshold=given)])
            return replace(await self._card(tx, rule_id, viewer), new=True)

    async def mine(self, viewer: Viewer, page: int = 0) -> RuleList | Notice:
        """The rules of this chat, newest first."""
        async with self._store.snapshot() as tx:
            mine = await tx.rules.of(viewer.chat_id)
            if not mine:
                return Notice("rules_none")
            shown, page, pages = page_of(mine, page, PAGE)
            lines = [await self._line(tx, rule, state, viewer) for rule, state in shown]
        return RuleList(tuple(lines), page, pages, len(mine), self._limit)

    async def card(self, rule_id: int, viewer: Viewer, *, trial: bool = False) -> RuleCard:
        """A rule with its history, and with a trial where one is asked for.

        Raises:
            Refused: it is not this chat's, or was deleted.
        """
        async with self._store.snapshot() as tx:
            card = await self._card(tx, rule_id, viewer)
        if not trial:
            return card
        rule = await self._own(rule_id, viewer)
        today = replace(rule, threshold=card.line.carried or rule.threshold) if rule.kind.in_prices else rule
        subject = await self._subject(rule.target, viewer)
        return replace(card, trial=await self._parts.tries.of(today, subject, self._today()))

    async def _named(self, name: str, viewer: Viewer) -> RuleTarget | tuple[Security, ...] | None:
        """What a name means: all that is followed, a report or its basket, an own list, a stock; or what it may mean."""
        if (target := typed_target(name)) is not None:
            return target
        async with self._store.snapshot() as tx:
            lists = await tx.watchlists.of(viewer.chat_id)
        for each in lists:
            if same_name(each.name, typed_list(name)):
                return read_target(f"l{each.list_id}")
        match self._reference.names.find(name):
            case Found(security):
                return RuleTarget.stock(security.symbol)
            case Unclear(candidates):
                return candidates
            case _:
                return None
