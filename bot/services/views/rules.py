"""Rules of one's own: the list, one of them, what makes one, and what they tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from bot.domain.rule_figures import Grounds
from bot.domain.rule_groups import Group
from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_targets import RuleTarget, Scope
from bot.domain.rules import Frequency, RuleEntry
from bot.services.views.news import AlertLine
from bot.services.views.pieces import ReportHead, SecurityRef, Source


class RuleWord(StrEnum):
    """What of a rule can be typed."""

    THRESHOLD = "threshold"
    NOTE = "note"
    UNTIL = "until"


class RuleStanding(StrEnum):
    """Whether a rule will tell."""

    ARMED = "armed"
    BEYOND = "beyond"
    PAUSED = "paused"
    SNOOZED = "snoozed"
    SPENT = "spent"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class RuleAim:
    """What a rule is about; ``label`` is the name of a stock or a list, or the title of a report."""

    scope: Scope
    ref: str
    label: str = ""

    @property
    def written(self) -> str:
        """As buttons carry it."""
        return RuleTarget(self.scope, self.ref).written


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as it is shown: its threshold as it was given, and as ex-dates have carried it where they have.

    ``head`` is the report since which an excess counts; ``until`` ends a snooze, ``last_day`` the rule. A rule with an
    ``aim`` has no ``security`` (its symbol is empty) unless the line is about one of them.
    """

    rule_id: int
    security: SecurityRef
    kind: RuleKind
    threshold: Decimal
    carried: Decimal | None
    frequency: Frequency
    standing: RuleStanding
    head: ReportHead | None = None
    note: str = ""
    until: datetime | None = None
    last_day: date | None = None
    aim: RuleAim | None = None
    cooldown: timedelta | None = None

    @property
    def about(self) -> RuleAim:
        """What it is about, be it one stock."""
        return self.aim or RuleAim(Scope.STOCK, self.security.symbol, self.security.name)


@dataclass(frozen=True, slots=True)
class RuleDeleted:
    """A rule that was deleted and can be brought back."""

    line: RuleLine


@dataclass(frozen=True, slots=True)
class RuleQuestion:
    """What of a rule is to be typed: its threshold, its note or its last day (``word``); with choices to tap."""

    line: RuleLine
    word: RuleWord


@dataclass(frozen=True, slots=True)
class CarriedThreshold:
    """What an ex-date makes of the price for which a rule waits."""

    kind: RuleKind
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class RuleTelling:
    """A crossing: the figure, its instant, for how long nobody had looked (``since``), whether it was touched and left again.

    ``grounds`` are what the figure was made of, where there is more to say; ``event`` is what has happened, where a rule
    waited for that and not for a figure; ``carried`` is what an ex-date makes of the chat's other rules.
    """

    rule: RuleLine
    value: Decimal
    at: datetime
    source: str
    since: datetime | None = None
    touched: bool = False
    grounds: Grounds | None = None
    event: AlertLine | None = None
    carried: tuple[CarriedThreshold, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleAlert:
    """What one chat's rules have to tell at one look; ``notice``: of what was announced, not of what was traded."""

    session: date
    lines: tuple[RuleTelling, ...]
    source: Source
    notice: bool = False


@dataclass(frozen=True, slots=True)
class RuleList:
    """A chat's rules, one page."""

    lines: tuple[RuleLine, ...]
    page: int
    pages: int
    total: int
    limit: int


@dataclass(frozen=True, slots=True)
class TrialNote:
    """Of which security a rule would have told, where it has several, and what would have changed into what."""

    security: SecurityRef | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """When a rule would have told between two sessions, oldest first: the session and the figure.

    ``notes`` say more of each, where there is more to say. Where it has many securities, ``tried`` of them were tried.
    ``source`` is where the prices come from; None where reports alone are looked at.
    """

    first: date
    last: date
    fired: tuple[tuple[date, Decimal], ...]
    notes: tuple[TrialNote, ...] = ()
    tried: int = 0
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One rule with its history, newest first, and what a trial of it gave; ``editing`` opens what can be changed."""

    line: RuleLine
    history: tuple[RuleEntry, ...]
    trial: Trial | None = None
    new: bool = False
    editing: bool = False


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule that is tried before it is saved."""

    aim: RuleAim
    kind: RuleKind
    threshold: Decimal
    trial: Trial | None


@dataclass(frozen=True, slots=True)
class RuleKinds:
    """What can be watched, the kinds of one group (see `bot.domain.rule_kinds.GROUPS`); ``groups`` are those that have any."""

    aim: RuleAim
    kinds: tuple[RuleKind, ...]
    group: Group
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class RuleThresholds:
    """Thresholds to choose from, each with how often it would have told in the last year (None: nothing to try it on).

    ``now`` is the last figure known. ``rule_id`` is the rule to be changed, None for a new one.
    """

    aim: RuleAim
    kind: RuleKind
    now: Decimal | None
    as_of: date | None
    choices: tuple[tuple[Decimal, int | None], ...]
    rule_id: int | None = None


@dataclass(frozen=True, slots=True)
class RuleWhich:
    """A line whose ``name`` is none of a security's, or several's; ``kind`` and ``threshold`` are None where not understood."""

    name: str
    candidates: tuple[SecurityRef, ...]
    kind: RuleKind | None
    threshold: Decimal | None


@dataclass(frozen=True, slots=True)
class RuleMisread:
    """A line that is no rule: what of it was understood, and what was not.

    ``nearest`` are kinds that it may mean, with the threshold where one can be guessed.
    """

    aim: RuleAim | None
    kind: RuleKind | None
    rest: str
    nearest: tuple[tuple[RuleKind, Decimal | None], ...] = ()


RuleViews = (
    RuleAlert
    | RuleCard
    | RuleDeleted
    | RuleDraft
    | RuleKinds
    | RuleList
    | RuleMisread
    | RuleWhich
    | RuleQuestion
    | RuleThresholds
)
