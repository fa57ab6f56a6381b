"""Fakes with behaviour: a clock that is set, a market in dictionaries that can fail, a Telegram that keeps what it gets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from bot.domain.quotes import Adjustment, Bar, CorporateAction, Quote, Suspension
from bot.domain.ratings import Band, Basis, RatingScale, ScaleSource, Subject
from bot.domain.reports import Benchmark, Evidence, Pick, PickKind, Report, ReportKind, Unresolved
from bot.domain.securities import Market, market_of
from bot.domain.sessions import SHANGHAI, Contradiction, MergedCalendar, TradingCalendar
from bot.market.closing import last_closed_day, market_of_index
from bot.market.ports import Dispute, MarketError, NoData, SecondLook
from bot.services.messages.codec import load_view
from bot.services.messages.transport import Outcome, Outgoing, Sent
from bot.services.views import View
from bot.store import Store

SCALE = RatingScale(
    Subject.STOCK,
    Basis.EXCESS,
    (6, 12),
    ScaleSource.REPORT,
    (Band("买入", 0.20, None), Band("增持", 0.05, 0.20), Band("中性", -0.05, 0.05), Band("减持", None, -0.05)),
)
PUBLISHED = date(2024, 12, 26)
HOLIDAYS = {date(2025, 1, 1), *(date(2025, 1, 28) + timedelta(days=day) for day in range(8))}


def shanghai(text: str) -> datetime:
    """An instant by its Shanghai time."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


class SetClock:
    """Stands until it is set; who sleeps moves it."""

    def __init__(self, text: str) -> None:
        self.set(text)

    def set(self, text: str) -> None:
        self._now = shanghai(text).astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    async def sleep(self, seconds: float) -> None:
        # a clock counts microseconds: a shorter wait would never end for who waits again
        self._now += max(timedelta(seconds=seconds), timedelta(microseconds=1))


def weekdays(market: Market, first: date, last: date, closed: Iterable[date] = ()) -> TradingCalendar:
    """A calendar of all weekdays but the closed ones."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    sessions = tuple(day for day in days if day.weekday() < 5 and day not in set(closed))
    return TradingCalendar(market, sessions, last, "dictionary")


class DictMarket:
    """A market in dictionaries. It tells no bar before its session's close; what is in ``failing`` raises."""

    name = "dictionary"

    def __init__(self, clock: SetClock) -> None:
        self._clock = clock
        self.bars: dict[str, dict[date, Bar]] = {}
        self.events: dict[str, list[Adjustment]] = {}
        self.halted: list[Suspension] = []
        self.announced: dict[str, list[CorporateAction]] = {}
        self.calendars = {
            market: weekdays(market, date(2024, 11, 1), date(2025, 12, 31), HOLIDAYS) for market in Market
        }
        self.prices: dict[str, Quote] = {}
        self.disputed: dict[str, Quote] = {}
        self.alone: set[str] = set()
        self.failing: dict[str, MarketError] = {}
        self.asked: list[str] = []
        self.contradictions: dict[Market, list[Contradiction]] = {}

    def close(self, code: str, day: date | str, price: float | str) -> None:
        """Set a close (and an open a little below it)."""
        session = date.fromisoformat(day) if isinstance(day, str) else day
        close = Decimal(str(price))
        bar = Bar(session, close, open=close - Decimal("0.1") if "." in code else None)
        self.bars.setdefault(code, {})[session] = bar

    def close_with_quotes(self, symbols: Iterable[str], session: date, price: str) -> None:
        """Quotes from three seconds after the close, at a price like the one before."""
        at = datetime.combine(session, time(15, 0, 3), SHANGHAI)
        for symbol in symbols:
            self.prices[symbol] = Quote(symbol, Decimal(price), Decimal(price), at, "tencent")

    def flat(self, code: str, price: float, last: date = date(2025, 12, 31)) -> None:
        """Set every close of the calendar to one price."""
        calendar = self.calendars[market_of(code) if "." in code else market_of_index(code)]
        for session in calendar.between(date(2024, 11, 1), last):
            self.close(code, session, price)

    async def daily_bars(self, symbol: str, since: date, until: date) -> tuple[Bar, ...]:
        self._ask("bars", symbol)
        return self._between(symbol, since, min(until, last_closed_day(market_of(symbol), self._clock.now())))

    async def index_bars(self, code: str, since: date, until: date) -> tuple[Bar, ...]:
        self._ask("index", code)
        return self._between(code, since, min(until, last_closed_day(market_of_index(code), self._clock.now())))

    async def adjustments(self, symbol: str, since: date, until: date) -> tuple[Adjustment, ...]:
        self._ask("adjustments", symbol)
        return tuple(each for each in self.events.get(symbol, ()) if since < each.ex_date <= until)

    async def suspensions(self, symbols: Sequence[str], since: date, until: date) -> tuple[Suspension, ...]:
        self._ask("suspensions", "")
        return tuple(each for each in self.halted if each.symbol in symbols and since <= each.session <= until)

    async def corporate_actions(self, symbol: str, since: date, until: date) -> tuple[CorporateAction, ...]:
        self._ask("actions", symbol)
        return tuple(each for each in self.announced.get(symbol, ()) if since < each.ex_date <= until)

    async def calendar(self, market: Market) -> TradingCalendar:
        self._ask("calendar", market)
        return self.calendars[market]

    async def merged_calendar(self, market: Market) -> MergedCalendar:
        return MergedCalendar(await self.calendar(market), tuple(self.contradictions.get(market, ())))

    async def quotes(self, symbols: Sequence[str]) -> Mapping[str, Quote]:
        self._ask("quotes", ",".join(symbols))
        return {symbol: self.prices[symbol] for symbol in symbols if symbol in self.prices}

    async def second_look(self, quotes: Sequence[Quote]) -> SecondLook:
        self._ask("second look", ",".join(each.symbol for each in quotes))
        named = {each.symbol: each for each in quotes}
        disputes = {symbol: Dispute(named[symbol], other) for symbol, other in self.disputed.items() if symbol in named}
        return SecondLook(disputes, frozenset(self.alone & named.keys()))

    def quote(self, symbol: str, change: float | str, *, age: timedelta = timedelta(0), previous: str = "100") -> None:
        """Set the quote of a moment: its change against the reference price."""
        before = Decimal(previous)
        price = before * (1 + Decimal(str(change)))
        self.prices[symbol] = Quote(symbol, price, before, self._clock.now() - age, self.name)

    def _between(self, code: str, since: date, until: date) -> tuple[Bar, ...]:
        if code not in self.bars:
            raise NoData(f"The dictionary has no bars of {code}")
        return tuple(bar for day, bar in sorted(self.bars[code].items()) if since <= day <= until)

    def _ask(self, what: str, code: str) -> None:
        self.asked.append(f"{what} {code}".strip())
        for name in (what, code, f"{what} {code}"):
            if name in self.failing:
                raise self.failing[name]


class KeepingTransport:
    """Keeps what it is given; answers what it is told to, in order, then that it arrived."""

    def __init__(self) -> None:
        self.got: list[Outgoing] = []
        self.answers: list[Outcome | Exception] = []

    async def send(self, message: Outgoing) -> Outcome:
        self.got.append(message)
        answer = self.answers.pop(0) if self.answers else Sent(1000 + len(self.got))
        if isinstance(answer, Exception):
            raise answer
        return answer


@dataclass
class Names:
    """Securities of the tests by symbol, as the registry knows them."""

    known: dict[str, str] = field(
        default_factory=lambda: {
            "300308.SZ": "中际旭创",
            "300502.SZ": "新易盛",
            "002335.SZ": "科华数据",
            "09698.HK": "万国数据-SW",
            "VNET.US": "世纪互联",
        }
    )


def pick(
    symbol: str = "300308.SZ",
    rating: str | None = "增持",
    kind: PickKind = PickKind.RECOMMENDED,
    segment: str | None = "光模块",
) -> Pick:
    """A pick of a known security."""
    name = Names().known[symbol]
    evidence = Evidence(1, f"推荐标的：{name}")
    return Pick(name, name, symbol, market_of(symbol), segment, kind, rating, None, None, None, evidence, 1.0)


def report(
    *picks: Pick,
    title: str = "光通信的下一年",
    published: date = PUBLISHED,
    risk_level: str | None = "R3",
    scale: RatingScale | None = SCALE,
    unresolved: tuple[Unresolved, ...] = (),
) -> Report:
    """A report of a made-up broker."""
    return Report(
        broker="示例证券",
        kind=ReportKind.INDUSTRY,
        title=title,
        published=published,
        industry="通信",
        risk_level=risk_level,
        scales=(scale,) if scale else (),
        benchmarks={Market.A: (Benchmark("000300", "沪深300"),), Market.HK: (Benchmark("HSI", "恒生指数"),)},
        picks=picks or (pick(),),
        unresolved=unresolved,
    )


async def waiting(store: Store, *, chat_id: int | None = None) -> list[View]:
    """The views that wait in the outbox, in their order; claimed for good, so that each is seen once."""
    found: list[View] = []
    far = datetime(2030, 1, 1, tzinfo=UTC)
    async with store.transaction() as tx:
        while claimed := await tx.outbox.claim(100, far, timedelta(days=1)):
            for message in claimed:
                await tx.outbox.sent(message.id, 1, far)
                if chat_id in (None, message.chat_id):
                    found.append(load_view(message.payload))
    return found


def renamed(given: Report, title: str) -> Report:
    """The same report under another title."""
    return replace(given, title=title)
