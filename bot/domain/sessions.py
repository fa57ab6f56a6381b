"""Trading sessions: which days a market trades, and how far that is known."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.securities import Market

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")

ZONES = {Market.A: SHANGHAI, Market.BSE: SHANGHAI, Market.NEEQ: SHANGHAI, Market.HK: SHANGHAI, Market.US: NEW_YORK}
OPENS = {
    Market.A: time(9, 30),
    Market.BSE: time(9, 30),
    Market.NEEQ: time(9, 30),
    Market.HK: time(9, 30),
    Market.US: time(9, 30),
}
CLOSES = {
    Market.A: time(15, 0),
    Market.BSE: time(15, 0),
    Market.NEEQ: time(15, 0),
    Market.HK: time(16, 0),
    Market.US: time(16, 0),
}
PAUSES = {
    Market.A: (time(11, 30), time(13, 0)),
    Market.BSE: (time(11, 30), time(13, 0)),
    Market.NEEQ: (time(11, 30), time(13, 0)),
    Market.HK: (time(12, 0), time(13, 0)),
}  # New York has no lunch
CLOSING_AUCTIONS = {market: time(14, 57) for market in (Market.A, Market.BSE, Market.NEEQ)}


def zone_named(name: str | None) -> ZoneInfo:
    """The zone that somebody has chosen; Shanghai's where he has not."""
    return ZoneInfo(name) if name else SHANGHAI


class UnknownSession(LookupError):
    """The answer lies beyond the known trading calendar; it is never guessed."""


@dataclass(frozen=True, slots=True)
class TradingCalendar:
    """The sessions of one market, ascending, without gaps from ``sessions[0]`` to ``known_until`` (both included)."""

    market: Market
    sessions: tuple[date, ...]
    known_until: date
    source: str = ""

    def __contains__(self, day: date) -> bool:
        """Whether ``day`` is a known session."""
        found = bisect_left(self.sessions, day)
        return found < len(self.sessions) and self.sessions[found] == day

    def knows(self, day: date) -> bool:
        """Whether it is known if ``day`` is a session."""
        return bool(self.sessions) and self.sessions[0] <= day <= self.known_until

    def on_or_before(self, day: date) -> date:
        """The last session that is not after ``day``.

        Raises:
            UnknownSession: ``day`` lies outside what is known.
        """
        self._require(day)
        return self.sessions[bisect_right(self.sessions, day) - 1]

    def on_or_after(self, day: date) -> date:
        """The first session that is not before ``day``.

        Raises:
            UnknownSession: there is none within what is known.
        """
        self._require(day)
        found = bisect_left(self.sessions, day)
        if found == len(self.sessions):
            raise UnknownSession(f"{self.market}: no session known from {day} on")
        return self.sessions[found]

    def before(self, day: date) -> date:
        """The last session before ``day``; raises UnknownSession as `on_or_before` does."""
        self._require(day)
        found = bisect_left(self.sessions, day)
        if found == 0:
            raise UnknownSession(f"{self.market}: no session known before {day}")
        return self.sessions[found - 1]

    def after(self, day: date) -> date:
        """The first session after ``day``; raises UnknownSession as `on_or_after` does."""
        self._require(day)
        found = bisect_right(self.sessions, day)
        if found == len(self.sessions):
            raise UnknownSession(f"{self.market}: no session known after {day}")
        return self.sessions[found]

    def between(self, first: date, last: date) -> Sequence[date]:
        """The known sessions in ``[first, last]``."""
        return self.sessions[bisect_left(self.sessions, first) : bisect_right(self.sessions, last)]

    def count(self, after: date, until: date) -> int:
        """How many known sessions lie in ``(after, until]``."""
        return max(0, bisect_right(self.sessions, until) - bisect_right(self.sessions, after))

    def last_closed(self, now: datetime) -> date:
        """The last session whose close has passed at the aware instant ``now``."""
        local = now.astimezone(ZONES[self.market])
        today = local.date()
        return self.on_or_before(today) if local.time() >= CLOSES[self.market] else self.before(today)

    def _require(self, day: date) -> None:
        if not self.knows(day):
            raise UnknownSession(f"{self.market}: the calendar does not reach {day} (known to {self.known_until})")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A day on which two sources that know it differ; ``trades`` is what the one in force says."""

    day: date
    trades: bool
    in_force: str
    against: str


@dataclass(frozen=True, slots=True)
class Span:
    """The days (both included) of a calendar for which a source is in force."""

    source: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class MergedCalendar:
    """A calendar, where its sources do not agree, and which of them is in force when."""

    calendar: TradingCalendar
    contradictions: tuple[Contradiction, ...] = ()
    spans: tuple[Span, ...] = ()

    def days_left(self, today: date) -> int:
        """For how many days after ``today`` it is known whether they are sessions; negative once it has run out."""
        return (self.calendar.known_until - today).days


def trading_since(market: Market, at: datetime) -> datetime | None:
    """When the part of the day began in which ``at`` lies; None before the opening, at lunch, and from the close on.

    Whether the day is a session at all only a calendar knows. The opening auction lies before the opening.
    """
    local = at.astimezone(ZONES[market])
    return next((first for first, last in _parts(market, local.date()) if first <= local < last), None)


def continuous_since(market: Market, at: datetime) -> datetime | None:
    """As `trading_since`, and None in the closing auction too: what a book shows there is no price anybody pays."""
    return trading_since(market, at) if is_continuous(market, at) else None


def is_continuous(market: Market, at: datetime) -> bool:
    """Whether a market trades at this time of day, and not in an auction."""
    local = at.astimezone(ZONES[market]).time()
    if not OPENS[market] <= local < CLOSING_AUCTIONS.get(market, CLOSES[market]):
        return False
    pause = PAUSES.get(market)
    return pause is None or not pause[0] <= local < pause[1]


def traded_minutes(market: Market, at: datetime) -> int:
    """How many whole minutes the market has traded on the day of ``at``, pauses left out; all of them after the close."""
    local = at.astimezone(ZONES[market]).time()
    pause = PAUSES.get(market)
    passed = _minute(min(local, CLOSES[market])) - _minute(OPENS[market])
    if pause is not None and local > pause[0]:
        passed -= _minute(min(local, pause[1])) - _minute(pause[0])
    return max(0, passed)


def _minute(of: time) -> int:
    return of.hour * 60 + of.minute


def minutes_a_session(market: Market) -> int:
    """How many minutes a whole session has: 240 on the mainland, 330 in Hong Kong, 390 in New York."""
    last = datetime.combine(date(2000, 1, 3), CLOSES[market], ZONES[market])
    return traded_minutes(market, last)


def trading_time(calendar: TradingCalendar, since: datetime, until: datetime) -> timedelta:
    """How long the market traded between two instants, both aware."""
    zone = ZONES[calendar.market]
    days = calendar.between(since.astimezone(zone).date(), until.astimezone(zone).date())
    parts = [part for day in days for part in _parts(calendar.market, day)]
    return sum((max(min(last, until) - max(first, since), timedelta()) for first, last in parts), timedelta())


def _parts(market: Market, day: date) -> list[tuple[datetime, datetime]]:
    stops = [OPENS[market], *PAUSES.get(market, ()), CLOSES[market]]
    instants = [datetime.combine(day, stop, ZONES[market]) for stop in stops]
    return list(zip(instants[::2], instants[1::2], strict=True))


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, clipped to the end of the month (08-31 + 6 months = 02-28)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
