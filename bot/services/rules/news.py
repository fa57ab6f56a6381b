"""What a confirmed report brings about for rules that wait: that it came, what it changes, whom it contradicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from math import prod

from bot.domain.consensus import Consensus
from bot.domain.episodes import Episode
from bot.domain.ratings import RatingChange
from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_traits import Looks, Place
from bot.domain.rules import carried
from bot.domain.said import consensus_moved, dissent_of, newest_of_its_house, rating_changed
from bot.domain.sessions import SHANGHAI
from bot.extraction.brokers import Broker, house_today
from bot.services.alerts.happenings import Naming
from bot.services.names.reference import Reference
from bot.services.research.heads import head_of_pick
from bot.services.rules.closes import target_of
from bot.services.rules.events import Occurrence, RuleEvents
from bot.services.scores.episodes import Told, told
from bot.services.views.news import AlertKind, AlertLine
from bot.services.views.pieces import Source
from bot.store.records import ConfirmedPick, StoredReport
from bot.store.store import Transaction


def new_report_cause(report_id: int) -> str:
    """The cause under which a report that came is told of, to who follows it as to who has a rule about it."""
    return f"new_report:{report_id}"


async def news_of(
    tx: Transaction, report_id: int, at: datetime, brokers: Sequence[Broker], naming: Naming
) -> list[Occurrence]:
    """What a report that was confirmed at this instant brings about, its securities in printed order."""
    picks = {pick.pick.symbol: pick for pick in await tx.reports.confirmed_picks(report_id=report_id)}
    came = [
        Occurrence(
            RuleKind.NEW_REPORT,
            new_report_cause(report_id),
            at,
            pick,
            AlertLine(AlertKind.NEW_REPORT, naming(symbol), head_of_pick(pick), None),
        )
        for symbol, pick in picks.items()
    ]
    for symbol, pick in picks.items():
        if pick.pick.rating is not None or pick.pick.target_price is not None:
            known = await told(tx, brokers, symbol=symbol)
            if newest_of_its_house(known.timeline, report_id, symbol):
                came += await said_of(tx, pick, known, at, brokers, naming)
    return came


async def said_of(
    tx: Transaction, pick: ConfirmedPick, known: Told, at: datetime, brokers: Sequence[Broker], naming: Naming
) -> list[Occurrence]:
    """What a pick says of its security that is news, given all that is known of that."""
    found = list(_said(pick, known, at, naming))
    before = _targets_before(pick, known, brokers)
    since, until = before.report.published if before else None, pick.report.published
    if before is not None and since is not None and until is not None:
        adjustments = (await tx.prices.adjustments([pick.pick.symbol]))[pick.pick.symbol]
        ratio = prod((each.ratio for each in adjustments if since < each.ex_date <= until), start=Decimal(1))
        found += _target_changed(pick, before, ratio, at, naming)
    return found


def _said(pick: ConfirmedPick, known: Told, at: datetime, naming: Naming) -> Iterator[Occurrence]:
    symbol, report_id, on = pick.pick.symbol, pick.report_id, pick.report.published
    if on is None:
        return
    yield from _rating(pick, known, at, naming)
    if (dissent := dissent_of(known.timeline, report_id, symbol, on)) is not None:
        line = _line(AlertKind.DISSENT, pick, naming, _ratings(dissent.others), pick.pick.rating or "")
        yield Occurrence(RuleKind.DISSENT, f"dissent:{report_id}:{symbol}", at, pick, line)
    today = at.astimezone(SHANGHAI).date()
    episodes = [each for each in known.timeline.episodes if each.symbol == symbol and each.since <= today]
    if (moved := consensus_moved(episodes, on)) is not None:
        yield consensus_occurrence(pick, *moved, at, naming)


def consensus_occurrence(
    pick: ConfirmedPick, before: Consensus | None, after: Consensus, at: datetime, naming: Naming
) -> Occurrence:
    """That most houses think otherwise of a security than they did."""
    words = [_counts(each) for each in (before, after)]
    line = _line(AlertKind.CONSENSUS, pick, naming, *words)
    higher = before is None or _lean(after) >= _lean(before)
    cause = f"consensus:{pick.pick.symbol}:{after.on}:{words[1]}"
    return Occurrence(RuleKind.CONSENSUS, cause, at, pick, line, Place.UP if higher else Place.DOWN)


def _rating(pick: ConfirmedPick, known: Told, at: datetime, naming: Naming) -> Iterator[Occurrence]:
    """A rating that is another than the one known before it, or that the report itself says is another."""
    cause = f"rating:{pick.report_id}:{pick.pick.symbol}"
    changed = rating_changed(known.timeline, pick.report_id, pick.pick.symbol)
    if changed is not None:
        place = Place.UP if changed.up else Place.DOWN
        line = _line(AlertKind.RATING_CHANGED, pick, naming, changed.before, changed.after)
        yield Occurrence(RuleKind.RATING_CHANGED, cause, at, pick, line, place)
    elif pick.pick.rating and pick.pick.rating_change in (RatingChange.UPGRADED, RatingChange.DOWNGRADED):
        place = Place.UP if pick.pick.rating_change is RatingChange.UPGRADED else Place.DOWN
        line = _line(AlertKind.RATING_CHANGED, pick, naming, "", pick.pick.rating)
        yield Occurrence(RuleKind.RATING_CHANGED, cause, at, pick, line, place)


def _targets_before(pick: ConfirmedPick, known: Told, brokers: Sequence[Broker]) -> ConfirmedPick | None:
    """The newest earlier pick of the same house on the security with a target price, in the same currency."""
    if target_of(pick, None) is None or pick.report.published is None:
        return None
    house = house_today(pick.report.broker, brokers)
    earlier = [
        each
        for each in known.picks.values()
        if each.report.published is not None
        and each.report.published < pick.report.published
        and target_of(each, None) is not None
        and house_today(each.report.broker, brokers) == house
    ]
    return max(earlier, key=lambda each: (each.report.published, each.report_id), default=None)


def _target_changed(
    pick: ConfirmedPick, before: ConfirmedPick, ratio: Decimal, at: datetime, naming: Naming
) -> Iterator[Occurrence]:
    """Compared on the price basis of the new report's day: a split alone changes no target."""
    was, now = before.pick.target_price or Decimal(0), pick.pick.target_price or Decimal(0)
    on_todays_basis = carried(was, ratio)
    if on_todays_basis == now:
        return
    line = _line(AlertKind.TARGET_CHANGED, pick, naming, str(was), str(now), str(on_todays_basis) if ratio != 1 else "")
    place = Place.UP if now > on_todays_basis else Place.DOWN
    cause = f"target:{pick.report_id}:{pick.pick.symbol}"
    yield Occurrence(RuleKind.TARGET_CHANGED, cause, at, pick, line, place)


def _line(kind: AlertKind, pick: ConfirmedPick, naming: Naming, before: str, after: str, reason: str = "") -> AlertLine:
    head = head_of_pick(pick)
    return AlertLine(kind, naming(pick.pick.symbol), head, None, before=before, after=after, reason=reason)


def _ratings(episodes: Sequence[Episode]) -> str:
    """Who says what: ``甲证券=买入,乙证券=增持``."""
    return ",".join(f"{each.house}={each.rating}" for each in episodes)


def _counts(consensus: Consensus | None) -> str:
    return "-".join(map(str, (consensus.bullish, consensus.neutral, consensus.bearish))) if consensus else ""


def _lean(consensus: Consensus) -> float:
    return (consensus.bullish - consensus.bearish) / max(consensus.ratings, 1)


class RuleNews:
    """Tells rules what a confirmed report brings about."""

    def __init__(self, events: RuleEvents, reference: Reference, brokers: Sequence[Broker]) -> None:
        self._events = events
        self._reference = reference
        self._brokers = brokers

    async def confirmed(self, tx: Transaction, stored: StoredReport, at: datetime, by: int | None) -> None:
        """Tell of it; the chat ``by`` which it was confirmed knows that it came."""
        if by is not None:
            await tx.events.once(by, new_report_cause(stored.report_id), at)
        kinds = [kind for kind in RuleKind if kind.about.looks_at is Looks.REPORTS]
        if await tx.rules.any_of(kinds, at):
            happened = await news_of(tx, stored.report_id, at, self._brokers, self._reference.ref)
            await self._events.tell(tx, happened, Source(stored.report.broker, stored.report.published))
