"""The use cases wired on a store and the fakes; built twice on one database it is a restart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from bot.domain.following import DigestSlot, TargetKind
from bot.domain.reports import Report
from bot.domain.scoring.results import ReturnBasis
from bot.extraction.brokers import Broker, load_brokers
from bot.extraction.documents import Limits
from bot.extraction.scale_config import FOLDER, ConfiguredScales, load_scales
from bot.market.benchmarks import Benchmarks, load_benchmarks
from bot.market.industries import Industries, load_industries
from bot.market.ports import ActionSource, MarketSource, QuoteSource
from bot.services.access.allowances import Allowance, Allowances
from bot.services.access.channels import Channels
from bot.services.access.groups import Groups
from bot.services.access.invitations import Invitations
from bot.services.access.members import Members
from bot.services.access.people import Defaults, People, Viewer
from bot.services.access.privacy import Privacy
from bot.services.alerts.alerting import Alerting
from bot.services.alerts.happenings import AlertRules
from bot.services.asking import Asking
from bot.services.digests.choices import DigestChoices
from bot.services.digests.making import Digests
from bot.services.follows.finding import FollowFinding
from bot.services.follows.followers import Followers
from bot.services.follows.following import Following
from bot.services.follows.subscriptions import Subscriptions
from bot.services.follows.why import Why
from bot.services.lists.files import ListFiles
from bot.services.lists.named import Lists
from bot.services.lists.tables import ListTables
from bot.services.messages.delivery import Delivery
from bot.services.messages.inbox import Inbox
from bot.services.messages.pacing import Pacer, Rates
from bot.services.messages.sending import DeliveryRules
from bot.services.messages.transport import Transport
from bot.services.names.guessing import Guessing
from bot.services.names.lookup import Lookup, load_english_names
from bot.services.names.reference import Reference
from bot.services.operation.administration import Administration
from bot.services.operation.routine import Routine
from bot.services.prices.tracking import Tracking
from bot.services.reports.closes import CloseCheck
from bot.services.reports.corrections import Corrections
from bot.services.reports.drafts import Drafts
from bot.services.reports.ingest import Ingest
from bot.services.reports.merging import Merging
from bot.services.reports.undoing import Undoing
from bot.services.reports.uploads import UploadedFiles
from bot.services.research.cards import Research
from bot.services.research.exports import Exports
from bot.services.research.replaying import Replaying
from bot.services.research.settlements import Settlements
from bot.services.research.sharing import Sharing
from bot.services.research.timelines import Timelines
from bot.services.rules.announced import Announced
from bot.services.rules.changes import RuleChanges
from bot.services.rules.desk import RuleParts
from bot.services.rules.events import RuleEvents
from bot.services.rules.making import Rules
from bot.services.rules.news import RuleNews
from bot.services.rules.notices import RuleNotices
from bot.services.rules.subjects import Subjects
from bot.services.rules.tries import Tries
from bot.services.rules.watch import RuleWatch
from bot.services.scores.base_rates import BaseRates
from bot.services.scores.baskets import Baskets
from bot.services.scores.ledger import Ledger
from bot.services.scores.scoreboards import Scoreboards
from bot.services.scores.scoring import Scoring
from bot.services.views.pieces import Target
from bot.store import Store
from bot.store.records import ReportState, Role, User
from bot.workers import Inline, Runner
from tests.integration.services.parts import SetClock, shanghai

CONFIG = Path(__file__).parents[3] / "config"
OWNER, ANN, BOB = 1, 7, 8


@dataclass(frozen=True)
class House:
    store: Store
    clock: SetClock
    reference: Reference
    people: People
    invitations: Invitations
    members: Members
    groups: Groups
    privacy: Privacy
    ingest: Ingest
    drafts: Drafts
    corrections: Corrections
    undoing: Undoing
    merging: Merging
    asking: Asking
    following: Following
    follow_finding: FollowFinding
    channels: Channels
    subscriptions: Subscriptions
    why: Why
    tracking: Tracking
    scoring: Scoring
    ledger: Ledger
    research: Research
    sharing: Sharing
    replaying: Replaying
    baskets: Baskets
    settlements: Settlements
    exports: Exports
    timelines: Timelines
    scoreboards: Scoreboards
    alerting: Alerting
    digests: Digests
    digest_choices: DigestChoices
    routine: Routine
    rules: Rules
    rule_changes: RuleChanges
    inbox: Inbox
    lookup: Lookup
    guessing: Guessing
    lists: Lists
    list_files: ListFiles

    def delivery(
        self, transport: Transport, rates: Rates | None = None, rules: DeliveryRules | None = None
    ) -> Delivery:
        pacer = Pacer(self.clock, rates or Rates(total=1000, private_gap=0.001, group_gap=0.001))
        return Delivery(self.store, transport, pacer, self.clock, "zh", rules)

    async def confirmed(self, given: Report, *, at: str = "2024-12-26T20:00") -> int:
        """A confirmed report, as an owner's confirmation leaves it."""
        instant = shanghai(at)
        async with self.store.transaction() as tx:
            digest = sha256(given.title.encode()).hexdigest()
            stored = await tx.reports.add(given, sha256=digest, uploaded_by=OWNER, at=instant)
            await tx.reports.set_state(stored.report_id, ReportState.CONFIRMED, OWNER, instant)
        return stored.report_id

    async def subscriber(
        self,
        user_id: int = ANN,
        *,
        follows: Target | None = None,
        since: str = "2024-12-26T20:00",
        qualified: bool | None = None,
        day_change: str | None = "0.07",
        digest_at: time | None = time(20, 45),
        morning_at: time | None = None,
        weekly_at: time | None = None,
    ) -> Viewer:
        """Somebody known, who follows everything unless told otherwise."""
        user = User(
            user_id=user_id,
            name=f"user {user_id}",
            language="zh",
            role=Role.SUBSCRIBER,
            qualified=qualified,
            day_change=Decimal(day_change) if day_change else None,
            active=True,
            created_at=shanghai(since),
        )
        target = follows or Target(TargetKind.EVERYTHING)
        async with self.store.transaction() as tx:
            await tx.users.save(user)
            times = {DigestSlot.MORNING: morning_at, DigestSlot.CLOSE: digest_at, DigestSlot.WEEKLY: weekly_at}
            await tx.digests.begin(user_id, times)
            await tx.follows.add(user_id, target.kind, target.ref, shanghai(since))
        return Viewer(user_id, user_id, user.name, "zh", Role.SUBSCRIBER, qualified)

    async def changed(self, viewer: Viewer, **fields: object) -> None:
        """Change what is stored of a user."""
        async with self.store.transaction() as tx:
            user = await tx.users.get(viewer.user_id)
            assert user is not None
            await tx.users.save(replace(user, **fields))  # type: ignore[arg-type] # fields of User by name


class Tables(NamedTuple):
    """What the house looks up; read once, since nothing here changes it."""

    benchmarks: Benchmarks
    brokers: tuple[Broker, ...]
    scales: ConfiguredScales
    industries: Industries
    english: Mapping[str, str]


@cache
def tables() -> Tables:
    return Tables(
        load_benchmarks(CONFIG),
        load_brokers(CONFIG / "brokers.toml"),
        load_scales(CONFIG / FOLDER),
        load_industries(CONFIG),
        load_english_names(CONFIG),
    )


def build(
    store: Store,
    clock: SetClock,
    market: MarketSource,
    quotes: QuoteSource,
    reference: Reference,
    folder: Path,
    reader: Runner | None = None,
    actions: ActionSource | None = None,
) -> House:
    """Everything that app.py wires, on fakes."""
    benchmarks, brokers, scales, industries, english = tables()
    followers = Followers(brokers)
    tracking = Tracking(
        store,
        market,
        benchmarks,
        clock,
        history=timedelta(days=30),
        industries=industries,
        quotes=quotes,
        with_successors=reference.with_successors,
    )
    scoring = Scoring(store, reference, benchmarks, ReturnBasis.TOTAL)
    ledger = Ledger(store, scoring, reference, clock, followers)
    allowances = Allowances(clock, Allowance())
    following = Following(store, clock, reference, followers, allowances)
    lookup = Lookup(reference, english)
    lists = Lists(store, ListTables(store, scoring, quotes, reference, clock), reference, clock)
    scoreboards = Scoreboards(store, scoring, BaseRates(store, reference), reference, clock, brokers)
    digests = Digests(store, tracking, scoring, reference, clock, followers, scoreboards)
    research = Research(store, scoring, following, reference, clock, brokers, followers)
    rules = AlertRules(Decimal("0.07"), 0.01, 2, timedelta(days=30))
    events = RuleEvents(reference, clock, followers)
    alerting = Alerting(store, tracking, quotes, reference, clock, rules, followers, events)
    people = People(
        store, clock, Defaults(frozenset({OWNER, 2}), True, "zh", {DigestSlot.CLOSE: time(20, 45)}, Decimal("0.07"))
    )
    subscriptions = Subscriptions(store, tracking, reference, clock)
    finding = FollowFinding(store, lookup, followers, brokers)
    files = UploadedFiles(folder / "uploads")
    announced = Announced()
    watch = RuleWatch(store, tracking, quotes, reference, clock, followers, scoring=scoring, announced=announced)
    desk = RuleParts(
        store,
        tracking,
        scoring,
        quotes,
        reference,
        clock,
        Subjects(store, reference, followers),
        Tries(store, scoring, reference, brokers, rules),
    )
    return House(
        store,
        clock,
        reference,
        people,
        Invitations(store, people, clock),
        Members(store, people, clock),
        Groups(store, people),
        Privacy(store, files, clock),
        Ingest(
            store,
            files,
            reader or Inline(),
            reference,
            clock,
            limits=Limits(),
            brokers=brokers,
            allowances=allowances,
            closes=CloseCheck(store, market, reference, clock),
        ),
        Drafts(store, reference, clock, followers, RuleNews(events, reference, brokers)),
        Corrections(store, reference, clock, scales),
        Undoing(store, reference, clock),
        Merging(store, reference, clock),
        Asking(store, reference, clock, brokers),
        following,
        finding,
        Channels(store, people, following, finding, subscriptions, reference, clock, everybody=False),
        subscriptions,
        Why(store, subscriptions, reference, clock),
        tracking,
        scoring,
        ledger,
        research,
        Sharing(store, scoring, reference, clock, followers),
        Replaying(store, scoring, reference, clock, rules),
        Baskets(store, scoring, industries, benchmarks, clock),
        Settlements(store, scoring, reference, clock, followers),
        Exports(store, scoring, ledger, clock, brokers),
        Timelines(store, scoring, reference, clock, brokers),
        scoreboards,
        alerting,
        digests,
        DigestChoices(store, tracking, clock),
        Routine(
            store,
            clock,
            tracking,
            ledger,
            scoring,
            alerting,
            digests,
            reference,
            research,
            Administration(store, reference, clock),
            watch,
            RuleNotices(store, watch, tracking, market, actions, announced, followers, clock, reference),
        ),
        Rules(desk, 3),
        RuleChanges(desk),
        Inbox(store, clock),
        lookup,
        Guessing(store, lookup, brokers),
        lists,
        ListFiles(lists, lookup, reference, clock),
    )


async def refreshed(house: House, *moments: str) -> None:
    """Let the A market's refresh fire at these Shanghai times: at 20:30 the evening's, before it the close's."""
    from bot.domain.securities import Market  # noqa: PLC0415 - beside its only use

    for text in moments:
        house.clock.set(text)
        due: datetime = shanghai(text)
        await house.routine.refresh(Market.A, "evening" if due.hour >= 20 else "close", due)
