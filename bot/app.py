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
from bot.services.administration import Administration
from bot.services.alerting import Alerting
from bot.services.allowances import Allowance, Allowances
from bot.services.asking import Asking
from bot.services.backfill import Backfill
from bot.services.base_rates import BaseRates
from bot.services.baskets import Baskets
from bot.services.broadcasts import Broadcasts
from bot.services.channels import Channels
from bot.services.closes import CloseCheck
from bot.services.corrections import Corrections
from bot.services.digest_choices import DigestChoices
from bot.services.digests import Digests
from bot.services.drafts import Drafts
from bot.services.exports import Exports
from bot.services.failures import Failures
from bot.services.follow_finding import FollowFinding
from bot.services.followers import Followers
from bot.services.following import Following
from bot.services.groups import Groups
from bot.services.guessing import Guessing
from bot.services.happenings import AlertRules
from bot.services.holding import HeldMessages
from bot.services.house import Services
from bot.services.inbox import Inbox
from bot.services.ingest import Ingest
from bot.services.invitations import Invitations
from bot.services.job_watch import JobWatch
from bot.services.kept_boards import KeptBoards, Place
from bot.services.ledger import Ledger
from bot.services.list_files import ListFiles
from bot.services.list_tables import ListTables
from bot.services.lists import Lists
from bot.services.lookup import Lookup, load_english_names
from bot.services.members import Members
from bot.services.merging import Merging
from bot.services.pacing import Pacer, Rates
from bot.services.people import Defaults, People
from bot.services.privacy import Privacy
from bot.services.queue import Queue
from bot.services.reference import Reference
from bot.services.replaying import Replaying
from bot.services.research import Research
from bot.services.routine import Routine
from bot.services.rule_announced import Announced
from bot.services.rule_changes import RuleChanges
from bot.services.rule_desk import RuleParts
from bot.services.rule_events import RuleEvents
from bot.services.rule_news import RuleNews
from bot.services.rule_notices import RuleNotices
from bot.services.rule_subjects import Subjects
from bot.services.rule_tries import Tries
from bot.services.rule_watch import UNSEEN, RuleWatch
from bot.services.rules import Rules
from bot.services.scoreboards import Scoreboards
from bot.services.scoring import Scoring
from bot.services.settlements import Settlements
from bot.services.sharing import Sharing
from bot.services.sources import SourceWatch
from bot.services.subscriptions import Subscriptions
from bot.services.timelines import Timelines
from bot.services.undoing import Undoing
from bot.services.uploads import UploadedFiles
from bot.services.why import Why
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
    )


def _rates(settings: Settings) -> Rates:
    telegram = settings.telegram
    return Rates(telegram.rate_paid or telegram.rate_total, telegram.gap_private, telegram.gap_group)
