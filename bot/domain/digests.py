"""Digests: three of them, what each can hold, and when each is due, whatever zone its reader lives in.

A morning digest is of the session to come, a close digest of the sessions since the last one, a weekly one of a week's.
Times are wall times of the reader's zone; one that a clock skips in spring comes as much later as the clock was put on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.following import DigestSlot
from bot.domain.sessions import CLOSES, SHANGHAI, TradingCalendar, UnknownSession

READY = time(20, 45)  # Shanghai: before, the day's total-return index is not published
_DAY = timedelta(days=1)


class Block(StrEnum):
    """What a digest can hold."""

    DUE = "due"
    RATINGS = "ratings"
    SUSPENDED = "suspended"
    MOVERS = "movers"
    BANDS = "bands"
    EVENTS = "events"
    ALERTS = "alerts"
    AHEAD = "ahead"
    VERDICTS = "verdicts"
    BOARD = "board"
    BASKETS = "baskets"
    CHART = "chart"


BLOCKS = {
    DigestSlot.MORNING: (Block.DUE, Block.RATINGS, Block.SUSPENDED),
    DigestSlot.CLOSE: (Block.EVENTS, Block.MOVERS, Block.BANDS, Block.ALERTS, Block.AHEAD, Block.CHART),
    DigestSlot.WEEKLY: (Block.VERDICTS, Block.BOARD, Block.MOVERS, Block.BASKETS, Block.AHEAD, Block.CHART),
}
USUAL = {slot: frozenset(blocks) for slot, blocks in BLOCKS.items()} | {
    DigestSlot.CLOSE: frozenset(BLOCKS[DigestSlot.CLOSE]) - {Block.CHART}  # a picture every evening is one too many
}


@dataclass(frozen=True, slots=True)
class DigestChoice:
    """What a chat wants of one digest: ``at`` is a time of its zone, None is never.

    The digest of the session ``dealt`` was made at ``dealt_at``, or there was nothing to say in it.
    """

    chat_id: int
    slot: DigestSlot
    at: time | None
    blocks: frozenset[Block]
    dealt: date | None = None
    dealt_at: datetime | None = None


def ready_at(session: date) -> datetime:
    """When the figures of a session are complete, in UTC."""
    return datetime.combine(session, READY, SHANGHAI).astimezone(UTC)


def closes_at(session: date) -> datetime:
    """When the A-share session ends, in UTC."""
    return datetime.combine(session, next(iter(CLOSES.values())), SHANGHAI).astimezone(UTC)


def due_at(slot: DigestSlot, session: date, at: time, zone: ZoneInfo) -> datetime:
    """When the digest of a session is sent, in UTC.

    In the morning at the last such time before the close; after a session at the one nearest to the moment at which its
    figures are complete, and not before it; after a week (``session`` is its last) at the first from that moment on.
    """
    match slot:
        case DigestSlot.MORNING:
            end = closes_at(session)
            return max(moment for moment in _moments(at, zone, end) if moment < end)
        case DigestSlot.CLOSE:
            ready = ready_at(session)
            return max(ready, min(_moments(at, zone, ready), key=lambda moment: abs(moment - ready)))
        case DigestSlot.WEEKLY:
            ready = ready_at(session)
            return min(moment for moment in _moments(at, zone, ready) if moment >= ready)


def due_session(slot: DigestSlot, calendar: TradingCalendar, at: time, zone: ZoneInfo, now: datetime) -> date | None:
    """The newest session whose digest is due; None where none is.

    A morning digest is of no use any more when its session has ended.

    Raises:
        UnknownSession: the calendar does not reach so far.
    """
    reached = [each for each in _sessions(slot, calendar, now) if due_at(slot, each, at, zone) <= now]
    if slot is DigestSlot.MORNING:
        reached = [each for each in reached if now < closes_at(each)]
    return max(reached, default=None)


def next_due(
    slot: DigestSlot, calendar: TradingCalendar, at: time, zone: ZoneInfo, now: datetime
) -> tuple[date, datetime] | None:
    """The session of the digest that comes next after ``now``, and when; None beyond the known calendar."""
    coming = ((due_at(slot, each, at, zone), each) for each in _sessions(slot, calendar, now))
    moment, session = min((each for each in coming if each[0] > now), default=(None, None))
    return None if moment is None or session is None else (session, moment)


def week_of(calendar: TradingCalendar, session: date) -> tuple[date, ...]:
    """The sessions of the week in which a session lies."""
    monday = session - session.weekday() * _DAY
    return tuple(calendar.between(monday, monday + 6 * _DAY))


def _sessions(slot: DigestSlot, calendar: TradingCalendar, now: datetime) -> Iterator[date]:
    """Every session whose digest may be the newest one due, or the next."""
    today = now.astimezone(SHANGHAI).date()
    calendar.on_or_before(today)
    near = calendar.between(today - 20 * _DAY, today + 20 * _DAY)  # no holidays are as long
    for session in near:
        if slot is not DigestSlot.WEEKLY or _ends_week(calendar, session):
            yield session


def _ends_week(calendar: TradingCalendar, session: date) -> bool:
    try:
        following = calendar.after(session)
    except UnknownSession:
        return session.weekday() == 4  # noqa: PLR2004 - Friday, where nothing else is known
    return following.isocalendar()[:2] != session.isocalendar()[:2]


def _moments(at: time, zone: ZoneInfo, around: datetime) -> list[datetime]:
    """The instants of a wall time in the days around another instant, in UTC."""
    today = around.astimezone(zone).date()
    return [datetime.combine(today + days * _DAY, at, zone).astimezone(UTC) for days in range(-2, 3)]
