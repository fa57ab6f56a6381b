"""The composition root: settings become parts, parts become the house; what starts first stops last."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

from bot.clock import Clock, SystemClock
from bot.domain.following import DigestSlot
from bot.domain.scoring.results import ReturnBasis
from bot.extraction.brokers import load_brokers
from bot.extraction.documents import MEGABYTE, Limits
from bot.extraction.scale_config import FOLDER, load_scales
from bot.market.benchmarks import load_benchmarks
from bot.market.industries import load_industries
from bot.services.access.allowances import Allowance, Allowances
from bot.services.access.channels import Channels
from bot.services.access.groups import Groups
from bot.services.access.invitations import Invitations
from bot.services.access.members import Members
from bot.services.access.people import Defaults, People
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
from bot.services.house import Services
from bot.services.lists.files import ListFiles
from bot.services.lists.named import Lists
from bot.services.lists.tables import ListTables
from bot.services.messages.broadcasts import Broadcasts
from bot.services.messages.holding import HeldMessages
from bot.services.messages.inbox import Inbox
from bot.services.messages.pacing import Pacer, Rates
from bot.services.messages.queue import Queue
from bot.services.names.guessing import Guessing
from bot.services.names.lookup import Lookup, load_english_names
from bot.services.names.reference import Reference
from bot.services.operation.administration import Administration
from bot.services.operation.failures import Failures
from bot.services.operation.job_watch import JobWatch
from bot.services.operation.routine import Routine
from bot.services.prices.backfill import Backfill
from bot.services.prices.sources import SourceWatch
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
from bot.services.rules.watch import UNSEEN, RuleWatch
from bot.services.scores.base_rates import BaseRates
from bot.services.scores.baskets import Baskets
from bot.services.scores.kept_boards import KeptBoards, Place
from bot.services.scores.ledger import Ledger
from bot.services.scores.scoreboards import Scoreboards
from bot.services.scores.scoring import Scoring
from bot.settings import Settings
from bot.store.schema import is_current
from bot.store.store import Store
from bot.supply import open_market
from bot.workers import Worker

SCORING_SECONDS = 120.0  # a hundred thousand picks take a few
COUNTING_SECONDS = 900.0  # a hundred thousand reports take a minute to read


class MigrationFailed(Exception):
    """The database could not be brought up to date; the reason stands above, on standard error."""


async def ensure_schema(settings: Settings) -> None:
    """Bring the database up to date, in a child process: Alembic's memory is not wanted in this one.

    Raises:
        MigrationFailed: the child said why.
    """
    if await is_current(settings.database):
        return
    # the URL may hold a password, which does not belong into the list of processes
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.store.schema", stdin=asyncio.subprocess.PIPE
    )
    await child.communicate(settings.database.encode())
    if child.returncode != 0:
        raise MigrationFailed("the database could not be brought up to date")


@asynccontextmanager
async def open_house(
    settings: Settings, clock: Clock | None = None, *, resident: bool = False
) -> AsyncIterator[Services]:
    """Every use case, wired; on leaving everything is closed, the worker processes ended.

    A ``resident`` house keeps the memory of its scoring in a process that ends after idling; one that is opened for a
    short work saves the way there.
    """
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        market_worker = worker_of(stack, "market", settings.market.call_seconds, settings)
        reading_worker = worker_of(
            stack, "reading", settings.reading.seconds, settings, megabytes=settings.reading.memory_megabytes
        )
        await ensure_schema(settings)
        store = Store(settings.database)
        stack.push_async_callback(store.close)
        market = await open_market(settings, clock, market_worker, stack)
        refreshed = settings.data_dir / "securities.csv"
        reference = Reference(settings.config_dir, refreshed, market.calls, market.sources)
        benchmarks = load_benchmarks(settings.config_dir)
        history = timedelta(days=settings.market.history_days)
        industries = load_industries(settings.config_dir)
        tracking = Backfill(
            store,
            market.source,
            benchmarks,
            clock,
            history=history,
            industries=industries,
            quotes=market.quotes,
            actions=market.actions,
            with_successors=reference.with_successors,
        )
        scorer = worker_of(stack, "scoring", SCORING_SECONDS, settings) if resident else None
        basis = ReturnBasis(settings.scoring.basis)
        scoring = Scoring(store, reference, benchmarks, basis, scorer)
        base_rates = BaseRates(store, reference, scorer)
        brokers, scales = load_brokers(settings.config_dir / "brokers.toml"), load_scales(settings.config_dir / FOLDER)
        followers = Followers(brokers)
        ledger = Ledger(store, scoring, reference, clock, followers)
        limits = settings.limits
        allowances = Allowances(
            clock, Allowance(limits.messages_per_minute, limits.uploads_per_day, limits.subscriptions_per_chat)
        )
        following = Following(store, clock, reference, followers, allowances)
        lookup = Lookup(reference, load_english_names(settings.config_dir))
        lists = Lists(store, ListTables(store, scoring, market.quotes, reference, clock), reference, clock)
        scoreboards = (
            Scoreboards(store, scoring, base_rates, reference, clock, brokers)
            if scorer is None
            else KeptBoards(
                store,
                scoring,
                base_rates,
                reference,
                clock,
                brokers,
                scorer,
                Place(settings.database, settings.config_dir, refreshed, basis),
                worker_of(stack, "counting", COUNTING_SECONDS, settings),
            )
        )
        digests = Digests(store, tracking, scoring, reference, clock, followers, scoreboards)
        research = Research(store, scoring, following, reference, clock, brokers, followers)
        events = RuleEvents(reference, clock, followers)
        news = RuleNews(events, reference, brokers)
        alerting = Alerting(store, tracking, market.quotes, reference, clock, _rules(settings), followers, events)
        administration = Administration(store, reference, clock)
        unseen = max(UNSEEN, 2 * timedelta(seconds=settings.market.quote_seconds))
        alone = settings.alerts.single_source
        announced = Announced()
        watch = RuleWatch(
            store,
            tracking,
            market.quotes,
            reference,
            clock,
            followers,
            unseen=unseen,
            single_source=alone,
            scoring=scoring,
            announced=announced,
        )
        notices = RuleNotices(
            store, watch, tracking, market.source, market.announcements, announced, followers, clock, reference
        )
        desk = RuleParts(
            store,
            tracking,
            scoring,
            market.quotes,
            reference,
            clock,
            Subjects(store, reference, followers),
            Tries(store, scoring, reference, brokers, _rules(settings)),
        )
        people = People(store, clock, _defaults(settings))
        subscriptions = Subscriptions(store, tracking, reference, clock)
        finding = FollowFinding(store, lookup, followers, brokers)
        files = UploadedFiles(settings.data_dir / "uploads")
        yield Services(
            store=store,
            clock=clock,
            reference=reference,
            people=people,
            invitations=Invitations(store, people, clock),
            members=Members(store, people, clock),
            groups=Groups(store, people),
            privacy=Privacy(store, files, clock),
            ingest=Ingest(
                store,
                files,
                reading_worker,
                reference,
                clock,
                limits=Limits(int(settings.reading.max_megabytes * MEGABYTE), settings.reading.max_pages),
                brokers=brokers,
                allowances=allowances,
                scales=scales,
                closes=CloseCheck(store, market.source, reference, clock),
            ),
            drafts=Drafts(store, reference, clock, followers, news),
            corrections=Corrections(store, reference, clock, scales),
            undoing=Undoing(store, reference, clock),
            merging=Merging(store, reference, clock),
            asking=Asking(store, reference, clock, brokers),
            following=following,
            follow_finding=finding,
            channels=Channels(
                store,
                people,
                following,
                finding,
                subscriptions,
                reference,
                clock,
                everybody=settings.access.channels == "everybody",
            ),
            subscriptions=subscriptions,
            why=Why(store, subscriptions, reference, clock),
            lookup=lookup,
            guessing=Guessing(store, lookup, brokers),
            lists=lists,
            list_files=ListFiles(lists, lookup, reference, clock),
            tracking=tracking,
            scoring=scoring,
            ledger=ledger,
            research=research,
            sharing=Sharing(store, scoring, reference, clock, followers),
            exports=Exports(store, scoring, ledger, clock, brokers),
            settlements=Settlements(store, scoring, reference, clock, followers),
            baskets=Baskets(store, scoring, industries, benchmarks, clock),
            replaying=Replaying(store, scoring, reference, clock, _rules(settings)),
            timelines=Timelines(store, scoring, reference, clock, brokers),
            scoreboards=scoreboards,
            digests=digests,
            digest_choices=DigestChoices(store, tracking, clock),
            routine=Routine(
                store,
                clock,
                tracking,
                ledger,
                scoring,
                alerting,
                digests,
                reference,
                research,
                administration,
                watch,
                notices,
            ),
            rules=Rules(desk, settings.alerts.rules_per_chat),
            rule_changes=RuleChanges(desk),
            sources=SourceWatch(market.source.name, market.sources, market.probes, reference, clock),
            held=HeldMessages(store),
            queue=Queue(store, clock, _rates(settings)),
            failures=Failures(store, clock),
            broadcasts=Broadcasts(store, clock, _rates(settings)),
            allowances=allowances,
            jobs=JobWatch(store, clock),
            inbox=Inbox(store, clock),
            pacer=Pacer(clock, _rates(settings)),
        )


def worker_of(
    stack: AsyncExitStack, name: str, limit: float, settings: Settings, *, megabytes: int | None = None
) -> Worker:
    """A child process that ends with ``stack`` at the latest."""
    memory = None if megabytes is None else megabytes * MEGABYTE
    worker = Worker(name, limit=limit, idle=settings.market.idle_seconds, memory=memory)
    stack.push_async_callback(worker.close)
    return worker


def _rules(settings: Settings) -> AlertRules:
    alerts = settings.alerts
    return AlertRules(
        alerts.day_change,
        float(alerts.band_margin),
        alerts.band_closes,
        timedelta(days=alerts.soon_days),
        alerts.single_source,
    )


def _defaults(settings: Settings) -> Defaults:
    return Defaults(
        owners=frozenset(settings.access.owners),
        open=settings.access.open,
        language=settings.language,
        digests={
            DigestSlot.MORNING: settings.digest.morning,
            DigestSlot.CLOSE: settings.digest.at,
            DigestSlot.WEEKLY: settings.digest.weekly,
        },
        day_change=settings.alerts.day_change,
        dark=settings.market.chart_theme == "dark",
        red_up=settings.market.red_is_up,
    )


def _rates(settings: Settings) -> Rates:
    telegram = settings.telegram
    return Rates(telegram.rate_paid or telegram.rate_total, telegram.gap_private, telegram.gap_group)
