"""A small market for scenarios: sessions on weekdays, prices that stand still unless a scenario moves them.

The index stands at 4,000 and its total-return twin at 5,000 all year, so that an excess is the share's own return
wherever a scenario does not move the index.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from bot.domain.quotes import Adjustment, Bar
from bot.domain.ratings import Band, Basis, RatingScale, ScaleSource, Subject
from bot.domain.reports import PickKind
from bot.domain.scoring.build import build_panel
from bot.domain.scoring.inputs import Listing, PickInput
from bot.domain.scoring.panel import Panel
from bot.domain.scoring.results import PickScore, ReturnBasis
from bot.domain.scoring.score import score
from bot.domain.securities import Market, market_of
from bot.domain.sessions import TradingCalendar

BANDS = (Band("买入", 0.20, None), Band("增持", 0.05, 0.20), Band("中性", -0.05, 0.05), Band("减持", None, -0.05))
SCALE = RatingScale(Subject.STOCK, Basis.EXCESS, (6, 12), ScaleSource.REPORT, BANDS)
SIX_MONTHS = replace(SCALE, months=(6, 6))

START, END = date(2024, 1, 1), date(2025, 12, 31)
WEEKDAYS = tuple(day for n in range((END - START).days + 1) if (day := START + timedelta(n)).weekday() < 5)
PICK = PickInput(
    "600000.SH", "甲", Market.A, None, PickKind.SUBJECT, "买入", date(2024, 3, 1), SCALE, "000300", "H00300"
)


def bars(closes: Mapping[str, float], *, without: Collection[str] = (), until: str = "2025-12-31") -> list[Bar]:
    """A bar on every weekday; each close stands until the next one that is named. Opens are the close before."""
    found: list[Bar] = []
    named = sorted((date.fromisoformat(day), Decimal(str(close))) for day, close in closes.items())
    gaps = {day for span in without for day in span_of(span)}
    for day in WEEKDAYS:
        stands = [close for since, close in named if since <= day]
        if stands and day not in gaps and day <= date.fromisoformat(until):
            opened = found[-1].close if found else stands[-1]
            found.append(Bar(day, stands[-1], opened, max(opened, stands[-1]), min(opened, stands[-1])))
    return found


def span_of(text: str) -> list[date]:
    """The weekdays of ``2024-03-01`` or ``2024-03-01..2024-03-08``."""
    first, _, last = text.partition("..")
    return [day for day in WEEKDAYS if date.fromisoformat(first) <= day <= date.fromisoformat(last or first)]


def flat(value: float, *, without: Collection[str] = (), until: str = "2025-12-31") -> list[Bar]:
    return bars({"2024-01-01": value}, without=without, until=until)


def indices(**others: Sequence[Bar]) -> dict[str, Sequence[Bar]]:
    return {"000300": flat(4000), "H00300": flat(5000)} | others


@dataclass(frozen=True)
class Scenario:
    """Prices and events of a market, scored with `of`."""

    bars: Mapping[str, Sequence[Bar]]
    events: Mapping[str, Sequence[Adjustment]] = field(default_factory=dict)
    indices: Mapping[str, Sequence[Bar]] = field(default_factory=indices)
    suspensions: Mapping[str, Collection[date]] | None = None
    listings: Mapping[str, Listing] = field(default_factory=dict)
    known_until: date = END
    holidays: Collection[date] = ()

    def of(self, pick: PickInput, as_of: str, basis: ReturnBasis = ReturnBasis.TOTAL) -> PickScore:
        return self.all([pick], as_of, basis)[0]

    def all(self, picks: Sequence[PickInput], as_of: str, basis: ReturnBasis = ReturnBasis.TOTAL) -> list[PickScore]:
        return score(picks, self.panel, date.fromisoformat(as_of), basis=basis)

    @cached_property
    def panel(self) -> Panel:
        sessions = tuple(day for day in WEEKDAYS if day <= self.known_until and day not in self.holidays)
        calendars = {
            market: TradingCalendar(market, sessions, self.known_until) for market in {*map(market_of, self.bars)}
        }
        return build_panel(
            self.bars, self.events, calendars, self.indices, suspensions=self.suspensions, listings=self.listings
        )


def one(closes: Mapping[str, float], **more: object) -> Scenario:
    """A scenario of the one share that `PICK` is of."""
    return replace(Scenario({PICK.symbol: bars(closes)}), **more)  # type: ignore[arg-type]  # fields of the dataclass


def event(day: str, ratio: str, split: str | None = "1") -> Adjustment:
    return Adjustment(date.fromisoformat(day), Decimal(ratio), None if split is None else Decimal(split))


def pick(**changes: object) -> PickInput:
    """`PICK` with other fields; the market follows from the symbol."""
    changed = replace(PICK, **changes)  # type: ignore[arg-type]  # fields of the dataclass
    return replace(changed, market=market_of(changed.symbol))
