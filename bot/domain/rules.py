"""Rules of a subscriber's own: when a crossing is told, and why one is not. Told on the edge, never on the level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from bot.domain.quotes import Adjustment
from bot.domain.rule_figures import Grounds
from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_targets import RuleTarget, Scope
from bot.domain.rule_traits import Place, Unit
from bot.domain.securities import market_of
from bot.domain.sessions import OPENS, ZONES

COOLDOWN = timedelta(minutes=30)
CENT, MIL = Decimal("0.01"), Decimal("0.001")


class Frequency(StrEnum):
    """How often a rule tells: once for ever, once a session, at every crossing (the cooldown kept)."""

    ONCE = "once"
    SESSION = "session"
    EVERY = "every"


class Reason(StrEnum):
    """Why a crossing is not told. ``TOLD`` says that something else has told the chat of the same cause.

    The last four are doubts about the figure: the crossing itself waits.
    """

    PAUSED = "paused"
    SNOOZED = "snoozed"
    SAME_SESSION = "same_session"
    COOLDOWN = "cooldown"
    TOLD = "told"
    STALE = "stale"
    PRELIMINARY = "preliminary"
    DISPUTED = "disputed"
    SINGLE = "single_source"


DOUBTS = (Reason.STALE, Reason.PRELIMINARY, Reason.DISPUTED, Reason.SINGLE)


RuleKey = tuple[int, str, int]  # rule, security, report or 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A wish of one chat about one stock, or about several.

    ``threshold`` is a price on the basis of the day ``based_on``, or a fraction; ``report_id`` is the report since
    which an excess counts. A rule about several securities has no ``symbol`` until it is narrowed to one (`about`).
    """

    rule_id: int
    chat_id: int
    symbol: str
    kind: RuleKind
    threshold: Decimal
    based_on: date
    made_at: datetime
    report_id: int | None = None
    frequency: Frequency = Frequency.SESSION
    cooldown: timedelta = COOLDOWN
    snoozed_until: datetime | None = None
    expires_at: datetime | None = None
    note: str = ""
    paused: bool = False
    scope: Scope = Scope.STOCK
    ref: str = ""

    @property
    def target(self) -> RuleTarget:
        """What it is about."""
        return RuleTarget.stock(self.symbol) if self.scope is Scope.STOCK else RuleTarget(self.scope, self.ref)

    @property
    def key(self) -> RuleKey:
        """What its states are kept by: each security has its own, and where a figure counts from a report each report."""
        return self.rule_id, self.symbol, self.report_id or 0

    def about(self, symbol: str, report_id: int | None) -> Rule:
        """The rule narrowed to one of its securities, as one of whose reports it counts."""
        return replace(self, symbol=symbol, report_id=report_id)

    def carried(self, adjustments: Iterable[Adjustment], session: date) -> Decimal:
        """The threshold on the price basis of ``session``, by the ratios of the ex-dates since (METHODOLOGY 2)."""
        ratio = Decimal(1)
        for each in adjustments:
            if self.based_on < each.ex_date <= session:
                ratio *= each.ratio
        return carried(self.threshold, ratio) if self.kind.in_prices or self.kind.of_target else self.threshold

    def place(self, value: Decimal, threshold: Decimal) -> Place:
        """Where ``value`` lies against ``threshold``."""
        return self.kind.about.side.place(value, threshold)

    def alive(self, at: datetime) -> bool:
        """Whether it has not expired."""
        return self.expires_at is None or at < self.expires_at


@dataclass(frozen=True, slots=True)
class Telling:
    """When a rule last told in one direction."""

    at: datetime
    session: date


@dataclass(frozen=True, slots=True)
class RuleState:
    """What is remembered of a rule: its place (None before the first look) and the session in which it came there.

    ``up`` and ``down`` are the last telling in each direction, ``doubted`` the session for which a doubt was noted;
    ``spent`` is a rule of `Frequency.ONCE` that has told.
    """

    place: Place | None = None
    session: date | None = None
    up: Telling | None = None
    down: Telling | None = None
    doubted: date | None = None
    spent: bool = False


@dataclass(frozen=True, slots=True)
class Observation:
    """A figure at an instant of a session, with the rule's threshold as carried there, and what is wrong with it if anything is.

    ``grounds`` are what the figure was made of, where there is more to say than itself.
    """

    value: Decimal
    threshold: Decimal
    session: date
    at: datetime
    doubt: Reason | None = None
    grounds: Grounds | None = None

    def noted(self, kind: RuleKind) -> tuple[Decimal, Decimal]:
        """Figure and threshold for the history: the prices, where a kind has neither."""
        if kind.about.unit is Unit.NOTHING and self.grounds is not None:
            return self.grounds.price, self.grounds.level or self.threshold
        return self.value, self.threshold


@dataclass(frozen=True, slots=True)
class Fired:
    """A crossing that is told."""

    place: Place
    seen: Observation


@dataclass(frozen=True, slots=True)
class Held:
    """A crossing that is not told, and why."""

    reason: Reason
    seen: Observation


class RuleEvent(StrEnum):
    """What came of a rule (the first two), or what its owner did with it."""

    FIRED = "fired"
    HELD = "held"
    MADE = "made"
    EDITED = "edited"
    PAUSED = "paused"
    RESUMED = "resumed"
    SNOOZED = "snoozed"
    DELETED = "deleted"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A line of a rule's history, which is only ever added to; a ``reason`` says why a crossing was held.

    ``symbol`` is the security, where the rule has several; ``before`` and ``after`` are what a change was from and to.
    """

    rule_id: int
    at: datetime
    event: RuleEvent
    reason: Reason | None = None
    value: Decimal | None = None
    threshold: Decimal | None = None
    symbol: str = ""
    before: str = ""
    after: str = ""


def worth_showing(newest_first: Iterable[RuleEntry]) -> list[RuleEntry]:
    """A history without the doubts about figures that were told in the end."""
    after: dict[str, RuleEntry] = {}  # by security what came next
    shown = []
    for entry in newest_first:
        later = after.get(entry.symbol)
        resolved = later is not None and later.event is RuleEvent.FIRED and later.value == entry.value
        if entry.reason not in DOUBTS or not resolved:
            after[entry.symbol] = entry
            shown.append(entry)
    return shown


def carried(threshold: Decimal, ratio: Decimal) -> Decimal:
    """A price over ex-dates of this ratio, to the cent as it is shown; below 1 to the tenth of one. Unchanged at ratio 1."""
    if ratio == 1:
        return threshold
    price = threshold / ratio
    return price.quantize(CENT if price >= 1 else MIL, ROUND_HALF_UP)


def standing(rule: Rule, state: RuleState, session: date) -> Place | None:
    """The place from which a session's next figure counts.

    Kinds that begin each session anew begin it so for a rule, too, that was made before its opening and never looked.
    """
    anew = rule.kind.about.anew
    if anew is None or state.session == session:
        return state.place
    if state.session is not None or not rule.symbol:
        return anew if state.session is not None else state.place
    market = market_of(rule.symbol)
    made_before = rule.made_at <= datetime.combine(session, OPENS[market], ZONES[market])
    return anew if made_before else state.place


def step(rule: Rule, state: RuleState, seen: Observation) -> tuple[RuleState, Fired | Held | None]:
    """What a new figure does to a rule.

    A doubtful figure moves nothing, so that the crossing is told once a figure without doubt shows it; the doubt
    itself is noted once a session. A crossing that is held for any other reason is over with it.
    """
    if state.spent or not rule.alive(seen.at):
        return state, None
    before, now = standing(rule, state, seen.session), rule.place(seen.value, seen.threshold)
    if now == before:
        return state, None
    if seen.doubt is not None:
        if now is Place.QUIET or before is None or state.doubted == seen.session:
            return state, None
        return replace(state, doubted=seen.session), Held(seen.doubt, seen)
    moved = replace(state, place=now, session=seen.session)
    if before is None or now is Place.QUIET:
        return moved, None
    if (reason := _reason_to_hold(rule, state, seen, now)) is not None:
        return moved, Held(reason, seen)
    told, spent = Telling(seen.at, seen.session), rule.frequency is Frequency.ONCE
    fired = replace(moved, up=told, spent=spent) if now is Place.UP else replace(moved, down=told, spent=spent)
    return fired, Fired(now, seen)


def hear(rule: Rule, state: RuleState, seen: Observation, place: Place) -> tuple[RuleState, Fired | Held | None]:
    """What something that has happened does to a rule that waits for it; ``place`` is its direction."""
    if state.spent or not rule.alive(seen.at):
        return state, None
    if (reason := _reason_to_hold(rule, state, seen, place)) is not None:
        return state, Held(reason, seen)
    told, spent = Telling(seen.at, seen.session), rule.frequency is Frequency.ONCE
    after = replace(state, up=told, spent=spent) if place is Place.UP else replace(state, down=told, spent=spent)
    return after, Fired(place, seen)


def _reason_to_hold(rule: Rule, state: RuleState, seen: Observation, now: Place) -> Reason | None:
    last = state.up if now is Place.UP else state.down
    if rule.paused:
        return Reason.PAUSED
    if rule.snoozed_until is not None and seen.at < rule.snoozed_until:
        return Reason.SNOOZED
    if last is None:
        return None
    if rule.frequency is Frequency.SESSION and last.session == seen.session:
        return Reason.SAME_SESSION
    return Reason.COOLDOWN if seen.at - last.at < rule.cooldown else None
