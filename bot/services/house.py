"""The use cases together, as the face of the product (tg/, the command line) gets them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock
from bot.services.allowances import Allowances
from bot.services.asking import Asking
from bot.services.backfill import Backfill
from bot.services.baskets import Baskets
from bot.services.broadcasts import Broadcasts
from bot.services.channels import Channels
from bot.services.corrections import Corrections
from bot.services.digest_choices import DigestChoices
from bot.services.digests import Digests
from bot.services.drafts import Drafts
from bot.services.exports import Exports
from bot.services.failures import Failures
from bot.services.follow_finding import FollowFinding
from bot.services.following import Following
from bot.services.groups import Groups
from bot.services.guessing import Guessing
from bot.services.holding import HeldMessages
from bot.services.inbox import Inbox
from bot.services.ingest import Ingest
from bot.services.invitations import Invitations
from bot.services.job_watch import JobWatch
from bot.services.ledger import Ledger
from bot.services.list_files import ListFiles
from bot.services.lists import Lists
from bot.services.lookup import Lookup
from bot.services.members import Members
from bot.services.merging import Merging
from bot.services.pacing import Pacer
from bot.services.people import People
from bot.services.privacy import Privacy
from bot.services.queue import Queue
from bot.services.reference import Reference
from bot.services.replaying import Replaying
from bot.services.research import Research
from bot.services.routine import Routine
from bot.services.rule_changes import RuleChanges
from bot.services.rules import Rules
from bot.services.scoreboards import Scoreboards
from bot.services.scoring import Scoring
from bot.services.settlements import Settlements
from bot.services.sharing import Sharing
from bot.services.sources import SourceWatch
from bot.services.subscriptions import Subscriptions
from bot.services.timelines import Timelines
from bot.services.undoing import Undoing
from bot.services.why import Why
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
