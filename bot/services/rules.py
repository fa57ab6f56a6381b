"""Rules of one's own: made in three taps or one line, tried, shown, changed and deleted by whose they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from bot.clock import Clock
from bot.domain.names import Found, Unclear
from bot.domain.price_limits import board_of
from bot.domain.rule_kinds import RuleKind
from bot.domain.rules import Frequency, Rule, RuleEntry, RuleEvent, RuleState, step
from bot.domain.securities import market_of
from bot.domain.sessions import SHANGHAI, ZONES
from bot.market.ports import QuoteSource
from bot.services.cards import head_of, may_see
from bot.services.paging import page_of
from bot.services.people import Refused, Viewer
from bot.services.reference import Reference
from bot.services.rule_beginnings import basis_day, end_of, quoted_now
from bot.services.rule_choices import require_allowed, thresholds_for
from bot.services.rule_lines import line_of
from bot.services.rule_trials import Past, pasts_of, try_on
from bot.services.rule_words import Wish
from bot.services.scoring import Scoring
from bot.services.sessions import Sessions
from bot.services.views import (
    Notice,
    RuleCard,
    RuleDraft,
    RuleKinds,
    RuleLine,
    RuleList,
    RuleMisread,
    RuleThresholds,
)
from bot.store.records import ConfirmedPick
from bot.store.store import Store, Transaction

PAGE = 8
SNOOZE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Subject:
    """A security with the newest pick of it that the viewer may see."""

    symbol: str
    pick: ConfirmedPick


class Rules:
    """The rules of a chat, at most ``limit``."""

    def __init__(
        self,
        store: Store,
        sessions: Sessions,
        scoring: Scoring,
        quotes: QuoteSource,
        reference: Reference,
        clock: Clock,
        limit: int,
    ) -> None:
        self._store = store
        self._sessions = sessions
        self._scoring = scoring
        self._quotes = quotes
        self._reference = reference
        self._clock = clock
        self._limit = limit

    async def wished(self, wish: Wish, viewer: Viewer) -> RuleCard | RuleDraft | RuleMisread | RuleList | Notice:
        """What a typed line asks for: a rule made or tried, or what of it was understood.

        Raises:
            Refused: several securities answer to the name, or such a rule cannot be made.
        """
        if not wish.name and wish.kind is None:
            return await self.mine(viewer)
        match self._reference.names.find(wish.name):
            case Found(security):
                symbol = security.symbol
            case Unclear(candidates):
                raise Refused("stock_unclear", query=wish.name, codes=" ".join(each.code for each in candidates[:5]))
            case _:
                return RuleMisread(None, wish.kind, wish.name)
        if wish.kind is None or wish.threshold is None:
            return RuleMisread(self._reference.ref(symbol), wish.kind, wish.rest)
        if wish.trying:
            return await self.tried(symbol, wish.kind, wish.threshold, viewer)
        return await self.make(symbol, wish.kind, wish.threshold, viewer, note=wish.note, until=wish.until)

    async def kinds(self, symbol: str, viewer: Viewer) -> RuleKinds:
        """What can be watched of a stock.

        Raises:
            Refused: no report that the viewer may see names it.
        """
        await self._subject(symbol, viewer)
        kinds = [kind for kind in RuleKind if not kind.about.mainland or board_of(symbol) is not None]
        return RuleKinds(self._reference.ref(symbol), tuple(kinds))

    async def thresholds(
        self, symbol: str, kind: RuleKind, viewer: Viewer, rule_id: int | None = None
    ) -> RuleThresholds | RuleDraft:
        """Sensible thresholds from where the figure stands, each tried on the last year; the rule itself where it has none.

        Raises:
            Refused: as `kinds`, or the rule to be changed is not the viewer's.
        """
        if not kind.has_threshold:
            return await self.tried(symbol, kind, Decimal(1), viewer)
        subject = await self._subject(symbol, viewer)
        like = await self._own(rule_id, viewer) if rule_id is not None else self._draft(subject, kind, viewer)
        past = await self._past(like, subject)
        newest = past.newest
        now = newest[1] if newest and (kind.of_price or kind.of_excess) else None
        choices = thresholds_for(kind, now, past, subject.pick)
        counted = []
        for threshold in choices:
            trial = try_on(replace(like, threshold=threshold), past)
            counted.append((threshold, None if trial is None else len(trial.fired)))
        as_of = newest[0] if newest else None
        return RuleThresholds(self._reference.ref(symbol), kind, now, as_of, tuple(counted), rule_id)

    async def tried(self, symbol: str, kind: RuleKind, threshold: Decimal, viewer: Viewer) -> RuleDraft:
        """When such a rule would have told, before it is saved.

        Raises:
            Refused: as `make`.
        """
        subject = await self._subject(symbol, viewer)
        rule = replace(self._draft(subject, kind, viewer), threshold=require_allowed(kind, threshold))
        return RuleDraft(self._reference.ref(symbol), kind, threshold, try_on(rule, await self._past(rule, subject)))

    async def make(
        self,
        symbol: str,
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
        subject = await self._subject(symbol, viewer)
        rule = replace(self._draft(subject, kind, viewer), threshold=require_allowed(kind, threshold))
        expires = None if until is None else end_of(until, rule.made_at)
        rule = replace(
            rule, based_on=await basis_day(symbol, self._sessions, rule.made_at), note=note, expires_at=expires
        )
        state = await self._at_its_making(rule, subject)
        async with self._store.transaction() as tx:
            for other, _ in await tx.rules.of(viewer.chat_id):
                if (other.symbol, other.kind, other.threshold) == (symbol, kind, threshold):
                    return await self._card(tx, other.rule_id, viewer)
            if await tx.rules.count(viewer.chat_id) >= self._limit:
                raise Refused("rule_limit", n=self._limit)
            rule_id = await tx.rules.add(rule)
            await tx.rules.save_states({replace(rule, rule_id=rule_id).key: state})
            await tx.rules.note([RuleEntry(rule_id, rule.made_at, RuleEvent.MADE, threshold=threshold)])
            return replace(await self._card(tx, rule_id, viewer), new=True)

    async def mine(self, viewer: Viewer, page: int = 0) -> RuleList | Notice:
        """The rules of this chat, newest first."""
        async with self._store.snapshot() as tx:
            own = await tx.rules.of(viewer.chat_id)
            if not own:
                return Notice("rules_none")
            shown, page, pages = page_of(own, page, PAGE)
            lines = [await self._line(tx, rule, state, viewer) for rule, state in shown]
        return RuleList(tuple(lines), page, pages, len(own), self._limit)

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
        today = replace(rule, threshold=card.line.carried or rule.threshold)
        return replace(card, trial=try_on(today, await self._past(rule, await self._subject(rule.symbol, viewer))))

    async def pause(self, rule_id: int, viewer: Viewer, *, paused: bool) -> RuleCard:
        """Let a rule hold what it would tell, or tell again; a snooze ends with either."""
        return await self._change(
            rule_id, viewer, RuleEvent.PAUSED if paused else RuleEvent.RESUMED, paused=paused, snoozed_until=None
        )

    async def snooze(self, rule_id: int, viewer: Viewer) -> RuleCard:
        """Let a rule hold what it would tell for a day."""
        return await self._change(rule_id, viewer, RuleEvent.SNOOZED, snoozed_until=self._clock.now() + SNOOZE)

    async def set_frequency(self, rule_id: int, viewer: Viewer, frequency: Frequency) -> RuleCard:
        """How often a rule tells."""
        return await self._change(rule_id, viewer, RuleEvent.EDITED, frequency=frequency)

    async def set_threshold(self, rule_id: int, viewer: Viewer, threshold: Decimal) -> RuleCard:
        """Another threshold, on today's price basis; the rule is armed anew from where the figure stands."""
        rule = await self._own(rule_id, viewer)
        changed = replace(
            rule,
            threshold=require_allowed(rule.kind, threshold),
            based_on=await basis_day(rule.symbol, self._sessions, self._clock.now()),
        )
        state = await self._at_its_making(changed, await self._subject(rule.symbol, viewer))
        return await self._change(
            rule_id, viewer, RuleEvent.EDITED, state=state, threshold=threshold, based_on=changed.based_on
        )

    async def delete(self, rule_id: int, viewer: Viewer) -> Notice:
        """Delete a rule."""
        rule = await self._own(rule_id, viewer)
        now = self._clock.now()
        async with self._store.transaction() as tx:
            await tx.rules.delete(rule_id, now)
            await tx.rules.note([RuleEntry(rule_id, now, RuleEvent.DELETED)])
        return Notice("rule_deleted", {"name": self._reference.ref(rule.symbol).name})

    async def _change(
        self, rule_id: int, viewer: Viewer, event: RuleEvent, *, state: RuleState | None = None, **fields: object
    ) -> RuleCard:
        rule = await self._own(rule_id, viewer)
        changed = replace(rule, **fields)  # type: ignore[arg-type] # fields of Rule by name
        async with self._store.transaction() as tx:
            await tx.rules.save(changed)
            await tx.rules.save_states({} if state is None else {changed.key: state})
            threshold = changed.threshold if event is RuleEvent.EDITED else None
            await tx.rules.note([RuleEntry(rule_id, self._clock.now(), event, threshold=threshold)])
            return await self._card(tx, rule_id, viewer)

    async def _own(self, rule_id: int, viewer: Viewer) -> Rule:
        async with self._store.snapshot() as tx:
            return (await _own(tx, rule_id, viewer))[0]

    async def _card(self, tx: Transaction, rule_id: int, viewer: Viewer) -> RuleCard:
        rule, state = await _own(tx, rule_id, viewer)
        return RuleCard(await self._line(tx, rule, state, viewer), tuple(await tx.rules.history(rule_id, 10)))

    async def _line(self, tx: Transaction, rule: Rule, state: RuleState, viewer: Viewer) -> RuleLine:
        now = self._clock.now()
        adjustments = (await tx.prices.adjustments([rule.symbol]))[rule.symbol]
        threshold = rule.carried(adjustments, now.astimezone(ZONES[market_of(rule.symbol)]).date())
        stored = await tx.reports.get(rule.report_id) if rule.report_id is not None else None
        seen = stored is not None and may_see(stored.report, qualified=viewer.qualified)
        return line_of(rule, state, self._reference, now, threshold, head_of(stored) if stored and seen else None)

    async def _subject(self, symbol: str, viewer: Viewer) -> _Subject:
        async with self._store.snapshot() as tx:
            picks = await tx.reports.confirmed_picks(symbol=symbol)
        visible = [each for each in picks if may_see(each.report, qualified=viewer.qualified)]
        if not visible:
            raise Refused("rule_not_covered", name=self._reference.ref(symbol).name)
        return _Subject(symbol, max(visible, key=lambda each: each.report.published or date.min))

    def _draft(self, subject: _Subject, kind: RuleKind, viewer: Viewer) -> Rule:
        if kind.about.mainland and board_of(subject.symbol) is None:
            raise Refused("rule_mainland_only", name=self._reference.ref(subject.symbol).name)
        report_id = subject.pick.report_id if kind.of_report else None
        now = self._clock.now()
        today = now.astimezone(SHANGHAI).date()
        return Rule(0, viewer.chat_id, subject.symbol, kind, Decimal(1), today, now, report_id)

    async def _past(self, rule: Rule, subject: _Subject) -> Past:
        pick: ConfirmedPick | None = subject.pick
        if rule.report_id is not None and rule.report_id != subject.pick.report_id:
            async with self._store.snapshot() as tx:
                own = await tx.reports.confirmed_picks(symbol=rule.symbol, report_id=rule.report_id)
            pick = own[0] if own else None
        until = self._clock.now().astimezone(SHANGHAI).date()
        limits = self._reference.price_limits
        return (await pasts_of([(rule, pick)], until, store=self._store, scoring=self._scoring, limits=limits))[0]

    async def _at_its_making(self, rule: Rule, subject: _Subject) -> RuleState:
        """The state from which edges count: by the quote of now in session, else by the last close."""
        seen = await quoted_now(rule, self._quotes, self._clock.now())
        seen = seen or (await self._past(rule, subject)).seen(rule)
        if seen is None:
            return RuleState()
        return step(rule, RuleState(), seen)[0]


async def _own(tx: Transaction, rule_id: int, viewer: Viewer) -> tuple[Rule, RuleState]:
    found = [each for each in await tx.rules.get([rule_id]) if each[0].chat_id == viewer.chat_id]
    if not found:
        raise Refused("rule_unknown")
    return found[0]
