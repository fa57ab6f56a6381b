"""Trying any rule on the last year: of one stock, of several, of a basket, and of what happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_targets import Scope
from bot.domain.rule_traits import Looks, Tried
from bot.domain.rules import Rule
from bot.extraction.brokers import Broker
from bot.market.closing import close_of
from bot.services.alerts.happenings import AlertRules, happened_at_close
from bot.services.names.reference import Reference
from bot.services.research.heads import head_of_pick
from bot.services.rules.baskets import basket_seen
from bot.services.rules.closes import at_target
from bot.services.rules.events import Occurrence
from bot.services.rules.horizons import occurrences
from bot.services.rules.members import narrowed
from bot.services.rules.news import said_of
from bot.services.rules.subjects import Subject
from bot.services.rules.trials import YEAR, Past, pasts_of, try_on
from bot.services.scores.episodes import told
from bot.services.scores.scoring import Scoring
from bot.services.views.news import AlertKind, AlertLine
from bot.services.views.rules import Trial, TrialNote
from bot.store.records import ConfirmedPick, PickState
from bot.store.store import Store

MOST_TRIED = 40  # securities of a rule about several: more take longer than anybody waits
ONE = Decimal(1)


class Tries:
    """Tries rules on what is stored."""

    def __init__(
        self, store: Store, scoring: Scoring, reference: Reference, brokers: Sequence[Broker], rules: AlertRules
    ) -> None:
        self._store = store
        self._scoring = scoring
        self._reference = reference
        self._brokers = brokers
        self._rules = rules

    async def pasts(self, rule: Rule, subject: Subject, until: date) -> list[tuple[Rule, Past]]:
        """The last year of each security of a rule that looks at figures, with the rule narrowed to it."""
        if rule.kind.of_event or rule.scope is Scope.BASKET:
            return []
        pairs = [(narrowed(rule, each), each.pick) for each in subject.members[:MOST_TRIED]]
        if rule.scope is Scope.STOCK:
            pick = subject.pick_for(rule.kind)
            own = [each for each in subject.picks if each.report_id == rule.report_id]
            pairs = [(rule, own[0] if own else pick)]
        if rule.kind.of_target:
            pairs = [(at_target(each, pick), pick) for each, pick in pairs if pick.pick.target_price is not None]
        limits = self._reference.price_limits
        pasts = await pasts_of(pairs, until, store=self._store, scoring=self._scoring, limits=limits)
        return [(each, past) for (each, _), past in zip(pairs, pasts, strict=True)]

    async def of(self, rule: Rule, subject: Subject, until: date) -> Trial | None:
        """When the rule would have told; None where there is nothing to try it on."""
        if rule.kind.about.tried is Tried.NOT:
            return None
        if rule.kind.about.looks_at is Looks.REPORTS:
            return await self._reports(rule, subject, until)
        if rule.scope is Scope.BASKET:
            trial = await self._basket(rule, subject, until)
        elif rule.kind.about.looks_at is Looks.SCORES:
            trial = await self._horizons(rule, subject, until)
        else:
            trial = self.together(rule, await self.pasts(rule, subject, until))
        if trial is None:
            return None
        source = await self._scoring.source(each.symbol for each in subject.members)
        return replace(trial, source=replace(source, as_of=trial.last))

    def together(
        self, rule: Rule, pasts: Sequence[tuple[Rule, Past]], threshold: Decimal | None = None
    ) -> Trial | None:
        """The trials of each security as one, by day; with another ``threshold`` where one is given."""
        tries = []
        for each, past in pasts:
            trying = each if threshold is None else replace(each, threshold=threshold)
            if (trial := try_on(trying, past)) is not None:
                tries.append((each.symbol, trial))
        if not tries:
            return None
        if not rule.scope.of_many:
            return tries[0][1]
        days = sorted(
            ((day, value, symbol) for symbol, trial in tries for day, value in trial.fired), key=lambda each: each[0]
        )
        first, last = min(trial.first for _, trial in tries), max(trial.last for _, trial in tries)
        notes = tuple(TrialNote(self._reference.ref(symbol)) for _, _, symbol in days)
        return Trial(first, last, tuple((day, value) for day, value, _ in days), notes, len(tries))

    async def _basket(self, rule: Rule, subject: Subject, until: date) -> Trial | None:
        picks = list(subject.picks)
        history = await self._scoring.day_by_day(picks, until, None)
        seen = [
            figure
            for day, scored in sorted(history.days.items())
            if day > until - YEAR and (figure := basket_seen(rule, scored, day)) is not None
        ]
        return try_on(rule, Past(excess=seen, limits=self._reference.price_limits))

    async def _horizons(self, rule: Rule, subject: Subject, until: date) -> Trial | None:
        """As a replay tells it: each pick as if it had counted from its report's day on."""
        picks = [
            replace(pick, confirmed_at=close_of(pick.report.published, pick.pick.market), changed_at=None)
            for pick in subject.picks[-MOST_TRIED:]
            if pick.report.published is not None
        ]
        history = await self._scoring.day_by_day(picks, until, None)
        states: dict[int, PickState] = {}
        found: dict[str, Occurrence] = {}
        wanted = {int(rule.threshold)} if rule.kind is RuleKind.DAYS_LEFT else set()
        for _, scored in sorted(history.days.items()):
            happened, remembered = happened_at_close(scored, states, self._rules, self._reference.ref)
            states |= remembered
            for one in occurrences(scored, happened, wanted, self._rules.soon, self._reference.ref):
                if one.kind is rule.kind:
                    found.setdefault(one.cause, one)
        return self._told(rule, found.values(), until)

    async def _reports(self, rule: Rule, subject: Subject, until: date) -> Trial | None:
        """What the reports of the year said, each on its own day."""
        found: dict[str, Occurrence] = {}
        visible = {(pick.report_id, pick.pick.symbol) for pick in subject.picks}
        async with self._store.snapshot() as tx:
            for member in subject.members[:MOST_TRIED]:
                known = await told(tx, self._brokers, symbol=member.symbol)
                for pick in known.picks.values():
                    published = pick.report.published
                    if published is None or published <= until - YEAR or published > until:
                        continue
                    if rule.scope is Scope.STOCK and (pick.report_id, member.symbol) not in visible:
                        continue
                    for one in [
                        self._came(pick),
                        *await said_of(
                            tx, pick, known, close_of(published, pick.pick.market), self._brokers, self._reference.ref
                        ),
                    ]:
                        if one.kind is rule.kind:
                            found.setdefault(one.cause, one)
        return self._told(rule, found.values(), until)

    def _came(self, pick: ConfirmedPick) -> Occurrence:
        head = head_of_pick(pick)
        line = AlertLine(AlertKind.NEW_REPORT, self._reference.ref(pick.pick.symbol), head, None)
        at = close_of(head.published, pick.pick.market)
        return Occurrence(RuleKind.NEW_REPORT, f"new_report:{pick.report_id}", at, pick, line)

    def _told(self, rule: Rule, found: Iterable[Occurrence], until: date) -> Trial:
        first = until - YEAR + timedelta(days=1)
        days = sorted((each for each in found if each.at.date() >= first), key=lambda each: each.at)
        notes = tuple(
            TrialNote(each.line.security if rule.scope.of_many else None, each.line.before, each.line.after)
            for each in days
        )
        return Trial(first, until, tuple((each.at.date(), ONE) for each in days), notes)
