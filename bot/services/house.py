"""The use cases together, as the face of the product (tg/, the command line) gets them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock
from bot.services.access.allowances import Allowances
from bot.services.access.channels import Channels
from bot.services.access.groups import Groups
from bot.services.access.invitations import Invitations
from bot.services.access.members import Members
from bot.services.access.people import People
from bot.services.access.privacy import Privacy
from bot.services.asking import Asking
from bot.services.digests.choices import DigestChoices
from bot.services.digests.making import Digests
from bot.services.follows.finding import FollowFinding
from bot.services.follows.following import Following
from bot.services.follows.subscriptions import Subscriptions
from bot.services.follows.why import Why
from bot.services.lists.files import ListFiles
from bot.services.lists.named import Lists
from bot.services.messages.broadcasts import Broadcasts
from bot.services.messages.holding import HeldMessages
from bot.services.messages.inbox import Inbox
from bot.services.messages.pacing import Pacer
from bot.services.messages.queue import Queue
from bot.services.names.guessing import Guessing
from bot.services.names.lookup import Lookup
from bot.services.names.reference import Reference
from bot.services.operation.failures import Failures
from bot.services.operation.job_watch import JobWatch
from bot.services.operation.routine import Routine
from bot.services.prices.backfill import Backfill
from bot.services.prices.sources import SourceWatch
from bot.services.reports.corrections import Corrections
from bot.services.reports.drafts import Drafts
from bot.services.reports.ingest import Ingest
from bot.services.reports.merging import Merging
from bot.services.reports.undoing import Undoing
from bot.services.research.cards import Research
from bot.services.research.exports import Exports
from bot.services.research.replaying import Replaying
from bot.services.research.settlements import Settlements
from bot.services.research.sharing import Sharing
from bot.services.research.timelines import Timelines
from bot.services.rules.changes import RuleChanges
from bot.services.rules.making import Rules
from bot.services.scores.baskets import Baskets
from bot.services.scores.ledger import Ledger
from bot.services.scores.scoreboards import Scoreboards
from bot.services.scores.scoring import Scoring
from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class Services:
    """One object of each kind, wired by app.py."""

    store: Store
    clock: Clock
    reference: Reference
    people: People
    invitations: Invitations
    members: Members
    groups: Groups
    privacy: Privacy
    ingest: Ingest
    drafts: Drafts
    channels: Channels
    corrections: Corrections
    undoing: Undoing
    merging: Merging
    asking: Asking
    following: Following
    follow_finding: FollowFinding
    subscriptions: Subscriptions
    why: Why
    lookup: Lookup
    guessing: Guessing
    lists: Lists
    list_files: ListFiles
    tracking: Backfill
    scoring: Scoring
    ledger: Ledger
    research: Research
    sharing: Sharing
    exports: Exports
    settlements: Settlements
    baskets: Baskets
    replaying: Replaying
    timelines: Timelines
    scoreboards: Scoreboards
    digests: Digests
    digest_choices: DigestChoices
    routine: Routine
    rules: Rules
    rule_changes: RuleChanges
    sources: SourceWatch
    held: HeldMessages
    queue: Queue
    failures: Failures
    broadcasts: Broadcasts
    allowances: Allowances
    jobs: JobWatch
    inbox: Inbox
    pacer: Pacer
